"""Where the app was installed: the tokens of each workspace, sealed, among the marks of the house. They belong to no
team: a workspace is tied to one by whoever joins from it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select

from storage.people import House
from storage.tables import house
from storage.transaction import Transaction

MARK = "installed"
ALL = select(house.c.name, house.c.value).where(house.c.name.like(bindparam("begins_so")))
DROP = delete(house).where(house.c.name == bindparam("called"))


class Installations:
    """The installed workspaces of one channel, within a transaction."""

    def __init__(self, transaction: Transaction, channel: str) -> None:
        self._tx, self._channel = transaction, channel

    def all(self) -> dict[str, dict[str, str]]:
        """The values of each workspace, by its id. Trouble `sealed_value` where one was changed or moved."""
        start = f"{MARK}:{self._channel}:"
        rows = self._tx.run(ALL, begins_so=f"{start}%")
        return {name.removeprefix(start): self._opened(name, value) for name, value in rows if value}

    def keep(self, workspace: str, values: Mapping[str, str]) -> None:
        """Keep (or renew) what a workspace gave us."""
        name = self._name(workspace)
        sealed = self._tx.seal(0).close(json.dumps(dict(values)), "house", name, 0)
        House(self._tx).remember(name, b64encode(sealed).decode())

    def drop(self, workspace: str) -> bool:
        """Forget a workspace; False if it was not known."""
        return bool(self._tx.change(DROP, called=self._name(workspace)))

    def _name(self, workspace: str) -> str:
        return f"{MARK}:{self._channel}:{workspace}"

    def _opened(self, name: str, value: str) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._tx.seal(0).open(b64decode(value), "house", name, 0))
        return found
