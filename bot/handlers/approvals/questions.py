"""The answers to open questions: a draft is taken by its first answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.evening import renew_evening
from bot.handlers import confirming, evening, guesses, leaving, logs, policy, watch
from bot.handlers.accounts import merging
from bot.handlers.approvals import changing, editing
from bot.handlers.approvals import deciding as approving
from bot.handlers.approvals.correcting import correct
from bot.handlers.contracts import deciding, evidence
from bot.handlers.forms import filling
from bot.handlers.handovers import deciding as handing
from bot.handlers.handovers import proposing
from bot.handlers.ledger import banking, delivering, pasting
from bot.handlers.privacy import colleagues, erasing
from bot.handlers.tasks import doing, saying
from bot.message import Card, Reply, Turn, line
from bot.said import Said
from core.approvals import Draft
from core.base.refusal import Refusal


def answer_draft(turn: Turn) -> Reply:
    """A choice under a question; the first press takes it, later ones are told so."""
    draft = turn.store.approvals.draft(int(turn.arguments["draft"]))
    if draft is None or draft.member_id != turn.member.id:
        raise Refusal("button_not_yours", denied="talk")
    return take(turn, draft, dict(turn.arguments))


def take(turn: Turn, draft: Draft, choice: dict[str, Any]) -> Reply:
    """Take a draft with an answer; Refusal `draft_taken` for everyone but the first."""
    if not turn.store.approvals.take(draft.id):
        raise Refusal("draft_taken")
    turn.store.wrote = True
    renew_evening(turn.store, draft)
    return evidence.after_answer(turn, draft, _answered(turn, draft, choice))


def _answered(turn: Turn, draft: Draft, choice: dict[str, Any]) -> Reply:
    payload = json.loads(draft.payload)
    if draft.kind == "correct":
        return correct(turn, int(payload["source"]), Said.from_json(choice["said"]))
    if answered := ANSWERED.get(draft.kind):
        return answered(turn, draft, payload, dict(choice.get("slots", {})))
    if draft.kind == editing.KIND:
        return editing.answered(turn, payload, choice)
    if draft.kind == changing.KIND:
        return changing.answered(turn, payload, choice)
    if draft.kind == filling.KIND:
        return filling.answered(turn, payload, choice)
    if draft.kind == guesses.KIND:
        return guesses.answered(turn, payload, choice)
    if draft.kind == banking.KIND:
        return banking.answered(turn, payload, choice)
    if draft.kind == "paste":
        dropped = Reply(Card((line("dropped"),)), toast=line("dropped"), replaces=True)
        return dropped if choice.get("drop") else pasting.save_all(turn, draft.payload)
    if same := choice.get("same"):
        confirming.same_as(turn, int(same))
    return logs.answered(turn, draft, choice)


ANSWERED: dict[str, Callable[[Turn, Draft, dict[str, Any], dict[str, str]], Reply]] = {
    "alert": watch.answered,
    "merge": merging.answered,
    confirming.KIND: confirming.reason_told,
    "renewal": deciding.renewal_answered,
    "task_later": doing.day_answered,
    "task_hand": doing.member_answered,
    "task_new": saying.when_answered,
    "promise_day": evening.promise_answered,
    "handover": proposing.answered,
    "handover_reason": handing.reason_answered,
    approving.REASON: approving.reason_answered,
    policy.KIND: policy.answered,
    delivering.LATER: delivering.later_answered,
    "erase": erasing.answered,
    "remove": leaving.answered,
    "former": colleagues.answered,
}
