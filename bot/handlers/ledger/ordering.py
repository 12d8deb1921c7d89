"""/writeoff, /creditnote, /refund, /offset, /dispute, /bill, where the words after them say no such thing."""

from __future__ import annotations

from bot.handlers.accounts.finding import missing
from bot.message import Reply, Turn


def how(name: str, turn: Turn) -> Reply:
    """An example with one of this person's customers."""
    raise missing(turn, name)
