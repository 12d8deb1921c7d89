"""The tables that are no records: what came in, what must go out, who changed what, and kept sums."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import Bytes, Day, Moment, RowId, metadata, partial_index

# What came in. The team may not be known yet: the raw update is sealed with a key the house (team 0) has for its
# sender. The platform's own ids of people stand nowhere in clear: lane and sender are keyed hashes.
inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("channel", String(20), nullable=False),
    Column("key", Text, nullable=False),
    Column("lane", Text, nullable=False),  # the channel and the keyed hash of the chat
    Column("sender", Text, nullable=False),  # the keyed hash of who did it, "" where the platform names nobody
    Column("received_at", Moment, nullable=False),
    Column("raw", Bytes, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, done, failed
    Column("tries", SmallInteger, nullable=False),
    Column("team_id", BigInteger),
    Column("member_id", BigInteger),
    Column("done_at", Moment),
    Column("incident", Text),
    Column("message", Text),  # the platform's id of what a person wrote, so that an edit of it is known as one
    UniqueConstraint("channel", "key"),
    partial_index("ix_inbox_message", "lane", "message", "id", where="message IS NOT NULL"),
    partial_index("ix_inbox_waiting", "id", where="state = 'waiting'"),
    partial_index("ix_inbox_failed", "id", where="state = 'failed'"),
)

# What must go out. `face` is the sealed card; `guard` is JSON of what must still hold when it is sent.
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("team_id", BigInteger, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("chat", Text, nullable=False),  # of a private chat its keyed hash; where that is, is sealed beside it
    Column("address", Bytes),
    Column("private", Boolean, nullable=False),
    Column("language", String(10), nullable=False),
    Column("kind", String(10), nullable=False),  # send, edit
    Column("target", BigInteger),  # the outbox row an edit changes
    Column("face", Bytes, nullable=False),
    Column("guard", Text),
    Column("reply_to", Text),
    Column("urgency", SmallInteger, nullable=False),  # 0 replies, 1 alerts, 2 digests
    Column("source", BigInteger, nullable=False),  # the inbox row or sweep it answers
    Column("state", String(10), nullable=False),  # waiting, sending, sent, unknown, dropped, dead
    Column("due_at", Moment, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("lease_until", Moment),
    Column("message", Text),
    Column("sent_at", Moment),
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    partial_index("ix_outbox_waiting", "urgency", "id", where="state = 'waiting'"),
    partial_index("ix_outbox_lane", "channel", "chat", "urgency", "id", where="state = 'waiting'"),
    partial_index("ix_outbox_sending", "lease_until", where="state = 'sending'"),
    partial_index("ix_outbox_unknown", "id", where="state = 'unknown'"),
    partial_index("ix_outbox_dead", "id", where="state = 'dead'"),
    Index("ix_outbox_message", "channel", "chat", "message"),
    partial_index("ix_outbox_answer", "channel", "chat", "reply_to", where="reply_to IS NOT NULL"),
    Index("ix_outbox_source", "team_id", "source"),
)

# Which records a card showed, so that a change can reach everyone who saw it.
shown = Table(
    "shown",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("record_id", BigInteger, nullable=False),
    Column("outbox_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("team_id", "record_id", "outbox_id"),
    sqlite_with_rowid=False,
)

TAKEN_OUT = "act IN ('read', 'export')"
# One row a change, a sensitive read or a denial, chained per team by HMAC.
audit = Table(
    "audit",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", BigInteger),
    Column("source", BigInteger, nullable=False),
    Column("act", String(10), nullable=False),  # create, update, read, export, denied, erase, alarm
    Column("kind", String(20), nullable=False),
    Column("record_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", Bytes, nullable=False),
    Column("personal", Bytes),
    Column("schema", SmallInteger, nullable=False),
    Column("key_id", BigInteger, nullable=False),
    Column("mac", Bytes, nullable=False),
    PrimaryKeyConstraint("team_id", "seq"),
    Index("ix_audit_record", "team_id", "record_id"),
    Index("ix_audit_source", "team_id", "source"),
    partial_index("ix_audit_taken_out", "team_id", "by", "at", "act", "kind", "record_id", where=TAKEN_OUT),
)
# Where each chain ends. `seal` is a MAC over the head itself: rows cut off the end cannot be hidden by editing it.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("team_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("mac", Bytes, nullable=False),
    Column("key_id", BigInteger, nullable=False),
    Column("seal", Bytes, nullable=False),
)

# What an account owes and has in advance, per currency, kept in the transaction of every entry (minor units).
account_money = Table(
    "account_money",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("owed", BigInteger, nullable=False),
    Column("advance", BigInteger, nullable=False),
    PrimaryKeyConstraint("team_id", "account_id", "currency"),
    CheckConstraint("owed >= 0 AND advance >= 0", name="not_below_zero"),
    partial_index("ix_account_money_owed", "team_id", "owed", "account_id", "currency", where="owed > 0"),
    sqlite_with_rowid=False,
)

# What is open by the day it falls due, kept in the same way: once for the customers of each member, once for all
# (owner 0), so that the ageing is a sum over days however many receivables there are. Rows without money are dropped.
due_money = Table(
    "due_money",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("owner_id", BigInteger, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("due_on", Day, nullable=False),
    Column("owed", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("team_id", "owner_id", "tier", "currency", "due_on"),
    CheckConstraint("owed >= 0 AND count >= 0", name="not_below_zero"),
    sqlite_with_rowid=False,
)

# How far each account is trusted, kept so that it can be listed. `stale`: money moved since it was made.
account_credit = Table(
    "account_credit",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("points", Integer),
    Column("grade", String(1)),
    Column("reasons", Text, nullable=False),
    Column("scored_on", Day),
    Column("score_again_on", Day),
    Column("policy_version", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("stale", Boolean, nullable=False),
    PrimaryKeyConstraint("team_id", "account_id"),
    Index("ix_account_credit_points", "team_id", "points", "account_id"),
    partial_index("ix_account_credit_again", "team_id", "score_again_on", where="score_again_on IS NOT NULL"),
    partial_index("ix_account_credit_stale", "team_id", "account_id", where="stale"),
    sqlite_with_rowid=False,
)

# The rows of files that were brought in, each by a keyed hash of what it said, so that no file counts twice.
import_rows = Table(
    "import_rows",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("mark", String(40), nullable=False),
    Column("import_id", BigInteger, nullable=False),
    Column("record_id", BigInteger, nullable=False),  # what became of the row
    PrimaryKeyConstraint("team_id", "mark"),
    Index("ix_import_rows_import", "team_id", "import_id", "record_id"),
    sqlite_with_rowid=False,
)

# The bytes of files, sealed in pieces, by the record they belong to: a document's for good, an import's until it is
# through.
file_parts = Table(
    "file_parts",
    metadata,
    Column("team_id", BigInteger, nullable=False),
    Column("record_id", BigInteger, nullable=False),
    Column("part", Integer, nullable=False, autoincrement=False),
    Column("content", Bytes, nullable=False),
    PrimaryKeyConstraint("team_id", "record_id", "part"),
)

# What the process must remember about itself: setup code, last sweep of a team, clock marks.
house = Table(
    "house",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
