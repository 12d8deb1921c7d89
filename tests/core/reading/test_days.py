"""Dates on every day of two years: weekdays, month ends, leap days, feasts."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.lunar import feast_day
from core.reading import Lexicon, Names
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST, Days
from core.reading.message import take_apart

WEEKDAYS = "一二三四五六日"
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TWO_YEARS = [date(2027, 1, 1) + timedelta(days=number) for number in range(731)]  # 2028 has a leap day


def _mention(text: str, today: date, lexicon: Lexicon) -> DateMention:
    now = datetime(today.year, today.month, today.day, 9)
    (mention,) = take_apart(text, now, Names(), "CNY", lexicon).dates
    return mention


def _read(text: str, today: date, lexicon: Lexicon, sense: int = FUTURE) -> Days | None:
    return _mention(text, today, lexicon).on(today, sense)


def test_every_weekday_word_on_every_day(lexicon: Lexicon) -> None:
    for number, hanzi in enumerate(WEEKDAYS):
        for word in (f"周{hanzi}", f"星期{hanzi}", f"礼拜{hanzi}", ENGLISH[number]):
            mention = _mention(word, TWO_YEARS[0], lexicon)
            for today in TWO_YEARS:
                past, future = mention.on(today, PAST), mention.on(today, FUTURE)
                assert past
                assert future
                assert past.first.weekday() == future.first.weekday() == number
                assert 1 <= (today - past.first).days <= 7
                assert 1 <= (future.first - today).days <= 7


@pytest.mark.parametrize(
    ("word", "weeks"), [("上上周", -2), ("上周", -1), ("这周", 0), ("本周", 0), ("下周", 1), ("下下周", 2)]
)
def test_weekdays_of_a_week(word: str, weeks: int, lexicon: Lexicon) -> None:
    for number, hanzi in enumerate(WEEKDAYS):
        mention = _mention(word + hanzi, TWO_YEARS[0], lexicon)
        for today in TWO_YEARS:
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
            assert mention.on(today, FUTURE) == Days(monday + timedelta(days=number))


def test_next_and_last_friday_in_english(lexicon: Lexicon) -> None:
    for today in TWO_YEARS:
        next_week = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        assert _mention("next Friday", today, lexicon).on(today, FUTURE) == Days(next_week + timedelta(days=4))
        last = _mention("last Friday", today, lexicon).on(today, FUTURE)
        assert last
        assert 1 <= (today - last.first).days <= 7


def test_month_ends_on_every_day(lexicon: Lexicon) -> None:
    this, following = _mention("月底", TWO_YEARS[0], lexicon), _mention("下月底", TWO_YEARS[0], lexicon)
    for today in TWO_YEARS:
        end, after = this.on(today, FUTURE), following.on(today, FUTURE)
        assert end
        assert after
        assert (end.first + timedelta(days=1)).day == 1
        assert (end.first.year, end.first.month) == (today.year, today.month)
        assert (after.first + timedelta(days=1)).day == 1
        assert after.first > end.first


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.integers(min_value=1, max_value=60))
def test_months_ahead_are_clamped(today: date, months: int) -> None:
    from core.reading.days import add_months

    there = add_months(today, months)

    assert there.day == today.day or (there.day < today.day and (there + timedelta(days=1)).day == 1)
    assert (there.year * 12 + there.month) - (today.year * 12 + today.month) == months


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_a_full_date_is_itself_however_written(today: date, day: date) -> None:
    from bot.reading import load_lexicon

    lexicon = load_lexicon()
    ways = (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}",
            f"{day:%b} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"{day.year}.{day.month:02d}.{day.day:02d}")  # fmt: skip
    for written in ways:
        assert _read(written, today, lexicon) == Days(day), written


@pytest.mark.parametrize(
    ("written", "today", "day"),
    [
        ("2月29日", "2026-03-01", "2028-02-29"),
        ("月底", "2028-02-28", "2028-02-29"),
        ("2月底", "2027-01-05", "2027-02-28"),
        ("31号", "2026-11-18", "2026-12-31"),
        ("下个月31号前", "2026-12-18", "2027-01-31"),
        ("一个月后", "2026-01-31", "2026-02-28"),
        ("半个月后", "2026-02-20", "2026-03-07"),
        ("5个工作日内", "2026-11-18", "2026-11-25"),
        ("春节前", "2027-01-05", "2027-02-05"),
        ("国庆前", "2026-09-01", "2026-09-30"),
        ("元旦前", "2026-12-01", "2026-12-31"),
        ("中秋", "2028-09-01", "2028-10-03"),
        ("端午前", "2031-05-01", "2031-06-23"),
        ("季度末", "2026-11-18", "2026-12-31"),
        ("年底前", "2026-11-18", "2026-12-31"),
        ("end of next month", "2026-12-18", "2027-01-31"),
        ("EOM", "2028-02-03", "2028-02-29"),
        ("in 5 business days", "2026-11-18", "2026-11-25"),
        ("2 weeks before Christmas", "2026-11-18", "2026-12-11"),
    ],
)
def test_a_day_ahead(written: str, today: str, day: str, lexicon: Lexicon) -> None:
    assert _read(written, date.fromisoformat(today), lexicon) == Days(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("下周", "2026-11-23", "2026-11-29"),
        ("下个月", "2026-12-01", "2026-12-31"),
        ("明年五月", "2027-05-01", "2027-05-31"),
        ("12月上旬", "2026-12-01", "2026-12-10"),
        ("下旬", "2026-11-21", "2026-11-30"),
        ("明年Q1", "2027-01-01", "2027-03-31"),
        ("本季度内", "2026-10-01", "2026-12-31"),
        ("20号到22号", "2026-11-20", "2026-11-22"),
        ("11月29日到12月2日", "2026-11-29", "2026-12-02"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("Q1 2027", "2027-01-01", "2027-03-31"),
        ("Nov 20 to Nov 22", "2026-11-20", "2026-11-22"),
    ],
)
def test_a_stretch_ahead(written: str, first: str, last: str, lexicon: Lexicon) -> None:
    assert _read(written, date(2026, 11, 18), lexicon) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("written", ["2月30日", "11月31日", "2027年2月29日", "6月31号", "2026-02-30", "Feb 30"])
def test_impossible_days_are_found_and_refused(written: str, lexicon: Lexicon) -> None:
    today = date(2026, 11, 18)

    assert _mention(written, today, lexicon).is_impossible(today)


def test_the_shipped_feasts_agree_with_the_official_holidays() -> None:
    from chinese_calendar import Holiday, get_holidays

    official = {
        "spring_festival": Holiday.spring_festival,
        "dragon_boat": Holiday.dragon_boat_festival,
        "mid_autumn": Holiday.mid_autumn_festival,
    }
    for name, holiday in official.items():
        for year in (2024, 2025, 2026):
            day = feast_day(name, year)
            assert day in get_holidays(date(year, 1, 1), date(year, 12, 31)), (name, year, holiday)


def test_the_shipped_feasts_reach_past_2035() -> None:
    assert feast_day("spring_festival", 2035) == date(2035, 2, 8)
    assert feast_day("spring_festival", 2099) is None
