"""From what was asked to an answer: which customer is meant, and what a question that leans on the last one means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.handlers.accounts import showing
from bot.handlers.accounts.finding import find_account
from bot.handlers.ledger import owing
from bot.handlers.questions import visiting
from bot.handlers.questions.asking import A_ROW, Answer, Asking, Slots, ask_button, page, period_line, scope
from bot.handlers.questions.table import QUESTIONS
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.post import here
from bot.reading import load_question_words
from bot.said import Said
from bot.text import typed_words
from core.approvals import Asked
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member, may
from core.reading.asking import FOLLOWS, KINDS, LOOKS_AHEAD, WHY, read_asked
from core.reading.message import take_apart
from core.sales import Account

TAKES: Mapping[str, frozenset[str]] = {
    name: frozenset(slot for kind in KINDS if kind.name == name for slot in kind.takes) for name in QUESTIONS
}
MOST_CHOICES = 3


def ask(turn: Turn, said: Said) -> Reply:
    """A question in words: 这个月到账多少, 上次谁去见的远航, 跟上个月比呢."""
    for rule, key in (("unclear", "question_unclear"), ("known", "question_no_use")):
        if words := said.get(rule):
            _forget(turn)
            return reply(Line(key, {"words": words[:20]}), line("question_examples"))
    slots = {name: value for name, value in said.slots.items() if name != "about"}
    about = said.get("about") or ""
    if about == FOLLOWS:
        return _follow(turn, said, slots)
    if about == WHY.name:
        return _why(turn, said, slots)
    return _about_customer(turn, said, about, slots)


def _about_customer(turn: Turn, said: Said, about: str, slots: Slots) -> Reply:
    """The answer once it is sure which customer is meant; several or a near name are asked about."""
    if said.account_id is not None:
        return answer(turn, about, {**slots, "customer": str(said.account_id)}, called=said.name)
    if not (said.name or said.choices):
        return answer(turn, about, slots)
    action = QUESTIONS[about].action
    accounts = (turn.store.sales.account(row) for row in said.choices)
    found = [one for one in accounts if one and may(turn.member, action, one.owners, one.tier)]
    if not found:
        return answer(turn, about, {**slots, "customer": str(find_account(turn, said.name).id)}, called=said.name)
    buttons = tuple(
        (ask_button(line("button_name", name=one.name), about, {**slots, "customer": str(one.id)}),)
        for one in found[:MOST_CHOICES]
    )
    return reply(line("account_several", name=said.name), buttons=buttons, action=action)


def _follow(turn: Turn, said: Said, slots: Slots) -> Reply:
    """跟上个月比呢, 那远航呢: the last question again with this changed; without one, a name is just a customer."""
    before = _last(turn)
    if before is None:
        if said.name or said.choices or said.account_id:
            return showing.show_account_said(turn, said)
        minutes = turn.policy.reading.question_minutes
        return reply(line("question_nothing_before", minutes=minutes), line("question_examples"))
    about, new = before["about"], dict(slots)
    for end in ("from", "to"):
        ahead = new.pop(f"ahead_{end}", None)
        if ahead and about in LOOKS_AHEAD:
            new[end] = ahead
    if "to" in new and "as_of" in TAKES[about] and "period" not in TAKES[about]:  # 那8月底呢
        new["as_of"] = min(new.pop("to"), (turn.today - timedelta(days=1)).isoformat())
        new.pop("from")
    if about != "overdue" and "days_to" in new:
        new["days"] = new.pop("days_to")  # 10天内的呢: so long nothing happened
    named = bool(said.name or said.choices or said.account_id)
    strange = [slot for slot in (*new, *(["customer"] if named else [])) if _value_of(slot) not in TAKES[about]]
    if strange:
        raise Refusal("question_cannot_narrow", by=strange[0])
    return _about_customer(turn, said, about, merged(before["slots"], new, named))


def _why(turn: Turn, said: Said, slots: Slots) -> Reply:
    """为什么变了: how the figure asked about last came to be another one since the day it was asked of."""
    before = (_last(turn) or {"slots": {}})["slots"]
    kept = {slot: value for slot, value in before.items() if _value_of(slot) in TAKES["changed"]}
    if "as_of" in before:
        since = date.fromisoformat(before["as_of"]) + timedelta(days=1)
        kept |= {"from": since.isoformat(), "to": turn.today.isoformat()}
    named = bool(said.name or said.choices or said.account_id)
    return _about_customer(turn, said, "changed", merged(kept, slots, named))


def _last(turn: Turn) -> dict[str, Any] | None:
    """The question that was asked here last, while it is fresh; None where there is none to lean on."""
    asked = turn.store.approvals.last_asked(turn.member.id, here(turn).key)
    fresh = timedelta(minutes=turn.policy.reading.question_minutes)
    if asked is None or not asked.payload or turn.now - asked.asked_at > fresh:
        return None
    found: dict[str, Any] = json.loads(asked.payload)
    return found


def _value_of(slot: str) -> str:
    """The value a slot belongs to: from and to are the period."""
    if slot in ("from", "to"):
        return "period"
    return {"against_from": "against", "against_to": "against", "days_to": "days"}.get(slot, slot)


def merged(before: Slots, new: Slots, names_customer: bool = False) -> Slots:
    """The slots of the last question with what was said now: a customer takes the place of a person and the other way
    round, another period that of the one before, with nothing left of what that was compared with."""
    gone: set[str] = {"bucket"}
    if names_customer:
        gone |= {"person", "customer", "by"}
    if "person" in new:
        gone |= {"customer", "by"}
    if "from" in new or "against" in new or "against_from" in new:
        gone |= {"against", "against_from", "against_to"}
    if "days" in new or "days_to" in new:
        gone |= {"days", "days_to"}
    return {**{name: value for name, value in before.items() if name not in gone}, **new}


def pressed(turn: Turn) -> Reply:
    """A button under an answer: narrower, the rows, the next page."""
    arguments = turn.arguments
    return answer(
        turn, arguments["about"], arguments["slots"],
        view=arguments.get("view", "card"), start=int(arguments.get("start", 0)),
    )  # fmt: skip


def aging(turn: Turn) -> Reply:
    """/aging, /aging 李雷, /aging 华星, /aging 按人, /aging 8月底"""
    if not turn.words:
        return answer(turn, "aging", {})
    asked = _as_if_asked(turn, "aging", f"aging {turn.words}")
    return asked or answer(turn, "aging", {"customer": str(find_account(turn, turn.words).id)}, called=turn.words)


def owes(turn: Turn) -> Reply:
    """/owes 华星, /owes 华星 8月底"""
    asked = _as_if_asked(turn, "owes", f"{turn.words} owes how much") if turn.words else None
    return asked or owing.owes(turn)


def cash(turn: Turn) -> Reply:
    """/cash, /cash 12周, /cash 李雷 4周"""
    asked = _as_if_asked(turn, "cash", f"cash calendar {turn.words}")
    if asked is None:
        raise Refusal("cash_what", words=turn.words[:20])
    return asked


def statement(turn: Turn) -> Reply:
    """/statement 华星, /statement 华星 8月, /statement 华星 英文"""
    if not turn.words:
        raise Refusal("account_which")
    words, language = _without_language(turn.words)
    asked = _as_if_asked(turn, "statement", f"{words} statement", **language)
    row = {"customer": str(find_account(turn, words).id)} if asked is None else {}
    return asked or answer(turn, "statement", {**row, **language}, called=words)


def statement_said(turn: Turn, said: Said) -> Reply:
    """华星对账单, 给华星出一份6月的对账单"""
    if said.account_id is None:
        return showing.show_account_said(turn, said)
    asked = _as_if_asked(turn, "statement", said.text)
    return asked or answer(turn, "statement", {"customer": str(said.account_id)}, called=said.name)


def _without_language(words: str) -> tuple[str, dict[str, str]]:
    """The words without the name of a language at their end, and that language."""
    rest, _, last = words.strip().rpartition(" ")
    wanted = typed_words("languages").get(last.lower())
    return (rest, {"language": wanted}) if rest and wanted else (words, {})


def _as_if_asked(turn: Turn, about: str, text: str, **more: str) -> Reply | None:
    """The answer to a command whose words narrow it like a question's; None where they are not understood so."""
    message = take_apart(text, datetime.combine(turn.today, time()), turn.names, turn.team.currency, turn.lexicon)
    asked = read_asked(message, load_question_words())
    if asked is None or asked.get("about") != about or {"unclear", "known"} & set(asked.slots):
        return None
    said = Said.of(asked, message.typed)
    return ask(turn, said.with_slots(**more) if more else said)


def unknown(turn: Turn) -> Reply:
    """A question that is none of ours: said so, with what can be asked."""
    _forget(turn)
    return reply(line("question_unknown"), line("question_examples"))


# -- the answer


def answer(turn: Turn, about: str, slots: Slots, *, view: str = "card", start: int = 0, called: str = "") -> Reply:
    """The card of a question, or the rows behind it; what was asked is kept for the next one to lean on.

    `called` is the customer's name as it was typed: whoever may not see the customer learns no other."""
    question = QUESTIONS[about]
    if not may(turn.member, question.action, owners=(turn.member.id,)):
        raise Refusal("not_allowed", denied=question.action)
    asking = Asking(
        about, slots, question.action, _account(turn, slots, question.action, called), _person(turn, slots), start
    )
    tier = asking.account.tier if asking.account else "normal"
    if asking.account is not None:
        turn.store.note_look(asking.account.id)
    if view == "rows" and question.rows is not None:
        return Reply(Card(*_row_page(turn, asking), shows=_sums_of(turn, asking)), action=question.action, tier=tier)
    found = question.card(turn, asking)
    _keep(turn, asking)
    if isinstance(found, Reply):
        return found
    card = Card(found.lines, _in_rows(found), shows=_sums_of(turn, asking))
    return Reply(card, action=question.action, tier=tier)


def _sums_of(turn: Turn, asking: Asking) -> tuple[tuple[int, int], ...]:
    """Whose money a card adds up: a customer's, a member's customers', the team's. By this a correction of what one of
    these owes finds who saw the sum."""
    if asking.action not in ("see_money", "see_overdue"):
        return ()
    whose = asking.account or asking.person or turn.team
    return ((whose.id, whose.version),)


def _account(turn: Turn, slots: Slots, action: str, called: str) -> Account | None:
    if "customer" not in slots:
        return None
    account = turn.store.sales.account(int(slots["customer"]))
    if account is None:
        raise Refusal("account_gone")
    if not may(turn.member, action, account.owners, account.tier):
        raise Refusal("account_unknown", name=called or account.name, denied=action)  # as if it were not there
    return account


def _person(turn: Turn, slots: Slots) -> Member | None:
    if "person" not in slots:
        return None
    return turn.member if slots["person"] == "me" else turn.store.people.member(int(slots["person"]))


def _row_page(turn: Turn, asking: Asking) -> tuple[tuple[Line, ...], tuple[tuple[Button, ...], ...]]:
    """A page of rows; the first says what they are rows of."""
    rows = QUESTIONS[asking.about].rows
    assert rows is not None
    lines, more = page(turn, asking, rows(turn, asking))
    head = (line("question_rows_head", scope=_whose_rows(turn, asking), what=_what(turn, asking)),)
    next_page = (
        ((ask_button(line("question_more"), asking.about, asking.slots, view="rows", start=more),),) if more else ()
    )
    return (*(head if asking.start == 0 else ()), *(lines or [line("question_rows_gone")])), next_page


def _whose_rows(turn: Turn, asking: Asking) -> Line:
    """Visits are of who went, everything else of whose customer it is."""
    went = asking.about in ("visits", "last", "plans")
    return visiting.by_whom(turn, asking) if went else scope(turn, asking)


def _what(turn: Turn, asking: Asking) -> Line | None:
    """Which rows: of a bucket of the ageing, of a period."""
    if what := asking.get("list"):
        return line("past_list", what=what, on=asking.as_of)
    if bucket := asking.get("bucket"):
        return line("aging_part", bucket=int(bucket), sums=None)
    return None if asking.period is None else period_line(turn, asking.period)


def _in_rows(found: Answer) -> tuple[tuple[Button, ...], ...]:
    return tuple(found.buttons[at : at + A_ROW] for at in range(0, len(found.buttons), A_ROW))


def _keep(turn: Turn, asking: Asking) -> None:
    """One row a member and chat: the question the next one may lean on."""
    _remember(turn, json.dumps({"about": asking.about, "slots": dict(asking.slots)}, ensure_ascii=False))


def _forget(turn: Turn) -> None:
    """After a question that had no answer nothing leans on the one before it."""
    if turn.store.approvals.last_asked(turn.member.id, here(turn).key) is not None:
        _remember(turn, "")


def _remember(turn: Turn, payload: str) -> None:
    kept = turn.store.approvals.last_asked(turn.member.id, here(turn).key)
    if kept is None:
        member, chat = turn.member.id, here(turn).key
        turn.store.save(Asked(id=turn.new_id(), member_id=member, chat=chat, payload=payload, asked_at=turn.now))
    else:
        turn.store.save(evolve(kept, payload=payload, asked_at=turn.now))
