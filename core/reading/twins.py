"""Which known customers a name about to be given may be: never decided here, only to be asked."""

from collections.abc import Iterator

from core.reading.lexicon import Lexicon
from core.reading.names import CUSTOMER, Entity, Names, cores_of
from core.reading.normalise import has_cjk, is_cjk
from core.reading.sounds import syllable

_SHORTEST_SPELLING = 5  # letters: li would be half of all firms
_LONG_CORE = 4


def twins(names: Names, name: str, lexicon: Lexicon) -> tuple[Entity, ...]:
    """Customers that sound alike, are a slip away, are its pinyin, or differ only in legal form, place or trade
    (华星科技有限公司, 华星集团 and 华星科技; Globex Ltd and Globex Inc)."""
    cores = cores_of(name, lexicon)
    found = dict.fromkeys(one for core in cores for one in names.called(core))
    for core in cores[:3]:  # of what is left without a trade too many sound alike
        for mention in (names.near_at(core, 0, len(core)), names.far_at(core, 0, len(core))):
            if mention and not (mention.rule == "typo" and _is_another_word(cores[-1])):
                found |= dict.fromkeys(mention.entities)
    found |= dict.fromkeys(spelt(names, name))
    return tuple(one for one in found if one.kind == CUSTOMER)


def _is_another_word(core: str) -> bool:
    """Of two or three characters without a trade one that differs is no slip: 蓝海电子 is not 恒海电子."""
    return has_cjk(core) and len(core) < _LONG_CORE


def spelt(names: Names, name: str) -> tuple[Entity, ...]:
    """Customers whose Chinese name is pronounced as these letters, or whose letters are this name's pinyin."""
    written = _letters(name) if not has_cjk(name) else pinyin(name)
    if len(written) < _SHORTEST_SPELLING:
        return ()
    return tuple(dict.fromkeys(_spelt(names, written, has_cjk(name))))


def _spelt(names: Names, written: str, is_chinese: bool) -> Iterator[Entity]:
    for form in names.forms:
        if has_cjk(form) != is_chinese and (_letters(form) if is_chinese else pinyin(form)) == written:
            yield from (entity for entity, _ in names.forms.get(form, ()) if entity.kind == CUSTOMER)


def pinyin(text: str) -> str:
    """A Chinese name in letters, without tones; "" where a character has none we know."""
    sounds = [syllable(char) for char in text if is_cjk(char)]
    return "".join(sounds) if sounds and all(sounds) else ""


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalpha())
