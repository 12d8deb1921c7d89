"""The optional suggester: a language model asked about what our own reading could not make out. docs/suggester.md.

It has no rights. It is asked with personal data covered, its answer only points at words of the message, and what we
read there waits behind a button. Down, slow or talking nonsense, the message is answered without it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from threading import Lock, Thread
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from bot.guesses import PROMPT, answer_in, said_by
from bot.hearing import Heard
from bot.masking import masked
from bot.said import Said

if TYPE_CHECKING:
    from aiohttp import ClientSession

log = logging.getLogger("gengfu.suggester")
PATH = "/chat/completions"
MOST_BYTES = 64 * 1024  # of an answer; three facts take less than one thousandth of it
MOST_TOKENS = 600
REMEMBERED = 512  # messages whose guesses are kept for when a handler has to run again
PIECE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often and how many at once; tests shorten them."""

    answer: float = 3  # seconds a model may take
    whole: float = 4  # seconds until the message goes on without it, whatever holds it up
    failures: int = 3  # in a row, and it is left alone
    rest: float = 60  # seconds before it is tried again
    at_once: int = 8
    a_day: int = 500  # a team and day


LIMITS = Limits()


class NoAnswer(Exception):
    """The endpoint did not answer as one: its status, its size or its shape."""


class Spoken(BaseModel):
    """What a model said."""

    content: str | None = None


class Choice(BaseModel):
    """One of the answers offered."""

    message: Spoken


class Completion(BaseModel):
    """The part of a chat completion we look at."""

    choices: Annotated[list[Choice], Field(min_length=1)]


class Breaker:
    """Open after so many failures in a row; then one call after a rest decides whether it closes again."""

    def __init__(self, failures: int, rest: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._now = failures, rest, now
        self._failures, self._closed_from, self._trying = 0, 0.0, False

    def allows(self) -> bool:
        """Whether a call may be made now; what it came to must be told."""
        if self._failures < self._most:
            return True
        if self._trying or self._now() < self._closed_from:
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        self._failures, self._trying = 0, False

    def failed(self) -> None:
        self._failures, self._trying = self._failures + 1, False
        if self._failures >= self._most:
            self._closed_from = self._now() + self._rest
            log.warning("the suggester failed %s times; left alone for %s s", self._failures, self._rest)


class Suggester:
    """Completes messages on a loop of its own, so that only the chat that waits for it waits.

    `people` gives the names of everybody a team knows at its customers: they are covered before anything leaves.
    """

    def __init__(
        self,
        address: str,
        model: str,
        key: str = "",
        *,
        people: Callable[[int], Iterable[str]],
        clock: Callable[[], datetime],
        limits: Limits = LIMITS,
    ) -> None:
        base = address.rstrip("/")
        self._address = base if base.endswith(PATH) else base + PATH
        self._model, self._people, self._clock, self._limits = model, people, clock, limits
        self._headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._breaker = Breaker(limits.failures, limits.rest)
        self._in_flight, self._day = 0, date.min
        self._asked: Counter[int] = Counter()
        self._guesses: OrderedDict[int, tuple[Said, ...]] = OrderedDict()
        self._session: ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = Lock()

    # -- from the dispatcher's thread

    def complete(self, heard: Heard) -> Future[Heard]:
        """The message with what the model pointed at, or as it was; it never fails and never takes long."""
        return asyncio.run_coroutine_threadsafe(self._complete(heard), self._running())

    def close(self) -> None:
        """Let go of what is under way."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            asyncio.run_coroutine_threadsafe(self._end(), loop).add_done_callback(
                lambda _: loop.call_soon_threadsafe(loop.stop)
            )

    def _running(self) -> asyncio.AbstractEventLoop:
        """The loop, started with the first message that needs it."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                Thread(target=self._loop.run_forever, name="suggester", daemon=True).start()
            return self._loop

    # -- on its own loop

    async def _complete(self, heard: Heard) -> Heard:
        guesses: tuple[Said, ...] = self._guesses.get(heard.arrived.id, ())
        if heard.arrived.id not in self._guesses and self._may_ask(heard.team_id or 0):
            self._in_flight += 1
            try:
                async with asyncio.timeout(self._limits.whole):
                    guesses = await self._guessed(heard)
            except Exception as error:  # noqa: BLE001 - a guess is never worth a message
                log.warning("no guess for update %s: %s", heard.arrived.id, type(error).__name__)
            finally:
                self._in_flight -= 1
            self._remember(heard.arrived.id, guesses)
        return replace(heard, unread=None, guesses=guesses)

    def _may_ask(self, team_id: int) -> bool:
        """Nobody waits in a queue for it: where it is busy, resting or used up, the message goes on alone."""
        today = self._clock().astimezone(UTC).date()
        if today != self._day:
            self._day = today
            self._asked.clear()
        if self._in_flight >= self._limits.at_once or self._asked[team_id] >= self._limits.a_day:
            return False
        if not self._breaker.allows():
            return False
        self._asked[team_id] += 1
        return True

    def _remember(self, row: int, guesses: tuple[Said, ...]) -> None:
        self._guesses[row] = guesses
        if len(self._guesses) > REMEMBERED:
            self._guesses.popitem(last=False)

    async def _guessed(self, heard: Heard) -> tuple[Said, ...]:
        try:
            assert heard.unread is not None
            assert heard.team_id is not None
            people = await asyncio.to_thread(self._people, heard.team_id)
            shown = await asyncio.to_thread(masked, heard.unread.message, people)
            async with asyncio.timeout(self._limits.answer):
                content = await self._ask(shown)
        except BaseException:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        answer = answer_in(content)
        return () if answer is None else await asyncio.to_thread(said_by, answer, heard.unread, shown)

    async def _ask(self, shown: str) -> str:
        """What the model says of a covered message. Nothing is followed anywhere, and nothing large is read."""
        session = self._opened()
        async with session.post(self._address, json=self._question(shown), allow_redirects=False) as response:
            if response.status != 200:
                raise NoAnswer(f"status {response.status}")
            body = bytearray()
            async for piece in response.content.iter_chunked(PIECE):
                body += piece
                if len(body) > MOST_BYTES:
                    raise NoAnswer("too much")
        return _content(bytes(body))

    def _question(self, shown: str) -> dict[str, Any]:
        said = json.dumps({"message": shown}, ensure_ascii=False)
        messages = [{"role": "system", "content": PROMPT}, {"role": "user", "content": said}]
        return {"model": self._model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}

    def _opened(self) -> ClientSession:
        if self._session is None:
            from aiohttp import ClientSession, ClientTimeout, DummyCookieJar

            self._session = ClientSession(
                headers=self._headers,
                timeout=ClientTimeout(total=self._limits.answer),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session

    async def _end(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        if self._session is not None:
            await self._session.close()


def _content(body: bytes) -> str:
    try:
        return Completion.model_validate_json(body).choices[0].message.content or ""
    except (ValidationError, ValueError, RecursionError):
        raise NoAnswer("no completion") from None
