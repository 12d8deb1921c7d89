"""The vault a channel keeps its installations in: the books, with the tokens sealed."""

from __future__ import annotations

from collections.abc import Mapping

from storage.database import Database
from storage.installations import Installations


class BooksVault:
    """The installed workspaces of one channel. Every call is a transaction of its own."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database, self._channel = database, channel

    def all(self) -> Mapping[str, Mapping[str, str]]:
        return self._database.read(lambda transaction: Installations(transaction, self._channel).all())

    def keep(self, workspace: str, values: Mapping[str, str]) -> None:
        self._database.write(lambda transaction: Installations(transaction, self._channel).keep(workspace, values))

    def drop(self, workspace: str) -> None:
        self._database.write(lambda transaction: Installations(transaction, self._channel).drop(workspace))
