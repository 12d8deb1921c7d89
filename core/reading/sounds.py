"""How a name sounds: one syllable per character, tones left out, sounds that many people mix up written alike."""

import unicodedata
from functools import lru_cache

from core.reading.normalise import is_cjk

_MIXED_UP = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = {"ing": "in", "eng": "en", "ang": "an"}


def syllable(char: str) -> str:
    """The usual syllable of one Chinese character without its tone, "" for anything else."""
    from pypinyin.constants import PINYIN_DICT  # 0.2 s: only teams with Chinese names need it

    if not is_cjk(char):
        return ""
    reading = PINYIN_DICT.get(ord(char), "").split(",")[0]
    return "".join(letter for letter in unicodedata.normalize("NFD", reading) if letter.isascii())


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
