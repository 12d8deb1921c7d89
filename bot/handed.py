"""A handover in sentences: who gives what to whom, a line an account, what goes along, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.message import Line, line
from core.base.money import totals
from core.handovers import Counts, Handover, still_to_move
from core.sales import Account
from storage.store import Store

if TYPE_CHECKING:
    from bot.subjects.subject import About

SHOWN = 5  # accounts on a card; all of them are a press away
NAMED = 3  # accounts in a sentence


def parties(store: Store, handover: Handover) -> dict[str, str]:
    """The names of both sides, for any sentence about a handover."""
    return dict(giver=name_of(store, handover.giver_id), receiver=name_of(store, handover.receiver_id))


def name_of(store: Store, member_id: int | None) -> str:
    """A member's name, also of one who left."""
    member = store.people.member(member_id) if member_id else None
    return member.name if member else ""


def moving(store: Store, handover: Handover) -> tuple[Account, ...]:
    """The accounts that would move if it were accepted now; following merges, leaving out what is gone."""
    owned = store.handovers.accounts_of(handover.giver_id) if handover.everything else []
    others = (one for one in store.handovers.pending() if one.id != handover.id)
    return still_to_move(handover, store.handovers.named_in(handover), owned, others)


def named(accounts: Sequence[Account]) -> Line:
    """华星科技、远航物流、恒达 等 12 家"""
    names = tuple(one.name for one in accounts[:NAMED])
    return line("handover_names", names=names, count=len(accounts), more="yes" if len(accounts) > NAMED else "no")


def account_rows(store: Store, accounts: Sequence[Account], *, most: int = SHOWN) -> list[Line]:
    """A line an account with what is owed, its open deals and tasks; how many more there are."""
    rows = [_account_row(store, one) for one in accounts[:most]]
    return rows + ([line("handover_more", count=len(accounts) - most)] if len(accounts) > most else [])


def _account_row(store: Store, account: Account) -> Line:
    owed = totals(one.balance for one in store.ledger.open_receivables(account.id))
    deals, tasks = len(store.sales.open_deals(account.id)), len(store.sales.tasks(account.id))
    return line("handover_row", account=account.name, owed=owed or None, deals=deals, tasks=tasks)


def along(counts: Counts) -> list[Line]:
    """What goes with the accounts; nothing where nothing does."""
    found = [
        line(f"handover_count_{name}", count=count)
        for name, count in zip(Counts._fields, counts, strict=True)
        if count and name != "accounts"
    ]
    return [line("handover_along", parts=tuple(found))] if found else []


# -- as alerts


def waiting_lines(about: About) -> list[Line]:
    """The receiver's card, put together from the books each time it is said."""
    store, handover = about.store, about.record
    accounts = moving(store, handover)
    counts = store.handovers.hanging_on(accounts, handover.giver_id, about.today)
    by = name_of(store, handover.proposed_by) if handover.proposed_by != handover.giver_id else None
    head = line("handover_alert", **parties(store, handover), count=len(accounts), days=about.alert.stage, by=by)
    promise = [line("handover_promise")] if about.alert.stage == 0 else []
    return [head, *account_rows(store, accounts), *along(counts), *promise]


def late_lines(about: About) -> list[Line]:
    """The managers' card."""
    store, handover = about.store, about.record
    accounts = moving(store, handover)
    head = line("handover_late_alert", **parties(store, handover), count=len(accounts), since=handover.proposed_on)
    return [head, *account_rows(store, accounts)]


def waiting_row(about: About, number: int) -> Line:
    """A pending handover in a list."""
    facts = dict(count=len(moving(about.store, about.record)), since=about.record.proposed_on)
    return line("digest_row_handover", number=number, **parties(about.store, about.record), **facts)


def ended(about: About) -> Line:
    """How it ended."""
    return outcome(about.store, about.record)


def outcome(store: Store, handover: Handover) -> Line:
    """Accepted, refused or cancelled; by whom, where it is not one of the two whose word it is."""
    usual = (handover.receiver_id,) if handover.state == "accepted" else (handover.receiver_id, handover.giver_id)
    by = name_of(store, handover.decided_by) if handover.decided_by not in usual else None
    return line(f"handover_{handover.state}", **parties(store, handover), by=by)


def told(handover: Handover) -> dict[str, str]:
    """For the command line."""
    return dict(proposed_on=handover.proposed_on.isoformat(), accounts=str(len(handover.account_ids)))
