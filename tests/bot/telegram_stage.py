"""The stage of the dialogs, with Telegram on it: the same files, played through the real python-telegram-bot."""

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
from bot.channels.telegram import TelegramChannel, Timing
from bot.channels.transcript import Post
from storage.database import Database
from tests.bot.dialog import NotPlayable, Stage
from tests.bot.scene import Scene
from tests.fakes import telegram
from tests.fakes.telegram import Group, Person, TelegramFake
from tests.fakes.telegram.keyboards import locating

NAMED = re.compile(r"[@＠](?:更夫|gengfu)", re.IGNORECASE)
LANGUAGES = {"zh-CN": "zh-hans", "en": "en"}
RIGHTS = "not enough rights to send text messages to the chat"


class TelegramScene(Scene):
    """A Bot API with people and groups; the bot is admin of the groups, so that it hears all there is to hear."""

    name = "telegram"
    capabilities = replace(
        TelegramChannel.capabilities, per_chat_seconds=0, per_group_minute=10**6, per_second=10**6, reactions=False
    )

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.fake = TelegramFake().start()
        self.fake.set_clock(lambda: clock().timestamp())
        self.fake.privacy_mode = False
        self.fake.query_lifetime = 10**9
        self._users: dict[str, Person] = {}
        self._rooms: dict[str, Group] = {}
        self._muted: dict[str, Any] = {}
        quick = Timing(long_poll=20, first_pause=0.02, longest_pause=0.1, press=20)
        self.real = TelegramChannel(self.fake.token, self.fake.base_url, timing=quick, now=clock)

    def is_connected(self) -> bool:
        return self.fake.is_polled and bool(self.real.identity.username)

    # -- who is there

    def user(self, name: str, language: str | None = None) -> Person:
        if name not in self._users:
            known = language or (self.people[name].language if name in self.people else None) or "zh-CN"
            self._users[name] = self.fake.user(first_name=name, language_code=LANGUAGES[known], started=True)
            for room in self._rooms.values():
                room.status.setdefault(self._users[name].id, "member")
        return self._users[name]

    def room(self, title: str, *, with_bot: bool = True) -> Group:
        if title not in self._rooms:
            everyone = self._users.values()
            self._rooms[title] = self.fake.group(title, everyone, with_bot=with_bot, bot_is_admin=with_bot)
        return self._rooms[title]

    def moves(self, title: str, new: str) -> None:
        """The group becomes a supergroup, called otherwise on the stage."""
        self._rooms[new] = self._rooms[title].becomes_supergroup()
        self.fake.wait_until_confirmed()

    def _where(self, who: str, chat: str) -> telegram.Chat:
        return self.user(who).private if chat == who else self.room(chat)

    def _called(self, chat: str) -> str:
        """The stage's name of a chat."""
        users = {str(one.id): name for name, one in self._users.items()}
        return users.get(chat) or next(title for title, one in self._rooms.items() if str(one.id) == chat)

    # -- what people do

    def say(self, who: str, chat: str, text: str, reply_to: str | None = None) -> Kept:
        if not text.strip():
            raise NotPlayable("Telegram sends no empty message")
        if chat == who and self.user(who).has_blocked:
            self.user(who).unblocks_bot()
        replied, named = self.stands.get(reply_to or ""), NAMED.sub(f"@{self.fake.bot.username}", text)
        return self._said(who, chat, self.user(who).says(named, self._where(who, chat), replied))

    def edit_own(self, who: str, chat: str, message_id: str, text: str) -> Kept:
        self.user(who).edits(self.stands[message_id], NAMED.sub(f"@{self.fake.bot.username}", text))
        return self._done(message_id)

    def show(self, who: str, chat: str, media: str) -> Kept:
        person, where = self.user(who), self._where(who, chat)
        sorts: dict[str, Callable[[], telegram.Message]] = {
            "photo": lambda: person.sends_photo(where),
            "voice": lambda: person.sends_voice(where),
            "video": lambda: person.sends_video(where),
            "sticker": lambda: person.sends_sticker(where),
            "document": lambda: person.sends_document("a document", b"...", where),
        }
        if media not in sorts:
            raise NotPlayable(f"a {media} is never sent without what it holds")
        return self._said(who, chat, sorts[media]())

    def attach_file(
        self, who: str, chat: str, name: str, content: bytes, caption: str = "", reply_to: str | None = None
    ) -> Kept:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        replied, where = self.stands.get(reply_to or ""), self._where(who, chat)
        return self._said(who, chat, self.user(who).sends_document(name, content, where, kind, caption, replied))

    def share_contact(self, who: str, chat: str, name: str, phone: str, reply_to: str | None = None) -> Kept:
        contact = {"contact": {"phone_number": phone, "first_name": name}}
        replied = self.stands.get(reply_to or "")
        return self._said(who, chat, self.user(who)._sends(contact, self._where(who, chat), replied))

    def share_spot(self, who: str, chat: str, north: float, east: float, **how: bool) -> Kept:
        person = self.user(who)
        spot = {"latitude": north, "longitude": east} | ({"live_period": 900} if how.get("live") else {})
        origin = {"type": "user", "date": 1, "sender_user": person.as_user()}
        more = {"forward_origin": origin} if how.get("forwarded") else {}
        return self._said(who, chat, person._sends({"location": spot} | more, self._where(who, chat)))

    def react(self, who: str, chat: str, message_id: str) -> Kept:
        message, person = self.stands[message_id], self.user(who)
        person.reacts(message)
        person.reacts(message, "👍")
        return self._done(message_id)

    def come_or_go(self, kind: str, who: str, chat: str) -> Kept:
        person, room = self.user(who), self.room(chat)
        room.join(person) if kind == "joined" else room.leave(person)
        return self._done("")

    def bot_becomes(self, role: str, who: str, chat: str) -> Kept:
        room = self.room(chat)
        if role == "admin":
            room.status[self.fake.bot.id] = "member"
            room.promotes_bot(self.user(who))
        else:
            room.demotes_bot(self.user(who))
        return self._done("")

    def add_bot(self, who: str, chat: str, title: str) -> Kept:
        self.user(who)
        self.room(title, with_bot=False).adds_bot(self.user(who))
        return self._done("")

    def remove_bot(self, who: str, chat: str) -> Kept:
        person = self.user(who)
        person.blocks_bot() if chat == who else self.room(chat).removes_bot(person)
        return self._done("")

    def mute(self, chat: str) -> None:
        self._muted[chat] = self.fake.faults.bad_request(RIGHTS, chat=self.room(chat).id, times=None)

    def unmute(self, chat: str) -> None:
        self._muted.pop(chat).clear()

    def press(self, who: str, post: Post, choice: Choice) -> telegram.Press:
        press = self.user(who).presses_data(self.stands[post.id], choice.token)
        self.fake.wait_until_confirmed()
        return press

    def tap(self, who: str, key: str) -> Kept:
        """A key under the private chat is pressed; one that stood there before is typed."""
        person = self.user(who)
        stands = any(key in row for row in person.private.keyboard)
        return self._said(who, who, person.taps(key) if stands else person.says(key))

    def _said(self, who: str, chat: str, message: telegram.Message) -> Kept:
        post = self.transcript.add(chat, who, message.text, self.clock())
        self.stands[post.id] = message
        return self._done(post.id)

    def _done(self, message_id: str) -> Kept:
        self.fake.wait_until_confirmed()
        return Kept(None, message_id)

    # -- what the bot says

    async def send(self, chat: str, message: Message) -> Outcome:
        sent = await self._there(self.real.send(chat, message))
        if sent.kind == "sent":
            found = self.fake.bot_messages(int(chat))[-1]
            named = found.content.get("document", {}).get("file_name", "")
            file = File(named, found.file.data) if found.file else None
            keys = tuple(tuple(row) for row in found.keys)
            offered = tuple(tuple(map(Choice, row)) for row in question_keys(found))
            post = self.transcript.add(
                self._called(chat),
                BOT,
                found.text,
                self.clock(),
                choices=offered or choices(found),
                file=file,
                keyboard=() if offered else keys,
            )
            self.stands[post.id] = found
        return sent

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        done = await self._there(self.real.edit(chat, message_id, message))
        found = self.fake.chat(int(chat)).history[int(message_id)]
        post = next(one for one in self.transcript.posts(self._called(chat)) if self.stands.get(one.id) is found)
        if (post.text, post.choices) != (found.text, choices(found)):
            self.transcript.change(post, text=found.text, choices=choices(found))
        return done


def question_keys(message: telegram.Message) -> list[list[str]]:
    """The keys of a question, but for the one that sends where the phone is; none where the standing ones came."""
    if not (message.markup or {}).get("one_time_keyboard"):
        return []
    asks = locating(message.markup)
    return [row for row in message.keys if not asks & set(row)]


def choices(message: telegram.Message) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(Choice(one.text, one.data or "", one.url or "") for one in row) for row in message.rows)


class TelegramStage(Stage):
    """A file being played on Telegram."""

    def __init__(self, open_books: Callable[[], Database], patch: Any) -> None:
        super().__init__(open_books, patch)
        self.scene = TelegramScene(self.clock)

    def _opened(self) -> Any:
        return self.scene

    def _account(self, name: str) -> SimpleNamespace:
        person = self.scene.user(name, self.language)
        return SimpleNamespace(channel="telegram", user=str(person.id), chat=str(person.id))

    def _room(self, title: str) -> SimpleNamespace:
        return SimpleNamespace(channel="telegram", chat=str(self.scene.room(title).id))

    def _move_group(self, who: str, chat: str, label: str, new: str) -> None:
        self._groups[label] = new
        self.scene.moves(chat, new)

    def _press(self, who: str, chat: str, label: str, on: str) -> str | None:
        post, choice = self._button(chat, label, on)
        if choice.url:
            self._say(who, who, f"/start {choice.url.partition('=')[2]}".strip())
            self.app.settle()
            return None
        if not choice.token:
            self.scene.tap(who, label)
            self.app.settle()
            return None
        press = self.scene.press(who, post, choice)
        self.app.settle()
        return self.scene.fake.wait_for_answer(press, 10).text or None
