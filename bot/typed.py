"""What somebody typed as the answer to an open question: the choice a button would have made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from bot import values
from bot.handlers import policy
from bot.hearing import Heard
from bot.message import Turn
from bot.said import Said
from bot.text import typed_words
from core.approvals import Draft
from core.reading import Names
from core.reading.terms import read_split

ALIKE = 0.4  # how much of a name that is put right stands in what was typed
DROPPED_BY_WORD = ("log", "paste")  # questions with [不记]
LONGEST_NAME = 20  # of a customer nobody knows yet, typed as an answer


def right_value(turn: Turn, heard: Heard) -> Said | None:
    """What a card pressed [改] should say: 不对，是15万, or only 15万 or 12月10号."""
    if correction := next((one for one in heard.facts if one.intent == "correction"), None):
        return correction
    if any(one.intent != "note" for one in heard.facts):
        return None
    text, about = turn.inbound.text.strip(), (_local(turn), turn.names, turn.team.currency)
    slots: dict[str, str] = {}
    if amount := values.amount_in(text, *about):
        slots |= {"amount": amount[0]} | ({"currency": amount[1]} if amount[1] != turn.team.currency else {})
    for slot in ("date", "due_date", "next_date"):
        if day := values.day_in(text, *about, past=slot == "date"):
            slots[slot] = day.isoformat()
    return Said("correction", slots, text) if slots else None


def _local(turn: Turn) -> datetime:
    return datetime.combine(turn.today, turn.now.astimezone(ZoneInfo(turn.team.timezone)).time())


Choice = dict[str, object]


def as_answer(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """A typed answer as the choice a button would have made; None when it does not fit."""
    if draft.kind in DROPPED_BY_WORD and typed_words("form_words").get(turn.inbound.text.strip().lower()) == "drop":
        return {"drop": True}
    return TYPED.get(draft.awaits, _as_day)(turn, heard, draft)


def _words(turn: Turn) -> tuple[str, datetime, Names, str]:
    """What was typed, and what it is read with."""
    return turn.inbound.text.strip(), _local(turn), turn.names, turn.team.currency


def _as_amount(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    if re.fullmatch(r"\s*\d{1,2}\s*", turn.inbound.text):
        return None  # 1, or 12, alone is no amount anybody is paid
    amount = values.amount_in(*_words(turn))
    return {"slots": {"amount": amount[0], "currency": amount[1]}} if amount else None


def _as_day(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    if draft.awaits == "due_date" and _asks_about(draft) in ("receivable", "delivery"):
        day = values.due_day_in(*_words(turn))
    else:
        day = values.day_in(*_words(turn), past=draft.awaits == "date")
    slot = {"promise_day": "due_date"}.get(draft.awaits, draft.awaits)
    return (
        {"slots": {slot: day.isoformat(), f"{slot}_end": ""}} if day else None
    )  # one day, not the stretch said before


def _as_days(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Several days in one line; what is no day is told to the question that waits."""
    days, wrong = values.days_in(*_words(turn))
    told = {"days": ",".join(one.isoformat() for one in days), "no_days": "、".join(wrong)}
    return {"slots": told} if days or wrong else None


def _as_shares(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    split = read_split(turn.inbound.text)
    return {"slots": {"split": split}} if split else None


def _as_days_of_notice(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    said = re.fullmatch(r"\D{0,6}(\d{1,3})\s*(?:天|日|days?)?\D{0,10}", turn.inbound.text.strip())
    return {"slots": {"notice": said[1]}} if said else None


def _asks_about(draft: Draft) -> str:
    """The kind of fact a question is about."""
    payload = json.loads(draft.payload)
    return str(payload[0]["intent"]) if isinstance(payload, list) else ""


def _as_name(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """A customer that is known; or a name that is not, which is asked about in its turn."""
    text = turn.inbound.text.strip()
    found = turn.names.find(text)
    refs = [ref for name in found.exact if (ref := found.refs.get(name))]
    if len(refs) == 1:
        return {"account": refs[0]}
    if (asked := _asked_name(draft)) and SequenceMatcher(None, asked.lower(), text.lower()).ratio() < ALIKE:
        return None  # "there is no customer X": only something like X puts the name right
    sentence = heard.request is not None or heard.facts or any(char in "\n，。；！？" for char in text)
    return {"name": text} if not sentence and 2 <= len(text) <= LONGEST_NAME and not _no_name(text) else None


def _asked_name(draft: Draft) -> str:
    """The name nobody knows, which was asked about."""
    payload = json.loads(draft.payload)
    first = payload[0] if isinstance(payload, list) and payload else {}
    return str(first.get("name", ""))


def _no_name(text: str) -> bool:
    """Whether what was typed is chit-chat (好的谢谢), a question or a request, and names nobody."""
    kinds, plain = typed_words("no_name"), " ".join(re.sub(r"[^\w'’?？]+", " ", text.lower()).split())
    if plain.endswith(("?", "？", "吗", "么", "呢")):
        return True
    words = sorted(kinds, key=len, reverse=True)
    if any(kinds[one] == "asks" and re.match(f"{re.escape(one)}{_end(one)}", plain) for one in words):
        return True
    chat = "|".join(f"{re.escape(one)}{_end(one)}" for one in words if kinds[one] == "chat")
    return re.fullmatch(f"(?:(?:{chat})\\s*)*", plain) is not None


def _end(word: str) -> str:
    """An English word ends where it ends; Chinese ones run into each other."""
    return r"(?!\w)" if word.isascii() else ""


def _as_member(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Somebody's name, known or not; a sentence is none."""
    text = turn.inbound.text.strip().removeprefix("@")
    return {"slots": {"member": text}} if 0 < len(text) <= LONGEST_NAME and heard.request is None else None


def _as_reason(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Any words, as long as they are no command."""
    return {"slots": {"reason": turn.inbound.text.strip()}} if heard.request is None else None


def _as_value(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """What looks like a value of a threshold; whether it is in its range is told then."""
    text = turn.inbound.text.strip()
    return {"slots": {"value": text}} if heard.request is None and policy.is_value(text) else None


TYPED: Mapping[str, Callable[[Turn, Heard, Draft], Choice | None]] = {
    "account": _as_name,
    "amount": _as_amount,
    "received_amount": _as_amount,
    "days": _as_days,
    "member": _as_member,
    "split": _as_shares,
    "notice": _as_days_of_notice,
    "reason": _as_reason,
    "policy_value": _as_value,
}
