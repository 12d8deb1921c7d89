"""What in a text belongs to a person: phones, e-mails, names on a platform, identity numbers. Rules, not guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

E_MAIL = r"[A-Za-z\d._%+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,6}"
# What stands beside a number and says that it is one to call.
_CALL = r"(?:电话|電話|手机|手機|座机|座機|联系方式|tel|phone|mobile|cell)(?:号码|號碼|号|號|no|number)?"
_HANDLE = r"(?:微信|微信号|微信號|wechat|weixin|wx|vx|v信|qq)(?:号|號|id)?"
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# What stands before a number of eighteen digits and says whose it is not, or whose it is.
_OTHERS = (
    r"(?:单号|单號|订单|訂單|运单|流水号|流水|账号|賬號|帳號|卡号|合同号|编号|order|invoice|account|a/c|iban|no\.?|#)"
)
_CARD = r"(?:身份证|身份證|证件|證件|id card|identity card)(?:号码|號碼|号|號| number| no\.?)?"
_PATTERNS = (
    E_MAIL,
    rf"(?<![\d.])(?P<card>[1-9]\d{{5}}{_DAY}\d{{3}}[\dXx])(?![\d.])",  # identity card of China, if it reckons up
    # The same said to be one, also mistyped, in groups, or of fifteen digits as until 1999.
    rf"(?i:{_CARD})\s{{0,2}}[:：是为]?\s{{0,2}}(?P<said>[1-9]\d{{5}} ?\d{{8}} ?\d{{3}}[\dXx]|[1-9]\d{{14}})(?![\dXx])",
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
_OTHERS_NUMBER = re.compile(rf"(?i:{_OTHERS})\s{{0,2}}(?:号|號)?\s{{0,2}}[:：是为]?\s{{0,2}}$")
# GB/T 2260: provinces, Taiwan, Hong Kong, Macao and who lives on the mainland from there; 9: foreigners with residence.
PROVINCES = frozenset(
    f"{region}{place}" for region, places in (("1", "12345"), ("2", "123"), ("3", "1234567"), ("4", "123456"),
    ("5", "01234"), ("6", "12345"), ("7", "1"), ("8", "123"), ("9", "1")) for place in places
)  # fmt: skip
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
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
    found = (one for one in _PERSONAL.finditer(text) if one.lastgroup != "card" or _is_card(text, one))
    return [match.span(match.lastgroup or 0) for match in found]


def _is_card(text: str, found: re.Match[str]) -> bool:
    """Whether eighteen digits are somebody's, and no order, account or contract by that many digits."""
    return is_identity_number(found["card"]) and not _OTHERS_NUMBER.search(
        text, max(0, found.start() - 12), found.start()
    )


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters are a citizen's number of China: province, a day that exists, check character
    (GB 11643, ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17].upper()


def _may_hold_one(text: str) -> bool:
    return _TELLING.search(text.lower()) is not None or _DIGITS.search(text) is not None


def canonical(value: str) -> str:
    """One form for all ways to write a value: digits of a phone (China's without the country), else small letters."""
    if re.fullmatch(r"[+\d\s().-]+", value):
        digits = _NOT_A_DIGIT.sub("", value)
        abroad = digits.removeprefix("00")
        return abroad[len(COUNTRY) :] if abroad.startswith(COUNTRY) and len(abroad) == len(COUNTRY) + MOBILE else abroad
    return value.strip().lower()
