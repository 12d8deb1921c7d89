"""Goods that went to several customers in one message."""

from datetime import datetime

import pytest

from core.reading import Lexicon, Names, deliveries_of
from core.reading.message import take_apart

NOW = datetime(2026, 3, 2, 10)  # a Monday
TEAM = {
    "customers": [
        *({"id": at, "name": name, "aliases": [name[:2]]} for at, name in enumerate(("华星科技", "大洋机电", "远航物流"))),
        *({"id": name, "name": name, "aliases": []} for name in ("Globex", "Initech")),
    ],
    "members": [],
    "competitors": [],
    "stages": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华星和大洋的货都发了", "华星 done 03-02 | 大洋 done 03-02"),
        ("华星、大洋的货已经发了", "华星 done 03-02 | 大洋 done 03-02"),
        ("华星跟大洋今天都发货了", "华星 done 03-02 | 大洋 done 03-02"),
        ("昨天给华星、大洋发了货", "华星 done 03-01 | 大洋 done 03-01"),
        ("今天把华星和大洋的货都送到了", "华星 done 03-02 | 大洋 done 03-02"),
        ("华星、大洋、远航三家都发货了", "华星 done 03-02 | 大洋 done 03-02 | 远航 done 03-02"),
        ("华星大洋都已出货", "华星 done 03-02 | 大洋 done 03-02"),
        ("发货给华星，还有大洋", "华星 done 03-02 | 大洋 done 03-02"),
        ("华星发货了，大洋也发了", "华星 done 03-02 | 大洋 done 03-02"),
        ("华星发了200台，大洋发了100台", "华星 done 03-02 200台 | 大洋 done 03-02 100台"),
        ("华星和大洋都验收了", "华星 done 03-02 | 大洋 done 03-02"),
        ("下周三给华星和大洋发货", "华星 planned 03-11 | 大洋 planned 03-11"),
        ("华星和大洋的货推迟到12号发", "华星 moved 03-12 | 大洋 moved 03-12"),
        ("华星的货发了，大洋的下周三发", "华星 done 03-02 | 大洋 planned 03-11"),
        ("华星付了5万，大洋的货发了", "大洋 done 03-02"),
        ("华星和大洋的货还没发", ""),
        ("华星和大洋的货都发了吗", ""),
        ("拜访了华星和大洋，货都发了", ""),
        ("华星说大洋的货发了", ""),
        ("华星的货发了", ""),  # of one customer: a request
        ("Globex and Initech were both shipped today", "Globex done 03-02 | Initech done 03-02"),
        ("shipped to Globex and Initech", "Globex done 03-02 | Initech done 03-02"),
        ("goods for Globex and Initech went out yesterday", "Globex done 03-01 | Initech done 03-01"),
        ("Globex shipped, Initech too", "Globex done 03-02 | Initech done 03-02"),
        ("shipped 200 units to Globex and 100 units to Initech", "Globex done 03-02 200 units | Initech done 03-02 100 units"),
        ("we ship to Globex and Initech next Wednesday", "Globex planned 03-11 | Initech planned 03-11"),
        ("delivery for Globex and Initech delayed to Mar 12", "Globex moved 03-12 | Initech moved 03-12"),
        ("both Globex and Initech have accepted the goods", "Globex done 03-02 | Initech done 03-02"),
        ("Globex paid 5k, Initech's goods were shipped", "Initech done 03-02"),
        ("Globex and Initech not shipped yet", ""),
        ("did Globex and Initech ship?", ""),
        ("sent Globex the proposal, and Initech too", ""),
    ],
)  # fmt: skip
def test_each_customer_has_a_delivery(text: str, expected: str, lexicon: Lexicon) -> None:
    found = deliveries_of(take_apart(text, NOW, Names.build(TEAM, lexicon), "CNY", lexicon))

    told = [
        " ".join(filter(None, (text[slice(*span)][slice(*(one.slots["customer"].span or (0, 0)))], one.get("state"),
                               (one.get("date") or one.get("due_date") or "").removeprefix("2026-"), one.get("what"))))
        for one, span in found
    ]  # fmt: skip
    assert expected == " | ".join(told)
