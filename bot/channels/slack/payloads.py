"""What Slack sends, as far as the product reads it: wrong types are refused, other fields pass by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LATEST = 253_402_300_799  # the last second a datetime can name


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot itself, as auth.test and bots.info say it."""

    user: str = ""
    bot: str = ""
    team: str = ""
    app: str = ""


NOBODY = Identity()


def _moment(ts: str) -> str:
    if not re.fullmatch(r"\d{1,12}(?:\.\d{1,9})?", ts) or float(ts) > LATEST:
        raise ValueError("not a time of Slack's")
    return ts


Ts = Annotated[str, AfterValidator(_moment)]


def moment(ts: str) -> datetime:
    """Slack names messages by the time they came at."""
    return datetime.fromtimestamp(float(ts), UTC)


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Note(Part):
    """Kept beside what Slack sent, so that it reads the same after a restart and with Slack unreachable."""

    workspace: str = ""  # what stands before every id of an installed workspace
    bot: str = ""
    at: float = Field(0, ge=0, le=LATEST)
    chat: str = ""  # where a command or shortcut is answered, if not where it was given
    title: str = ""
    name: str = ""
    language: str | None = None
    names: dict[str, str] = Field(default_factory=dict)  # of the people mentioned


class File(Part):
    id: str = ""
    name: str | None = None
    mimetype: str | None = None
    size: int | None = None
    url_private_download: str | None = None


class Edited(Part):
    ts: Ts


class Said(Part):
    """A message, new or as it reads now."""

    ts: Ts
    user: str = ""
    text: str = ""
    thread_ts: Ts | None = None
    bot_id: str | None = None
    files: list[File] = Field(default_factory=list)
    edited: Edited | None = None


class Message(Said):
    channel: str = Field(min_length=1)


class Changed(Part):
    channel: str = Field(min_length=1)
    message: Said


class Deleted(Part):
    channel: str = Field(min_length=1)
    deleted_ts: Ts
    previous_message: Said


class Membership(Part):
    channel: str = Field(min_length=1)
    user: str = ""
    inviter: str = ""
    actor_id: str = ""


class Reaction(Part):
    class Item(Part):
        channel: str = ""
        ts: str = ""

    user: str = ""
    item: Item


class Renaming(Part):
    class Channel(Part):
        id: str
        name: str

    channel: Channel


class UserChange(Part):
    class User(Part):
        id: str
        real_name: str | None = None
        deleted: bool = False

    user: User


class Command(Part):
    channel_id: str
    user_id: str = Field(min_length=1)
    text: str = ""


class Somebody(Part):
    id: str = Field(min_length=1)


class Press(Part):
    class Container(Part):
        channel_id: str = ""
        message_ts: str = ""
        thread_ts: str | None = None

    class Action(Part):
        """A button, or what was chosen in a menu."""

        class Chosen(Part):
            value: str = ""

        value: str = ""
        action_id: str = ""
        selected_option: Chosen | None = None

        @property
        def sent(self) -> str:
            return self.selected_option.value if self.selected_option else self.value

    user: Somebody
    container: Container
    actions: list[Action]


class Shortcut(Part):
    user: Somebody
    channel: Somebody
    message: Said


class Wish(Part):
    """A shortcut that is about no message."""

    user: Somebody
    callback_id: str = ""


class Opened(Part):
    """Which button opened a form, where, and about what."""

    token: str = ""
    chat: str = ""
    message: str = ""
    mark: str = ""


class Submission(Part):
    class View(Part):
        id: str = Field(min_length=1)
        callback_id: str = ""
        private_metadata: str = ""

    user: Somebody
    view: View


def event_of(body: Any) -> dict[str, Any]:
    """The event in an Events API envelope; {} for anything else."""
    event = body.get("event") if isinstance(body, dict) else None
    return event if isinstance(event, dict) else {}


def kind_of(body: Any) -> str:
    """What a payload is: message, message_changed, app_mention..., command, block_actions, message_action, shortcut,
    view_submission, block_suggestion."""
    if not isinstance(body, dict):
        return ""
    if body.get("type") == "event_callback":
        event = event_of(body)
        subtype = event.get("subtype")
        changes = event.get("type") == "message" and subtype in ("message_changed", "message_deleted")
        return str(subtype if changes else event.get("type", ""))
    return "command" if "command" in body else str(body.get("type", ""))


def found(value: object, *path: str) -> object:
    """What stands at a path of a payload; None where nothing does."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
