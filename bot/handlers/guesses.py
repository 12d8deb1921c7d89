"""What the suggester pointed at: a card to confirm, marked as a guess. Nothing of it is booked before the press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers import logs
from bot.message import Button, Card, Line, Reply, Turn, line
from bot.said import Said
from core.base.refusal import Refusal
from core.sales import Account

KIND = "guess"
DAYS = ("date", "due_date", "close_date", "next_date")
TIMES = {"date": "time", "next_date": "next_time"}


def offer(turn: Turn, guesses: Sequence[Said]) -> Reply | None:
    """The guesses with [记上] and [不记]; None when there is nothing this person could log."""
    card, tier = _asked(turn, guesses, beside=False)
    return Reply(card, brief=line("asked_privately"), action="see_money", tier=tier) if card else None


def beside(turn: Turn, logged: Reply, guesses: Sequence[Said]) -> Reply:
    """What was booked, and below it the guesses about what was left over; never a second question in one answer."""
    if logged.card is None or _asks(logged.card):
        return logged
    card, tier = _asked(turn, guesses, beside=True)
    if card is None:
        return logged
    both = Card((*logged.card.lines, *card.lines), (*card.buttons, *logged.card.buttons))
    return replace(logged, card=both, tier="key" if "key" in (logged.tier, tier) else "normal")


def answered(turn: Turn, payload: dict[str, Any], choice: dict[str, Any]) -> Reply:
    """[记上] books the guesses as if the person had said so, doubts and rights included; [不记] leaves them."""
    alone = not payload["beside"]  # else the card also tells what was booked, and keeps its face
    if choice.get("drop"):
        return Reply(Card((line("dropped"),)) if alone else None, toast=line("dropped"), replaces=alone)
    saids = [Said.from_json(one) for one in payload["saids"]]
    return replace(logs.log(turn, saids, confirmed=True), replaces=alone)


def _asked(turn: Turn, guesses: Sequence[Said], *, beside: bool) -> tuple[Card | None, str]:
    """The card of a guess and the tier of what it tells; its draft is kept for the press."""
    saids = [one for one in guesses if _may_log(turn, one)]
    if not saids:
        return None, "normal"
    draft = logs.keep_draft(turn, KIND, {"saids": [one.as_json() for one in saids], "beside": beside}, awaits="")
    accounts = [_account(turn, one) for one in saids]
    rows = (_row(turn, said, account) for said, account in zip(saids, accounts, strict=True))
    choices = tuple(
        Button(line(label), "answer", {"draft": str(draft.id), choice: True})
        for label, choice in (("button_save", "save"), ("button_drop", "drop"))
    )
    tier = "key" if any(account is not None and account.tier == "key" for account in accounts) else "normal"
    return Card((line("guess_head"), *rows), (choices,)), tier


def _may_log(turn: Turn, said: Said) -> bool:
    """Whether this person could log that, and the books could hold it: else it is not worth a question."""
    from bot.routes import FACTS

    try:
        logs.permit(turn, FACTS[said.intent][1], said)
        logs.amount_of(turn, said)
    except Refusal:
        return False
    return True


def _account(turn: Turn, said: Said) -> Account | None:
    return turn.store.sales.account(said.account_id) if said.account_id else None


def _row(turn: Turn, said: Said, account: Account | None) -> Line:
    """回款：华星科技、¥50,000、3月2日周一"""
    named: Any = account.name if account else said.name or Line("guess_no_account")
    return line("guess_row", kind=Line(f"guess_{said.intent}"), values=(named, *_values(turn, said)))


def _values(turn: Turn, said: Said) -> Iterator[Any]:
    currency = turn.team.currency
    yield from (one for one in (said.get("contact"), said.get("competitor")) if one)
    amounts = (said.money(currency, slot) for slot in ("amount", "amount_max"))
    yield from (amount for amount in amounts if amount is not None)
    if percent := said.get("percent"):
        yield f"{percent}%"
    if stage := said.get("stage"):
        yield Line(f"stage_{stage}")
    for slot in DAYS:
        if on := said.day(slot):
            until, at = said.day(f"{slot}_end"), said.get(TIMES.get(slot, "")) or ""
            assumed = slot in said.assumed
            yield line("guess_assumed", on=on) if assumed else line(f"guess_{slot}", on=on, until=until, at=at)


def _asks(card: Card) -> bool:
    """Whether a card asks something already."""
    return any(button.verb == "answer" for row in card.buttons for button in row)
