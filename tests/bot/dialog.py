"""The language of tests/dialogs: conversations that are tests and the manual at once. tests/dialogs/README.md tells it.

A file is played line by line on a LocalChannel with a clock of its own, through the real dispatcher, delivery and
sweep. What came out is written down in the same form, so a mismatch is a diff of two conversations.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.app import App
from bot.channels.local import Group, LocalChannel, Person
from bot.channels.transcript import Post
from bot.commands import teams
from core.base.money import Money
from core.ledger import Receivable
from core.people import AUDIENCES, Chat, Identity, Member, Team
from core.sales import Account, Deal
from storage.database import Database
from storage.store import Store
from storage.transaction import Transaction
from tests.bot.dialog_books import business_changes, contents_of, records_of, summary_of

INDENT = "    "
HEADERS = ("team", "cast", "customer", "deal", "chat")
ASKS = ("clock", "books", "records")
SPOKEN = re.compile(r"(?P<who>[^@<>~#\s][^@<>~]*?)(?:@(?P<chat>[^<>~]+?))?(?P<mark>[<>~])(?: (?P<text>.*))?$")
PRESS = re.compile(r"\[(?P<label>.+?)\](?: ← (?P<on>.+))?$")
REPLY = re.compile(r"> (?P<text>.+?)(?: ← (?P<on>.+))?$", re.DOTALL)
FILE = re.compile(r"\(file (?P<name>[^)]+)\)(?: (?P<caption>.+))?$")
THUMB = re.compile(r"👍(?: ← (?P<on>.+))?$")
CONTACT = re.compile(r"\((contact .+)\)$")
SPOT = re.compile(r"location (?P<north>-?[\d.]+),(?P<east>-?[\d.]+)(?: (?P<how>live|forwarded))?")
COMING_AND_GOING = {"comes in": "joined", "leaves the group": "left"}
REPEATED = re.compile(r"\((?P<times>[\d,]+) × (?P<words>.+)\)$")
OWES = re.compile(r"(?P<amount>[\d.]+)(?: (?P<currency>[A-Z]{3}))? due (?P<due>[\d-]+)")
FILES = Path(__file__).parents[1] / "data" / "files"
MEDIA = ("voice", "photo", "document", "sticker", "contact", "location", "video")


class NotPlayable(Exception):
    """A line of the file that makes no sense on this stage."""


@dataclass
class Line:
    """One line of a file that does something, with what belongs to it; `plain` are prose and blank lines after it."""

    written: list[str]
    plain: list[str] = field(default_factory=list)


def parse(text: str) -> tuple[list[str], list[Line]]:
    """The prose before the first line that does something, and those lines; what was expected is left out."""
    prose: list[str] = []
    lines: list[Line] = []
    groups = set(re.findall(r"^[^#@<>~\n]+@([^<>~\n]+?)>", text, re.MULTILINE)) | {"group"}
    groups |= set(re.findall(r"^chat> (.+?) ·", text, re.MULTILINE))
    taken = False  # whether indented lines belong to a line that does something
    for row in text.splitlines():
        if not row.strip() or row.startswith("#"):
            (lines[-1].plain if lines else prose).append(row)
            taken = False
        elif row.startswith(INDENT):
            if taken:
                lines[-1].written.append(row)
        elif _is_expected(row, groups):
            taken = False
        else:
            lines.append(Line([row]))
            taken = not row.startswith("records>")
    return prose, lines


def _is_expected(row: str, groups: set[str]) -> bool:
    if row == "(silent)":
        return True
    found = SPOKEN.match(row)
    if found is None:
        return False
    who, chat, mark = found["who"], found["chat"], found["mark"]
    return chat is None and (mark in "<~" or who in ("bot", "toast", "error") or who in groups)


class StillClock:
    """A clock that a dialog sets; each thing done takes a second."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self) -> None:
        self.now += timedelta(seconds=1)


class Stage:
    """A file being played: books, people, chats, and what was heard so far."""

    def __init__(self, open_books: Callable[[], Database], patch: Any) -> None:
        self._open_books, self._patch = open_books, patch
        self.clock = StillClock(datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
        self.zone = ZoneInfo("Asia/Shanghai")
        self.language = "zh-CN"
        self._setup: list[Callable[[Transaction], None]] = []
        self._app: App | None = None
        self._channel: LocalChannel | None = None
        self._seen = 0
        self._known: set[tuple[str, str]] = set()
        self._versions: list[Post] = []  # every face of every card, oldest first
        self._last_said: dict[tuple[str, str], str] = {}
        self._groups: dict[str, str] = {}  # label -> the chat's id now
        self._cast: dict[str, int] = {}
        self._team_ids: list[int] = []
        self._changes = 0
        self._is_compared = False  # whether what is done now is asked about: books> unchanged

    # -- playing

    def play(self, text: str) -> str:
        """The file as it should read."""
        prose, lines = parse(text)
        out = [*prose]
        for number, one in enumerate(lines):
            asked = takewhile(lambda after: after.written[0].partition(">")[0] in ASKS, lines[number + 1 :])
            self._is_compared = any(after.written[0] in ("books> unchanged", "books> changed") for after in asked)
            try:
                out += self._do(one.written)
            except NotPlayable as problem:
                out += [*one.written, f"error> {problem}"]
            out += one.plain
        return "\n".join(out) + "\n"

    def _do(self, written: Sequence[str]) -> list[str]:
        said = SPOKEN.match(written[0])
        if said is None:
            raise NotPlayable("no line of a dialog")
        who, mark = said["who"], said["mark"]
        text = "\n".join([said["text"] or "", *(row.strip() for row in written[1:])])
        if mark != ">":
            raise NotPlayable("nobody speaks like that")
        if who in HEADERS and said["chat"] is None:
            self._header(who, text)
            return [*written]
        if who in ASKS and said["chat"] is None:
            return {"clock": self._move_clock, "books": self._books, "records": self._records}[who](text, written)
        toast = self._act(who, said["chat"], text)
        heard = [*([f"toast> {toast}"] if toast else []), *self._heard(who, said["chat"])]
        return [*written, *(heard or ["(silent)"])]

    # -- the header: who is there

    def _header(self, kind: str, text: str) -> None:
        if self._app is not None:
            raise NotPlayable("the cast enters before the clock starts")
        headers = dict(team=self._team, cast=self._people, customer=self._customer, deal=self._deal, chat=self._chat)
        headers[kind](text)

    def _team(self, text: str) -> None:
        """team> 华东销售 · zh-CN · CNY · Asia/Shanghai [· code ABCD]"""
        name, language, currency, zone, *more = (one.strip() for one in text.split(" · "))
        self.zone, self.language = ZoneInfo(zone), language
        code = more[0].removeprefix("code ") if more else ""

        def work(transaction: Transaction) -> None:
            team_id = transaction.database.ids.new(self.clock())
            self._team_ids.append(team_id)
            store = self._store(transaction)
            store.save(Team(id=team_id, name=name, timezone=zone, language=language, currency=currency))
            if code:
                teams.invite(store, code, self.clock() + timedelta(days=30))

        self._setup.append(work)

    def _people(self, text: str) -> None:
        """cast> 李雷 rep · 王经理 manager+admin"""

        def work(transaction: Transaction) -> None:
            store = self._store(transaction)
            for one in text.split(" · "):
                name, _, roles = one.strip().rpartition(" ")
                member = Member(
                    id=store.new_id(), name=name, roles=tuple(roles.split("+")), language=store.people.team().language
                )
                account = self._account(name)
                identity = Identity(
                    id=store.new_id(),
                    channel=account.channel,
                    user=account.user,
                    member_id=member.id,
                    chat=account.chat,
                )
                store.save(member, identity)
                self._cast[name] = member.id

        self._setup.append(work)

    def _customer(self, text: str) -> None:
        """customer> 华星科技 (华星, Huaxing) · 李雷 [· key] [· owes 150000 due 2026-03-10, 80000 USD due ...]"""
        called, owner, *more = (one.strip() for one in text.split(" · "))
        name, _, aliases = called.partition(" (")
        tier = next((one for one in more if one in ("key", "prospect")), "normal")
        owes = [found for one in more if one.startswith("owes") for found in OWES.finditer(one)]

        def work(transaction: Transaction) -> None:
            store = self._store(transaction)
            account = Account(
                id=store.new_id(),
                name=name,
                aliases=tuple(one.strip() for one in aliases.rstrip(")").split(",") if one.strip()),
                owner_id=self._cast[owner],
                tier=tier,
            )
            store.save(account)
            for found in owes:
                amount = Money.of(found["amount"], found["currency"] or store.people.team().currency)
                zero = Money.zero(amount.currency)
                due_on = date.fromisoformat(found["due"])
                store.save(
                    Receivable(
                        id=store.new_id(), account_id=account.id, amount=amount, due_on=due_on, allocated=zero, adjusted=zero
                    )
                )  # fmt: skip

        self._setup.append(work)

    def _deal(self, text: str) -> None:
        """deal> 华星科技 · 二期 · 800000 · negotiation"""
        account_name, name, amount, stage = (one.strip() for one in text.split(" · "))

        def work(transaction: Transaction) -> None:
            store = self._store(transaction)
            account = store.sales.account_named(account_name)
            assert account is not None, account_name
            money = Money.of(amount, store.people.team().currency)
            since = self.clock().astimezone(self.zone).date()
            store.save(
                Deal(id=store.new_id(), account_id=account.id, owner_id=account.owner_id, name=name, amount=money,
                     stage=stage, stage_since=since)
            )  # fmt: skip

        self._setup.append(work)

    def _chat(self, text: str) -> None:
        """chat> group · 华东销售群 [· managers] [· hears all] [· at 10:00]"""
        label, title, *more = (one.strip() for one in text.split(" · "))
        self._groups[label] = title
        audience = next((one for one in more if one in AUDIENCES), "team")
        hour = next((time.fromisoformat(one.removeprefix("at ")) for one in more if one.startswith("at ")), None)

        def work(transaction: Transaction) -> None:
            store = self._store(transaction)
            room = self._room(title)
            chat = Chat(
                id=store.new_id(), channel=room.channel, chat=room.chat, title=title, audience=audience,
                language=store.people.team().language, hears_all="hears all" in more, bound_at=self.clock(), push_at=hour,
            )  # fmt: skip
            store.save(chat)

        self._setup.append(work)

    def _store(self, transaction: Transaction) -> Store:
        team_id = self._team_ids[-1]
        return Store(transaction, team_id, by=None, source=team_id, now=self.clock())

    # -- the clock

    def _move_clock(self, text: str, written: Sequence[str]) -> list[str]:
        """clock> 2026-03-02 09:00, or 18:30 for later the same day: what is due is said."""
        local = self.clock.now.astimezone(self.zone)
        day = date.fromisoformat(text[:10]) if len(text) > 5 else local.date()
        moment = datetime.combine(day, datetime.strptime(text[-5:], "%H:%M").time(), self.zone)  # noqa: DTZ007
        if self._app is not None and moment < self.clock.now:
            raise NotPlayable("the clock does not go back")
        self.clock.now = moment.astimezone(ZoneInfo("UTC"))
        first = self._app is None
        if first:
            self._raise_curtain()
        self.app.settle(sweep=True)
        heard = self._heard(None, None)
        return [*written, *(heard or ([] if first else ["(silent)"]))]

    def _raise_curtain(self) -> None:
        for module in ("bot.handlers.people", "bot.importing.applying"):
            self._patch.setattr(f"{module}.secrets", SimpleNamespace(choice=Random(7).choice))
        channel = self._opened()
        channel.transcript.listen(self._versions.append)
        database = self._open_books()
        self._app, self._channel = App(database, {channel.name: channel}, self.clock), channel
        channel.attach(self._app.dispatcher)
        for title in self._groups.values():
            channel.groups[title] = Group(title, title)
        database.write(lambda transaction: [work(transaction) for work in self._setup])
        for name in self._cast:
            channel.people[name] = Person(name, name, language=self.language)

    def _opened(self) -> Any:
        """Where it is played."""
        return LocalChannel(self.clock, name="stage", run="stage")

    def _account(self, name: str) -> SimpleNamespace:
        """A person's account and private chat there."""
        return SimpleNamespace(channel="stage", user=name, chat=name)

    def _room(self, title: str) -> SimpleNamespace:
        """A group there."""
        return SimpleNamespace(channel="stage", chat=title)

    @property
    def app(self) -> App:
        if self._app is None:
            raise NotPlayable("the clock has not started")
        return self._app

    @property
    def channel(self) -> LocalChannel:
        assert self._channel is not None
        return self._channel

    # -- what people do

    def _act(self, who: str, group: str | None, text: str) -> str | None:
        """Do what a line says; the toast of a press."""
        self.app  # noqa: B018
        if self._is_compared:
            self._changes = business_changes(self.app.database, self._team_ids)
        self.clock.tick()
        self.channel.people.setdefault(who, Person(who, who, language=self.language))
        chat = self._groups.setdefault(group, group) if group else who
        if press := PRESS.match(text):
            return self._press(who, chat, press["label"], press["on"] or "")
        if attached := FILE.match(text):
            self._attach(who, chat, attached)
        elif (direction := self._direction(who, chat, group, text)) is not None:
            direction()
        elif thumb := THUMB.match(text):
            self.channel.react(who, chat, self._card(chat, thumb["on"] or "").id)
        elif (said := REPLY.match(text)) and (shared := CONTACT.match(said["text"])):
            self._share(who, chat, shared[1], self._card(chat, said["on"] or "").id)
        elif (said := REPLY.match(text)) and (attached := FILE.match(said["text"])):
            self._attach(who, chat, attached, reply_to=self._card(chat, said["on"] or "").id)
        elif said:
            self._say(who, chat, said["text"], reply_to=self._card(chat, said["on"] or "").id)
        elif text.startswith("~ "):
            self.channel.edit_own(who, chat, self._last_said[who, chat], text[2:])
        else:
            self._say(who, chat, text)
        self.app.settle()
        return None

    def _say(self, who: str, chat: str, text: str, reply_to: str | None = None) -> None:
        self._last_said[who, chat] = self.channel.say(who, chat, text, reply_to=reply_to).message

    def _attach(self, who: str, chat: str, file: re.Match[str], reply_to: str | None = None) -> None:
        """(file 客户.csv) is the one in tests/data/files; a name that is not there is its own content, so that two names
        are two files; (file 大.pdf of 11 MB) is as large as it says."""
        name, _, megabytes = file["name"].partition(" of ")
        there = FILES / name
        content = there.read_bytes() if there.exists() else name.encode()
        if megabytes:
            content = content.ljust(int(megabytes.removesuffix(" MB")) << 20)
        self.channel.attach_file(who, chat, name, content, file["caption"] or "", reply_to=reply_to)

    def _direction(self, who: str, chat: str, group: str | None, text: str) -> Callable[[], object] | None:
        """A stage direction in parentheses: (voice), (adds the bot), (100,000 × 好)..."""
        if repeated := REPEATED.match(text):
            return lambda: self._say(who, chat, repeated["words"] * int(repeated["times"].replace(",", "")))
        if not (text.startswith("(") and text.endswith(")")):
            return None
        word = text[1:-1]
        if word in MEDIA:
            return lambda: self.channel.show(who, chat, word)
        if word.startswith("contact "):
            return lambda: self._share(who, chat, word, None)
        if spot := SPOT.fullmatch(word):
            how = {spot["how"]: True} if spot["how"] else {}
            return lambda: self.channel.share_spot(who, chat, float(spot["north"]), float(spot["east"]), **how)
        if word in COMING_AND_GOING:
            kind = COMING_AND_GOING[word]
            return lambda: self.channel.come_or_go(cast("Any", kind), who, chat)
        if word in ("makes the bot admin", "makes the bot a member"):
            role = word.rpartition(" ")[2]
            return lambda: self.channel.bot_becomes(role, who, chat)
        if word.startswith("the group becomes "):
            return lambda: self._move_group(who, chat, group or "", word.removeprefix("the group becomes "))
        known: dict[str, Callable[[], object]] = {
            "nothing": lambda: self._say(who, chat, ""),
            "adds the bot": lambda: self.channel.add_bot(who, chat, chat),
            "removes the bot": lambda: self.channel.remove_bot(who, chat),
            "mutes the bot": lambda: self.channel.mute(chat),
            "lets the bot speak": lambda: self.channel.unmute(chat),
            "blocks the bot": lambda: self.channel.remove_bot(who, who),
        }
        if word not in known:
            raise NotPlayable(f"nobody knows how to ({word})")
        return known[word]

    def _share(self, who: str, chat: str, word: str, reply_to: str | None) -> None:
        """(contact 李总 13800000000)"""
        name, _, phone = word.removeprefix("contact ").rpartition(" ")
        self.channel.share_contact(who, chat, name, phone, reply_to)

    def _move_group(self, who: str, chat: str, label: str, new: str) -> None:
        self._groups[label] = new
        self.channel.groups[new] = Group(new, chat)
        self.channel._keep("moved", who, chat, text=new)

    def _press(self, who: str, chat: str, label: str, on: str) -> str | None:
        post, choice = self._button(chat, label, on)
        if choice.url:
            self._say(who, who, f"/start {choice.url.partition('=')[2]}".strip())
            self.app.settle()
            return None
        row = self.channel.press(who, chat, post.id, choice.token).row
        self.app.settle()
        return asyncio.run(self.app.dispatcher.outcome(row, 5)) if row else None

    def _button(self, chat: str, label: str, on: str) -> tuple[Post, Any]:
        """The newest button of that name in a chat; also one that a card had and has no more, as an old screen shows."""
        then = [post for post in self._versions if post.chat == chat and post.by_bot]
        for post in (*reversed(self.channel.transcript.posts(chat)), *reversed(then)):
            if on in post.text:
                for choice in (one for row in post.choices for one in row):
                    if choice.label == label:
                        return post, choice
        raise NotPlayable(f"there is no button [{label}] here")

    def _card(self, chat: str, on: str) -> Post:
        cards = [post for post in self.channel.transcript.posts(chat) if post.by_bot and on in post.text]
        if not cards:
            raise NotPlayable("there is no card to reply to")
        return cards[-1]

    # -- what is heard

    def _heard(self, who: str | None, group: str | None) -> list[str]:
        """Everything new the bot said or changed: in the chat spoken in, then to the speaker, then elsewhere."""
        labels = {chat: label for label, chat in self._groups.items()}
        posts = [
            (place, post.revision, post)
            for place, chat in enumerate(self._chats(who, group))
            for post in self.channel.transcript.posts(chat)
            if post.by_bot and post.revision > self._seen
        ]
        self._seen = self.channel.transcript.revision
        out: list[str] = []
        for _, _, post in sorted(posts, key=lambda one: one[:2]):
            old = (post.chat, post.id) in self._known
            self._known.add((post.chat, post.id))
            if post.chat in labels:
                label = f"{labels[post.chat]}{'~' if old else '>'}"
            elif post.chat == who:
                label = "bot~" if old else "bot>"
            else:
                label = f"{post.chat}{'~' if old else '<'}"
            out += shown(label, post)
        return out

    def _chats(self, who: str | None, group: str | None) -> list[str]:
        first = [self._groups[group]] if group else []
        everyone = [*first, *([who] if who else []), *self._groups.values(), *self._cast, *self.channel.people]
        return list(dict.fromkeys(everyone))

    # -- what the books say

    def _books(self, text: str, written: Sequence[str]) -> list[str]:
        if text.strip() in ("unchanged", "changed"):
            changed = business_changes(self.app.database, self._team_ids) != self._changes
            return [f"books> {'changed' if changed else 'unchanged'}"]
        return [f"books> {summary_of(self.app.database, self._team_ids, text)}"]

    def _records(self, text: str, written: Sequence[str]) -> list[str]:
        rows = records_of(self.app.database, self._team_ids, text.partition("\n")[0].strip())
        return [written[0], *(f"{INDENT}{row}" for row in rows)]


def shown(label: str, post: Post) -> list[str]:
    """A card in a file: its lines, its buttons in brackets, the standing keyboard."""
    first, *rest = post.text.split("\n")
    rows = [" ".join(f"[{one.label}]" for one in row) for row in post.choices]
    if not rest and len(rows) == 1 and post.file is None:
        first, rows = f"{first} {rows[0]}", []
    if post.file is not None:
        rows.insert(0, f"(file {post.file.name}{contents_of(post.file)})")
    keys = ["⌨ " + " · ".join(word for row in post.keyboard for word in row)] if post.keyboard else []
    return [f"{label} {first}", *(f"{INDENT}{row}" for row in (*rest, *rows, *keys))]
