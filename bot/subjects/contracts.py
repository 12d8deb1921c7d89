"""Contracts that come to their end."""

from __future__ import annotations

from typing import Any

from bot.message import Line, line, or_blank
from bot.subjects.subject import About, Subject
from core.contracts import Contract


def _contract_lines(about: About) -> list[Line]:
    contract: Contract = about.record
    lines = [line("expiry_alert", **_ending(about), owner=about.owner)]
    notice_on = contract.notice_on(about.store.people.policy().contracts.notice_days)
    if notice_on is not None and notice_on >= about.today:
        lines.append(line("expiry_notice", on=notice_on))
    if about.alert.acknowledged_by:
        lines.append(line("expiry_seen_by", by=about.acknowledged_by))
    return lines


def _contract_row(about: About, number: int) -> Line:
    return line("digest_row_expiry", number=number, **_ending(about), owner=about.owner)


def _ending(about: About) -> dict[str, Any]:
    contract: Contract = about.record
    days = contract.days_left(about.today) or 0
    return dict(
        account=about.account.name, number_=contract.number, end=or_blank(contract.ends_on), days=abs(days),
        when="ahead" if days > 0 else ("today" if days == 0 else "past"),
    )  # fmt: skip


def _contract_settled(about: About) -> Line:
    contract: Contract = about.record
    follower = next(
        (one for one in about.store.contracts.of_account(about.account.id) if one.renews_id == contract.id), None
    )
    if contract.state == "renewed" and follower is not None:
        return line("expiry_renewed", account=about.account.name, end=follower.ends_on)
    if contract.void:
        return line("expiry_void", account=about.account.name)
    return line("expiry_ended", account=about.account.name, end=or_blank(contract.ends_on))


def _contract_told(contract: Contract) -> dict[str, str]:
    return dict(number=contract.number, ends_on=contract.ends_on.isoformat() if contract.ends_on else "")


CONTRACT = Subject(
    Contract,
    is_open=lambda contract: contract.is_open,
    answers=("renew", "run_out", "seen"),
    lines=_contract_lines,
    row=_contract_row,
    settled=_contract_settled,
    told=_contract_told,
)
