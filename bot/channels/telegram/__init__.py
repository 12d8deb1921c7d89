"""Telegram as a Channel, on the unmodified python-telegram-bot.

Of that library only `Bot` is used: its Updater moves the offset before an update is on disk. The pieces: `requests`
(keep first, no token in a log), `polling` or `webhook` (how updates come), `presses`, `payloads` and `reading` (update
in), `writing` (message out), `outcomes` (how a send ended).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from aiohttp import web
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels import Capabilities, Inlet, Message, NotFetched, Outcome, Raw
from bot.channels.telegram import writing
from bot.channels.telegram.outcomes import UNREADABLE, outcome_of, pause_asked, reason
from bot.channels.telegram.payloads import NOBODY, Identity
from bot.channels.telegram.polling import poll_for_ever
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.reading import CHANNEL, as_update, found, read
from bot.channels.telegram.requests import ApiRequest, InboxRequest, Timing, quiet_libraries, redact, told
from bot.channels.telegram.webhook import Webhook, address_of
from bot.message import Inbound

__all__ = ["Identity", "TelegramChannel", "Timing", "redact"]

PUBLIC_API = "https://api.telegram.org"
NEVER = (BadRequest, Forbidden, InvalidToken)
TOPIC_IS_GONE = ("message_thread_not_found", "topic_closed", "topic_deleted")
MENU_SCOPES = (BotCommandScopeAllPrivateChats, BotCommandScopeAllGroupChats)

log = logging.getLogger(__name__)


class TelegramChannel:
    """One bot. `base_url` is scheme, host and port of a Bot API server of one's own.

    Updates are polled, or posted to `webhook_url` by who knows `webhook_secret`. `identity` saves tests the getMe;
    `now` is only asked when an update is kept, for presses, which carry no time.
    """

    name = CHANNEL
    capabilities = Capabilities(
        edits=True,
        buttons=True,
        standing_keyboard=True,
        answer_keys=True,
        reactions=True,
        files=True,
        largest_file=10 << 20,  # Telegram itself gives bots 20 MB
        max_text=writing.LONGEST_TEXT,
        per_chat_seconds=1,
        per_group_minute=20,
        per_second=30,
    )

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        proxy: str | None = None,
        webhook_url: str | None = None,
        webhook_secret: str = "",
        *,
        timing: Timing | None = None,
        identity: Identity = NOBODY,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        quiet_libraries()  # before Bot, which logs its address
        self.identity = identity
        self._timing = timing or Timing()
        self._now = now
        self._requests = (
            InboxRequest(self._keep, self._timing, base_url, proxy),
            ApiRequest(self._timing, base_url, proxy),
        )
        server = (base_url or PUBLIC_API).rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )
        self._presses = Presses(self._bot, self._timing.press)
        self._webhook = Webhook(address_of(webhook_url, token), webhook_secret, self._keep) if webhook_url else None
        self._inlet: Inlet | None = None
        self._menus: Mapping[str, Sequence[tuple[str, str]]] = {}

    # --- in ---------------------------------------------------------------------------------------------------------

    async def run(self, inlet: Inlet) -> None:
        self._inlet = inlet
        try:
            if self._webhook is not None:
                await self._webhook.keep_set(self._bot, self._timing, self._introduce)
            await poll_for_ever(self._bot, self._timing, self._greet)
        finally:
            if self._webhook is not None:
                self._webhook.open = False
            self._presses.stop()

    def keep_pace(self, per_second: float, per_chat: float, per_group_minute: int) -> None:
        """Another pace than Telegram's usual one: messages a second in all, a second in a chat, a minute in a group."""
        self.capabilities = replace(
            self.capabilities,
            per_second=per_second,
            per_chat_seconds=1 / per_chat,
            per_group_minute=per_group_minute,
        )

    def routes(self, application: web.Application) -> None:
        """The webhook's address on the one HTTP server, where one is set."""
        if self._webhook is not None:
            self._webhook.routes(application)

    def read(self, raw: Raw) -> Inbound | None:
        return read(raw, self.identity)

    async def ready(self) -> bool:
        """Learn the bot's name, for a process that sends without `run`; False when Telegram cannot be asked now."""
        try:
            await self._learn_identity()
        except (TelegramError, *UNREADABLE) as error:
            log.warning("Telegram cannot be asked who the bot is (%s)", told(error))
            return False
        return True

    async def _introduce(self) -> None:
        await self._learn_identity()
        await self._show_menus()

    async def _greet(self) -> None:
        await self._introduce()
        await self._bot.delete_webhook()  # while one is set, polling is refused; what waits there is polled

    async def _learn_identity(self) -> None:
        me = await self._bot.get_me()
        self.identity = Identity(me.id, me.username or "")

    async def _keep(self, raws: list[object]) -> None:
        """Commit, then see to the presses. What this raises keeps the offset where it is."""
        if self._inlet is None:
            raise RuntimeError("updates came before run()")
        now = self._now()
        updates = [as_update(raw, self.identity, now) for raw in raws]
        rows = await asyncio.to_thread(self._inlet.keep, self.name, updates)
        for raw, row in zip(raws, rows, strict=True):
            query = found(raw, "callback_query", "id")
            if isinstance(query, str):
                self._presses.take(self._inlet, query, row)

    async def fetch(self, ref: str) -> bytes:
        most = self.capabilities.largest_file
        try:
            file = await self._bot.get_file(ref)
        except NEVER as error:
            raise NotFetched("too_large" if reason(error) == "too_large" else "gone") from None
        except (TelegramError, *UNREADABLE) as error:
            raise NotFetched("unreachable", pause_asked(error)) from None
        if (file.file_size or 0) > most:
            raise NotFetched("too_large")
        if not (file.file_path or "").startswith("http"):  # a Bot API server in local mode names a path of its own disk
            raise NotFetched("gone")
        return await self._requests[1].download(str(file.file_path), most)

    # --- out --------------------------------------------------------------------------------------------------------

    async def send(self, chat: str, message: Message) -> Outcome:
        """A file goes out as a document with the text as its caption. If a topic is gone, into the group itself; if a
        reaction is not allowed, in words."""
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        if message.reaction and (message.reply_to or "").isdecimal():
            return await self._react(chat, message)
        sent = await self._send(chat, message)
        if sent.reason in TOPIC_IS_GONE and message.topic:
            return await self._send(chat, replace(message, topic=""))
        return sent

    async def _react(self, chat: str, message: Message) -> Outcome:
        done = await outcome_of(self._bot.set_message_reaction(chat, int(message.reply_to or 0), message.reaction))
        refused = done.kind == "refused" and done.moved_to is None and done.reason != "blocked"
        return await self.send(chat, replace(message, reaction="")) if refused else done

    async def pin(self, chat: str, message_id: str, former: str | None) -> bool:
        """Without a sound; a former one that is gone, or was taken down by somebody, is no trouble."""
        try:
            await self._bot.pin_chat_message(chat, int(message_id), disable_notification=True)
            if former is not None and former.isdecimal():
                await self._bot.unpin_chat_message(chat, message_id=int(former))
        except (TelegramError, *UNREADABLE) as error:
            log.debug("a digest is not pinned: %s", told(error))
            return isinstance(error, BadRequest) and reason(error) == "message_to_unpin_not_found"
        return True

    async def _send(self, chat: str, message: Message) -> Outcome:
        more = writing.options(message)
        if message.file:
            file = writing.document(message.file)
            return await outcome_of(self._bot.send_document(chat, file, caption=message.text or None, **more))
        preview = writing.NO_PREVIEW
        return await outcome_of(self._bot.send_message(chat, message.text, link_preview_options=preview, **more))

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        """With `file` set the message is one with a file, and its caption is replaced; the file itself stays."""
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        outcome = await self._edit(chat, message_id, message)
        unchanged = outcome.reason == "not_modified"
        return Outcome("sent", message_id) if unchanged or outcome.kind == "sent" else outcome

    async def _edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        if not message_id.isdecimal():
            return Outcome("refused", reason="message_not_found")
        number, markup = int(message_id), writing.inline(message)
        if message.file:
            caption = self._bot.edit_message_caption(chat, number, caption=message.text, reply_markup=markup)
            return await outcome_of(caption)
        preview = writing.NO_PREVIEW
        text = self._bot.edit_message_text(
            message.text, chat, number, reply_markup=markup, link_preview_options=preview
        )
        return await outcome_of(text)

    def private_link(self, start: str = "", chat: str = "") -> str:
        """ "" until the bot's name is known."""
        if not self.identity.username:
            return ""
        link = f"https://t.me/{self.identity.username}"
        return f"{link}?start={quote(start, safe='')}" if start else link

    async def set_menu(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """The first language's menu is also that of all others. Shown now, or as soon as Telegram can be reached."""
        self._menus = menus
        if self.identity != NOBODY:
            await self._show_menus()

    async def _show_menus(self) -> None:
        try:
            for language, menu in writing.languages(self._menus).items():
                for scope in MENU_SCOPES:
                    await self._bot.set_my_commands(writing.commands(menu), scope(), language)
        except (TelegramError, *UNREADABLE) as error:
            log.warning("the command menu could not be set (%s)", told(error))

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()
