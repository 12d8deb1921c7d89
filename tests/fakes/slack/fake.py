"""A loopback Slack for tests: start it, point a bot at `base_url`, let people talk, look at what they see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener

from tests.fakes.slack.deliveries import Envelope, as_http
from tests.fakes.slack.faults import Call, Faults, Violation
from tests.fakes.slack.people import Answer, Channel, Modal, Person, Press
from tests.fakes.slack.server import Server
from tests.fakes.slack.world import Chat, Message, World

Where = Chat | Person | str


class _Stays(HTTPRedirectHandler):
    """Redirects are followed one by one, by who looks at them."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


def a_browser() -> OpenerDirector:
    """Something with cookies, and no proxy."""
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(), _Stays())


PATIENCE = 20.0  # seconds to wait for what must happen; a busy machine is no failure
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class SlackFake:
    """See the package's docstring and README.md."""

    def __init__(self, team: str = "T0GENGFU", beside: SlackFake | None = None) -> None:
        self.bot_token, self.app_token = f"xoxb-{team}-fake-bot-token", "xapp-1-A0GENGFU-fake-app-token"
        self.signing_secret = SECRET
        self.world = World(team)
        self.world.token = self.bot_token
        if beside is not None:
            self._share(beside)
            return
        self.faults = Faults(lambda where: self.chat(where).id)
        self._server = Server(self.world, self.faults, self.bot_token, self.app_token)
        self.deliveries = self._server.deliveries
        self.deliveries.signing_secret = SECRET

    def _share(self, other: SlackFake) -> None:
        self.faults, self._server, self.deliveries = other.faults, other._server, other.deliveries
        self.world.send, self.world.address, self.world.clock = other.world.send, other.world.address, other.world.clock
        self.world._numbers = other.world._numbers
        self._server.worlds[self.bot_token] = self.world

    def another_workspace(self, team: str = "T1OTHER") -> SlackFake:
        """A second workspace at the same Slack; it has the app once somebody there installs it. Not started or stopped
        by itself."""
        return SlackFake(team, beside=self)

    def installs(self, install_url: str, says: str = "yes", browser: Any = None) -> tuple[int, str]:
        """An admin of this workspace opens the app's installation link and presses Allow: status and text of the page
        they end at. `browser`: one of their own (urllib's opener), to begin and to end in different ones."""
        browser = browser or a_browser()
        try:
            with browser.open(install_url) as answer:
                asked = answer.headers["Location"]
            with browser.open(f"{asked}&team={self.world.team}&says={says}") as answer:
                back = answer.headers["Location"]
            with browser.open(back) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def sends_installed_browsers_to(self, redirect_url: str) -> None:
        """The redirect URL in the app's settings."""
        self._server.redirect_url = redirect_url

    # -- life

    def start(self) -> Self:
        self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self.bugs and error is None:
            raise AssertionError("the fake itself failed") from self.bugs[0]

    @property
    def base_url(self) -> str:
        """What GENGFU_SLACK_BASE_URL takes."""
        return f"http://127.0.0.1:{self._server.port}/api/"

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Nobody answers at this address for a while; people go on writing."""
        self._server.do(self._server.quiet())
        try:
            yield
        finally:
            self._server.do(self._server.open())

    def posts_to(self, url: str) -> None:
        """HTTP mode: events go there, signed; "" is Socket Mode again."""
        self.deliveries.events_url = url

    def disconnects(self, reason: str = "refresh_requested") -> None:
        """Slack asks the sockets to connect anew."""
        self._server.do(self.deliveries.disconnect(reason))

    def check_pace(self, refuse: bool = False, posts: int = 1, seconds: float = 1.0) -> None:
        """Count (and with `refuse` answer 429 to) posts that come too fast for one channel."""
        self._server.pace, self._server.refuses_pace = (posts, seconds), refuse

    def set_clock(self, clock: Callable[[], float]) -> None:
        """Where the times of messages come from (seconds since 1970); real time unless set."""
        self.world.clock = clock

    # -- people and channels

    def user(self, name: str = "李雷", locale: str = "zh-CN", first_name: str = "") -> Person:
        with self.world.changing():
            person = Person(self.world, self.world.new_id("U"), first_name or name, locale, self.world.new_id("D"))
            self.world.people[person.id] = person
            self.world.chats[person.im.id] = person.im
            return person

    def channel(
        self, name: str, members: Iterable[Person] = (), *, with_bot: bool = True, private: bool = False
    ) -> Channel:
        """A channel that exists already: nothing is announced."""
        with self.world.changing():
            ids = {one.id for one in members} | ({self.world.bot_user} if with_bot else set())
            letter, kind = ("G", "group") if private else ("C", "channel")
            channel = Channel(self.world, self.world.new_id(letter), name, ids, kind)
            self.world.chats[channel.id] = channel
            return channel

    def chat(self, where: Where) -> Chat:
        if isinstance(where, Person):
            return where.im
        return where if isinstance(where, Chat) else self.world.chats[where]

    # -- events

    @property
    def events(self) -> list[Envelope]:
        with self.world.changed:
            return [one for one in self.deliveries.envelopes if one.kind == "event"]

    def envelope_of(self, message: Message) -> Envelope:
        """The event that told the app of a message (the newest: message, then app_mention)."""
        return next(one for one in reversed(self.events) if one.payload["event_id"] == message.event_id)

    def redeliver(self, message: Message, copies: int = 1) -> None:
        """Hand the event of a message over again, `copies` at once."""
        self.deliveries.again(self.envelope_of(message), copies)

    def inject(self, event: dict[str, Any]) -> Envelope:
        """Any event, as it is."""
        with self.world.changing():
            self.world.tell("event", event)
            return self.deliveries.envelopes[-1]

    def post_raw(
        self, payload: dict[str, Any] | bytes, kind: str = "event", *, secret: str | None = None,
        at: float | None = None, headers: dict[str, str] | None = None,
    ) -> int:  # fmt: skip
        """One request to the app's address as anybody could send it; the status it was answered with."""
        mime, body = as_http(kind, payload) if isinstance(payload, dict) else ("application/json", payload)
        return self._server.do(self.deliveries.post(body, mime, headers or {}, secret, at))[0]

    # -- what happened

    @property
    def calls(self) -> list[Call]:
        with self.world.changed:
            return list(self._server.calls)

    def messages(self, where: Where) -> list[Message]:
        """The conversation as a person sees it: edits applied, deleted ones gone."""
        with self.world.changed:
            return self.chat(where).messages

    def bot_messages(self, where: Where) -> list[Message]:
        return [message for message in self.messages(where) if message.by_bot]

    def transcript(self, where: Where) -> str:
        return "\n".join(message.line() for message in self.messages(where))

    @property
    def violations(self) -> list[Violation]:
        with self.world.changed:
            return list(self.faults.violations)

    @property
    def connections(self) -> int:
        return len(self.deliveries.sockets)

    @property
    def bugs(self) -> list[BaseException]:
        return self._server.bugs

    # -- waiting

    def wait_for(self, predicate: Callable[[], Any], timeout: float = PATIENCE, what: str = "") -> Any:
        """The first true value of the predicate, asked after each change here and 20 times a second besides."""
        until = time.monotonic() + timeout
        while True:
            seen = self.world.changes
            if value := predicate():
                return value
            if (left := until - time.monotonic()) <= 0:
                break
            self.world.wait_for_change(seen, min(left, 0.05))
        raise AssertionError(f"waited {timeout:g} s for {what or 'something that did not happen'}; {self._state()}")

    def wait_for_message(
        self, where: Where, containing: str = "", timeout: float = PATIENCE, after: Message | None = None
    ) -> Message:
        """The bot's first message with these words, edits included; `after`: only later than this one."""
        since = float(after.ts) if after else 0.0

        def fitting() -> Message | None:
            candidates = (one for one in self.bot_messages(where) if float(one.ts) > since)
            return next((one for one in candidates if containing in one.shown), None)

        found: Message = self.wait_for(fitting, timeout, f"a message with {containing!r}")
        return found

    def wait_for_modal(self, person: Person, field: str = "", timeout: float = PATIENCE) -> Modal:
        """The modal that stands open before somebody, once it asks for `field` (or says something)."""

        def ready() -> Modal | None:
            modal = person.modal
            there = modal is not None and (field in modal.fields if field else modal.text not in ("", "⏳"))
            return modal if there else None

        found: Modal = self.wait_for(ready, timeout, f"a modal with {field!r}")
        return found

    def wait_for_home(self, person: Person, containing: str = "", timeout: float = PATIENCE) -> Message:
        """The home tab, once it shows these words."""
        found: Message = self.wait_for(
            lambda: person.home if containing in person.home.shown and person.home.blocks else None,
            timeout,
            f"a home tab with {containing!r}",
        )
        return found

    def wait_for_answer(self, press: Press, timeout: float = PATIENCE) -> Answer:
        answer: Answer = self.wait_for(lambda: press.answer, timeout, "an answer to a press")
        return answer

    def wait_until_acked(self, *messages: Message, timeout: float = PATIENCE) -> None:
        """The events of these messages, or all that were sent."""
        self.wait_for(lambda: all(one.over for one in self._of(messages)), timeout, "acks")

    def _of(self, messages: tuple[Message, ...]) -> list[Envelope]:
        return [self.envelope_of(one) for one in messages] if messages else self.events

    def wait_for_call(self, method: str, timeout: float = PATIENCE, **values: Any) -> Call:
        def fitting() -> Call | None:
            calls = (call for call in self.calls if call.method == method)
            return next((c for c in calls if all(getattr(c, key) == value for key, value in values.items())), None)

        found: Call = self.wait_for(fitting, timeout, f"{method} {values}")
        return found

    def stays_silent(self, where: Where, seconds: float = 0.5) -> None:
        """Raises if the bot writes here meanwhile."""
        before = len(self.bot_messages(where))
        time.sleep(seconds)
        if spoken := self.bot_messages(where)[before:]:
            raise AssertionError(f"the bot spoke: {spoken[0].line()}")

    def _state(self) -> str:
        with self.world.changed:
            said = [message.line() for chat in self.world.chats.values() for message in chat.messages][-12:]
            last = [f"{call.method}:{call.fault or call.error or call.status}" for call in self._server.calls[-8:]]
            waiting = sum(not one.over for one in self.deliveries.envelopes)
        return f"{waiting} events wait; last calls {last}; said:\n  " + "\n  ".join(said)
