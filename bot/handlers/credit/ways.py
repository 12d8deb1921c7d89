"""The ways out of a sale that waits for a yes, as buttons for who asked: money first, or in two parts.

The third way, an exception until a day, is the manager's [同意]. After each of them the same check passes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.handlers.approvals.deciding import take_back
from bot.handlers.credit import checking
from bot.handlers.logs import keep_draft, log, the_account
from bot.message import Button, Card, Notice, Reply, Turn, line, reply
from bot.said import Said
from bot.settling import settle
from bot.text import say, shortened
from core.approvals import Approval
from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Way
from core.sales import Account, Task, settled

LONGEST = 30


def prepay_pressed(turn: Turn) -> Reply:
    """[先收 10万]: it waits for the money instead of a yes, and is asked about once that came."""
    approval, account, said = _pressed(turn)
    way = _way(turn, account, said, "prepay")
    if way is None:
        return go(turn, approval, said)
    until = turn.today + timedelta(days=turn.policy.credit.exception_days)
    held = evolve(approval, state="held", held_until=until)
    turn.store.save(held, _task(turn, account, turn.calendar.plus_working(turn.today, turn.policy.watch.chase_days),
                                "credit_prepay_task", amount=way.amount, said=_called(said)))  # fmt: skip
    settle(turn.store, held)
    return reply(line("credit_prepay_chosen", account=account.name, amount=way.amount, until=until),
                 toast=line("toast_noted"), action="see_money", tier=account.tier)  # fmt: skip


def split_pressed(turn: Turn) -> Reply:
    """[现在记 40万]: as much as there is room for is booked, the rest is kept with its day."""
    approval, account, said = _pressed(turn)
    way = _way(turn, account, said, "split")
    if way is None or way.rest is None:
        return go(turn, approval, said)
    take_back(turn, approval)
    done = log(turn, [_of(said, way.amount)])
    on = way.on or turn.today + timedelta(days=turn.policy.credit.exception_days)
    turn.store.save(_task(turn, account, on, "credit_rest_task", amount=way.rest, said=_called(said)))
    keep_draft(turn, "log", [_rest_of(said, way.rest).as_json()], awaits="", lapsed=True)
    card = done.card or Card(())
    kept = line("credit_rest_kept", account=account.name, amount=way.rest, on=on)
    return Reply(Card((*card.lines, kept), card.buttons, card.about), brief=done.brief, toast=line("toast_done"),
                 action="see_money", tier=account.tier, notices=done.notices)  # fmt: skip


def go_pressed(turn: Turn) -> Reply:
    """[记上]: the money came, so it passes now; it is checked once more."""
    approval, _, said = _pressed(turn)
    return go(turn, approval, said)


def go(turn: Turn, approval: Approval, said: Said) -> Reply:
    """Log it again without the yes that was asked for: it passes, or waits anew with the sum as it is now."""
    take_back(turn, approval)
    done = [
        settled(one) for one in turn.store.sales.tasks(said.account_id or 0)
        if one.is_open and one.owner_id == turn.member.id and one.note.endswith(_called(said))
    ]  # fmt: skip
    turn.store.save(*done)
    settle(turn.store, *done)
    return log(turn, [said])


def _pressed(turn: Turn) -> tuple[Approval, Account, Said]:
    approval = turn.store.get(Approval, int(turn.arguments["approval"]))
    if approval is None or approval.kind != checking.KIND:
        raise Refusal("record_gone")
    if approval.asked_by != turn.member.id:
        raise Refusal("approval_not_asked_by_you", denied="answer_approval")
    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    said = Said.from_json(json.loads(approval.content)["book"]["said"])
    return approval, the_account(turn, said), said


def _way(turn: Turn, account: Account, said: Said, kind: str) -> Way | None:
    """The way as it is computed now; None where the sale passes by now, or that way is none any more."""
    return next((one for one in checking.ways_now(turn, account, said) if one.kind == kind), None)


def _called(said: Said) -> str:
    """What its task ends with."""
    return shortened(said.text, LONGEST)


def _of(said: Said, amount: Money) -> Said:
    """The same sale of another amount."""
    return said.with_slots(amount=str(amount.amount), currency=amount.currency)


def _rest_of(said: Said, amount: Money) -> Said:
    """What is still to be logged of it; of a deal that was won, another one."""
    rest = _of(said, amount)
    return replace(rest, intent="deal").with_slots(stage="won") if said.intent == "stage" else rest


def _task(turn: Turn, account: Account, on: Any, key: str, **facts: Any) -> Task:
    note = say(turn.team.language, key, turn.today, **facts)
    return Task(id=turn.new_id(), account_id=account.id, owner_id=turn.member.id, due_on=on, note=note)


# -- once the money came


def that_fit_now(turn: Turn, account: Account) -> tuple[Notice, ...]:
    """What waits for a yes and passes by now: who asked is told, with [记上]."""
    found = []
    for waiting in checking.waiting_of(turn, account):
        said = Said.from_json(json.loads(waiting.content)["book"]["said"])
        if checking.passes_now(turn, account, said):
            row = {"approval": str(waiting.id)}
            told = line("credit_fits_again", account=account.name, amount=waiting.amount)
            buttons = (Button(line("button_save"), "credit_go", row),
                       Button(line("button_approval_withdraw"), "approval_withdraw", row))  # fmt: skip
            found.append(Notice(Card((told,), (buttons,)), member_id=waiting.asked_by))
    return tuple(found)
