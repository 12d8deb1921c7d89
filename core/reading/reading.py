"""Text in, facts out."""

from datetime import datetime

from core.reading import gates
from core.reading.clauses import Clause, clauses_of
from core.reading.facts import Fact
from core.reading.lexicon import Lexicon
from core.reading.merge import facts_of
from core.reading.message import Message, take_apart
from core.reading.names import Names
from core.reading.statements import Statement, statements_of_all
from core.reading.strangers import look_closer


def read(text: str, now: datetime, names: Names, default_currency: str, lexicon: Lexicon) -> list[Fact]:
    """What a message says, as the conventions have it; `now` is local time, nothing is recorded and nothing guessed."""
    message = look_closer(take_apart(text, now, names, default_currency, lexicon))
    return facts_of(message, _statements(message))


def _statements(message: Message) -> list[Statement]:
    if handed := gates.handover(message):
        return handed
    if corrected := gates.correction(message):
        return corrected
    clauses = clauses_of(message)
    if any(gates.is_question(clause) for clause in clauses):
        return _question(message)
    if gates.is_chatter(message):
        return []
    return statements_of_all(clauses)


def _question(message: Message) -> list[Statement]:
    return [Statement("question", Clause(message, 0, len(message.typed)))] if gates.asks_for_data(message) else []
