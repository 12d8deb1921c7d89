"""Deciding about a contract by a button: renewed until when, left to run out, or its instalments' days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handlers.contracts.instalments import next_question
from bot.handlers.logs import log
from bot.handlers.watch import ask_privately
from bot.message import Reply, Turn, line
from bot.said import Said
from core.approvals import Draft
from core.base.calendar import plus_months
from core.base.refusal import Refusal
from core.contracts import Contract
from core.people import may
from core.sales import Account


def renew_pressed(turn: Turn) -> Reply:
    """[续签]: until when is asked in private; a year more is offered."""
    contract, account = decidable(turn)
    choices = []
    if contract.ends_on is not None:
        days = [plus_months(contract.ends_on, months) for months in (12, 24)]
        choices = [(line("button_day", on=day), {"slots": {"end_date": day.isoformat()}}) for day in days]
    asked = line("ask_renewed_until", account=account.name, end=contract.ends_on)
    return ask_privately(turn, "renewal", {"contract": str(contract.id)}, asked, choices, awaits="end_date")


def renewal_answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """The day a contract was renewed until."""
    contract = turn.store.get(Contract, int(payload["contract"]))
    if contract is None or not contract.is_open:
        raise Refusal("contract_decided_already")
    return replace(_renewed(turn, contract, slots["end_date"]), replaces=turn.inbound.kind == "press")


def renewed(turn: Turn, said: Said) -> Reply:
    """The day that was entered on the sheet of [续签]."""
    return _renewed(turn, decidable(turn)[0], said.slots["end_date"])


def _renewed(turn: Turn, contract: Contract, end: str) -> Reply:
    said = {"act": "renew", "contract": str(contract.id), "end_date": end, "date": turn.today.isoformat()}
    return log(turn, [Said("contract", said, "", contract.account_id)])


def run_out_pressed(turn: Turn) -> Reply:
    """[到期不续]"""
    contract, _ = decidable(turn)
    said = Said("contract", {"act": "run_out", "contract": str(contract.id)}, "", contract.account_id)
    return replace(log(turn, [said]), toast=line("toast_noted"))


def plan_pressed(turn: Turn) -> Reply:
    """[定日期]: ask for the instalments' days once more."""
    contract, account = _pressed(turn)
    asks = next_question(turn, account, contract, Said("instalments", {}, ""))
    if asks is None:
        raise Refusal("plan_booked_already")
    return log(turn, [asks[0]])


def decidable(turn: Turn) -> tuple[Contract, Account]:
    """The contract a button is about, with its customer; Refusal where it is decided, or not theirs to answer."""
    contract, account = _pressed(turn)
    if not contract.is_open:
        raise Refusal("contract_decided_already")
    return contract, account


def _pressed(turn: Turn) -> tuple[Contract, Account]:
    """The contract a button is about, on its own card or on an alert, if this person may answer for it."""
    alert = turn.store.watch.alert(int(turn.arguments["alert"])) if "alert" in turn.arguments else None
    row = alert.subject_id if alert else int(turn.arguments.get("contract", 0))
    contract = turn.store.get(Contract, row)
    account = turn.store.sales.account(contract.account_id) if contract else None
    if contract is None or contract.void or account is None:
        raise Refusal("record_gone")
    if not may(turn.member, "answer_alert", account.owners, account.tier):
        owner = turn.store.people.member(account.owner_id)
        raise Refusal("alert_not_yours", denied="answer_alert", owner=owner.name if owner else "")
    return contract, account
