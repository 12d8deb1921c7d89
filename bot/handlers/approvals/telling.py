"""Corrections reach whoever saw the wrong number: one short line a chat, and none for the person who corrected.

A card saw it that a change set of the record sent and that holds the wrong value, or that showed what is owed while the
books had it wrong: alerts, digests, answers to what somebody owes, and sums that held it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.handlers.approvals.changes import account_name, called
from bot.message import Button, Card, Line, Turn, line
from bot.post import Place, here, lines_of, send
from core.base.money import Money
from core.base.records import Record
from core.ledger import Payment, Receivable
from core.people import Room, may
from core.sales import Account
from storage.outbox import Outgoing

TOLD = ("corrected_amount", "corrected_account", "corrected_day", "corrected_field")  # the lines with a value in them
NEVER_SEEN = ("dropped", "dead")
MOST = 3  # lines to a chat


Shown = Callable[[Turn, Receivable, Record], Iterator[Outgoing]]


@dataclass(frozen=True, slots=True)
class Before:
    """A record as it stood when it was wrong, with what its customers owed then, receivable by receivable."""

    record: Any
    owed: Mapping[int, Money]


def before(turn: Turn, record: Record, account_id: int | None = None) -> Before:
    """What is needed to tell later who saw it wrong; `account_id` is the customer it is really about."""
    accounts = dict.fromkeys(row for row in (getattr(record, "account_id", None), account_id) if row)
    money = isinstance(record, Payment | Receivable)
    return Before(record, {one.id: one.balance for row in accounts if money for one in _receivables(turn, row)})


def tell(turn: Turn, wrong: Before, lines: Sequence[Line]) -> None:
    """Queue the corrections: `lines` are those of the card that says what was put right."""
    values = [one for one in lines if one.key in TOLD]
    said = [_again(turn, wrong.record, one) for one in values]
    _tell(turn, wrong, said, [one.facts["before"] for one in values])


def tell_undone(turn: Turn, wrong: Before, reason: Any, key: str = "told_undone") -> None:
    """The same for money that was taken back."""
    amount, what = wrong.record.amount, called(turn, wrong.record)
    told = Line(key, dict(what=what, amount=amount, by=turn.member.name, reason=reason or None))
    _tell(turn, wrong, [told], [amount])


def _again(turn: Turn, record: Any, one: Line) -> Line:
    about = called(turn, record)
    return line("told_again", what=about, before=one.facts["before"], after=one.facts["after"], by=turn.member.name)


def _tell(turn: Turn, wrong: Before, said: Sequence[Line], values: Sequence[Any]) -> None:
    turn.store.note_put_right()
    told: dict[tuple[str, str], tuple[Outgoing, Card, str]] = {}
    for row in _direct(turn, wrong.record, values):
        told.setdefault((row.channel, row.chat), (row, Card(tuple(said[:MOST])), "see_money"))
    for row, owed in _showing(turn, wrong, _shown):
        told.setdefault((row.channel, row.chat), (row, Card((owed,)), "see_overdue"))
    again = Button(line("told_again_sum"), "ask", {"about": "aging", "slots": {}})
    for row, owed in _showing(turn, wrong, _summed):
        told.setdefault((row.channel, row.chat), (row, Card((owed, line("told_in_sum")), ((again,),)), "see_money"))
    for row, card, action in told.values():
        place = _place(turn, row, wrong.record, action)
        if place is not None:
            send(turn.store, place, card)


# -- who saw it


def _direct(turn: Turn, record: Record, values: Sequence[Any]) -> Iterator[Outgoing]:
    """Cards of the change sets that made the record what it was, and lists that had it, with a wrong value in them."""
    outbox, team = turn.store.outbox, turn.store.team_id
    told = (row for source in _sources(turn, record) for row in outbox.of_source(team, source))
    lists = () if isinstance(record, Receivable) else outbox.showing(team, record.id)  # `_shown` words its balance
    for row in (*told, *lists):
        lines = lines_of(outbox.face(row))
        if row.state not in NEVER_SEEN and any(_holds(one, value) for one in lines for value in values):
            yield row


def _sources(turn: Turn, record: Record) -> list[int]:
    entries = turn.store.audit.of_record(record.id)
    if isinstance(record, Receivable):
        made = turn.store.ledger.adjustments(record.id)
        entries += [entry for one in made for entry in turn.store.audit.of_record(one.id)]
    return [row for row in dict.fromkeys(one.source for one in entries) if row != turn.source]


def _holds(shown: Line, value: Any) -> bool:
    return any(value == fact or (isinstance(fact, tuple) and value in fact) for fact in map(_plain, _facts(shown)))


def _facts(shown: Line) -> Iterable[Any]:
    for fact in shown.facts.values():
        yield from _facts(fact) if isinstance(fact, Line) else (fact,)


def _plain(fact: Any) -> Any:
    return tuple(fact) if isinstance(fact, list) else fact


def _showing(turn: Turn, wrong: Before, shown: Shown) -> Iterator[tuple[Outgoing, Line]]:
    """Cards that showed what is owed while it was wrong, by what they showed, and what is right now."""
    entries = turn.store.audit.of_record(wrong.record.id)
    since = entries[-1].at if entries else turn.now
    for row_id, owed in wrong.owed.items():
        receivable = turn.store.get(Receivable, row_id)
        if receivable is None or receivable.balance == owed:
            continue
        told = line("told_owed", what=account_name(turn, receivable.account_id), due=receivable.due_on,
                    before=owed, after=receivable.balance, by=turn.member.name)  # fmt: skip
        for sent in shown(turn, receivable, wrong.record):
            if sent.created_at >= since and sent.source != turn.source and sent.state not in (*NEVER_SEEN, "waiting"):
                yield sent, told


def _shown(turn: Turn, receivable: Receivable, record: Record) -> Iterator[Outgoing]:
    """Cards that name the receivable or an alert on it, and those a wrong entry gave a new face."""
    outbox, team = turn.store.outbox, turn.store.team_id
    alerts = turn.store.watch.on(receivable.id)
    yield from outbox.showing(team, receivable.id)
    for alert in alerts:
        yield from outbox.showing(team, alert.id)
    ids = {str(one.id) for one in alerts}
    for source in _sources(turn, record):
        for row in outbox.of_source(team, source):
            if ids.intersection(outbox.face(row).get("alerts", ())):
                yield row


def _summed(turn: Turn, receivable: Receivable, record: Record) -> Iterator[Outgoing]:
    """Cards with a sum that held it: of its customer, of who that belongs to, of the team."""
    account = turn.store.get(Account, receivable.account_id)
    entries = turn.store.audit.of_record(record.id)
    since = entries[-1].at if entries else turn.now
    for row in (receivable.account_id, *(account.owners if account else ()), turn.store.team_id):
        yield from turn.store.outbox.showing_since(turn.store.team_id, row, since)


def _receivables(turn: Turn, account_id: int) -> list[Receivable]:
    return turn.store.ledger.receivables(account_id)


# -- where it may be said


def _place(turn: Turn, row: Outgoing, record: Any, action: str) -> Place | None:
    """The chat a card went to, if it may still hear of it and is not the corrector's own."""
    account = turn.store.get(Account, record.account_id) if getattr(record, "account_id", None) else None
    tier, owners = (account.tier, account.owners) if account else ("normal", None)
    if not row.private:
        chat = turn.store.people.chat_at(row.channel, row.chat)
        room = Room(private=False, audience=chat.audience) if chat and chat.state == "bound" else None
        answered_here = (row.channel, row.chat) == (here(turn).channel, here(turn).chat)
        if room is None or answered_here or not room.may_hold(action, tier):
            return None
        return Place(row.channel, row.chat, False, row.language, room)
    found = turn.store.people.identities_in(row.channel, row.chat)
    member = turn.store.people.member(found[0].member_id) if found else None
    if member is None or member.id == turn.member.id or not may(member, action, owners, tier):
        return None
    return Place(row.channel, row.chat, True, row.language, Room(private=True), member.id)
