"""The leak tripwire: after each look-up the rule is asked, and who may hear of it is told at once, in private."""

from __future__ import annotations

from dataclasses import asdict, replace

from bot.looking import hearers, looked
from bot.message import Turn
from bot.sweep import push, team_time
from core.watch import Alert, Finding
from core.watch.rules import access


def watch(turn: Turn) -> None:
    """Tell the managers, once a stage, of who looks up more than one does; a manager alone, of themselves, once a day.
    It holds nobody up."""
    found = looked(turn.store, turn.member, turn.today)
    findings = list(access(found, turn.policy, turn.today))
    if not findings:
        return
    hears = hearers(turn.store, turn.member)
    if hears == [turn.member]:
        findings = [replace(one, stage=1) for one in findings]
    alerts = [_alert(turn, one, hears[0].id if hears else turn.member.id) for one in findings]
    raised = [one for one in alerts if turn.store.watch.raise_alert(one, said=True)]
    if raised:
        turn.store.note_alarm(turn.member.id, {**asdict(found), "told": len(hears)})
        push(turn.store, raised[-1:], turn.policy, team_time(turn.store))


def _alert(turn: Turn, finding: Finding, owner_id: int) -> Alert:
    return Alert(
        id=turn.store.new_id(), rule=finding.rule, subject_id=finding.subject_id, account_id=None, owner_id=owner_id,
        episode=finding.episode, stage=finding.stage, raised_on=turn.today,
    )  # fmt: skip
