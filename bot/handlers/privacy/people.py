"""/consent: why a person's data is kept and where it came from. /person: all that is kept of them, as a file."""

from __future__ import annotations

from bot.handlers.accounts.contacts import LONGEST, MOST
from bot.handlers.accounts.finding import begins_with_account, missing, permitted
from bot.handlers.logs import taking_back
from bot.message import Card, Line, Reply, Turn, line
from bot.post import private_place
from bot.text import typed_words
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales import Account, Contact

LONGEST_SOURCE = 100


def consent(turn: Turn) -> Reply:
    """/consent 华星 李总 展会名片 · /consent 华星 李总 合同 · /consent 华星 李总 撤回"""
    account, person, said = find_person(turn, "consent", "change_account")
    first, _, rest = said.partition(" ")
    basis = typed_words("bases").get(first.lower())
    source = (rest if basis else said).strip()
    if not basis and not source:
        return Reply(Card((line("consent_is", **_facts(account, person)),)), action="see_contacts", tier=account.tier)
    if len(source) > LONGEST_SOURCE:
        raise Refusal("contact_long", most=LONGEST_SOURCE)
    fresh = evolve(person, basis=basis or "consent", basis_on=turn.today, told_by=source or person.told_by)
    turn.store.save(fresh)
    key = "consent_withdrawn" if fresh.basis == "withdrawn" else "consent_noted"
    card = Card((line(key, **_facts(account, fresh)),), (taking_back(turn)[:1],))
    return Reply(card, action="see_contacts", tier=account.tier)


def _facts(account: Account, person: Contact) -> dict[str, object]:
    basis = Line(f"basis_{person.basis or 'none'}")
    return {
        "account": account.name, "name": person.name, "basis": basis, "on": person.basis_on,
        "source": person.told_by or None,
    }  # fmt: skip


def person(turn: Turn) -> Reply:
    """/person 华星 李总: a file with everything about them, in private; that it was given is in the audit."""
    account, found, _ = find_person(turn, "person", "export_person")
    if turn.policy.privacy.hide_from_platform:
        raise Refusal("export_kept_from_platform")
    if private_place(turn.store, turn.member, turn.inbound.channel) is not None:
        turn.store.note_read("contacts", account.id)
    file = {"kind": "person", "id": str(found.id), "member": str(turn.member.id)}
    said = line("person_here", account=account.name, name=found.name)
    return Reply(Card((said,), file=file), private=True)


def find_person(turn: Turn, command: str, action: str) -> tuple[Account, Contact, str]:
    """The person a line names after their customer, and what follows; a Refusal that lists who there is."""
    if not turn.words:
        raise missing(turn, command)
    account, said = begins_with_account(turn, turn.words)
    permitted(turn, account, action)
    if not said:
        raise missing(turn, command, account)
    everybody = turn.store.sales.contacts(account.id)
    for one in sorted(everybody, key=lambda one: -len(one.name)):
        if said == one.name or said.startswith(f"{one.name} "):
            return account, one, said[len(one.name) :].strip()
    names = tuple(one.name for one in everybody[:MOST])
    raise Refusal("contact_unknown", account=account.name, name=said.split()[0][:LONGEST], names=names or None)
