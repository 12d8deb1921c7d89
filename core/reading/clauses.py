"""A message cut into clauses: stretches that say one thing each, with all that was found in them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.base.once import once
from core.reading.amounts import Amount, Percent
from core.reading.contacts import AMOUNT_MARK, CONTACT_MARK, CUSTOMER_MARK, DATE_MARK, Contact
from core.reading.dates import DateMention
from core.reading.facts import Span
from core.reading.lexicon import Lexicon, Word, per_lexicon
from core.reading.message import Message, StageName
from core.reading.names import CUSTOMER, MEMBER, RIVAL, Mention
from core.reading.normalise import is_cjk
from core.reading.times import Clock

TRIGGERS = (
    *("visit.contact", "visit.done", "plan", "plan.weak", "plan.will"),
    *("pay", "pay.done", "promise", "sign", "sign.done", "sign.renew", "expire", "won", "lost"),
    *("deal.open", "deal.price", "deal.ours", "deal.close", "note.topic", "negation", "denied", "on.hold", "rival"),
)
"""Meanings that make a stretch say something of its own; a stretch without one belongs to its neighbour."""

_HARD = re.compile(r"[，,。；;！!？?\n\r|]+|\.(?=\s|$)|(?<=\s)-(?=\s)|[\U0001F300-\U0001FAFF\u2600-\u27BF]+")
_SOFT = re.compile(r"\s+")


_GIVES = re.compile(r"给(?:我们|咱们|我|清|完|齐|上)?了?\s*(?:$|[,，。;；!！~])")
_FIELD = re.compile(r"\s*[\w ]{1,16}:\s*[\ue000-\ue00f]+\s*[,，;；。\n]*\s*")
_VERBS = (
    *("visit.contact", "visit.done", "plan.will", "pay", "pay.done", "pay.got", "promise"),
    *("sign", "sign.done", "expire", "won", "lost", "stage.move"),
)
_GOES_ON = re.compile(r"\s?(?:中(?=$|[\s,，。;；!了])|阶段|环节|stage(?![a-z])|phase(?![a-z]))")
_REACHES = re.compile(r"(?:(?<![收得看想说查找接拿听受达感])[到至入进]了?|转|还?在|->|→|=>)\s?$")
_REST = re.compile(r"[\u3400-\u9fff]|[a-z]+")
# 是合同的30%: what the amount before it is a share of
_SHARE = re.compile(
    r"\s*(?:这|就|也就)?(?:是|占|约占|相当于)[^,，。;；\n]{0,6}\ue007|\s*(?:that's|which is|that is|i\.?e\.?)\s\ue007"
)
# 款已经安排了，预计12号到: money that is said to come on a day
_ARRIVES = re.compile(
    rf"{DATE_MARK}(?:之?前|左右|前后)?(?:就|才)?(?:应该|可以)?[能会可]?到(?:账|帐|位)?(?=$|[\s,，。;；!！~])"
)
_LEFT = re.compile(
    rf"(?:还有|还剩|剩下?的?|余下?的?)\s?\ue006+[,，\s]?{DATE_MARK}+(?:前|付|给|到|结|打|[,，。;；!\s])*$"
)
_MONEY = re.compile(r"[款钱]|\ue006")
_LINKS = frozenset({"at", "on", "with", "and", "then", "在", "去", "到", "和", "跟", "及"})
_SUM_FROM = re.compile(rf"\W*(?:(?:and|then|plus|also)\s+)*{AMOUNT_MARK}+\s+(?:more\s+)?from\s+{CUSTOMER_MARK}+\W*")
PHASE = re.compile(r"第?[一二三四五六七八九十\d]{1,2}期")
_start = attrgetter("start")
_COMPANY = re.compile(
    rf"(?:[跟和陪与同找在请]|(?<![查收等听看拿签])到[了的]?|\bwith\s|\bat\s)\s*[{CUSTOMER_MARK}{CONTACT_MARK}]"
)
_VERB_DONE = re.compile(r"[\u3400-\u9fff][了完过]")
_AHEAD = ("plan", "plan.will", "reminder")


@dataclass(frozen=True)
class Clause:
    """A stretch of the message."""

    message: Message
    start: int
    end: int

    def _within(self, found: Sequence) -> tuple:  # type: ignore[type-arg]
        first = bisect_left(found, self.start, key=_start)
        return tuple(found[first : bisect_left(found, self.end, lo=first, key=_start)])

    @once
    def text(self) -> str:
        """Its characters, with what was read as a value already (days, sums, names) masked."""
        return self.message.masked[self.start : self.end]

    @once
    def words(self) -> tuple[Word, ...]:
        """The words of the lexicon in it, in the order they were said."""
        return self._within(self.message.words)

    @once
    def customers(self) -> tuple[Mention, ...]:
        """Where it names customers."""
        return tuple(mention for mention in self._within(self.message.mentions) if mention.kind == CUSTOMER)

    @once
    def members(self) -> tuple[Mention, ...]:
        """Where it names people of the team."""
        return tuple(mention for mention in self._within(self.message.mentions) if mention.kind == MEMBER)

    @once
    def rivals(self) -> tuple[Mention, ...]:
        """Where it names competitors."""
        return tuple(mention for mention in self._within(self.message.mentions) if mention.kind == RIVAL)

    @once
    def contacts(self) -> tuple[Contact, ...]:
        """The people at customers it names."""
        return self._within(self.message.contacts)

    @once
    def dates(self) -> tuple[DateMention, ...]:
        """Its phrases of days."""
        return self._within(self.message.dates)

    @once
    def times(self) -> tuple[Clock, ...]:
        """Its times of day."""
        return self._within(self.message.times)

    @once
    def percents(self) -> tuple[Percent, ...]:
        """Its percentages."""
        return self._within(self.message.percents)

    @once
    def amounts(self) -> tuple[Amount, ...]:
        """Its amounts of money."""
        return self._within(self.message.amounts)

    @once
    def stages(self) -> tuple[StageName, ...]:
        """Its names of stages."""
        return self._within(self.message.stages)

    @once
    def opens_as_plan(self) -> bool:
        """send globex the quote monday: told to oneself."""
        first = next(iter(self.words), None)
        lead = self.message.masked[self.start : first.start] if first else ""
        return first is not None and "plan.opening" in first.means and not _REST.search(lead)

    @once
    def means(self) -> frozenset[str]:
        """All that its words may mean."""
        return frozenset(meaning for word in self.words for meaning in word.means)

    def has(self, *meanings: str) -> bool:
        """Whether a word of it has any of these meanings."""
        return not self.means.isdisjoint(meanings)

    def first(self, *meanings: str) -> Word | None:
        """Its first word with any of these meanings, else None."""
        return next((word for word in self.words if not word.means.isdisjoint(meanings)), None)

    @once
    def has_verb(self) -> bool:
        """A verb of meetings, money or signing; "in" of "in April" moves no stage."""
        return any("stage.weak" not in word.means and not word.means.isdisjoint(_VERBS) for word in self.words)

    @property
    def says_something(self) -> bool:
        """Whether a stretch has a verb of its own; some words are one only beside money, days or a stage."""
        if (self.is_field and not self.has_verb) or _SHARE.match(self.text):
            return False
        return (
            self.is_entry
            or self.is_sum
            or self.is_sum_from
            or (self.opens_as_plan and bool(self.dates))
            or (self.has("contract.noun") and (says_until(self) or self.has("contract.ends")))
            or self.has(*TRIGGERS)
            or bool(self.rivals)
            or self.is_in_company
            or self._moves_a_stage
            or self._moves_money
        )

    @property
    def _moves_a_stage(self) -> bool:
        return bool(self.stages) and (self.has("stage.move") or self.stage_reached is not None)

    @once
    def stage_reached(self) -> StageName | None:
        """议价中, 合同阶段, 到投标了, 进negotiation: a stage with a word that it is reached or goes on."""
        plain = self.message.plain
        for stage in self.stages:
            if (
                plain.startswith("阶段", stage.end - 2)
                or _GOES_ON.match(plain, stage.end)
                or _REACHES.search(plain, self.start, stage.start)
            ):
                return stage
        return None

    @property
    def _moves_money(self) -> bool:
        money = self.names_a_sum
        days = any(not self.message.masked.startswith("的", mention.end) for mention in self.dates)  # 1月份的货款7万
        return (
            (self.has("pay.short", "pay.got") and (money or self.has("pay.noun")))
            or (self.has("pay.noun", "say") and money and days)
            or (self.has("pay.rest") and days)
            or (days and (self.gives or self.arrives or self.is_still_to_come))
            or (self.has("refund") and money)
        )

    @once
    def is_entry(self) -> bool:
        """下周安排：周一百度，周三万科: a day or a time and a customer, in a message that is a list of plans."""
        if not (self.customers and (self.dates or self.times)):
            return False
        if self.contacts and self.has("absent"):  # 钱总这周出差
            return False
        if not self.message.has("agenda") and not (self.dates and self.times):
            return False
        rest = [word for word in _REST.findall(self.text) if word not in _LINKS]
        return not self.has_verb and sum(2 if word.isascii() else 1 for word in rest) <= 4

    @once
    def is_gapped(self) -> bool:
        """昨天去了百度，今天万科: the verb of the clause before it goes on."""
        rest = _REST.findall(self.text)
        return bool(self.customers and (self.dates or self.times)) and not self.words and len(rest) <= 2

    @once
    def arrives(self) -> bool:
        """款预计12号到: money expected or said to come on a day."""
        told = self.has("say", "wish", "deal.expect", "promise", "approx") and not self.has("negation")
        return told and bool(_ARRIVES.search(self.text)) and (bool(_MONEY.search(self.text)) or self.has("pay.noun"))

    @once
    def is_still_to_come(self) -> bool:
        """已到60万，还有40万月底: what is left, and its day."""
        return _LEFT.search(self.text) is not None

    @once
    def is_sum(self) -> bool:
        """万科8万, 百度 二期 30万: a customer, an amount, and nothing else."""
        if not (self.customers and self.amounts):
            return False
        rest = PHASE.sub("", self.text)
        for word in self.words:
            if "approx" in word.means:
                rest = rest.replace(word.text, "")
        return all(word in _LINKS for word in _REST.findall(rest))

    @once
    def is_sum_from(self) -> bool:
        """and 3k from Acme: an amount, whom it came from, and nothing else."""
        return _SUM_FROM.fullmatch(self.text) is not None

    @once
    def names_a_sum(self) -> bool:
        """Whether it says how much: an amount, a share in percent, or half (一半)."""
        return bool(self.amounts or self.percents) or self.has("half")

    @once
    def is_of_something(self) -> bool:
        """收到80万的订单, a $99k bid: the amount says how large something else is."""
        return any(_of(self.message.lexicon).match(self.message.masked, amount.end) for amount in self.amounts)

    @once
    def gives(self) -> bool:
        """还有4万月底前给: money, and 给 with nothing after it."""
        money = self.names_a_sum or self.has("pay.noun", "pay.rest")
        return money and _GIVES.search(self.text) is not None and not self.has("negation")

    @property
    def is_field(self) -> bool:
        """金额:3万 is a value with its label, nothing said."""
        return _FIELD.fullmatch(self.text) is not None

    @once
    def is_in_company(self) -> bool:
        """昨天跟三一的贺工吃了宵夜: with whom, and when or that it is over, whatever was done."""
        if not _COMPANY.search(self.text):
            return False
        told = self.dates or self.times
        return any(not getattr(each, "is_year", False) for each in told) or self.has("done") or self._ends_a_verb

    @once
    def is_in_company_over(self) -> bool:
        """跟万科的汪姐吃了顿便饭: whatever was done there, it is over."""
        return _COMPANY.search(self.text) is not None and self._ends_a_verb

    @once
    def _ends_a_verb(self) -> bool:
        """吃了, 聊完; 约了 and 别忘了 are of what comes."""
        ahead = [word for word in self.words if not word.means.isdisjoint(_AHEAD)]
        return any(
            not any(word.start <= self.start + match.start() < word.end for word in ahead)
            for match in _VERB_DONE.finditer(self.text)
        )

    @property
    def is_bare(self) -> bool:
        """Whether nothing in it is a value or a word with a meaning."""
        return not (
            self.customers
            or self.rivals
            or self.contacts
            or self.dates
            or self.times
            or self.percents
            or self.amounts
            or self.words
        )


def clauses_of(message: Message, but: Span | None = None) -> list[Clause]:
    """The clauses in order; stretches without a verb of their own have joined the one they belong to.

    What lies in `but` has been read another way.
    """
    pieces = [Clause(message, start, end) for start, end in stretches(message)]
    outside = [piece for piece in pieces if not (but and but[0] <= piece.start < but[1])]
    return _joined(message, [piece for piece in outside if not piece.is_bare])


def stretches(message: Message) -> Iterator[tuple[int, int]]:
    """Where each part of a message begins and ends, cut at every stop, link and verb that opens a clause."""
    cuts = sorted(set(_cuts(message)))
    start = 0
    for at in [*cuts, len(message.masked)]:
        if message.masked[start:at].strip():
            yield start, at
        start = at


def _cuts(message: Message) -> Iterator[int]:
    text = message.masked
    for match in _HARD.finditer(text):
        yield match.end()
    for match in _SOFT.finditer(text):
        if _parts_chinese(message.plain, match.start(), match.end()):
            yield match.end()
    for match in _NEXT_SUM.finditer(text):
        yield match.start()
    for match in (*_NEXT_ENTRY.finditer(text), *_NEXT_FROM.finditer(text), *_NEXT_DAY.finditer(text)):
        yield match.start(1)
    yield from (word.start for word in message.words if _opens_a_clause(message, word))


def _opens_a_clause(message: Message, word: Word) -> bool:
    if "clause.and" in word.means:
        return _opens_an_instalment(message, word) or _verb_follows(message, word)
    return "clause.start" in word.means and not _ONLY_A_DAY.search(message.masked[: word.start])


_ONLY_A_DAY = re.compile(
    r"(?:^|[\s,，。;；!！?？\n])(?:[\ue003-\ue005]+|[他她]|对方)\s?(?:说了?|表示|讲|回复说|答应|says|said)?\s?$"
)  # 周五接着聊: the day belongs to what follows


# 百度5万、万科8万: each customer with its amount
_NEXT_ENTRY = re.compile(
    rf"[\ue006\ue007](?:的|整)?(\s*(?:[、,，/]|和|还有|以及|and)?\s*)(?={CUSTOMER_MARK}+[^,，。;；\n{CUSTOMER_MARK}]{{0,6}}[\ue006\ue007])"
)
_NEXT_FROM = re.compile(
    rf"{CUSTOMER_MARK}(\s*(?:,|and|&|plus)\s*)(?=(?:and\s+)?{AMOUNT_MARK}+\s+from\s+{CUSTOMER_MARK})"
)
_NEXT_DAY = re.compile(
    rf"{AMOUNT_MARK}(\s*)(?=(?:再|然后)?{DATE_MARK}+\s?(?:[再又还]|前)?(?:付|打|给|回|汇|转){AMOUNT_MARK})"
)
_TILL_STOP = re.compile(r"[^,，。;；!！?？\n]*")


def _opens_an_instalment(message: Message, word: Word) -> bool:
    """20k on Dec 1 and the rest on the 15th: money and a day on both sides."""
    stop = _TILL_STOP.match(message.masked, word.end)
    after = Clause(message, word.end, stop.end() if stop else word.end)
    before = Clause(message, 0, word.start)
    money = after.amounts or after.percents or after.has("pay.rest")
    return bool(money and after.dates and before.dates and before.names_a_sum)


def _parts_chinese(text: str, start: int, end: int) -> bool:
    """A blank beside a Chinese character stands for a comma; between Latin words it is only a blank."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and (is_cjk(before) or is_cjk(after))


def _verb_follows(message: Message, word: Word) -> bool:
    return any(
        word.end <= other.start <= word.end + 12 and not other.means.isdisjoint(TRIGGERS) for other in message.words
    )


def _joined(message: Message, pieces: list[Clause]) -> list[Clause]:
    """Stretches that say nothing alone join the one before them, or at the beginning the one after."""
    joined: list[Clause] = []
    waiting: int | None = None
    aside = False
    for at, piece in enumerate(pieces):
        aside = bool(joined) and (_is_aside(piece, joined[-1]) or (aside and not piece.says_something))
        if aside:
            continue
        start, waiting = piece.start if waiting is None else waiting, None
        if at and _only_reminds(piece):  # 下周三招标答疑，别忘了
            start = joined.pop().start if joined else start
        if joined and _is_apposition(piece, joined[-1]):
            joined[-1] = Clause(message, joined[-1].start, piece.end)
        elif piece.says_something or (joined and is_instalment(piece, joined[-1])):
            joined.append(Clause(message, start, piece.end))
        elif joined and _belongs_before(joined[-1], piece):
            joined[-1] = Clause(message, joined[-1].start, piece.end)
        elif piece.customers or not joined:
            waiting = start
    if waiting is not None:
        joined.append(Clause(message, waiting, pieces[-1].end))
    return joined


def _is_aside(piece: Clause, before: Clause) -> bool:
    """其中3万是质保金 after a payment; 合同50万，其中3万到了 is the first that is paid."""
    paid = piece.has("pay.done", "pay.got") and bool(piece.amounts) and not piece.has("negation")
    return piece.has("aside") and not (paid and not before.has("pay", "pay.done", "pay.got"))


def _is_apposition(piece: Clause, before: Clause) -> bool:
    """met Tina, the new buyer at Million Foods, on Friday: who the person just named is."""
    return before.text.rstrip(" ,").endswith(CONTACT_MARK) and _WHO_IT_IS.match(piece.text) is not None


_WHO_IT_IS = re.compile(rf"\s*(?:the|their|a|an|our)\s(?:[a-z]+\s){{1,4}}(?:at|of|for|from)\s(?:the\s)?{CUSTOMER_MARK}")


def _only_reminds(piece: Clause) -> bool:
    reminding = [word for word in piece.words if "reminder" in word.means]
    return len(reminding) == len(piece.words) == 1 and len(_REST.findall(piece.text)) <= len(reminding[0].text) + 1


_PAYS = ("say", "pay", "pay.done", "pay.got", "promise", "pay.short")


def is_instalment(piece: Clause, before: Clause) -> bool:
    """12月1号付10万，15号5万; 10k on Dec 1 and the rest on the 15th: money and its day, after another of the kind."""
    if _ONE_MORE.match(piece.text) and not piece.customers:
        return before.has(*_PAYS) and before.names_a_sum
    if piece.customers or not (piece.dates and before.dates and before.has(*_PAYS)):
        return False
    money = bool(piece.amounts or piece.percents or piece.has("pay.rest"))
    return money and before.names_a_sum and not (piece.has_verb or piece.has("deal.price", "deal.open"))


# 打来两笔，一笔5万一笔3万
_ONE_MORE = re.compile(r"\s*[,，、和]?\s*(?:还有|再|另外?)?[一另][笔个]是?\ue006")
_NEXT_SUM = re.compile(r"(?<=\ue006)[,，、和\s]*(?=(?:还有|再|另外?)?[一另]笔是?\ue006)")


def _belongs_before(before: Clause, piece: Clause) -> bool:
    if piece.customers:
        if not before.customers:
            return True
        if piece.customers[0].entities != before.customers[-1].entities:
            return False
    if _runs_until(piece) and before.has("sign", "sign.done", "sign.renew"):
        return True
    money = piece.amounts or piece.percents
    if piece.dates and not money and (before.dates or not _is_brief(piece)):
        return False
    return bool(money or piece.dates or piece.times or piece.contacts or not piece.customers)


def _is_brief(piece: Clause) -> bool:
    """Hardly more than its values: 日期:11/13 is, "they might expand Q1" is not."""
    return piece.is_field or sum(2 if word.isascii() else 1 for word in _REST.findall(piece.text)) <= 4


_UNTIL = re.compile(rf"\s*(?:有效期)?(?:到|至|until|through|till)\s*{DATE_MARK}")


def _runs_until(clause: Clause) -> bool:
    """到明年11月18: how long what was signed before runs."""
    return _UNTIL.match(clause.text) is not None


def says_until(clause: Clause) -> bool:
    """有效期到12月31日, runs until March: whether it says how long something runs."""
    return _UNTIL.search(clause.text) is not None


def is_until(clause: Clause, mention: DateMention) -> bool:
    """Whether a date says how long something runs."""
    return any(match.end() - 1 == mention.start - clause.start for match in _UNTIL.finditer(clause.text))


@per_lexicon
def _of(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s?的?\s?{lexicon.one_of('amount.of')}")
