"""Schema migrations, run from code on our own connection."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage.errors import Trouble
from storage.tables.planner import tell_planner

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7194351)"  # the number only has to be nobody else's


def config() -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    return made


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version; Trouble `newer_database` if it is from a later release."""
    made = config()
    script = ScriptDirectory.from_config(made)
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            connection.exec_driver_sql(ONE_AT_A_TIME)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {one.revision for one in script.walk_revisions()}:
            raise Trouble("newer_database", f"its schema is {current}")
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
        if connection.dialect.name == "sqlite":
            tell_planner(connection)
    engine.dispose()  # a connection learns what the planner was told when it opens the file
