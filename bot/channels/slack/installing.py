"""Installing the app in a workspace by OAuth: /slack/install sends the browser to Slack, /slack/oauth_redirect takes
what it comes back with, exchanges it for the workspace's token, and keeps that sealed.

A code is only taken from the browser that asked: the state in the address must be the one in its cookie, be known here,
be at most ten minutes old, and works once. Who installed the app has no rights by that: a team is joined with a code.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.channels.slack.api import PUBLIC_API, told
from bot.channels.slack.outcomes import BROKEN, word_of
from bot.channels.slack.payloads import found
from bot.channels.slack.workspaces import Vault, Workspaces

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
COOKIE = "gengfu-slack-install"
LIVES, MOST = 600, 1_000  # seconds a state counts, and how many wait at most
SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write"),
    *("groups:history", "groups:read", "im:history", "im:read", "im:write", "metadata.message:read", "mpim:history"),
    *("mpim:read", "reactions:read", "users:read"),
)  # those of deploy/slack-manifest.yaml

log = logging.getLogger(__name__)
Words = Callable[[str | None, str], str]


@dataclass(frozen=True, slots=True)
class Install:
    """What installing needs: the app's id and secret, where tokens are kept, `words(language, key)` for its pages."""

    client_id: str
    client_secret: str
    vault: Vault
    words: Words


class Installing:
    """The two addresses, and the states that were given out."""

    def __init__(self, install: Install, workspaces: Workspaces) -> None:
        self._install, self._workspaces = install, workspaces
        self._states: dict[str, float] = {}

    def routes(self, application: web.Application) -> None:
        application.router.add_get(INSTALL, self._begin)
        application.router.add_get(REDIRECT, self._end)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """To Slack's page, where an admin of the workspace says yes."""
        state = secrets.token_urlsafe(32)
        if len(self._states) >= MOST:
            self._states.pop(next(iter(self._states)))
        self._states[state] = time.monotonic()
        asked = {"client_id": self._install.client_id, "scope": ",".join(SCOPES), "state": state}
        there = {"Location": f"{self._address()}?{urlencode(asked)}", "Cache-Control": "no-store"}
        answer = web.Response(status=HTTPStatus.FOUND, headers=there)
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        answer.set_cookie(COOKIE, state, max_age=LIVES, path=REDIRECT, httponly=True, samesite="Lax", secure=secure)
        return answer

    def _address(self) -> str:
        """Where people are asked: at Slack, or beside a Web API that is somewhere else."""
        parts = urlsplit(self._workspaces.anywhere.base_url or PUBLIC_API)
        return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"

    async def _end(self, request: web.Request) -> web.Response:
        if not self._is_ours(request.query.get("state", ""), request.cookies.get(COOKIE, "")):
            return self._page(request, "slack_install_again", HTTPStatus.BAD_REQUEST)
        code = request.query.get("code", "")
        if not code:  # error=access_denied: somebody pressed Cancel
            return self._page(request, "slack_install_cancelled", HTTPStatus.OK)
        try:
            await self._exchanged(code)
        except (*BROKEN, SlackApiError) as error:
            log.warning("a workspace could not install the app (%s)", word_of(error) or told(error))
            return self._page(request, "slack_install_failed", HTTPStatus.BAD_GATEWAY)
        return self._page(request, "slack_install_done", HTTPStatus.OK)

    def _is_ours(self, state: str, cookie: str) -> bool:
        given = self._states.pop(state, None) if hmac.compare_digest(state.encode(), cookie.encode()) else None
        return given is not None and time.monotonic() - given <= LIVES

    async def _exchanged(self, code: str) -> None:
        """The code for a token; ValueError where the answer lacks what is needed."""
        client = self._workspaces.anywhere.plain(None, self._workspaces.anywhere.session)
        # slack_sdk's own method builds this header in a way that aiohttp gives up.
        both = f"{self._install.client_id}:{self._install.client_secret}"
        who = {"Authorization": f"Basic {b64encode(both.encode()).decode()}"}
        answer = (await client.api_call("oauth.v2.access", data={"code": code}, headers=who)).data
        whole = found(answer, "is_enterprise_install") is True
        workspace = found(answer, "enterprise" if whole else "team", "id")
        values = {
            "token": found(answer, "access_token"),
            "user": found(answer, "bot_user_id"),
            "app": found(answer, "app_id"),
            "name": found(answer, "enterprise" if whole else "team", "name"),
        }
        token = values["token"]
        if not isinstance(workspace, str) or not workspace or not isinstance(token, str) or not token:
            raise ValueError("Slack's answer names no workspace or token")
        kept = {name: str(value) for name, value in values.items() if value}
        me: Mapping[str, object] = (await self._workspaces.anywhere.plain(token).auth_test()).data  # type: ignore[assignment]
        await self._workspaces.install(workspace, kept | {"bot": str(me.get("bot_id") or "")})
        log.info("the app was installed in a workspace")

    def _page(self, request: web.Request, key: str, status: HTTPStatus) -> web.Response:
        text = escape(self._install.words(request.headers.get("Accept-Language"), key))
        page = f'<!doctype html><meta charset="utf-8"><title>Gengfu 更夫</title><p>{text}</p>'
        headers = {
            "Content-Security-Policy": "default-src 'none'",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        return web.Response(text=page, status=status, content_type="text/html", charset="utf-8", headers=headers)
