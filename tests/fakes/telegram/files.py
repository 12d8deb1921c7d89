"""Files people and the bot sent: kept in memory, named by file_id, served under /file/bot<token>/."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import ApiError, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
WRONG_ID = "wrong file_id or the file is temporarily unavailable"


@dataclass(frozen=True)
class StoredFile:
    id: str
    path: str
    data: bytes
    name: str | None = None
    mime: str | None = None
    says_size: int | None = None

    @property
    def size(self) -> int:
        return len(self.data) if self.says_size is None else self.says_size

    def as_json(self, **more: Any) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": self.size} | more

    def as_document(self) -> dict[str, Any]:
        named = {"file_name": self.name, "mime_type": self.mime}
        return self.as_json(**{key: value for key, value in named.items() if value})

    def as_photo(self) -> list[dict[str, Any]]:
        """Two sizes, the biggest last; both lead to the same bytes."""
        return [self.as_json(width=90, height=67), self.as_json(width=1280, height=960)]


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def keep(
        self, data: bytes, folder: str, name: str | None = None, mime: str | None = None, size: int | None = None
    ) -> StoredFile:
        number = next(self._numbers)
        ending = f".{name.rsplit('.', 1)[1]}" if name and "." in name else ""
        file = StoredFile(f"FILE{number:06d}_{folder}", f"{folder}/file_{number}{ending}", data, name, mime, size)
        self._by_id[file.id] = file
        return file

    def find(self, file_id: str) -> StoredFile:
        if file := self._by_id.get(file_id):
            return file
        raise bad_request(WRONG_ID)

    def downloadable(self, file_id: str) -> StoredFile:
        file = self.find(file_id)
        if file.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return file

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")
