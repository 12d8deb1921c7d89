"""How a name sounds: one syllable per character, tones left out, sounds that many people mix up written alike."""

from functools import lru_cache

from core.reading.syllables import SYLLABLES

_MIXED_UP = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = {"ing": "in", "eng": "en", "ang": "an"}


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {char: sound for sound, chars in _rows() for char in chars}


def _rows() -> list[list[str]]:
    return [line.split() for line in SYLLABLES.splitlines()]


def syllable(char: str) -> str:
    """The usual syllable of a simplified character without its tone, "" for anything else."""
    return _table().get(char, "")


def _loose(sound: str) -> str:
    for strict, loose in _MIXED_UP:
        if sound.startswith(strict):
            sound = loose + sound[len(strict) :]
    for strict, loose in _NASAL.items():
        if sound.endswith(strict):
            return sound[: -len(strict)] + loose
    return sound


@lru_cache(maxsize=1)
def _sounds() -> dict[int, str]:
    """For every character the first of those that sound like it."""
    firsts: dict[str, str] = {}
    return {ord(char): firsts.setdefault(_loose(sound), chars[0]) for sound, chars in _rows() for char in chars}


def sounds_of(text: str) -> str:
    """The text with the same character for all that sound alike; what is not Chinese stands for itself."""
    return text.translate(_sounds())
