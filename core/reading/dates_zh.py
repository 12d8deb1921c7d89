"""How Chinese writes dates. Patterns run on normalised (simplified, narrow) text with names masked."""

import re

from core.reading import days
from core.reading import meanings_zh as means
from core.reading.dates import Reader, Rule
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.numbers import HANZI_DIGITS

_WEEK = r"(?:周|星期|礼拜)"
_WEEK_STEP = r"(?P<step>再下|下下个?|上上个?|下个?|上个?|这个?|本)"
# 上周一直 is last week all along, 这周一起 this week together
_DAY_OF_WEEK = r"(?:一(?!直|定|般|样|共|些|起[去吃来聊开参拜跟和见])|[二三四五六日天]|[1-7](?![\d年.:点/]))"
_YEAR_NUMBER = rf"\d{{4}}|\d{{2}}|[{HANZI_DIGITS}]{{4}}|[两二]千[零{HANZI_DIGITS}]*十?[{HANZI_DIGITS}]?"
_YEAR = rf"(?:(?P<year>{_YEAR_NUMBER})年|(?P<years>[今明去后前])年)的?\s?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]|[一二两三四五六七八九十])月"
_REL_MONTH = r"(?P<months>下下个?|上上个?|下个?|上个?|这个?|本|当|次)月的?"
_PART = r"(?P<part>月?初|月?中旬|月?中|月?底|月?末|上旬|下旬|上半月|下半月)"
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9]|[二三]?十[{HANZI_DIGITS}]?|廿[{HANZI_DIGITS}]?|卅一?|初?[{HANZI_DIGITS}])"
_BEFORE = r"(?:之前|以前|前(?!天|年|后))"
_COUNT = rf"(?P<count>\d{{1,3}}|[{HANZI_DIGITS}十百]{{1,4}})"
_UNIT = r"个?(?P<unit>工作日|星期|礼拜|季度|天|日|周|月|年)"
_AFTER = r"(?:之?[后内]|以[后内]|过后)"
_WITHIN = r"(?:[之以]?内)?"
_NUMERIC_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_NUMERIC_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
# 第25号, 12月25 and #25 are no bare day of the month.
_BARE = rf"(?<![\d./第\-#年月{HANZI_DIGITS}])"
# 12/25 is a date, 1/3 of a contract and 3-4-3 are not: nothing numeric may touch it, nor a unit follow.
_FREE = r"(?<![\d.,/\-$¥€£])(?<!\d:)"
_ENDS = r"(?![\d/:]|[.,\-]\d|\s?(?:[%十百千万亿元块美股家台套个]|w\b|k\b|usd|rmb))"


_MAYBE_YEAR = f"(?:{_YEAR})?"
_SAME_WEEKDAY = rf"(?:\s?[,，(]?\s?{_WEEK}[一二三四五六日天]\)?)?"

_Row = tuple[str, str, Reader]

_CALENDAR_DAYS: tuple[_Row, ...] = (
    ("year_month_day", rf"{_MAYBE_YEAR}{_MONTH}份?的?\s?{_DAY}[号日]{_SAME_WEEKDAY}", means.year_month_day),
    (
        "nth_weekday",
        rf"{_MONTH}份?的?第(?P<nth>[一二三四五\d])个?{_WEEK}(?P<weekday>[一二三四五六日天])",
        means.nth_weekday,
    ),
    ("month_part", rf"{_MAYBE_YEAR}{_MONTH}份?的?{_PART}", means.month_part),
    ("year_month_day", rf"{_MAYBE_YEAR}{_MONTH}{_DAY}(?![\d{HANZI_DIGITS}百千万亿个天月.点])", means.year_month_day),
    (
        "full_date",
        rf"{_FREE}(?P<year>(?:19|20)\d\d)(?P<sep>[/.\-]){_NUMERIC_MONTH}(?P=sep)(?P<day>\d{{1,2}})(?!\d)[号日]?",
        means.numeric,
    ),
    ("full_date", r"(?<![\da-z\-])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)", means.numeric),
)

_MONTHS: tuple[_Row, ...] = (
    ("month", rf"{_MAYBE_YEAR}{_MONTH}份?(?!\d){_WITHIN}", means.month_part),
    ("relative_month", rf"{_REL_MONTH}{_DAY}[号日]", means.relative_month),
    ("relative_month", rf"{_REL_MONTH}(?:月?{_PART})", means.relative_month),
    ("relative_month", rf"{_REL_MONTH}份?{_WITHIN}", means.relative_month),
    ("relative_month", r"(?P<months>下|上|本|这|当)(?:个月)?月(?P<part>[初中底末])", means.relative_month),
)

_QUARTERS: tuple[_Row, ...] = (
    ("quarter", rf"{_MAYBE_YEAR}第(?P<quarter>[一二三四1-4])季度?(?P<part>[初底末])?{_WITHIN}", means.quarter),
    ("quarter", rf"{_MAYBE_YEAR}(?P<quarter>[一二三四1-4])季度(?P<part>[初底末])?{_WITHIN}", means.quarter),
    ("quarter", rf"{_MAYBE_YEAR}q(?P<quarter>[1-4])(?![a-z\d])(?P<part>[初底末])?{_WITHIN}", means.quarter),
    ("quarter", rf"(?P<quarters>下个?|上个?|本|这个?|当)季度?(?P<part>[初底末])?{_WITHIN}(?=$|[^节])", means.quarter),
    ("quarter", r"季度?(?P<part>[底末])", lambda match, lexicon: days.relative_quarter(0, "end")),
)

_YEARS: tuple[_Row, ...] = (
    ("year", rf"{_YEAR}{_WITHIN}(?!前|后|来|\d|[一二三四五六七八九十](?!共))", means.year_part),
    ("year_part", r"(?P<half>上半年|下半年|年[底末])", means.year_part),
    ("year", r"(?<![\d一二三四五六七八九十半几])年内", lambda match, lexicon: days.part_of_year("end", years=0)),
)

_DISTANCES: tuple[_Row, ...] = (
    ("workdays", rf"{_COUNT}个?工作[日天](?:{_AFTER})?", means.workdays),
    ("ahead", rf"(?<!第)(?:过|再过)?{_COUNT}个半月{_AFTER}", means.count_and_half(1)),
    ("ahead", rf"(?<![第\d.])(?:未来|今后|再过|过)?{_COUNT}{_UNIT}{_AFTER}", means.count_on(1)),
    ("ahead", rf"(?:再过|(?<![通超])过){_COUNT}(?P<unit>天|个星期|个礼拜|周|个月)(?![多来])", means.count_past),
    ("ahead", rf"(?:未来|今后|接下来)(?:的)?{_COUNT}{_UNIT}", means.count_on(1)),
    ("ahead", rf"还有{_COUNT}{_UNIT}(?=就?(?:要|会)?(?:到期|过期|截止|届满|结束|开标|交货|交付))", means.count_on(1)),
    ("ago", rf"(?<![第\d.]){_COUNT}{_UNIT}{_BEFORE}", means.count_on(-1)),
    ("ahead", rf"(?:过)?半个?月{_AFTER}|再过半个月", means.half_month(1)),
    ("ago", rf"半个?月{_BEFORE}", means.half_month(-1)),
    ("ahead", rf"半年{_AFTER}", means.half_year(1)),
    ("ago", rf"半年{_BEFORE}", means.half_year(-1)),
)

_WEEKS: tuple[_Row, ...] = (
    ("week", rf"{_WEEK_STEP}{_WEEK}(?P<weekday>{_DAY_OF_WEEK}|末)", means.week),
    ("week", rf"{_WEEK_STEP}{_WEEK}(?:[之以]?内|里)?(?![岁年])", means.week),
    ("weekday", rf"{_WEEK}(?P<weekday>{_DAY_OF_WEEK})", means.week),
    ("weekend", r"周(?P<weekday>末)", means.week),
)

_OPEN_DAYS: tuple[_Row, ...] = (
    ("month_bare_part", r"(?P<part>月[初中底末](?!旬)|月?[上中下]旬)", means.bare_part),
    ("day_of_month", rf"(?:{_BARE}|(?<=每月)|(?<=每个月)){_DAY}[号日](?![线楼院店会门机馆厂仓])", means.day_of_month),
    (
        "day_of_month",
        rf"{_BARE}(?P<day>3[01]|[12]\d|[1-9])(?=\s?[到至~\-]\s?(?:3[01]|[12]\d|[1-9])[号日])",
        means.day_of_month,
    ),
    ("month_day", rf"{_FREE}{_NUMERIC_MONTH}/{_NUMERIC_DAY}{_ENDS}", means.numeric),
    ("month_day", rf"(?:(?<=^)|(?<=[\s,，;；:(])){_NUMERIC_MONTH}-{_NUMERIC_DAY}{_ENDS}", means.numeric),
)


@per_lexicon
def chinese_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """Every pattern, the most telling first."""
    feast = rf"(?<![周期拜月]){_MAYBE_YEAR}(?P<holiday>{lexicon.one_value('holidays')})"  # 这周五一定 holds no 五一
    holiday = rf"{feast}(?:节|假期|假)?(?P<before>{_BEFORE})?"
    named: tuple[_Row, ...] = (
        ("year_part", rf"{_YEAR}(?P<half>上半年|下半年|年?[底末初中])", means.year_part),
        ("holiday", rf"(?<![\d半几多个{HANZI_DIGITS}十百])年前(?![的])", means.before_new_year),
        ("holiday", rf"{holiday}(?!节?[后期]|节?[之以]后|(?:放完)?(?:回来|上班|结束|收假|过完|过后))", means.holiday),
    )
    relative: tuple[_Row, ...] = (("relative_day", rf"(?P<word>{lexicon.one_value('days')})", means.relative_day),)
    tables = (_CALENDAR_DAYS, _MONTHS, _QUARTERS, named, _YEARS, _DISTANCES, _WEEKS, relative, _OPEN_DAYS)
    return tuple(Rule(name, re.compile(pattern), read) for table in tables for name, pattern, read in table)


@per_lexicon
def dotted_rule(lexicon: Lexicon) -> tuple[Rule, ...]:
    """11.20 is read last: only where no amount claims it."""
    return (
        Rule(
            "stretch_month_day",
            re.compile(
                rf"{_FREE}{_NUMERIC_MONTH}\.{_NUMERIC_DAY}\s?[-~到至]\s?"
                r"(?P<month2>1[0-2]|0?[1-9])\.(?P<day2>3[01]|[12]\d|0?[1-9])"
                rf"{_ENDS}"
            ),
            means.numeric_stretch,
        ),
        Rule(
            "month_day",
            re.compile(rf"(?<!每.)(?<!每..)(?<!价){_FREE}{_NUMERIC_MONTH}\.{_NUMERIC_DAY}{_ENDS}"),
            means.numeric,
        ),
    )
