"""What a sweep said, or would say, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.subjects import SUBJECTS, record_of, title_of
from bot.sweep.watches import WATCHES
from core.base.calendar import calendar_of
from core.watch import Alert, Finding
from storage.database import Database
from storage.store import Store
from storage.transaction import Transaction

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def foreseen(database: Database, team_id: int, now: datetime) -> list[dict[str, str]]:
    """What a sweep at that moment would say, without saying or writing it."""

    def look(transaction: Transaction) -> list[dict[str, str]]:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        team, policy = store.people.team(), store.people.policy()
        today, calendar = now.astimezone(ZoneInfo(team.timezone)).date(), calendar_of(team.timezone)
        return [
            _told(store, one)
            for watch in WATCHES
            for one in watch.found(store, watch.due(store, today, 1_000_000), policy, today, calendar)
            if one.aloud and not _is_known(store, one)
        ]

    return database.read(look)


def told(database: Database, team_id: int, alerts: Sequence[Alert]) -> list[dict[str, str]]:
    """What a sweep said, a row an alert."""

    def look(transaction: Transaction) -> list[dict[str, str]]:
        store = Store(transaction, team_id, by=None, source=0, now=EPOCH)
        return [_told(store, alert) for alert in alerts if alert.aloud]

    return database.read(look)


def _is_known(store: Store, finding: Finding) -> bool:
    key = (finding.rule, finding.episode, finding.stage)
    return any((alert.rule, alert.episode, alert.stage) == key for alert in store.watch.on(finding.subject_id))


def _told(store: Store, finding: Finding | Alert) -> dict[str, str]:
    return dict(
        team=store.people.team().name,
        rule=finding.rule,
        stage=str(finding.stage),
        account=title_of(store, finding),
        **SUBJECTS[finding.rule].told(record_of(store, finding)),
    )
