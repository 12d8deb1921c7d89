"""Questions and chatter: nothing is recorded from them."""

import re
from collections.abc import Sequence

from core.reading.clauses import Clause
from core.reading.lexicon import Lexicon, Word, per_lexicon
from core.reading.message import Message
from core.reading.normalise import is_cjk


def is_question(clause: Clause) -> bool:
    """Asks for something: a question mark or word, and nobody else is quoted as asking."""
    asks = (
        "?" in clause.message.plain[clause.start : clause.end]
        or any("question" in word.means and not _is_some(clause, word) for word in clause.words)
        or _opens_as_question(clause)
        or _ASKS_WHETHER.search(clause.text) is not None
    )
    return asks and not clause.has("question.quoted")


_ASKS_WHETHER = re.compile(
    r"了(?:没有?|没呢|吗|么)[^\u3400-\u9fffa-z\d]*$|([付签来去到回打给收见谈定])(?:没|不)\1|[\u3400-\u9fff](?<![都也还并就是完])没[^\u3400-\u9fffa-z\d]*$"
)


_SOME = re.compile(r"[了过好有这那前近][^,，。;；]?$")


def _is_some(clause: Clause, word: Word) -> bool:
    """提了几个意见: 几个 after a verb that is over, in a message about a customer, only means some."""
    if not word.text.startswith("几") or not clause.message.customers:
        return False
    after = clause.message.plain[word.end : word.end + 1]
    return _SOME.search(clause.message.plain[: word.start]) is not None and is_cjk(after or " ")


def _opens_as_question(clause: Clause) -> bool:
    first = next(iter(clause.words), None)
    lead = clause.message.plain[clause.start : first.start].strip(" \t\n📌") if first else ""
    return first is not None and "question.opening" in first.means and not lead


def only_asks(told: Sequence[Clause], asking: Sequence[Clause]) -> bool:
    """今天拜访了华为，谁有他们的合同？ reports a visit too; 百度付了5万，是吗？ reports nothing."""
    if any(len(clause.text.strip()) <= _TAG for clause in asking):
        return True
    return not any(clause.has(*_REPORTS) and clause.customers for clause in told)


_TAG = 6
_REPORTS = ("visit.done", "pay.done", "pay.got", "sign.done", "won", "lost")


def asks_for_data(message: Message) -> bool:
    """Our books know of payments and stages; beside a customer's name vaguer things count too."""
    if message.has("question.data", "ledger"):
        return True
    about = message.has(
        "question.topic", *_REPORTS, "visit.contact", "pay", "sign", "expire", "plan", "next", "handover"
    )
    return bool(message.customers) and not message.has("chat") and (about or bool(message.stages))


def is_chatter(message: Message) -> bool:
    """华为新手机要一万二: a name is said, but as something to buy, eat or live in."""
    return any(_is_chat(word, message) for word in message.words) and not _is_business_too(message)


def _is_chat(word: Word, message: Message) -> bool:
    """会员 is, 会员系统 is something one sells."""
    return "chat" in word.means and not _for_sale(message.lexicon).match(message.masked, word.end)


@per_lexicon
def _for_sale(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s?{lexicon.one_of('deal.kind', 'chat.sold')}")


def _is_business_too(message: Message) -> bool:
    """坐高铁去拜访了百度的王总: what is plainly said of a customer counts, whatever else is told."""
    if not message.customers:
        return False
    if message.rivals:
        return True
    money = bool(message.amounts or message.percents)
    mild = all(word.means.isdisjoint({"chat"}) or "chat.mild" in word.means for word in message.words)
    met = message.has("visit.done") and (mild or bool(message.contacts))
    met = met or (bool(message.contacts) and (mild or message.has("visit.contact", "promise")))
    paid = money and message.has("pay.done", "pay.in", "promise", "sign.done")
    return met or paid or message.has("visit.sure", "sign.done")
