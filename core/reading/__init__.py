"""Reading: what a line of Chinese or English says, as facts with the characters each value came from. Pure."""

from core.reading.facts import Doubt, Fact, Request, Value
from core.reading.lexicon import Lexicon
from core.reading.message import Message
from core.reading.names import Found, Names
from core.reading.reading import prepare, read, understand, understood
from core.reading.requests import deliveries_of, read_request

__all__ = [
    "Doubt",
    "Fact",
    "Found",
    "Lexicon",
    "Message",
    "Names",
    "Request",
    "Value",
    "deliveries_of",
    "prepare",
    "read",
    "read_request",
    "understand",
    "understood",
]
