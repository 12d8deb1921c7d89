"""/privacy: what personal data the team keeps, what is missing about it, and what follows; for who answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.message import Button, Card, Reply, Turn, line, reply
from core.people import may
from core.sales import Account, Contact

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
    lines += [line(f"privacy_gap_{gap}", count=count) for gap, count in found.items() if count]
    if not any(found.values()):
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
    found = [one for one in _people(turn) if GAPS[gap](one)]
    names = {one.id: one.name for one in turn.store.all(Account)}
    lines = [line(f"privacy_gap_{gap}", count=len(found))]
    lines += [line("privacy_row", account=names.get(one.account_id, ""), name=one.name) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(line("account_more", count=len(found) - SHOWN))
    return Reply(Card(tuple(lines)), action="see_privacy")


def _people(turn: Turn) -> list[Contact]:
    """The people at customers this person may know of."""
    seen = {
        one.id for one in turn.store.all(Account) if not one.void
        and (turn.member.has("admin") or may(turn.member, "see_account", one.owners, one.tier))
    }  # fmt: skip
    return [one for one in turn.store.all(Contact) if not one.void and one.account_id in seen]
