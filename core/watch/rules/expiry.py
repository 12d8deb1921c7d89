"""Contracts that come to their end, or to the day on which not renewing them must be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from core.base.policy import Policy
from core.contracts.records import Contract
from core.watch.records import Finding


class Deadline(NamedTuple):
    """A day on which a contract must be spoken of: how many days before which of its two ends."""

    on: date
    stage: int
    episode: str


def expiry(contracts: Iterable[Contract], policy: Policy, today: date) -> Iterator[Finding]:
    """A contract nobody decided about comes near its end or its notice day; each stage once, only the newest aloud."""
    for contract in contracts:
        passed = [one for one in deadlines(contract, policy) if one.on <= today]
        for one in passed:
            yield Finding("expiry", contract.id, contract.account_id, one.episode, one.stage, aloud=one is passed[-1])


def next_expiry_check(contract: Contract, policy: Policy, today: date) -> date | None:
    """The next day on which a stage is reached; None when nothing more can be said."""
    return next((one.on for one in deadlines(contract, policy) if one.on > today), None)


def deadlines(contract: Contract, policy: Policy) -> list[Deadline]:
    """Every stage before the end and before the notice day, in the order of their days; none once it is decided."""
    if not contract.is_open or contract.ends_on is None:
        return []
    notice_on, end = contract.notice_on(policy.contracts.notice_days), contract.ends_on
    before = {f"{end.isoformat()}": end} | (
        {f"{end.isoformat()}/{notice_on.isoformat()}": notice_on} if notice_on else {}
    )
    return sorted(
        Deadline(day - timedelta(days=stage), stage, episode)
        for episode, day in before.items()
        for stage in policy.contracts.expiry_stages
    )
