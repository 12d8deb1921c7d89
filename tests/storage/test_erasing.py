"""A key per person: erased here is erased in every copy, and nothing else goes with it. And new keys for a team."""

from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.approvals import Draft
from core.base.records import ERASED, evolve
from core.contracts import Contract, Document, Evidence
from core.ledger import Payment
from core.people.personal import canonical, personal_spans
from core.sales import Account, Contact, Note, Visit
from storage.audit import Audit
from storage.fading import forget_files, forget_positions
from storage.inbox import Inbox
from storage.keyring import Keyring
from storage.resealing import EMPTY_CARD, HOUSE, SEALED, expire, forget, rotate
from storage.sealed import HEAD, Seal
from tests.storage.cast import NOW, days, yuan
from tests.storage.test_sealed import plant, planted


def all_text(database, team_id):
    """Everything that is sealed in the books, opened: table -> texts."""

    def read(transaction):
        found = {}
        for sealed in SEALED:
            columns = sealed.table.c
            key = [columns[name] for name in sealed.key]
            statement = select(*key, columns[sealed.column]).where(columns[sealed.column].is_not(None))
            seal = transaction.seal(HOUSE if sealed.team is None else team_id)
            for row in transaction.ask(statement):
                found.setdefault(sealed.table.name, []).append(seal.open(bytes(row[-1]), *sealed.place(row[:-1])))
        return {table: sorted(texts) for table, texts in found.items()}

    return database.read(read)


def erase(cast, number):
    """As `/erase` does it: hidden first, then cut out, then the key is dropped."""
    wanted = f"{planted(number)[2]}改"
    person = next(one for one in cast.read(lambda store: store.all(Contact)) if one.name == wanted)
    cast.save(evolve(person, state="erasing", void=True))
    forget(cast.database, cast.team.id, person.id, NOW)
    return person


def hits(found, values):
    return {(table, value) for table, texts in found.items() for value in values for text in texts if value in text}


def test_who_is_erased_is_nowhere_and_everybody_else_is_where_they_were(cast):
    for number in (1, 2):
        plant(cast, number)
    before = all_text(cast.database, cast.team.id)
    assert hits(before, planted(1)), "planted"

    person = erase(cast, 1)
    after = all_text(cast.database, cast.team.id)

    assert set() == hits(after, planted(1))
    assert hits(before, planted(2)) == hits(after, planted(2))
    assert "erased" == cast.read(lambda store: store.get(Contact, person.id)).state
    assert any(f"{ERASED} 电话 {ERASED}，邮箱 {ERASED}，微信 {ERASED}" == text for text in after["notes"])
    count, problem = cast.database.read(lambda transaction: Audit(transaction, cast.team.id).verify())
    assert (problem, True) == ("", count > 10)
    assert cast.read(lambda store: store.audit.of_record(person.id))[0].change["name"] == ERASED


def test_an_old_copy_of_the_books_no_longer_tells_who_was_erased(sqlite_cast, tmp_path, open_books):
    for number in (1, 2):
        plant(sqlite_cast, number)
    sqlite_cast.database.close()
    shutil.copy(tmp_path / "books.db", tmp_path / "old.db")
    sqlite_cast.database = open_books(f"sqlite:///{tmp_path / 'books.db'}")
    erase(sqlite_cast, 1)
    sqlite_cast.database.close()

    old = open_books(f"sqlite:///{tmp_path / 'old.db'}")

    assert set() == hits(all_text(old, sqlite_cast.team.id), planted(1))
    assert hits(all_text(old, sqlite_cast.team.id), planted(2))


def test_the_secret_of_a_dropped_key_is_in_no_file_of_the_keyring(tmp_path):
    ring = Keyring(f"sqlite:///{tmp_path / 'keys'}")
    key_id, secret = ring.new_person(7)
    number = ring.of_value(7, 1234)
    assert any(secret in path.read_bytes() for path in tmp_path.iterdir())

    assert 2 == ring.drop([key_id], [(7, 1234)])
    assert 0 == ring.drop([key_id], [(7, 1234)])

    assert not any(secret in path.read_bytes() or number[1] in path.read_bytes() for path in tmp_path.iterdir())
    assert b"" == ring.secret(key_id) == Keyring(f"sqlite:///{tmp_path / 'keys'}").secret(key_id)
    assert number != ring.of_value(7, 1234), "typed again it gets a new key"
    ring.close()


def test_an_erased_file_is_in_no_file_of_the_books_and_no_older_copy_opens_it(sqlite_cast, tmp_path, open_books):
    """R32 for what hangs on a person: bytes and name, here and in a copy from before; the audit still holds."""
    cast, content = sqlite_cast, b"scanned card 13800138000 " * 100_000
    facts = dict(size=len(content), sha256="ab" * 32, member_id=cast.li.id, sent_at=NOW)
    kept = Document(id=cast.new_id(), name="planted-card.jpg", **facts)
    row = dict(account_id=cast.account.id, record_id=kept.id, by_id=cast.li.id, on=NOW.date())
    cast.write(lambda store: store.files.keep(kept, content))
    cast.save(Evidence(id=cast.new_id(), document_id=kept.id, name=kept.name, **row))
    cast.database.close()
    shutil.copy(tmp_path / "books.db", tmp_path / "old.db")
    cast.database = open_books(f"sqlite:///{tmp_path / 'books.db'}")

    cast.write(lambda store: store.seal.forget_keys(store.files.erase(store.files.by_hash(kept.sha256))))

    left = cast.read(lambda store: (store.files.document(kept.id), store.files.content(kept.id), store.all(Evidence)))
    assert (ERASED, b"", [ERASED]) == (left[0].name, left[1], [one.name for one in left[2] if one.void])
    assert "" == cast.database.read(lambda transaction: Audit(transaction, cast.team.id).verify())[1]
    again = Document(id=cast.new_id(), name="again.jpg", **facts)
    assert again == cast.write(lambda store: store.files.keep(again, content)), "sent again it is another document"
    cast.database.close()
    old = open_books(f"sqlite:///{tmp_path / 'old.db'}")
    assert b"" == old.read(lambda tx: cast.store(tx).files.content(kept.id))
    assert ERASED == old.read(lambda tx: cast.store(tx).files.document(kept.id)).name
    assert not any("planted-card" in text for text in all_text(old, cast.team.id)["documents"])


def test_a_name_met_at_one_customer_is_not_cut_out_with_the_key_of_another(cast):
    """Two customers have a 李总 each: erasing one leaves the other's notes as they are."""
    other = Account(id=cast.new_id(), name="华天", owner_id=cast.li.id)
    cast.save(other)
    people = [Contact(id=cast.new_id(), account_id=row, name="李总") for row in (cast.account.id, other.id)]
    for person in people:
        text = "李总要看样品"
        note = Note(id=cast.new_id(), account_id=person.account_id, by_id=cast.li.id, on=NOW.date(), text=text)
        cast.save(person, note)

    cast.save(evolve(people[0], state="erasing", void=True))
    forget(cast.database, cast.team.id, people[0].id, NOW)

    notes = {note.account_id: note.text for note in cast.read(lambda store: store.all(Note))}
    assert {cast.account.id: f"{ERASED}要看样品", other.id: "李总要看样品"} == notes


def test_in_one_unit_of_work_each_text_is_cut_by_who_is_at_its_own_customer(cast):
    other = Account(id=cast.new_id(), name="华天", owner_id=cast.li.id)
    people = [Contact(id=cast.new_id(), account_id=row, name="李总") for row in (cast.account.id, other.id)]
    facts = dict(by_id=cast.li.id, on=NOW.date(), text="李总要看样品")
    notes = [Note(id=cast.new_id(), account_id=row, **facts) for row in (other.id, cast.account.id, other.id)]
    cast.save(other, *people, *notes)

    cast.save(evolve(people[0], state="erasing", void=True))
    forget(cast.database, cast.team.id, people[0].id, NOW)

    said = {(note.account_id, note.text) for note in cast.read(lambda store: store.all(Note))}
    assert {(cast.account.id, f"{ERASED}要看样品"), (other.id, "李总要看样品")} == said


def test_erasing_begun_and_cut_short_is_done_by_the_next_try(cast, monkeypatch):
    plant(cast, 1)
    monkeypatch.setattr("storage.keyring.Keyring.drop", lambda *_: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(OSError, match="killed"):
        erase(cast, 1)
    monkeypatch.undo()
    person = next(one for one in cast.read(lambda store: store.all(Contact)) if one.state == "erasing")

    forget(cast.database, cast.team.id, person.id, NOW)
    forget(cast.database, cast.team.id, person.id, NOW)

    assert set() == hits(all_text(cast.database, cast.team.id), planted(1))


def test_new_keys_for_a_team_and_nothing_is_left_under_the_old_ones(cast, scale):
    for number in range(scale(3, 300)):
        plant(cast, number)
    before = all_text(cast.database, cast.team.id)
    old = {cast.database.seal(team).close("x", "notes", "text", 1)[:HEAD] for team in (HOUSE, cast.team.id)}

    for team in (HOUSE, cast.team.id):
        cast.database.keyring.renew(team, "seal")
    cast.database.renew_seals()  # what each process does by itself within seconds
    done = rotate(cast.database)

    assert before == all_text(cast.database, cast.team.id)
    assert done > 10
    assert 0 == rotate(cast.database), "what is done is not done again"
    heads = cast.database.read(
        lambda tx: {
            bytes(row[0])[:HEAD]
            for one in SEALED
            for row in tx.ask(select(one.table.c[one.column]).where(one.table.c[one.column].is_not(None)))
        }
    )
    assert set() == heads & old


def test_texts_whose_time_is_over_are_emptied_and_nothing_else(cast):
    plant(cast, 1)
    before = all_text(cast.database, cast.team.id)
    later = NOW + days(1)

    expire(cast.database, cast.team.id, NOW, NOW)
    assert before == all_text(cast.database, cast.team.id), "not over yet"
    expire(cast.database, cast.team.id, later, later)
    assert before["outbox"] == all_text(cast.database, cast.team.id)["outbox"], "a card that is still to go out stays"
    cast.write(lambda store: [store.outbox.give_up(one.id, "dropped", "test") for one in store.outbox.due(NOW)])
    expire(cast.database, cast.team.id, later, later)

    after = all_text(cast.database, cast.team.id)
    assert {"{}"} == set(after["inbox"])
    assert {EMPTY_CARD} == set(after["outbox"]) - {"1"}, "where it went is no text"
    assert {name: before[name] for name in before if name not in ("inbox", "outbox")} == {
        name: after[name] for name in after if name not in ("inbox", "outbox")
    }


def passed(store, messages, face):
    """Messages that were handled and a card that is out."""
    inbox = Inbox(store.transaction)
    for number, raw in enumerate(messages):
        row = store.new_id()
        inbox.keep("telegram", str(number), "1", raw, row, NOW)
        inbox.finish(row, NOW, store.team_id, store.by)
    where = dict(team_id=store.team_id, channel="local", chat="1", private=True, language="en")
    store.outbox.add(store.new_id(), **where, face=face, source=row, now=NOW)
    for one in store.outbox.due(NOW):
        store.outbox.give_up(one.id, "dropped", "test")


def test_where_a_phone_was_is_nowhere_once_its_time_is_over(cast):
    """R32 for positions: the visit, its audit, the message, the card and the question; the names in them stay."""
    where, still = "31.23040,121.47370", "31.99999,121.99999"
    person = Contact(id=cast.new_id(), account_id=cast.account.id, name="李总")
    facts = dict(account_id=cast.account.id, by_id=cast.li.id, on=NOW.date(), note="见了李总", spot_live=True)
    proven, undone = (Visit(id=cast.new_id(), spot=where, spot_at=NOW, **facts) for _ in range(2))
    cast.save(person)
    cast.save(proven, undone)
    cast.save(evolve(undone, spot="", spot_at=None))
    face = {"lines": [["spot_line", {"spot": where}], ["text", {"of": "李总"}]], "buttons": []}
    shared = {"location": {"latitude": 31.2304, "longitude": 121.4737}}
    pressed = {"message": {"text": f"李总 📍 {where}"}}
    draft = dict(member_id=cast.li.id, chat="c", expires_at=NOW, opened_by=1, payload=json.dumps({"spot": where}))
    cast.save(Draft(id=cast.new_id(), kind="form", state="taken", **draft))
    cast.write(lambda store: passed(store, [shared, pressed], face))
    later = NOW + days(10)
    young = Visit(id=cast.database.ids.new(later), spot=still, spot_at=later, **facts)
    cast.save(young)
    assert {"audit", "drafts", "inbox", "outbox", "visits"} == {
        table for table, _ in hits(all_text(cast.database, cast.team.id), {where, "31.2304"})
    }

    forget_positions(cast.database, cast.team.id, NOW - days(1), NOW + days(1))

    found = all_text(cast.database, cast.team.id)
    assert set() == hits(found, {where, "31.2304", "121.4737"})
    assert {("visits", still), ("audit", still)} == hits(found, {still})
    assert {"inbox", "outbox", "visits", "audit"} <= {table for table, _ in hits(found, {"李总"})}
    visits = {one.id: one for one in cast.read(lambda store: store.all(Visit))}
    assert ("over", NOW, "yes") == (visits[proven.id].spot_sure, visits[proven.id].spot_at, visits[young.id].spot_sure)
    assert "" == cast.database.read(lambda transaction: Audit(transaction, cast.team.id).verify())[1]


def test_files_fade_but_for_those_of_money_contracts_and_promises(sqlite_cast, tmp_path, open_books):
    """R32 for files whose time is over, in an older copy as well."""
    cast = sqlite_cast
    of = dict(account_id=cast.account.id, by_id=cast.li.id, on=NOW.date())
    visit = Visit(id=cast.new_id(), **of)
    cast.save(visit)
    cast.write(lambda store: cast.pay(store, yuan(100)))
    paid = cast.read(lambda store: store.all(Payment))[0]

    def kept(name, *records, at=NOW):
        facts = dict(size=1, sha256=name * 8, member_id=cast.li.id, sent_at=at)
        one = Document(id=cast.database.ids.new(at), name=f"planted-{name}", **facts)
        cast.write(lambda store: store.files.keep(one, name.encode() * 9))
        rows = dict(**of, document_id=one.id, name=one.name)
        cast.save(*(Evidence(id=cast.database.ids.new(at), record_id=row, **rows) for row in records))
        return one

    photo, orphan, slip = kept("photo", visit.id), kept("orphan"), kept("slip", paid.id)
    both, frozen, young = kept("both", visit.id, paid.id), kept("frozen"), kept("young", visit.id, at=NOW + days(10))
    cast.save(Contract(id=cast.new_id(), account_id=cast.account.id, document_id=frozen.id))
    cast.database.close()
    shutil.copy(tmp_path / "books.db", tmp_path / "old.db")
    cast.database = open_books(f"sqlite:///{tmp_path / 'books.db'}")

    assert 2 == forget_files(cast.database, cast.team.id, NOW + days(5), NOW + days(700))
    assert 0 == forget_files(cast.database, cast.team.id, NOW + days(5), NOW + days(700))

    everything = (photo, orphan, slip, both, frozen, young)
    left = cast.read(lambda store: [one.name for one in everything if store.files.content(one.id)])
    assert ["planted-slip", "planted-both", "planted-frozen", "planted-young"] == left
    over = [one for one in cast.read(lambda store: store.files.evidence(cast.account.id)) if one.is_over]
    assert [photo.id] == [one.document_id for one in over], "that there was one is still told"
    assert "" == cast.database.read(lambda transaction: Audit(transaction, cast.team.id).verify())[1]
    cast.database.close()
    old = open_books(f"sqlite:///{tmp_path / 'old.db'}")
    assert [b"", b"slip" * 9] == [
        old.read(lambda tx, one=one: cast.store(tx).files.content(one.id)) for one in (photo, slip)
    ]


def test_every_column_of_bytes_is_either_resealed_or_no_envelope():
    from storage.tables import metadata
    from storage.tables.columns import Bytes

    of_bytes = {(t.name, c.name) for t in metadata.sorted_tables for c in t.c if isinstance(c.type, Bytes)}
    macs = {("audit", "mac"), ("audit_heads", "mac"), ("audit_heads", "seal")}
    assert of_bytes - macs == {(one.table.name, one.column) for one in SEALED}


# --- what is personal in a text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("李总 13800138000 采购", ["13800138000"]),
        ("电话138 0013 8000。", ["138 0013 8000"]),
        ("电话:13800138000", ["13800138000"]),
        ("call +1 415-555-0132 today", ["+1 415-555-0132"]),
        ("(415) 555-0132", ["(415) 555-0132"]),
        ("座机 0755-26001234-801", ["0755-26001234-801"]),
        ("tel: 6212 3456", ["6212 3456"]),
        ("li.lei+a@hx-tech.com.cn，谢谢", ["li.lei+a@hx-tech.com.cn"]),
        ("微信号 lilei_88 加一下", ["lilei_88"]),
        ("wechat: lilei88, qq 123456789", ["lilei88", "123456789"]),
        ("身份证11010519491231002X", ["11010519491231002X"]),
        ("李总 11010519491231002x，采购", ["11010519491231002x"]),
        ("身份证号：110105 19491231 0021", ["110105 19491231 0021"]),  # mistyped, and said to be one
        ("身份证 110105491231002", ["110105491231002"]),
        ("110105194912310021，440524198002300019，287766199001011237", []),  # check digit, 30 February, no province
        ("订单号11010519491231002X，银行账号 11010519491231002X", []),
        ('{"id":13800138000,"text":"13800138000"}', ["13800138000"]),
        ("今天到账1380013800.50元", []),
        ("订单 20260302138001380001，3月15日，12万8千", []),
        ("合同HX-2026-0138，二期 2026-03-02，38,000.00", []),
        ("1380013800138001380", []),
        ("微信聊了半小时", []),
        ("qq 群里说的", []),
    ],
)
def test_what_is_personal_in_a_text(text, values):
    assert values == [text[start:end] for start, end in personal_spans(text)]


def test_the_same_phone_has_one_form():
    forms = ("+86 138 0013 8000", "0086-13800138000", "138-0013-8000", "13800138000")
    assert {"13800138000"} == {canonical(form) for form in forms}
    assert "14155550132" == canonical("+1 (415) 555-0132")
    assert "li@hx.cn" == canonical("Li@HX.cn")


@settings(max_examples=60)
@given(
    st.text(max_size=200) | st.text("\uf0f0\uf0f1\uf0f2\uf0f3abc", max_size=20),
    st.sampled_from(["李总", "Bob", 'A"b', "\uf0f0\uf0f1"]),
    st.integers(0, 10**6),
)
def test_whatever_is_sealed_opens_as_it_was(text, name, row):
    seal = Seal(7, RING)
    seal.known.meet(name, 1, RING.new_person(7))
    said = f"{text}{name} 13800138000 {text}"

    opened = seal.open(seal.close(said, "notes", "text", row), "notes", "text", row)

    assert said == opened


class Ring:
    """Keys in memory."""

    def __init__(self):
        self.keys = {}

    def current(self, team_id, purpose):
        return self._made((team_id, purpose))

    def new_person(self, team_id):
        return self._made((team_id, len(self.keys)))

    def of_value(self, team_id, number):
        return self._made((team_id, "value", number))

    def secret(self, key_id):
        return next(secret for row, secret in self.keys.values() if row == key_id)

    def of_team(self, key_id):
        return True

    def _made(self, name):
        return self.keys.setdefault(name, (len(self.keys) + 1, len(self.keys).to_bytes(32, "big")))


RING = Ring()
