"""What in a text belongs to a person: phones, e-mails, names on a platform, identity numbers. Rules, not guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

E_MAIL = r"[A-Za-z\d._%+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,6}"
# What stands beside a number and says that it is one to call.
_CALL = r"(?:电话|電話|手机|手機|座机|座機|联系方式|tel|phone|mobile|cell)(?:号码|號碼|号|號|no|number)?"
_HANDLE = r"(?:微信|微信号|微信號|wechat|weixin|wx|vx|v信|qq)(?:号|號|id)?"
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PATTERNS = (
    E_MAIL,
    rf"(?<![\d.])[1-9]\d{{5}}{_DAY}\d{{3}}[\dXx](?![\d.])",  # identity card of China, with its day of birth
    r"(?<![\w+])(?:\+|00 ?)(?!0)\d{1,3}[ (.-]{0,2}\d(?:[ ().-]{0,2}\d){5,12}(?![\d.])",  # a phone with its country
    r"(?<![\d.])1[3-9]\d(?:[ -]?\d){8}(?![\d.]?\d)",  # a mobile phone in China
    r"(?<![\d.])\(?0\d{2,3}\)?[ -]\d{7,8}(?:-\d{1,5})?(?!\d)",  # 010-12345678, 0755-1234567-801
    r"(?<![\d.])\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}(?![\d.]?\d)",  # (415) 555-0132
    rf"(?i:{_CALL})\s{{0,2}}[:：是]?\s{{0,2}}(?P<call>\d(?:[ ().-]{{0,2}}\d){{5,18}})(?![\d.]?\d)",
    rf"(?i:{_HANDLE})\s{{0,2}}[:：是]?\s{{0,2}}(?P<handle>[A-Za-z][\w-]{{4,30}}|\d{{5,12}}(?!\d))",
)
# One pattern: texts are looked through on every write. A number straight behind `":` is a value of JSON, not a text.
_PERSONAL = re.compile("|".join(rf"(?:{one})" if one is E_MAIL else rf'(?:(?<!":){one})' for one in _PATTERNS))
# Most texts are records as JSON and hold none: five digits in a row, but for a value of JSON, a day and a sum of money,
# or a word.
_DIGITS = re.compile(
    r'\d(?<!\d\d)(?<!":\d)(?!(?<=2)0\d\d-\d\d-\d\d(?!\d))(?!\d*(?:\.\d+)?","[A-Z]{3}"\])(?:[ ().-]{0,2}\d){4}'
)
_TELLING = re.compile("@|电话|電話|手机|手機|座机|座機|联系方式|tel|phone|mobile|cell|微信|wechat|weixin|wx|vx|v信|qq")
_NOT_A_DIGIT = re.compile(r"\D")
COUNTRY = "86"
MOBILE = 11


def personal_spans(text: str) -> Sequence[tuple[int, int]]:
    """Where phones, e-mails, names on WeChat or QQ and identity numbers stand; they do not overlap.

    Sums, days, order numbers and ids of records are none: what has no form of its own needs a word beside it
    (电话 6212 3456).
    """
    if not _may_hold_one(text):
        return ()
    return [match.span(match.lastgroup or 0) for match in _PERSONAL.finditer(text)]


def _may_hold_one(text: str) -> bool:
    return _TELLING.search(text.lower()) is not None or _DIGITS.search(text) is not None


def canonical(value: str) -> str:
    """One form for all ways to write a value: digits of a phone (China's without the country), else small letters."""
    if re.fullmatch(r"[+\d\s().-]+", value):
        digits = _NOT_A_DIGIT.sub("", value)
        abroad = digits.removeprefix("00")
        return abroad[len(COUNTRY) :] if abroad.startswith(COUNTRY) and len(abroad) == len(COUNTRY) + MOBILE else abroad
    return value.strip().lower()
