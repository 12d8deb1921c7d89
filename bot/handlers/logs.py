"""Logging: the facts of a message are booked one by one; what is in doubt waits in a draft behind one question.

A person is asked one thing at a time. The answer fills the doubt in every fact it concerns, and the rest is looked at
again with the same eyes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.booked import SAID_AGAIN, once
from bot.handlers.accounts.finding import archived_named, twins_of
from bot.message import Button, Card, Line, Notice, Reply, Turn, line
from bot.post import here, private_place
from bot.said import Said
from bot.text import shortened
from core.approvals import Draft
from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may
from core.sales import Account, brought_back, names_of

UNDO, EDIT = line("button_undo"), line("button_edit")
MOST_CHOICES = 3
QUOTED = 40


@dataclass(frozen=True, slots=True)
class Booked:
    """What one fact became: the sentences of its card, and the one line a group may hear.

    `asks`: what is to be asked next though this is booked, and the fact its answer completes. `about`: the record.
    `offers`: buttons for a next step, where nothing else is asked and the message has none of its own.
    `buttons`: what may be done with it later, as rows.
    """

    lines: tuple[Line, ...]
    brief: Line
    tier: str = "normal"
    notices: tuple[Notice, ...] = ()
    asks: tuple[Said, Question] | None = None
    about: int | None = None
    offers: tuple[Button, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


Choice = tuple[Line, dict[str, Any]]  # what a button says, and what pressing it answers


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing to ask: a sentence, at most three choices, and what a typed answer would fill ("" = nothing)."""

    line: Line
    choices: tuple[Choice, ...] = ()
    awaits: str = ""


class Doubt(Exception):
    """Raised by a handler that cannot book a fact before something is asked."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.line.key)
        self.question = question


def log(turn: Turn, saids: Sequence[Said], *, confirmed: bool = False) -> Reply:
    """Book what is clear, ask about the first thing that is not."""
    from bot.handlers.credit.checking import before_booking
    from bot.handlers.discounts.checking import priced
    from bot.routes import FACTS

    booked: list[Booked] = []
    waiting: list[tuple[Said, Question]] = []
    for said in saids:
        handler, action = FACTS[said.intent]
        try:
            doubts = {kind for kind, _, _ in said.doubts}
            permit(turn, "log_payment" if "direction" in doubts else action, said)  # money, whichever way it went
            if "text_cut" in doubts:
                raise Refusal("text_too_long")
            if question := doubt_about(turn, said, confirmed=confirmed):
                raise Doubt(question)
            sold = priced(turn, said)
            done: Booked = sold if isinstance(sold, Booked) else before_booking(turn, sold) or handler(turn, sold)
            booked.append(done)
            waiting += [done.asks] if done.asks else []
        except Doubt as doubt:
            waiting.append((said, doubt.question))
        except Refusal as no:
            if no.key != "nothing_open" or not booked:
                raise
            why = line("nothing_to_let_off")  # 收到5万，抹零300, and nothing was owed: the payment counts all the same
            booked.append(Booked((why,), why))
    return _answer(turn, booked, waiting)


def log_said(turn: Turn, said: Said) -> Reply:
    """A request that is booked like a fact."""
    return log(turn, [said])


def permit(turn: Turn, action: str, said: Said) -> None:
    """Refusal where this person may not log that about this account."""
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    owners, tier = (account.owners, account.tier) if account else (None, "normal")
    if may(turn.member, action, owners, tier):
        return
    if said.intent == "deal" and said.get("amount") and may(turn.member, "log_payment", owners, tier):
        facts = dict(account=said.name or (account.name if account else ""), amount=said.money(turn.team.currency))
        raise Refusal("not_allowed_deal", denied=action, **facts)  # Globex 5k, from finance: a payment was meant
    raise Refusal("not_allowed", denied=action)


def the_account(turn: Turn, said: Said) -> Account:
    """The account a fact is about; it was made sure of before."""
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    if account is None:
        raise Refusal("account_gone")
    return account


# -- doubts


def doubt_about(turn: Turn, said: Said, *, confirmed: bool = False) -> Question | None:
    """The first thing that must be asked before a fact may be booked; None when it is clear."""
    from bot.handlers.ledger import payers  # they ask as well

    for kind, words, values in said.doubts:
        if kind in DOUBTS:
            return _about_value(turn, said, kind, words, values)
    if said.account_id is None and said.intent != "new_account":
        return payers.suggested(turn, said) or _which_account(turn, said)
    if turn.policy.reading.always_ask and not confirmed:
        return Question(line("ask_always"), ((line("button_save"), {"save": True}), DROP))
    return None


DROP: Choice = (line("button_drop"), {"drop": True})
# What a doubt asks for: an amount, a day, an account, or nothing that could be typed.
DOUBTS = {
    "impossible_date": "day",
    "impossible_end": "end_date",
    "two_dates": "day",
    "two_amounts": "amount",
    "negative_amount": "amount",
    "absurd_amount": "amount",
    "unknown_currency": "amount",
    "direction": "",
    "several_customers": "account",
    SAID_AGAIN: "",
    "edited": "",
    "edited_undone": "",
}
# Doubts about booking it at all: what the button says that books it.
WHETHER = {SAID_AGAIN: "button_twin_other", "edited": "button_save", "edited_undone": "button_save"}
DAY_SLOTS = {"followup": "next_date", "promise": "due_date", "receivable": "due_date", "deal": "close_date"}


def _about_value(turn: Turn, said: Said, kind: str, words: str, values: Sequence[str]) -> Question:
    """Ask for the value, with those that were said as buttons."""
    if kind in WHETHER:
        asked = line(f"ask_{kind}", words=shortened(said.text, QUOTED))
        return Question(asked, ((line(WHETHER[kind]), {"settle": kind}), DROP))
    slot = DAY_SLOTS.get(said.intent, "date") if DOUBTS[kind] == "day" else DOUBTS[kind]
    chosen: list[Choice] = []
    for value in values[: MOST_CHOICES - 1] if DOUBTS[kind] in ("day", "amount") else ():
        shown = said.with_slots(**{slot: value})
        label = shown.money(turn.team.currency) if slot == "amount" else shown.day(slot)
        chosen.append((line("button_value", value=label), {"slots": {slot: value}}))
    quoted = f"-{words}" if kind == "negative_amount" else words
    return Question(line(f"ask_{kind}", words=quoted), (*chosen, DROP), slot)


def _which_account(turn: Turn, said: Said) -> Question:
    """Which customer is meant: near or several names to choose from, or a new one."""
    found = [account for row in said.choices if (account := turn.store.sales.account(row))]
    if not found and said.name:
        near = turn.names.find(said.name)
        refs = [ref for name in (*near.exact, *near.near) if (ref := near.refs.get(name))]
        found = [account for ref in refs if (account := turn.store.sales.account(int(ref)))]
        found += [one for one in twins_of(turn, said.name)[0] if one not in found]
    found = [one for one in found if may(turn.member, "see_account", one.owners, one.tier)]
    put_away = archived_named(turn, said.name) if said.name and not found else None
    if put_away is not None and may(turn.member, "change_account", put_away.owners, put_away.tier):
        back = (line("button_unarchive_and_save", account=put_away.name), {"account": str(put_away.id)})
        return Question(line("ask_archived", account=put_away.name), (back, DROP), "account")
    create = ((line("button_create_and_save", name=said.name), {"create": said.name}),) if said.name else ()
    shown = found[: MOST_CHOICES - 1 if create and len(said.choices) < MOST_CHOICES else MOST_CHOICES]
    chosen = tuple((line("button_name", name=one.name), {"account": str(one.id)}) for one in shown)
    if not said.name:
        key = "ask_account_of_several" if found else "ask_account"
    else:
        key = ("ask_new_account", "ask_near_name", "ask_which_account")[min(len(found), 2)]
    if said.get("bank_key") and not found:
        key = "ask_bank_payer"
    drop = () if len(chosen) + len(create) >= MOST_CHOICES else (DROP,)
    return Question(
        line(key, name=said.name, near=found[0].name if found else ""), (*chosen, *create, *drop), "account"
    )


# -- the answer


def _answer(turn: Turn, booked: Sequence[Booked], waiting: Sequence[tuple[Said, Question]]) -> Reply:
    lines = [one for item in booked for one in item.lines]
    rows: list[tuple[Button, ...]] = []
    notices = tuple(notice for item in booked for notice in item.notices)
    if waiting:
        question = waiting[0][1]
        draft = keep_draft(turn, "log", [said.as_json() for said, _ in waiting], awaits=question.awaits)
        lines.append(question.line)
        if len(waiting) > 1:
            lines.append(line("more_waiting", count=len(waiting) - 1))
        rows += _choices(draft, question)
    offers = [item for item in booked if item.offers]
    if len(offers) == 1 and not waiting and not any(item.brief.key == "task_brief" for item in booked):
        lines.append(line("next_step_ask", account=offers[0].brief.facts["account"] if len(booked) > 1 else None))
        rows.append(offers[0].offers)
    rows += [row for item in booked for row in item.buttons]
    if booked:
        rows.append(taking_back(turn))
    tier = "key" if any(item.tier == "key" for item in booked) else "normal"
    brief = booked[0].brief if booked else line("asked_privately")
    if len(booked) > 1:
        brief = line("logged_several", first=booked[0].brief, more=len(booked) - 1)
    card = Card(tuple(lines), tuple(rows), next((item.about for item in booked if item.about), None))
    return Reply(card, brief=brief, action="see_money", tier=tier, notices=notices)


def _choices(draft: Draft, question: Question) -> list[tuple[Button, ...]]:
    choices = question.choices
    if len(choices) < MOST_CHOICES and not any("drop" in arguments for _, arguments in choices):
        choices = (*choices, DROP)
    return [(Button(label, "answer", {"draft": str(draft.id), **arguments}),) for label, arguments in choices]


def taking_back(turn: Turn) -> tuple[Button, ...]:
    """The two buttons under everything that was booked."""
    source = str(turn.source)
    return (
        Button(UNDO, "undo", {"source": source}),
        Button(EDIT, "edit", {"source": source}),
    )


def keep_draft(
    turn: Turn, kind: str, payload: Any, *, awaits: str, private: bool = False, lapsed: bool = False
) -> Draft:  # fmt: skip
    """What waits for this person's answer, in the chat where the question will stand. `lapsed`: no text answers it, and
    it is listed in the evening."""
    place = here(turn)
    if not turn.private or private:
        place = private_place(turn.store, turn.member, turn.inbound.channel) or place
    draft = Draft(
        id=turn.new_id(),
        kind=kind,
        member_id=turn.member.id,
        chat=place.key,
        payload=json.dumps(payload, ensure_ascii=False),
        awaits=awaits,
        expires_at=turn.now if lapsed else turn.now + timedelta(minutes=turn.policy.reading.question_minutes),
        opened_by=turn.source,
    )
    turn.store.save(draft)
    return draft


# -- taking a draft up again


def answered(turn: Turn, draft: Draft, choice: dict[str, Any]) -> Reply:
    """Fill in what was answered and log again; `choice` is a button's, or what a typed answer was read as."""
    saids = [Said.from_json(one) for one in json.loads(draft.payload)]
    filled = saids[1:] if choice.get("drop") else _filled(turn, saids, choice)
    if not filled:
        told = line(str(choice.get("told", "dropped")))
        return Reply(Card((told,)), toast=told, replaces=True)
    filled = once(turn.store, filled, draft.member_id, draft.id)
    reply = log(turn, filled, confirmed=bool(choice.get("save")))
    return replace(reply, replaces=True) if turn.inbound.kind == "press" else reply


def _filled(turn: Turn, saids: Sequence[Said], choice: dict[str, Any]) -> list[Said]:
    first = saids[0]
    if "account" in choice:
        account = turn.store.sales.account(int(choice["account"]))
        if account is None:
            raise Refusal("account_gone")
        if account.state == "archived":
            account = brought_back(account)
            turn.store.save(account)
            names_changed(turn)
        if not first.get("bank_key"):  # who the bank names as payer is remembered as one
            learn_alias(turn, account, first.name)
        return _same_name(saids, first.name, account.id)
    if "create" in choice:
        return _same_name(saids, first.name, create_account(turn, str(choice["create"])).id)
    if "name" in choice:
        return [replace(one, name=str(choice["name"]), choices=()) if one.name == first.name and one.account_id is None
                else one for one in saids]  # fmt: skip
    if "payer_of" in choice:
        return [first.with_account(int(choice["payer_of"])).with_slots(payer=first.name), *saids[1:]]
    if "settle" in choice:
        return [first.without_doubt(str(choice["settle"])), *saids[1:]]
    for slot, value in dict(choice.get("slots", {})).items():
        first = first.with_slots(**{slot: value})
        first = first.without("terms") if slot == "split" else first  # the words said otherwise
    for kind, _, _ in first.doubts[:1]:
        first = first.without_doubt(kind)
    return [first, *saids[1:]]


def _same_name(saids: Iterable[Said], name: str, account_id: int) -> list[Said]:
    """The answer holds for every fact of the message that names the same customer, or none."""
    return [one.with_account(account_id) if one.account_id is None and one.name == name else one for one in saids]


def create_account(turn: Turn, name: str) -> Account:
    """A new account under exactly that name, owned by whoever logs it; Refusal `account_exists` for a known name."""
    if not may(turn.member, "create_account"):
        raise Refusal("not_allowed", denied="create_account")
    name = " ".join(name.split())[:80]
    if len(name) < 2:
        raise Refusal("account_name_short")
    if turn.names.whole.find(name).exact:  # also one this person may not know of: two of a name would serve nobody
        raise Refusal("account_exists", name=name, denied="" if turn.names.find(name).exact else "see_account")
    if archived_named(turn, name):
        raise Refusal("account_archived", account=name)
    account = Account(id=turn.new_id(), name=name, owner_id=turn.member.id)
    turn.store.save(account)
    turn.store.sales.check_account_on(account.id, turn.today)
    names_changed(turn)
    return account


def learn_alias(turn: Turn, account: Account, said: str) -> None:
    """A confirmed way to write the name is known from now on, unless another account has it."""
    if len(said) >= 2 and said not in names_of(account) and not turn.names.whole.find(said).exact:
        turn.store.save(evolve(account, aliases=(*account.aliases, said)))
        names_changed(turn)


def names_changed(turn: Turn) -> None:
    """Every worker builds its index of names again."""
    team = turn.store.people.team()
    turn.store.save(evolve(team, names_version=team.names_version + 1))


def amount_or_ask(turn: Turn, account: Account, said: Said, question: str) -> Money:
    """The amount a fact about money names; asked for in these words where there is none, or none above nothing."""
    amount = amount_of(turn, said)
    if amount is None:
        raise Doubt(Question(line(question, account=account.name), awaits="amount"))
    if not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    return amount


def amount_of(turn: Turn, said: Said) -> Money | None:
    """The amount a fact names, in its currency; a Refusal with the reason when the books cannot hold it."""
    try:
        return said.money(turn.team.currency)
    except ValueError:
        raise Refusal(
            "amount_not_bookable", amount=said.get("amount") or "", currency=said.get("currency") or ""
        ) from None
