"""R25: one table of hostile names, sent through every surface a name comes out of: nothing they hold does anything."""

from __future__ import annotations

import ast
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.attaching import safe_name
from bot.channels import Choice, Entry, Message, Option, Sheet
from bot.channels.slack.views import home, modal
from bot.channels.slack.writing import posted
from bot.channels.telegram.writing import NO_PREVIEW, inline
from bot.log import json_line, one_line
from bot.text import HIDDEN, inert, say
from bot.workbook import table_of_rows
from tests.fakes.slack.blocks import checked, checked_view
from tests.fakes.slack.text import active_parts, as_shown
from tests.fakes.telegram.text import cut, written

ROOT = Path(__file__).parents[2]
NAMES = (
    *("*华星* _华星_ ~华星~ `华星` ```华星``` ||华星|| > 华星", "[华星](http://evil.example.com)", "<b>华星</b> &amp; &lt;i&gt;"),
    *("<a href='http://evil.example.com'>华星</a>", "<!channel>", "<!here|here>", "<@U00000002>", "<#C1|x>", ":x: :rotating_light:"),
    *("<http://evil.example.com|华星>", "<mailto:x@y.cn|x>", "<!date^0^{date}|x>", "http://evil.example.com", "evil.example.com/a"),
    *("@all", "@everyone 都来", "华星@boss", "华星 @boss", "（@boss）", ".@boss", ":@boss", "@@boss", "/@boss", "<@boss>"),
    *("/erase 华星", "/remove@GengfuBot", "华星 /erase", "（/erase）", ".../erase", ":/erase", "/erase.", "/1 /_x", "／erase"),
    *("看/erase", "/erase看", "看/erase@GengfuBot", "看@12345", "@1boss", "华星 /erase/x"),
    *('=HYPERLINK("http://evil.example.com","华星")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)*cmd", "\t=1+1", "\r=1", "\n=1", "=1\t"),
    *("{=1+1}", "0012", "1E9", "true", "#N/A", "华星\n✅ 已收 ¥1,000,000", "华星\r\n2026-03-02 info forged", "a\x00b", "\x1b[2K\x1b[31mx"),
    *("\u202e华星", "\u2066x\u2069", "a\u200bb", "\u2028x\u2029", "\ufeff", "\x85x", "@\u2060all", "\u200b/erase", "\u202e@boss"),
    *("{ $name }", "%s %(x)s {0}", "'; DROP TABLE accounts; --", "../../etc/passwd", "C:\\x\\y.exe", "华星.xlsx\u202eslx.exe"),
)  # fmt: skip
ACTS = {"mention", "bot_command", "text_link", "text_mention", "bold", "italic", "underline", "strikethrough", "code", "pre",
        "blockquote", "spoiler"}  # fmt: skip
hostile = pytest.mark.parametrize("name", NAMES, ids=ascii)


def sentences(name: str) -> list[str]:
    return [say(language, "form_account_unknown", name=name) for language in ("zh-CN", "en")]


@hostile
def test_on_telegram(name: str):
    """It marks plain text by itself. A link stays one, because nobody can forbid it: it gets no preview (SECURITY.md)."""
    for said in sentences(name):
        text, entities = written(said, [])
        assert not [(one["type"], cut(text, one)) for one in entities if one["type"] in ACTS]
        assert not HIDDEN.search(said.replace("\u2060", "")), "one line, and nobody's direction is turned"
    markup = inline(Message("x", ((Choice(name, "token"),),)))
    assert markup is not None
    assert {"text": name, "callback_data": "token"} == markup.inline_keyboard[0][0].to_dict()
    assert {"is_disabled": True} == NO_PREVIEW.to_dict()


@hostile
def test_on_slack(name: str):
    option = Option(name, name)
    menu = tuple((Choice(name, f"t{number}"),) for number in range(7))
    post = posted(Message("\n".join((*sentences(name), name)), ((Choice(name, "t"), Choice(name, "u")), *menu)))
    entries = (Entry("a", name, "line", hint=name, note=name), Entry("b", name, "choice", options=(option,)))
    sheet = modal(Sheet("payment", name, name, name, entries, name))

    assert (False, "none", False, False, False) == tuple(
        post[what] for what in ("mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media")
    )
    assert [] == active_parts(post["text"])
    assert as_shown(post["text"], {}).endswith(name)
    for view in (
        checked(post["blocks"]),
        checked_view(sheet, "modal"),
        checked_view(home(Message(name), name), "home"),
    ):
        for one in texts_of(view):
            assert ("plain_text", False) == (one["type"], one["emoji"])
            assert [] == active_parts(one["text"])


def texts_of(view: Any) -> Iterator[dict[str, Any]]:
    """Every text object of a view."""
    if isinstance(view, dict) and view.get("type") in ("plain_text", "mrkdwn"):
        yield view
        return
    for one in view.values() if isinstance(view, dict) else view if isinstance(view, list) else ():
        yield from texts_of(one)


@hostile
def test_in_a_workbook(name: str):
    made = table_of_rows([name], [[name], [name]])

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [part for part in parts.namelist() if "externalLink" in part or "worksheets/_rels" in part]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert {"inlineStr"} == set(re.findall(r'<c [^>]*t="(\w+)"', sheet))
    [[head], *rows] = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [head, head] == [cell for row in rows for cell in row]
    assert isinstance(head, str)


@hostile
def test_in_logs_exports_and_names_of_files(name: str):
    for line in (json_line({"name": name}), one_line(name)):
        assert 1 == len(line.splitlines())
        assert not [one for one in line if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")]
    file = safe_name(f"{name}-2026-03-02.xlsx")
    assert file.endswith(".xlsx")
    assert not {"/", "\\", "\n", "\u202e"} & set(file)


@pytest.mark.parametrize(
    "link", ["https://hx.cn/@li/a?b=c", "http://hx.cn:8080/erase", "li@hx.cn", "/srv/a.db", "/a.db", "3/4 km/h"]
)
def test_what_is_no_call_can_still_be_copied(link: str):
    assert link == inert(link)


def test_no_table_leaves_as_csv():
    """Its cells would be formulas to Excel: tables leave as workbooks, whose cells say that they are text."""
    written_by = [
        file.name
        for file in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter", "to_csv")
    ]
    assert [] == written_by
