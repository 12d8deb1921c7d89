"""/mydata: what is kept of somebody of the team, as a file. /former: who left is erased; what they did stays."""

from __future__ import annotations

from typing import Any

from bot.handlers.leaving import left_behind
from bot.handlers.logs import keep_draft, names_changed
from bot.message import Button, Card, Reply, Turn, line, reply
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member, may
from core.people.records import former_name
from storage.store import Store

NAMED = 8


def data(turn: Turn) -> Reply:
    """/mydata: a file of what is kept of oneself; /mydata 李雷 of somebody else, for an admin."""
    name = turn.words.strip().removeprefix("@")
    member = _called(turn.store, name) if name else turn.member
    if member is None or not may(turn.member, "export_member", (member.id,)):
        raise Refusal("member_unknown", name=name[:40], denied="" if member is None else "export_member")
    turn.store.note_read("members", member.id)
    file = {"kind": "member", "id": str(member.id), "member": str(turn.member.id)}
    said = line("member_here", name=member.name)
    return Reply(Card((said,), file=file), private=True)


def _called(store: Store, name: str) -> Member | None:
    """Somebody who is here, else the one who left last of that name; who was erased has none."""
    people = [*store.people.members(), *reversed(store.people.former())]
    return next((one for one in people if one.name.lower() == name.lower() and one.former is None), None)


def erase(turn: Turn) -> Reply:
    """/former 李雷: asked first, with what is still under their name."""
    name = turn.words.strip().removeprefix("@")
    left = [one for one in turn.store.people.former() if one.former is None]
    member = next((one for one in reversed(left) if one.name.lower() == name.lower()), None)
    if member is None:
        if any(one.name.lower() == name.lower() for one in turn.store.people.members()):
            raise Refusal("former_active", name=name)
        names = tuple(one.name for one in left[:NAMED])
        raise Refusal("former_how", names=names or None)
    draft = keep_draft(turn, "former", {"member": str(member.id)}, awaits="")
    choices = ((line("button_erase"), "yes"), (line("button_never_mind"), "no"))
    row = tuple(Button(label, "answer", {"draft": str(draft.id), "slots": {"act": act}}) for label, act in choices)
    asked = line("former_ask", name=member.name, becomes=former_name(_next(turn.store)))
    behind = left_behind(turn.store, member, turn.member)
    return reply(asked, line("former_stays"), *behind, buttons=(row,), action="erase_member")


def _next(store: Store) -> int:
    return 1 + max((one.former or 0 for one in store.people.former()), default=0)


def answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """[删除] or [算了]: from now on they are a number; the ticking process cuts out their traces, drops their keys."""
    if slots.get("act") != "yes":
        return Reply(Card((line("erase_dropped"),)), toast=line("erase_dropped"), replaces=True)
    if not may(turn.member, "erase_member"):
        raise Refusal("not_allowed", denied="erase_member")
    member = turn.store.people.member(int(payload["member"]))
    if member is None or member.active or member.former is not None:
        raise Refusal("former_changed")
    number = _next(turn.store)
    turn.store.note_erased("members", member.id)
    gone = evolve(
        member, name=former_name(number), former=number, erasing=True, language=None, reports_to=None, stand_in_id=None
    )
    turn.store.save(gone)
    names_changed(turn)
    return Reply(Card((line("former_begun", becomes=gone.name),)), toast=line("toast_noted"), replaces=True)
