"""`gengfu demo` and `gengfu chat`: the product without a platform."""

from __future__ import annotations

import asyncio
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import click

from bot import sample
from bot.app import App, clock_of, listening, settled, suggester_of, until_stopped
from bot.channels.local import LocalChannel, Person
from bot.channels.transcript import Post
from bot.clock import Clock
from bot.commands import Failed, open_books
from bot.settings import Settings
from bot.text import say
from bot.web.playground import Cast, Playground
from bot.web.server import make_application
from core.people import Identity, Member
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

PRESS, REPLY, EDIT, FILE = "[", "> ", "~ ", "/file "


@contextmanager
def sample_app(settings: Settings, *samples: sample.Sample) -> Iterator[tuple[App, LocalChannel, Clock]]:
    """Sample teams on a throw-away database, their clock at the opening of the demo."""
    opens = sample.opening(clock_of(settings)())
    clock = Clock(sample.starts(opens), settings.clock.factor if settings.clock else 1)
    channel = sample.local_channel(clock, samples)
    with tempfile.TemporaryDirectory(prefix="gengfu-demo-") as folder:
        books = Database(f"sqlite:///{Path(folder) / 'demo.db'}")
        app = App(books, {channel.name: channel}, clock)
        try:
            sample.load(app, channel, clock, opens, samples)
            yield app, channel, clock
        finally:
            books.close()


def demo(settings: Settings, open_browser: bool, port: int) -> None:
    """Serve the playground until stopped."""
    with sample_app(settings, *sample.SAMPLES.values()) as (app, channel, clock):
        asyncio.run(_serve(app, channel, clock, settings, open_browser, port))


async def _serve(
    app: App, channel: LocalChannel, clock: Clock, settings: Settings, open_browser: bool, port: int
) -> None:  # fmt: skip
    language = settings.locale if "locale" in settings.model_fields_set else None
    async with playground(app, channel, clock, language, settings.http_host, port) as address, app.running():
        settled()
        click.echo(say(settings.locale, "demo_ready", address=address))
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        await until_stopped()


@asynccontextmanager
async def playground(
    app: App, channel: LocalChannel, clock: Clock, language: str | None, host: str, port: int
) -> AsyncIterator[str]:  # fmt: skip
    """The page on a served application; the block gets its address."""

    async def advance() -> None:
        clock.move_to(sample.morning_after(clock()))
        await app.sweep()

    casts = {language: Cast(one.team, one.users) for language, one in sample.SAMPLES.items()}
    page = Playground(channel, casts=casts, timezone=sample.ZONE, advance=advance, language=language)
    async with listening(make_application(app.healthy, app.metrics(), page.add_to), host, port) as real_port:
        yield f"http://{host}:{real_port}/"


# -- the console


def chat(
    settings: Settings, name: str, group: bool, sample_team: bool, lines: Iterable[str], show: Callable[[str], None]
) -> None:  # fmt: skip
    """One message a line in, answers out; `[text]` presses, `> text` replies to the last card, `~ text` edits,
    `/file PATH text` sends a file."""
    if sample_team:
        team, person = _sampled(name)
        with sample_app(settings, team) as (app, channel, _):
            where = team.group.chat if group else person.user
            Console(app, channel, person.user, where, show, team.language).talk(lines)
        return
    with open_books(settings) as database:
        clock = clock_of(settings)
        channel = LocalChannel(clock, name="console", people=(Person("me", name),))
        app = App(database, {channel.name: channel}, clock, suggester=suggester_of(settings, database, clock))
        channel.attach(app.dispatcher)
        user = database.write(lambda transaction: _enter(transaction, name, clock()))
        Console(app, channel, user, f"group-{name}" if group else user, show, settings.locale).talk(lines)


def _sampled(name: str) -> tuple[sample.Sample, Person]:
    """Somebody of one of the sample teams, with the team."""
    people = [(team, person) for team in sample.SAMPLES.values() for person in team.people]
    found = next((pair for pair in people if name.casefold() in (pair[1].name.casefold(), pair[1].user)), None)
    if found is None:
        raise Failed("chat_unknown", name=name, known=tuple(person.name for _, person in people))
    return found


def _enter(transaction: Transaction, name: str, now: datetime) -> str:
    """Whoever may read the database may speak as a member of it: the member's identity on the console."""
    known: list[str] = []
    for team_id in House(transaction).team_ids():
        store = Store(transaction, team_id, by=None, source=0, now=now)
        for member in store.people.members():
            known.append(member.name)
            if member.name == name:
                return _identity(store, member)
    raise Failed("chat_unknown", name=name, known=tuple(known) or None)


def _identity(store: Store, member: Member) -> str:
    user = f"member-{member.id}"
    if store.people.identity("console", user) is None:
        store.save(Identity(id=store.new_id(), channel="console", user=user, member_id=member.id, chat=user))
    return user


class Console:
    """A person at a terminal: what they type goes in, what the bot says in their chats comes out."""

    def __init__(
        self, app: App, channel: LocalChannel, user: str, chat: str, show: Callable[[str], None], language: str
    ) -> None:
        self._app, self._channel, self._user, self._chat, self._show = app, channel, user, chat, show
        self._language = language
        self._last_said = ""
        self._seen = channel.transcript.revision

    def talk(self, lines: Iterable[str]) -> None:
        for text in lines:
            if text.strip():
                self._do(text)

    def _do(self, text: str) -> None:
        toast = None
        if text.startswith(PRESS) and text.rstrip().endswith("]"):
            toast = self._press(text.strip()[1:-1])
        elif text.startswith(REPLY):
            self._last_said = self._channel.say(
                self._user, self._chat, text[len(REPLY) :], reply_to=self._card()
            ).message
        elif text.startswith(EDIT) and self._last_said:
            self._channel.edit_own(self._user, self._chat, self._last_said, text[len(EDIT) :])
        elif text.startswith(FILE):
            self._attach(text[len(FILE) :].strip())
        else:
            self._last_said = self._channel.say(self._user, self._chat, text.replace("\\n", "\n")).message
        self._app.settle()
        self._show_new(toast)

    def _press(self, label: str) -> int | None:
        for post in reversed(self._channel.transcript.posts(self._chat)):
            for choice in (one for row in post.choices for one in row):
                if label in choice.label and choice.token:
                    return self._channel.press(self._user, self._chat, post.id, choice.token).row
        raise Failed("chat_no_button", label=label)

    def _attach(self, said: str) -> None:
        path, caption = file_and_caption(said)
        most = self._channel.capabilities.largest_file
        try:
            size = path.stat().st_size
            content = path.read_bytes() if size <= most else None
        except OSError:
            self._show(say(self._language, "chat_no_file", path=str(path)))
            return
        if content is None:
            self._show(say(self._language, "chat_file_too_large", name=path.name, most=most >> 20))
            return
        self._last_said = self._channel.attach_file(self._user, self._chat, path.name, content, caption).message

    def _card(self) -> str | None:
        cards = [post for post in self._channel.transcript.posts(self._chat) if post.by_bot]
        return cards[-1].id if cards else None

    def _show_new(self, row: int | None) -> None:
        if row is not None and (toast := asyncio.run(self._app.dispatcher.outcome(row, 2))):
            self._show(f"({toast})")
        chats = dict.fromkeys((self._chat, self._user))
        posts = [one for chat in chats for one in self._channel.transcript.posts(chat)]
        for post in posts:
            if post.by_bot and post.revision > self._seen:
                self._show(shown(post))
        self._seen = self._channel.transcript.revision


def file_and_caption(said: str) -> tuple[Path, str]:
    """The longest beginning that is a file, perhaps in quotes, and the rest; else the first word."""
    words = said.split(" ")
    for count in range(len(words), 0, -1):
        path = _path(" ".join(words[:count]))
        if path.is_file():
            return path, " ".join(words[count:]).strip()
    return _path(words[0]), ""


def _path(written: str) -> Path:
    bare = written.strip("'\"")
    return Path.home() / bare[2:] if bare.startswith("~/") else Path(bare)


def shown(post: Post) -> str:
    """A card on a terminal: its lines, then its buttons in brackets."""
    rows = [" ".join(f"[{one.label}]" for one in row) for row in post.choices]
    return "\n".join((post.text, *rows))
