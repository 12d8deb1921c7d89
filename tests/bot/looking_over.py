"""What every dialog is looked over for when it was played: groups hold nothing that is not theirs (R16), and no button does
anything for whom it was not made (R15). Both read what the played books hold, so a new dialog is looked over too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from core.approvals import Button
from core.base.records import evolve
from core.people import Identity, Member
from core.people.personal import personal_spans
from core.sales import Account, names_of
from storage.store import Store
from storage.transaction import Transaction
from tests.bot.dialog import Stage
from tests.bot.trying import tried

STRANGER = "路人甲"


def leaks(stage: Stage) -> list[str]:
    """What the bot said in a group that not all in it may see: a whole phone or e-mail; a key customer nobody there spoke
    of, where the group is none of managers or finance."""
    transcript, found = stage.channel.transcript, []
    for chat in stage.channel.groups:
        posts = [one for one in stage._versions if one.chat == chat and one.by_bot]
        spoken = "".join(one.text for one in transcript.posts(chat) if not one.by_bot)
        found += [f"{chat}: {one.text}" for one in posts if any(personal_spans(one.text))]
        keys = [names[0] for names in key_customers(stage, chat) if not any(one in spoken for one in names)]
        found += [f"{chat}: {one.text}" for one in posts if any(name in one.text for name in keys)]
    return found


def key_customers(stage: Stage, chat: str) -> list[tuple[str, ...]]:
    """The customers no group like this may be told of, by all their names."""

    def work(transaction: Transaction) -> list[tuple[str, ...]]:
        names: list[tuple[str, ...]] = []
        for team_id in stage._team_ids:
            store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
            bound = store.people.chat_at("stage", chat)
            if bound is None or bound.audience in ("team", "legal"):
                names += [names_of(one) for one in store.all(Account) if one.tier == "key" and one.version == 1]
        return names

    return stage.app.database.read(work)


def misused(stage: Stage, count: int) -> list[str]:
    """Buttons of the dialog pressed by whom they were not made for, elsewhere, too late, or after leaving: what had an
    effect, or was not answered."""
    found = []
    for button, team_id, people in chosen(stage, count):
        for how, raw, before in attempts(stage, button, team_id, people):
            got = tried(stage, raw, before)
            if got.wrote or got.cards or not isinstance(got.toast, str) or not got.toast:
                found.append(f"{how} [{button.verb}] {button.arguments}: {got}")
    return found


def chosen(stage: Stage, count: int) -> Iterator[tuple[Button, int, list[tuple[Member, Identity]]]]:
    def work(transaction: Transaction) -> list[Any]:
        rows = []
        for team_id in stage._team_ids:
            store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
            people = [(one, id_) for one in store.people.members() for id_ in store.people.identities(one.id)]
            rows += [(one, team_id, people) for one in store.all(Button)]
        return rows

    rows = stage.app.database.read(work)
    yield from Random(len(rows)).sample(rows, min(count, len(rows)))


def attempts(stage: Stage, button: Button, team_id: int, people: list[tuple[Member, Identity]]) -> Iterator[Any]:
    """(how, the press, what was done to the books before)"""
    chat = button.chat.partition(":")[2]
    press = lambda who, where, token=button.token: stage.channel._raw(  # noqa: E731
        "press", who, where, {"token": token, "message": "m"}
    )
    channel = {id_.user for _, id_ in people if id_.channel == "stage"}
    for member, id_ in people[:6]:
        if member.id != button.member_id and id_.channel == "stage":
            if button.member_id is not None:
                yield "somebody else's", press(id_.user, chat), None
            yield "another chat's", press(id_.user, "别的群"), None
            yield (
                "too late",
                press(id_.user, chat),
                changed(stage, team_id, button, expires_at=stage.clock() - timedelta(1)),
            )
    for user in sorted(channel)[:1]:
        for token in (button.token[:-1], button.token[::-1], button.token + "A", "", "\u202e\x00" * 40, "1 OR 1=1"):
            yield "forged", press(user, chat, token), None
        owner = next((one for one, id_ in people if id_.user == user), None)
        if owner is not None:
            yield "after leaving", press(user, chat), changed(stage, team_id, owner, active=False)
    yield "a stranger's", press(STRANGER, chat), None


def changed(stage: Stage, team_id: int, record: Any, **new: Any) -> Any:
    def work(transaction: Transaction) -> None:
        store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
        store.save(evolve(store.get(type(record), record.id), **new))

    return work
