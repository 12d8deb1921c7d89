"""What the conventions have no slot for but the books keep: the name of a deal (二期, 三期扩容, phase 2)."""

import re

from core.reading.clauses import Clause
from core.reading.facts import Value
from core.reading.lexicon import Lexicon, per_lexicon

_NAMED = ("deal", "stage", "contract")


@per_lexicon
def _patterns(lexicon: Lexicon) -> re.Pattern[str]:
    kind = lexicon.one_of("deal.kind")
    digits = r"一二三四五六七八九十\d"
    return re.compile(
        rf"(?<![分款定学日工周星第{digits}])第?[{digits}]{{1,2}}期(?!款|付|到账|尾款|货款|回款|首付|利|限)(?:的?(?:{kind}))?"
        rf"|(?<![a-z])phase\s?(?:\d|one|two|three|four|i{{1,3}}|iv)(?![a-z\d])(?:\s(?:{kind}))?",
        re.ASCII,
    )


def deal_name(intent: str, clause: Clause) -> Value | None:
    """The phase a deal is named by: in its own clause, else the only one the message names."""
    if intent not in _NAMED:
        return None
    found = list(_patterns(clause.message.lexicon).finditer(clause.message.masked))
    own = [match for match in found if clause.start <= match.start() < clause.end]
    match = own[0] if own else found[0] if len(found) == 1 else None
    return Value(clause.message.typed[slice(*match.span())], match.span(), "deal_name") if match else None
