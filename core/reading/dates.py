"""Dates in a message: the phrases of each language are tables of patterns, their meanings come from `days`."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from core.reading import days
from core.reading.days import FUTURE, PAST, Days, Meaning
from core.reading.lexicon import Lexicon, per_lexicon

Reader = Callable[[re.Match[str], Lexicon], "Meaning | None"]


class Rule(NamedTuple):
    """One way to write a date."""

    name: str
    pattern: re.Pattern[str]
    read: Reader


class DateMention(NamedTuple):
    """A date phrase: where it stands and what it means on a day, looking back or ahead."""

    start: int
    end: int
    meaning: Meaning
    rule: str

    def on(self, today: date, sense: int) -> Days | None:
        """The days it means on that day, read as PAST or FUTURE; None where there is no such day (30 February)."""
        return self.meaning(today, sense)

    @property
    def is_year(self) -> bool:
        """Whether it names a whole year or a part of one, no day."""
        return self.rule in ("year", "year_part")

    def is_impossible(self, today: date) -> bool:
        """Whether there is no such day, looking back or ahead."""
        return self.on(today, PAST) is None and self.on(today, FUTURE) is None

    def is_open(self, today: date) -> bool:
        """A bare weekday or day: it means another day when looking back than when looking ahead."""
        return self.on(today, PAST) != self.on(today, FUTURE)

    def leaning(self, today: date) -> int:
        """Which way the phrase itself points: FUTURE, PAST, or 0 for today.

        A bare weekday looks back when it has already been this week; a bare day or month-day goes to the nearer one.
        """
        past, future = self.on(today, PAST), self.on(today, FUTURE)
        if past is None or future is None:
            return FUTURE if past is None else PAST
        if past == future:
            return _compare(past, today)
        if "weekday" in self.rule:
            return PAST if past.first >= days.monday_of(today) else FUTURE
        return PAST if (today - past.first).days < (future.first - today).days else FUTURE


def _compare(when: Days, today: date) -> int:
    if when.first > today or (when.last and when.last > today):
        return FUTURE
    return PAST if when.first < today else 0


def find_dates(text: str, lexicon: Lexicon, rules: Iterable[Rule]) -> list[DateMention]:
    """Every date phrase of a masked, normalised text; rules that stand earlier win, then the longer phrase."""
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for rule in rules:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]) and (meaning := rule.read(match, lexicon)):
                found.append(DateMention(start, end, meaning, rule.name))
                taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda mention: mention.start)


def join_stretches(text: str, found: list[DateMention], lexicon: Lexicon, today: date) -> list[DateMention]:
    """Two dates with 到, ~ or "to" between them are one stretch of days, and so are days right after another."""
    link = _link(lexicon)
    joined: list[DateMention] = []
    for mention in drop_vaguer(text, found, today):
        before = joined[-1] if joined else None
        if before and _is_stretch(text[before.end : mention.start], before, mention, today, link):
            if _MOVED_FROM.search(text, max(0, before.start - 50), before.start):
                joined[-1] = mention  # rescheduled from Tuesday to Thursday
                continue
            meaning = days.stretch(before.meaning, mention.meaning)
            joined[-1] = DateMention(before.start, mention.end, meaning, f"stretch_{before.rule}")
        else:
            joined.append(mention)
    return joined


_BY_THE_WAY = re.compile(r"\s?[的,，(]?\s?")
_EXACT_RULES = ("year_month_day", "month_day", "full_date", "day_of_month", "relative_day")


def drop_vaguer(text: str, found: list[DateMention], today: date) -> list[DateMention]:
    """清明前4月3号 is the 3rd; 下周 周三 is a day of that week: the vaguer phrase only leads to the exact one."""
    kept: list[DateMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        near = before is not None and _BY_THE_WAY.fullmatch(text, before.end, mention.start) is not None
        if before and near and before.rule == "holiday" and mention.rule in _EXACT_RULES:
            kept.pop()
        elif before and near and before.rule == "week" and mention.rule == "weekday":
            week = before.on(today, FUTURE)
            if week and week.last:
                kept.pop()
                mention = _of_week(mention, week.first)._replace(start=before.start)
        kept.append(mention)
    return kept


_MOVED_FROM = re.compile(
    r"(?<![a-z])(?:moved|rescheduled|pushed|postponed|shifted|changed)(?![a-z])[^,.;\n]{0,40}\sfrom\s$"
)
_LONGEST_STRETCH = 62
_DAY_RULES = ("weekday", "week", "day_of_month", "relative_day")


def _is_stretch(between: str, one: DateMention, other: DateMention, today: date, link: re.Pattern[str]) -> bool:
    if one.rule.startswith("stretch"):
        return False
    if between in ("", "、"):  # 周二周三
        return one.rule in _DAY_RULES and other.rule in _DAY_RULES and _gap(one, other, today) == 1
    if not link.fullmatch(between):
        return False  # renewed yesterday through 2028: signed yesterday
    return one.rule != "relative_day" or _gap(one, other, today) <= _LONGEST_STRETCH


def _gap(one: DateMention, other: DateMention, today: date) -> int:
    first, second = one.on(today, FUTURE), other.on(today, FUTURE)
    return (second.first - first.first).days if first and second and not first.last and not second.last else 0


@per_lexicon
def _link(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{lexicon.one_of('date.link')}|[-~])\s*")


def in_their_week(found: list[DateMention], today: date) -> list[DateMention]:
    """下周安排：周一百度，周三万科: the weekdays of a list are days of the week it is for."""
    head = next((mention for mention in found if mention.rule == "week"), None)
    week = head.on(today, FUTURE) if head else None
    if head is None or week is None or week.last is None:
        return found
    return [_of_week(mention, week.first) for mention in found if mention != head]


def _of_week(mention: DateMention, monday: date) -> DateMention:
    """A bare weekday as the day of that week; any other phrase as it is."""
    if mention.rule != "weekday":
        return mention
    return mention._replace(meaning=lambda today, sense: mention.on(monday - days.ONE_DAY, FUTURE))


@per_lexicon
def _named_weekday(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:周|星期|礼拜)(?P<hanzi>[一二三四五六日天])|(?P<word>{lexicon.one_value('weekdays')})")


def contradicts_its_weekday(text: str, mention: DateMention, today: date, lexicon: Lexicon) -> bool:
    """11月20日周四 when the 20th is a Friday: one of the two is a slip."""
    if mention.rule not in ("year_month_day", "month_day", "full_date"):
        return False
    said = _named_weekday(lexicon).search(text, mention.start, mention.end)
    when = mention.on(today, mention.leaning(today) or FUTURE)
    if not said or not when:
        return False
    number = (
        min("一二三四五六日天".index(said["hanzi"]), 6) if said["hanzi"] else lexicon.values["weekdays"][said["word"]]
    )
    return when.first.weekday() != number
