"""/erase: a person at a customer is forgotten. Asked first, because nothing brings them back; sums and entries stay."""

from __future__ import annotations

from typing import Any

from bot.handlers.logs import keep_draft
from bot.handlers.privacy.files import said_of
from bot.handlers.privacy.people import find_person
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.post import private_place, queue
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member, may
from core.people.personal import canonical, personal_spans
from core.sales import Account, Contact
from storage.sealed import Seal
from storage.store import Store


def erase(turn: Turn) -> Reply:
    """/erase 华星 李总, or /erase 13800000000 for a number that was only typed into a note."""
    words = turn.words.strip()
    if words and [(0, len(words))] == list(personal_spans(words)):
        return _erase_value(turn, words)
    account, person, _ = find_person(turn, "erase", "erase_person")
    return ask(turn, account, person)


def ask(turn: Turn, account: Account, person: Contact) -> Reply:
    """Whether this person is to be forgotten, and what of them is kept."""
    draft = keep_draft(turn, "erase", {"person": str(person.id)}, awaits="")
    reach = len(person.values)
    asked = line("erase_ask", account=account.name, name=person.name, reach=reach or None)
    lines, buttons = said_of(turn, account, person)
    return reply(
        asked, line("erase_stays"), *lines, buttons=(*_choices(draft), *buttons), action="see_contacts",
        tier=account.tier,
    )  # fmt: skip


def _erase_value(turn: Turn, value: str) -> Reply:
    """A phone or e-mail nobody at a customer has; if somebody has it, they are named instead."""
    for one in turn.store.all(Contact):
        if not one.void and canonical(value) in map(canonical, one.values):
            account = turn.store.sales.account(one.account_id)
            if account and may(turn.member, "see_contacts", account.owners, account.tier):
                raise Refusal("erase_belongs", account=account.name, name=one.name)
    draft = keep_draft(turn, "erase", {"value": value}, awaits="")
    return reply(line("erase_value_ask"), line("erase_stays"), buttons=_choices(draft), action="see_contacts")


def _choices(draft: Draft) -> tuple[tuple[Button, ...], ...]:
    return ((_choice(draft, line("button_erase"), "yes"), _choice(draft, line("button_never_mind"), "no")),)


def _choice(draft: Draft, label: Line, act: str) -> Button:
    return Button(label, "answer", {"draft": str(draft.id), "slots": {"act": act}})


def answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """[删除] or [算了]: they are hidden at once; the ticking process cuts their traces out and drops their keys."""
    if slots.get("act") != "yes":
        return Reply(Card((line("erase_dropped"),)), toast=line("erase_dropped"), replaces=True)
    if not may(turn.member, "erase_person", None):
        raise Refusal("not_allowed", denied="erase_person")
    if "value" in payload:
        transaction = turn.store.transaction
        forget_value(payload["value"], transaction.seal(0), transaction.seal(turn.store.team_id))
        turn.store.note_erased()
        return Reply(Card((line("erase_value_done"),)), toast=line("toast_noted"), replaces=True)
    person = turn.store.get(Contact, int(payload["person"]))
    if person is not None and person.state == "active":
        turn.store.save(evolve(person, state="erasing", void=True))
    return Reply(Card((line("erase_begun"),)), toast=line("toast_noted"), replaces=True)


def forget_value(value: str, *seals: Seal) -> None:
    """Drop the key of one phone, e-mail or name: wherever it was typed, it now reads as erased."""
    for seal in seals:
        seal.forget_value(value)


def tell_erased(store: Store, person: Contact) -> None:
    """Whoever asked for it learns in private that it is done."""
    asked_by = next(
        (one.by for one in store.audit.of_record(person.id) if one.change.get("state", ["", ""])[-1] == "erasing"), None
    )
    member = store.get(Member, asked_by) if asked_by else None
    account = store.get(Account, person.account_id)
    place = private_place(store, member) if member else None
    if place is not None and account is not None:
        queue(store, place, {"lines": [["erase_done", {"account": account.name}]], "buttons": []})
