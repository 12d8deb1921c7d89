"""Ways reps put things, one sentence for each: what the sentence says, shortest form."""

from datetime import date, datetime

import pytest

from core.base.calendar import WorkingCalendar
from core.reading import Lexicon, Names, read, read_request, understand
from tests.core.reading.conftest import NOW, Say, shown

SAID: tuple[tuple[str, str], ...] = (
    ("中午跟万科采购部的汪姐吃了顿便饭，没谈正事", "visit 万科 汪姐 11-18"),
    ("刚送走九牧的客人，钱总带队来的，看了产线", "visit 九牧 钱总 11-18"),
    ("昨天陪张总去了趟华为，见了他们采购徐经理", "visit 华为 徐经理 11-17"),
    ("今天三家：百度（宋总）、万科（马总）", "visit 百度 宋总 11-18; visit 万科 马总 11-18"),
    ("今天拜访了百度宋总，聊了二期，下周三报价", "visit 百度 宋总 11-18 next 11-25"),
    ("visited globex today, quote next wed", "visit Globex 11-18 next 11-25"),
    ("周二周三在百度驻场", "visit 百度 11-17..11-18"),
    ("met w/ raj today re acme logistics pricing", "visit Acme Logistics raj 11-18"),
    ("下周安排：周一百度，周三万科", "followup 百度 next 11-23; followup 万科 next 11-25"),
    ("明天行程：上午九点百度，下午两点万科", "followup 百度 next 11-19 09:00; followup 万科 next 11-19 14:00"),
    ("remind me to send the contract to seven oaks by dec 5", "followup Seven Oaks next 12-05"),
    ("globex will pay 20k usd on dec 1 and 15k usd on the 15th", "promise Globex 20000 USD due 12-01; promise Globex 15000 USD due 12-15"),
    ("百度说12月1号付10万，15号5万", "promise 百度 100000 due 12-01; promise 百度 50000 due 12-15"),
    ("今天到账两笔：百度5万，万科8万", "payment 百度 50000 11-18; payment 万科 80000 11-18"),
    ("收款：百度5万、万科8万", "payment 百度 50000 11-18; payment 万科 80000 11-18"),
    ("首款40%，百度说12月10号到账", "promise 百度 40% due 12-10"),
    ("周大福还有4万说月底前给", "promise 周大福 40000 due 11-30"),
    ("九牧的尾款还没到，钱总承诺元旦前付", "note 九牧; promise 九牧 钱总 due 12-31"),
    ("百度付款比较慢", "note 百度"),
    ("三一那边要签合同了，12月8号", "deal 三一重工 close 12-08"),
    ("跟百度签完合同了，标的150万", "contract 百度 1500000 11-18"),
    ("鸿运的合约到12/31，要赶快谈续约", "contract 鴻運精機 end 12-31"),
    ("千禧想上一套ERP，估计六七十万", "deal 千禧之星 600000-700000"),
    ("new opp at Globex, between $200k and $250k", "deal Globex 200000-250000 USD"),
    ("周六福到投标了", "stage 周六福 proposal"),
    ("Initech这个deal进negotiation了", "stage Initech negotiation"),
    ("鼎盛给五月花报了13万，我们报的15万8", "competitor 五月花 鼎盛 130000; deal 五月花 158000"),
    ("昨天拜访九牧，钱总说北极星也在推，报了6万8", "visit 九牧 钱总 11-17; competitor 九牧 北极星 68000"),
    ("九牧说鼎盛便宜，比我们低3万", "competitor 九牧 鼎盛"),
    ("竞品锐科在百度报了18万", "competitor 百度 锐科 180000"),
    ("竞品的价格更低，百度在犹豫", "note 百度"),
    ("百度在比价，对手是远航和鼎盛", "competitor 百度 远航软件; competitor 百度 鼎盛"),
    ("十月妈咪到账2万，另外明天教育转给刘洋跟", "handover 明天教育 → 刘洋; payment 十月妈咪 20000 11-18"),
    ("周六福交接：赵磊 → 王芳", "handover 周六福 赵磊 → 王芳"),
    ("百度阶段应该是商务谈判，我点成方案报价了", "correction 百度 negotiation"),
    ("把九牧的会从周四改到周五", "correction 九牧 next 11-20"),
    ("华为的尾款付了没", "question 华为"),
    ("坐高铁去了趟百度，见了宋总", "visit 百度 宋总 11-18"),
    ("许总电话13800000000，七匹狼的", "note 七匹狼 许总"),
    ("万科的联系人不是王总，是李总", "correction 万科 李总"),
    ("百度转给李娜，万科转给王芳", "handover 百度 → 李娜; handover 万科 → 王芳"),
    ("hand Globex to Tom and Initech to Amy", "handover Globex → Tom; handover Initech → Amy"),
    ("今后万科都找张伟", "handover 万科 → 张伟"),
    ("跑了万科见了赵总，赵总答应月底付6万", "visit 万科 赵总 11-18; promise 万科 60000 due 11-30"),
    ("百度回款20万，占合同的40%", "payment 百度 200000 40% 11-18"),
    ("Globex paid 20k usd, which is 30% of the contract", "payment Globex 20000 USD 30% 11-18"),
    ("三一的款还没到，李总说下周三付6万", "note 三一重工; promise 三一重工 李总 60000 due 11-25"),
    ("三一这单丢了，被鼎盛截胡", "stage 三一重工 lost; competitor 三一重工 鼎盛"),
    ("百度50万中的20万到账了", "payment 百度 200000 11-18"),
    ("Globex paid 20k usd of the 50k", "payment Globex 20000 USD 11-18"),
    ("€20-30k budget at Globex", "deal Globex 20000-30000 EUR"),
    ("万科每店2000，合计1万8", "deal 万科 18000"),
    ("百度每月15号付3万", "promise 百度 30000 due 12-15"),
    ("百度的款已经安排了，预计12号到", "promise 百度 due 12-12"),
    ("昨天去了百度，今天万科", "visit 百度 11-17; visit 万科 11-18"),
    ("昨天百度，今天万科", ""),
    ("onsite demo at Globex next Tuesday", "followup Globex next 11-24"),
    ("send karen smith at globex the quote by friday", "followup Globex karen smith next 11-20"),
    ("Kevin takes Globex, Amy takes Initech", "handover Globex → Kevin; handover Initech → Amy"),
    ("昨天三一打来两笔，一笔5万一笔3万", "payment 三一重工 50000 11-17; payment 三一重工 30000 11-17"),
    ("三只松鼠周五打的12万，今天查到了", "payment 三只松鼠 120000 11-13"),
    ("今天国际的合同，金额86万，今天双方盖章", "contract 今天国际 860000 11-18"),
    ("跟万科法务对了合同条款，就差盖章", "visit 万科 11-18"),
    ("六福珠宝今天打了6万6定金，剩下的提货前付清", "payment 六福珠宝 66000 11-18; promise 六福珠宝"),
    ("打电话给七匹狼，没人接", "note 七匹狼"),
    ("Globex cut the order from 50k usd to 35k usd", "deal Globex 35000 USD"),
    ("Umbrella undercut us at Globex by 5k", "competitor Globex Umbrella"),
    ("met Tina, the new buyer at Million Foods, on Friday", "visit Million Foods Tina 11-13"),
    ("had an intro call with Seven Oaks' CFO Martin Bell on Monday", "visit Seven Oaks Martin Bell 11-16"),
    ("七匹狼许总确认了，合同这两天签，60万", "deal 七匹狼 许总 600000"),
    ("一汽回款进度：已到60万，还有40万月底", "payment 一汽 600000 11-18; promise 一汽 400000 due 11-30"),
    ("三一的钱总这周出差，下周一回来再约", "followup 三一重工 钱总 next 11-23"),
    ("58同城那单子周敏在跟，转给我", ""),
    ("五月花退货了，金额8000", "note 五月花"),
    ("Seven Oaks put down a 20% deposit, 8k usd", "payment Seven Oaks 8000 USD 20% 11-18"),
    ("rescheduled Initech demo from Tuesday to Thursday", "followup Initech next 11-19"),
    ("Hank (Globex) called me back", "visit Globex Hank 11-18"),
    ("中午去六福旁边吃面", ""),
    ("王总周末打高尔夫", ""),
)  # fmt: skip
_ORDER = ("customer", "contact", "competitor", "stage")


@pytest.mark.parametrize(("text", "said"), SAID, ids=[text for text, _ in SAID])
def test_a_family(text: str, said: str, say: Say) -> None:
    assert "; ".join(_short(fact.intent, shown(fact)) for fact in say(text)) == said


def _short(intent: str, slots: dict[str, str]) -> str:
    def day(name: str) -> str:
        when, last = slots.get(name, "")[5:], slots.get(f"{name}_end", "")[5:]
        return f"{when}..{last}" if last else when

    amount = "-".join(slots[name] for name in ("amount", "amount_max") if name in slots)
    handed = " → ".join(slots[name] for name in ("from_member", "to_member") if name in slots)
    pieces = [
        intent, *(slots.get(name, "") for name in _ORDER), handed if "from_member" in slots else handed and f"→ {handed}",
        amount, slots.get("currency", "").replace("CNY", ""), slots.get("percent", "") and f"{slots['percent']}%",
        day("date"), slots.get("time", ""), *(f"{word} {day(name)}" if name in slots else "" for word, name in
        (("next", "next_date"), ("due", "due_date"), ("close", "close_date"), ("end", "end_date"))), slots.get("next_time", ""),
    ]  # fmt: skip
    return " ".join(filter(None, pieces))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("百度二期预算80万", "二期"),
        ("今天拜访了百度的李总，聊了三期扩容，他说预算大概80万", "三期扩容"),
        ("Globex Phase 2 deal 50k, closing in Dec", "Phase 2"),
        ("百度三期款付了吗，预算80万", None),
        ("百度分3期付，预算80万", None),
        ("百度预算80万", None),
    ],
)
def test_the_deal_s_name_is_an_extra(text: str, name: str | None, say: Say) -> None:
    deals = [fact for fact in say(text) if fact.intent == "deal"]

    for fact in deals:
        named = fact.extras.get("deal_name")
        assert (named.value if named else None) == name
        assert not named or (named.span and text[slice(*named.span)] == name)
    assert deals or name is None


def test_retention_asks_from_which_day_it_counts(say: Say) -> None:
    (fact,) = say("百度合同里质保金5%，一年后付")

    assert (fact.intent, fact.get("percent")) == ("promise", "5")
    assert [doubt.kind for doubt in fact.doubts] == ["base_date"]


@pytest.mark.parametrize("text", ["百度昨天回款25万，剩下25万月底付", "百度应收20万，到期1月15日", "谁欠钱", "早上好各位", "华为 收到5万\n百度 收到3万", "新客户 华星科技"])  # fmt: skip
def test_understanding_is_reading_both_at_once(text: str, names: Names, lexicon: Lexicon) -> None:
    assert understand(text, NOW, names, "CNY", lexicon) == (
        read_request(text, NOW, names, "CNY", lexicon),
        read(text, NOW, names, "CNY", lexicon),
    )


def test_working_days_are_the_teams_own(names: Names, lexicon: Lexicon) -> None:
    before_the_holiday = datetime(2026, 9, 29, 10)  # a Tuesday
    calendar = WorkingCalendar({date(2026, 10, day): False for day in range(1, 9)}, official=False)
    text = "3个工作日内给百度出方案"

    (plain,) = read(text, before_the_holiday, names, "CNY", lexicon)
    (own,) = read(text, before_the_holiday, names, "CNY", lexicon, calendar)

    assert (plain.get("next_date"), own.get("next_date")) == ("2026-10-02", "2026-10-12")


def test_from_a_weekend_on_working_days_count_from_monday(say: Say) -> None:
    (fact,) = say("五个工作日内给百度出方案", datetime(2028, 2, 27, 10))

    assert fact.get("next_date") == "2028-03-03"


@pytest.mark.parametrize(
    ("text", "day"),
    [("initech will pay 5k usd 5th, december", "2026-12-05"), ("visited globex, 12th, nov", "2026-11-12")],
)
def test_dateparser_is_the_last_resort(text: str, day: str, say: Say) -> None:
    (fact,) = say(text)
    slot = "due_date" if fact.intent == "promise" else "date"

    assert (fact.get(slot), fact.slots[slot].rule) == (day, "dateparser")


@pytest.mark.parametrize("text", ["globex paid 12k, march order", "paid 5th, december 1999 by globex 3k usd"])
def test_what_dateparser_makes_of_less_is_not_believed(text: str, say: Say) -> None:
    assert not any(value.rule == "dateparser" for fact in say(text) for value in fact.slots.values())
