"""What every dialog is looked over for when it was played: groups hold nothing that is not theirs (R16), no button does
anything for whom it was not made (R15), and who has it rightly may no more with it than the table of rights says (R13).
All read what the played books hold, so a new dialog is looked over too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from bot.routes import BUTTONS
from bot.text import say
from core.approvals import Button
from core.base.records import Record, evolve
from core.people import Identity, Member, may
from core.people.permissions import ALL
from core.people.personal import personal_spans
from core.sales import Account, names_of
from storage.store import Store
from storage.tables import KINDS
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
    chat = next((str(id_.chat) for one, id_ in people if chat == f"@{one.id}"), chat)
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


# --- rights: a button in the hands of somebody it might have been made for -------------------------------------------

STATES = ("granted", "refused", "withdrawn", "replaced")
OVER = {say("zh-CN", "record_gone"), *(say("zh-CN", "approval_decided", state=one) for one in STATES)}
# Whoever has the role may not always: it must be their own log, their own step, or another right is asked within.
NARROWER = frozenset(re.findall(r"\w+", """
    approve reject hold approval_open approval_withdraw undo edit field answer evening_go evening_drop form ask week plan
    import import_drop import_ask import_answer handover_refuse handover_accept_for handover_offer handover_pick
    handover_list
"""))  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """The customer a button is about, or nobody's; who owns the thing itself."""

    account: Account | None
    owners: tuple[int, ...] | None

    @property
    def names(self) -> tuple[str, ...]:
        return names_of(self.account) if self.account else ()


def beyond_their_rights(stage: Stage, count: int) -> list[str]:
    """Buttons of the dialog made out to a newcomer of each role who owns nothing, the customer being normal or key: what
    had an effect, or told of the customer, that the table of rights does not give; what was refused though it does."""
    found = []
    for button, team_id in of_each_verb(stage, count):
        about = about_of(stage, team_id, button)
        for role, tier in ((role, tier) for role in ALL for tier in ("normal", "key")[: 2 if about.account else 1]):
            who = Member(id=stage.app.database.ids.new(stage.clock()), name=f"新来的{role}", roles=(role,))
            press = stage.channel._raw("press", who.name, who.name, {"token": f"again{button.id}", "message": "m"})
            got = tried(stage, press, made_out(stage, team_id, button, who, about, tier))
            allowed = may(who, BUTTONS[button.verb].action, about.owners, tier)
            unknown = tier == "key" and not may(who, "see_account", about.owners, tier)
            named = unknown and any(name in got.said for name in about.names)
            bad = named or not got.toast
            if not allowed:
                bad |= bool(got.wrote) or bool(got.cards) or not (got.denied or got.toast in OVER)
            elif button.verb not in NARROWER:
                bad |= bool(got.denied) and not unknown
            if bad:
                found.append(f"{role} {tier} allowed={allowed} [{button.verb}] {button.arguments}: {got}")
    return found


def of_each_verb(stage: Stage, count: int) -> list[tuple[Button, int]]:
    """The newest button of each verb, of so many verbs."""

    def work(store: Store) -> list[Button]:
        return store.all(Button)

    newest = {one.verb: (one, team_id) for team_id in stage._team_ids for one in reading(stage, team_id, work)}
    return Random(len(newest)).sample(list(newest.values()), min(count, len(newest)))


def about_of(stage: Stage, team_id: int, button: Button) -> About:
    """What the ids among a button's arguments lead to."""

    def work(store: Store) -> list[Record]:
        rows = [int(one) for one in re.findall(r'"(\d{17,19})"', button.arguments)]
        return [found for row in rows for kind in KINDS if (found := store.get(kind, row))]

    for record in reading(stage, team_id, work):
        row = record.id if isinstance(record, Account) else getattr(record, "account_id", None)
        account = reading(stage, team_id, lambda store, row=row: store.sales.account(row or 0))
        if account is not None:
            return About(account, account.owners)
        whose = (getattr(record, name, None) for name in ("owner_id", "member_id", "asked_by", "receiver_id"))
        return About(None, tuple(one for one in whose if one is not None))
    return About(None, None)


def reading(stage: Stage, team_id: int, work: Callable[[Store], Any]) -> Any:
    return stage.app.database.read(lambda tx: work(Store(tx, team_id, by=None, source=0, now=stage.clock())))


def made_out(stage: Stage, team_id: int, button: Button, who: Member, about: About, tier: str) -> Any:
    """The books with that person in the team, holding the same button."""

    def work(transaction: Transaction) -> None:
        store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
        told = Identity(id=store.new_id(), channel="stage", user=who.name, member_id=who.id, chat=who.name)
        held = evolve(button, token=f"again{button.id}", member_id=who.id, chat=f"stage:@{who.id}", state="open")
        store.save(who, told)
        store.save(replace(held, id=store.new_id(), version=1, expires_at=stage.clock() + timedelta(1)))
        if about.account is not None and about.account.tier != tier:
            store.save(evolve(about.account, tier=tier))

    return work
