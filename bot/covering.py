"""What is covered in a text before it goes out: numbers that reach people, in every group; names as well, for teams
that let no personal data of their customers' people go to a platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from core.base.policy import PrivacyPolicy
from core.base.records import ERASED
from core.people.personal import personal_spans
from storage.store import Store

COVER = "●"
SHOWN_FIRST, SHOWN_LAST = 3, 4
DIGITS, DIGITS_ONLY = re.compile(r"\D"), re.compile(r"[+\d\- ()]+")


def cover_of(store: Store, privacy: PrivacyPolicy, *, private: bool) -> Callable[[str], str]:
    """How a text of this team's goes out there."""
    people = store.sales.contact_names() if privacy.hide_from_platform else None

    def cover(text: str) -> str:
        here = text if private else for_a_group(text)
        return here if people is None else covered(here, people)

    return cover


def for_a_group(text: str) -> str:
    """The text as it may stand in a group, whoever wrote it: phones, e-mails and names on a platform masked."""
    parts, at = [], 0
    for start, end in personal_spans(text):
        parts += [text[at:start], masked(text[start:end])]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def masked(phone: str) -> str:
    """138****0000, l***@hx.cn: enough to know it by, not enough to use it."""
    if not DIGITS_ONLY.fullmatch(phone):
        name, at, place = phone.partition("@")
        return f"{name[:1]}***{at}{place}"
    digits = DIGITS.sub("", phone)
    if len(digits) < SHOWN_FIRST + SHOWN_LAST + 2:
        return "****" + digits[-2:]
    return f"{digits[:SHOWN_FIRST]}****{digits[-SHOWN_LAST:]}"


def covered(text: str, people: Iterable[str]) -> str:
    """The text with phones, e-mails and these people's names covered but for their first character: 李●, 1●●●."""
    spans = list(personal_spans(text))
    names = sorted((one for one in people if len(one) > 1 and ERASED not in one), key=len, reverse=True)
    if names:
        spans += [match.span() for match in re.finditer("|".join(map(re.escape, names)), text)]
    shown = list(text)
    for start, end in spans:
        shown[start + 1 : end] = COVER * (end - start - 1)
    return "".join(shown)
