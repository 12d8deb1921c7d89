"""Forms as modals on Slack: opened at once, filled from the books, put right in place, booked by the usual handlers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.contracts import Contract
from core.ledger import Payment, Promise
from core.sales import Account, Deal, Task, Visit
from tests.bot.conftest import OpenBooks
from tests.bot.slack_house import SlackHouse, a_slack_house

on_sqlite = pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
pytestmark = on_sqlite


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest, open_books: OpenBooks) -> Iterator[SlackHouse]:
    with a_slack_house(open_books(), http=request.param == "http") as house:
        yield house


@pytest.fixture
def house(open_books: OpenBooks) -> Iterator[SlackHouse]:
    with a_slack_house(open_books()) as house:
        yield house


def test_a_visit_from_the_slash_command_to_the_books(either: SlackHouse) -> None:
    fake, lilei = either.fake, either.people["李雷"]
    group = fake.channel("sales", either.people.values())
    asked = lilei.commands("visit", group)
    modal = fake.wait_for_modal(lilei, "account")
    assert "🚶 拜访" == modal.title
    assert {"date": "2026-03-05"} == {name: value for name, value in modal.fields.items() if value}
    assert ["华星科技", "远航物流"] == sorted(modal.search("account"))
    found = modal.search("account", "华星")

    modal.fill(
        account=found["华星科技"], contact="李总", note="谈了二期", next_date="2026-03-11", step="发方案"
    ).submit()

    assert not modal.is_open
    card = fake.wait_for_message(lilei, "华星科技")
    assert "李总" in card.shown
    (visit,), (task,) = either.all(Visit), either.all(Task)
    assert ("谈了二期", "2026-03-05", "发方案") == (visit.note, visit.on.isoformat(), task.note)
    assert asked.acked
    assert [] == fake.bot_messages(group)
    assert not fake.violations


def test_a_button_opens_its_form_and_each_form_books_its_record(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    huaxing = str(house.ids["华星科技"])
    lilei.says("记一笔")
    card = fake.wait_for_message(lilei)
    filled = {
        "💰 回款": (Payment, dict(amount="2万")),
        "💼 商机": (Deal, dict(deal_name="二期", amount="80万")),
        "🤝 承诺": (Promise, dict(due_date="2026-03-20", amount="3万")),
        "📄 合同": (Contract, dict(amount="80万", end_date="2027-03-04")),
    }
    booked = []
    for label, (kind, values) in filled.items():
        lilei.presses(card, label)
        modal = fake.wait_for_modal(lilei, "account")
        assert label == modal.title
        modal.fill(account=huaxing, **values).submit()
        assert not modal.is_open, modal.errors
        house.settled()
        booked += [int(one.amount.amount) for one in house.all(kind)]

    assert [20_000, 800_000, 30_000, 800_000] == booked


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_booked(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.chooses_shortcut("form:pay")
    modal = fake.wait_for_modal(lilei, "account")
    huaxing = str(house.ids["华星科技"])

    modal.fill(account=huaxing, amount="很多", date="2027-01-01").submit()
    assert {"amount", "date"} == modal.errors.keys()
    assert "还没到" in modal.errors["date"]
    modal.fill(amount="-3", date="0001-01-01").submit()
    assert {"amount", "date"} == modal.errors.keys()
    modal.fill(account="999", amount="", date="").submit_anyway()
    assert {"account", "amount", "date"} == modal.errors.keys()
    assert [] == house.all(Payment)

    modal.fill(account=huaxing, amount="5万", date="2026-03-04").submit()
    assert not modal.is_open
    fake.wait_for_message(lilei, "50,000")
    (payment,) = house.all(Payment)
    assert "2026-03-04" == payment.on.isoformat()


def test_a_form_handed_in_twice_is_booked_once(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.commands("pay")
    modal = fake.wait_for_modal(lilei, "account").fill(account=str(house.ids["华星科技"]), amount="1万")
    lilei._submits(modal)
    house.settled()
    modal.submit()

    assert "已经记过" in modal.text
    assert 1 == len(house.all(Payment))


def test_a_new_customer_is_made_with_the_first_visit(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.commands("拜访")
    modal = fake.wait_for_modal(lilei, "account")
    (new,) = modal.search("account", "蓝天医疗").items()
    assert ("新建「蓝天医疗」", "new:蓝天医疗") == new
    modal.fill(account=new[1]).submit()
    fake.wait_for_message(lilei, "蓝天医疗")
    assert "蓝天医疗" in [one.name for one in house.all(Account)]

    # somebody else made it meanwhile
    lilei.commands("visit")
    again = fake.wait_for_modal(lilei, "account").fill(account=new[1])
    again.submit()
    assert "蓝天医疗" in again.errors["account"]


def test_what_was_said_is_filled_in_and_a_whole_line_is_just_booked(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.commands("pay 华星科技")
    modal = fake.wait_for_modal(lilei, "account")
    assert str(house.ids["华星科技"]) == modal.fields["account"]
    assert "50000" in modal.fields["amount"].replace(".00", "")
    modal.close()

    lilei.commands("pay 华星科技 3万 昨天")
    fake.wait_for_message(lilei, "30,000")
    assert lilei.modal is None
    lilei.commands("pay 华星科技 3500美元")
    fake.wait_for_message(lilei, "US$3,500")
    lilei.commands("promise 华星科技 付2万")
    modal = fake.wait_for_modal(lilei, "account")
    assert ("", "20000") == (modal.fields["due_date"] or "", modal.fields["amount"].partition(".")[0].partition(" ")[0])
    modal.close()
    lilei.commands("pay 没这家")
    fake.wait_for_message(lilei, "没这家")
    assert lilei.modal is None


def test_what_is_known_of_a_customer_is_told_once_it_is_chosen(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.commands("pay")
    modal = fake.wait_for_modal(lilei, "account").fill(amount="1万", account=str(house.ids["华星科技"]))
    fake.wait_for(lambda: "50,000" in modal.notes.get("amount", ""), what="the open balance under the amount")
    assert ("1万", str(house.ids["华星科技"])) == (modal.fields["amount"], modal.fields["account"])
    modal.fill(account="new:蓝天医疗")
    fake.wait_for(lambda: not modal.notes, what="the balance of another customer to go")
    modal.submit()
    fake.wait_for_message(lilei, "蓝天医疗")


def test_a_handover_is_proposed_on_a_form(house: SlackHouse) -> None:
    fake, boss = house.fake, house.people["王经理"]
    boss.commands("handover")
    modal = fake.wait_for_modal(boss, "receiver")
    givers = modal.search("giver")
    modal.fill(giver=givers["李雷"], receiver=givers["李雷"]).submit()
    assert modal.errors
    modal.fill(receiver=modal.search("receiver", "韩")["韩梅梅"], accounts=[str(house.ids["华星科技"])]).submit()
    assert not modal.is_open
    assert "韩梅梅" in fake.wait_for_message(boss, "华星科技").shown


def test_who_is_no_member_or_left_reads_so_and_finds_no_customer(house: SlackHouse) -> None:
    fake, stranger, lilei = house.fake, house.fake.user("路人"), house.people["李雷"]
    lilei.commands("visit")
    modal = fake.wait_for_modal(lilei, "account").fill(account=str(house.ids["华星科技"]))
    lilei.deactivates()
    house.settled()
    assert {} == modal.search("account")
    modal.submit()
    assert {} == modal.fields
    assert modal.text
    assert [] == house.all(Visit)
    assert "李雷" in fake.wait_for_message(house.people["王经理"], "停用").shown

    stranger.commands("visit")
    told = fake.wait_for_modal(stranger)
    assert {} == told.fields
    assert told.text


def test_when_no_modal_can_be_opened_the_form_is_asked_in_the_chat(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    fake.faults.refuses("expired_trigger_id", method="views.open")
    lilei.commands("visit")
    assert "哪个客户" in fake.wait_for_message(lilei, "哪个客户").shown
    assert lilei.modal is None


def test_a_slow_outcome_closes_the_form_and_is_told_in_the_chat(
    house: SlackHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    monkeypatch.setattr("bot.channels.slack.forms.ANSWERED", 0.0)
    monkeypatch.setattr("bot.channels.slack.forms.LATE", 0.05)
    lilei.commands("pay")
    modal = fake.wait_for_modal(lilei, "account").fill(account=str(house.ids["华星科技"]), amount="很多")
    held = house.app.dispatcher._lanes.take
    monkeypatch.setattr(house.app.dispatcher._lanes, "take", lambda most: [])
    modal.submit()
    assert not modal.is_open
    monkeypatch.setattr(house.app.dispatcher._lanes, "take", held)
    house.app.dispatcher.wake()

    told = fake.wait_for_message(lilei, "没记上")
    assert "金额" in told.shown
    lilei.says("2万")
    fake.wait_for_message(lilei, "20,000")
    assert 1 == len(house.all(Payment))


NOBODYS_VIEWS: tuple[object, ...] = (
    None,
    7,
    {},
    {"type": "modal", "id": "V1"},
    {"type": "modal", "id": 7, "callback_id": "form:pay", "state": {"values": {}}},
    {"type": "modal", "id": "V1", "callback_id": "form:unknown", "state": {"values": {}}},
    {"type": "modal", "id": "V1", "callback_id": "other", "state": {"values": {}}},
    {"type": "modal", "id": "V1", "callback_id": "form:pay", "state": {"values": [1, 2]}},
    {"type": "modal", "id": "V2", "callback_id": "form:pay", "state": {"values": {"account": {"entered": 7}, "amount": "5"}}},
    {"type": "modal", "id": "V3", "callback_id": "form:pay", "state": {"values": {"account": {"entered": {"value": "new:\x00;"}}}}},
    {"type": "modal", "id": "V4", "callback_id": "form:pay", "state": {"values": {"amount": {"entered": {"value": "9" * 3000}}}}},
    {"type": "modal", "id": "V6", "callback_id": "form:received", "state": {"values": {"amount": {"entered": {"value": "5"}}}}},
    {"type": "modal", "id": "V7", "callback_id": "form:received", "private_metadata": "no json", "state": {"values": {}}},
    {"type": "modal", "id": "V8", "callback_id": "form:edit", "private_metadata": '{"token": 7}', "state": {"values": {}}},
    {"type": "modal", "id": "V9", "callback_id": "form:promised", "private_metadata": '{"token": "of-nobody", "chat": "D1", "message": "1.1"}',
     "state": {"values": {"due_date": {"entered": {"selected_date": "2026-03-12"}}}}},
    {"type": "modal", "id": "V5", "callback_id": "form:handover", "state": {"values": {"receiver": {"entered": {"value": "²"}}}}},
)  # fmt: skip


def test_what_nobody_could_have_sent_has_no_effect(open_books: OpenBooks) -> None:
    with a_slack_house(open_books(), http=True) as house:
        fake, lilei = house.fake, house.people["李雷"]
        about = {"team": {"id": fake.world.team}, "user": {"id": lilei.id}, "api_app_id": fake.world.app_id}
        for number, view in enumerate(NOBODYS_VIEWS):
            body = {"type": "view_submission", "trigger_id": str(number), **about, "view": view}
            assert fake.post_raw(body, "interaction") in (200, 400), view
            assert 401 == fake.post_raw(body, "interaction", secret="another")
        for field, typed in (("account", 7), (None, "华"), ("nothing", "华")):
            view = {"type": "modal", "id": "V1", "callback_id": "form:pay"}
            asked = {
                "type": "block_suggestion",
                **about,
                "view": view,
                "block_id": field,
                "action_id": "a",
                "value": typed,
            }
            assert 200 == fake.post_raw(asked, "interaction")
        house.settled()
        assert ([], [], 2) == (house.all(Payment), house.all(Visit), len(house.all(Account)))
        before = lilei.says("我的客户")
        fake.wait_for_message(lilei, "华星科技", after=before)


def test_a_button_of_a_record_that_is_gone_is_answered_and_does_nothing(house: SlackHouse) -> None:
    fake, lilei, boss = house.fake, house.people["李雷"], house.people["王经理"]
    lilei.says("华星科技 明天发方案")
    card = fake.wait_for_message(lilei, "发方案")
    undo = card.button("撤销")
    lilei.says("我的待办")
    listed = fake.wait_for_message(lilei, "发方案", after=card)
    assert "不是给你的" in fake.wait_for_answer(boss.presses_value(card, undo.value)).text
    fake.wait_for_answer(lilei.presses(card, undo))
    assert "已经不在了" in fake.wait_for_answer(lilei.presses(listed, listed.buttons[0])).text
    assert "失效" in fake.wait_for_answer(lilei.presses_value(listed, "no-such-token")).text
    assert [True] == [one.void for one in house.all(Task)]


def test_what_somebody_else_wrote_is_logged_with_their_name(house: SlackHouse) -> None:
    fake, lilei, hanmei = house.fake, house.people["李雷"], house.people["韩梅梅"]
    group = fake.channel("sales", house.people.values())
    said = hanmei.says("华星科技付了3万", group)
    lilei.logs_message(said)
    fake.wait_for_message(lilei, "30,000")
    card = fake.wait_for_message(lilei, "韩梅梅 的话")
    assert "30,000" in card.shown
    fake.wait_for(
        lambda: any(one.thread_ts == said.ts for one in fake.bot_messages(group)), what="a word in its thread"
    )
    assert 1 == len(house.all(Payment))
    fake.wait_for_answer(lilei.presses(card, "撤销"))
    lilei.logs_message(lilei.says("远航物流付了1万", group))
    assert "的话" not in fake.wait_for_message(lilei, "10,000").shown


def test_a_form_that_cannot_be_kept_is_not_acknowledged_and_stays(
    either: SlackHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full: Slack says so to the person, what was entered stands, and goes through once there is room."""
    fake, lilei = either.fake, either.people["李雷"]
    lilei.commands("pay")
    modal = fake.wait_for_modal(lilei, "account").fill(account=str(either.ids["华星科技"]), amount="2万")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    fake.deliveries.ack_within = 0.5
    with monkeypatch.context() as broken:
        broken.setattr(either.app.dispatcher, "keep", full)
        assert not modal.submit().acked
    assert modal.is_open
    assert [] == either.all(Payment)
    fake.deliveries.ack_within = 3.0
    modal.submit()
    assert not modal.is_open
    assert 1 == len(either.all(Payment))
