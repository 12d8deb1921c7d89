"""Commands said in words."""

import pytest

from tests.core.reading.conftest import Ask, Say, shown


@pytest.mark.parametrize(
    ("text", "name", "slots"),
    [
        ("新客户 华星科技", "new_account", {"customer": "华星科技"}),
        ("新客户：华星科技", "new_account", {"customer": "华星科技"}),
        ("new customer Hooli", "new_account", {"customer": "Hooli"}),
        ("新客户 成都锦程包装 罗经理", "new_account", {"customer": "成都锦程包装", "contact": "罗经理"}),
        (
            "百度应收20万，到期1月15日",
            "receivable",
            {"customer": "百度", "amount": "200000", "currency": "CNY", "due_date": "2027-01-15"},
        ),
        (
            "百度 欠20万 1月15日到期",
            "receivable",
            {"customer": "百度", "amount": "200000", "currency": "CNY", "due_date": "2027-01-15"},
        ),
        ("百度欠款20万", "receivable", {"customer": "百度", "amount": "200000", "currency": "CNY"}),
        (
            "百度应收尾款5万，12月1日到期",
            "receivable",
            {"customer": "百度", "amount": "50000", "currency": "CNY", "due_date": "2026-12-01", "title": "尾款"},
        ),
        (
            "Globex owes $20k due Jan 15",
            "receivable",
            {"customer": "Globex", "amount": "20000", "currency": "USD", "due_date": "2027-01-15"},
        ),
        ("争议解决了", "dispute_over", {}),
        ("可以催了", "dispute_over", {}),
        ("the dispute is settled", "dispute_over", {}),
        ("百度还欠多少", "owed", {"customer": "百度"}),
        ("百度欠我们多少钱？", "owed", {"customer": "百度"}),
        ("how much does Globex owe", "owed", {"customer": "Globex"}),
        ("How much does Globex still owe us?", "owed", {"customer": "Globex"}),
        ("谁欠钱", "overdue", {}),
        ("谁逾期了？", "overdue", {}),
        ("who owes", "overdue", {}),
        ("我的客户", "mine", {}),
        ("my accounts", "mine", {}),
        ("今天要盯", "today", {}),
        ("百度怎么样", "account", {"customer": "百度"}),
        ("show Globex", "account", {"customer": "Globex"}),
        ("百度", "account", {"customer": "百度"}),
        ("我的客户全部交接给李娜", "handover", {"to_member": "李娜"}),
        ("张伟的客户都转给李娜", "handover", {"to_member": "李娜", "from_member": "张伟"}),
        ("hand all of Tom's accounts over to Amy", "handover", {"to_member": "Amy", "from_member": "Tom"}),
        ("把百度交给欧阳锋", "handover", {"customer": "百度", "to": "欧阳锋"}),
        ("hand Globex over to Zed", "handover", {"customer": "Globex", "to": "Zed"}),
        ("全部客户转给李娜", "handover", {"to_member": "李娜"}),
        (
            "百度发货了 200台",
            "delivery",
            {"customer": "百度", "date": "2026-11-18", "kind": "delivery", "state": "done", "what": "200台"},
        ),
        (
            "发货延期了，百度那批要到12月3号",
            "delivery",
            {"customer": "百度", "due_date": "2026-12-03", "kind": "delivery", "state": "moved"},
        ),
        (
            "acceptance at Globex on Dec 10",
            "delivery",
            {"customer": "Globex", "due_date": "2026-12-10", "kind": "acceptance", "state": "planned"},
        ),
        (
            "百度应收20万，验收后3个月",
            "receivable",
            {"customer": "百度", "amount": "200000", "currency": "CNY", "base": "acceptance", "after": "3m"},
        ),
        ("刚才那条撤了", "undo", {}),
        ("undo that", "undo", {}),
        ("记一笔", "log", {}),
        ("帮助", "help", {}),
        ("help", "help", {}),
    ],
)
def test_a_request(text: str, name: str, slots: dict[str, str], ask: Ask) -> None:
    request = ask(text)

    assert request
    assert (request.name, shown(request)) == (name, slots)


def test_a_request_about_two_that_fit(ask: Ask) -> None:
    request = ask("恒达还欠多少")

    assert request
    assert (request.name, request.ambiguous_customer, request.ambiguous_refs) == (
        "owed",
        ("恒达精密", "恒达物流"),
        ("c27", "c28"),
    )


@pytest.mark.parametrize(
    ("said", "after"),
    [("四十五天", "45d"), ("一百二十天", "120d"), ("半个月", "15d"), ("一个半月", "45d"), ("半年", "6m"), ("两年", "24m"), ("", "0d")],
)  # fmt: skip
def test_how_long_after_a_delivery(said: str, after: str, ask: Ask) -> None:
    request = ask(f"百度应收20万，发货后{said}")

    assert request
    assert after == shown(request)["after"]


@pytest.mark.parametrize(
    "text",
    ["今天拜访了百度的王总", "收到百度5万", "百度昨天回款25万，剩下25万月底付", "新客户 成都锦程包装 罗经理，今天第一次上门", "下周一去百度网盘下载资料", "早上好各位",
     "Globex paid $12.5k today", "百度答应12月1日付20万", "帮助百度做了方案"],
)  # fmt: skip
def test_a_report_or_chatter_is_no_request(text: str, ask: Ask) -> None:
    assert ask(text) is None


@pytest.mark.parametrize("text", ["百度还欠多少", "how much does Globex owe", "百度怎么样"])
def test_a_question_stays_a_question_among_the_facts(text: str, say: Say) -> None:
    assert [fact.intent for fact in say(text)] == ["question"]


@pytest.mark.parametrize("text", ["百度应收20万，到期1月15日", "Globex owes $20k due Jan 15"])
def test_a_debt_is_neither_a_deal_nor_a_contract(text: str, say: Say) -> None:
    assert {fact.intent for fact in say(text)} <= {"note"}


@pytest.mark.parametrize(
    "text",
    [
        "所有客户资料都交给李娜",
        "所有客户拜访由李娜负责",
        "客户都交给李娜了吗？",
        "百度合同交给法务",
        "hand all the customer files over to Amy",
    ],
)
def test_what_is_only_about_customers_hands_none_over(text: str, ask: Ask) -> None:
    request = ask(text)

    assert request is None or request.name != "handover"
