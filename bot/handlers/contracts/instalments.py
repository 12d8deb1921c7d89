"""Instalments: the parts a contract (or a deal that was won) is paid in become receivables once their days are said.

The days are always asked for, never made up. Until they are told the plan stands on the contract's card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.handlers.logs import Booked, Doubt, Question, the_account
from bot.message import Line, Turn, line
from bot.said import Said
from bot.text import say
from core.base.calendar import plus_months
from core.base.money import Money, total
from core.base.refusal import Refusal
from core.contracts import Contract, Part, due_after_invoice, parts_of, shares_of
from core.ledger import Receivable
from core.sales import Account, Deal

PLACE = re.compile(r"\d+/\d+")
Choices = tuple[tuple[Line, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is still to become receivables: the parts, and the contract or deal they belong to."""

    account: Account
    terms: Contract  # of a deal without a contract: its terms in the shape of one, never saved
    parts: tuple[Part, ...]
    contract_id: int | None
    deal_id: int | None


def shares_said(said: Said) -> tuple[tuple[int, ...], int]:
    """The shares and the retention a message states, in basis points; a Doubt where they do not add up."""
    retention = Decimal(said.get("retention") or 0)
    if not said.get("split"):
        return (), int(retention * 100)
    weights = [Decimal(one) for one in (said.get("split") or "").split(",")]
    try:
        return shares_of(weights, retention), int(retention * 100)
    except Refusal as refusal:
        raise Doubt(Question(Line(refusal.key, refusal.facts), awaits="split")) from None


def has_plan(said: Said) -> bool:
    """Whether a message states how something is paid."""
    return bool(said.get("split") or said.get("retention") or said.get("net"))


def next_question(turn: Turn, account: Account, contract: Contract, said: Said) -> tuple[Said, Question] | None:
    """What to ask about a contract's instalments, and the fact its answer completes; None when there is nothing."""
    slots = {"contract": str(contract.id), **_kept(said)}
    waiting = Said("instalments", slots, said.text, account.id)
    plan = plan_of(turn, waiting)
    return (waiting, question_about(plan, waiting)) if plan.parts else None


def deal_question(turn: Turn, account: Account, deal: Deal, said: Said) -> tuple[Said, Question] | None:
    """The same for a deal that was won, when its instalments were said with it."""
    if deal.amount is None or not said.get("split"):
        return None
    money = {"amount": str(deal.amount.amount), "currency": deal.amount.currency}
    kept = {name: said.slots[name] for name in ("split", "retention") if name in said.slots}
    waiting = Said("instalments", {"deal": str(deal.id), **money, **kept, **_kept(said)}, said.text, account.id)
    return waiting, question_about(plan_of(turn, waiting), waiting)


def _kept(said: Said) -> dict[str, str]:
    return {name: said.slots[name] for name in ("retention_after", "retention_word") if name in said.slots}


def plan_of(turn: Turn, said: Said) -> Plan:
    """The plan a fact is about, without the parts that are receivables already."""
    account = the_account(turn, said)
    if row := said.get("contract"):
        contract = turn.store.get(Contract, int(row))
        if contract is None or contract.void:
            raise Refusal("record_gone")
        titles = [one.title for one in turn.store.ledger.of_contract(contract.id)]
        parts = tuple(one for one in planned(contract) if not is_booked(one, titles))
        return Plan(account, contract, parts, contract.id, contract.deal_id)
    shares, retained = shares_said(said)
    terms = Contract(
        id=turn.new_id(), account_id=account.id, amount=said.money(turn.team.currency), shares=shares, retained=retained
    )
    return Plan(account, terms, parts_of(terms), None, int(said.slots["deal"]))


def planned(contract: Contract) -> tuple[Part, ...]:
    """As planned; all of it at once where only 月结 was said."""
    if contract.amount is not None and contract.net_days and not contract.shares and not contract.retained:
        return (Part(1, 1, 10_000, contract.amount, retention=False),)
    return parts_of(contract)


def is_booked(part: Part, titles: Sequence[str]) -> bool:
    """Whether a part is a receivable already. A retention goes by the word it was called; the others by their place."""
    if part.retention:
        return any(title and not PLACE.fullmatch(title) for title in titles)
    return _place(part) in titles


def title_of(turn: Turn, part: Part, said: Said) -> str:
    """What an instalment is called on its receivable: its place, or the word that was used for the retention."""
    if not part.retention:
        return _place(part)
    return said.get("retention_word") or say(turn.team.language, "instalment_retention")


def _place(part: Part) -> str:
    return f"{part.number}/{part.count}" if part.count > 1 else ""


def question_about(plan: Plan, said: Said, problem: Line | None = None) -> Question:
    """How to ask for the days: of all parts in one line, of the invoice (月结), or what a retention counts from."""
    later: Choices = ((line("button_later"), {"drop": True, "told": "plan_later"}),)
    account, rows = plan.account.name, [shown(part) for part in plan.parts]
    if plan.terms.net_days and len(plan.parts) == 1 and not plan.parts[0].retention:
        key = "ask_invoice_day" if plan.terms.net_from_month_end else "ask_invoice_day_plain"
        asked = line(key, account=account, amount=plan.parts[0].amount, days=plan.terms.net_days)
        return Question(asked, later, "invoice_day")
    if len(plan.parts) == 1 and plan.parts[0].retention and (months := said.get("retention_after")):
        return _retention_question(plan, int(months), said, later)
    key = "ask_instalment_days" if problem is None else "ask_instalment_days_again"
    asked = line(key, account=account, count=len(plan.parts), parts=rows, problem=problem or "")
    return Question(asked, later, "days")


def _retention_question(plan: Plan, months: int, said: Said, later: Choices) -> Question:
    part = plan.parts[0]
    if said.get("base") == "acceptance":
        return Question(line("ask_acceptance_day", account=plan.account.name, months=months), later, "base_day")
    choices: Choices = ()
    if plan.terms.signed_on:
        due = plus_months(plan.terms.signed_on, months)
        choices = ((line("button_from_signing", on=due), {"slots": {"days": due.isoformat()}}),)
    choices += ((line("button_from_acceptance"), {"slots": {"base": "acceptance"}}),)
    asked = line("ask_retention_from", account=plan.account.name, part=shown(part), months=months)
    return Question(asked, (*choices, *later), "days")


def shown(part: Part) -> Line:
    """One part in a sentence."""
    percent = f"{Decimal(part.share) / 100:.2f}".rstrip("0").rstrip(".")
    return line("instalment_part", percent=percent, amount=part.amount, kind="retention" if part.retention else "part")


# -- the answer


def book_instalments(turn: Turn, said: Said) -> Booked:
    """12月1日、1月15日、3月1日: the parts become receivables."""
    plan = plan_of(turn, said)
    if not plan.parts:
        raise Refusal("plan_booked_already")
    days = _days(plan, said)
    if len(days) != len(plan.parts):
        raise Doubt(question_about(plan, said, _problem(plan, said, days)))
    receivables = [_receivable(turn, plan, part, day, said) for part, day in zip(plan.parts, days, strict=True)]
    turn.store.save(*receivables)
    lines = [line("instalments_saved", account=plan.account.name, count=len(receivables), amount=_sum(receivables))]
    lines += [line("instalment_row", title=one.title, amount=one.amount, due=one.due_on) for one in receivables]
    return Booked(
        tuple(lines), line("receivable_brief", account=plan.account.name, by=turn.member.name), plan.account.tier
    )


def _days(plan: Plan, said: Said) -> list[date]:
    if invoiced_on := said.day("invoice_day"):
        return [due_after_invoice(invoiced_on, plan.terms.net_days or 0, from_month_end=plan.terms.net_from_month_end)]
    if base := said.day("base_day"):
        return [plus_months(base, int(said.slots["retention_after"]))]
    return [date.fromisoformat(one) for one in (said.get("days") or "").split(",") if one]


def _problem(plan: Plan, said: Said, days: Sequence[date]) -> Line | None:
    """Why the days that were said do not do; None where none were."""
    if wrong := said.get("no_days"):
        return line("problem_no_such_day", words=wrong)
    return line("problem_day_count", said=len(days)) if "days" in said.slots else None


def _receivable(turn: Turn, plan: Plan, part: Part, due_on: date, said: Said) -> Receivable:
    zero = Money.zero(part.amount.currency)
    return Receivable(
        id=turn.new_id(),
        account_id=plan.account.id,
        amount=part.amount,
        due_on=due_on,
        title=title_of(turn, part, said),
        deal_id=plan.deal_id,
        contract_id=plan.contract_id,
        allocated=zero,
        adjusted=zero,
    )


def _sum(receivables: Sequence[Receivable]) -> Money:
    return total((one.amount for one in receivables), receivables[0].amount.currency)
