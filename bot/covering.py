"""Texts for teams that let no personal data of their customers' people go to a platform."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.base.records import ERASED
from core.people.personal import personal_spans

COVER = "●"


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
