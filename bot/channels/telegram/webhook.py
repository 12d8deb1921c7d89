"""Updates over HTTP: nobody but Telegram may speak, and it hears "got it" only when they are on disk."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

from aiohttp import web
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.channels.telegram.outcomes import UNREADABLE
from bot.channels.telegram.polling import ALLOWED_UPDATES, SAID_AGAIN_AFTER, Trouble
from bot.channels.telegram.requests import Timing, as_text, id_of, told

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
PREFIX = "/telegram/"

log = logging.getLogger(__name__)


def address_of(url: str, token: str) -> str:
    """Where Telegram is to post: the address as it was set, or with a path nobody can guess where it has none."""
    parts = urlsplit(url)
    if parts.path.strip("/"):
        return url
    unguessable = hmac.new(token.encode(), b"webhook path", hashlib.sha256).hexdigest()[:32]
    return urlunsplit(parts._replace(path=f"{PREFIX}{unguessable}"))


class Webhook:
    """One address. `take` commits an update; what it raises leaves it with Telegram, which sends it again."""

    def __init__(self, url: str, secret: str, take: Callable[[list[object]], Awaitable[None]]) -> None:
        self.url, self._secret, self._take = url, secret, take
        self.open = False  # whether updates can be kept now
        self._said = -SAID_AGAIN_AFTER

    def routes(self, application: web.Application) -> None:
        application.router.add_post(urlsplit(self.url).path, self.serve)

    async def serve(self, request: web.Request) -> web.Response:
        """403 without the secret, 413 over 1 MiB (aiohttp's own limit), 400 for what is no update, 503 for "again"."""
        if not self._knows_secret(request):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        update = update_in(await request.read())
        if update is None:
            log.info("a request to the webhook was refused as malformed")
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if not self.open:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            await self._take([update])
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram shall hold the update
            self._complain(error)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

    def _knows_secret(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode())

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._said >= SAID_AGAIN_AFTER:
            self._said = time.monotonic()
            log.warning("Telegram's updates cannot be stored; Telegram holds them until they can (%s)", told(error))

    async def keep_set(self, bot: Bot, timing: Timing, greet: Callable[[], Awaitable[None]]) -> NoReturn:
        """Set it, and see now and then that it still stands: whoever polls with our token takes it away."""
        trouble, heard = Trouble(timing, "Telegram's webhook is set"), ""
        while True:
            try:
                await greet()
                self.open = True
                await self._set(bot)
                trouble.over()
                while self._stands(info := await bot.get_webhook_info()):
                    heard = self._tell(info, heard)
                    await asyncio.sleep(timing.look_at_webhook)
                log.warning("Telegram's webhook was changed by another program; it is set again")
            except (TelegramError, *UNREADABLE) as error:
                await trouble.wait_out(error)

    async def _set(self, bot: Bot) -> None:
        """What waits at Telegram is kept: `drop_pending_updates` is never asked for."""
        await bot.set_webhook(self.url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)

    def _stands(self, info: WebhookInfo) -> bool:
        return info.url == self.url

    def _tell(self, info: WebhookInfo, heard: str) -> str:
        """What Telegram says of its last failure to reach us, said once."""
        last = f"{info.last_error_date} {info.last_error_message}" if info.last_error_message else ""
        if last and last != heard and info.pending_update_count:
            log.warning("Telegram could not deliver to the webhook: %s", info.last_error_message)
        return last


def update_in(body: bytes) -> object | None:
    """The one update of a request; None where it is none. What else is wrong with it is found when it is read."""
    try:
        update = as_text(json.loads(body))
    except (ValueError, RecursionError):
        return None
    return update if id_of(update) is not None else None
