"""Who people are and where they talk: looked up while a payload is kept, remembered, and done without in trouble."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from slack_sdk.errors import SlackApiError

from bot.channels.slack.api import Api
from bot.channels.slack.outcomes import BROKEN, word_of
from bot.channels.slack.payloads import Identity, Note, event_of, found, kind_of
from bot.channels.slack.reading import chat_of, is_private, user_of, words_of
from bot.channels.slack.words import mentioned_in
from bot.channels.slack.writing import START

T = TypeVar("T")
REMEMBERED, GIVEN_UP = 3600.0, 10.0  # seconds; while the line is bad nobody waits for each message anew
AT_MOST = 5_000
MOST_MENTIONS = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A person, as users.info says it."""

    name: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, as conversations.info says it."""

    title: str = ""
    within: bool = False  # the bot is in it


class Directory:
    """What was asked of Slack about people and conversations. Nothing here raises: who is not known has no name."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._kept: dict[str, tuple[float, Any]] = {}

    async def note(self, body: Mapping[str, Any], me: Identity, at: float) -> Note:
        """What must stand beside a payload to read it later; what is not known in time is left out."""
        self._hear(body)
        bot, user, chat = me.user or _bot_of(body), user_of(body), chat_of(body)
        named = [*_quoted(body), *mentioned_in(words_of(body))]
        others = [one for one in dict.fromkeys(named) if one != bot][:MOST_MENTIONS]
        until = time.monotonic() + self._api.timing.lookup
        people = {one for one in (user, *others) if one and one != bot}
        asked: dict[str, Awaitable[Any]] = {one: self.person(one) for one in people}
        if chat and not is_private(chat):
            asked[chat] = self.place(chat)
        known = await _in_time(asked, until)
        place, person = known.get(chat, Place()), known.get(user, Known())
        answered = await _in_time({"": self._answered_at(body, user, chat, place)}, until)
        elsewhere = answered.get("", "")
        names = {one: known[one].name for one in others if one in known and known[one].name}
        title = "" if elsewhere else place.title
        return Note(
            bot=bot, at=at, chat=elsewhere, title=title, name=person.name, language=person.language, names=names
        )

    async def _answered_at(self, body: Mapping[str, Any], user: str, chat: str, place: Place) -> str:
        """A command given where the bot is not, or a way to the private chat: answered in the person's private chat."""
        kind = kind_of(body)
        opens = kind == "block_actions" and any(str(found(one, "value")).startswith(START) for one in _actions(body))
        elsewhere = kind in ("command", "message_action") and not place.within and (await self.im(user)) != chat
        nowhere = not chat and kind in ("block_actions", "view_submission", "shortcut")
        return await self.im(user) if opens or elsewhere or nowhere else ""

    def _hear(self, body: Mapping[str, Any]) -> None:
        """Events tell what changed; a message in a private chat tells whose it is."""
        kind, event = kind_of(body), event_of(body)
        chat = chat_of(body)
        if kind in ("member_joined_channel", "channel_left", "group_left", "channel_rename", "group_rename"):
            self._kept.pop(f"place:{chat}", None)
        if kind == "user_change" and isinstance(user := found(event, "user", "id"), str):
            self._kept.pop(f"person:{user}", None)
        if kind == "message" and is_private(chat) and isinstance(user := event.get("user"), str):
            self._keep(f"im:{user}", chat)

    async def person(self, user: str) -> Known:
        async def ask() -> Known:
            told = (await self._api.client.users_info(user=user, include_locale=True))["user"]
            profile = told.get("profile") or {}
            name = profile.get("display_name") or profile.get("real_name") or told.get("real_name") or told.get("name")
            return Known(str(name or ""), told.get("locale"))

        return await self._ask(f"person:{user}", ask, Known())

    async def place(self, chat: str) -> Place:
        async def ask() -> Place:
            told = (await self._api.client.conversations_info(channel=chat))["channel"]
            return Place(str(told.get("name") or ""), bool(told.get("is_member")) or bool(told.get("is_mpim")))

        return await self._ask(f"place:{chat}", ask, Place())

    async def im(self, user: str) -> str:
        """The private chat of a person with the bot; "" where it cannot be had."""

        async def ask() -> str:
            return str((await self._api.client.conversations_open(users=user))["channel"]["id"])

        return await self._ask(f"im:{user}", ask, "")

    async def _ask(self, key: str, ask: Callable[[], Awaitable[T]], unknown: T) -> T:
        until, value = self._kept.get(key, (0.0, unknown))
        if until > time.monotonic():
            return cast("T", value)
        try:
            value = await ask()
        except (*BROKEN, SlackApiError) as error:
            if not word_of(error):  # not Slack's no, which holds for a while, but trouble on the line
                self._keep(key, value, GIVEN_UP)
                return cast("T", value)
        self._keep(key, value)
        return cast("T", value)

    def _keep(self, key: str, value: object, seconds: float = REMEMBERED) -> None:
        if len(self._kept) >= AT_MOST:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + seconds, value)


async def _in_time(asked: Mapping[str, Awaitable[T]], until: float) -> dict[str, T]:
    """What was answered in time, side by side; the rest goes on, so that it is known the next time."""
    tasks = {name: asyncio.ensure_future(one) for name, one in asked.items()}
    if tasks:
        await asyncio.wait(tasks.values(), timeout=max(0.01, until - time.monotonic()))
    return {name: task.result() for name, task in tasks.items() if task.done() and not task.exception()}


def _quoted(body: Mapping[str, Any]) -> list[str]:
    """Who wrote the message a shortcut was chosen at; who came or went, whoever let them in."""
    event = kind_of(body) in ("member_joined_channel", "member_left_channel")
    who = found(body, "message", "user") if kind_of(body) == "message_action" else None
    who = found(body, "event", "user") if event else who
    return [who] if isinstance(who, str) else []


def _actions(body: Mapping[str, Any]) -> list[Any]:
    actions = body.get("actions")
    return actions if isinstance(actions, list) else []


def _bot_of(body: Mapping[str, Any]) -> str:
    """The bot's user id as the envelope of an event names it, before auth.test could be asked."""
    told = body.get("authorizations")
    first = told[0] if isinstance(told, list) and told else None
    user = found(first, "user_id")
    return user if isinstance(user, str) and found(first, "is_bot") is True else ""
