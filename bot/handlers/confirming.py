"""Whether money really came in: where the team asks for it, finance says so of every payment somebody else logged.

The balance falls at once either way; until finance confirms, cards and sums say how much of it is unconfirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.handlers import logs, policy, watch
from bot.handlers.accounts.finding import name_of
from bot.handlers.approvals import telling
from bot.handlers.approvals.changes import account_name, as_stands, check_reversible, settle_reversed
from bot.handlers.awaiting import in_finance
from bot.message import Card, Line, Reply, Turn, line, reply
from bot.post import edit, face_of, here, pressed_card, stamp
from bot.settling import settle
from bot.text import typed_words
from core.approvals import Draft
from core.base.policy import SETTINGS
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Payment, reverse_payment

KIND = "not_arrived"
LONGEST_REASON = 200
MARKS = ("payment_to_confirm", "payment_held")  # what a payment's card says until then
REASONS = ("not_yet", "amount", "customer")


def switch(turn: Turn) -> Reply:
    """/confirm on|off: whether payments that others log wait for finance."""
    wanted = typed_words("switches").get(turn.words.strip().lower())
    if wanted is None:
        raise Refusal("confirm_how", now="on" if turn.policy.ledger.finance_confirms else "off")
    setting = SETTINGS["finance_confirms"]
    if (wanted == "on") != setting.of(turn.policy):
        policy.keep(turn, setting, setting.changed(turn.policy, wanted == "on"))
    lines = [line("confirm_switched", now=wanted)]
    if wanted == "on" and not in_finance(turn):
        lines.append(line("payment_no_finance"))
    return reply(*lines)


# -- finance says


def arrived(turn: Turn) -> Reply:
    """[到账了]: the mark goes from every card."""
    payment = _asked(turn)
    confirm(turn, payment)
    return Reply(settled_card(turn, payment), toast=line("toast_confirmed"), replaces=True)


def confirm(turn: Turn, payment: Payment) -> None:
    """Finance says it came; its cards lose their mark, the question to finance is answered everywhere. Cash that
    somebody had in hand was handed in by it."""
    came = evolve(payment, confirmed=True, handed_on=turn.today if payment.is_held else payment.handed_on)
    turn.store.save(came)
    if payment.is_held:
        settle(turn.store, came)
    pressed = pressed_card(turn)
    for source in dict.fromkeys(one.source for one in turn.store.audit.of_record(payment.id)):
        for row in turn.store.outbox.of_source(turn.store.team_id, source):
            face = turn.store.outbox.face(row)
            if row.kind != "send" or (pressed is not None and row.id == pressed.id):
                continue
            if face.get("about") == str(payment.id) and _is_question(face):
                answer = face_of(turn.store, here(turn), settled_card(turn, payment))
                edit(turn.store, row, answer)
            elif any(one[0] in MARKS for one in face.get("lines", ())):
                kept = [one for one in face["lines"] if one[0] not in MARKS]
                edit(turn.store, row, {**face, "lines": kept})


def _is_question(face: Mapping[str, Any]) -> bool:
    return any(one[0] in ("confirm_ask", "cash_ask") for one in face.get("lines", ()))


def settled_card(turn: Turn, payment: Payment) -> Card:
    """The answer, in the place of the question."""
    name = account_name(turn, payment.account_id)
    if payment.held_by is not None:
        held_by = name_of(turn, payment.held_by)
        return Card((line("cash_handed_in", account=name, amount=payment.amount, on=payment.on, by=held_by),))
    return Card((line("confirm_done", account=name, amount=payment.amount, on=payment.on, by=turn.member.name),))


def same_as(turn: Turn, row: int) -> None:
    """Finance says that its payment and the one already logged are the same: so it came."""
    payment = turn.store.get(Payment, row)
    if payment is not None and payment.is_open and turn.member.has("finance"):
        confirm(turn, payment)


def not_arrived(turn: Turn) -> Reply:
    """[没到]: why is asked first, in private; then the payment is reversed."""
    payment = _asked(turn)
    name = account_name(turn, payment.account_id)
    choices: list[Any] = [(Line(f"reason_{one}"), {"slots": {"reason": one}}) for one in REASONS]
    asked = line("ask_why_not_arrived", account=name, amount=payment.amount)
    payload = {"payment": str(payment.id)}
    return watch.ask_privately(
        turn, KIND, payload, asked, [*choices, (line("button_leave"), {"slots": {}})], awaits="reason"
    )


def reason_told(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """Why it did not come: the payment is countered, whoever logged it is told."""
    replaces = turn.inbound.kind == "press"
    reason = " ".join((slots.get("reason") or "").split())[:LONGEST_REASON]
    if not reason:
        return Reply(Card((line("edited_left"),)), toast=line("edited_left"), replaces=replaces)
    turn.arguments = payload
    payment = _asked(turn)
    words: Any = Line(f"reason_{reason}") if reason in REASONS else reason
    _reverse(turn, payment, reason, words)
    name = account_name(turn, payment.account_id)
    done = line("not_arrived_done", account=name, amount=payment.amount, reason=words)
    return Reply(Card((done,), (logs.taking_back(turn)[:1],)), toast=line("toast_noted"), replaces=replaces,
                 action="see_money")  # fmt: skip


def _reverse(turn: Turn, payment: Payment, reason: str, words: Any) -> None:
    turn.store.ledger.lock(payment.account_id)
    wrong = telling.before(turn, payment)
    sources = dict.fromkeys(one.source for one in turn.store.audit.of_record(payment.id))
    allocations = turn.store.ledger.allocations(payment.id)
    check_reversible(turn, payment)
    counter, *others = reverse_payment(payment, allocations, turn.now, payment.on, turn.new_id)
    assert isinstance(counter, Payment)
    turn.store.save(replace(counter, reason=reason), *others)
    settle_reversed(turn, payment, allocations)
    telling.tell_undone(turn, wrong, words, key="told_not_arrived")
    for source in sources:
        stamp(turn.store, source, line("stamp_not_arrived", by=turn.member.name))


def _asked(turn: Turn) -> Payment:
    """The payment a card asks about, as it stands. Refusal where it is answered, or gone."""
    found = turn.store.get(Payment, int(turn.arguments["payment"]))
    payment = as_stands(turn, found) if found else None
    if not isinstance(payment, Payment):
        raise Refusal("confirm_gone")
    if not payment.is_open:
        raise Refusal("confirm_already")
    return payment
