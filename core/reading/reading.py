"""Text in, facts out."""

from datetime import datetime

from core.reading.clauses import Clause, clauses_of
from core.reading.corrections import correction
from core.reading.facts import Fact
from core.reading.handovers import handover
from core.reading.lexicon import Lexicon
from core.reading.merge import facts_of
from core.reading.message import Message, take_apart
from core.reading.names import Names
from core.reading.questions import asks_for_data, is_chatter, is_question, only_asks
from core.reading.slots import Statement
from core.reading.statements import statements_of_all
from core.reading.strangers import look_closer


def read(text: str, now: datetime, names: Names, default_currency: str, lexicon: Lexicon) -> list[Fact]:
    """What a message says, as the conventions have it; `now` is local time, nothing is recorded and nothing guessed."""
    message = look_closer(take_apart(text, now, names, default_currency, lexicon))
    return facts_of(message, _statements(message))


def _statements(message: Message) -> list[Statement]:
    if whole := handover(message) or correction(message):
        return whole
    clauses = clauses_of(message)
    asking = [clause for clause in clauses if is_question(clause)]
    if asking and only_asks(clauses, asking):
        return [Statement("question", Clause(message, 0, len(message.typed)))] if asks_for_data(message) else []
    if is_chatter(message):
        return []
    return statements_of_all([clause for clause in clauses if clause not in asking])
