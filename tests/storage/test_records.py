"""Every kind of record comes back as it went in; two changes of one version are a Conflict; teams are walls (R34)."""

from datetime import UTC, date, datetime, time
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.approvals import Approval, Draft
from core.base.money import CURRENCIES, DECIMALS, Money
from core.base.records import evolve
from core.contracts import Contract, Document
from core.ledger import Adjustment, Allocation, Delivery, Receivable, WriteOff
from core.people import Member
from core.sales import Account, Contact, Deal, Visit
from storage.errors import Conflict
from storage.tables import KINDS
from tests.storage.cast import NOW, TODAY, days, yuan
from tests.support import FULL

# --- round trips -----------------------------------------------------------------------------------------------------

# PostgreSQL keeps no NUL and neither database keeps half a character in plain text; reading takes both out before.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
money = st.builds(
    lambda minor, currency: Money.of_minor(minor, currency),
    st.integers(0, 10**14),
    st.sampled_from(["CNY", "JPY", "KWD", "CLF", *sorted(CURRENCIES)[:5]]),
)
VALUES = {
    str: texts,
    int: st.integers(-(2**31), 2**62),
    bool: st.booleans(),
    date: st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    datetime: st.datetimes(datetime(1970, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC)),
    time: st.times(),
    Money: money,
}
FIXED = {"id", "version"}


def strategy(hint):
    """Values of a field's type, with all its options."""
    if hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([st.none() if one is type(None) else strategy(one) for one in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(strategy(get_args(hint)[0]), max_size=4).map(tuple)
    return VALUES[hint]


def random_facts(record, data, references):
    """Random facts for every field that is not given."""
    return {
        name: references[name] if name in references else data.draw(strategy(hint), label=name)
        for name, hint in get_type_hints(record).items()
        if name not in FIXED
    }


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink on a database takes minutes
    max_examples=100 if FULL else 6,
)
@given(data=st.data())
@pytest.mark.parametrize("record", KINDS, ids=lambda record: record.__name__)
def test_every_kind_comes_back_as_it_went_in(shared, record, data):
    cast, references = shared
    first = record(id=cast.new_id(), **with_unique(random_facts(record, data, references), cast))
    if record in (Receivable, Allocation, Adjustment, WriteOff):
        first = sane_money(first)

    found = cast.write(lambda store: round_trip(store, first))

    expected = facts(first)
    if record is Receivable:  # kept sums start at nothing, whatever the record says
        zero = Money.zero(first.amount.currency)
        expected |= dict(allocated=zero, adjusted=zero, episode=0)
    assert expected == facts(found)


def round_trip(store, record):
    """What is found after saving; it is rolled back, so that examples do not meet."""
    store.transaction.savepoint()
    store.save(record)
    found = store.get(type(record), record.id)
    assert [found] == [one for one in store.all(type(record)) if one.id == record.id]
    store.transaction.roll_back()
    return found


def with_version(record, version):
    return type(record)(**{**facts(record), "version": version})


def with_unique(given, cast):
    """Fields with a unique key get a value of their own."""
    for name in ("token", "user", "chat", "episode"):
        if isinstance(given.get(name), str):
            given[name] += str(cast.new_id())
    return given


def sane_money(record):
    """Entries that the sums can bear: a bill of nothing, or nothing paid or adjusted."""
    changes = dict(allocated=Money.zero(record.amount.currency), adjusted=Money.zero(record.amount.currency))
    if not isinstance(record, Receivable):
        changes = dict(amount=Money.zero("CNY"))
    return type(record)(**{**facts(record), **changes})


@pytest.fixture
def shared(cast):
    """A team, and something of it that each reference may point at."""
    contact = Contact(id=cast.new_id(), account_id=cast.account.id, name="李总")
    deal = Deal(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, stage_since=TODAY)
    visit = Visit(id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id, on=TODAY)
    document = Document(id=cast.new_id(), name="合同.pdf", size=3, sha256="ab", member_id=cast.li.id, sent_at=NOW)
    contract = Contract(id=cast.new_id(), account_id=cast.account.id)
    receivable, payment = cast.receivable(yuan(100)), cast.payment(yuan(100))
    delivery = Delivery(id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id)
    approval = Approval(id=cast.new_id(), kind="x", subject_id=1, content="", fingerprint="", steps=("manager",),
                        asked_by=cast.li.id, asked_on=TODAY, due_on=TODAY, policy_version=1)  # fmt: skip
    cast.save(contact, deal, visit, document, contract, delivery, receivable, payment, approval)
    called = (
        "acknowledged_by",
        "asked_by",
        "by_id",
        "decided_by",
        "free_by",
        "disputed_by",
        "giver_id",
        "held_by",
        "member_id",
        "owner_id",
        "proposed_by",
        "receiver_id",
        "stand_in_id",
        "stands_in_for",
    )
    members = dict.fromkeys([*called, "reports_to", "used_by"], cast.li.id)
    return cast, {
        **members,
        "account_id": cast.account.id,
        "approval_id": approval.id,
        "replaces_id": approval.id,
        "merged_into": None,
        "contact_id": contact.id,
        "deal_id": deal.id,
        "delivery_id": delivery.id,
        "visit_id": visit.id,
        "contract_id": contract.id,
        "document_id": document.id,
        "renews_id": contract.id,
        "receivable_id": receivable.id,
        "payment_id": payment.id,
        "reverses_id": None,
    }


def test_kept_sums_in_every_exponent_come_back_exact(cast):
    for currency, decimals in {"CNY": 2, "JPY": 0, "KWD": 3, "CLF": 4}.items():
        assert decimals == DECIMALS.get(currency, 2)
        cast.save(bill := cast.receivable(Money.of_minor(123456789, currency)))
        assert bill == cast.read(lambda store, bill=bill: store.get(Receivable, bill.id))


@pytest.mark.parametrize("close_on", [None, TODAY])
def test_a_statement_made_for_the_occasion_reads_what_a_constant_one_reads(cast, close_on):
    """SQLAlchemy's own execution asks about NULL too, ours does not."""
    deal = Deal(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, stage_since=TODAY, close_on=close_on)
    cast.save(deal)
    kind = KINDS[Deal]

    def ask(store):
        [row] = store.transaction.ask(select(*(kind.table.c[name] for name in (*kind.columns, "created_at"))))
        return kind.record_of(row[:-1], store.transaction.seal(store.team_id)), row[-1]

    assert (deal, NOW) == cast.read(ask)


def test_an_update_can_be_put_back_from_the_audit(cast):
    """What undo stands on: the audit's before-values make the record's fields again, of every type."""
    deal = Deal(
        id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, stage_since=TODAY, amount=yuan("12.50")
    )
    cast.save(deal)
    changed = evolve(deal, amount=Money.of(7, "JPY"), close_on=TODAY + days(9), estimate=True, name="二期")
    cast.write(lambda store: store.save(changed), source=9)

    def put_back(store):
        [entry] = store.audit.of_source(9)
        store.save(store.restored(KINDS[Deal], changed, entry.change))
        return store.get(Deal, deal.id)

    assert with_version(deal, 3) == cast.write(put_back)


# --- versions --------------------------------------------------------------------------------------------------------


def test_the_second_change_of_one_version_is_a_conflict(cast):
    cast.save(evolve(cast.account, name="华星一"))

    with pytest.raises(Conflict):
        cast.save(evolve(cast.account, name="华星二"))

    found = cast.read(lambda store: store.get(Account, cast.account.id))
    assert ("华星一", 2) == (found.name, found.version)


def test_a_version_ahead_of_its_time_or_of_nothing_is_a_conflict(cast):
    for record in (evolve(evolve(cast.account)), evolve(Member(id=1, name="nobody"))):
        with pytest.raises(Conflict):
            cast.save(record)


def test_the_same_id_twice_is_a_conflict(cast):
    with pytest.raises(Conflict):
        cast.save(Member(id=cast.li.id, name="李雷二号"))


def test_a_payment_is_reversed_once(cast):
    cast.save(payment := cast.payment(yuan(5)))
    counter = dict(reverses_id=payment.id)
    cast.save(cast.payment(yuan(-5), **counter))

    with pytest.raises(Conflict):
        cast.save(cast.payment(yuan(-5), **counter))


def test_a_draft_is_taken_by_one_and_then_changed_by_nobody_who_saw_it_open(cast):
    draft = Draft(id=cast.new_id(), kind="x", member_id=cast.li.id, chat="c", payload="", expires_at=NOW, opened_by=1)
    cast.save(draft)

    assert [True, False] == [cast.write(lambda store: store.approvals.take(draft.id)) for _ in range(2)]
    assert "taken" == cast.read(lambda store: store.approvals.draft(draft.id)).state
    with pytest.raises(Conflict):
        cast.save(evolve(draft, payload="late"))


def facts(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
