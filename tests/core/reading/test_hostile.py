"""Nothing crashes, nothing takes long, and nothing is recorded that was not said."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import load_lexicon, read_lines
from core.reading import Lexicon, Names, read, read_request
from core.reading.normalise import MAX_LENGTH, cut, normalise
from tests.core.reading.conftest import DATA, NOW, Ask, Say

HOSTILE = [
    "", " ", "\n\n\n", "\x00", "\u202e5万收到华为", "\u200b\u200b", "🎉🎉🎉", "？？？", "!!!", "()()()", "[[[[", "*_`~", "@all", "@华为", "/start", "=1+1", "=cmd|' /C calc'!A0", "<b>华为</b>",
    "华为", "360", "7-11", "3-4-3", "1/2", "0/0", "13/45", "99.99", "00:00", "25:99", "-", "-5", "--5万", "5万万", "万万万", "百千万亿", "零", "零零零", "十十十",
    "1e309", "1e-5", "NaN", "Infinity", "0x10", "１２３", "٣٤٥", "Ⅷ", "½", "²", "5\u200b万", "5 万", "五 万", "五万五万五万", "99999999999999999999999999999999",
    "12345678901", "13800138000", "6222 0202 0001 1234 567", "HT2026-0012", "https://example.com/11/12?x=5万", "a@b.com", "2026", "20261118", "2026-13-45", "2月30日", "Feb 30", "31号31号31号",
    "昨天昨天昨天", "下下下下周", "上上上上个月", "大大大后天", "N天后", "零天后", "0天后", "999天后", "999999天后", "9999年12月31日", "0000年0月0日", "一百年后", "1000 months ago", "in 999 years",
    "不是不是不是", "是是是", "改成改成", "不是A是B不是C是D", "from to from to", "not not not", "转给转给", "华为转给华为", "刘洋转给刘洋", "答应答应答应",
    "收到收到收到", "付付付", "没没没没", "吗吗吗", "what what what", "who", "？华为", "华为？", "百度百度百度百度", "恒达恒达恒达", "Acme Acme Acme", "İstanbul 华为 5万", "ß", "ﬁve", "한국어 문장입니다", "日本語の文章です", "Привет, сколько?", "مرحبا", "नमस्ते",
    "华为\t5万\t11/18", "华为,5万,11/18", "华为|5万|11/18", '{"customer": "华为"}', "'; DROP TABLE account; --", "华为' OR '1'='1", "\\d+(\\d+)+$", "%s%s%s", "{0}{1}", "${jndi:ldap://x}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_crashes(text: str, say: Say, ask: Ask) -> None:
    for fact in say(text):
        assert fact.intent != "chitchat"
    ask(text)


def _long_texts() -> Iterator[tuple[str, str]]:
    seeds = [
        "9",
        "一",
        "(",
        " ",
        "\n",
        "11/18 ",
        "华为",
        "三衣重工",
        "🎉",
        "ab ",
        "a",
        "不是",
        "3万5，",
        "拜访华为王总 11月18日 3万5 ",
        "下周",
        "not ",
        "- ",
        "from x to ",
        "，",
        "1,",
        "2026-",
        "Mr. ",
        "嫌 ",
        "$12k 不是 ",
        "抄错了",
        "撤销上一条",
    ]
    for seed in seeds:
        yield repr(seed), seed * (100_000 // len(seed))


@pytest.mark.parametrize("text", [text for _, text in _long_texts()], ids=[title for title, _ in _long_texts()])
def test_a_hundred_thousand_characters_cost_no_more_than_what_is_read_of_them(
    text: str, names: Names, lexicon: Lexicon
) -> None:
    """Counted by work: the text is cut first, so the cost cannot grow with what was left off."""
    kept, was_cut = cut(text)

    assert was_cut
    assert len(kept) <= MAX_LENGTH
    assert {doubt.kind for fact in read(text, NOW, names, "CNY", lexicon) for doubt in fact.doubts} >= _cut_is_said(
        kept, names, lexicon
    )
    read_request(text, NOW, names, "CNY", lexicon)


def _cut_is_said(kept: str, names: Names, lexicon: Lexicon) -> set[str]:
    return {"text_cut"} if read(kept, NOW, names, "CNY", lexicon) else set()


@given(st.text())
def test_normalising_keeps_every_character_in_its_place(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_name_may_be_a_customer(text: str, name: str) -> None:
    lexicon = load_lexicon()
    names = Names.build({"customers": [{"id": "x", "name": name or "x", "official": name, "aliases": [name]}]}, lexicon)

    read(f"拜访了{name}{text}", NOW, names, "CNY", lexicon)
    names.find(text)


CHATTER = [
    "早上好各位", "收到", "好的收到，谢谢王总", "明天见", "周五了周五了🎉", "中午吃啥", "华为新手机要一万二，太贵了吧", "今晚去万科城逛逛", "周大福今天金价涨到一千二了", "我买了华为手机，五千八",
    "三一重工股价跌了5%", "今天去7-11买咖啡花了25", "李总生日快乐", "大家周五下午三点开会", "老板说下周发奖金", "快递到了，放前台了", "Friday Coffee has the best latte", "happy friday everyone",
    "I bought Million Foods stock last week", "九牧的马桶坏了，找人修一下", "周末去看万科的房子，首付要80万", "刚付了5000块房租", "到付快递30元谁的", "58同城上找了个保洁，200块", "今天国际新闻看了吗", "下周一去百度网盘下载资料",
    "who's got the meeting room key?", "anyone want coffee from Friday Coffee?", "昨天去了趟超市", "今天没拜访", "收到公司通知", "张伟明天请假", "@all 下午三点会议室开会",
]  # fmt: skip


@pytest.mark.parametrize("text", CHATTER)
def test_chatter_and_questions_record_nothing(text: str, say: Say) -> None:
    assert [fact.intent for fact in say(text) if fact.intent != "question"] == []


def test_the_command_reads_lines_as_the_conventions_have_them() -> None:
    team: dict[str, Any] = json.loads((DATA / "customers.json").read_text(encoding="utf-8"))
    said = json.dumps(
        {"id": "1", "text": "百度昨天回款25万", "now": "2026-11-16T09:30:00", "default_currency": "CNY"},
        ensure_ascii=False,
    )

    (line,) = read_lines([said, "\n"], team)

    assert json.loads(line) == {
        "id": "1",
        "facts": [
            {
                "intent": "payment",
                "slots": {"customer": "百度", "amount": "250000", "currency": "CNY", "date": "2026-11-15"},
            }
        ],
    }


def test_explaining_shows_spans_rules_and_doubts() -> None:
    team: dict[str, Any] = json.loads((DATA / "customers.json").read_text(encoding="utf-8"))
    said = json.dumps({"id": "1", "text": "拜访三衣重工李工", "now": "2026-11-16T09:30:00"})

    (line,) = read_lines([said], team, explain=True)
    (fact,) = json.loads(line)["facts"]

    assert fact["why"]["customer"] == {"span": [2, 6], "rule": "homophone"}
    assert fact["why"]["date"] == {"span": None, "rule": "today"}
    assert fact["doubts"] == [{"kind": "near_name", "span": [2, 6], "choices": ["三一重工"]}]


def test_a_pasted_book_is_read_line_by_line(say: Say) -> None:
    text = "11月10日 华为 收到5万\n11月11日 百度 收到3万\n11/12 万科 拜访马总"

    facts = say(text)

    assert [(fact.intent, fact.get("customer"), fact.get("date")) for fact in facts] == [
        ("payment", "华为", "2026-11-10"),
        ("payment", "百度", "2026-11-11"),
        ("visit", "万科", "2026-11-12"),
    ]
    for fact in facts:
        span = fact.slots["customer"].span
        assert span
        assert text[slice(*span)] == fact.get("customer")


def test_the_shipped_simplified_characters_agree_with_opencc() -> None:
    import opencc

    from core.reading.simplified import PAIRS

    hanzi = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(hanzi)).split("\n")
    theirs = {old: new for old, new in zip(hanzi, simplified, strict=True) if len(new) == 1 and old != new}

    pairs = PAIRS.replace("\n", "")
    assert theirs == dict(zip(pairs[::2], pairs[1::2], strict=True))


def test_the_shipped_syllables_agree_with_pypinyin() -> None:
    import unicodedata

    from pypinyin.constants import PINYIN_DICT

    from core.reading.sounds import syllable

    for code in range(0x4E00, 0x9FA6):
        if ours := syllable(chr(code)):
            first = unicodedata.normalize("NFD", PINYIN_DICT[code].split(",")[0])
            assert "".join(letter for letter in first if letter.isascii()) == ours
