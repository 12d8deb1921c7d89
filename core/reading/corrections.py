"""Corrections: only the right values, never the wrong ones."""

import re
from datetime import timedelta

from core.reading.business import stage_value
from core.reading.clauses import Clause
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST
from core.reading.facts import Span, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message, without
from core.reading.slots import Statement, put_days, put_this_amount


@per_lexicon
def _wrong(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """Where a correction names the wrong value; group "wrong" is what to leave out."""
    change, stop = lexicon.one_of("correction.change"), r"[,，。;；.!\n]"
    return (
        re.compile(r"(?:不是|并非)(?P<wrong>[^,，。;；\n]{0,60}?)[,，\s]{0,3}(?:而是|应该是|应当是|应是|是)"),
        re.compile(r"(?:不是|并非)(?P<wrong>[^,，。;；\n]{0,60})"),
        re.compile(rf"(?P<wrong>[^,，。;；\n]{{0,60}}?)\s?{change}"),
        re.compile(rf"\bnot\s+(?P<wrong>.{{1,60}}?)(?={stop}\s|{stop}$|\bbut\b|\bit'?s\b|\bit was\b|$)"),
        re.compile(rf"(?:instead of|rather than)\s+(?P<wrong>.{{1,60}}?)(?={stop}|$)"),
        re.compile(r"\bfrom\s+(?P<wrong>.{1,60}?)\s+to\b"),
        re.compile(r"[点写填记选打弄搞报说录输标看听算]成了?(?P<wrong>[^,，。;；\n]{0,60})"),
        re.compile(
            r"\b(?:put|wrote|entered|logged|typed|recorded|marked|had)\s+(?:it |that |them )?(?:down )?(?:in )?as\s+"
            rf"(?P<wrong>.{{1,60}}?)(?={stop}|$)"
        ),
        re.compile(rf"\bi (?:typed|put|wrote|entered|logged|said)\s+(?P<wrong>.{{1,60}}?)(?={stop}|$)"),
        re.compile(r"\b(?:was|were) wrong(?P<wrong>)"),
    )


def correction(message: Message) -> list[Statement]:
    """One statement that holds the right values only."""
    if not _corrects(message) or message.has("question.why"):  # why did it change? changes nothing
        return []
    right = without(message, _wrong_values(message))
    clause = Clause(right, 0, len(message.typed))
    statement = Statement("correction", clause)
    if clause.amounts:
        put_this_amount(statement.slots, clause, 0)
    dates = [mention for mention in clause.dates if not _POINTS_AT.match(message.masked, mention.end)]
    changed = max((word.end for word in message.words if "correction.change" in word.means), default=0)
    dates.sort(key=lambda mention: mention.start < changed)  # 今天约万科，改到周五: what stands after it counts
    if dates:
        ahead = message.has("plan", "plan.will", "next") or _lies_ahead(dates[0], message)
        ahead = ahead or _is_to_come(dates[0], message)
        slot, sense = ("next_date", FUTURE) if ahead else ("date", PAST)
        put_days(statement.slots, slot, dates[0], message.today, sense)
    if stage := _right_stage(message):
        statement.slots["stage"] = stage
    return [statement]


def wrong_person(message: Message) -> Value | None:
    """小周 of 不是小周是小邹: whose name is said to be wrong."""
    wrong = _wrong_values(message)
    named = (one for one in message.contacts if (one[0], one[1]) in wrong)
    return next((Value(message.typed[start:end], (start, end), rule) for start, end, rule in named), None)


def _moves_a_stage(message: Message) -> bool:
    """改成 with the name of a stage after it moves the stage and corrects nothing."""
    weak = next(word for word in message.words if "correction.weak" in word.means)
    return any(stage.start >= weak.end for stage in message.stages)


# 昨天那笔不是华星的: which record is meant, not what it should say.
_POINTS_AT = re.compile(r"[\s\ue000-\ue00f]*的?(?:那|这)[笔条个次单份]|的(?:记录|拜访|回款|付款)(?:$|[^改])")
_FAR_BACK = timedelta(days=180)


def _lies_ahead(mention: DateMention, message: Message) -> bool:
    """是12月10号, said in November: next month rather than eleven months ago."""
    back = mention.on(message.today, PAST)
    return back is not None and message.today - back.first > _FAR_BACK and mention.leaning(message.today) == FUTURE


def _is_to_come(mention: DateMention, message: Message) -> bool:
    """是下周四不是下周三, 会改到周五: what took place took place before today."""
    ahead = mention.leaning(message.today) == FUTURE
    return ahead and (not mention.is_open(message.today) or message.has("correction.moved"))


_PRICED = r"(?:打?[\d.一二三四五六七八九]{1,4}折|月结|账期|net\s?\d)"  # 不对，是85折; 不对，是月结60
_PAID_MORE = re.compile(r"[\ue000-\ue00f]+[又还]?(?=[多少]打了\s?[\ue000-\ue00f\d])")


def _corrects(message: Message) -> bool:
    more = _PAID_MORE.search(message.masked)  # 启明星多打了500: money, and no key hit twice
    words = [word for word in message.words if "correction" in word.means and not (more and word.start == more.end())]
    if any("correction.loose" not in word.means for word in words):
        return True
    if words:  # 抬头错了: something is wrong, but nothing we keep
        if message.has("wish"):  # 等三一通知，应该是下月初
            return False
        people = message.contacts and not message.has("visit.done", "visit.contact")
        discount = re.search(_PRICED, message.masked)
        return bool(
            message.amounts or message.dates or discount or people or message.stages or len(message.customers) > 1
        )
    if message.has("correction.weak") and (message.amounts or message.dates or message.contacts):
        return not _moves_a_stage(message)
    if _opens_with_no(message) or _points_and_denies(message):
        return True
    return _NOT_BUT.search(message.masked) is not None and _says_two_of_a_kind(message)


@per_lexicon
def _opening(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"[^\w\ue000-\ue00f]*(?:{lexicon.one_of('correction.opening')})[\s,，.。!！:：-]+"
        rf"(?:(?:it'?s|it was|that'?s|that was|make (?:it|that)|was|应该是?|应|是)\s*(?=[\ue000-\ue00f]|{_PRICED})"
        rf"|(?:[\ue000-\ue00f]+|{_PRICED})[\s.。!！]*$)"
    )


def _opens_with_no(message: Message) -> bool:
    """no, it's 15k; no, 15k: a no, and right after it what it is instead."""
    return _opening(message.lexicon).match(message.masked) is not None


_NOT_BUT = re.compile(
    r"\b(?:it'?s|it was|was|is)\b[^,.;\n]{1,30}?,?\s*\bnot\b"
    r"|不是[^,，。;；\n]{1,16}[,，\s]*(?:而)?是"
    r"|(?:应该|应)?是[^,，。;；\n]{1,16}[,，\s]*不是"
)


_POINTS = re.compile(
    r"\W*(?:刚才|刚刚|上面|前面)?的?(?:那|这)(?:一)?[笔条个次单]|\W*(?:that|this|the last)(?: one| payment| visit)?\b"
)


def _points_and_denies(message: Message) -> bool:
    """那笔不是今天到的，昨天到的: what was logged last, the wrong value and the right one."""
    two = any(len(kind) == 2 for kind in (message.amounts, message.dates))  # the wrong and the right one
    denies = any(
        match.span("wrong") for pattern in _wrong(message.lexicon) for match in pattern.finditer(message.masked)
    )
    return two and denies and not message.customers and _POINTS.match(message.masked) is not None


def _says_two_of_a_kind(message: Message) -> bool:
    """The right value and the wrong one; in 不是周二 the wrong one may be all that is of its kind."""
    hanzi = "不是" in message.masked and bool(message.amounts or message.dates or message.customers)
    return hanzi or any(len(kind) > 1 for kind in (message.amounts, message.dates, message.customers, message.contacts))


def _wrong_values(message: Message) -> list[Span]:
    """The stretches said to be wrong; one that would leave no value of its kind is not taken for wrong."""
    spans = []
    taken: list[Span] = []
    for pattern in _wrong(message.lexicon):
        for match in pattern.finditer(message.masked):
            span = match.span("wrong")
            if span[1] > span[0] and not any(start <= span[0] < end for start, end in taken):
                taken.append(match.span())
                spans += _replaceable(message, span)
    return spans


def _replaceable(message: Message, span: Span) -> list[Span]:
    """Only values that the message says another way elsewhere: in 百度改成25万 the name is right."""
    found = []
    for kind in (message.customers, message.contacts, message.amounts, message.dates):
        inside = [(each.start, each.end) for each in kind if span[0] <= each.start < span[1]]
        if inside and len(inside) < len(kind):
            found += inside
    return found


def _right_stage(message: Message) -> Value | None:
    """The stage last named that is not said to be the wrong one."""
    if message.amounts or not message.has("stage.move", "stage.word"):
        return None
    wrong = [match.span("wrong") for pattern in _wrong(message.lexicon) for match in pattern.finditer(message.masked)]
    right = [each for each in message.stages if not any(start <= each.start < end for start, end in wrong)]
    return stage_value(right or message.stages)
