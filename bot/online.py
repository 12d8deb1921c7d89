"""`gengfu doctor --online`: the one place where the doctor leaves the house, to ask the platforms about our tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from pydantic import SecretStr

from bot.channels.ways import way
from bot.settings import Settings
from core.people import Chat

if TYPE_CHECKING:
    from bot.channels.slack.api import Api
    from bot.doctor import Finding

TIMEOUT = aiohttp.ClientTimeout(total=10)
TELEGRAM, SLACK = "https://api.telegram.org", "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Known:
    """What the books know of the platforms: every team's bound groups, and the tokens of the workspaces that installed
    the app, by their ids."""

    chats: Sequence[Chat] = ()
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)


def ask_platforms(settings: Settings, known: Callable[[], Known]) -> Iterator[Finding]:
    """Whether each platform answers and knows our token, and whether our groups still let us speak."""
    for name in settings.channels:
        books = known()
        bound = [one for one in books.chats if one.channel == name]
        yield from asyncio.run(ASK[name](settings, replace(books, chats=bound[:MOST_GROUPS])))


async def _telegram(settings: Settings, known: Known) -> list[Finding]:
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
    asked = [await _group(address, proxy, one, me["result"].get("id")) for one in known.chats]
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


async def _slack(settings: Settings, known: Known) -> list[Finding]:
    return [*await _slack_tokens(settings), *await _slack_channels(settings, known)]


async def _slack_tokens(settings: Settings) -> list[Finding]:
    """Whether Slack knows our tokens, and gave the app what it needs."""
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


async def _slack_channels(settings: Settings, known: Known) -> list[Finding]:
    """Whether we are still in each bound channel and may post there, asked with the token of its workspace."""
    from bot.channels.slack.api import Api, Timing, quiet_libraries
    from bot.channels.slack.reading import BETWEEN

    quiet_libraries()
    home = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    proxy = settings.slack_proxy.get_secret_value() if settings.slack_proxy else None
    apis: dict[str, Api] = {}
    try:
        found = []
        for chat in known.chats:
            workspace, between, channel = chat.chat.rpartition(BETWEEN)
            token = known.tokens.get(workspace, "") if between else home
            api = apis.setdefault(workspace, Api(token, settings.slack_base_url, proxy, Timing()))
            found.append(await _slack_channel(api, chat, channel))
        return found
    finally:
        for api in apis.values():
            await api.close()


async def _slack_channel(api: Api, chat: Chat, channel: str) -> Finding:
    from bot.channels.slack.presence import presence
    from bot.doctor import bad, ok, warn

    how, why = await presence(api, channel)
    found = {
        "here": ok("online_group", chat=chat.title),
        "mute": warn("online_channel_mute", chat=chat.title),
        "archived": bad("online_channel_archived", chat=chat.title),
        "left": bad("online_channel_left", chat=chat.title, why=why),
        "unasked": bad("online_channel_unasked", chat=chat.title, why=why),
    }
    return found[how]


def _bearer(token: SecretStr) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.get_secret_value()}"}


# What deploy/slack-manifest.yaml asks for, without which something is missing or cannot be settled.
SLACK_SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write"),
    *("groups:history", "groups:read", "im:history", "im:write", "users:read"),
)
ASK = {"telegram": _telegram, "slack": _slack}
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
