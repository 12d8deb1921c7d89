"""How a name sounds: one syllable per character, tones left out, sounds that many people mix up written alike."""

from functools import lru_cache

from core.reading.syllables import SYLLABLES

_MIXED_UP = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = {"ing": "in", "eng": "en", "ang": "an"}


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    rows = (line.split() for line in SYLLABLES.splitlines())
    return {char: sound for sound, chars in rows for char in chars}


def syllable(char: str) -> str:
    """The usual syllable of a simplified character without its tone, "" for anything else."""
    return _table().get(char, "")


@lru_cache(maxsize=2_000)
def _loose(sound: str) -> str:
    for strict, loose in _MIXED_UP:
        if sound.startswith(strict):
            sound = loose + sound[len(strict) :]
    for strict, loose in _NASAL.items():
        if sound.endswith(strict):
            return sound[: -len(strict)] + loose
    return sound


@lru_cache(maxsize=30_000)
def _sound(char: str) -> str:
    return _loose(syllable(char)) or char


def sounds_of(text: str) -> tuple[str, ...]:
    """One loose syllable per Chinese character; other characters stand for themselves."""
    return tuple(map(_sound, text))
