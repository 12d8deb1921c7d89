"""Every table: those of records are derived from them, the spine (inbox, outbox, audit, sums) stands by itself."""

from storage.tables.books import KINDS, kind_of
from storage.tables.columns import metadata
from storage.tables.spine import (
    account_credit,
    account_money,
    audit,
    audit_heads,
    due_money,
    file_parts,
    house,
    import_rows,
    inbox,
    outbox,
    shown,
)

__all__ = [
    "KINDS",
    "account_credit",
    "account_money",
    "audit",
    "audit_heads",
    "due_money",
    "file_parts",
    "house",
    "import_rows",
    "inbox",
    "kind_of",
    "metadata",
    "outbox",
    "shown",
]
