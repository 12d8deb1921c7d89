"""One payment and its parts, or several payments; and what is invoiced on a day that is still to come."""

from datetime import datetime

import pytest

from core.reading import Lexicon, Names
from core.reading.message import take_apart
from core.reading.payments import are_parts, payment_details
from tests.core.reading.conftest import NOW, Ask, Say, shown

MARCH = datetime(2026, 3, 2, 10)


def _parts(text: str, names: Names, lexicon: Lexicon) -> tuple[bool, str]:
    message = take_apart(text, NOW, names, "CNY", lexicon)
    return are_parts(message), payment_details(message).get("parts", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("收到华为5万，3万付第一期，3万付第二期", "第一期=30000;第二期=30000"),
        ("收到华为5万，3万付第一期，1万付第二期", "第一期=30000;第二期=10000"),
        ("收到华为5万，其中3万付第一期，3万付第二期", "第一期=30000;第二期=30000"),
        ("收到华为5万，3万付第一期", "第一期=30000"),
        ("收到华为5万，付一期3万，付二期3万", "一期=30000;二期=30000"),
        ("收到华为5万货款，3万付第一期，3万付第二期", "第一期=30000;第二期=30000"),
        ("华为今天付了5万，3万付定金、3万付尾款", "定金=30000;尾款=30000"),
        ("收到华为5万，3万是首付款，3万预付", "首付款=30000;预付=30000"),
        ("3万付第一期，3万付第二期，一共收到华为5万", "第一期=30000;第二期=30000"),
        ("got 50k from Globex, 30k for phase 1 and 30k for phase 2", "phase 1=30000;phase 2=30000"),
        ("got 50k from Globex, 30k for the first instalment and 30k for the second",
         "first instalment=30000;the second=30000"),
        ("Globex paid 50k, 30k for phase 1, 10k for phase 2", "phase 1=30000;phase 2=10000"),
        ("Globex paid 50k: 30k is for the deposit, 30k is the balance", "deposit=30000;balance=30000"),
        ("received 5k from Globex, 3k for the deposit and 3k in advance", "deposit=3000;in advance=3000"),
    ],
)  # fmt: skip
def test_parts_that_do_not_add_up_are_one_payment_still(text: str, parts: str, names: Names, lexicon: Lexicon) -> None:
    assert _parts(text, names, lexicon) == (True, parts)


@pytest.mark.parametrize(
    "text",
    [
        "收到华为5万，又收到3万付第一期",
        "收到华为5万定金，另外3万付尾款",
        "昨天收到华为5万，今天3万付尾款",
        "收到华为一笔5万，一笔3万",
        "收到华为5万定金，又付了3万尾款",
        "Globex paid 5k for the deposit and another 3k for the balance",
        "Globex paid 5k on Monday, and 3k for the balance today",
        "Globex paid 5k for phase 1, then 3k for phase 2",
    ],
)
def test_another_payment_is_no_part_of_the_first(text: str, names: Names, lexicon: Lexicon) -> None:
    assert not _parts(text, names, lexicon)[0]


@pytest.mark.parametrize(
    ("text", "name", "slots"),
    [
        ("华为应收20万，月结60，3月5日开票", "receivable",
         {"date": "2026-03-05", "net": "60", "net_from": "month_end"}),
        ("华为应收20万，3月5日开票，账期30天", "receivable", {"date": "2026-03-05", "net": "30", "net_from": "invoice"}),
        ("华为应收20万，3月5日开票，4月30日到期", "receivable", {"date": "2026-03-05", "due_date": "2026-04-30"}),
        ("华为应收20万，2月20日已开票，月结30", "receivable",
         {"date": "2026-02-20", "net": "30", "net_from": "month_end"}),
        ("华为应收20万，月结60", "receivable", {"net": "60", "net_from": "month_end"}),
        ("华为3月5日开票20万", "invoice", {"date": "2026-03-05"}),
        ("华为开票20万，3月5日", "invoice", {"date": "2026-03-05"}),
        ("华为2月20日开票20万", "invoice", {"date": "2026-02-20"}),
        ("华为开了票20万，12月20日", "invoice", {"date": "2025-12-20"}),
        ("给华为开发票20万，下周三开", "invoice", {"date": "2026-03-11"}),
        ("Globex owes 200k, net 60, to be invoiced on March 5", "receivable",
         {"date": "2026-03-05", "net": "60", "net_from": "invoice"}),
        ("Globex owes 200k, invoiced Feb 20, due April 1", "receivable",
         {"date": "2026-02-20", "due_date": "2026-04-01"}),
        ("Globex to be invoiced 200k on March 5", "invoice", {"date": "2026-03-05"}),
        ("Globex owes 200k due Dec 31 next year", "receivable", {"due_date": "2027-12-31"}),
        ("Globex owes 200k, due 31 December next year", "receivable", {"due_date": "2027-12-31"}),
        ("Globex owes 200k due Dec 31", "receivable", {"due_date": "2026-12-31"}),
    ],
)  # fmt: skip
def test_the_day_of_an_invoice_may_be_still_to_come(text: str, name: str, slots: dict[str, str], ask: Ask) -> None:
    request = ask(text, MARCH)

    assert request is not None
    said = {slot: value for slot, value in shown(request).items() if slot not in ("amount", "currency", "customer")}
    assert (request.name, shown(request)["amount"], said) == (name, "200000", slots)


def test_the_year_said_with_a_day_counts_looking_back_too(say: Say) -> None:
    (fact,) = say("Globex paid 12k on Dec 31 last year", MARCH)

    assert fact.get("date") == "2025-12-31"
