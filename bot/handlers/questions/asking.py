"""A question with its values as records, and what every answer is made of: scope, period, rows, groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from bot.message import Button, Line, Turn, line
from core.base.calendar import month_end
from core.base.money import Money, totals
from core.base.periods import MONTHS, Period, a_year_before, same_part, stepped, steps_from
from core.people import Member, may
from core.sales import Account
from storage.questions import Whose

R = TypeVar("R")
PAGE, CHUNK, MOST_BUTTONS, A_ROW = 10, 100, 8, 2
EVERY = 100_000  # rows: more than anybody has
Slots = Mapping[str, str]
STEPS = {-1: "last", 0: "this", 1: "next"}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question somebody asked: which, and everything it is narrowed by. `slots` is the same as text, for a button."""

    about: str
    slots: Slots
    action: str
    account: Account | None = None
    person: Member | None = None
    start: int = 0  # where a page begins

    @property
    def period(self) -> Period | None:
        return self._period("")

    def _period(self, prefix: str) -> Period | None:
        first, last = self.slots.get(f"{prefix}from"), self.slots.get(f"{prefix}to")
        return Period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None

    @property
    def as_of(self) -> date | None:
        """The past day whose books are asked about."""
        return date.fromisoformat(self.slots["as_of"]) if self.slots.get("as_of") else None

    def against(self, period: Period) -> Period | None:
        """What a period is compared with: what was said, the year before, else the one before."""
        named, how = self._period("against_"), self.slots.get("against")
        if named is not None:
            return named
        return a_year_before(period) if how == "year" else stepped(period, -1)

    def number(self, slot: str) -> int | None:
        value = self.slots.get(slot)
        return int(value) if value else None

    def get(self, slot: str) -> str:
        return self.slots.get(slot, "")

    def within(self, unit: str, today: date) -> Asking:
        """The same about today's month (year, week), where no period was said."""
        if self.period is not None:
            return self
        period = around(unit, today)
        return replace(
            self, slots={**self.slots, "from": period.first.isoformat(), "to": period.last.isoformat()}
        )  # fmt: skip

    def fits(self, whose: Whose) -> bool:
        """Whether a row's account is one the question is about, and belongs to whom it is about."""
        return self.is_about(whose) and (self.person is None or self.person.id in whose.owners)

    def is_about(self, whose: Whose) -> bool:
        """Whether a row's account is one the question is about, whoever it belongs to."""
        return self.account is None or whose.account_id == self.account.id

    def narrowed(self, **slots: str) -> Slots:
        """The slots of the same question about less."""
        return {**{name: value for name, value in self.slots.items() if name != "by"}, **slots}


def around(unit: str, today: date) -> Period:
    """The week, month, quarter or year that a day lies in."""
    if unit == "week":
        monday = date.fromordinal(today.toordinal() - today.weekday())
        return Period(monday, date.fromordinal(monday.toordinal() + 6))
    months = MONTHS[unit]
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    return Period(first, month_end(first.replace(month=first.month + months - 1)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card says: its lines, its buttons, and whether a list of rows may be opened from it."""

    lines: tuple[Line, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows(Generic[R]):
    """The rows behind an answer: how to fetch a page of them, which count, and how one is put into words.

    `by_owner`: a person asked about is the customer's owner; else who did it, and `fetch` or `keep` has seen to that.
    """

    fetch: Callable[[int, int], Sequence[tuple[R, Whose]]]
    line: Callable[[R, Whose], Line]
    keep: Callable[[R, Whose], bool] = field(default=lambda record, whose: True)
    by_owner: bool = True


def listed(found: Sequence[tuple[R, Whose]]) -> Callable[[int, int], Sequence[tuple[R, Whose]]]:
    """Rows that are all there already, in pages."""
    return lambda skip, count: found[skip : skip + count]


def sees(turn: Turn, action: str, whose: Whose) -> bool:
    """Whether a row may be shown: to the person, and in this room if the answer may stand here at all."""
    if not may(turn.member, action, whose.owners, whose.tier):
        return False
    return turn.room.may_hold(action, whose.tier) or not turn.room.may_hold(action)


def page(turn: Turn, asking: Asking, rows: Rows[R], size: int = PAGE) -> tuple[list[Line], int | None]:
    """The lines from `asking.start` on, and where the next page begins (None: there is none)."""
    found, more = taken(turn, asking, rows, size)
    return [rows.line(record, whose) for record, whose in found], more


def taken(turn: Turn, asking: Asking, rows: Rows[R], size: int = EVERY) -> tuple[list[tuple[R, Whose]], int | None]:
    """The next so many rows that count and may be seen, and where those after them begin."""
    found: list[tuple[R, Whose]] = []
    at, right = asking.start, asking.fits if rows.by_owner else asking.is_about
    while chunk := rows.fetch(at, CHUNK):
        for record, whose in chunk:
            if right(whose) and rows.keep(record, whose) and sees(turn, asking.action, whose):
                if len(found) == size:
                    return found, at
                found.append((record, whose))
            at += 1
    return found, None


# -- words that every card needs


def scope(turn: Turn, asking: Asking) -> Line:
    """Whose customers an answer is about; what somebody may not see is not passed off as everything."""
    if asking.account is not None:
        return line("question_scope", kind="customer", name=asking.account.name)
    if asking.person is not None:
        mine = asking.person.id == turn.member.id and turn.private
        return line("question_scope", kind="mine" if mine else "person", name=asking.person.name)
    if turn.room.may_hold(asking.action) and not turn.room.may_hold(asking.action, "key"):
        return line("question_scope", kind="group", name="")
    return line("question_scope", kind="team" if turn.member.has("manager", "finance") else "seen", name="")


def period_line(turn: Turn, period: Period) -> Line:
    """A period with its days: 本月到今天（11月1日周日–11月22日周日）."""
    steps = steps_from(turn.today, period)
    named = f"{period.unit}-{STEPS[steps]}" if steps in STEPS else "other"
    shown = period.until(turn.today)
    return line("question_period", which=named, part="yes" if period.is_part(turn.today) else "no", span=span(shown))


def whole_line(turn: Turn, period: Period) -> Line:
    """A period with all its days, for what is still to come."""
    named = period_line(turn, period).facts["which"]
    return line("question_period", which=named, part="no", span=span(period))


def span(period: Period) -> Line:
    """The days of a period."""
    return line("question_span", first=period.first, last=period.last if period.days > 1 else None)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and how much a currency."""

    count: int
    sums: tuple[Money, ...] = ()

    @property
    def shown(self) -> tuple[Money, ...] | None:
        return self.sums or None


def figure(entries: Iterable[tuple[int, Money | None]]) -> Figure:
    """The figure of entries: their counts, and their sums a currency."""
    kept = list(entries)
    return Figure(sum(count for count, _ in kept), totals(one for _, one in kept if one is not None))


def compared(turn: Turn, asking: Asking, now: Figure, of: Callable[[Period], Figure], unit: str) -> list[Line]:
    """What came before: the same part of it where the period is not over, and always the whole."""
    period = asking.period
    before = asking.against(period) if period is not None else None
    if period is None or before is None or period.first > turn.today:
        return []
    whole = of(before)
    if not period.is_part(turn.today):
        return [_than("question_before", turn, before, whole, now, unit)]
    part = same_part(period, before, turn.today)
    lines = [_than("question_before_part", turn, part, of(part), now, unit)]
    if part != before:
        lines.append(line("question_before_whole", period=period_line(turn, before), was=_amount(whole, unit)))
    return lines


def _than(key: str, turn: Turn, period: Period, was: Figure, now: Figure, unit: str) -> Line:
    when = span(period) if key == "question_before_part" else period_line(turn, period)
    return Line(key, {"period": when, "was": _amount(was, unit), "change": _changes(now, was, unit)})


def _amount(of: Figure, unit: str) -> Line:
    """A figure in words: an amount a currency, or a count where there is no money."""
    return line("question_figure", sums=of.shown, count=of.count, unit=unit)


def _changes(now: Figure, was: Figure, unit: str) -> tuple[Line, ...]:
    """A change a currency; without money the change of the count."""
    new, old = ({one.currency: one for one in figures.sums} for figures in (now, was))
    currencies = sorted({*new, *old})
    if not currencies or unit != "money":
        return (_change(Decimal(now.count), Decimal(was.count), abs(now.count - was.count), unit),)
    pairs = [(new.get(one, Money.zero(one)), old.get(one, Money.zero(one))) for one in currencies]
    return tuple(_change(after.amount, before.amount, abs(after - before), unit) for after, before in pairs)


def _change(after: Decimal, before: Decimal, difference: Any, unit: str) -> Line:
    how = "same" if after == before else "more" if after > before else "less"
    percent = str(int(abs(after - before) * 100 / abs(before))) if before else None
    return line("question_change", how=how, difference=difference, percent=percent, unit=unit)


# -- groups: by customer, by person, by currency


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a sum: whose account, which member it counts for, how many, how much."""

    whose: Whose
    person_id: int
    count: int
    amount: Money | None


def groups(turn: Turn, asking: Asking, entries: Sequence[Entry], unit: str) -> Answer:
    """A line a customer, person or currency, the largest first, each with a button that opens it."""
    by = asking.get("by")
    found: dict[Any, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_key(by, entry), []).append(entry)
    figures = {key: figure((one.count, one.amount) for one in inside) for key, inside in found.items()}
    order = sorted(figures, key=lambda key: (_largest(figures[key], unit), str(key)), reverse=True)
    shown = order[asking.start : asking.start + PAGE]
    names = {key: _name(turn, by, key, found[key][0]) for key in shown}
    lines = [
        line("question_group", name=names[key], sums=figures[key].shown, count=figures[key].count, unit=unit)
        for key in shown
    ]
    buttons = [
        ask_button(line("button_name", name=names[key]), asking.about, asking.narrowed(**{by: str(key)}))
        for key in shown[:MOST_BUTTONS]
    ]
    if len(order) > asking.start + PAGE:
        buttons.append(
            ask_button(line("question_more"), asking.about, asking.slots, start=asking.start + PAGE)
        )  # fmt: skip
    return Answer(tuple(lines), tuple(buttons))


def _key(by: str, entry: Entry) -> Any:
    if by == "person":
        return entry.person_id
    if by == "currency":
        return entry.amount.currency if entry.amount is not None else ""
    return entry.whose.account_id


def _name(turn: Turn, by: str, key: Any, entry: Entry) -> str:
    if by == "person":
        member = turn.store.people.member(key)
        return member.name if member else ""
    return entry.whose.name if by == "customer" else str(key)


def _largest(of: Figure, unit: str) -> tuple[Decimal, int]:
    """Amounts of one currency are in order; of several the largest number leads, since nothing can be added."""
    return (
        max((one.amount for one in of.sums), default=Decimal(0)) if unit in ("money", "balance") else Decimal(0),
        of.count,
    )


def ask_button(label: Line, about: str, slots: Slots, *, view: str = "card", start: int = 0) -> Button:
    """A button that asks: the same about less, the rows, the next page."""
    return Button(label, "ask", {"about": about, "slots": dict(slots), "view": view, "start": start})


def by_buttons(asking: Asking, *ways: str) -> tuple[Button, ...]:
    """[按客户] [按人] [按币种], those that say more than the card does."""
    fixed = {"customer": asking.account is not None, "person": asking.account is not None or asking.person is not None}
    return tuple(
        ask_button(line("question_by", by=way), asking.about, asking.narrowed(by=way))
        for way in ways
        if not fixed.get(way)
    )


def rows_button(asking: Asking, count: int) -> tuple[Button, ...]:
    """[明细 5], where there are rows."""
    return (ask_button(line("question_rows", count=count), asking.about, asking.slots, view="rows"),) if count else ()


def with_rows(turn: Turn, asking: Asking, head: tuple[Line, ...], rows: Rows[Any]) -> Answer:
    """A card that lists its first rows; a button goes on."""
    lines, more = page(turn, asking, rows)
    buttons = (ask_button(line("question_more"), asking.about, asking.slots, view="rows", start=more),) if more else ()
    return Answer((*head, *lines), buttons)


def counted(turn: Turn, asking: Asking, rows: Rows[Any], some: str, none: str, **about: Any) -> Answer:
    """A card that counts its rows and lists the first of them; by the other sentence where there is none."""
    found, _ = taken(turn, asking, rows)
    if not found:
        return Answer((line(none, **about),))
    return with_rows(turn, asking, (line(some, count=len(found), **about),), rows)
