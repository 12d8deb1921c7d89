"""The words of every language that a message may be written in, handed in by whoever loads them from `locales/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from core.reading.normalise import is_cjk, normalise


class Word(NamedTuple):
    """A known word in a message and all it may stand for."""

    start: int
    end: int
    text: str
    means: frozenset[str]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by meaning (`pay.done` = 到账, received...) and values of words (今天 = 0, 美金 = USD)."""

    words: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_words(cls, *tables: Mapping[str, Any]) -> "Lexicon":
        """Merge word files: `[words]` holds lists by meaning, every other table holds the value of each word."""
        words: dict[str, tuple[str, ...]] = {}
        values: dict[str, dict[str, Any]] = {}
        for table in tables:
            for meaning, listed in table.get("words", {}).items():
                words[meaning] = words.get(meaning, ()) + tuple(normalise(word) for word in listed)
            for name, pairs in table.items():
                if name != "words":
                    values.setdefault(name, {}).update({normalise(word): value for word, value in pairs.items()})
        return cls(words, values)

    def extended(self, more: Mapping[str, Any]) -> "Lexicon":
        """The same with a team's own words, `{"words": {"pay.done": ["打款"]}}`; theirs win."""
        return Lexicon.from_words({"words": self.words, **self.values}, more)

    def all(self, *meanings: str) -> frozenset[str]:
        return frozenset(word for meaning in meanings for word in self.words.get(meaning, ()))

    def one_of(self, *meanings: str) -> str:
        """A regular expression for any word of these meanings, the longest first."""
        return _alternatives(self.all(*meanings))

    def one_value(self, table: str) -> str:
        """A regular expression for any word that has a value in the table."""
        return _alternatives(self.values.get(table, {}))

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        means: dict[str, set[str]] = {}
        for meaning, listed in self.words.items():
            for word in listed:
                means.setdefault(word, set()).add(meaning)
        index: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for word in sorted(means, key=len, reverse=True):
            index.setdefault(word[0], []).append((word, frozenset(means[word])))
        return index

    def scan(self, text: str) -> list[Word]:
        """Every known word of a normalised text, left to right, the longest first, none overlapping."""
        found: list[Word] = []
        at = 0
        while at < len(text):
            word = self._word_at(text, at)
            if word:
                found.append(word)
            at = word.end if word else at + 1
        return found

    def _word_at(self, text: str, at: int) -> Word | None:
        for word, means in self._by_first.get(text[at], ()):
            if text.startswith(word, at) and stands_alone(text, at, at + len(word)):
                return Word(at, at + len(word), word, means)
        return None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words end where letters end; Chinese words may touch anything."""
    if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
        return False
    return not (_is_letter(text[end - 1]) and end < len(text) and _is_letter(text[end]))


def _is_letter(char: str) -> bool:
    return char.isalpha() and char < "\u2e80"


def _alternatives(words: Any) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_bounded(word) for word in longest_first) + ")" if longest_first else "(?!)"


def _bounded(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    left = r"(?<![a-z])" if not is_cjk(word[0]) and word[0].isalpha() else ""
    right = r"(?![a-z])" if not is_cjk(word[-1]) and word[-1].isalpha() else ""
    return left + pattern + right
