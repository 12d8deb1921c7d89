"""One payment with its parts is one payment, however the parts are told."""

from datetime import datetime

import pytest

from bot.paid import with_details
from bot.reading import load_lexicon
from bot.said import Said
from core.reading import Names, understood
from core.reading.message import take_apart
from tests.bot.test_agreed import TEAM


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到华星货款5万，其中3万是第一期的，2万是第二期的", ["50000 第一期=30000;第二期=20000"]),
        ("收到华星货款5万，3万付第一期，2万付第二期", ["50000 第一期=30000;第二期=20000"]),
        ("收到华星5万，3万冲第一期，2万冲第二期", ["50000 第一期=30000;第二期=20000"]),
        ("华星付了5万，3万付一期，2万付二期", ["50000 一期=30000;二期=20000"]),
        ("收到华星货款5万，其中3万是第一期的，2万是月结的", ["50000 第一期=30000;月结=20000"]),
        ("Globex paid 50k, 30k for instalment 1 and 20k for instalment 2", ["50000 instalment 1=30000;instalment 2=20000"]),
        ("今天收到华星3万，又收到2万", ["30000", "20000"]),
        ("Globex paid 30k and 华星 paid 20k", ["30000", "20000"]),
    ],
)  # fmt: skip
def test_parts_that_add_up_are_no_payments_of_their_own(text: str, expected: list[str]) -> None:
    lexicon = load_lexicon()
    apart = take_apart(text, datetime(2026, 3, 2, 10), Names.build(TEAM, lexicon), "CNY", lexicon)
    _, facts = understood(apart)

    told = with_details(apart, [Said.of(one, text) for one in facts])

    assert expected == [" ".join(filter(None, (one.get("amount"), one.get("parts")))) for one in told]
