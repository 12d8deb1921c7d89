"""Inbound, Turn, Reply, Button: all that a handler knows of chat. No platform word stands here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.importing.rows import Outline
    from bot.said import Said
    from core.base.calendar import WorkingCalendar
    from core.base.policy import Policy
    from core.base.records import Record
    from core.people import Chat, Member, Room, Team
    from core.reading import Lexicon, Message, Names
    from storage.store import Store

Kind = Literal[
    "text",  # a message with text
    "press",  # a button of ours: `token`
    "edit",  # a message of theirs was edited: `text` is the new one, "" where it was deleted
    "media",  # a message without text we can use: `media` says which sort
    "bot_added",  # the bot came into a group
    "bot_removed",  # the bot left a group, or a person blocked it
    "moved",  # the chat has a new id: `text` is the new one
    "renamed",  # the group has a new name: `text`
    "bot_role",  # the bot was made admin of a group ("admin" in `text`), or is none any more ("member")
    "joined",  # `people` came into a group
    "left",  # `people` left a group, or were taken out by the sender
    "reacted",  # a thumb up on `message`
    "account_closed",  # the platform's admin closed this person's account
    "form",  # a form was handed in: `form` and `values`; `message` is the platform's id of it
    "uninstalled",  # the app was taken out of a whole `workspace`
    "other",  # anything a channel passes on but nobody needs
]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who spoke, as the platform says it. `language` is a guess of the client's."""

    user: str
    name: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. `ref` is what its channel fetches it by ("": it cannot be had).

    `size` is what the platform says until it was fetched; `sha256` is "" until then.
    """

    name: str
    size: int | None = None
    sha256: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card sent from a phone: whose, and the number as it stands there."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A position sent from a phone, in degrees. `live`: the phone goes on telling it, so it is where the phone is; any
    other may have been picked on the map. `forwarded`: somebody else's, or of another day."""

    latitude: float
    longitude: float
    live: bool = False
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The file that came with a message, once it was fetched: its bytes, or why there are none.

    `problem`: too_large, gone, unreachable. `plan`: what bringing a table in would do, for who may; `unreadable`: why
    that cannot be told.
    """

    content: bytes = b""
    problem: str = ""
    largest: int = 0  # bytes its channel gives at most
    is_table: bool = False
    plan: Outline | None = None
    unreadable: Line | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update in the product's words. Channels make it from the raw update, after that was kept."""

    channel: str
    kind: Kind
    chat: str
    private: bool
    sender: Sender
    sent_at: datetime
    text: str = ""
    message: str | None = None  # the platform's id of this message (of the card, for a press)
    reply_to: str | None = None  # the platform's id of the message it replies to
    thread: str | None = None  # the message that began the thread it stands in: answers go there
    topic: str = ""  # the part of the group it stands in, where a group has parts: answers go there
    token: str = ""
    media: str = ""
    file: Attachment | None = None
    contact: SharedContact | None = None
    spot: Spot | None = None
    people: tuple[Sender, ...] = ()  # who came or went
    title: str = ""
    addressed: bool = True  # in a group: a command, a mention, or a reply to the bot
    form: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the names of the form's fields
    quoted: str = ""  # who wrote what is said here by somebody else
    workspace: str = ""  # where an app is installed in several: the one it came from
    on_home: bool = False  # pressed on the person's home page, which is shown anew after it
    card: tuple[str, str] = ("", "")  # of a form that a button (`token`) opened: the chat and id of its card
    mark: str = ""  # of such a form: what it was about when it was opened (`Sheet.mark`)

    @property
    def pressed(self) -> bool:
        """Whether a button did it, at once or by the form it opened."""
        return bool(self.token)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the catalogue with what fills it; Money, dates and numbers stay typed until it is rendered."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def line(key: str, **facts: Any) -> Line:
    """Shorthand: `line("payment_saved", account=..., amount=...)`."""
    return Line(key, facts)


def or_blank(value: Any) -> Any:
    """A fact that stands in a sentence as it is: nothing where there is none."""
    return "" if value is None else value


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a card. `verb` and `arguments` stay on the server; `label` is rendered like any line.

    `anyone`: whoever in the chat may do it can press; else only the person answered. `link` opens something and needs
    no verb ("private": the private chat with the bot, with `arguments["start"]` as its payload).
    """

    label: Line
    verb: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    anyone: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """That a card's buttons may stand as keys under a private chat, where the platform has such: what a press types is
    a message like any other, and `handlers/forms` reads it as that button. `hint` stands in the empty line; `spot`:
    with one more key, which sends where the phone is."""

    hint: Line
    spot: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Something to show: lines, then rows of buttons. `about`: the record it shows, for who replies to it.

    `shows`: the records (id, version) whose figures stand on it, so that a correction reaches who saw it. `file`: what
    is sent along, as JSON that `bot/attaching.py` makes a file of when the card goes out. `keys`: it asks for a value.
    """

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    about: int | None = None
    file: Mapping[str, Any] | None = None
    shows: tuple[tuple[int, int], ...] = ()
    keys: Keys | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A card for somebody else than the person who spoke: a member's private chat, or a bound chat."""

    card: Card
    member_id: int | None = None
    chat_id: int | None = None
    keyboard: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers. The dispatcher decides where it stands.

    `action` and `tier` say what a group must be allowed to hold for the card to stand there; where it may not, the card
    goes to the person's private chat and the group gets `brief` (or a plain "sent to you privately"). `toast` is the
    short word a press is answered with. `private`: whatever the room may hold, it stands in the private chat. `first`:
    a card that goes before it, and takes the standing keyboard along.
    """

    card: Card | None = None
    brief: Line | None = None
    toast: Line | None = None
    action: str = "talk"
    tier: str = "normal"
    notices: tuple[Notice, ...] = ()
    replaces: bool = False  # a press whose outcome is the new face of the pressed card
    problems: Mapping[str, Line] = field(default_factory=dict)  # of a form handed in, by its fields; all else is unsaid
    keyboard: bool | str = False  # with the standing keyboard, in private; "spot": and a key for where one is
    private: bool = False
    first: Card | None = None


def reply(
    *lines: Line, buttons: tuple[tuple[Button, ...], ...] = (), shows: Iterable[Record] = (), **more: Any
) -> Reply:  # fmt: skip
    """Shorthand for the usual answer: a card of these lines; `shows`: the records whose figures it tells."""
    return Reply(card=Card(lines, buttons, shows=tuple((one.id, one.version) for one in shows)), **more)


@dataclass(slots=True)
class Turn:
    """Everything a handler may use for one message: who, where, when, the store, the team's names and words."""

    inbound: Inbound
    source: int  # the inbox row: the change set
    store: Store
    team: Team
    member: Member
    chat: Chat | None  # None in private
    room: Room
    language: str
    now: datetime
    today: date
    policy: Policy
    calendar: WorkingCalendar
    find_names: Callable[[], Names]  # the team's names as far as this person may know of them
    lexicon: Lexicon
    new_id: Callable[[], int]
    arguments: Mapping[str, Any] = field(default_factory=dict)  # of the pressed button
    words: str = ""  # what followed the command
    facts: tuple[Said, ...] = ()  # what the reading found in the message
    sent: Sent | None = None  # the file that came with it
    apart: Message | None = None  # the message as it was taken apart when it was heard
    has_keys: bool = False  # what a form asks stands on keys under this chat
    _names: Names | None = None

    @property
    def names(self) -> Names:
        """The team's names; hardly any message looks for one again."""
        if self._names is None:
            self._names = self.find_names()
        return self._names

    @property
    def hid_a_name(self) -> bool:
        """Whether a name was looked for that this person may not know of."""
        return self._names is not None and self._names.hidden

    @property
    def private(self) -> bool:
        return self.inbound.private
