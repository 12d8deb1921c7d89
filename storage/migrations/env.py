"""Alembic's way in: the connection comes from `upgrade`, never from a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import metadata
from storage.tables.columns import Bytes, Day, Moment

OWN = {Moment: "sa.BigInteger()", Day: "sa.Date()", Bytes: "sa.LargeBinary()"}


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Own types are written as what they are in the database."""
    return OWN.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
