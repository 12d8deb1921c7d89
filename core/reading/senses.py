"""What a known word means where it stands: 马上要签了 signs nothing yet, 去谈续签 renews nothing."""

import re
from collections.abc import Callable
from typing import NamedTuple

from core.reading.contacts import AMOUNT_MARK, CONTACT_MARK, DATE_MARK
from core.reading.lexicon import Lexicon, Word, per_lexicon

Meanings = frozenset[str]
_REACH = 24
"""Characters before a word that may change what it means."""


class Sense(NamedTuple):
    """Words `of` these meanings, between what stands right before and right after them, mean something else."""

    of: Meanings
    becomes: Callable[[Meanings], Meanings]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def fits(self, text: str, word: Word) -> bool:
        """Whether a word that stands here, between what is around it, has this sense."""
        if word.means.isdisjoint(self.of):
            return False
        if self.before and not self.before.search(text[max(0, word.start - _REACH) : word.start]):
            return False
        return self.after is None or self.after.match(text, word.end) is not None


def known_words(text: str, lexicon: Lexicon) -> list[Word]:
    """The known words of a masked text, each with what it means there."""
    return [_in_place(word, text, lexicon) for word in lexicon.scan(text)]


def _in_place(word: Word, text: str, lexicon: Lexicon) -> Word:
    for sense in _senses(lexicon):
        if sense.fits(text, word):
            word = word._replace(means=sense.becomes(word.means))
    return word


_NOT_YET = {"sign.done": "sign", "pay.done": "pay", "visit.done": "visit.contact"}


def _wished(means: Meanings) -> Meanings:
    return frozenset({*(_NOT_YET.get(one, one) for one in means), "wish"})


def _only(*meanings: str) -> Callable[[Meanings], Meanings]:
    return lambda means: frozenset(meanings)


def _also(*meanings: str) -> Callable[[Meanings], Meanings]:
    return lambda means: means | frozenset(meanings)


_SIGNED_OR_PAID = frozenset({"pay", "pay.done", "sign", "sign.done", "sign.renew"})
_OPENING = re.compile(r"(?:^|[^\u3400-\u9fff]|[哦噢啊嗯呃诶还])$")
_NOT = re.compile(r"(?<![差要])不(?:再|想|打算|准备)?$")
_ONCE = re.compile(
    r"(?:验收|到货|发货|收货|安装|上线|交付|开票|投产|调试|试运行|完工|签约|提货|出货|装车|装机|竣工|结项|投运|试机|培训|送货|交货|移交)(?:完成|合格|通过|完)?[之以]?[前后](?:再|才|要)?$"
    r"|(?<![a-z])(?:after|before|upon|on)\s(?:delivery|shipment|acceptance|completion|receipt|installation)\s$"
)
_NUMBER_NEXT = re.compile(r"\s?(?:是|:|号码)?\s?\+?[\d*][\d*\- ]{5,}")
_TAKES_OVER = re.compile(rf"(?:换成?|改由|由|让|找){CONTACT_MARK}+(?:来|去|负责)?$")  # 换成小顾对接
_ARRANGED = re.compile(r"[^,，。;；\n]{0,14}约(?:好|了|定|在|到|上)")
_MEETING_NEXT = re.compile(r"\s(?:demo|visit|meeting|workshop|review|training|survey|session|call)(?![a-z])")
_GOING = re.compile(r"(?:再去?|要去?|(?<![a-z])(?:be|go|going|come|coming))\s?$")
_AFTER_COMMA = re.compile(r",\s?$")
_SHARE_NEXT = re.compile(r"\s(?:is|was|makes)\s(?:about\s|roughly\s)?\ue007")
_DAY_NEXT = re.compile(rf"\s?(?:在|是)?{DATE_MARK}")
_MONEY_NEXT = re.compile(rf"\s+(?:us\s+|over\s+|another\s+|an?\s+)?[{AMOUNT_MARK}\ue007]")
_MONEY_RIGHT_NEXT = re.compile(rf"\s?{AMOUNT_MARK}")
_SUM_THAT = re.compile(rf"的(?:那|这)?笔?{AMOUNT_MARK}")
_SOON = re.compile(r"(?:这[两几]天|近期|近日|马上|很快|随时|过[两几]天)[就会能可以要]{0,2}$|(?<![a-z])then\s$")
_TOO_LITTLE = re.compile(
    r"(?<![不很许好更至])[少短多](?:给我们|给)?$"
)  # 少付了200 is no payment of 200, nor is 多付了500 another one
_DISCOUNT_NEXT = re.compile(r"\s?(?:[\d一二三四五六七八九](?:\.?\d|[一二三四五六七八九])?|个?)折")
_AT_FIRST = re.compile(r"先$")
_NOT_OVER = re.compile(r"(?![了过完款])")
_WISHING = re.compile(
    r"(?:(?<![a-z])(?:to|can|could|should|would|may|might|must|won't|will)\s(?:be\s|get\s|have\s)?|'ll\s(?:be\s|get\s)?|'d\s"
    r"|[就只还]差|(?<![必重主首])要|(?<![可技性功])能|可能|(?<![开例周月年晚早大])会|即将|打算|准备|愿意|可以|想|肯|有望)(?:给我们|把)?$"
)


@per_lexicon
def _senses(lexicon: Lexicon) -> tuple[Sense, ...]:
    talking = re.compile(rf"{lexicon.one_of('talk')}\s?(?:the |a |their |our |一下|下|了)?$")
    return (
        Sense(frozenset({"pay", "sign"}), _also("wish"), before=_SOON, after=_NOT_OVER),  # 合同这两天签
        Sense(frozenset({"visit.contact", "chat"}), _only("note.topic"), after=_NUMBER_NEXT),  # 许总电话138****0000
        Sense(frozenset({"site"}), _only("visit.contact"), after=_MEETING_NEXT),  # onsite demo on Friday
        Sense(frozenset({"site"}), _only("visit.contact"), before=_GOING),
        Sense(frozenset({"question"}), _only("neutral"), before=_AFTER_COMMA, after=_SHARE_NEXT),  # 20k, which is 30%
        Sense(frozenset({"done"}), _only("neutral"), after=_ARRANGED),  # 刚跟董工约好明天见
        Sense(frozenset({"fixed"}), _also("plan", "plan.will"), after=_DAY_NEXT),  # 定了下周二
        Sense(frozenset({"opener"}), _only("neutral"), before=_OPENING),  # 哦对了
        Sense(_SIGNED_OR_PAID, _only("denied"), before=_NOT),  # 不续了
        Sense(frozenset({"pay"}), _also("wish"), before=_ONCE),  # 验收后付70%
        Sense(frozenset({"pay"}), _also("wish"), before=_AT_FIRST, after=_NOT_OVER),  # 先付一半
        Sense(frozenset({"pay", "pay.done", "pay.short", "pay.got"}), _only("denied"), before=_TOO_LITTLE),
        Sense(frozenset({"pay.short"}), _only("note.topic"), after=_DISCOUNT_NEXT),  # 打9折
        Sense(frozenset({"visit.contact"}), _only("note.topic"), before=_TAKES_OVER),
        Sense(frozenset({"pay.sent"}), _also("pay.done"), after=_MONEY_NEXT),  # sent 10k, but not: sent a quote
        Sense(frozenset({"pay", "pay.short"}), _also("pay.done"), after=_SUM_THAT),  # 周五打的12万
        Sense(frozenset({"rival"}), _only("deal.price"), after=_MONEY_RIGHT_NEXT),  # looking at 45k
        Sense(frozenset({*_NOT_YET, "sign", "pay"}), _wished, before=_WISHING),  # 马上要签了
        Sense(frozenset({"pay", "sign", "sign.renew"}), _only("note.topic"), before=talking),  # 去谈续签
    )
