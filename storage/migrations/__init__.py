"""Versions of the schema. A new database gets the newest at once, as the tables say it; one that an earlier release
wrote goes there step by step. A test holds both ways against each other. Alembic is only imported for the steps: that
alone takes a fifth of a second.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)

from storage.errors import Trouble
from storage.tables import metadata
from storage.tables.planner import tell_planner

if TYPE_CHECKING:
    from alembic.config import Config

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7194351)"  # the number only has to be nobody else's
FOREIGN_KEYS = """
    SELECT conname, relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class t ON t.oid = conrelid
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname
"""
VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # as Alembic makes it


@cache
def known_versions() -> tuple[str, ...]:
    """Every version there has been, the oldest first: the names of the steps begin with them."""
    steps = (one.name for one in (files("storage") / "migrations" / "versions").iterdir() if one.name.endswith(".py"))
    return tuple(sorted(name.partition("_")[0] for name in steps))


def newest_version() -> str:
    """The version this release works with."""
    return known_versions()[-1]


def version_of(connection: Connection) -> str | None:
    """The version a database has; None for an empty one."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    found: str | None = connection.execute(select(VERSION.c.version_num)).scalar()
    return found


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version; Trouble `newer_database` if it is from a later release."""
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            connection.exec_driver_sql(ONE_AT_A_TIME)
        version = version_of(connection)
        if version == newest_version():
            return
        if version is None:
            _make(connection)
        elif version in known_versions():
            (keep_file if connection.dialect.name == "sqlite" else keep_schema)(connection)
            take_steps(connection)
        else:
            raise Trouble("newer_database", f"its schema is {version}")
        if connection.dialect.name == "sqlite":
            tell_planner(connection)
    engine.dispose()  # a connection learns what the planner was told when it opens the file


def keep_file(connection: Connection) -> None:
    """The books as the release before wrote them, beside them: `....before-<schema>`. It takes that name when it is
    whole; a migration that is begun again makes it anew."""
    books = Path(str(connection.engine.url.database))
    copy = books.with_name(f"{books.name}.before-{newest_version()}")
    half = copy.with_name(f"{copy.name}.half")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(books)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)  # not from the connection that is about to write: SQLite would wait for it for ever
    half.replace(copy)


def keep_schema(connection: Connection) -> None:
    """PostgreSQL: the same as a schema beside `public`, whole with its keys, in the transaction of the steps. It is the
    only one that is kept; to go back, it takes the other's name (docs/backup.md)."""
    ask = connection.exec_driver_sql
    for (former,) in ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before\\_%%'").all():
        ask(f'DROP SCHEMA "{former}" CASCADE')
    kept = f'"before_{newest_version()}"'
    ask(f"CREATE SCHEMA {kept}")
    tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").scalars().all()
    for name in tables:
        ask(f'CREATE TABLE {kept}."{name}" (LIKE public."{name}" INCLUDING ALL)')
        ask(f'INSERT INTO {kept}."{name}" TABLE public."{name}"')
    keys = ask(FOREIGN_KEYS).all()
    ask(f"SET LOCAL search_path = {kept}")
    for name, table, definition in keys:
        beside = definition.replace("REFERENCES public.", "REFERENCES ")
        ask(f'ALTER TABLE {kept}."{table}" ADD CONSTRAINT "{name}" {beside}')
    ask("SET LOCAL search_path = public")


def _make(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)
    VERSION.create(connection, checkfirst=False)
    connection.execute(insert(VERSION).values(version_num=newest_version()))


def config() -> Config:
    """Alembic's settings, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    return made


def take_steps(connection: Connection) -> None:
    """From whatever version it has, one after the other."""
    from alembic import command

    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
