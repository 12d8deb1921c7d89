"""Buttons that ask for a value open a form on Slack: [改], and the answers to alerts and tasks; wrong values in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot.post import private_place, queue
from bot.settling import alert_face
from bot.sweep import sweep_all
from core.base.money import Money
from core.ledger import Payment, Promise, Receivable
from core.people import Member
from core.sales import Deal, Task, Visit
from core.watch import Alert
from storage.store import Store
from tests.bot.conftest import OpenBooks
from tests.bot.slack_house import SlackHouse, a_slack_house, clock
from tests.fakes.slack import Message

pytestmark = pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)


@pytest.fixture
def house(open_books: OpenBooks) -> Iterator[SlackHouse]:
    with a_slack_house(open_books()) as house:
        yield house


def standing(house: SlackHouse) -> list[int]:
    """The amounts of the payments that count."""
    payments = house.all(Payment)
    countered = {one.reverses_id for one in payments}
    return [int(one.amount.amount) for one in payments if one.reverses_id is None and one.id not in countered]


def test_edit_shows_the_record_as_it_stands_and_books_what_reads_otherwise(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.says("收到华星科技货款2万")
    card = fake.wait_for_message(lilei, "20,000")
    lilei.presses(card, "改")
    modal = fake.wait_for_modal(lilei, "amount")
    assert ("✏️ 改", "2026-03-05") == (modal.title, modal.fields["date"])
    assert ("20000.00 CNY", str(house.ids["华星科技"])) == (modal.fields["amount"], modal.fields["account"])
    assert "华星科技 回款" in modal.text

    modal.fill(amount="很多").submit()
    assert {"amount"} == modal.errors.keys()
    modal.fill(amount="1.5万", date="2027-01-01").submit()
    assert "还没到" in modal.errors["date"]
    assert [20_000] == standing(house)
    modal.fill(amount="1.5万", date="2026-03-04").submit()

    assert not modal.is_open
    told = fake.wait_for_message(lilei, "15,000", after=card)
    assert "¥20,000 → ¥15,000" in told.shown
    fake.wait_for(lambda: "已改" in card.shown, what="the card to say so")
    assert [15_000] == standing(house)
    lilei.presses(told, "改")
    modal = fake.wait_for_modal(lilei, "amount")
    modal.submit()
    assert "没有要改的" in modal.errors["account"]


def test_a_visit_and_a_deal_are_put_right_field_by_field(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.commands("visit")
    fake.wait_for_modal(lilei, "account").fill(
        account=str(house.ids["华星科技"]), contact="李总", note="谈了二期", kind="visit"
    ).submit()
    lilei.presses(fake.wait_for_message(lilei, "李总"), "改")
    modal = fake.wait_for_modal(lilei, "note")
    assert ("李总", "谈了二期", "visit") == tuple(modal.fields[one] for one in ("contact", "note", "kind"))
    assert ["远航物流"] == [*modal.search("account", "远航")]
    assert {} == modal.search("account", "没这家"), "no customer is made by correcting"
    modal.fill(contact="王总", note="", kind="call", account="new:没这家").submit()
    assert {"account"} == modal.errors.keys()
    modal.fill(account=str(house.ids["华星科技"])).submit()
    assert not modal.is_open
    house.settled()
    (visit,) = house.all(Visit)
    assert ("", "call") == (visit.note, visit.kind)

    lilei.commands("deal")
    fake.wait_for_modal(lilei, "account").fill(
        account=str(house.ids["华星科技"]), deal_name="二期", amount="80万"
    ).submit()
    lilei.presses(fake.wait_for_message(lilei, "800,000"), "改")
    modal = fake.wait_for_modal(lilei, "stage")
    modal.fill(stage="negotiation", amount="75万").submit()
    house.settled()
    (deal,) = house.all(Deal)
    assert ("negotiation", 750_000, "二期") == (deal.stage, int(deal.amount.amount), deal.name)


def test_what_changed_meanwhile_is_not_put_right_unseen(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.says("华星科技二期报价80万")
    card = fake.wait_for_message(lilei, "800,000")
    lilei.presses(card, "改")
    modal = fake.wait_for_modal(lilei, "amount")
    lilei.says("不对，是70万", reply_to=card)
    fake.wait_for_message(lilei, "¥700,000", after=card)
    modal.fill(deal_name="三期").submit()
    assert "又变了" in modal.text
    (deal,) = house.all(Deal)
    assert (700_000, "二期") == (int(deal.amount.amount), deal.name)
    modal.close()

    lilei.says("撤销")
    fake.wait_for_message(lilei, "已撤销")
    fake.wait_for_answer(lilei.presses_value(card, card.button("改").value)) if card.buttons else None
    assert lilei.modal is None, "there is nothing to edit, so no form opens"


def an_alert(house: SlackHouse) -> Message:
    """李雷's card of a receivable that fell due yesterday."""

    def owe(store: Store) -> None:
        nothing = Money.of("0", "CNY")
        store.save(Receivable(id=store.new_id(), account_id=house.ids["华星科技"], amount=Money.of("30000", "CNY"),
                              due_on=date(2026, 3, 4), adjusted=nothing, allocated=nothing))  # fmt: skip

    house.write(owe)
    sweep_all(house.database, clock(), urgent=True)
    (alert,) = [one for one in house.all(Alert) if one.rule == "overdue"]

    def tell(store: Store) -> None:
        member = store.get(Member, house.ids["李雷"])
        place = private_place(store, member) if member else None
        assert place is not None
        queue(store, place, alert_face(store, place, [alert]), shows=((alert.id, alert.version),))

    house.write(tell)
    house.app.delivery.wake()
    return house.fake.wait_for_message(house.people["李雷"], "逾期 1 天")


def test_the_answers_to_an_alert_that_need_a_day_or_a_sum(house: SlackHouse) -> None:
    fake, lilei, boss = house.fake, house.people["李雷"], house.people["王经理"]
    card = an_alert(house)
    promised = card.button("答应几号付")
    lilei.presses(card, promised)
    modal = fake.wait_for_modal(lilei, "due_date")
    assert "华星科技 还欠 ¥30,000" in modal.text
    modal.fill(due_date="2026-03-01").submit()
    assert "已经过了" in modal.errors["due_date"]
    modal.fill(due_date="2026-03-12").submit()
    assert not modal.is_open
    (promise,) = house.all(Promise)
    assert date(2026, 3, 12) == promise.by_on
    fake.wait_for(lambda: "3月12日" in card.shown, what="the day on the card")

    lilei.presses(card, "有争议")
    modal = fake.wait_for_modal(lilei, "reason")
    assert "华星科技 还欠 ¥30,000" in modal.text
    modal.fill(reason="数量不对").submit()
    assert not modal.is_open
    fake.wait_for(lambda: "数量不对" in card.shown, what="the reason on the card")

    lilei.presses(card, "已收到")
    modal = fake.wait_for_modal(lilei, "amount")
    assert "30000.00 CNY" == modal.fields["amount"]
    lilei._submits(modal.fill(amount="1万"))
    fake.wait_for_message(lilei, "收到 ¥10,000", after=card)
    modal.submit()
    assert "已经记过" in modal.text, "handed in twice, booked once"
    modal.close()
    lilei.presses(card, "已收到")
    modal = fake.wait_for_modal(lilei, "amount")
    assert "20000.00 CNY" == modal.fields["amount"]
    lilei.says("收到华星科技货款2万", reply_to=card)
    fake.wait_for(lambda: not card.buttons, what="the card to be settled")
    modal.submit()
    assert modal.text, "settled meanwhile: said in its place"
    assert [10_000, 20_000] == standing(house)

    outsider = boss.presses_value(card, promised.value)
    fake.wait_for_answer(outsider)
    assert boss.modal is None


def test_a_task_gets_another_day_or_another_owner(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.says("华星科技 明天发方案")
    fake.wait_for_message(lilei, "发方案")
    lilei.says("我的待办")
    listed = fake.wait_for_message(lilei, "📌")
    lilei.presses(listed, next(one for one in listed.buttons if "改期" in one.text))
    card = fake.wait_for_message(lilei, "发方案", after=listed)
    lilei.presses(card, "改日期")
    modal = fake.wait_for_modal(lilei, "next_date")
    assert "发方案" in modal.text
    modal.fill(next_date="2026-02-01").submit()
    assert {"next_date"} == modal.errors.keys()
    modal.fill(next_date="2026-03-20").submit()
    assert not modal.is_open
    fake.wait_for(lambda: "3月20日" in card.shown, what="the outcome on the card itself")
    assert [date(2026, 3, 20)] == [one.due_on for one in house.all(Task)]

    lilei.says("我的待办")
    listed = fake.wait_for_message(lilei, "📌", after=card)
    lilei.presses(listed, next(one for one in listed.buttons if "改期" in one.text))
    card = fake.wait_for_message(lilei, "发方案", after=listed)
    lilei.presses(card, "交给别人")
    modal = fake.wait_for_modal(lilei, "colleague")
    found = modal.search("colleague", "王")
    modal.fill(colleague=found["王经理"]).submit()
    assert not modal.is_open, modal.errors
    fake.wait_for_message(house.people["王经理"], "发方案")
    assert [house.ids["王经理"]] == [one.owner_id for one in house.all(Task)]


def test_a_form_nobody_looks_at_any_more_says_in_the_chat_what_is_wrong(
    house: SlackHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    card = an_alert(house)
    lilei.presses(card, "答应几号付")
    modal = fake.wait_for_modal(lilei, "due_date").fill(due_date="2026-03-01")
    monkeypatch.setattr("bot.channels.slack.forms.ANSWERED", 0.0)
    monkeypatch.setattr("bot.channels.slack.forms.LATE", 0.05)
    held = house.app.dispatcher._lanes.take
    monkeypatch.setattr(house.app.dispatcher._lanes, "take", lambda most: [])
    modal.submit()
    assert not modal.is_open
    monkeypatch.setattr(house.app.dispatcher._lanes, "take", held)
    house.app.dispatcher.wake()
    told = fake.wait_for_message(lilei, "没记上", after=card)
    assert "答应的日子" in told.shown
    assert [] == house.all(Promise)


def test_when_no_form_can_be_opened_it_is_asked_in_the_chat(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    card = an_alert(house)
    fake.faults.refuses("expired_trigger_id", method="views.open")
    lilei.presses(card, "答应几号付")
    asked = fake.wait_for_message(lilei, "答应几号付？", after=card)
    assert asked.buttons
    assert lilei.modal is None
