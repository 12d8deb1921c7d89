"""The words of every language that a message may be written in, handed in by whoever loads them from `locales/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from core.reading.normalise import normalise

_NEUTRAL = frozenset({"neutral"})
GAP = "…"
_GAP_LENGTH = 20
_STOPS = ",，。;；\n"


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
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_words(cls, *tables: Mapping[str, Any]) -> Lexicon:
        """Merge word files: `[words]` by meaning, `[lists]` and `[requests]` by use, elsewhere the value of a word."""
        words: dict[str, tuple[str, ...]] = {}
        lists: dict[str, tuple[str, ...]] = {}
        values: dict[str, dict[str, Any]] = {}
        for table in tables:
            _gather(words, table.get("words", {}), "")
            _gather(lists, table.get("lists", {}), "")
            _gather(lists, table.get("requests", {}), "request.")
            for name in table.keys() - {"words", "lists", "requests"}:
                values.setdefault(name, {}).update({normalise(word): value for word, value in table[name].items()})
        return cls(words, lists, values)

    def extended(self, more: Mapping[str, Any]) -> Lexicon:
        """The same with a team's own words, `{"words": {"pay.done": ["打款"]}}`; theirs win."""
        return Lexicon.from_words({"words": self.words, "lists": self.lists, **self.values}, more)

    def all(self, *meanings: str) -> frozenset[str]:
        """Every word that has one of these meanings, of the words that carry facts and of the lists."""
        known = self._known.get(meanings)
        if known is None:
            known = self._known[meanings] = frozenset(
                word for meaning in meanings for word in (*self.words.get(meaning, ()), *self.lists.get(meaning, ()))
            )
        return known

    def one_of(self, *meanings: str) -> str:
        """A regular expression for any word of these meanings, the longest first."""
        written = self._written.get(meanings)
        if written is None:
            written = self._written[meanings] = _alternatives(self.all(*meanings))
        return written

    def one_value(self, *tables: str) -> str:
        """A regular expression for any word that has a value in one of these tables."""
        return _alternatives({word for table in tables for word in self.values.get(table, {})})

    @cached_property
    def spoken(self) -> frozenset[str]:
        """All words of all meanings that are no name as well (bill, mark)."""
        return frozenset(word for words in self.words.values() for word in words) - self.all("contact.maybe")

    @cached_property
    def every_word(self) -> frozenset[str]:
        """All words of all meanings, lists and values, but for foreign money (大洋 may be a firm's short name)."""
        lists = (words for name, words in self.lists.items() if name != "amount.foreign")
        listed = (*self.words.values(), *lists, *self.values.values())
        return frozenset(word for words in listed for word in words)

    @cached_property
    def made(self) -> dict[Callable[[Lexicon], Any], Any]:
        """What `per_lexicon` keeps."""
        return {}

    @cached_property
    def _known(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def _written(self) -> dict[tuple[str, ...], str]:
        return {}

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
            if word and word.means == _NEUTRAL and self._is_cut_into(text, word):
                word = None
            if word:
                found.append(word)
            at = word.end if word else at + 1
        return found

    def _is_cut_into(self, text: str, neutral: Word) -> bool:
        """上周报价 holds 报价 and no 周报: a word that means something begins inside and ends beyond."""
        inside = (self._word_at(text, at) for at in range(neutral.start + 1, neutral.end))
        return any(word and word.end > neutral.end and word.means != _NEUTRAL for word in inside)

    def _word_at(self, text: str, at: int) -> Word | None:
        for word, means in self._by_first.get(text[at], ()):
            head, gap, tail = word.partition(GAP)
            end = at + len(head)
            if text.startswith(head, at) and stands_alone(text, at, end) and (not gap or _follows(text, end, tail)):
                return Word(at, end, head, means)
        return None


Made = TypeVar("Made")


def per_lexicon(make: Callable[[Lexicon], Made]) -> Callable[[Lexicon], Made]:
    """Patterns made of a lexicon are kept with it: made once, gone when it goes."""

    def kept(lexicon: Lexicon) -> Made:
        if make not in lexicon.made:
            lexicon.made[make] = make(lexicon)
        made: Made = lexicon.made[make]
        return made

    return kept


def _gather(into: dict[str, tuple[str, ...]], listed: Mapping[str, Any], prefix: str) -> None:
    for meaning, words in listed.items():
        into[prefix + meaning] = into.get(prefix + meaning, ()) + tuple(normalise(word) for word in words)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words end where letters end; Chinese words may touch anything."""
    if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
        return False
    return not (_is_letter(text[end - 1]) and end < len(text) and _is_letter(text[end]))


def _follows(text: str, at: int, tail: str) -> bool:
    """从…回来: the second half stands a little further on in the same stretch."""
    found = text.find(tail, at, at + _GAP_LENGTH)
    return found >= 0 and not any(char in _STOPS for char in text[at:found])


def _is_letter(char: str) -> bool:
    return char.isalpha() and char < "\u2e80"


def _alternatives(words: Iterable[str]) -> str:
    """One group for each kind of edge, so that a boundary is looked at once and not for every word."""
    groups: dict[tuple[str, str], list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        edges = ("(?<![a-z])" if _is_letter(word[0]) else "", "(?![a-z])" if _is_letter(word[-1]) else "")
        groups.setdefault(edges, []).append(re.escape(word).replace(r"\ ", r"\s+"))
    kinds = [f"{left}(?:{'|'.join(listed)}){right}" for (left, right), listed in groups.items()]
    return "(?:" + "|".join(kinds) + ")" if kinds else "(?!)"
