"""One shape for every script and width, character for character: spans still point into the message as typed."""

import re
from functools import lru_cache
from itertools import islice

from core.reading.simplified import PAIRS

MAX_LENGTH = 2_500
"""Characters of a message that are read; what comes after is cut, and the facts say so."""

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_KEEP_WIDE = "，；"  # a wide comma never groups digits, so it must not become a narrow one
_BLANKS = (
    "\t\r\x00\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u3000\ufeff\ufe0f"
)
_SAME = {
    "﹣": "-",
    "－": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "〜": "~",
    "∼": "~",
    "￥": "¥",
    "“": '"',
    "”": '"',
    "’": "'",
    "‘": "'",
    "兩": "两",
    "帳": "账",
    "帐": "账",
}
# Money is written with characters of its own; the table leaves some of them, and takes a few others for another word.
_NUMERALS = dict(zip("〇壹贰叁肆柒捌玖拾佰仟萬億圆圓塊", "零一二三四七八九十百千万亿元元块", strict=True))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    pairs = PAIRS.replace("\n", "")
    table: dict[int, str] = dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True))
    table |= {code: chr(code - 0xFEE0) for code in _FULL_WIDTH if chr(code) not in _KEEP_WIDE}
    table |= {ord(blank): " " for blank in _BLANKS}
    table |= {ord(old): new for old, new in _SAME.items()}
    table |= {ord(old): new for old, new in _NUMERALS.items()}
    return table


def normalise(text: str) -> str:
    """The text in simplified, narrow, lower-case characters; always as long as it came."""
    plain = text.translate(_table())
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


MAX_STRETCHES = 300
_STOP = re.compile(r"[,，。;；!！?？\n]|(?<=[\u3400-\u9fff])\s")


def cut(text: str) -> tuple[str, bool]:
    """The part of a message that is read, and whether something was left off."""
    kept = text[:MAX_LENGTH]
    stops = _STOP.finditer(kept) if len(kept) > MAX_STRETCHES else iter(())
    last = next(islice(stops, MAX_STRETCHES, None), None)
    kept = kept[: last.start()] if last else kept
    return kept, len(kept) < len(text)


_CJK = re.compile("[\u3400-\u9fff]")


def is_cjk(char: str) -> bool:
    """Whether it is a Chinese character (of the basic block or extension A)."""
    return "\u3400" <= char <= "\u9fff"


_LATIN = re.compile("[a-z]{2}")


def has_latin(text: str) -> bool:
    """Whether a normalised text holds a word in Latin letters."""
    return _LATIN.search(text) is not None


_DIGIT = re.compile(r"[0-9]")


def has_digit(text: str) -> bool:
    """Whether a digit 0-9 is in it."""
    return _DIGIT.search(text) is not None


def has_cjk(text: str) -> bool:
    """Whether a Chinese character is in it."""
    return _CJK.search(text) is not None
