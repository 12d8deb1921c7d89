"""What a new name may stand for: the same sound, a slip, another legal form or trade, pinyin; and what it may not."""

import pytest

from bot.reading import load_lexicon
from core.reading import Names
from core.reading.twins import pinyin, spelt, twins

CUSTOMERS = (
    ("华星科技", "杭州华星科技有限公司", ("华星",)),
    ("远航物流", "", ("远航",)),
    ("恒达机械", "", ()),
    ("Globex Inc", "", ("Globex",)),
    ("Qimingxing", "", ()),
)
NAMES = Names.build(
    {"customers": [{"id": str(at), "name": n, "official": o, "aliases": list(a)} for at, (n, o, a) in enumerate(CUSTOMERS)]},
    load_lexicon(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("华星科技有限公司", "华星科技"),  # its registered name
        ("华星集团", "华星科技"),  # another legal form
        ("华星贸易", "华星科技"),  # another trade
        ("华兴科技", "华星科技"),  # sounds alike
        ("深圳市华星科技股份有限公司", "华星科技"),  # with its place
        ("原航物流", "远航物流"),
        ("恒大机械", "恒达机械"),
        ("yuanhang", "远航物流"),  # pinyin
        ("启明星", "Qimingxing"),  # and the other way round
        ("Globex Ltd", "Globex Inc"),
        ("Globex Corporation", "Globex Inc"),
        ("Glopex", "Globex Inc"),
    ],
)
def test_a_name_that_looks_like_a_customer(name, near):
    assert near in [one.name for one in twins(NAMES, name, load_lexicon())]


@pytest.mark.parametrize(
    "name", ["蓝海电子", "恒海机械", "金诚贸易", "大洋机电", "Initech", "Orbit Trading", "li", "科技", "有限公司"]
)
def test_a_name_that_looks_like_nobody(name):
    assert () == twins(NAMES, name, load_lexicon())


def test_pinyin_has_no_tones_and_needs_every_character():
    assert "huaxing" == pinyin("华星")
    assert "" == pinyin("Globex")
    assert ["华星科技"] == [one.name for one in spelt(NAMES, "Hua Xing")]
