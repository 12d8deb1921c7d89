"""One message taken apart: the names, people, days, clock times, percents, amounts and words in it, with their spans.

Each kind is masked once found, so that nothing is read twice: 周六福 holds no Saturday, 九月科技 no September.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from core.base.once import once
from core.reading import contacts as people
from core.reading.amounts import Amount, Percent, find_amounts, find_percents
from core.reading.contacts import Contact, find_contacts
from core.reading.dates import DateMention, find_dates, in_their_week, join_stretches
from core.reading.dates_en import english_rules, shift_dates
from core.reading.dates_last import last_resort
from core.reading.dates_zh import chinese_rules, dotted_rule
from core.reading.days import Workdays
from core.reading.facts import Span
from core.reading.lexicon import Lexicon, Word, stands_alone
from core.reading.names import CUSTOMER, MEMBER, RIVAL, Mention, Names
from core.reading.normalise import cut, has_cjk, has_digit, has_latin, normalise
from core.reading.senses import known_words
from core.reading.times import Clock, find_times

if TYPE_CHECKING:
    from core.base.calendar import WorkingCalendar

_MARKS = {CUSTOMER: people.CUSTOMER_MARK, MEMBER: people.MEMBER_MARK, RIVAL: people.RIVAL_MARK}


class StageName(NamedTuple):
    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Message:
    """What was found in one message; spans point into `typed`."""

    typed: str
    plain: str
    masked: str
    now: datetime
    default_currency: str
    lexicon: Lexicon
    names: Names
    mentions: tuple[Mention, ...]
    contacts: tuple[Contact, ...]
    dates: tuple[DateMention, ...]
    times: tuple[Clock, ...]
    percents: tuple[Percent, ...]
    amounts: tuple[Amount, ...]
    words: tuple[Word, ...]
    was_cut: bool = False
    calendar: WorkingCalendar | None = None

    @once
    def today(self) -> date:
        """The day it was said on, where the team is."""
        return self.now.date()

    @once
    def without_names(self) -> str:
        """The text with names masked, so that 三一重工 holds no year, 一年制 no term and 八折网 no discount."""
        text = self.plain
        for mention in self.mentions:
            text = text[: mention.start] + "\ue000" * (mention.end - mention.start) + text[mention.end :]
        return text

    @once
    def customers(self) -> tuple[Mention, ...]:
        """Where it names customers."""
        return tuple(mention for mention in self.mentions if mention.kind == CUSTOMER)

    @once
    def members(self) -> tuple[Mention, ...]:
        """Where it names people of the team."""
        return tuple(mention for mention in self.mentions if mention.kind == MEMBER)

    @once
    def rivals(self) -> tuple[Mention, ...]:
        """Where it names competitors."""
        return tuple(mention for mention in self.mentions if mention.kind == RIVAL)

    @once
    def stages(self) -> tuple[StageName, ...]:
        """Every place where a stage of the team is named."""
        found = []
        for name, code in self.names.stages.items():
            at = self.plain.find(name)
            while at >= 0:
                if stands_alone(self.plain, at, at + len(name)):
                    found.append(StageName(at, at + len(name), code))
                at = self.plain.find(name, at + 1)
        return tuple(sorted(found))

    def has(self, *meanings: str) -> bool:
        """Whether a word of it has any of these meanings."""
        return any(not word.means.isdisjoint(meanings) for word in self.words)

    def asks(self, request: str) -> bool:
        """Whether the words of a request stand in the message."""
        return re.search(self.lexicon.one_of(request), self.plain) is not None

    def replacing(self, old: Mention, new: Mention) -> Message:
        """The same message read again with one name understood otherwise."""
        return self._again([new if mention == old else mention for mention in self.mentions])

    def with_mentions(self, more: Iterable[Mention]) -> Message:
        """The same message read again with names that only a closer look found."""
        return self._again(sorted((*self.mentions, *more)))

    def naming(self, mention: Mention) -> Message:
        """The same message read again with this name in place of whatever it covers."""
        kept = [each for each in self.mentions if each.end <= mention.start or each.start >= mention.end]
        return self._again(sorted((*kept, mention)))

    def without(self, spans: Iterable[Span]) -> Message:
        """The same message read again as if these stretches were blank."""
        plain = self.plain
        for start, end in spans:
            plain = plain[:start] + " " * (end - start) + plain[end:]
        about = (self.now, self.names, self.default_currency, self.lexicon, self.calendar)
        return _take_apart(self.typed, plain, self.mentions, about, self.was_cut)

    def _again(self, mentions: Sequence[Mention]) -> Message:
        about = (self.now, self.names, self.default_currency, self.lexicon, self.calendar)
        return _take_apart(self.typed, self.plain, mentions, about, self.was_cut)


About = tuple[datetime, Names, str, Lexicon, "WorkingCalendar | None"]


def take_apart(
    text: str,
    now: datetime,
    names: Names,
    default_currency: str,
    lexicon: Lexicon,
    calendar: WorkingCalendar | None = None,
) -> Message:
    """A text with its names, people, days, times, amounts and words found; `now` is local, without a zone."""
    typed, was_cut = cut(text)
    plain = normalise(typed)
    return _take_apart(typed, plain, names.scan(plain), (now, names, default_currency, lexicon, calendar), was_cut)


def _take_apart(typed: str, plain: str, mentions: Sequence[Mention], about: About, was_cut: bool) -> Message:
    now, names, currency, lexicon, calendar = about
    mentions = _sure_of_numeric_names(mentions)
    mask = _Mask(plain, typed)
    members = [mention for mention in mentions if mention.kind == MEMBER]
    mask.cover([mention for mention in mentions if mention.kind != MEMBER])
    found_people = find_contacts(mask.typed, mask.plain, lexicon, names.forms if members else ())
    mask.cover_spans(found_people, people.CONTACT_MARK)
    members = [member for member in members if not _overlaps(member, found_people)]
    mask.cover(members)
    values = _values(mask, plain, lexicon, calendar, now.date())
    words = known_words(mask.plain, lexicon)
    dates = values.dates
    if any("agenda" in word.means for word in words) and any(mention.rule == "weekday" for mention in dates):
        dates = in_their_week(dates, now.date())
    kept = tuple(sorted([*(mention for mention in mentions if mention.kind != MEMBER), *members]))
    return Message(
        typed,
        plain,
        masked=mask.plain,
        now=now,
        default_currency=currency,
        lexicon=lexicon,
        names=names,
        mentions=kept,
        contacts=tuple(found_people),
        dates=tuple(dates),
        times=tuple(values.times),
        percents=tuple(values.percents),
        amounts=tuple(values.amounts),
        words=tuple(words),
        was_cut=was_cut,
        calendar=calendar,
    )


class _Values(NamedTuple):
    dates: list[DateMention]
    times: list[Clock]
    percents: list[Percent]
    amounts: list[Amount]


def _values(mask: _Mask, plain: str, lexicon: Lexicon, calendar: WorkingCalendar | None, today: date) -> _Values:
    """Days, times, percentages and sums, each masked before the next kind is looked for."""
    dates = _dates(mask.plain, lexicon, calendar, today)
    mask.cover_spans(dates, people.DATE_MARK)
    times = find_times(mask.plain, lexicon, plain)
    mask.cover_spans(times, people.TIME_MARK)
    percents = find_percents(mask.plain)
    mask.cover_spans(percents, people.PERCENT_MARK)
    amounts = find_amounts(mask.plain, lexicon)
    mask.cover_spans(amounts, people.AMOUNT_MARK)
    if "." in mask.plain and (late := find_dates(mask.plain, lexicon, dotted_rule(lexicon))):
        dates = sorted([*dates, *late], key=lambda mention: mention.start)
        mask.cover_spans(late, people.DATE_MARK)
    if has_latin(plain) and has_digit(mask.plain) and (last := last_resort(mask.plain, lexicon, today)):
        dates = sorted([*dates, *last], key=lambda mention: mention.start)
        mask.cover_spans(last, people.DATE_MARK)
    return _Values(dates, times, percents, amounts)


def _dates(text: str, lexicon: Lexicon, calendar: WorkingCalendar | None, today: date) -> list[DateMention]:
    chinese = chinese_rules(lexicon) if has_cjk(text) else ()
    english = english_rules(lexicon) if has_latin(text) or (not chinese and has_digit(text)) else ()
    found = find_dates(text, lexicon, (*chinese, *english))
    if calendar:
        found = [_in_the_teams_days(mention, calendar) for mention in found]
    return join_stretches(text, shift_dates(text, found, lexicon) if english else found, lexicon, today)


def _in_the_teams_days(mention: DateMention, calendar: WorkingCalendar) -> DateMention:
    """5个工作日内: the team's own holidays count."""
    if isinstance(mention.meaning, Workdays):
        return mention._replace(meaning=replace(mention.meaning, calendar=calendar))
    return mention


def _sure_of_numeric_names(mentions: Sequence[Mention]) -> list[Mention]:
    """华为付了360 names one customer: a name made of digits only counts where no other customer is named."""
    plainly = [mention for mention in mentions if not mention.rule.startswith("numeric")]
    return plainly if any(mention.kind == CUSTOMER for mention in plainly) else list(mentions)


def _overlaps(span: Mention, others: Iterable[Contact]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


class _Mask:
    """The text with what has been read replaced by one mark per character."""

    def __init__(self, plain: str, typed: str) -> None:
        self.plain = plain
        self.typed = typed

    def cover(self, mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            self._put(mention.start, mention.end, _MARKS[mention.kind])

    def cover_spans(self, spans: Iterable[Contact | DateMention | Clock | Percent | Amount], mark: str) -> None:
        for span in spans:
            self._put(span.start, span.end, mark)

    def _put(self, start: int, end: int, mark: str) -> None:
        marks = mark * (end - start)
        self.plain = self.plain[:start] + marks + self.plain[end:]
        self.typed = self.typed[:start] + marks + self.typed[end:]


def without(message: Message, spans: Sequence[tuple[int, int]]) -> Message:
    """The message without the values in some stretches (what a correction says was wrong)."""

    def kept(found: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(each for each in found if not any(start <= each.start < end for start, end in spans))

    return replace(
        message,
        mentions=kept(message.mentions),
        contacts=kept(message.contacts),
        dates=kept(message.dates),
        times=kept(message.times),
        percents=kept(message.percents),
        amounts=kept(message.amounts),
        words=kept(message.words),
    )
