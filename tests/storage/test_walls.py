"""Teams are walls (R34): no question of the store, asked with another team's ids, finds, moves or counts what is theirs.

What there is to ask is found in the store itself, so that a part or a question added later is asked too; an argument
nobody here knows how to make up is a failure that says so.
"""

import inspect
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from core.approvals import Button, Draft, Undo
from core.base.money import Money
from core.base.once import once
from core.base.records import Record, evolve
from core.ledger import Adjustment, Allocation, Promise
from core.ledger.credit import Rating
from core.ledger.past import Later, Owed
from core.people import Chat, Identity, Invitation, Member
from core.sales import Contact, Deal, Note, Task, Visit
from core.watch import Alert
from storage import writer
from storage.audit import Audit, Head
from storage.errors import Conflict, NoSuchRecord
from storage.outbox import Outbox
from storage.people import House
from storage.store import Store
from storage.tables import KINDS
from storage.tables.kinds import REFERENCES
from tests.storage.cast import NOW, TODAY, days, found_team, yuan
from tests.storage.test_records import facts


@pytest.fixture
def two_teams(books):
    """Two teams with equal names and equal platform addresses wherever the schema allows it."""
    teams = found_team(books), found_team(books)
    return [(cast, furnish(cast)) for cast in teams]


def furnish(cast):
    """One record of every kind."""
    facts = dict(account_id=cast.account.id)
    contact = Contact(id=cast.new_id(), name="李总", **facts)
    deal = Deal(id=cast.new_id(), owner_id=cast.li.id, stage_since=TODAY, **facts)
    receivable, payment = cast.receivable(yuan(100)), cast.payment(yuan(30))
    records = [
        contact,
        deal,
        Visit(id=cast.new_id(), by_id=cast.li.id, on=TODAY, **facts),
        Task(id=cast.new_id(), owner_id=cast.li.id, due_on=TODAY, **facts),
        Note(id=cast.new_id(), by_id=cast.li.id, on=TODAY, text="注意", **facts),
        receivable,
        payment,
        Allocation(
            id=cast.new_id(), payment_id=payment.id, receivable_id=receivable.id, amount=yuan(30), on=TODAY,
            recorded_at=NOW, **facts,
        ),
        Adjustment(
            id=cast.new_id(), receivable_id=receivable.id, amount=yuan(5), on=TODAY, recorded_at=NOW, reason="", **facts
        ),
        Promise(id=cast.new_id(), by_on=TODAY, said_on=TODAY, **facts),
        Identity(id=cast.new_id(), channel="telegram", user=f"u{cast.team.id}", member_id=cast.li.id),
        Chat(id=cast.new_id(), channel="telegram", chat=f"c{cast.team.id}", title="群", bound_at=NOW),
        Invitation(id=cast.new_id(), code_hash=f"h{cast.team.id}", name="新人", roles=("rep",), expires_at=NOW + days(1)),
        Draft(
            id=cast.new_id(), kind="x", member_id=cast.li.id, chat="c", payload="", expires_at=NOW + days(9), opened_by=1
        ),
        Undo(id=cast.new_id(), undone=cast.team.id, by_change=cast.li.id),
        Button(id=cast.new_id(), token=f"t{cast.team.id}", verb="undo", chat="c", expires_at=NOW + days(1)),
        Alert(
            id=cast.new_id(), rule="overdue", subject_id=receivable.id, owner_id=cast.li.id, episode="e", stage=1,
            raised_on=TODAY, **facts,
        ),
    ]  # fmt: skip
    there = [*records, cast.team, cast.li, cast.han, cast.account]
    cast.save(*records)
    for kind in KINDS:
        if kind not in {type(one) for one in there}:
            there.append(made_up(kind, cast, there))
            cast.save(there[-1])
    cast.write(lambda store: queue(store, receivable))
    return there


def queue(store, about):
    """A card in every state."""
    for state in ("waiting", "dead", "unknown", "dropped"):
        row = store.outbox.add(
            store.new_id(), team_id=store.team_id, channel="telegram", chat="c", private=True, language="en",
            face={"lines": []}, source=0, now=NOW, shows=((about.id, 1),),
        )  # fmt: skip
        if state != "waiting":
            store.outbox.give_up(row, state, "x")


PLAIN = {str: "词", int: 1, bool: False, date: TODAY, datetime: NOW, time: time(9), Money: yuan(1)}


def plain_type(hint):
    """`tuple[str, ...]` is a tuple."""
    return get_origin(hint) or hint


def made_up(kind, cast, there):
    """A record of a kind nobody has thought of here; it points at what is there already."""
    first = {KINDS[type(one)].name: one.id for one in reversed(there)} | {"members": cast.li.id}
    given = {name: first.get(table) for name, table in REFERENCES.items()}
    plain = PLAIN | {tuple: (str(cast.account.id),)}
    needed = [one for one in fields(kind) if one.default is one.default_factory is MISSING and one.name != "id"]
    hints = get_type_hints(kind)
    return kind(
        id=cast.new_id(), **{one.name: given.get(one.name, plain.get(plain_type(hints[one.name]))) for one in needed}
    )


PARTS = {name: get_type_hints(one._find)["return"] for name, one in vars(Store).items() if isinstance(one, once)}
PARTS |= {"audit": Audit, "outbox": Outbox}
LATE = ("today", "by", "before", "last", "now", "at")  # moments that are to be after everything; every other is before
WORDS = {one: ["词"] for one in ("act", "reason", "rival", "setting", "sha256", "stage", "text", "mark")}
WORDS |= dict(
    kind=["x", "词"], channel=["telegram"], name=["华星", "李雷", "李总"], roles=["rep"], rule=["overdue"], files=["词"]
)
WORDS |= dict(old=["c"], new=["d"], silent=["members"])
NUMBERS = dict(count=1000, skip=0, after=0, place=0, source=0, policy_version=10**6)
REFUSED = (Conflict, LookupError, AssertionError)
# What `save`, `move` and the score call with what they have just written or read, and a new row, which names its team
# itself.
NOT_ASKED = (
    "ledger.keep_sums", "ledger.carry_sums", "outbox.add", "audit.write", "audit.write_all", "credit.mark", "credit.keep",
)  # fmt: skip


def questions(store):
    """Every public method of every part of the store: (name, method, its parameters with their types). Of the outbox,
    which is the whole house's, those of one team."""
    for part, kind in PARTS.items():
        for name, function in inspect.getmembers(kind, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters.values())[1:]
            one_team = kind is not Outbox or "team_id" in {one.name for one in parameters}
            if not name.startswith("_") and one_team and f"{part}.{name}" not in NOT_ASKED:
                hints = get_type_hints(function, vars(inspect.getmodule(function)))
                yield (
                    f"{part}.{name}",
                    getattr(getattr(store, part), name),
                    [(one, hints[one.name]) for one in parameters],
                )


def answers(store, method, parameters, there, keep=True):
    """What the method answers to each of these records' values in turn. A refusal is no answer."""
    words = WORDS | dict(
        user=[one.user for one in there if isinstance(one, Identity)],
        chat=[one.chat for one in there if isinstance(one, Chat | Draft)],
        token=[one.token for one in there if isinstance(one, Button)],
    )
    for turn in range(len(there) if parameters else 1):
        rotated = there[turn:] + there[:turn]
        given = {one.name: made(hint, one.name, store, words, rotated) for one, hint in parameters}
        several = [given.pop(one.name) for one, _ in parameters if one.kind is one.VAR_POSITIONAL]
        store.transaction.savepoint()
        try:
            answer = list(atoms(method(*several, **given), [one.id for one in there]))
        except REFUSED:
            store.transaction.roll_back()
            continue
        (store.transaction.release if keep else store.transaction.roll_back)()
        yield answer


def made(hint, name, store, words, there):
    """A value of that type: another team's where it names something, else one that leaves nothing out."""
    options = [one for one in get_args(hint) if one is not type(None)]
    if isinstance(hint, UnionType):
        return made(options[0], name, store, words, there)
    if get_origin(hint) in (Sequence, Iterable, tuple):
        return tuple(made(one, name, store, words, there) for one in options if one is not ...)
    if name == "team_id":
        return store.team_id
    if hint is int:
        return NUMBERS.get(name, there[0].id)
    if hint is str:
        return words[name][there[0].id % len(words[name])]
    if hint in (date, Any):
        return date.max if name in LATE else date.min
    if hint is datetime:
        return NOW.replace(year=2100 if name in LATE else 2000)
    if isinstance(hint, type) and issubclass(hint, Record):
        return next(one for one in there if isinstance(one, hint))
    assert (get_origin(hint) or hint) in MADE, f"tell this test how to make {name}: {hint}"
    return MADE[get_origin(hint) or hint](store)


MADE = {
    ZoneInfo: lambda store: ZoneInfo("Asia/Shanghai"),
    Money: lambda store: yuan(0),
    bytes: lambda store: b"x",
    bool: lambda store: False,
    type: lambda store: Note,
    Mapping: lambda store: {},
    Later: lambda store: store.past.later(date.min),
    Owed: lambda store: Owed(1, 1, TODAY, yuan(1), yuan(1), TODAY),
    Rating: lambda store: Rating(1, "E", (), TODAY, None, 1),
    Head: lambda store: store.audit.head(),
}


def atoms(answer, ids):
    """All that an answer holds: numbers, words, sums, days. What answers itself is asked."""
    if is_dataclass(answer) or hasattr(answer, "_fields"):
        names = getattr(answer, "_fields", None) or [one.name for one in fields(answer)]
        answer = [type(answer).__name__, *(getattr(answer, name) for name in names)]
    elif isinstance(answer, Mapping):
        answer = list(answer.items())
    elif callable(answer):
        answer = [answer(one) for one in ids]
    if isinstance(answer, set | frozenset):
        answer = sorted(answer, key=repr)
    if isinstance(answer, list | tuple | Iterator | range):
        for one in answer:
            yield from atoms(one, ids)
    else:
        yield answer


def dump(cast):
    """All that a team has on its books."""
    return cast.read(
        lambda store: ([store.all(kind) for kind in KINDS], store.ledger.money(cast.account.id), store.audit.verify())
    )


def test_no_question_finds_or_moves_anything_of_another_team(two_teams):
    (mine, _), (theirs, foreign) = two_teams
    before, asked, ids = dump(theirs), [], {one.id for one in foreign}

    def ask_all(store):
        for name, method, parameters in questions(store):
            for answer in answers(store, method, parameters, foreign):
                told = [one for one in answer if isinstance(one, int) and one in ids]
                assert [] == told, name
                asked.append(name)
        for kind in KINDS:
            assert not set(store.all(kind)) & set(foreign)
            assert [None] * len(foreign) == [store.get(kind, one.id) for one in foreign]

    mine.write(ask_all)

    print(f"{len(set(asked))} questions asked {len(asked)} times with the ids of another team")
    assert before == dump(theirs)


def test_no_answer_changes_because_another_team_has_the_same(books):
    """Sums and counts tell nothing either: every question of a team's is answered the same before another one is there
    and after."""
    mine = found_team(books)
    own = furnish(mine)

    def ask_all(store):
        return {
            name: [*answers(store, method, parameters, own, keep=False)]
            for name, method, parameters in questions(store)
        }

    alone = mine.write(ask_all)
    furnish(found_team(books))

    assert alone == mine.write(ask_all)
    found = {
        name for name, told in alone.items() if any(one not in (None, False, b"", 0) for each in told for one in each)
    }
    print(f"{len(found)} of {len(alone)} questions find something of one's own")
    assert len(found) > 110, "the test above can fail"


def test_a_record_cannot_point_at_another_teams(two_teams):
    (mine, _), (theirs, foreign) = two_teams
    visit = next(one for one in foreign if isinstance(one, Visit))
    for record in (
        Contact(id=mine.new_id(), account_id=theirs.account.id, name="李总"),
        Visit(id=mine.new_id(), account_id=mine.account.id, by_id=theirs.li.id, on=TODAY),
        Task(id=mine.new_id(), account_id=mine.account.id, owner_id=mine.li.id, due_on=TODAY, visit_id=visit.id),
        mine.payment(yuan(1), account=theirs.account),
        mine.receivable(yuan(1), account=theirs.account),
        Member(id=mine.new_id(), name="x", reports_to=theirs.li.id),
        evolve(mine.account, owner_id=theirs.li.id),
        evolve(mine.account, merged_into=theirs.account.id),
    ):
        with pytest.raises(NoSuchRecord):
            mine.save(record)


def test_a_record_of_another_team_cannot_be_changed(two_teams, monkeypatch):
    monkeypatch.setattr(writer, "TRIES", 2)
    (mine, _), (theirs, foreign) = two_teams
    before = dump(theirs)
    for record in foreign:
        with pytest.raises(Conflict):
            mine.save(evolve(record))
    assert before == dump(theirs)


def test_an_alert_is_raised_once_per_stage_and_team(two_teams):
    def again(cast, alert):
        return cast.write(lambda store: store.watch.raise_alert(type(alert)(**{**facts(alert), "id": store.new_id()})))

    for cast, records in two_teams:
        alert = next(one for one in records if isinstance(one, Alert))
        assert not again(cast, alert)
        assert again(cast, type(alert)(**{**facts(alert), "stage": 7}))


def test_the_house_knows_whose_account_chat_code_and_token_it_is(two_teams):
    for cast, records in two_teams:
        identity = next(one for one in records if isinstance(one, Identity))
        chat = next(one for one in records if isinstance(one, Chat))
        who = cast.database.read(lambda tx, identity=identity: House(tx).who("telegram", identity.user))
        where = cast.database.read(lambda tx, chat=chat: House(tx).where("telegram", chat.chat))

        assert ([(cast.team.id, cast.li.id)], (cast.team.id, chat.id)) == (who, where)


def test_a_code_is_found_however_it_is_typed_and_lies_nowhere_in_clear(cast):
    def invite(store):
        hashed = House(store.transaction).code_hash("K7-Q4M")
        store.save(Invitation(id=store.new_id(), code_hash=hashed, name="韩梅梅", roles=("rep",), expires_at=NOW))

    cast.write(invite)
    invited = lambda code: cast.database.read(lambda tx: House(tx).invited(code))  # noqa: E731

    assert invited("K7-Q4M") == invited(" k7-q4m ") is not None
    assert invited("K7-Q4N") is None
    assert all(c in string.hexdigits for c in cast.read(lambda store: store.people.invitations()[0].code_hash))
