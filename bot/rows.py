"""Every row of the books as JSON with names beside ids: what the export's files and workbook are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from bot.message import Line
from bot.settings import spoken_language
from bot.text import say_lines, shown, unpacked_line
from core.base.money import Money
from core.base.records import ERASED, FORMER, Record
from core.ledger import Receivable
from storage.audit import Entry
from storage.errors import Trouble
from storage.picture import Kept, Picture, Queued, Taken
from storage.tables import KINDS
from storage.tables.kinds import Kind

Row = dict[str, Any]
Rows = Callable[[], Iterator[Row]]

SAFE_IN_JAVASCRIPT = 2**53

# Fields that point at a record: the table it is in, and under which word its name stands beside the id.
NAMED = {
    "account_id": ("accounts", "account"),
    "contact_id": ("contacts", "contact"),
    "account_ids": ("accounts", "accounts"),
    "deal_id": ("deals", "deal"),
    "decided_by": ("members", "decided_by_name"),
    "free_by": ("members", "free_by_name"),
    "giver_id": ("members", "giver"),
    "member_id": ("members", "member"),
    "owner_id": ("members", "owner"),
    "merged_into": ("accounts", "merged_into_name"),
    "proposed_by": ("members", "proposed_by_name"),
    "receiver_id": ("members", "receiver"),
    "reports_to": ("members", "reports_to_name"),
    "stand_in_id": ("members", "stand_in_name"),
    "used_by": ("members", "used_by_name"),
    "acknowledged_by": ("members", "acknowledged_by_name"),
    "disputed_by": ("members", "disputed_by_name"),
    "held_by": ("members", "held_by_name"),
    "stands_in_for": ("members", "stands_in_for_name"),
    "co_owners": ("members", "co_owner_names"),
}
OTHER_IDS = {
    "id",
    "pauses",
    "payment_id",
    "receivable_id",
    "contract_id",
    "delivery_id",
    "document_id",
    "card_id",
    "record_id",
    "approval_id",
    "replaces_id",
    "asked_by",
    "renews_id",
    "visit_id",
    "subject_id",
    "reverses_id",
    "opened_by",
    "undone",
    "by_change",
    "taken_by",
}
RENAMED = {"by_id": "member_id"}  # `by` and `by_id` say who recorded a row; this is who did what it tells of
LEFT_OUT = {"code_hash"}

OTHERS = ("balances", "messages", "outbox", "audit")
ALL = (*(kind.name for kind in KINDS.values()), *OTHERS)

# Where the words of an update stand, whatever the platform.
WORDS = (
    *(("text",), ("message", "text"), ("message", "caption")),
    *(("edited_message", "text"), ("edited_message", "caption"), ("event", "text")),
)


class Tables:
    """Every kind's rows, from one picture of the books; of one team, or of all."""

    def __init__(self, picture: Picture, team_id: int | None = None) -> None:
        self._picture, self._teams = picture, picture.teams()
        if team_id is not None:
            self._teams = {team_id: self._teams[team_id]}

    def all(self) -> dict[str, Rows]:
        """File name -> its rows."""
        records: dict[str, Rows] = {kind.name: partial(self._records, kind) for kind in KINDS.values()}
        others = (self._balances, self._messages, self._outbox, self._audit)
        return records | dict(zip(OTHERS, others, strict=True))

    def of_team(self, left_out: Collection[str]) -> dict[str, Rows]:
        """What a team keeps of its business: its records but for those kinds, and the balances."""
        kinds = (kind for kind in KINDS.values() if kind.name not in left_out)
        return {kind.name: partial(self._records, kind) for kind in kinds} | {"balances": self._balances}

    def _records(self, kind: Kind[Any]) -> Iterator[Row]:
        for team_id in self._teams:
            for chunk in self._picture.records(kind, team_id):
                plain = [_fields(one.record) if one.record is not None else {"unreadable": True} for one in chunk]
                names = self._names(team_id, [*plain, *({"member_id": one.by} for one in chunk)])
                sources = self._picture.keys({one.source for one in chunk})
                for kept, row in zip(chunk, plain, strict=True):
                    yield self._head(kept, names, sources) | _finished(row, names)

    def _head(self, kept: Kept, names: Mapping[tuple[str, int], str], sources: Mapping[int, str]) -> Row:
        version = kept.record.version if kept.record is not None else None
        return {
            **self._of_team(kept.team_id),
            **_who_and_when(kept.id, version, kept.by, names, kept.created_at),
            "source": sources.get(kept.source),
            "source_id": str(kept.source),
        }

    def _of_team(self, team_id: int | None) -> Row:
        return {"team_id": _text(team_id), "team": self._teams.get(team_id or 0)}

    def _names(self, team_id: int, rows: Iterable[Row]) -> dict[tuple[str, int], str]:
        """(table, id) -> name for everything these rows point at."""
        wanted: dict[str, set[int]] = {}
        for row in rows:
            for field, (table, _) in NAMED.items():
                wanted.setdefault(table, set()).update(_ids(row.get(field)))
        return {
            (table, row): plain(name)
            for table, ids in wanted.items()
            for row, name in (self._picture.names(table, team_id, ids) if ids else {}).items()
        }

    def _balances(self) -> Iterator[Row]:
        """The kept sums: what an account owes and what it paid in advance."""
        for team_id in self._teams:
            for chunk in self._picture.sums(team_id):
                names = self._picture.names("accounts", team_id, {row[0] for row in chunk})
                for account_id, owed, advance in chunk:
                    account = dict(account_id=str(account_id), account=names.get(account_id))
                    sums = dict(owed=str(owed.amount), advance=str(advance.amount), currency=owed.currency)
                    yield self._of_team(team_id) | account | sums

    def _messages(self) -> Iterator[Row]:
        for chunk in self._picture.messages():
            members = self._members_of(chunk)
            for taken in chunk:
                yield self._of_team(taken.team_id) | _message(taken, members)

    def _members_of(self, chunk: Sequence[Taken]) -> dict[tuple[str, int], str]:
        names: dict[tuple[str, int], str] = {}
        for team_id in {one.team_id for one in chunk if one.team_id is not None}:
            names |= self._names(team_id, [{"member_id": one.member_id} for one in chunk if one.team_id == team_id])
        return names

    def _outbox(self) -> Iterator[Row]:
        for chunk in self._picture.outgoing():
            sources = self._picture.keys({one.row.source for one in chunk})
            for queued in chunk:
                yield self._of_team(queued.row.team_id) | _card(queued, sources)

    def _audit(self) -> Iterator[Row]:
        for team_id in self._teams:
            try:
                yield from self._audit_of(team_id)
            except Trouble as trouble:
                yield self._of_team(team_id) | {"unreadable": True, "problem": str(trouble)}

    def _audit_of(self, team_id: int) -> Iterator[Row]:
        for chunk in self._picture.audit(team_id):
            names = self._names(team_id, [{"member_id": one.by} for one in chunk])
            sources = self._picture.keys({one.source for one in chunk})
            for entry in chunk:
                yield self._of_team(team_id) | _entry(entry, names, sources)


def _who_and_when(
    row: int, version: int | None, by: int | None, names: Mapping[tuple[str, int], str], at: datetime
) -> Row:
    return {
        "id": str(row),
        "version": version,
        "by": names.get(("members", by or 0)),
        "by_id": _text(by),
        "created_at": plain(at),
    }


def _fields(record: Record) -> Row:
    """The fields of a record after id and version; money is taken apart, ids stay numbers for now."""
    row: Row = {}
    for field in fields(record)[2:]:
        if field.name not in LEFT_OUT:
            row |= _field(RENAMED.get(field.name, field.name), getattr(record, field.name), record)
    if isinstance(record, Receivable):
        row["balance"] = str(record.balance.amount)
    return row


# Money with a currency of its own; a kept sum is in the currency of the record's amount and need not say it again.
WITH_CURRENCY = {
    record: {f.name for f in kind.fields if f"{f.name}_currency" in kind.columns} for record, kind in KINDS.items()
}


def _field(name: str, value: Any, record: Record) -> Row:
    """Money as its amount, and its currency under a name of its own; both stand in every row, also when not said."""
    if name in WITH_CURRENCY[type(record)]:
        currency = "currency" if name == "amount" else f"{name}_currency"
        return {name: None, currency: None} if value is None else {name: str(value.amount), currency: value.currency}
    return {name: str(value.amount) if isinstance(value, Money) else value}


def _finished(row: Row, names: Mapping[tuple[str, int], str]) -> Row:
    """Ids as text with their names behind them, the rest as JSON."""
    done: Row = {}
    for name, value in row.items():
        done[name] = _id_text(value) if name in NAMED or name in OTHER_IDS else plain(value)
        if name in NAMED:
            table, word = NAMED[name]
            found = [names.get((table, one)) for one in _ids(value)]
            done[word] = found if isinstance(value, tuple) else next(iter(found), None)
    return done


def _entry(entry: Entry, names: Mapping[tuple[str, int], str], sources: Mapping[int, str]) -> Row:
    return (
        _who_and_when(entry.seq, entry.version, entry.by, names, entry.at)
        | dict(source=sources.get(entry.source), source_id=str(entry.source))
        | dict(act=entry.act, kind=entry.kind, record_id=str(entry.record_id))
        | dict(change=safe_numbers({n: value for n, value in entry.change.items() if n not in LEFT_OUT}))
    )


def _message(taken: Taken, names: Mapping[tuple[str, int], str]) -> Row:
    row = (
        _who_and_when(taken.id, 1, taken.member_id, names, taken.received_at)
        | dict(source=taken.key, source_id=str(taken.id))
        | dict(channel=taken.channel, key=taken.key, lane=taken.lane, state=taken.state)
        | dict(tries=taken.tries, done_at=plain(taken.done_at), incident=taken.incident)
        | dict(text=_words_of(taken.raw), raw=safe_numbers(taken.raw))
    )
    return row if taken.raw is not None else row | {"unreadable": True}


def _words_of(raw: Any) -> str | None:
    """What the person wrote; None for a press, a picture, a change of members."""
    for path in WORDS:
        found = raw
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, str):
            return found
    return None


def _card(queued: Queued, sources: Mapping[int, str]) -> Row:
    row = queued.row
    done = (
        _who_and_when(row.id, 1, None, {}, row.created_at)
        | dict(source=sources.get(row.source), source_id=str(row.source))
        | dict(channel=row.channel, chat=row.chat, private=row.private, language=row.language)
        | dict(kind=row.kind, target_id=_text(row.target), state=row.state, urgency=row.urgency)
        | dict(due_at=plain(row.due_at), sent_at=plain(queued.sent_at), tries=row.tries)
        | dict(message_id=row.message, reply_to=row.reply_to, reason=queued.reason, guard=row.guard)
        | dict(text=_rendered(row.language, queued.face), face=safe_numbers(queued.face))
    )
    return done if queued.face is not None else done | {"unreadable": True}


def _rendered(language: str, face: Any) -> str | None:
    """The card's lines in words; None where they are only known when it is sent, or the catalogue has moved on."""
    try:
        lines: list[Line] = [unpacked_line(one) for one in face["lines"]]
        return say_lines(language, lines)
    except (LookupError, TypeError, ValueError):
        return None


# --- values ----------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value as JSON: moments in UTC, days and times as ISO text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str) and (ERASED in value or FORMER in value):
        return shown(value, spoken_language())
    return list(value) if isinstance(value, tuple) else value


def safe_numbers(value: Any) -> Any:
    """JSON of somebody else's making, with numbers that JavaScript and Excel would round as text."""
    if isinstance(value, dict):
        return {name: safe_numbers(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [safe_numbers(one) for one in value]
    return str(value) if isinstance(value, int) and abs(value) >= SAFE_IN_JAVASCRIPT else value


def _text(row: int | None) -> str | None:
    return None if row is None else str(row)


def _id_text(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, tuple) else _text(value)


def _ids(value: Any) -> Collection[int]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
