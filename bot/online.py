"""`gengfu doctor --online`: the one place where the doctor leaves the house, to ask the platforms about our tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from pydantic import SecretStr

from bot.channels.ways import way
from bot.settings import Settings
from core.people import Chat

if TYPE_CHECKING:
    from bot.doctor import Finding

TIMEOUT = aiohttp.ClientTimeout(total=10)
TELEGRAM, SLACK = "https://api.telegram.org", "https://slack.com/api/"


def ask_platforms(settings: Settings, chats: Callable[[], Sequence[Chat]]) -> Iterator[Finding]:
    """Whether each platform answers and knows our token, and whether our groups still let us speak."""
    for name in settings.channels:
        bound = [one for one in chats() if one.channel == name] if name in ASKED_ABOUT_GROUPS else []
        yield from asyncio.run(ASK[name](settings, bound[:MOST_GROUPS]))


async def _telegram(settings: Settings, chats: Sequence[Chat]) -> list[Finding]:
    from bot.doctor import bad, ok

    assert settings.telegram_token is not None
    base = (settings.telegram_base_url or TELEGRAM).rstrip("/")
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    address = f"{base}/bot{settings.telegram_token.get_secret_value()}"
    told: dict[str, str] = {}
    me = await _post(f"{address}/getMe", proxy, told=told)
    if not me.get("ok"):
        return [bad("online_refused", name="Telegram", why=_why(me))]
    found = [ok("online", name="Telegram", who=f"@{me['result'].get('username', '')}")]
    hook = (await _post(f"{address}/getWebhookInfo", proxy)).get("result") or {}
    asked = [await _group(address, proxy, one, me["result"].get("id")) for one in chats]
    return [*found, *_clock(told), *_webhook(settings, hook), *asked]


def _clock(told: dict[str, str]) -> Iterator[Finding]:
    """Whether our clock and the platform's agree."""
    from bot.doctor import warn

    try:
        theirs = parsedate_to_datetime(told.get("date", ""))
    except ValueError:
        return
    apart = round(abs((datetime.now(UTC) - theirs).total_seconds()) / 60)
    if apart >= CLOCKS_APART:
        yield warn("online_clock", minutes=apart)


async def _group(address: str, proxy: str | None, chat: Chat, us: Any) -> Finding:
    """Whether we are still in a group, and may speak there."""
    from bot.doctor import bad, ok, warn

    answer = await _post(f"{address}/getChatMember", proxy, data={"chat_id": chat.chat, "user_id": us})
    member = answer.get("result") or {}
    if not answer.get("ok") or member.get("status") in ("left", "kicked"):
        return bad("online_group_left", chat=chat.title, why=member.get("status") or _why(answer))
    if member.get("status") == "restricted" and not member.get("can_send_messages"):
        return warn("online_group_mute", chat=chat.title)
    return ok("online_group", chat=chat.title)


def _webhook(settings: Settings, hook: dict[str, Any]) -> Iterator[Finding]:
    """Whether updates come the way the settings say, and what Telegram last met at our address."""
    from bot.channels.telegram.webhook import address_of
    from bot.doctor import ok, warn

    assert settings.telegram_token is not None
    if settings.telegram_webhook_url is None:
        if hook.get("url"):
            yield warn("online_webhook")
        return
    ours = address_of(settings.telegram_webhook_url.get_secret_value(), settings.telegram_token.get_secret_value())
    if hook.get("url") != ours:
        yield warn("online_webhook_unset")
    elif hook.get("last_error_message") and hook.get("pending_update_count"):
        count = int(hook["pending_update_count"])
        yield warn("online_webhook_fails", count=count, why=str(hook["last_error_message"]))
    else:
        yield ok("online_webhook_stands", count=int(hook.get("pending_update_count") or 0))


async def _slack(settings: Settings, chats: Sequence[Chat]) -> list[Finding]:
    from bot.doctor import bad, ok, warn

    proxy = settings.slack_proxy.get_secret_value() if settings.slack_proxy else None
    base, granted = settings.slack_base_url or SLACK, dict[str, str]()
    found = []
    if settings.slack_bot_token is not None:
        me = await _post(f"{base}auth.test", proxy, _bearer(settings.slack_bot_token), granted)
        if not me.get("ok"):
            return [bad("online_refused", name="Slack", why=_why(me))]
        found = [ok("online", name="Slack", who=f"{me.get('team', '')}/{me.get('user', '')}")]
    scopes = {one.strip() for one in granted.get("x-oauth-scopes", "").split(",")}
    if missing := [one for one in SLACK_SCOPES if granted.get("x-oauth-scopes") and one not in scopes]:
        found.append(warn("online_scopes", missing=", ".join(missing)))
    if settings.slack_app_token is not None:
        opened = await _post(f"{base}apps.connections.open", proxy, _bearer(settings.slack_app_token))
        refused = bad("online_refused", name="Slack Socket Mode", why=_why(opened))
        found.append(ok("online_socket") if opened.get("ok") else refused)
    return found


def _bearer(token: SecretStr) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.get_secret_value()}"}


# What deploy/slack-manifest.yaml asks for, without which something is missing or cannot be settled.
SLACK_SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write"),
    *("groups:history", "groups:read", "im:history", "im:write", "users:read"),
)
ASK = {"telegram": _telegram, "slack": _slack}
ASKED_ABOUT_GROUPS = ("telegram",)  # Slack tells the reason with every card that is refused
MOST_GROUPS = 50
CLOCKS_APART = 5  # minutes


async def _post(
    url: str,
    proxy: str | None,
    headers: dict[str, str] | None = None,
    told: dict[str, str] | None = None,
    data: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The answer, or what stood in its way by name only: an error's text would hold the address, and that the token.
    `told` takes the headers of the answer."""
    try:
        connector, named = way(proxy)
        async with (
            aiohttp.ClientSession(connector=connector, proxy=named, timeout=TIMEOUT) as session,
            session.post(url, headers=headers, json=data) as answer,
        ):
            found = await answer.json(content_type=None)
            if told is not None:
                told.update({name.lower(): value for name, value in answer.headers.items()})
            return found if isinstance(found, dict) else {"error": "?"}
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
        return {"error": type(error).__name__}


def _why(answer: dict[str, Any]) -> str:
    return str(answer.get("description") or answer.get("error") or "?")
