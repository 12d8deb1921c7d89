"""A request to the Bot API: its parameters as PTB sends them (form, multipart or JSON), and the record of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.keyboards import Button, buttons_of

POLLING = {"getUpdates", "getMe", "deleteWebhook", "setWebhook", "getWebhookInfo"}


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes
    mime: str


class Params:
    """Every value may come as a string (forms) or as itself (JSON)."""

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def integer(self, name: str, default: int = 0) -> int:
        return int(self._converted(name, default, lambda value: int(str(value))))

    def number(self, name: str, default: float = 0.0) -> float:
        return float(self._converted(name, default, lambda value: float(str(value))))

    def yes(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def json(self, name: str, default: Any = None) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return default if value is None else value
        return self._converted(name, default, lambda _: json.loads(value))

    def upload(self, name: str) -> Upload | None:
        """A file sent under this name, or under the name its attach:// points to."""
        attached = self.text(name)
        return self.uploads.get(attached.removeprefix("attach://") if attached.startswith("attach://") else name)

    def _converted(self, name: str, default: Any, convert: Callable[[Any], Any]) -> Any:
        if name not in self.values:
            return default
        try:
            return convert(self.values[name])
        except ValueError:
            raise bad_request(f"can't parse parameter {name}") from None


async def read_params(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return Params(values | await request.json())
    uploads = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, uploads)


@dataclass(eq=False)
class Call:
    """One request, as recorded. `answered` is false where the fake cut the line or still holds the answer back."""

    number: int
    method: str
    params: Params = field(repr=False)
    at: float
    monotonic: float
    chat_id: int | None = None
    status: int | None = None
    description: str = ""
    message_id: int | None = None
    processed: bool = False
    answered: bool = False
    fault: str | None = None

    @property
    def ok(self) -> bool:
        return self.processed and self.status == 200

    @property
    def text(self) -> str:
        return self.params.text("text") or self.params.text("caption")

    @property
    def buttons(self) -> list[Button]:
        markup = self.params.json("reply_markup")
        rows = buttons_of(markup) if isinstance(markup, dict) else []
        return [button for row in rows for button in row]

    @property
    def is_sending(self) -> bool:
        return self.method.startswith("send") and self.method != "sendChatAction"


def chat_id_of(params: Params) -> int | None:
    """Only for the record, so a wrong one is no error here."""
    text = params.text("chat_id")
    return int(text) if text.lstrip("-").isdecimal() else None
