"""Sealed values open in their own place only, under their own key only (R17, R18); none of them is found on the disk."""

import base64
import json
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from core.approvals import Draft
from core.base.records import evolve
from core.ledger import Promise
from core.sales import Contact, Note, Task, Visit
from storage.errors import Trouble
from storage.inbox import Inbox
from storage.keyring import Keyring
from storage.store import Store
from tests.storage.cast import NOW, TODAY, days, found_team, yuan


def code_of(act):
    with pytest.raises(Trouble) as trouble:
        act()
    return trouble.value.code


# --- one value, one place --------------------------------------------------------------------------------------------


def test_a_value_opens_where_it_was_sealed_and_nowhere_else(books):
    seal, other = books.seal(1), books.seal(2)
    envelope = seal.close("13800138000", "contacts", "phone", 7)

    assert "13800138000" == seal.open(envelope, "contacts", "phone", 7)
    for opener, place in [
        (seal, ("contacts", "phone", 8)),
        (seal, ("contacts", "name", 7)),
        (seal, ("notes", "phone", 7)),
        (other, ("contacts", "phone", 7)),
        (books.seal(0), ("contacts", "phone", 7)),
    ]:
        assert "sealed_value" == code_of(lambda opener=opener, place=place: opener.open(envelope, *place))


def test_an_envelope_with_any_bit_changed_or_cut_short_is_refused(books):
    seal = books.seal(1)
    envelope = seal.close("李总", "contacts", "name", 7)

    for bit in range(8 * len(envelope)):
        changed = bytearray(envelope)
        changed[bit // 8] ^= 1 << bit % 8
        key_id = 1 <= bit // 8 < 9
        assert ("key_missing" if key_id else "sealed_value") == code_of(lambda: seal.open(bytes(changed), "contacts", "name", 7))  # fmt: skip # noqa: B023
    for length in range(len(envelope)):
        cut = envelope[:length]
        assert code_of(lambda: seal.open(cut, "contacts", "name", 7)) in ("sealed_value", "key_missing")  # noqa: B023


def test_the_same_text_never_gives_the_same_envelope(books):
    envelopes = {books.seal(1).close("李总", "contacts", "name", 7) for _ in range(1000)}

    assert 1000 == len(envelopes)
    assert 1 == len({books.seal(1).fingerprint("李总") for _ in range(10)})
    assert books.seal(1).fingerprint("李总") != books.seal(2).fingerprint("李总")


def test_half_a_character_passes_unharmed(books):
    """Platforms do send lone surrogates; they must not stop the message."""
    broken = "好\ud83d\x00!"
    seal = books.seal(1)

    assert broken == seal.open(seal.close(broken, "notes", "text", 1), "notes", "text", 1)
    with_it = {"text": broken}
    kept = books.write(lambda tx: Inbox(tx).keep("telegram", "1", "1", with_it, 5, NOW))
    assert 5 == kept
    assert with_it == books.read(lambda tx: Inbox(tx).raw(Inbox(tx).waiting()[0]))


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE contacts SET phone = (SELECT phone FROM contacts WHERE id = {second}) WHERE id = {first}",
        "UPDATE contacts SET phone = name WHERE id = {first}",
        "UPDATE contacts SET phone = (SELECT text FROM notes) WHERE id = {first}",
    ],
)
def test_a_value_moved_by_sql_is_refused(sqlite_cast, tmp_path, move):
    cast = sqlite_cast
    first = Contact(id=cast.new_id(), account_id=cast.account.id, name="李总", phone="13800138000")
    second = Contact(id=cast.new_id(), account_id=cast.account.id, name="王工", phone="13900139000")
    note = Note(id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id, on=TODAY, text="13700137000")
    cast.save(first, second, note)
    with sqlite3.connect(tmp_path / "books.db") as file:
        file.execute(move.format(first=first.id, second=second.id))
    file.close()

    assert "sealed_value" == code_of(lambda: cast.read(lambda store: store.get(Contact, first.id)))


def test_a_value_of_another_team_is_refused_even_in_the_same_row(sqlite_books, open_books, tmp_path):
    books = open_books(sqlite_books)
    one, two = found_team(books, "一"), found_team(books, "二")
    row = books.ids.new(NOW)
    for cast, phone in ((one, "13800138000"), (two, "13900139000")):
        cast.save(Contact(id=row, account_id=cast.account.id, name="李总", phone=phone))
    with sqlite3.connect(tmp_path / "books.db") as file:
        file.execute(
            "UPDATE contacts SET phone = (SELECT phone FROM contacts WHERE team_id = ?) WHERE team_id = ?",
            (one.team.id, two.team.id),
        )
    file.close()

    assert "13800138000" == one.read(lambda store: store.get(Contact, row)).phone
    assert "sealed_value" == code_of(lambda: two.read(lambda store: store.get(Contact, row)))


# --- nothing personal lies in clear on the disk ----------------------------------------------------------------------


def planted(number):
    """What is personal, and unlike anything else."""
    return [f"1386{number:03}4712", f"planted{number}@example.com", f"暗记{number}号先生", f"wxid_secret_{number}"]


def plant(cast, number):
    phone, mail, name, chat_id = planted(number)
    text = f"{name} 电话 {phone}，邮箱 {mail}，微信 {chat_id}"
    facts = dict(account_id=cast.account.id)
    contact, row = Contact(id=cast.new_id(), name=name, phone=phone, email=mail, handle=chat_id, **facts), cast.new_id()

    def write(store):
        inbox = Inbox(store.transaction)
        inbox.keep("telegram", str(number), "1", {"text": text}, row, NOW)
        arrived = inbox.waiting()[-1]
        inbox.finish(row, NOW, store.team_id, cast.li.id)
        store.save(
            contact,
            Visit(id=store.new_id(), by_id=cast.li.id, on=TODAY, note=text, **facts),
            Task(id=store.new_id(), owner_id=cast.li.id, due_on=TODAY, note=text, **facts),
            Note(id=store.new_id(), by_id=cast.li.id, on=TODAY, text=text, **facts),
            Promise(id=store.new_id(), by_on=TODAY, said_on=TODAY, text=text, **facts),
            Draft(
                id=store.new_id(), kind="visit", member_id=cast.li.id, chat="local:1", payload=json.dumps(text, ensure_ascii=False),
                expires_at=NOW + days(1), opened_by=1,
            ),
            cast.payment(yuan(1), payer=name),
        )  # fmt: skip
        store.save(evolve(contact, name=f"{name}改"))
        store.outbox.add(
            store.new_id(), team_id=store.team_id, channel="local", chat="1", private=True, language="en",
            face={"lines": [text]}, source=row, now=NOW, shows=((contact.id, 2),),
        )  # fmt: skip
        inbox.cut(arrived, store.seal)

    cast.write(write, source=row)


def disguises(text):
    """The bytes a text may hide in: UTF-8, UTF-16, JSON escapes, hex, base64 at each of its three offsets."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield json.dumps(text)[1:-1].encode()
    yield plain.hex().encode()
    for source in (plain, text.encode("utf-16-le")):
        for offset in range(3):
            encoded = base64.b64encode(b"\x00" * offset + source)
            yield encoded[4 if offset else 0 : -4]  # what depends on the neighbours is left out


def found_in(folder, secrets):
    files = {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
    hits = [
        (path.name, secret) for path, content in files.items() for secret in secrets
        if any(form in content for form in disguises(secret) if len(form) > 6)
    ]  # fmt: skip
    return hits, {path.name for path in files}


def test_planted_values_are_in_no_file_of_the_database(sqlite_cast, tmp_path, scale):
    """With the process running (-wal and -shm there), and after it was closed."""
    count = scale(20, 200)
    for number in range(count):
        plant(sqlite_cast, number)
    secrets = [secret for number in range(count) for secret in planted(number)]

    hits, files = found_in(tmp_path, secrets)
    assert {"books.db", "books.db-wal", "books.db-shm", "books.keyring", "books.keyring-wal"} <= files
    assert [] == hits
    sqlite_cast.database.close()
    assert [] == found_in(tmp_path, secrets)[0]


def test_the_search_itself_finds_what_lies_in_clear(tmp_path):
    secret = "暗记7号先生"
    for number, form in enumerate(disguises(secret)):
        (tmp_path / f"{number}").write_bytes(b"x" + form + b"y")

    assert 11 == len(found_in(tmp_path, [secret])[0])


# --- the keyring -----------------------------------------------------------------------------------------------------


def keyring_at(tmp_path, secret_key=None):
    return Keyring(f"sqlite:///{tmp_path / 'keys'}", secret_key)


def test_keys_are_made_once_and_found_again(tmp_path):
    first = keyring_at(tmp_path)
    made = {purpose: first.current(7, purpose) for purpose in ("seal", "index", "audit")}
    first.close()

    again = keyring_at(tmp_path)

    assert made == {purpose: again.current(7, purpose) for purpose in made}
    assert 3 == len({secret for _, secret in made.values()})
    again.close()


def test_two_processes_agree_on_a_new_key(tmp_path):
    one, two = keyring_at(tmp_path), keyring_at(tmp_path)

    assert one.current(7, "seal") == two.current(7, "seal")
    assert two.secret(one.current(8, "seal")[0]) == one.current(8, "seal")[1]
    one.close(), two.close()


def test_a_wrapped_keyring_opens_with_its_secret_key_only(tmp_path):
    wrapped = keyring_at(tmp_path, "correct horse")
    key = wrapped.current(7, "seal")
    wrapped.close()

    assert "secret_key_missing" == code_of(lambda: keyring_at(tmp_path))
    assert "secret_key_wrong" == code_of(lambda: keyring_at(tmp_path, "battery staple"))
    again = keyring_at(tmp_path, "correct horse")
    assert key == again.current(7, "seal")
    again.close()
    assert all(key[1] not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_wrapped_key_cannot_stand_for_another(tmp_path):
    wrapped = keyring_at(tmp_path, "correct horse")
    wrapped.current(7, "seal"), wrapped.current(7, "audit")
    wrapped.close()
    with sqlite3.connect(tmp_path / "keys") as file:
        file.execute("UPDATE keys SET secret = (SELECT secret FROM keys WHERE purpose = 'seal')")
    file.close()

    assert "secret_key_wrong" == code_of(lambda: keyring_at(tmp_path, "correct horse"))


def test_keyring_and_books_are_readable_by_their_owner_only(sqlite_cast, tmp_path):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if "keyring" in path.name}

    assert {"books.keyring": 0o600, "books.keyring-wal": 0o600, "books.keyring-shm": 0o600} == modes


def test_a_keyring_left_open_to_others_is_closed_to_them(tmp_path):
    keyring_at(tmp_path).close()
    (tmp_path / "keys").chmod(0o644)

    keyring_at(tmp_path).close()

    assert 0o600 == stat.S_IMODE((tmp_path / "keys").stat().st_mode)


def test_books_are_not_gone_on_with_under_another_keyring(books_url, open_books, tmp_path):
    """A lost or foreign keyring is said at once, before anything is written that only half of the books can read."""
    found_team(open_books(books_url)).database.close()

    assert "keyring_wrong" == code_of(lambda: open_books(books_url, keyring=f"sqlite:///{tmp_path / 'other'}"))
    open_books(books_url)


def test_a_value_without_its_key_says_so(sqlite_cast, tmp_path):
    contact = Contact(id=sqlite_cast.new_id(), account_id=sqlite_cast.account.id, name="李总")
    sqlite_cast.save(contact)
    sqlite_cast.database.close()
    with sqlite3.connect(tmp_path / "books.keyring") as file:
        file.execute("DELETE FROM keys WHERE purpose = 'person' AND team_id = ?", (sqlite_cast.team.id,))
    file.close()
    shutil.copy(tmp_path / "books.db", tmp_path / "copy.db")
    books = type(sqlite_cast.database)(
        f"sqlite:///{tmp_path / 'copy.db'}", keyring=f"sqlite:///{tmp_path / 'books.keyring'}"
    )
    store = lambda tx: Store(tx, sqlite_cast.team.id, by=None, source=0, now=NOW)  # noqa: E731

    assert "key_missing" == code_of(lambda: books.read(lambda tx: store(tx).get(Contact, contact.id)))
    books.close()
