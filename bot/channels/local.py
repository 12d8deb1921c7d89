"""The channel that needs no platform: the playground page, `gengfu chat` and the dialog tests talk through it.

People speak by plain calls from any thread (`say`, `press`, `edit`); what they did becomes a raw update that is kept
like any platform's. What the bot says lands in the transcript. Nothing here waits or sleeps.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import TypeVar, cast, get_args

from bot.channels import Capabilities, Inlet, Message, NotFetched, Outcome, Raw, Update
from bot.channels.transcript import BOT, Transcript
from bot.message import Attachment, Inbound, Kind, Sender, SharedContact, Spot

RAW_VERSION = 1
S = TypeVar("S", SharedContact, Spot)
HELD = 16  # files

# "a@gengfu.com" is an address and "@gengfuture" is somebody else.
_MENTION = re.compile(
    r"[ \t]*(?<![A-Za-z0-9._%+-])[@＠](?:更夫|gengfu(?![A-Za-z0-9_]|\.[A-Za-z]))[ \t]*", re.IGNORECASE
)
_COMMAND_MENTION = re.compile(r"^([/／]\w+)[@＠](?:更夫|gengfu)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keyboard. The private chat with the bot has the person's id, as on Telegram.

    `role` is only what the page shows beside the name: rights are the product's business.
    """

    user: str
    name: str = ""
    role: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat the bot is in. No members named: everybody is in it."""

    chat: str
    title: str
    members: tuple[str, ...] = ()

    def has(self, person: str) -> bool:
        return not self.members or person in self.members


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of something a person did: its inbox row (None: kept before) and the message it is about."""

    row: int | None
    message: str


class LocalChannel:
    """People and groups of one process, as a Channel.

    `run` stands in every key and message id, so that a later process on the same database cannot repeat one; tests give
    it to have the same ids every time.
    """

    capabilities = Capabilities(
        edits=True,
        buttons=True,
        standing_keyboard=True,
        answer_keys=False,
        reactions=False,
        files=True,
        largest_file=10 << 20,
        max_text=4096,
        per_chat_seconds=0,
        per_group_minute=1_000_000,
        per_second=1_000_000,
    )

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        name: str = "playground",
        people: Iterable[Person] = (),
        groups: Iterable[Group] = (),
        run: str | None = None,
    ) -> None:
        self.name = name
        self.clock = clock
        self.people = {person.user: person for person in people}
        self.groups = {group.chat: group for group in groups}
        self.transcript = Transcript(run or secrets.token_hex(6))
        self.menus: Mapping[str, Sequence[tuple[str, str]]] = {}
        self.inlet: Inlet | None = None
        self._closed: dict[str, str] = {}  # chat -> why the bot cannot speak there
        self._files: OrderedDict[str, bytes] = OrderedDict()  # what was sent lately, by SHA-256
        self._updates = 0
        self._lock = RLock()

    # --- what people do -------------------------------------------------------------------------------------------

    def say(self, person: str, chat: str, text: str, reply_to: str | None = None) -> Kept:
        """A person sends a line: into the private chat with the bot (`chat` is the person's id) or into a group."""
        self._enter(person, chat)
        post = self.transcript.add(chat, person, text, self.clock(), reply_to=reply_to)
        try:
            row = self._keep("text", person, chat, text=text, message=post.id, reply_to=reply_to)
        except BaseException:
            self.transcript.withdraw(post)
            raise
        return Kept(row, post.id)

    def press(self, person: str, chat: str, message_id: str, token: str) -> Kept:
        """A person presses a button. Its outcome: `await channel.inlet.outcome(kept.row, seconds)`."""
        self._enter(person, chat)
        return Kept(self._keep("press", person, chat, message=message_id, token=token), message_id)

    def edit_own(self, person: str, chat: str, message_id: str, text: str) -> Kept:
        """A person changes a line they sent. Raises LookupError when there is no such line of theirs."""
        post = self.transcript.post(chat, message_id)
        if post is None or post.author != person:
            raise LookupError(f"{person} has no message {message_id} in {chat}")
        row = self._keep("edit", person, chat, text=text, message=message_id, reply_to=post.reply_to)
        self.transcript.change(post, text=text)
        return Kept(row, message_id)

    def show(self, person: str, chat: str, media: str) -> Kept:
        """A person sends something that is not text: "voice", "photo", "sticker"..."""
        self._enter(person, chat)
        post = self.transcript.add(chat, person, f"[{media}]", self.clock())
        return Kept(self._keep("media", person, chat, media=media, message=post.id), post.id)

    def share_contact(self, person: str, chat: str, name: str, phone: str, reply_to: str | None = None) -> Kept:
        """A person sends somebody's contact card."""
        self._enter(person, chat)
        post = self.transcript.add(chat, person, f"[{name} {phone}]", self.clock(), reply_to=reply_to)
        said = dict(media="contact", contact=json.dumps({"name": name, "phone": phone}), reply_to=reply_to)
        return Kept(self._keep("media", person, chat, message=post.id, **said), post.id)

    def share_spot(self, person: str, chat: str, latitude: float, longitude: float, **how: bool) -> Kept:
        """A person sends where they are; `live`, `forwarded` as in `Spot`."""
        self._enter(person, chat)
        post = self.transcript.add(chat, person, f"[{latitude}, {longitude}]", self.clock())
        spot = json.dumps({"latitude": latitude, "longitude": longitude, **how})
        return Kept(self._keep("media", person, chat, message=post.id, media="location", spot=spot), post.id)

    def react(self, person: str, chat: str, message_id: str) -> Kept:
        """A person gives a message a thumb up."""
        self._enter(person, chat)
        return Kept(self._keep("reacted", person, chat, message=message_id), message_id)

    def come_or_go(self, kind: Kind, person: str, chat: str, by: str | None = None) -> Kept:
        """A person came into a group ("joined") or left it ("left"), perhaps through somebody else."""
        people = json.dumps([[person, self.people.get(person, Person(person)).name or person]])
        return Kept(self._keep(kind, by or person, chat, people=people), "")

    def attach_file(
        self, person: str, chat: str, name: str, content: bytes, caption: str = "", reply_to: str | None = None
    ) -> Kept:
        """A person sends a file, perhaps with a caption. The channel holds the last few until they are fetched."""
        self._enter(person, chat)
        sha256 = hashlib.sha256(content).hexdigest()
        self._hold(sha256, content)
        sent = Attachment(name, len(content), ref=sha256)
        post = self.transcript.add(chat, person, caption, self.clock(), reply_to=reply_to, sent=sent)
        file = json.dumps({"name": name, "size": sent.size, "ref": sha256})
        kind: Kind = "text" if caption else "media"
        said = dict(text=caption, media="document", message=post.id, reply_to=reply_to)
        try:
            return Kept(self._keep(kind, person, chat, file=file, **said), post.id)
        except BaseException:
            self.transcript.withdraw(post)
            raise

    def _hold(self, sha256: str, content: bytes) -> None:
        with self._lock:
            self._files[sha256] = content
            while len(self._files) > HELD:
                self._files.popitem(last=False)

    def add_bot(self, person: str, chat: str, title: str) -> Kept:
        """A person takes the bot into a group."""
        self.groups[chat] = replace(self.groups.get(chat, Group(chat, title)), title=title)
        self._closed.pop(chat, None)
        return Kept(self._keep("bot_added", person, chat), "")

    def remove_bot(self, person: str, chat: str) -> Kept:
        """A person removes the bot from a group, or blocks it in private: it cannot speak there any more."""
        self._closed[chat] = "blocked" if chat == person else "gone"
        return Kept(self._keep("bot_removed", person, chat), "")

    def bot_becomes(self, role: str, person: str, chat: str) -> Kept:
        """A person makes the bot "admin" of a group, or a plain "member" again."""
        return Kept(self._keep("bot_role", person, chat, text=role), "")

    def mute(self, chat: str) -> None:
        """The bot may no longer speak in a group."""
        self._closed[chat] = "no_rights"

    def unmute(self, chat: str) -> None:
        """It may again."""
        self._closed.pop(chat, None)

    def title(self, chat: str) -> str:
        """The name of a group; "" for a private chat."""
        return self.groups[chat].title if chat in self.groups else ""

    def chats_of(self, person: str) -> list[str]:
        """The chats a person sees: their groups, then the private chat with the bot."""
        return [group.chat for group in self.groups.values() if group.has(person)] + [person]

    def _enter(self, person: str, chat: str) -> None:
        """People and groups nobody announced come into being when they first speak."""
        if person == BOT:
            raise ValueError("the bot does not talk to itself")
        with self._lock:
            self.people.setdefault(person, Person(person, person))
            if chat == person:
                self._closed.pop(chat, None)
            elif chat in self.people:
                raise ValueError(f"{chat} is the private chat of somebody else than {person}")
            else:
                self.groups.setdefault(chat, Group(chat, chat))

    def _keep(self, kind: Kind, person: str, chat: str, **said: str | None) -> int | None:
        if self.inlet is None:
            raise RuntimeError("the channel has no inlet yet: attach() or run() it first")
        update = Update(self._next_key(), chat, self._raw(kind, person, chat, said), sender=person)
        return self.inlet.keep(self.name, [update])[0]

    def _next_key(self) -> str:
        with self._lock:
            self._updates += 1
            return f"{self.transcript.run}:{self._updates}"

    def _raw(self, kind: Kind, person: str, chat: str, said: Mapping[str, str | None]) -> Raw:
        """An update of our own making. All that `read` needs stands in it: a transcript dies with its process."""
        who = self.people.get(person, Person(person))
        replied = self.transcript.post(chat, said.get("reply_to"))
        return {
            "version": RAW_VERSION,
            "kind": kind,
            "person": person,
            "name": who.name or person,
            "language": who.language,
            "chat": chat,
            "title": self.title(chat),
            "private": chat == person,
            "replies_to_bot": replied is not None and replied.by_bot,
            "sent_at": self.clock().isoformat(),
            **said,
        }

    # --- Channel ----------------------------------------------------------------------------------------------------

    def attach(self, inlet: Inlet) -> None:
        """Where updates go from now on. Enough for code that has no event loop; `run` does it too."""
        self.inlet = inlet

    async def run(self, inlet: Inlet) -> None:
        self.attach(inlet)
        await asyncio.Event().wait()

    def read(self, raw: Raw) -> Inbound | None:
        return read(self.name, raw)

    async def send(self, chat: str, message: Message) -> Outcome:
        if refused := self._refused(chat, message):
            return refused
        post = self.transcript.add(
            chat,
            BOT,
            message.text,
            self.clock(),
            choices=message.choices,
            reply_to=message.reply_to,
            keyboard=message.keyboard,
            file=message.file,
        )
        return Outcome("sent", post.id)

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        if refused := self._refused(chat, message):
            return refused
        post = self.transcript.post(chat, message_id)
        if post is None or not post.by_bot:
            return Outcome("refused", reason="gone")
        if (post.text, post.choices) != (message.text, message.choices):
            self.transcript.change(post, text=message.text, choices=message.choices)
        return Outcome("sent", message_id)

    async def fetch(self, ref: str) -> bytes:
        content = self._files.get(ref)
        if content is None:
            raise NotFetched("gone")
        if len(content) > self.capabilities.largest_file:
            raise NotFetched("too_large")
        return content

    def private_link(self, start: str = "", chat: str = "") -> str:
        return f"#private={start}"

    async def set_menu(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self.menus = {language: tuple(menu) for language, menu in menus.items()}

    async def close(self) -> None:
        self.inlet = None

    def _refused(self, chat: str, message: Message) -> Outcome | None:
        known = chat in self.people or chat in self.groups
        reason = self._closed.get(chat, "" if known else "gone")
        if not reason and len(message.text) > self.capabilities.max_text:
            reason = "too_long"
        return Outcome("refused", reason=reason) if reason else None


def read(channel: str, raw: Raw) -> Inbound | None:
    """A local raw update in the product's words. Raises ValueError when it is not one."""
    kind = _kind(raw)
    private = raw.get("private") is True
    text, mentioned = without_mention(_word(raw, "text"))
    return Inbound(
        channel=channel,
        kind=kind,
        chat=_needed(raw, "chat"),
        private=private,
        sender=Sender(_needed(raw, "person"), _word(raw, "name"), _word(raw, "language") or None),
        sent_at=_moment(raw),
        text=text,
        message=_word(raw, "message") or None,
        reply_to=_word(raw, "reply_to") or None,
        token=_word(raw, "token"),
        media=_word(raw, "media"),
        file=_file(raw),
        contact=_shared(raw, "contact", SharedContact),
        spot=_shared(raw, "spot", Spot),
        people=tuple(Sender(*one) for one in json.loads(_word(raw, "people") or "[]")),
        topic=_word(raw, "topic"),
        title=_word(raw, "title"),
        addressed=private or kind == "press" or mentioned or raw.get("replies_to_bot") is True or is_command(text),
    )


def without_mention(text: str) -> tuple[str, bool]:
    """The text without the bot's name, and whether it was there."""
    text, commands = _COMMAND_MENTION.subn(r"\1", text)
    text, mentions = _MENTION.subn(" ", text)
    return text.strip(), bool(commands or mentions)


def is_command(text: str) -> bool:
    return text.startswith(("/", "／"))


def _kind(raw: Raw) -> Kind:
    kind = raw.get("kind")
    if raw.get("version") != RAW_VERSION or kind not in get_args(Kind):
        raise ValueError(f"not a local update: version {raw.get('version')!r}, kind {kind!r}")
    return cast("Kind", kind)


def _word(raw: Raw, field: str) -> str:
    word = raw.get(field)
    if word is not None and not isinstance(word, str):
        raise ValueError(f"{field} is not text")
    return word or ""


def _needed(raw: Raw, field: str) -> str:
    if not (word := _word(raw, field)):
        raise ValueError(f"{field} is missing")
    return word


def _file(raw: Raw) -> Attachment | None:
    kept = _word(raw, "file")
    return Attachment(**json.loads(kept)) if kept else None


def _shared(raw: Raw, field: str, made: type[S]) -> S | None:
    kept = _word(raw, field)
    return made(**json.loads(kept)) if kept else None


def _moment(raw: Raw) -> datetime:
    moment = datetime.fromisoformat(_needed(raw, "sent_at"))
    if moment.tzinfo is None:
        raise ValueError("sent_at has no time zone")
    return moment
