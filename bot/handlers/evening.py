"""The buttons of the evening card: take up again what was left over, or let it go."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.booked import once
from bot.evening import renew_evening
from bot.handlers import guesses, logs
from bot.handlers.contracts import evidence
from bot.handlers.forms import filling
from bot.handlers.ledger import pasting
from bot.handlers.ledger.promising import keep_promise
from bot.message import Card, Reply, Turn, line, reply
from bot.said import Said
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Promise


def go_on(turn: Turn) -> Reply:
    """[接着记]: the question is asked anew, or booked if nothing is in doubt any more."""
    draft = _taken(turn)
    payload = json.loads(draft.payload)
    if draft.kind == "log":
        answer = logs.log(turn, once(turn.store, map(Said.from_json, payload), draft.member_id, draft.id))
    else:
        answer = ANEW[draft.kind](turn, payload)
    return replace(evidence.after_answer(turn, draft, answer), toast=line("toast_here"), replaces=False)


def let_go(turn: Turn) -> Reply:
    """[不记]: it is not asked again."""
    draft = _taken(turn)
    if draft.kind == filling.KIND and turn.has_keys:
        return Reply(Card((line("dropped"),)), toast=line("dropped"), keyboard=True)
    return Reply(toast=line("dropped"))


def _taken(turn: Turn) -> Draft:
    draft = turn.store.approvals.draft(int(turn.arguments["draft"]))
    if draft is None or draft.member_id != turn.member.id:
        raise Refusal("button_not_yours", denied="talk")
    if not turn.store.approvals.take(draft.id):
        raise Refusal("draft_taken")
    turn.store.wrote = True
    renew_evening(turn.store, draft)
    return draft


def _guess(turn: Turn, payload: Any) -> Reply:
    offered = guesses.offer(turn, [Said.from_json(one) for one in payload["saids"]])
    return offered or reply(line("evening_say_again", text=payload["saids"][0]["text"]))


def _paste(turn: Turn, payload: Any) -> Reply:
    return pasting.preview(turn, [Said.from_json(one) for one in payload])


def _say_again(turn: Turn, payload: Any) -> Reply:
    return reply(line("evening_say_again", text=payload["text"]))


def _promise_day(turn: Turn, payload: Any) -> Reply:
    logs.keep_draft(turn, "promise_day", payload, awaits="promise_day")
    return reply(line("ask_promise_by", account=payload["account"]), action="see_money")


def promise_answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """下周五, said to the question for the day of a promise."""
    promise, said = turn.store.get(Promise, int(payload["promise"])), Said("promise", slots, "")
    by_on = said.day("due_date_end") or said.day("due_date")
    if promise is None or promise.void or promise.by_on is not None:
        raise Refusal("record_gone")
    if by_on is None or by_on < turn.today:
        raise Refusal("promise_in_the_past", on=by_on or turn.today)
    keep_promise(turn, evolve(promise, by_on=by_on))
    saved = line("promise_saved", account=payload["account"], contact=None, amount=promise.amount,
                 percent=promise.percent, by=by_on)  # fmt: skip
    return reply(saved, buttons=(logs.taking_back(turn),), action="see_money")


ANEW: Mapping[str, Callable[[Turn, Any], Reply]] = {
    "guess": _guess,
    "paste": _paste,
    "unread": _say_again,
    "promise_day": _promise_day,
    "form": filling.take_up,
}
