"""Forms as modals: opened before anything else is done (a trigger lives three seconds), filled with what the books say,
and answered in place when they are handed in.

Where a modal cannot be opened, what was typed or pressed is kept like any message, and the form is asked in the chat.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels import Desk, Inlet, Sheet
from bot.channels.slack import views
from bot.channels.slack.api import told
from bot.channels.slack.outcomes import BROKEN
from bot.channels.slack.patience import patiently
from bot.channels.slack.payloads import Note, found, kind_of
from bot.channels.slack.reading import as_update, chat_of, read, user_of
from bot.channels.slack.workspaces import Workspace
from bot.message import Inbound

OPENING = ("command", "block_actions", "shortcut")
ASKED = 1.0  # seconds for what a line says, before the modal is opened
ANSWERED = 2.0  # seconds a form handed in waits for its outcome; Slack gives three for all of it
SUGGESTED = 2.0
LATE = 0.3

log = logging.getLogger(__name__)


class Forms:
    """`noted` looks up who a payload is about; `desk` knows the forms."""

    def __init__(
        self, desk: Callable[[], Desk | None], noted: Callable[[Workspace, Mapping[str, Any]], Awaitable[Note]]
    ) -> None:
        self._desk, self._noted = desk, noted
        self._filling: set[asyncio.Task[None]] = set()
        self._one_by_one = asyncio.Lock()

    def stop(self) -> None:
        for task in self._filling:
            task.cancel()

    async def opened(self, workspace: Workspace, body: Mapping[str, Any]) -> bool:
        """Whether a payload asked for a form and it stands open: then there is nothing to keep."""
        desk, trigger = self._desk(), body.get("trigger_id")
        if desk is None or kind_of(body) not in OPENING or not isinstance(trigger, str):
            return False
        asked = _read(workspace, body, Note(at=0, bot=workspace.identity.user, chat=chat_of(body) or user_of(body)))
        form, surely = desk.opens(asked) if asked else ("", False)
        if asked is None or not form:
            return False
        if not surely:
            sheet = await self._sheet_in_time(desk, workspace, body, form)
            return sheet is not None and bool(
                await self._open(workspace, trigger, views.modal(sheet, _by(asked, sheet)))
            )
        view = await self._open(workspace, trigger, views.waiting())
        if view:
            self._begin(self._fill(desk, workspace, body, form, view))
        return bool(view)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._filling.add(task)
        task.add_done_callback(self._filling.discard)

    async def _open(self, workspace: Workspace, trigger: str, view: views.View) -> str:
        """The view's id; "" where it could not be opened."""
        try:
            answer = await workspace.api.client.views_open(trigger_id=trigger, view=view)
        except (*BROKEN, SlackApiError) as error:
            log.warning("a form could not be opened and is asked in the chat (%s)", told(error))
            return ""
        return str(found(answer.data, "view", "id") or "")

    async def _fill(self, desk: Desk, workspace: Workspace, body: Mapping[str, Any], form: str, view: str) -> None:
        sheet = await self._sheet(desk, workspace, body, form)
        if sheet is not None:
            await self._show(workspace, view, sheet)

    async def _show(self, workspace: Workspace, view: str, sheet: Sheet) -> None:
        update = partial(workspace.api.client.views_update, view_id=view, view=views.modal(sheet))
        try:
            await patiently(update)
        except (*BROKEN, SlackApiError) as error:
            log.warning("a form could not be shown (%s)", told(error))

    async def _sheet(self, desk: Desk, workspace: Workspace, body: Mapping[str, Any], form: str) -> Sheet | None:
        inbound = _read(workspace, body, await self._noted(workspace, body))
        return await asyncio.to_thread(desk.sheet, inbound, form) if inbound else None

    async def _sheet_in_time(
        self, desk: Desk, workspace: Workspace, body: Mapping[str, Any], form: str
    ) -> Sheet | None:
        try:
            async with asyncio.timeout(ASKED):
                return await self._sheet(desk, workspace, body, form)
        except TimeoutError:
            return None

    def chosen(self, workspace: Workspace, body: Mapping[str, Any]) -> None:
        """Something was chosen in an open form: what is known about it is shown under the other fields, which keep what
        was entered in them."""
        view, desk = body.get("view"), self._desk()
        form, shown = views.form_of(view), found(view, "id")
        if desk is not None and form and isinstance(shown, str):
            self._begin(self._tell(desk, workspace, body, form, shown))

    async def _tell(self, desk: Desk, workspace: Workspace, body: Mapping[str, Any], form: str, view: str) -> None:
        asked = self._asked(workspace, body, form)
        if asked is None:
            return
        entered = replace(asked, values=views.values_of(body.get("view")))
        async with self._one_by_one:  # what was chosen last is told last
            sheet = await asyncio.to_thread(desk.told, entered, form)
            if sheet is not None:
                await self._show(workspace, view, sheet)

    def _asked(self, workspace: Workspace, body: Mapping[str, Any], form: str) -> Inbound | None:
        """Who asks something within a form."""
        note = Note(at=0, bot=workspace.identity.user, workspace=workspace.prefix, chat=user_of(body))
        return _read(workspace, {**body, "type": "shortcut", "callback_id": f"{views.FORM}{form}"}, note)

    async def suggested(self, workspace: Workspace, body: Mapping[str, Any]) -> views.View:
        """What a search in a form finds; nothing rather than too late."""
        desk, form, typed = self._desk(), views.form_of(body.get("view")), body.get("value")
        asked = self._asked(workspace, body, form)
        if desk is None or asked is None or not isinstance(typed, str):
            return views.suggested(())
        search = asyncio.to_thread(desk.options, asked, form, str(body.get("block_id")), typed)
        try:
            async with asyncio.timeout(SUGGESTED):
                return views.suggested(await search)
        except TimeoutError:
            return views.suggested(())

    async def answered(self, inlet: Inlet, body: Mapping[str, Any], row: int | None, since: float) -> views.View | None:
        """What a form handed in is answered with; None closes it, and what came of it is told in the chat."""
        if row is None:
            return None
        left = max(LATE, ANSWERED - (asyncio.get_running_loop().time() - since))
        problems = await inlet.problems(row, left)
        return views.answered(problems, body.get("view")) if problems else None


def _by(asked: Inbound, sheet: Sheet) -> dict[str, str]:
    """What a button's form says of the button when it is handed in; {} where none opened it."""
    if not asked.token:
        return {}
    on_a_card = {"chat": asked.chat, "message": asked.message} if asked.message else {}  # not on the home page
    return {"token": asked.token, "mark": sheet.mark, **on_a_card}


def _read(workspace: Workspace, body: Mapping[str, Any], note: Note) -> Inbound | None:
    try:
        return read(as_update(body, "", note.model_copy(update={"workspace": workspace.prefix})).raw)
    except ValueError:
        return None
