"""Asking for a yes: what is asked is bound as it is shown, put to whoever has a say, and booked once it is granted.

A topic calls `ask` with a Wish, and says in `routes.APPROVED` what a yes books and how other content is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.approving import asked_now, names, what
from bot.handlers.logs import Booked
from bot.message import Line, Turn, line
from bot.post import private_place, stamp
from bot.said import Said
from bot.settling import settle
from bot.sweep import APPROVALS, push, raise_alerts, team_time
from bot.text import packed_line
from core.approvals import Approval, due_day, fingerprint, give_way, seats
from core.base.money import Money
from core.base.refusal import Refusal
from core.sales import Account


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a yes for: `shown` is what is asked, its first line what it is called everywhere; `book` is
    JSON for whoever books it; `subject_id` the record it is about, of which one of a kind may wait. `rule` is the kind
    whose steps the policy names, where those are not the kind's own."""

    kind: str
    account: Account | None
    subject_id: int
    shown: tuple[Line, ...]
    book: Mapping[str, Any]
    amount: Money | None = None
    reason: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """What a kind of approval does. `book`: on the last yes, with the content that was approved; what it says then.
    A Refusal leaves the approval as it waits. `again`: what is asked instead when its message says otherwise.
    `refused`: what a no does, where it does anything."""

    book: Callable[[Turn, Approval, Mapping[str, Any]], list[Line]]
    again: Callable[[Turn, Approval, Mapping[str, Any], Said], Wish | None]
    refused: Callable[[Turn, Approval, Mapping[str, Any]], list[Line]] | None = None


def ask(turn: Turn, wish: Wish) -> Booked:
    """Put a wish to whoever has a say; where nobody else could have one it counts at once, and that is said.

    Refusal `approval_waits` where the same is asked already; with other content the former is replaced.
    """
    waiting = turn.store.approvals.about(wish.kind, wish.subject_id)
    fresh = _approval(turn, wish)
    if waiting is not None:
        if waiting.fingerprint == fresh.fingerprint or waiting.asked_by != turn.member.id:
            raise Refusal("approval_waits", what=what(waiting), to=names(asked_now(turn.store, waiting)))
        return _booked(turn, wish, _replace(turn, waiting, fresh))
    return _booked(turn, wish, _put(turn, fresh))


def put_right(turn: Turn, approval: Approval, said: Said) -> list[Line]:
    """其实是3万, said to what waits: the other content is asked for anew. Nothing where nothing differs."""
    from bot.routes import APPROVED

    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    wish = APPROVED[approval.kind].again(turn, approval, json.loads(approval.content)["book"], said)
    if wish is None:
        return []
    if approval.asked_by != turn.member.id:
        raise Refusal("approval_not_asked_by_you", denied="answer_approval")
    fresh = _approval(turn, wish)
    return _replace(turn, approval, fresh)


def _approval(turn: Turn, wish: Wish) -> Approval:
    shown = [packed_line(one) for one in wish.shown]
    content = json.dumps({"shown": shown, "book": dict(wish.book)}, ensure_ascii=False, sort_keys=True)
    return Approval(
        id=turn.new_id(),
        kind=wish.kind,
        account_id=wish.account.id if wish.account else None,
        subject_id=wish.subject_id,
        content=content,
        fingerprint=fingerprint(content),
        amount=wish.amount,
        steps=turn.policy.approvals.steps_of(wish.rule or wish.kind),
        asked_by=turn.member.id,
        asked_on=turn.today,
        due_on=due_day(turn.today, turn.calendar, turn.policy),
        reason=wish.reason,
        policy_version=turn.policy.version,
    )


def _replace(turn: Turn, waiting: Approval, fresh: Approval) -> list[Line]:
    over, fresh = give_way(waiting, fresh)
    turn.store.save(over)
    settle(turn.store, over)
    source = turn.store.audit.of_record(waiting.id)[0].source
    if source != turn.source:
        stamp(turn.store, source, line("stamp_corrected"))
    return [line("approval_asked_anew"), *_put(turn, fresh)]


def _put(turn: Turn, approval: Approval) -> list[Line]:
    found = seats(approval, (), turn.store.people.members(), turn.today)
    if not found:
        granted = replace(approval, state="granted")
        turn.store.save(granted)
        return [line("approval_off"), *booked(turn, granted)]
    approval = replace(approval, asked_of=found[0].step)
    turn.store.save(approval)
    announce(turn, approval)
    asked = asked_now(turn.store, approval)
    lines = [line("approval_sent", what=what(approval), to=names(asked), on=approval.due_on)]
    if not any(private_place(turn.store, one) for one in asked):
        lines.append(line("approval_unreachable", to=names(asked)))
    return lines


def booked(turn: Turn, approval: Approval) -> list[Line]:
    """Book what was approved, exactly as it was shown."""
    from bot.routes import APPROVED

    if fingerprint(approval.content) != approval.fingerprint:
        raise LookupError(f"approval {approval.id} does not hold what was approved")
    return APPROVED[approval.kind].book(turn, approval, json.loads(approval.content)["book"])


def announce(turn: Turn, approval: Approval) -> None:
    """Whoever has a say in the step that is on hears it now."""
    alerts = raise_alerts(turn.store, APPROVALS, [approval], turn.policy, turn.today, turn.calendar, said=True)
    push(turn.store, alerts, turn.policy, team_time(turn.store))


def _booked(turn: Turn, wish: Wish, lines: list[Line]) -> Booked:
    name = wish.account.name if wish.account else ""
    brief = line("approval_brief", account=name, by=turn.member.name)
    return Booked(tuple(lines), brief, wish.account.tier if wish.account else "normal")
