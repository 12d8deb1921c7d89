"""The schema: no float, the same by migration and by metadata, indexes for every question, private, and versioned (R9, R27)."""

import re
import sqlite3
import stat

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.ledger import Receivable
from storage import (
    approvals,
    audit,
    carrying,
    contracts,
    doings,
    inbox,
    ledger,
    migrations,
    outbox,
    people,
    sales,
    store,
    watch,
)
from storage.database import Database, highest_id
from storage.engine import Prepared, open_engine
from storage.engine import database_url as address
from storage.errors import Trouble
from storage.migrations import config, newest_version, take_steps, upgrade, version_of
from storage.tables import KINDS, metadata
from storage.tables.columns import EPOCH, microseconds
from tests.storage.cast import NOW, found_team


def test_no_column_can_hold_a_float():
    columns = [column for table in metadata.sorted_tables for column in table.c]

    assert len(columns) > 200
    assert [] == [c for c in columns if isinstance(c.type, sqlalchemy.Numeric | sqlalchemy.Float | sqlalchemy.REAL)]


def test_every_table_of_records_begins_with_its_team_and_says_who_wrote_it_when_and_why():
    for kind in KINDS.values():
        assert ["team_id", "id"] == [column.name for column in kind.table.primary_key]
        assert {"created_by", "created_at", "source"} <= set(kind.table.c.keys())
        for index in kind.table.indexes:
            assert "team_id" == next(iter(index.columns)).name or index.name in LOOKED_UP_BEFORE_THE_TEAM, index.name


LOOKED_UP_BEFORE_THE_TEAM = {"ix_identities_who", "ix_chats_where", "ix_invitations_code"}


# --- migrations ------------------------------------------------------------------------------------------------------


def test_step_by_step_the_schema_comes_to_be_what_a_new_database_gets_at_once(books_url, request, tmp_path):
    made = open_engine(address(books_url))
    on_postgres = made.dialect.name == "postgresql"
    empty = request.getfixturevalue("postgres_url") if on_postgres else f"sqlite:///{tmp_path / 'stepped.db'}"
    stepped = open_engine(address(empty))
    with stepped.connect() as connection, connection.begin():
        take_steps(connection)
        assert [] == compare_metadata(MigrationContext.configure(connection), metadata)
        assert (
            newest_version() == version_of(connection) == MigrationContext.configure(connection).get_current_revision()
        )
        assert newest_version() == ScriptDirectory.from_config(config()).get_current_head()

    assert definitions(made) == definitions(stepped), (
        "conditions and checks too, which compare_metadata does not look at"
    )
    made.dispose(), stepped.dispose()


def test_a_database_of_an_earlier_release_is_brought_up_step_by_step(sqlite_books, monkeypatch):
    monkeypatch.setattr(migrations, "known_versions", lambda: ("0001", "0002"))
    taken = []
    monkeypatch.setattr(migrations, "take_steps", taken.append)

    engine = open_engine(address(sqlite_books))
    upgrade(engine)
    engine.dispose()

    assert 1 == len(taken)


def definitions(engine):
    """Every index and constraint in the database's own words, whatever their order."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            indexes = connection.exec_driver_sql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
            constraints = connection.exec_driver_sql(
                "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE connamespace = 'public'::regnamespace"
            )
            found = [str(row) for row in (*indexes, *constraints)]
        else:
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
            found = [part for name, sql in rows for part in _parts(name, sql)]
    return sorted(found)


def _parts(name, sql):
    """The lines of CREATE TABLE, or the one statement of an index."""
    lines = (re.sub(r"[\s,]+", " ", line).strip() for line in sql.replace('"', "").split("\n"))
    return [f"{name}: {line}" for line in lines if line]


def test_migrating_twice_changes_nothing(books_url):
    engine = open_engine(address(books_url))
    before = definitions(engine)

    upgrade(engine)

    assert before == definitions(engine)
    engine.dispose()


def test_a_database_of_a_later_release_is_refused(books_url, open_books):
    with open_engine(address(books_url)).connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Trouble) as trouble:
        open_books(books_url)

    assert ("newer_database", "its schema is 9999") == (trouble.value.code, trouble.value.detail)


def test_a_migration_that_breaks_leaves_nothing_behind(database_url, monkeypatch):
    """So that the next start begins it again, also after a kill in the middle."""
    engine = open_engine(address(database_url))
    count = 0

    def break_at_the_tenth(connection, _cursor, statement, *_):
        nonlocal count
        creates = statement.startswith(("CREATE", "\nCREATE"))
        count += creates
        if creates and count == 10:
            raise RuntimeError("power cut")

    sqlalchemy.event.listen(engine, "before_cursor_execute", break_at_the_tenth)
    with pytest.raises(RuntimeError):
        upgrade(engine)

    assert [] == sqlalchemy.inspect(engine).get_table_names()
    upgrade(engine)
    assert set(metadata.tables) < set(sqlalchemy.inspect(engine).get_table_names())
    engine.dispose()


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_new_database_is_readable_by_its_owner_only(tmp_path, open_books):
    books = open_books(f"sqlite:///{tmp_path / 'new' / 'gengfu.db'}", keyring=None)
    found_team(books)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    names = [f"gengfu.db{end}" for end in ("", "-wal", "-shm", ".keyring", ".keyring-wal", ".keyring-shm")]
    assert dict.fromkeys(names, 0o600) == modes


def test_what_survives_a_power_cut_is_switched_on(sqlite_books):
    with open_engine(address(sqlite_books)).connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 4000} == settings


# --- moments and ids -------------------------------------------------------------------------------------------------


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        microseconds(EPOCH.replace(tzinfo=None))


def test_ids_go_on_above_the_highest_after_a_restart(books_url, open_books):
    """Also with the clock set back: the last id is of next year."""
    books = open_books(books_url)
    cast = found_team(books)
    late = books.ids.new(NOW.replace(year=2030))
    cast.write(lambda store: store.save(type(cast.li)(id=late, name="late")))
    books.close()

    again = open_books(books_url)

    assert late == again.read(highest_id)
    assert again.ids.new(NOW) > late


# --- every question has its index ------------------------------------------------------------------------------------

SCANS_ON_PURPOSE = {
    "people.TEAM_IDS",  # all teams
    "people.CHAT_TEAM",  # a few chats
    "inbox.COUNTS",
    "inbox.FAILED",  # for the doctor
    "outbox.COUNTS",
    "outbox.DUE",  # the partial index, in order: only what waits
    "outbox.HEADS",  # the same
    "outbox.STALE",  # the partial index: only what is being sent
    *("outbox.DEAD", "outbox.UNDELIVERED"),  # the partial index: only what could not be delivered
    *("inbox.STANDING", "outbox.STANDING", "outbox.TRIED_OFTEN"),  # of a small index: what waits or was given up
}


def statements():
    for module in (approvals, audit, carrying, doings, contracts, inbox, ledger, outbox, people, sales, store, watch):
        for name, value in vars(module).items():
            options = value.items() if isinstance(value, dict) else [("", value)]
            for key, statement in options:
                if isinstance(statement, sqlalchemy.Select | sqlalchemy.Update):
                    yield f"{module.__name__.rpartition('.')[2]}.{name}{getattr(key, '__name__', '')}", statement


def test_no_question_scans_a_table(sqlite_books):
    with sqlite3.connect(sqlite_books.removeprefix("sqlite:///")) as file:
        dialect = open_engine(address(sqlite_books)).dialect
        scans, asked = {}, 0
        for name, statement in statements():
            prepared, asked = Prepared(statement, dialect), asked + 1
            plan = file.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", [1] * len(prepared.names)).fetchall()
            if any(step[3].startswith("SCAN") for step in plan):
                scans[name] = [step[3] for step in plan]
    file.close()

    assert asked > 90
    assert set() == set(scans) - SCANS_ON_PURPOSE, scans


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (ledger.DUE, "ix_receivables_check"),
        (ledger.OPEN_OF, "ix_receivables_open"),
        (contracts.DUE, "ix_contracts_check"),
        (contracts.ENDING, "ix_contracts_end"),
        (doings.VISITS, "ix_visits_on"),
        (doings.DEALS, "ix_deals_stage"),
        (doings.PAYMENTS, "ix_payments_on"),
        (doings.PROMISES, "ix_promises_by"),
        (carrying.OF_ACCOUNT[Receivable], "ix_receivables_account"),
        (outbox.DUE, "ix_outbox_waiting"),
        (outbox.STALE, "ix_outbox_sending"),
        (outbox.STANDING["waiting"], "ix_outbox_waiting"),
        (outbox.STANDING["dead"], "ix_outbox_dead"),
        (outbox.CLAIM, "ix_outbox_lane"),
        (inbox.STANDING["failed"], "ix_inbox_failed"),
        (inbox.WAITING, "ix_inbox_waiting"),
        (approvals.OPEN, "ix_drafts_open"),
        (sales.TASKS_DUE, "ix_tasks_open"),
        (people.WHO, "ix_identities_who"),
    ],
)
def test_what_runs_all_day_uses_its_own_index(sqlite_books, statement, index):
    """What is due costs what is due, not what is stored."""
    with sqlite3.connect(sqlite_books.removeprefix("sqlite:///")) as file:
        prepared = Prepared(statement, open_engine(address(sqlite_books)).dialect)
        plan = file.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", [1] * len(prepared.names)).fetchall()
    file.close()

    assert any(index in step[3] for step in plan), plan


def test_the_connection_that_made_the_books_plans_like_all_others(sqlite_url: str):
    """It goes on as the writer's: with SQLite's own guesses it read every contact of a team for those of one account."""
    database = Database(sqlite_url)
    sql = database.prepared(sales.CONTACTS_OF).sql
    plan = database.write(lambda tx: tx._cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [1, 1]).fetchall())
    database.close()

    assert "ix_contacts_account" in str(plan)
