"""What the rules find becomes alerts in the books, each stage once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.chasing import assign
from bot.sweep.watches import MONEY, Watch
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger import Receivable
from core.sales import Account
from core.watch import Alert, Finding
from storage.store import Store


def raise_alerts(
    store: Store, watch: Watch, records: Sequence[Any], policy: Policy, today: date, calendar: WorkingCalendar,
    *, said: bool = False,
) -> list[Alert]:  # fmt: skip
    """Record every stage the rules find that is not in the books yet, and set when to look again. `said`: it was told
    just now."""
    accounts: dict[int, Account | None] = {}
    raised = []
    for finding in watch.found(store, records, policy, today, calendar):
        if finding.account_id is not None and finding.account_id not in accounts:
            accounts[finding.account_id] = store.sales.account(finding.account_id)
        account = accounts[finding.account_id] if finding.account_id is not None else None
        owner_id = finding.owner_id or (account.owner_id if account else None)
        if owner_id is not None and (account is not None or finding.account_id is None):
            alert = _alert(store, finding, account, owner_id, today, policy)
            if store.watch.raise_alert(alert, said=said):
                raised.append(alert)
    if not said:
        assign(store, raised, policy, today, calendar)
    for record in records:
        watch.check_on(store, record.id, watch.look_again_on(store, record, policy, today, calendar))
    return raised


def _alert(
    store: Store, finding: Finding, account: Account | None, owner_id: int, today: date, policy: Policy
) -> Alert:  # fmt: skip
    return Alert(
        id=store.new_id(),
        rule=finding.rule,
        subject_id=finding.subject_id,
        account_id=account.id if account else None,
        owner_id=owner_id,
        episode=finding.episode,
        stage=finding.stage,
        raised_on=today,
        policy_version=policy.version,
        aloud=finding.aloud,
    )


def note_said(
    store: Store, receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> None:  # fmt: skip
    """Record the stages of what a list just told a group, so that the next sweep does not tell it again."""
    raise_alerts(store, MONEY, receivables, policy, today, calendar, said=True)
