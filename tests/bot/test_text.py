"""Sentences: money and days as the reader writes them, and whatever a person typed without effect."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Line, line
from bot.text import (
    aliases_of,
    at_terminal,
    language_of,
    packed_line,
    say,
    say_lines,
    shown,
    tidy,
    typed_words,
    unpacked_line,
)
from core.base.money import Money

TODAY = date(2026, 3, 2)
HOSTILE = "{ $account } { say } **bold** <b>x</b> [a](http://b) `c` %s {0} \\n"


def yuan(amount: str) -> Money:
    return Money.of(amount, "CNY")


# -- money


@pytest.mark.parametrize(
    ("amount", "currency", "zh", "en"),
    [
        ("1234567", "CNY", "¥1,234,567", "¥1,234,567"),
        ("0", "CNY", "¥0", "¥0"),
        ("0.5", "CNY", "¥0.50", "¥0.50"),
        ("-50000", "CNY", "-¥50,000", "-¥50,000"),
        ("1200.05", "USD", "US$1,200.05", "US$1,200.05"),
        ("3000", "JPY", "JP¥3,000", "JP¥3,000"),
        ("8000", "EUR", "€8,000", "€8,000"),
        ("1.234", "KWD", "KWD1.234", "KWD1.234"),
    ],
)
def test_money_shows_coins_only_where_there_are_any(amount: str, currency: str, zh: str, en: str) -> None:
    money = Money.of(amount, currency)

    assert (zh, en) == tuple(str(shown(money, one)).replace("\xa0", "") for one in ("zh-CN", "en"))


def test_currencies_are_listed_never_added() -> None:
    owed = (yuan("5"), Money.of("20000", "USD"))

    assert "¥5、US$20,000" == shown(owed, "zh-CN")
    assert "¥5 and US$20,000" == shown(owed, "en")


# -- days


def test_a_day_carries_its_weekday_and_the_year_only_when_it_is_another() -> None:
    assert ("3月11日周三", "2027年3月11日周四") == tuple(shown(date(y, 3, 11), "zh-CN", TODAY) for y in (2026, 2027))
    assert ("Wed, Mar 11", "Thu, Mar 11, 2027") == tuple(shown(date(y, 3, 11), "en", TODAY) for y in (2026, 2027))


def test_a_moment_and_a_time() -> None:
    assert "3月2日周一 09:05" == shown(datetime(2026, 3, 2, 9, 5), "zh-CN", TODAY)
    assert "09:05" == shown(time(9, 5), "en", TODAY)


# -- what people typed


@pytest.mark.parametrize("typed", [HOSTILE, "{", "}", '{ "" }', "-> *[other]", ".attribute = x"])
def test_what_a_person_typed_is_never_looked_into(typed: str) -> None:
    said = say("zh-CN", "account_unknown", name=typed)

    assert typed in said


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\r\n", "\u2028", "\x1b"])
def test_hidden_and_turning_characters_become_one_space(hidden: str) -> None:
    assert "华 星" == shown(f"华{hidden}星", "zh-CN")


@given(st.text(max_size=60))
def test_any_name_fits_in_a_sentence_of_one_line(name: str) -> None:
    for language in ("zh-CN", "en"):
        said = say(language, "account_exists", name=name)
        assert "\n" not in said


def test_gaps_of_what_is_not_there_are_closed() -> None:
    assert "a，b\nc：d (e)" == tidy("a  ，b  \nc ：d (e)")
    assert "Tom Visit: met" == tidy("Tom Visit : met")


# -- the catalogue


def test_an_unknown_key_and_a_missing_fact_are_mistakes() -> None:
    with pytest.raises(LookupError, match="not in locales"):
        say("en", "no_such_sentence")
    with pytest.raises(LookupError, match="account"):
        say("en", "owes_nothing")


def test_a_number_picks_its_plural() -> None:
    facts = dict(account="Globex", balance=yuan("1"), owner="Tom")

    assert "1 day overdue" in say("en", "overdue_alert", days=1, **facts)
    assert "2 days overdue" in say("en", "overdue_alert", days=2, **facts)


def test_a_fact_nobody_can_word_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        shown(1.5, "en")


def test_languages_are_guessed_from_what_clients_say() -> None:
    assert ["zh-CN", "zh-CN", "en", "zh-CN", "en"] == [
        language_of("zh-hans"), language_of("zh-TW"), language_of("en-GB"), language_of(None), language_of("fr", "en"),
    ]  # fmt: skip


def test_typed_words_of_both_languages_are_understood() -> None:
    assert ["finance", "finance"] == [typed_words("roles")[word] for word in ("财务", "finance")]
    assert "谁欠钱" == aliases_of("overdue", "zh-CN")[0]
    assert [] == list(aliases_of("overdue", "en"))


# -- cards wait with their facts typed

FACTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.dates(), st.times(),
    st.datetimes(), st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(Money.of_minor, st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "USD", "JPY", "KWD"])),
)  # fmt: skip


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), FACTS | st.lists(FACTS, max_size=3).map(tuple)))
def test_a_line_comes_out_of_the_outbox_as_it_went_in(facts: dict[str, object]) -> None:
    before = Line("any", {**facts, "inner": line("other", **facts)})

    after = unpacked_line(json.loads(json.dumps(packed_line(before))))

    assert before == after


def test_lines_stand_one_under_the_other() -> None:
    said = say_lines("en", [line("owes_nothing", account="Globex"), line("overdue_none")])

    assert "✅ Globex owes nothing\n✅ Nothing is overdue" == said


def test_numbers_stay_exact() -> None:
    assert Decimal("0.10") == shown(Decimal("0.10"), "en")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("@all 都来", "@\u2060all 都来"),
        ("/erase 华星", "/\u2060erase 华星"),
        ("（/remove 李雷）@wang", "（/\u2060remove 李雷）@\u2060wang"),
        ("li@hx.cn 1/2 km/h https://hx.cn/a </b> // /srv/a.db", "li@hx.cn 1/2 km/h https://hx.cn/a </b> // /srv/a.db"),
    ],
)
def test_what_a_person_typed_mentions_nobody_and_commands_nothing(typed: str, said: str) -> None:
    """Telegram makes mentions and commands of any text that looks like one."""
    assert f"没找到「{said}」" in say("zh-CN", "account_unknown", name=typed)
    assert typed == shown(typed, "zh-CN"), "in a cell of a workbook it stays as it is"


def test_what_stands_at_a_terminal_can_be_copied():
    """A path or an address there is nobody's mention or command."""
    assert "\u2060" in say("zh-CN", "form_account_unknown", name="/data")
    assert "「/data」" in at_terminal("zh-CN", "form_account_unknown", name="/data")
