"""Several customers in a row: what may stand between their names."""

import re
from itertools import pairwise

from core.reading.clauses import Clause
from core.reading.contacts import CONTACT_MARK
from core.reading.lexicon import Lexicon, per_lexicon


@per_lexicon
def list_link(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between the names of a list: 华星、远航还有启明星."""
    between = (
        rf"{lexicon.one_of('list.and')}|[、,，/&+()\ue003]|[上下中]午|早上|晚上|然后|再去?|(?<={CONTACT_MARK})\s*(?:at|from|of)\b"
        rf"|的(?={CONTACT_MARK})|in the (?:morning|afternoon|evening)|later|then"
    )
    return re.compile(rf"\s*(?:(?:{between})\s*)+")


def lists_customers(clause: Clause) -> bool:
    """华星、远航还有启明星: nothing but links between the names."""
    link = list_link(clause.message.lexicon)
    return all(link.fullmatch(clause.message.masked, one.end, other.start) for one, other in pairwise(clause.customers))
