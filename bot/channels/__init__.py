"""What every channel is: updates in, messages out, its capabilities declared. No business word stands in a channel.

A channel never decides anything. It hands raw updates to the inlet, which commits them before the platform is told
"got it"; it turns a raw update into an `Inbound` when the dispatcher asks; and it sends what delivery gives it,
reporting one of five outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from bot.message import Inbound

if TYPE_CHECKING:
    from aiohttp import web

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """A raw update as it is kept: `key` is the platform's own unique id, `lane` the chat whose order matters, `sender`
    the platform's id of who did it.

    `awaited`: somebody will ask `Inlet.problems` what became of it.
    """

    key: str
    lane: str
    raw: Raw
    awaited: bool = False
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button as a channel shows it: a token to send back (at most 64 bytes), or a link to open.

    `form`: the form its press opens, where the platform has forms; elsewhere its press asks field after field.
    """

    label: str
    token: str = ""
    url: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file to send along, in memory."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Message:
    """What delivery gives a channel: plain text (never mark-up), rows of choices, an optional file.

    `keyboard` are keys under a private chat that type plain words, where the platform has such: the standing ones, or
    with `hint` those of a question, which go when one was pressed; `hint` stands in the empty line. `asks_spot` is one
    more key, which sends the phone's position. `topic`: the part of the group it goes to. `reaction`: the
    emoji to put on the message replied to instead, where that is allowed. `key` names the card for `Finds.find`.
    """

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    reply_to: str | None = None
    keyboard: tuple[tuple[str, ...], ...] = ()
    asks_spot: str = ""
    hint: str = ""
    topic: str = ""
    reaction: str = ""
    file: File | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose: what is sent back, and what stands there."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a sheet, in words. `kind` is how it is entered: a line, several lines, a day (ISO), one of
    `options`, or one (several) of what a search finds (`Desk.options`). `filled` is what stands there at first,
    `note` what is said under it. `tells`: once it is chosen there is more to say under the others (`Desk.told`)."""

    name: str
    label: str
    kind: Literal["line", "lines", "day", "choice", "search", "searches"]
    required: bool = False
    hint: str = ""
    filled: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    longest: int = 0
    note: str = ""
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as a platform with forms shows it, all fields at once, under `text`. Without entries only that is to be
    read. `mark` comes back with what is entered (`Inbound.mark`)."""

    form: str
    title: str
    submit: str = ""
    close: str = ""
    entries: tuple[Entry, ...] = ()
    text: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a send ended.

    `sent`: delivered, `message` is the platform's id. `not_sent`: surely not, may be repeated at will. `unknown`: it
    may have been delivered. `refused`: never will be (`reason`: blocked, gone, too_long, bad_request...). `wait`: not
    before `seconds`. `moved_to`: the chat has this id now; what was sent goes there.
    """

    kind: Literal["sent", "not_sent", "unknown", "refused", "wait"]
    message: str | None = None
    seconds: float = 0
    reason: str = ""
    moved_to: str | None = None


class NotFetched(Exception):
    """A file could not be had. `reason`: too_large, gone (it never will be), or unreachable (perhaps it will be later,
    not before `seconds`)."""

    def __init__(self, reason: Literal["too_large", "gone", "unreachable"], seconds: float = 0) -> None:
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the platform can do; delivery degrades what it cannot."""

    edits: bool
    buttons: bool
    standing_keyboard: bool
    answer_keys: bool  # what a question offers stands on keys in a private chat, not on buttons under the message
    reactions: bool
    files: bool
    largest_file: int  # bytes of one that is fetched
    max_text: int
    per_chat_seconds: float  # at most one message a chat in this time
    per_group_minute: int  # at most so many messages a group and minute
    per_second: float  # over all chats
    command: str = "/"  # what people type before a command's name


class Inlet(Protocol):
    """What a channel is given: where updates go, and how a press learns its outcome."""

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        """Commit the updates to the inbox; their row ids, None for one that was kept before. Call it from a thread."""

    async def outcome(self, row: int, seconds: float) -> str | None:
        """The short word a press is answered with, once its inbox row was handled; None when it takes longer."""

    async def problems(self, row: int, seconds: float) -> Mapping[str, str] | None:
        """What is wrong with a form that was handed in, by its fields ("": with the form as a whole; {}: nothing); None
        when it takes longer, and then the person is told by a message."""


class Desk(Protocol):
    """What a channel with forms and a home page asks beside the inbox. Nothing here books anything. Call it from a
    thread, but for `opens`."""

    def opens(self, inbound: Inbound) -> tuple[str, bool]:
        """The form that a message, a shortcut or a press asks for ("": none), and whether surely so, whatever the books
        say; asks nobody."""

    def sheet(self, inbound: Inbound, form: str) -> Sheet | None:
        """The fields of a form for this person; None where it is no form after all, but a line that says it all."""

    def told(self, inbound: Inbound, form: str) -> Sheet | None:
        """The sheet again with what was entered so far (`inbound.values`) and what is known about that."""

    def options(self, inbound: Inbound, form: str, field: str, typed: str) -> Sequence[Option]:
        """What may be chosen in a searched field, the likeliest first."""

    def home(self, inbound: Inbound, shown: str) -> tuple[Message, str] | None:
        """A person's home page and its mark; None where it is as it was when it had the mark `shown`."""


@runtime_checkable
class Seated(Protocol):
    """A channel with forms and a home page: it is given the desk before it runs."""

    desk: Desk | None


class Channel(Protocol):
    """One platform."""

    name: str
    capabilities: Capabilities

    async def run(self, inlet: Inlet) -> None:
        """Serve until cancelled: receive updates and hand them to the inlet. Survives an unreachable platform."""

    def read(self, raw: Raw) -> Inbound | None:
        """A kept update in the product's words; None when nobody needs it. Raises ValueError when it is malformed."""

    async def send(self, chat: str, message: Message) -> Outcome:
        """Send one message; never raises for what the platform or network does."""

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        """Replace the text and choices of a message sent before."""

    async def fetch(self, ref: str) -> bytes:
        """A file somebody sent, by the `ref` of its Attachment; read piece by piece, never more than `largest_file`.

        NotFetched with the reason where it cannot be had.
        """

    def private_link(self, start: str = "", chat: str = "") -> str:
        """An address that opens the private chat with the bot for who is in `chat`, carrying a start payload; "" where
        there is none."""

    async def set_menu(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Show the command menu: per language the (command, description) pairs. A no-op where there is none."""

    async def close(self) -> None:
        """Release connections."""


@runtime_checkable
class Finds(Protocol):
    """A channel that can be asked whether a message arrived whose sending got no answer."""

    async def find(self, chat: str, message: Message) -> Outcome:
        """`sent` with its id, or `not_sent`; `wait` or `unknown`: ask again later; `refused`: nobody can tell."""


@runtime_checkable
class Pins(Protocol):
    """A channel that can keep a message on top of its chat."""

    async def pin(self, chat: str, message_id: str, former: str | None) -> bool:
        """Pin it without a sound and take the former one down; False where the bot may not. Never raises."""


@runtime_checkable
class Served(Protocol):
    """A channel that is spoken to over HTTP."""

    def routes(self, application: web.Application) -> None:
        """Add its addresses to the one HTTP server; a no-op where nobody is to speak to it."""
