"""Deliveries: goods that are to go, went, or go later than planned; and what falls due because of them.

What was delivered already is booked whatever the customer's credit says; who decides about credit is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import delivered
from bot.handlers.accounts.finding import find_account, permitted, visible
from bot.handlers.credit.checking import credit_of, why_risky
from bot.handlers.ledger.booked import booked
from bot.handlers.ledger.hanging import by_day, delivery_row
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, log, log_said, the_account
from bot.handlers.watch import ask_privately
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, or_blank, reply
from bot.said import Said
from bot.settling import settle
from core.approvals import Draft
from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Delivery, Receivable, deliver, hanging_on, put_off, shifted
from core.people import may
from core.sales import Account

PAGE, MOST, DONE_SHOWN = 15, 3, 5
LATER = "delivery_later"  # the draft that waits for another day
RISKY = "risk"


def delivery_said(turn: Turn, said: Said) -> Reply:
    """货发了: the one that waits, where no customer is named; else it is booked like any fact."""
    if said.account_id is None and not said.name:
        waiting = [one for one, of in _seen(turn, turn.store.ledger.deliveries()) if _may_answer(turn, of)]
        if len(waiting) != 1:
            return deliveries(turn) if turn.private or turn.inbound.addressed else Reply()
        said = said.with_account(waiting[0].account_id).with_slots(delivery=str(waiting[0].id), kind=waiting[0].kind)
    return log_said(turn, said)


def record_delivery(turn: Turn, said: Said) -> Booked:
    """华星发货了 200台 · 下周三给华星发货 · 发货延期，华星那批要到12月3号"""
    account, state = the_account(turn, said), said.get("state") or "done"
    amount = amount_of(turn, said)
    if amount is not None and not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    plan = _plan(turn, account, said)
    risk = _risk(turn, account, said, plan)
    before = plan.planned_on if plan else None
    fresh = _fresh(turn, account, said, plan, amount)
    turn.store.save(fresh)
    settle(turn.store, fresh)
    lines = [_saved(fresh, account.name, before), *risk]
    notices: tuple[Notice, ...] = ()
    if state == "done":
        more, notices = _beyond(turn, account, fresh)
        lines += more
        if amount is not None and not turn.store.ledger.open_receivables(account.id):
            lines.append(line("delivery_not_billed", account=account.name, amount=amount))
    rows, asks = _dues(turn, account, fresh, before, said)
    brief = line("delivery_brief", account=account.name, by=turn.member.name)
    done = booked(turn, account, [*lines, *rows], brief)
    buttons = (_answers(fresh),) if fresh.is_open else ()
    return Booked(done.lines, done.brief, done.tier, notices, asks, fresh.id, buttons=buttons)


def _plan(turn: Turn, account: Account, said: Said) -> Delivery | None:
    """The planned delivery it is about: pressed, the only one, or the one of so much; None: it is another one. A Doubt
    asks where it could be either."""
    kind, what, row = said.get("kind") or "delivery", said.get("what") or "", said.get("delivery")
    plans = [one for one in turn.store.ledger.deliveries(account.id) if one.is_open and one.kind == kind]
    if row is not None:
        return next((one for one in plans if str(one.id) == row), None)
    same = [one for one in plans if what and one.what == what]
    if len(same) == 1:
        return same[0]
    state = said.get("state")
    alike = [one for one in plans if not what or not one.what]
    if len(plans) == 1 and alike and (state != "planned" or plans[0].planned_on == _planned_day(said)):
        return plans[0]
    if not plans:
        return None
    choices: list[Choice] = [
        (line("button_delivery", on=one.day, what=one.what or None), {"slots": {"delivery": str(one.id)}})
        for one in plans[: MOST - 1]
    ]
    other: Choice = (line("button_delivery_other"), {"slots": {"delivery": "new"}})
    raise Doubt(Question(line("ask_which_delivery", account=account.name, kind=kind), (*choices, other)))


def _planned_day(said: Said) -> date | None:
    return said.day("due_date_end") or said.day("due_date")


def _fresh(turn: Turn, account: Account, said: Said, plan: Delivery | None, amount: Money | None) -> Delivery:
    """The delivery as it is now: done on a day, or planned for one. A Doubt asks for the day it is planned for."""
    kind, what = said.get("kind") or "delivery", said.get("what") or ""
    base = plan or Delivery(id=turn.new_id(), account_id=account.id, kind=kind, by_id=turn.member.id)
    if said.get("state") == "done":
        done = deliver(base, said.day("date") or turn.today, turn.today)
    else:
        on = _planned_day(said)
        if on is None:
            raise Doubt(Question(line("ask_delivery_day", account=account.name, kind=kind), awaits="due_date"))
        done = put_off(base, on, turn.today)
    version = plan.version + 1 if plan else 1
    return replace(done, version=version, what=what or base.what, amount=base.amount if amount is None else amount)


# -- a customer who is not trusted


def _risk(turn: Turn, account: Account, said: Said, plan: Delivery | None) -> list[Line]:
    """The warning. Of what is only planned it is asked first, unless it was planned before."""
    reason = why_risky(turn, account) if said.get("kind") != "acceptance" else None
    if reason is None:
        return []
    warning = Line("delivery_risky" if reason.key == "ask_risky" else "delivery_risky_plain", reason.facts)
    if said.get("state") == "planned" and plan is None and RISKY not in said.settled:
        yes: Choice = (line("button_save_anyway"), {"settle": RISKY})
        raise Doubt(
            Question(line("ask_delivery_risky", risk=warning), (yes, (line("button_rather_not"), {"drop": True})))
        )
    return [warning]


def _beyond(turn: Turn, account: Account, done: Delivery) -> tuple[list[Line], tuple[Notice, ...]]:
    """Where the customer may not owe that much: it is booked all the same, and the managers hear of it."""
    worth = Money.zero(turn.team.currency) if done.amount is None else done.amount
    credit = credit_of(turn, account, worth.currency)
    if done.kind == "acceptance" or credit.room is None:
        return [], ()
    over = Money.zero(credit.currency) - credit.room  # the goods are in what is used
    if not over.is_positive:
        return [], ()
    told = Card((line("delivery_beyond_told", account=account.name, over=over, by=turn.member.name,
                      what=done.what or None, amount=done.amount),))  # fmt: skip
    managers = [one for one in turn.store.people.with_role("manager") if one.id != turn.member.id]
    return [line("credit_delivered", over=over)], tuple(Notice(told, member_id=one.id) for one in managers)


# -- what falls due because of it


def _dues(
    turn: Turn, account: Account, fresh: Delivery, before: date | None, said: Said
) -> tuple[list[Line], tuple[Said, Question] | None]:
    """What would fall due on another day now, and the question whether it shall: nothing moves by itself."""
    open_now = turn.store.ledger.open_receivables(account.id)
    tied = hanging_on(fresh, open_now)
    moved = tied or _along(turn, fresh, before, open_now, said)
    if not moved:
        return [], None
    rows = [line("dues_tied" if tied else "dues_along")]
    rows += [line("due_moves", balance=one.balance, title=one.title, before=one.due_on, after=due)
             for one, due in moved[:PAGE]]  # fmt: skip
    slots = {"days": ";".join(f"{one.id}={due.isoformat()}" for one, due in moved)}
    choices: list[Choice] = [(line("button_dues_move", count=len(moved)), {"slots": slots})]
    if not tied and 1 < len(moved) < MOST:
        choices = [
            (line("button_due_moves", balance=one.balance, on=due), {"slots": {"days": f"{one.id}={due.isoformat()}"}})
            for one, due in moved
        ]
    stay: Choice = (line("button_dues_stay"), {"drop": True, "told": "dues_stay"})
    return rows, (Said("due_days", slots, said.text, account.id), Question(line("ask_dues_move"), (*choices, stay)))


def _along(
    turn: Turn, fresh: Delivery, before: date | None, open_now: Sequence[Receivable], said: Said
) -> list[tuple[Receivable, date]]:  # fmt: skip
    """What may hang on it though nobody said so, where it was put off."""
    if fresh.done_on is not None or fresh.planned_on is None or said.get("state") != "moved":
        return []
    return shifted(before, fresh.planned_on, open_now, turn.today)


def record_due_days(turn: Turn, said: Said) -> Booked:
    """[跟着改]: the days that were shown."""
    account = the_account(turn, said)
    pairs = [one.split("=") for one in (said.get("days") or "").split(";") if one]
    rows = [(turn.store.get(Receivable, int(row)), date.fromisoformat(day)) for row, day in pairs]
    moved = [(one, day) for one, day in rows if one is not None and one.balance.is_positive and one.due_on != day]
    if not moved:
        raise Refusal("nothing_open", account=account.name)
    changed = [evolve(one, due_on=day, promised_on=None) for one, day in moved]
    turn.store.save(*changed)
    settle(turn.store, *changed)
    lines = [line("dues_moved", account=account.name, count=len(changed))]
    lines += [line("due_moves", balance=was.balance, title=was.title, before=was.due_on, after=day)
              for was, day in moved]  # fmt: skip
    return booked(turn, account, lines, line("receivable_brief", account=account.name, by=turn.member.name))


# -- the buttons


def _answers(delivery: Delivery) -> tuple[Button, ...]:
    """[已完成] [改日期]"""
    row = {"delivery": str(delivery.id)}
    return tuple(Button(line(f"alert_{verb}"), verb, row) for verb in ("delivered", "delivery_later"))


def delivered_pressed(turn: Turn) -> Reply:
    """[已完成] under the card, in a list or under an alert."""
    delivery, account = _pressed(turn)
    said = Said("delivery", {"delivery": str(delivery.id), "kind": delivery.kind, "state": "done"}, "", account.id)
    return log(turn, [said])


def later_pressed(turn: Turn) -> Reply:
    """[改日期]: which day is asked in private."""
    delivery, account = _pressed(turn)
    asked = line("ask_delivery_day", account=account.name, kind=delivery.kind)
    offered = sorted({turn.calendar.plus_working(turn.today, count) for count in (1, 3, 5)})
    choices = [(line("button_day", on=day), {"slots": {"due_date": day.isoformat()}}) for day in offered]
    return ask_privately(turn, LATER, {"delivery": str(delivery.id)}, asked, choices, awaits="due_date")


def later_answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """12月3号, pressed or said."""
    turn.arguments = payload
    delivery, account = _pressed(turn)
    about = {"delivery": str(delivery.id), "kind": delivery.kind, "state": "moved"}
    return log(turn, [Said("delivery", {**about, **slots}, "", account.id)])


def _pressed(turn: Turn) -> tuple[Delivery, Account]:
    row = turn.arguments.get("delivery")
    if row is None:
        alert = turn.store.watch.alert(int(turn.arguments["alert"]))
        row = alert.subject_id if alert else 0
    delivery = turn.store.get(Delivery, int(row))
    account = turn.store.sales.account(delivery.account_id) if delivery else None
    if delivery is None or delivery.void or account is None:
        raise Refusal("record_gone")
    if not _may_answer(turn, account):
        raise Refusal("not_allowed", denied="answer_alert")
    if not delivery.is_open:
        raise Refusal("delivery_done_already", on=delivery.done_on or turn.today)
    return delivery, account


def _may_answer(turn: Turn, account: Account) -> bool:
    return may(turn.member, "answer_alert", account.owners, account.tier)


# -- shown


def _saved(delivery: Delivery, account: str, before: date | None) -> Line:
    """已发货 · 计划 12月3日发货 · 12月3日发货（原定 11月20日）"""
    moved = delivery.is_open and before not in (None, delivery.planned_on)
    state = "done" if delivery.done_on else "moved" if moved else "planned"
    late = (delivery.done_on - before).days if delivery.done_on and before else 0
    return line("delivery_saved", **delivered.facts(delivery, account), state=state, on=delivery.day,
                before=before if moved else None, late=max(0, late))  # fmt: skip


def deliveries(turn: Turn) -> Reply:
    """/deliveries: what is still to go, the latest first; /deliveries 华星: also what went."""
    account = permitted(turn, find_account(turn, turn.words), "see_account") if turn.words else None
    found = _seen(turn, turn.store.ledger.deliveries(account.id if account else None))
    waiting = sorted((pair for pair in found if pair[0].is_open), key=lambda pair: by_day(pair[0]))
    done = sorted((pair for pair in found if not pair[0].is_open), key=lambda pair: by_day(pair[0]))[-DONE_SHOWN:]
    if not waiting and not done:
        return reply(line("deliveries_none"))
    rows = [delivery_row(turn, of, one) for one, of in (*waiting[:PAGE], *reversed(done))]
    more = [line("account_more", count=len(waiting) - PAGE)] if len(waiting) > PAGE else []
    buttons = tuple((_done_button(one, of),) for one, of in waiting[:PAGE] if _may_answer(turn, of))
    tier = "key" if any(of.tier == "key" for _, of in found) else "normal"
    return reply(line("deliveries_head", count=len(waiting)), *rows, *more, buttons=buttons[:MOST],
                 action="see_account", tier=tier, shows=[one for one, _ in (*waiting[:PAGE], *done)])  # fmt: skip


def _done_button(delivery: Delivery, account: Account) -> Button:
    label = line("button_delivered", account=account.name, on=or_blank(delivery.day))
    return Button(label, "delivered", {"delivery": str(delivery.id)})


def _seen(turn: Turn, found: Sequence[Delivery]) -> list[tuple[Delivery, Account]]:
    pairs = [(one, turn.store.sales.account(one.account_id)) for one in found]
    return [(one, of) for one, of in pairs if of is not None and visible(turn, of)]
