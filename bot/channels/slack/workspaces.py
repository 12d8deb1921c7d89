"""The workspaces the app is in: the one of the bot token, and those that installed it, each with a token of its own.

Slack's ids of people and conversations are its workspace's own. Those of an installed workspace are therefore known
here as `T1/D2`; those of the bot token's workspace as they are, so that a second one changes nothing for the first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.channels.slack.api import Api, Timing
from bot.channels.slack.directory import Directory
from bot.channels.slack.payloads import NOBODY, Identity, found
from bot.channels.slack.reading import BETWEEN


class Vault(Protocol):
    """Where installations are kept, their tokens sealed. Called from threads."""

    def all(self) -> Mapping[str, Mapping[str, str]]:
        """The values of every installed workspace, by its id."""

    def keep(self, workspace: str, values: Mapping[str, str]) -> None:
        """A workspace installed the app, or installed it again."""

    def drop(self, workspace: str) -> None:
        """A workspace took it out: its token is forgotten."""


@dataclass
class Workspace:
    """One workspace: its client, who the bot is there, and who everybody else is."""

    api: Api
    prefix: str = ""  # its id, before every id of it; "" for the bot token's
    identity: Identity = NOBODY
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        self.directory = Directory(self.api)

    async def learn(self) -> None:
        """Ask who the bot is; raises what the client raises."""
        me = await self.api.client.auth_test()
        app, bot = "", me.get("bot_id")
        if bot:
            app = str((await self.api.client.bots_info(bot=bot))["bot"].get("app_id") or "")
        self.identity = Identity(str(me["user_id"]), str(bot or ""), str(me.get("team_id") or ""), app)


class Workspaces:
    """Which workspace a payload came from, and which a message goes to."""

    def __init__(
        self, token: str | None, base_url: str | None, proxy: str | None, timing: Timing, vault: Vault | None
    ) -> None:
        self._place = base_url, proxy, timing
        self._vault = vault
        self.home = Workspace(self._api(token)) if token else None
        self.anywhere = self.home.api if self.home else self._api("")  # for what needs no workspace's token
        self._installed: dict[str, Workspace] = {}

    def _api(self, token: str) -> Api:
        return Api(token, *self._place)

    def __iter__(self) -> Iterator[Workspace]:
        return iter([*([self.home] if self.home else []), *self._installed.values()])

    async def load(self) -> None:
        """Take up what was installed before."""
        if self._vault is not None:
            for workspace, values in (await asyncio.to_thread(self._vault.all)).items():
                self._take_up(workspace, values)

    async def install(self, workspace: str, values: Mapping[str, str]) -> None:
        """A workspace installed the app: its token is kept before it is used."""
        assert self._vault is not None, "nobody may install without a place for the token"
        await asyncio.to_thread(self._vault.keep, workspace, values)
        before = self._installed.pop(workspace, None)
        self._take_up(workspace, values)
        if before is not None:
            await before.api.close()

    async def drop(self, workspace: str) -> None:
        """It took the app out: its token counts no more."""
        gone = self._installed.pop(workspace, None)
        if gone is not None and self._vault is not None:
            await asyncio.to_thread(self._vault.drop, workspace)
            await gone.api.close()

    def _take_up(self, workspace: str, values: Mapping[str, str]) -> None:
        if self.home is not None and self.home.identity.team == workspace:
            return  # the bot token speaks for it
        me = Identity(values.get("user", ""), values.get("bot", ""), workspace, values.get("app", ""))
        self._installed[workspace] = Workspace(self._api(values["token"]), workspace, me)

    def of(self, body: Mapping[str, Any]) -> Workspace | None:
        """Whose payload this is; None for a workspace nobody here knows."""
        named = (
            body.get("team_id"),
            found(body, "team", "id"),
            body.get("enterprise_id"),
            found(body, "enterprise", "id"),
        )
        ids = [one for one in named if isinstance(one, str)]
        return next((self._installed[one] for one in ids if one in self._installed), None) or self._home_of(ids)

    def _home_of(self, ids: list[str]) -> Workspace | None:
        """The bot token's, unless the app is in several and this is surely none of its."""
        ours = self.home.identity.team if self.home else ""
        return self.home if self._vault is None or not ours or not ids or ours in ids else None

    def at(self, chat: str) -> tuple[Workspace | None, str]:
        """The workspace of a conversation (or person) as it is known here, and its id at Slack."""
        workspace, between, own = chat.partition(BETWEEN)
        return (self._installed.get(workspace), own) if between else (self.home, chat)

    async def close(self) -> None:
        for one in self:
            await one.api.close()
        await self.anywhere.close()
