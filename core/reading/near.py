"""Known customers written not quite as the index holds them: clipped (华星 for 华星科技), misheard, mistyped."""

import re
from collections.abc import Iterator, Sequence

from core.reading.contacts import CONTACT_MARK
from core.reading.dates import DateMention
from core.reading.lexicon import Word
from core.reading.message import Message
from core.reading.names import Mention
from core.reading.normalise import is_cjk

_LONGEST = 12
_DOUBTFUL = ("capital", "lower")
"""Contacts found by their surroundings only: "Globx paid" may be Globex, 跟金诚聊了 may be 金诚贸易."""


# ---- ambiguous names written out, with a slip ----------------------------------------------------------------------

_MORE = re.compile(r"[\u3400-\u9fff]{1,4}|(?:\s[a-z]+){1,2}")


def narrowed(message: Message) -> Message | None:
    """acme indutrial: Acme alone may be two accounts, what follows comes near the longer name of one."""
    for mention in message.customers:
        more = _MORE.match(message.masked, mention.end) if len(mention.entities) > 1 else None
        if not more:
            continue
        near = (message.names.near_at(message.plain, mention.start, end) for end in range(more.end(), mention.end, -1))
        exact = next(
            (found for found in near if found and len(found.entities) == 1 and found.entities[0] in mention.entities),
            None,
        )
        if exact:
            return message.replacing(mention, exact)
    return None


# ---- clipped names -------------------------------------------------------------------------------------------------

_BEFORE = frozenset("在跟和给到去把由了的从对向与是家被让找帮叫请陪见访约及同收趟个家下：")
_AFTER = frozenset("的那这说也又还今昨明后前下上不要已打来回开和跟与及给付欠有想报签两三单")


def clipped(message: Message) -> list[Mention]:
    """Names without their trade that stand apart from what surrounds them."""
    text = _masked(message, (*_DOUBTFUL, "full_name"), message.dates)
    found: list[Mention] = []
    for mention in message.names.clipped_in(text):
        if message.customers and _is_a_person(message, mention):
            continue  # met Jordan at Acme: a person, though there is a Jordan Logistics
        if (not found or mention.start >= found[-1].end) and _stands_apart(message, text, mention):
            found.append(mention)
    return found


def _stands_apart(message: Message, text: str, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    if not is_cjk(text[start]):
        return message.names.trade_at(text, end) is None
    if message.names.trade_at(text, end) or any(_cuts_into(word, start, end) for word in message.words):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = not is_cjk(before or " ") or before in _BEFORE or any(word.end == start for word in message.words)
    closes = not is_cjk(after or " ") or after in _AFTER or any(word.start == end for word in message.words)
    return opens and closes


def _cuts_into(word: Word, start: int, end: int) -> bool:
    """A known word that is not inside the name (明星 in 启明星 is)."""
    inside = start <= word.start and word.end <= end and word.end - word.start < end - start
    return start < word.end and word.start < end and not inside


def _is_a_person(message: Message, mention: Mention) -> bool:
    return any(contact.start < mention.end and mention.start < contact.end for contact in message.contacts)


# ---- near matches --------------------------------------------------------------------------------------------------

_RUN = re.compile(r"[\u3400-\u9fff0-9]{2,}|[a-z0-9][a-z0-9&.'\- ]{3,}[a-z0-9]")


def near(message: Message) -> Mention | None:
    """The longest stretch that sounds like a customer or is one slip away from it; at last two slips."""
    text = _masked(message, _DOUBTFUL, ())  # 十月妈眯 is no October
    windows = list(_windows(message, text))
    for at in (message.names.near_at, message.names.far_at):
        found = [mention for start, end in windows if (mention := at(text, start, end))]
        if found:
            return max(found, key=lambda mention: (mention.end - mention.start, -mention.start))
    return None


def _masked(message: Message, doubtful: Sequence[str], dates: Sequence[DateMention]) -> str:
    """The text with only names, people that are no doubtful find, and these dates masked."""
    text = message.plain
    sure = [contact for contact in message.contacts if contact.rule not in doubtful]
    spans = [(mention.start, mention.end) for mention in message.mentions]
    spans += [(contact.start, contact.end) for contact in sure]
    for start, end in (*spans, *((mention.start, mention.end) for mention in dates)):
        text = text[:start] + CONTACT_MARK * (end - start) + text[end:]
    return text


def _windows(message: Message, text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text[:200]):
        if run[0][0] <= "z":
            yield from _latin_windows(run)
        else:
            yield from _hanzi_windows(message, run)


def _latin_windows(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    words = [(run.start() + word.start(), run.start() + word.end()) for word in re.finditer(r"[^ ]+", run[0])]
    for first in range(len(words)):
        for last in range(first, min(first + 4, len(words))):
            yield words[first][0], words[last][1]


def _hanzi_windows(message: Message, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    edges = {run.start(), run.end()}
    for known in (message.words, message.amounts, message.percents, message.contacts):
        edges.update(edge for each in known for edge in (each.start, each.end))
    for start in range(run.start(), run.end() - 1):
        for end in range(start + 2, min(start + _LONGEST, run.end()) + 1):
            if end - start > 2 or (start in edges and end in edges):
                yield start, end
