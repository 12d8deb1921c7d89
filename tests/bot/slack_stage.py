"""The stage of the dialogs, with Slack on it: the same files, played through the real slack-bolt and slack-sdk.

What people do is done in the fake workspace; what the bot says is read back from it, as people see it there.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from bot.channels import Choice, File, Message, Outcome
from bot.channels.local import BOT, Kept
from bot.channels.slack import SlackChannel, Timing
from bot.channels.transcript import Post
from storage.database import Database
from tests.bot.dialog import NotPlayable, Stage
from tests.bot.scene import Scene
from tests.fakes import slack
from tests.fakes.slack import Channel, Person, SlackFake

NAMED = re.compile(r"[@＠](?:更夫|gengfu)", re.IGNORECASE)
COMMAND = re.compile(r"^/(?P<word>\w+)(?:[@＠](?:更夫|gengfu))?(?P<words>.*)$", re.DOTALL | re.IGNORECASE)
MEDIA = {"photo": "image/jpeg", "voice": "audio/mp4", "video": "video/mp4", "document": "application/pdf"}


class SlackScene(Scene):
    """A workspace with the bot in it."""

    name = "slack"
    capabilities = replace(SlackChannel.capabilities, per_chat_seconds=0, per_group_minute=10**6, per_second=10**6)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.fake = SlackFake().start()
        self.fake.set_clock(lambda: clock().timestamp())
        self.fake.world.bot_name = "更夫"
        self.fake.deliveries.retries = ()
        self._users: dict[str, Person] = {}
        self._rooms: dict[str, Channel] = {}
        self._muted: dict[str, Any] = {}
        timing = Timing(press=20, ping=1, first_pause=0.05)
        tokens = self.fake.bot_token, self.fake.app_token
        self.real = SlackChannel(*tokens, base_url=self.fake.base_url, timing=timing, now=clock)

    # -- who is there

    def user(self, name: str, language: str | None = None) -> Person:
        if name not in self._users:
            known = language or (self.people[name].language if name in self.people else None)
            self._users[name] = self.fake.user(name, locale=known or "zh-CN")
            for room in self._rooms.values():
                room.members.add(self._users[name].id)
        return self._users[name]

    def room(self, title: str, *, with_bot: bool = True) -> Channel:
        if title not in self._rooms:
            self._rooms[title] = self.fake.channel(title, self._users.values(), with_bot=with_bot)
        return self._rooms[title]

    def _where(self, who: str, chat: str) -> slack.Chat:
        return self.user(who).im if chat == who else self.room(chat)

    def _called(self, chat: str) -> str:
        """The stage's name of a conversation."""
        users = {one.im.id: name for name, one in self._users.items()}
        return users.get(chat) or next(title for title, one in self._rooms.items() if one.id == chat)

    # -- what people do

    def say(self, who: str, chat: str, text: str, reply_to: str | None = None) -> Kept:
        if not text.strip():
            raise NotPlayable("Slack sends no empty message")
        person, where = self.user(who), self._where(who, chat)
        command = COMMAND.match(text)
        if command:
            self._acted(person.commands(command["word"] + command["words"], where))
            return Kept(None, "")
        replied = self.stands[reply_to] if reply_to else None
        return self._said(who, chat, person.says(NAMED.sub("@更夫", text), where, reply_to=replied))

    def edit_own(self, who: str, chat: str, message_id: str, text: str) -> Kept:
        self.user(who).edits(self.stands[message_id], NAMED.sub("@更夫", text))
        self.fake.wait_until_acked()
        return Kept(None, message_id)

    def delete_own(self, who: str, message_id: str) -> None:
        self.user(who).deletes(self.stands[message_id])
        self.fake.wait_until_acked()

    def show(self, who: str, chat: str, media: str) -> Kept:
        if media not in MEDIA:
            raise NotPlayable(f"there is no {media} on Slack")
        return self.attach_file(who, chat, f"a {media}", b"...", mimetype=MEDIA[media])

    def attach_file(
        self, who: str, chat: str, name: str, content: bytes, caption: str = "", reply_to: str | None = None,
        mimetype: str = "",
    ) -> Kept:  # fmt: skip
        kind = mimetype or mimetypes.guess_type(name)[0] or "application/octet-stream"
        replied = self.stands[reply_to] if reply_to else None
        where = self._where(who, chat)
        return self._said(who, chat, self.user(who).sends_file(name, content, caption, kind, where, reply_to=replied))

    def add_bot(self, who: str, chat: str, title: str) -> None:
        self.room(title, with_bot=False).adds_bot(self.user(who))
        self.fake.wait_until_acked()

    def remove_bot(self, who: str, chat: str) -> None:
        if chat == who:
            raise NotPlayable("nobody blocks a bot on Slack")
        self.room(chat).removes_bot(self.user(who))
        self.fake.wait_until_acked()

    def react(self, who: str, chat: str, message_id: str) -> Kept:
        self.user(who).reacts(self.stands[message_id])
        self.fake.wait_until_acked()
        return Kept(None, message_id)

    def come_or_go(self, kind: str, who: str, chat: str) -> Kept:
        room, person = self.room(chat), self.user(who)
        room.joined_by(person) if kind == "joined" else room.left_by(person)
        self.fake.wait_until_acked()
        return Kept(None, "")

    def mute(self, chat: str) -> None:
        """An admin lets only some people post there."""
        self._muted[chat] = self.fake.faults.refuses("restricted_action", chat=self.room(chat).id, times=None)

    def unmute(self, chat: str) -> None:
        self._muted.pop(chat).clear()

    def press(self, who: str, post: Post, choice: Choice) -> slack.Press:
        """Nothing opens a form here: the dialogs are asked in the chat, as where none can be opened."""
        pressed = slack.Button(choice.label, choice.token, choice.url, "press_0_0", "b0")
        shown = next((one for one in self.stands[post.id].buttons if one.value == choice.token), pressed)
        press = self.user(who).presses(self.stands[post.id], replace(pressed, kind=shown.kind))
        self._acted(press)
        return press

    def _acted(self, press: slack.Press) -> None:
        self.fake.wait_for(lambda: press.acked, 10, "an acknowledgement")

    def _said(self, who: str, chat: str, message: slack.Message) -> Kept:
        post = self.transcript.add(chat, who, message.shown, self.clock())
        self.stands[post.id] = message
        self.fake.wait_until_acked(timeout=10)
        return Kept(None, post.id)

    # -- the channel, on a loop of its own

    def is_connected(self) -> bool:
        return bool(self.fake.connections)

    async def send(self, chat: str, message: Message) -> Outcome:
        sent = await self._there(self.real.send(chat, message))
        if sent.kind == "sent":
            found = self.fake.bot_messages(chat)[-1]
            held = self.fake.world.uploads[found.files[0]["id"]]["data"] if found.files else b""
            file = File(found.files[0]["name"], held) if found.files else None
            post = self.transcript.add(
                self._called(chat), BOT, found.shown, self.clock(), choices=choices(found), file=file
            )
            self.stands[post.id] = found
        return sent

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        done = await self._there(self.real.edit(chat, message_id, message))
        found = self.fake.chat(chat).history[message_id]
        name = self._called(chat)
        post = next(one for one in self.transcript.posts(name) if self.stands.get(one.id) is found)
        if (post.text, post.choices) != (found.shown, choices(found)):
            self.transcript.change(post, text=found.shown, choices=choices(found))
        return done

    async def find(self, chat: str, message: Message) -> Outcome:
        return await self._there(self.real.find(chat, message))


def choices(message: slack.Message) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(Choice(one.text, one.value, one.url) for one in row) for row in message.rows)


class SlackStage(Stage):
    """A file being played on Slack."""

    def __init__(self, open_books: Callable[[], Database], patch: Any) -> None:
        super().__init__(open_books, patch)
        self.scene = SlackScene(self.clock)

    def _opened(self) -> Any:
        return self.scene

    def _account(self, name: str) -> SimpleNamespace:
        person = self.scene.user(name, self.language)
        return SimpleNamespace(channel="slack", user=person.id, chat=person.im.id)

    def _room(self, title: str) -> SimpleNamespace:
        return SimpleNamespace(channel="slack", chat=self.scene.room(title).id)

    def _direction(self, who: str, chat: str, group: str | None, text: str) -> Callable[[], object] | None:
        if text == "(deletes it)":
            return lambda: self.scene.delete_own(who, self._last_said[who, chat])
        return super()._direction(who, chat, group, text)

    def _press(self, who: str, chat: str, label: str, on: str) -> str | None:
        post, choice = self._button(chat, label, on)
        press = self.scene.press(who, post, choice)
        self.app.settle()
        return None if choice.url else self.scene.fake.wait_for_answer(press, 10).text
