"""/privacy: what personal data the team keeps, what is missing about it, and what follows; for who answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.handlers.privacy.erasing import ask
from bot.message import Button, Card, Reply, Turn, line, reply
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may
from core.sales import Account, Contact
from storage.store import Store

SHOWN = 20
GAPS: Mapping[str, Callable[[Contact], bool]] = {
    "basis": lambda one: not one.basis,
    "source": lambda one: bool(one.basis) and not one.told_by,
    "withdrawn": lambda one: one.basis == "withdrawn",
}


def check(turn: Turn) -> Reply:
    """How many people, which gaps, how long texts are kept; each gap opens to its people."""
    people = _people(turn)
    lines = [line("privacy_head", count=len(people), reached=sum(bool(one.values) for one in people))]
    found = {gap: sum(map(fits, people)) for gap, fits in GAPS.items()}
    missing = any(found.values())
    found["unused"] = len(_unused(turn))
    lines += [line(f"privacy_gap_{gap}", count=count) for gap, count in found.items() if count]
    if not missing:
        lines.append(line("privacy_no_gap"))
    if left := sum(one.former is None for one in turn.store.people.former()):
        lines.append(line("privacy_former", count=left))
    kept = turn.policy.privacy
    lines.append(line("privacy_kept", messages=kept.message_days, cards=kept.card_days))
    lines.append(line("privacy_kept_more", positions=kept.position_days, files=kept.file_days))
    lines.append(line("privacy_masked", masked="on" if kept.hide_from_platform else "off"))
    lines.append(line("privacy_how"))
    buttons = tuple(
        (Button(line(f"button_privacy_{gap}", count=count), "privacy", {"gap": gap}),)
        for gap, count in found.items()
        if count
    )
    return reply(*lines, buttons=buttons, action="see_privacy")


def rows_pressed(turn: Turn) -> Reply:
    """The people behind a count, with their customers."""
    gap = turn.arguments["gap"]
    found = _unused(turn) if gap == "unused" else [one for one in _people(turn) if GAPS[gap](one)]
    names = {one.id: one.name for one in turn.store.all(Account)}
    lines = [line(f"privacy_gap_{gap}", count=len(found))]
    lines += [line("privacy_row", account=names.get(one.account_id, ""), name=one.name) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(line("account_more", count=len(found) - SHOWN))
    buttons = tuple(map(_choices, found[:SHOWN])) if gap == "unused" else ()
    return Reply(Card(tuple(lines), buttons), action="see_privacy")


def _unused(turn: Turn) -> list[Contact]:
    """Those whose customers nobody has dealt with for as long as the policy says, of whom this person may know."""
    seen = {one.id for one in _people(turn)}
    return [one for one in unused(turn.store, turn.policy.privacy.contact_days) if one.id in seen]


def unused(store: Store, days: int) -> list[Contact]:
    """People at customers without any dealing for so many days; none where it is 0."""
    since = store.now - timedelta(days=days)
    return store.sales.unused_people(since, since.date()) if days else []


def _choices(person: Contact) -> tuple[Button, ...]:
    row = {"person": str(person.id)}
    return (
        Button(line("button_unused_erase", name=person.name), "unused_erase", row),
        Button(line("button_unused_keep", name=person.name), "unused_keep", row),
    )


def erase_pressed(turn: Turn) -> Reply:
    """[🗑 李总]: asked as /erase asks."""
    return ask(turn, *_pressed(turn))


def keep_pressed(turn: Turn) -> Reply:
    """[留着 李总]: somebody looked, and there is a reason to keep them: the day of their basis is today."""
    account, person = _pressed(turn)
    turn.store.save(evolve(person, basis_on=turn.today))
    told = line("unused_kept", account=account.name, name=person.name, days=turn.policy.privacy.contact_days)
    return Reply(Card((told,)), toast=line("toast_noted"), action="see_contacts", tier=account.tier)


def _pressed(turn: Turn) -> tuple[Account, Contact]:
    person = turn.store.get(Contact, int(turn.arguments["person"]))
    account = turn.store.sales.account(person.account_id) if person else None
    if person is None or account is None or person.void:
        raise Refusal("unused_gone")
    return account, person


def _people(turn: Turn) -> list[Contact]:
    """The people at customers this person may know of."""
    seen = {
        one.id for one in turn.store.all(Account) if not one.void
        and (turn.member.has("admin") or may(turn.member, "see_account", one.owners, one.tier))
    }  # fmt: skip
    return [one for one in turn.store.all(Contact) if not one.void and one.account_id in seen]
