"""Questions heard before the write: what a message asks of the books, if it states nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.reading import load_question_words
from bot.said import Said
from core.reading import Lexicon, Names
from core.reading.asking import FOLLOWS, WHY, asks_for_figures, asks_something, read_asked
from core.reading.message import take_apart
from core.reading.strangers import look_closer

About = tuple[datetime, Names, str, Lexicon]
YIELDING = ("overdue", "owed", "account", "contract", "contracts")  # requests a question that says more goes before


def question_in(
    text: str, wanted: Said | None, facts: Sequence[Said], about: About, *, addressed: bool
) -> tuple[Said | None, bool]:
    """The request to answer, a question where one is asked, and whether anything is asked at all.

    A message that states a fact asks nothing, so that no question is ever answered in its place.
    """
    if facts or (wanted is not None and wanted.intent not in YIELDING):
        return wanted, False
    message = look_closer(take_apart(text, *about))
    found = read_asked(message, load_question_words())
    if found is None:
        return wanted, wanted is None and asks_for_figures(message, load_question_words())
    said = Said.of(found, text)
    if said.get("unclear") or said.get("known"):
        asks = wanted is None and asks_something(message)
        return (said, True) if asks and addressed else (wanted, asks)
    if wanted is not None and not _says_more(said, wanted):
        return wanted, False
    return said, True


def _says_more(said: Said, wanted: Said) -> bool:
    """谁逾期超过60天 is more than 谁逾期; what about Globex may lean on what was asked before."""
    about = said.get("about")
    if wanted.intent == "overdue":
        return about != "overdue" or len(said.slots) > 1 or said.account_id is not None
    if wanted.intent == "owed":
        return "as_of" in said.slots or about in ("changed", WHY.name)
    if wanted.intent == "account":
        return about in (FOLLOWS, WHY.name)
    return "from" in said.slots
