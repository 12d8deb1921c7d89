"""A known no: it says why in the catalogue's words and what to do next."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Raised by a decision that must not be carried out. `key` names the sentence in `locales/`, `facts` fill it.

    The dispatcher rolls back what the handler wrote and shows the sentence to the person. `denied` marks a refusal for
    want of permission, which the audit keeps.
    """

    def __init__(self, key: str, *, denied: str | None = None, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts, self.denied = key, facts, denied
