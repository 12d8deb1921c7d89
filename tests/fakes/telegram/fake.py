"""A loopback Telegram for tests: start it, point a bot at `base_url`, let people talk, look at what they see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from tests.fakes.telegram.calls import POLLING, Call
from tests.fakes.telegram.chats import BotUser, Chat, Group, Message
from tests.fakes.telegram.faults import Faults, Violation
from tests.fakes.telegram.pace import Limit, Pace
from tests.fakes.telegram.people import Answer, Person, Press
from tests.fakes.telegram.server import Server
from tests.fakes.telegram.webhook import Webhook
from tests.fakes.telegram.world import World

Where = Chat | Person | int
PATIENCE = 20.0  # seconds to wait for what must happen; a busy machine is no failure
BOT_ID = 7_000_000_001
MALFORMED: dict[str, Any] = {"message": {"message_id": "one", "date": "yesterday", "chat": "the one over there"}}


def a_token(bot_id: int = BOT_ID) -> str:
    """Shaped like a real one, so that what redacts tokens can be tested with it."""
    return f"{bot_id}:" + "AAFakeTokenForTestsOnly".ljust(35, "x")


class TelegramFake:
    """See the package's docstring for the whole control API and an example."""

    def __init__(
        self, token: str | None = None, username: str = "gengfu_bot", name: str = "更夫", port: int = 0
    ) -> None:
        self.token = token or a_token()
        self.bot = BotUser(int(self.token.partition(":")[0]), name, username)
        self.world = World(self.bot)
        self.faults = Faults(lambda chat: self.chat(chat).id)
        self._server = Server(self.world, self.token, self.faults)
        self._server.port = port

    def __repr__(self) -> str:
        return f"<TelegramFake of @{self.bot.username} on port {self._server.port}>"

    # -- life -------------------------------------------------------------------------------------------------------

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
        """Scheme, host and port: what GENGFU_TELEGRAM_BASE_URL takes."""
        return f"http://127.0.0.1:{self._server.port}"

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Nobody answers at this address for a while; people go on writing."""
        self._server.do(self._server.close())
        try:
            yield
        finally:
            self._server.do(self._server.open())

    # -- settings ---------------------------------------------------------------------------------------------------

    @property
    def privacy_mode(self) -> bool:
        """For groups the bot joins (or is made with) from now on, as in Telegram."""
        return self.world.privacy_mode

    @privacy_mode.setter
    def privacy_mode(self, on: bool) -> None:
        self.world.privacy_mode = on

    @property
    def mentions_pass_privacy(self) -> bool:
        """Whether a plain @mention is heard in privacy mode: nobody knows for sure, so survive both."""
        return self.world.mentions_pass_privacy

    @mentions_pass_privacy.setter
    def mentions_pass_privacy(self, on: bool) -> None:
        self.world.mentions_pass_privacy = on

    @property
    def query_lifetime(self) -> float:
        """Seconds in which a press can be answered."""
        return self.world.query_lifetime

    @query_lifetime.setter
    def query_lifetime(self, seconds: float) -> None:
        self.world.query_lifetime = seconds

    @property
    def hurried_polls(self) -> bool:
        """The real server's brake on polls that repeat an offset (off: PTB then stops at once)."""
        return self._server.hurried_polls

    @hurried_polls.setter
    def hurried_polls(self, on: bool) -> None:
        self._server.hurried_polls = on

    def set_clock(self, clock: Callable[[], float]) -> None:
        """Where the dates of messages come from (seconds since 1970); real time unless set."""
        self.world.clock = clock

    def advance(self, seconds: float) -> None:
        """Let time pass at Telegram: updates expire after 24 h, presses after 150 s and `query_lifetime`."""
        with self.world.changing():
            self.world.shift += seconds

    def check_pace(
        self,
        refuse: bool = False,
        overall: tuple[int, float] = (30, 1.0),
        per_chat: tuple[int, float] = (1, 1.0),
        per_group: tuple[int, float] = (20, 60.0),
    ) -> Pace:
        """Count (and with `refuse` answer 429 to) messages that come too fast: (how many, in how many seconds)."""
        limits = Limit("overall", *overall), Limit("chat", *per_chat), Limit("group", *per_group)
        self._server.pace = Pace(refuse, *limits)
        return self._server.pace

    # -- people and chats -------------------------------------------------------------------------------------------

    def user(
        self,
        user_id: int | None = None,
        first_name: str = "李雷",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "zh-hans",
        started: bool = False,
    ) -> Person:
        """A person; `started`: has pressed Start some time ago, so that the bot may write first."""
        more = {"last_name": last_name, "username": username, "language_code": language_code, "has_started": started}
        return self.world.add_person(user_id, first_name, **more)

    def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        with_bot: bool = True,
        supergroup: bool = False,
        bot_is_admin: bool = False,
    ) -> Group:
        """A group that exists already: nothing is announced. `with_bot=False` and then `adds_bot()` is."""
        with self.world.changing():
            group = self.world.new_group(title, supergroup)
            group.status = {person.id: "member" if number else "creator" for number, person in enumerate(members)}
            if with_bot or bot_is_admin:
                group.status[self.bot.id] = "administrator" if bot_is_admin else "member"
            return group

    def chat(self, where: Where) -> Chat:
        if isinstance(where, Chat):
            return where
        return where.private if isinstance(where, Person) else self.world.chat(where)

    # -- updates ----------------------------------------------------------------------------------------------------

    def inject(self, update: dict[str, Any]) -> int:
        """Queue any update as it is; an update_id is added if it has none."""
        with self.world.changing():
            return self.world.updates.put_raw(update)

    def inject_malformed(self) -> int:
        """An update no library can decode."""
        return self.inject(dict(MALFORMED))

    def redeliver(self, update_id: int, copies: int = 1) -> None:
        """Hand out an update again, though it was confirmed. (The same text anew is `says`, not this.)"""
        with self.world.changing():
            self.world.updates.repeat(update_id, copies)

    @property
    def confirmed_update_ids(self) -> list[int]:
        """Confirmed by a higher offset or a 2xx of the webhook, in that order."""
        with self.world.changed:
            return list(self.world.updates.confirmed)

    @property
    def pending_update_ids(self) -> list[int]:
        with self.world.changed:
            return [update.id for update in self.world.updates.waiting]

    @property
    def expired_update_ids(self) -> list[int]:
        with self.world.changed:
            self.world.updates.expire()
            return list(self.world.updates.expired)

    def times_delivered(self, update_id: int) -> int:
        with self.world.changed:
            return self.world.updates.delivered[update_id]

    # -- what happened ----------------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[Call]:
        """Every request, polling included, refused and faulty ones too."""
        with self.world.changed:
            return list(self._server.calls)

    @property
    def sent(self) -> list[Call]:
        """Every request but polling and getMe."""
        return [call for call in self.calls if call.method not in POLLING]

    def messages(self, where: Where) -> list[Message]:
        """The chat as a person sees it: edits applied, deleted ones gone."""
        with self.world.changed:
            return self.chat(where).messages

    def bot_messages(self, where: Where) -> list[Message]:
        return [message for message in self.messages(where) if message.by_bot]

    def transcript(self, where: Where) -> str:
        return "\n".join(message.line() for message in self.messages(where))

    def commands(
        self, scope: str = "default", language: str = "", chat: Where | None = None, user: int = 0
    ) -> list[str]:
        """The names set for exactly this scope and language; `person.menu(chat)` says what somebody sees."""
        chat_id = 0 if chat is None else self.chat(chat).id
        with self.world.changed:
            menu = self.world.commands.by_scope.get((scope, chat_id, user, language), [])
        return [command["command"] for command in menu]

    @property
    def presses(self) -> list[Press]:
        with self.world.changed:
            return list(self.world.presses.values())

    @property
    def answers(self) -> list[Answer]:
        """What callback queries were answered, in order of pressing."""
        return [press.answer for press in self.presses if press.answer]

    @property
    def violations(self) -> list[Violation]:
        """Calls before retry_after had passed, and those too fast for `check_pace`."""
        with self.world.changed:
            return [*self.faults.violations, *(self._server.pace.violations if self._server.pace else [])]

    @property
    def conflicts(self) -> int:
        """How many polls were ended by another one that came while it waited."""
        return self._server.conflicts

    @property
    def is_polled(self) -> bool:
        """Whether a bot waits in a long poll right now."""
        return self._server.is_polled

    @property
    def webhook(self) -> Webhook:
        return self._server.webhook

    @property
    def bugs(self) -> list[BaseException]:
        """Errors inside the fake; leaving the context raises the first."""
        return self._server.bugs

    # -- waiting ----------------------------------------------------------------------------------------------------

    def wait_for(self, predicate: Callable[[], Any], timeout: float = PATIENCE, what: str = "") -> Any:
        """The first true value of the predicate, asked after each change here and 20 times a second besides.

        It is asked without the lock, so it may look anywhere: at a database, a process, an HTTP address.
        """
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
        since = after.id if after else 0

        def fitting() -> Message | None:
            candidates = (message for message in self.bot_messages(where) if message.id > since)
            return next((message for message in candidates if containing in message.text), None)

        found: Message = self.wait_for(fitting, timeout, f"a message with {containing!r}")
        return found

    def wait_for_answer(self, press: Press, timeout: float = PATIENCE) -> Answer:
        answer: Answer = self.wait_for(lambda: press.answer, timeout, f"an answer to the press of {press.data!r}")
        return answer

    def wait_until_confirmed(self, *update_ids: int | None, timeout: float = PATIENCE) -> None:
        """All of these, or everything that waits."""
        if update_ids:
            self.wait_for(lambda: set(update_ids) <= set(self.confirmed_update_ids), timeout, "confirmation")
        else:
            self.wait_for(lambda: not self.pending_update_ids, timeout, "an empty queue")

    def wait_for_call(self, method: str, timeout: float = PATIENCE, **values: Any) -> Call:
        """The first call of this method whose attributes have these values (chat_id=, fault=, ok=...)."""

        def fitting() -> Call | None:
            calls = (call for call in self.calls if call.method == method)
            return next((c for c in calls if all(getattr(c, key) == value for key, value in values.items())), None)

        found: Call = self.wait_for(fitting, timeout, f"{method} {values}")
        return found

    def stays_silent(self, where: Where, seconds: float = 0.5) -> None:
        """Raises if the bot writes here meanwhile."""
        before, until = len(self.bot_messages(where)), time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and len(self.bot_messages(where)) <= before:
            self.world.wait_for_change(self.world.changes, left)
        if spoken := self.bot_messages(where)[before:]:
            raise AssertionError(f"the bot spoke: {spoken[0].line()}")

    def _state(self) -> str:
        with self.world.changed:
            said = [message.line() for chat in self.world.chats.values() for message in chat.messages][-12:]
            last = [f"{call.method}:{call.fault or call.status}" for call in self._server.calls[-8:]]
            waiting = len(self.world.updates.waiting)
        return f"{waiting} updates wait; last calls {last}; said:\n  " + "\n  ".join(said)
