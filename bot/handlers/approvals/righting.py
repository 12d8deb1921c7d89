"""How each kind of record is put right: its fields by the table of forms, money by entries that counter the wrong ones.

Each function takes the record as it stands and what was said, saves, and says what changed: nothing where nothing did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.forms import OF_RECORD, Field
from bot.handlers import awaiting, logs
from bot.handlers.approvals import asking
from bot.handlers.approvals.changes import MOVED, account_name, as_now, check_reversible, settle_reversed
from bot.handlers.forms.showing import recorded
from bot.handlers.ledger.promising import keep_promise
from bot.handlers.sales import contact_of
from bot.message import Line, Turn, line, or_blank
from bot.post import notify
from bot.said import Said
from bot.settling import settle
from core.approvals import Approval
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract, sign
from core.ledger import Delivery, Payment, Promise, Receivable, adjust, hanging_on, receive_payment, reverse_payment
from core.sales import Contact, Deal, Task, Visit

# A day that was said without its name may be this field's too.
DAYS_TOO = {"due_date": ("due_date_end", "date", "next_date"), "close_date": ("next_date",)}


def put_right(turn: Turn, record: Record, said: Said) -> list[Line]:
    """Give a record the values that were said of it; what changed, a line each, then what follows from it.

    Refusal `discount_by_correction` where a price would be lower than this person may make it; `credit_by_correction`
    where a sale would become larger than may be sold on credit, or would move to a customer who may not have so much
    more.
    """
    from bot.handlers.credit.checking import not_around, used_by
    from bot.handlers.discounts.correcting import asked_before, not_cheaper

    before, asked = used_by(turn, record, said), asked_before(turn, record)
    lines = RIGHT.get(type(record), _right_fields)(turn, record, said)
    not_around(turn, before)
    not_cheaper(turn, record, asked)
    return lines


# -- visits, deals, next steps, notes, promises


def _right_fields(turn: Turn, record: Any, said: Said) -> list[Line]:
    changed: dict[str, Any] = {}
    lines = []
    for field in OF_RECORD[type(record)].fields:
        after = NEW[field.kind](turn, field, record, said) if field.attribute else None
        if after is not None and after != getattr(record, field.attribute):
            changed[field.attribute] = after
            lines.append(_difference(turn, field, record, after))
    if changed:
        _save(turn, record, {**changed, **_followed(turn, record, changed)})
    return lines


def _right_deal(turn: Turn, deal: Deal, said: Said) -> list[Line]:
    from bot.handlers.discounts.correcting import right_deal

    return right_deal(turn, deal, said, _right_fields)


def _followed(turn: Turn, record: Any, changed: dict[str, Any]) -> dict[str, Any]:
    """What cannot stay as it was beside the new values."""
    follows: dict[str, Any] = {}
    if isinstance(record, Visit | Task | Promise) and {"on", "due_on", "by_on"} & set(changed):
        follows["until"] = None
    if isinstance(record, Deal) and "amount" in changed:
        follows["amount_max"] = None
    if isinstance(record, Deal) and "stage" in changed:
        follows["stage_since"] = turn.today
    contact_id = getattr(record, "contact_id", None)
    if "account_id" in changed and contact_id and "contact_id" not in changed:
        follows["contact_id"] = _same_person(turn, contact_id, changed["account_id"])
    return follows


def _same_person(turn: Turn, contact_id: int, account_id: int) -> int | None:
    """The person of that name at the customer it is really about."""
    contact, account = turn.store.get(Contact, contact_id), turn.store.sales.account(account_id)
    found = contact_of(turn, account, contact.name) if contact and account else None
    return found.id if found else None


def _save(turn: Turn, record: Any, changed: dict[str, Any]) -> None:
    if isinstance(record, Deal) and "account_id" in changed:
        _nothing_signed(turn, record)
    right: Any = evolve(record, **changed)
    if isinstance(record, Promise):
        _unpaused(turn, record)
        keep_promise(turn, right)
    else:
        turn.store.save(right)
    if isinstance(right, Task):
        settle(turn.store, right)


def _nothing_signed(turn: Turn, deal: Deal) -> None:
    """A deal stays with its customer while a contract or money hangs on it."""
    contracts = turn.store.contracts.of_account(deal.account_id)
    due = turn.store.ledger.receivables(deal.account_id)
    if deal.id in {one.deal_id for one in contracts} | {one.deal_id for one in due}:
        raise Refusal("correct_built_on", what=account_name(turn, deal.account_id))


def _unpaused(turn: Turn, promise: Promise) -> None:
    """What the promise paused is chased again, unless it is still covered once it is right."""
    paused = [one for one in turn.store.ledger.open_receivables(promise.account_id) if one.promised_on == promise.by_on]
    changed = [evolve(one, promised_on=None) for one in paused if promise.by_on is not None]
    turn.store.save(*changed)
    settle(turn.store, *changed)


def _difference(turn: Turn, field: Field, record: Record, after: Any) -> Line:
    """One value before and after."""
    before = getattr(record, field.attribute)
    shown = [or_blank(recorded(turn, field, value)) for value in (before, after)]
    if field.kind == "account":
        return line("corrected_account", before=shown[0], after=shown[1], what=Line(_kind(record)))
    if field.kind == "money":
        what = account_name(turn, getattr(record, "account_id", None))
        return line("corrected_amount", before=shown[0], after=shown[1], what=what)
    if field.kind == "day":
        return line("corrected_day", before=shown[0], after=shown[1])
    return line(
        "corrected_field", what=Line(f"field_{field.word}"), before=recorded(turn, field, before), after=shown[1]
    )


def _kind(record: Record) -> str:
    return f"visit_kind_{record.kind}" if isinstance(record, Visit) else f"record_{type(record).__name__.lower()}"


def _new_account(turn: Turn, field: Field, record: Any, said: Said) -> int | None:
    return said.account_id


def _new_day(turn: Turn, field: Field, record: Any, said: Said) -> Any:
    names = (field.name, *(DAYS_TOO.get(field.name, ()) if said.text else ()))
    return next((day for name in names if (day := said.day(name))), None)


def _new_money(turn: Turn, field: Field, record: Any, said: Said) -> Money | None:
    before = getattr(record, field.attribute)
    return logs.amount_of(turn, said if before is None else _in_currency(said, before))


def _new_words(turn: Turn, field: Field, record: Any, said: Said) -> str | None:
    return said.get(field.name)


def _new_count(turn: Turn, field: Field, record: Any, said: Said) -> int | None:
    return int(said.slots[field.name]) if said.get(field.name) else None


def _new_person(turn: Turn, field: Field, record: Any, said: Said) -> int | None:
    account = turn.store.sales.account(said.account_id or record.account_id)
    if account is None or _names_somebody_else(turn, record, said):
        return None
    found = contact_of(turn, account, said.get(field.name))
    return found.id if found else None


def _names_somebody_else(turn: Turn, record: Any, said: Said) -> bool:
    """不是小周是小邹, where the card says 李总: whoever is meant, it is not the one on the card."""
    wrong, now = said.get("wrong_contact"), turn.store.get(Contact, record.contact_id) if record.contact_id else None
    return wrong is not None and (now is None or now.name.lower() != wrong.lower())


NEW: dict[str, Callable[[Turn, Field, Any, Said], Any]] = {
    "account": _new_account,
    "day": _new_day,
    "money": _new_money,
    "choice": _new_words,
    "count": _new_count,
    "person": _new_person,
    "text": _new_words,
}


# -- payments


def _right_payment(turn: Turn, payment: Payment, said: Said) -> list[Line]:
    """The wrong payment is countered and the right one booked in its place."""
    if payment.kind == "refund":
        raise Refusal("refund_correct")
    account_id = said.account_id or payment.account_id
    amount, on = logs.amount_of(turn, _in_currency(said, payment.amount)), said.day("date")
    right = replace(payment, account_id=account_id,
                    amount=payment.amount if amount is None else amount,
                    on=on or payment.on, recorded_at=turn.now)  # fmt: skip
    lines = _payment_differences(turn, payment, right)
    if not lines or payment.reverses_id is not None:
        return []
    for row in sorted({payment.account_id, account_id}):
        turn.store.ledger.lock(row)
    allocations = turn.store.ledger.allocations(payment.id)
    check_reversible(turn, payment)
    turn.store.save(*reverse_payment(payment, allocations, turn.now, payment.on, turn.new_id))
    fee = payment.fee if right.amount == payment.amount else None
    right = replace(right, id=turn.new_id(), fee=fee, awaited=payment.is_held or awaiting.is_awaited(turn),
                    confirmed=not payment.is_held and awaiting.is_confirmed(turn))  # fmt: skip
    receipt = receive_payment(turn.store.ledger.open_receivables(account_id), right, turn.new_id)
    turn.store.save(*receipt.records)
    settle_reversed(turn, payment, (*allocations, *receipt.allocations))
    lines += _asked_again(turn, right)
    return [*lines, *_balances(turn, dict.fromkeys((payment.account_id, account_id)), right.amount.currency)]


def _asked_again(turn: Turn, payment: Payment) -> list[Line]:
    """Finance confirms the right payment, where it has to."""
    account = turn.store.sales.account(payment.account_id)
    for notice in awaiting.ask(turn, account, payment) if account else ():
        notify(turn.store, notice)
    return awaiting.marks(turn, payment) if payment.is_open else []


def _payment_differences(turn: Turn, before: Payment, after: Payment) -> list[Line]:
    lines = []
    if before.account_id != after.account_id:
        names = [account_name(turn, one.account_id) for one in (before, after)]
        lines.append(line("corrected_account", before=names[0], after=names[1], what=after.amount))
    if before.amount != after.amount:
        what = account_name(turn, after.account_id)
        lines.append(line("corrected_amount", before=before.amount, after=after.amount, what=what))
    if before.on != after.on:
        lines.append(line("corrected_day", before=before.on, after=after.on))
    return lines


def _balances(turn: Turn, accounts: Iterable[int], currency: str) -> list[Line]:
    lines = []
    for account_id in accounts:
        owed = {sums.currency: sums for sums, _ in turn.store.ledger.money(account_id)}
        balance = owed.get(currency, Money.zero(currency))
        lines.append(line("corrected_balance", account=account_name(turn, account_id), balance=balance))
    return lines


# -- receivables


def _right_receivable(turn: Turn, receivable: Receivable, said: Said) -> list[Line]:
    billed = receivable.amount + receivable.adjusted
    amount = logs.amount_of(turn, _in_currency(said, receivable.amount))
    fields = OF_RECORD[Receivable]
    due_on, title = _new_day(turn, fields.field("due_date"), receivable, said), said.get("title")
    if said.account_id not in (None, receivable.account_id):
        return _moved(turn, receivable, said, billed if amount is None else amount, due_on or receivable.due_on)
    lines = []
    if amount is not None and amount != billed:
        turn.store.save(adjust(receivable, amount, "corrected", turn.now, turn.today, turn.new_id))
        lines.append(_difference_of(turn, receivable, billed, amount))
    changed = {name: value for name, value in (("due_on", due_on), ("title", title))
               if value is not None and value != getattr(receivable, name)}  # fmt: skip
    lines += [_difference(turn, field, receivable, changed[field.attribute])
              for field in fields.fields if field.attribute in changed]  # fmt: skip
    if changed:
        more = {"promised_on": None} if "due_on" in changed else {}
        turn.store.save(evolve(receivable, **changed, **more))
    settle(turn.store, *as_now(turn, Receivable, receivable.id))
    return lines


def _difference_of(turn: Turn, receivable: Receivable, before: Money, after: Money) -> Line:
    what = account_name(turn, receivable.account_id)
    return line("corrected_amount", before=before, after=after, what=what)


def _moved(turn: Turn, receivable: Receivable, said: Said, amount: Money, due_on: Any) -> list[Line]:
    """Another customer owes it: taken back here, booked there. Refusal for an instalment, or where money came in."""
    assert said.account_id is not None
    if receivable.contract_id is not None:
        raise Refusal("correct_instalment", what=account_name(turn, receivable.account_id))
    if receivable.allocated.is_positive:
        raise Refusal("correct_receivable_paid", paid=receivable.allocated)
    zero = Money.zero(amount.currency)
    billed = receivable.amount + receivable.adjusted
    turn.store.save(adjust(receivable, zero, MOVED, turn.now, turn.today, turn.new_id))
    right = Receivable(id=turn.new_id(), account_id=said.account_id, amount=amount, due_on=due_on,
                       title=receivable.title, disputed=receivable.disputed, allocated=zero,
                       adjusted=zero)  # fmt: skip
    turn.store.save(right)
    settle(turn.store, *as_now(turn, Receivable, receivable.id))
    names = [account_name(turn, row) for row in (receivable.account_id, right.account_id)]
    lines = [line("corrected_account", before=names[0], after=names[1], what=amount)]
    if amount != billed:
        lines.append(_difference_of(turn, right, billed, amount))
    return [*lines, *_balances(turn, (receivable.account_id, right.account_id), amount.currency)]


# -- deliveries


def _right_delivery(turn: Turn, delivery: Delivery, said: Said) -> list[Line]:
    """Its fields; a day that was only said is the one it was done on where it was, else the one it is planned for. What
    falls due so long after it is told: it moves only when somebody says so."""
    other = ("planned_on" if delivery.done_on else "done_on") if said.text else ""
    day = next((on for name in ("due_date_end", "due_date", "date", "next_date") if (on := said.day(name))), None)
    if day is not None and said.text:
        said = said.without("date", "due_date", "due_date_end", "next_date").with_slots(
            **{"date" if delivery.done_on else "due_date": day.isoformat()}
        )
    changed: dict[str, Any] = {}
    lines: list[Line] = []
    for field in OF_RECORD[Delivery].fields:
        after = NEW[field.kind](turn, field, delivery, said) if field.attribute != other else None
        if after is not None and after != getattr(delivery, field.attribute):
            changed[field.attribute] = after
            lines.append(_difference(turn, field, delivery, after))
    if not changed:
        return []
    right = evolve(delivery, **changed)
    _check_day(turn, right)
    turn.store.save(right)
    settle(turn.store, right)
    hanging = hanging_on(right, turn.store.ledger.open_receivables(right.account_id))
    return [*lines, *(line("due_hangs", balance=one.balance, title=one.title, before=one.due_on, after=due)
                      for one, due in hanging)]  # fmt: skip


def _check_day(turn: Turn, delivery: Delivery) -> None:
    """Refusal for a plan in the past, and for what would have been done in the future."""
    if delivery.done_on is not None and delivery.done_on > turn.today:
        raise Refusal("delivery_to_come", on=delivery.done_on)
    if delivery.is_open and delivery.planned_on is not None and delivery.planned_on < turn.today:
        raise Refusal("delivery_in_the_past", on=delivery.planned_on)


# -- contracts


def _right_contract(turn: Turn, contract: Contract, said: Said) -> list[Line]:
    """Its fields; a day that was only said is the end where it lies ahead, the signing where it is past."""
    on = (said.day("next_date") or said.day("date")) if said.text else None
    if on is not None:
        said = said.without("date", "next_date").with_slots(
            **{"end_date" if on > turn.today else "date": on.isoformat()}
        )
    changed: dict[str, Any] = {}
    lines: list[Line] = []
    for field in OF_RECORD[Contract].fields:
        after = NEW[field.kind](turn, field, contract, said)
        if after is not None and after != getattr(contract, field.attribute):
            changed[field.attribute] = after
            lines.append(_difference(turn, field, contract, after))
    if not changed:
        return []
    if "account_id" in changed and (turn.store.ledger.of_contract(contract.id) or contract.deal_id):
        raise Refusal("correct_built_on", what=account_name(turn, contract.account_id))
    right = sign(evolve(contract, **changed))
    turn.store.save(right)
    lines += _right_instalments(turn, contract, right)
    _right_its_deal(turn, contract, right)
    settle(turn.store, right)
    return lines


def _right_its_deal(turn: Turn, before: Contract, after: Contract) -> None:
    """The deal that was signed for the same amount is worth what the contract says."""
    deal = turn.store.get(Deal, after.deal_id) if after.deal_id else None
    if deal is not None and not deal.void and after.amount != before.amount and deal.amount == before.amount:
        turn.store.save(evolve(deal, amount=after.amount, estimate=False))


def _right_instalments(turn: Turn, before: Contract, after: Contract) -> list[Line]:
    """Instalments that make up the whole amount follow it in their proportion, so that they still add up to it."""
    booked = turn.store.ledger.of_contract(after.id)
    if after.amount == before.amount or after.amount is None or not booked:
        return []
    billed = [one.amount + one.adjusted for one in booked]
    if before.amount is None or sum(one.minor for one in billed) != before.amount.minor:
        return [line("corrected_not_instalments")]
    lines = []
    for receivable, was, due in zip(booked, billed, _shared(after, booked, billed), strict=True):
        turn.store.save(adjust(receivable, due, "corrected", turn.now, turn.today, turn.new_id))
        settle(turn.store, *as_now(turn, Receivable, receivable.id))
        lines.append(line("corrected_instalment", title=receivable.title, before=was, after=due))
    return lines


def _shared(contract: Contract, booked: Sequence[Receivable], billed: Sequence[Money]) -> Sequence[Money]:
    """The amount in the contract's shares where they are known, else as it was shared before."""
    assert contract.amount is not None
    shares = contract.shares if len(contract.shares) == len(booked) else [one.minor for one in billed]
    return contract.amount.split(shares)


def _in_currency(said: Said, like: Money) -> Said:
    """A bare number corrects in the currency of what it corrects."""
    return (
        said if "currency" in said.slots and "currency" not in said.assumed else said.with_slots(currency=like.currency)
    )


RIGHT: dict[type[Record], Callable[[Turn, Any, Said], list[Line]]] = {
    Payment: _right_payment,
    Receivable: _right_receivable,
    Contract: _right_contract,
    Deal: _right_deal,
    Approval: asking.put_right,
    Delivery: _right_delivery,
}
