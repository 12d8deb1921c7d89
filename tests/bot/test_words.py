"""/word: the team teaches the bot its own words, in both languages and on both databases."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from bot.reading import load_lexicon
from bot.text import LANGUAGES, say, typed_words
from bot.vocabulary import MEANINGS, lexicon_with, written
from core.people import Team
from core.sales import Word
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage

CHINESE = """\
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 王经理 manager · 赵总 admin · 小财 finance
customer> 华星科技 (华星) · 李雷 · owes 150000 due 2026-03-10
clock> 2026-03-02 10:00
"""
ENGLISH = """\
team> East · en · USD · Asia/Shanghai
cast> Ann rep · Max manager
customer> Globex · Ann · owes 150000 due 2026-03-10
clock> 2026-03-02 10:00
"""


@pytest.fixture
def play(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch):
    """Plays lines after a cast; gives back what the bot said to each, in order."""

    def played(cast: str, script: str) -> str:
        return Stage(open_books, monkeypatch).play(cast + dedent(script))

    return played


def test_a_word_is_taught_understood_by_everybody_and_forgotten(play):
    heard = play(
        CHINESE,
        """\
        李雷> 今天趟门槛华星
        books> 华星科技 visits
        王经理> /word 趟门槛 = 拜访
        李雷> 今天趟门槛华星
        books> 华星科技 visits
        王经理> /word
        王经理> /word 趟门槛 =
        李雷> 今天趟门槛华星
        books> 华星科技 visits
        王经理> /word
    """,
    )

    assert ["visits 0", "visits 1", "visits 1"] == counts(heard, "visits")
    assert "「趟门槛」就是拜访" in heard
    assert "· 趟门槛 = 拜访" in heard
    assert "「趟门槛」不再是拜访" in heard
    assert "还没教过我" in heard


def test_the_same_in_english(play):
    heard = play(
        ENGLISH,
        """\
        Max> /word Doorknocked = visit
        Ann> doorknocked Globex today
        books> Globex visits
        Max> /word
        Max> /word doorknocked =
    """,
    )

    assert ["visits 1"] == counts(heard, "visits")
    assert "“doorknocked” means visit" in heard
    assert "One word you taught me" in heard
    assert "no longer means visit" in heard


def test_days_still_decide_what_a_payment_word_says(play):
    heard = play(
        CHINESE,
        """\
        王经理> /词 回血 ＝ payment
        李雷> 华星回血5万
        李雷> 华星李总说下周五回血3万
        books> 华星科技 payments promises owes
    """,
    )

    assert "payments 1" in heard
    assert "promises 1" in heard
    assert "100000" in heard


def test_a_call_is_a_visit_by_phone(play):
    heard = play(
        CHINESE,
        """\
        王经理> /加词 煲粥 = 电话
        李雷> 今天和华星李总煲粥了
        records> 华星科技
    """,
    )

    assert "煲粥" in heard
    assert "电话" in heard.partition("李雷>")[2]


def test_a_receivable_word_is_a_request(play):
    heard = play(
        CHINESE,
        """\
        王经理> /word 挂账 = 应收
        李雷> 华星挂账20万，到期4月15日
        books> 华星科技 owes receivables
    """,
    )

    assert "receivables 2" in heard


@pytest.mark.parametrize("who", ["李雷", "小财"])
def test_only_managers_and_admins_teach(play, who):
    heard = play(
        CHINESE,
        f"""\
        {who}> /word 趟门槛 = 拜访
        {who}> /word
        赵总> /word
    """,
    )

    assert 2 == heard.count(say("zh-CN", "not_allowed"))
    assert "还没教过我" in heard


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("趟门槛 = 吃饭", "拜访、电话、线上会议、回款"),  # the meanings there are
        ("趟门槛", "这样教我"),
        ("趟门槛 = 拜访 = 回款", "这样教我"),
        ("打 = 回款", "2 到 20 个字"),
        ("趟门槛3次 = 拜访", "2 到 20 个字"),
        ("趟门槛，拜访 = 拜访", "2 到 20 个字"),
        ("华星 = 回款", "是客户、同事或对手的名字"),
        ("華星科技 = 回款", "是客户、同事或对手的名字"),
        ("王经理 = 回款", "是客户、同事或对手的名字"),
        ("拜访 = 回款", "是别的意思"),
        ("今天 = 回款", "是别的意思"),
        ("美金 = 回款", "是别的意思"),
        ("撤销 = 回款", "是别的意思"),
        ("方案报价 = 回款", "是别的意思"),
        ("没了 = ", "不是你们教我的"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(play, typed, answer):
    heard = play(
        CHINESE,
        f"""\
        王经理> /word {typed}
        王经理> /word
    """,
    )

    assert answer in heard.partition("王经理>")[2]
    assert "还没教过我" in heard


def test_the_example_of_the_manual_is_a_known_word_of_the_same_family(play):
    heard = play(
        CHINESE,
        """\
        王经理> /word 打款 = payment
        王经理> /word 打款 = 回款
        李雷> 华星打款5万
        books> 华星科技 payments
    """,
    )

    assert "「打款」就是回款" in heard
    assert "不用再教" in heard
    assert ["payments 1"] == counts(heard, "payments")


def test_undo_takes_a_word_back_and_restoring_brings_it_again(play):
    heard = play(
        CHINESE,
        """\
        王经理> /word 趟门槛 = 拜访
        王经理> [撤销]
        李雷> 今天趟门槛华星
        books> 华星科技 visits
        王经理> [恢复]
        李雷> 今天趟门槛华星
        books> 华星科技 visits
        王经理> /undo
        王经理> /word
    """,
    )

    assert ["visits 0", "visits 1"] == counts(heard, "visits")
    assert "说法「趟门槛」" in heard


def test_another_meaning_replaces_the_first_and_undo_gives_that_back(play):
    heard = play(
        CHINESE,
        """\
        王经理> /word 收割 = 拜访
        王经理> /word 收割 = 赢单
        王经理> /word
        王经理> /undo
        王经理> /word
        王经理> /word 收割 =
        王经理> /undo
        王经理> /word
    """,
    )

    lists = [line for line in heard.splitlines() if line.strip().startswith("· 收割 =")]
    assert ["· 收割 = 赢单", "· 收割 = 拜访", "· 收割 = 拜访"] == [line.strip() for line in lists]


def test_teaching_is_audited_with_who_and_what(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch):
    stage = Stage(open_books, monkeypatch)
    stage.play(CHINESE + "王经理> /word 趟门槛 = 拜访\n王经理> /word 趟门槛 =\n")

    def entries(transaction):
        store = stage._store(transaction)
        (word,) = store.all(Word)
        return store.all(Team)[0].names_version, store.audit.of_record(word.id)

    version, (taught, forgotten) = stage.app.database.read(entries)
    assert ("create", "words", stage._cast["王经理"]) == (taught.act, taught.kind, taught.by)
    assert ("趟门槛", "visit") == (taught.change["text"], taught.change["means"])
    assert [False, True] == forgotten.change["void"]
    assert 3 == version, "other workers hear of both"


def test_another_team_hears_nothing_of_it(play):
    other = """\
team> 华南销售 · zh-CN · CNY · Asia/Shanghai
cast> 韩梅梅 rep
customer> 华威 · 韩梅梅
"""
    cast, _, clock = CHINESE.rpartition("clock>")
    heard = play(
        cast + other + "clock>" + clock,
        """\
        王经理> /word 趟门槛 = 拜访
        韩梅梅> 今天趟门槛华威
        books> 华威 visits
    """,
    )

    assert ["visits 0"] == counts(heard, "visits")


# --- the vocabulary --------------------------------------------------------------------------------------------------


def test_every_meaning_is_known_to_the_reading_and_has_its_words_in_both_languages():
    lexicon = load_lexicon()
    kinds = {"visit.kind.call", "visit.kind.online"}  # heard by the visit itself
    for meaning, stands_for in MEANINGS.items():
        assert meaning in typed_words("meanings").values()
        assert all(say(language, f"meaning_{meaning}") for language in LANGUAGES)
        assert all(one in lexicon.words or one in lexicon.lists or one in kinds for one in stands_for)
    assert set(typed_words("meanings").values()) == set(MEANINGS)


def test_the_same_words_make_the_same_lexicon_and_none_make_everybodys():
    words = [Word(id=1, text="趟门槛", means="visit"), Word(id=2, text="回血", means="payment")]

    assert lexicon_with(words) is lexicon_with(reversed(words))
    assert lexicon_with([]) is load_lexicon()
    assert lexicon_with([Word(id=3, text="x", means="a meaning of a later release")]) is load_lexicon()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("打款", "打款"), ("匯款", "汇款"), ("Ｐａｉｄ", "paid"), (" Wire  In ", "wire in"), ("款", ""), ("a…b", ""), ("5万", ""),
     ("", ""), ("x" * 21, "")],
)  # fmt: skip
def test_how_a_word_is_kept(typed, kept):
    assert kept == written(typed)


def counts(heard: str, what: str) -> list[str]:
    """What the books> lines said of one kind, in order."""
    return re.findall(rf"^books> .*?({what} \d+)", heard, re.MULTILINE)
