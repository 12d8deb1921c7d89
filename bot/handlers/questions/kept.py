"""What may be seen of the kept sums: they are kept for the whole team and for each owner (storage/due_money.py); what
somebody may see is put together from them, and only customers that are shared are looked at one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.handlers.questions.asking import Asking, sees
from bot.message import Turn
from core.people import may
from core.sales import TIERS, Account
from storage.questions import Aged, Whose

EDGES = (0, 30, 60, 90)  # days past due at which one bucket of the ageing ends and the next begins
BUCKETS = range(len(EDGES) + 1)


def bounds(today: date) -> tuple[date, ...]:
    """The days that part the buckets: due today or later is not overdue, the day before is one day."""
    return tuple(today - timedelta(days=edge) for edge in EDGES)


def aged(turn: Turn, asking: Asking, ends: Sequence[date]) -> list[Aged]:
    """What is open by age, as far as it is asked about and may be seen: sums of whole tiers, of one's own, and of what
    is shared. `ends` are the days that part the buckets."""
    ask = turn.store.questions
    if asking.account is not None:
        return of_currency(asking, ask.aged_of(ends, asking.account))
    of = asking.person.id if asking.person else 0
    found = [one for one in ask.aged(ends, of) if _covers(turn, asking, one.owner_id, one.tier)]
    if not of and any(not _whole(turn, asking, tier) for tier in TIERS):
        found += [one for one in ask.aged(ends, turn.member.id) if _own(turn, asking, one.tier)]
    for account in turn.store.sales.shared():
        if asking.fits(whose_of(account)) and not _counted(turn, asking, account):
            found += ask.aged_of(ends, account) if sees(turn, asking.action, whose_of(account)) else []
    return of_currency(asking, found)


def aged_by_owner(turn: Turn, asking: Asking, ends: Sequence[date]) -> list[Aged]:
    """The same, each sum with the owner of its customers."""
    ask = turn.store.questions
    found = [one for one in ask.aged_by_owner(ends) if _covers(turn, asking, one.owner_id, one.tier)]
    for account in turn.store.sales.shared():
        whose = whose_of(account)
        if not _covers(turn, asking, account.owner_id, account.tier) and sees(turn, asking.action, whose):
            found += ask.aged_of(ends, account)
    return of_currency(asking, found)


def of_currency(asking: Asking, found: Iterable[Aged]) -> list[Aged]:
    """Of these only what is in the currency asked about, and holds anything."""
    wanted = asking.get("currency")
    return [one for one in found if sum(one.counts) and (not wanted or one.sums[0].currency == wanted)]


def _whole(turn: Turn, asking: Asking, tier: str) -> bool:
    """Whether every customer of a tier may be seen, whoever has it."""
    return may(turn.member, asking.action, (), tier) and _stands_here(turn, asking, tier)


def _own(turn: Turn, asking: Asking, tier: str) -> bool:
    """Whether one's own of a tier may be seen, though not everybody's."""
    own = may(turn.member, asking.action, (turn.member.id,), tier) and _stands_here(turn, asking, tier)
    return own and not _whole(turn, asking, tier)


def _stands_here(turn: Turn, asking: Asking, tier: str) -> bool:
    return turn.room.may_hold(asking.action, tier) or not turn.room.may_hold(asking.action)


def _covers(turn: Turn, asking: Asking, owner_id: int, tier: str) -> bool:
    """Whether the kept sums of an owner (0: all) and tier count as a whole."""
    return _whole(turn, asking, tier) or (owner_id == turn.member.id and _own(turn, asking, tier))


def _counted(turn: Turn, asking: Asking, account: Account) -> bool:
    """Whether the kept sums hold an account already: not one that a person only shares, or that only sharers see."""
    theirs = asking.person is None or asking.person.id == account.owner_id
    return theirs and _covers(turn, asking, account.owner_id, account.tier)


def whose_of(account: Account) -> Whose:
    """An account as the rows of a question name it."""
    return Whose(account.id, account.name, account.owner_id, account.co_owners, account.tier)
