"""The team's own words: what one may mean, and the lexicon of everybody's words with them in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from bot.reading import load_lexicon
from core.reading import Lexicon
from core.reading.normalise import normalise
from core.sales import Word

# What people may teach -> the meanings of locales/*/words.toml it stands for. A verb, so that days and aspect still
# decide: 打款 next Friday is a promise, 打款 with no day is a payment. docs/words.md says it in words.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "visit": ("visit.contact",),
    "call": ("visit.contact", "visit.kind.call"),
    "online": ("visit.contact", "visit.kind.online"),
    "payment": ("pay",),
    "promise": ("promise",),
    "receivable": ("request.receivable",),
    "deal": ("deal.open",),
    "quote": ("deal.price",),
    "contract": ("sign",),
    "renewal": ("sign.renew",),
    "won": ("won",),
    "lost": ("lost",),
}
SHAPE = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")  # letters or characters: no digits, marks or gaps of the grammar
SHORTEST, LONGEST = 2, 20

# Words that only stand around values: one of them may well be a verb of the team's.
AROUND = frozenset({"amount.lead", "stranger.lead", "contact.lead", "contact.lead_zh", "contact.said"})


def written(word: str) -> str:
    """A word as it is kept and looked for; "" where it cannot be one."""
    plain = " ".join(normalise(word).split())
    return plain if SHORTEST <= len(plain) <= LONGEST and SHAPE.fullmatch(plain) else ""


def means_something_else(word: str, meaning: str) -> bool:
    """Whether everybody's lexicon knows the word, and not for anything of the same family (pay, pay.done...)."""
    known = known_as(word)
    wanted = {_family(one) for one in MEANINGS[meaning]}
    return bool(known) and not any(_family(one) in wanted for one in known)


def known_as(word: str) -> set[str]:
    """Everything a normalised word stands for without the team's own words."""
    lexicon = load_lexicon()
    lists = {name: words for name, words in lexicon.lists.items() if name not in AROUND}
    return {name for table in (lexicon.words, lists, lexicon.values) for name, words in table.items() if word in words}


def _family(meaning: str) -> str:
    """pay.done -> pay; a request is a family of its own."""
    return meaning if meaning.startswith("request.") else meaning.partition(".")[0]


def lexicon_with(words: Iterable[Word]) -> Lexicon:
    """Everybody's lexicon with these words in it; the same object for the same words, so patterns are built once."""
    taught = frozenset((one.text, one.means) for one in words if one.means in MEANINGS)
    return _lexicon_with(taught) if taught else load_lexicon()


@lru_cache(maxsize=64)
def _lexicon_with(taught: Collection[tuple[str, str]]) -> Lexicon:
    words: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    for text, means in sorted(taught):
        for meaning in MEANINGS[means]:
            (lists if meaning.startswith("request.") else words).setdefault(meaning, []).append(text)
    return load_lexicon().extended({"words": words, "lists": lists})
