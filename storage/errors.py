"""The storage's own words, so that nothing outside imports SQLAlchemy."""

from __future__ import annotations


class Conflict(Exception):
    """Somebody else changed the same thing first; the unit of work may be tried again."""


class Trouble(Exception):
    """The books cannot be used as they are. `code` names the way out in docs/troubleshooting.md."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail
