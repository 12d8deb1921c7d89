"""Everything that hangs on the accounts of a handover changes hands in one transaction, computed when it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.message import Turn
from bot.post import private_place
from bot.settling import renew
from bot.sweep import tell
from core.base.records import evolve
from core.handovers import Counts, Handover, hand_over
from core.sales import Account
from core.watch import Alert


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed hands: the accounts, which of them were not shown before, which that were shown stayed."""

    accounts: tuple[Account, ...]
    counts: Counts
    joined: tuple[Account, ...]
    stayed: tuple[Account, ...]


def move(turn: Turn, handover: Handover, accounts: Sequence[Account]) -> Moved:
    """Give the receiver these accounts of the giver, stages and days as they are; open alerts and their cards follow.

    Conflict where one of them was changed since it was read: then everything is looked at again.
    """
    store, giver_id = turn.store, handover.giver_id
    store.handovers.lock(accounts)
    counts = store.handovers.hanging_on(accounts, giver_id, turn.today)
    deals, tasks = store.handovers.deals_on(accounts, giver_id), store.handovers.tasks_on(accounts, giver_id)
    alerts = store.handovers.alerts_on(accounts)
    store.save(*hand_over(handover, accounts, deals, tasks))
    store.save(*(evolve(one, owner_id=handover.receiver_id) for one in alerts))
    _renew_cards(turn, alerts)
    return Moved(tuple(accounts), counts, *_differences(turn, handover, accounts))


def follow(turn: Turn, handover: Handover, moved: Moved) -> None:
    """What is open about the accounts is said to the receiver, who was not told when it was said."""
    receiver = turn.store.people.member(handover.receiver_id)
    place = private_place(turn.store, receiver) if receiver is not None else None
    if place is None:
        return
    by_rule: dict[str, list[Alert]] = defaultdict(list)
    for alert in _newest(turn.store.handovers.alerts_on(moved.accounts)):
        by_rule[alert.rule].append(alert)
    for alerts in by_rule.values():
        tell(turn.store, place, alerts, turn.policy)


def _newest(alerts: Iterable[Alert]) -> list[Alert]:
    """The latest of each record that was said aloud; the older ones say the same with older numbers."""
    return list({one.subject_id: one for one in alerts if one.aloud}.values())


def _renew_cards(turn: Turn, alerts: Sequence[Alert]) -> None:
    """The newest cards name the new owner, wherever they stand."""
    sent = {
        row.id: row
        for alert in _newest(alerts)
        for row in turn.store.outbox.showing(turn.store.team_id, alert.id)
        if row.kind == "send"
    }
    for row in sent.values():
        renew(turn.store, row)


def _differences(
    turn: Turn, handover: Handover, accounts: Sequence[Account]
) -> tuple[tuple[Account, ...], tuple[Account, ...]]:  # fmt: skip
    """The accounts that came to it since it was proposed, and those that were shown and did not move."""
    shown = turn.store.handovers.named_in(handover)
    shown_ids, moved_ids = {one.id for one in shown}, {one.id for one in accounts}
    joined = tuple(one for one in accounts if one.id not in shown_ids)
    return joined, tuple(one for one in shown if one.id not in moved_ids)
