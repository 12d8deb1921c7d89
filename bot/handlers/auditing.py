"""/audit: who read, changed or exported what of a customer, when, from what to what, and what it was at any past day;
for managers, and itself noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.handed import name_of
from bot.handlers.accounts.finding import begins_with_account, missing, permitted
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.text import shortened
from core.approvals import Button as Pressable
from core.approvals import Draft, Undo, Verdict
from core.base.refusal import Refusal
from core.contracts import Document
from core.ledger import Allocation
from core.reading.days import PAST
from core.reading.message import take_apart
from core.sales import Account, Contact
from storage.audit import Entry, Past
from storage.store import Store
from storage.tables import KINDS
from storage.tables.books import BY_NAME

PAGE = 6  # entries on a card; each may take several lines
MOST_CHANGES = 4
TOLD = 3  # values of what is new
PAGE_THEN = 12
ORDER = tuple(kind.name for kind in KINDS.values())
UNTOLD_THEN = ("aliases", "at", "confirmed")
SILENT = tuple(KINDS[one].name for one in (Allocation, Document, Undo, Draft, Pressable, Verdict))  # follow from others

# What is told of a change, in this order; the rest is bookkeeping of our own.
FIELDS = (
    "name", "official", "aliases", "owner_id", "co_owners", "tier", "region", "tax_no", "waived", "state", "contact_id",
    "title", "phone", "email", "handle", "told_by", "basis",
    "number", "amount", "amount_max", "list_price", "percent", "stage", "close_on", "on", "at", "due_on", "by_on",
    "until",
    "signed_on", "starts_on", "ends_on", "notice_days", "net_days", "received_on", "matures_on",
    "planned_on", "done_on", "what", "handed_on",
    "promised_on", "covered_until", "disputed", "dispute", "handled_by", "rival", "payer", "method", "confirmed", "fee",
    "reason", "limit", "raised", "raised_until", "free_until", "free_because", "terms_days", "terms", "text", "note",
    "file_name",
)  # fmt: skip
OURS = frozenset({
    "id", "version", "account_id", "void", "by_id", "kind", "language", "merged_into", "basis_on", "visit_id", "spot",
    "spot_at", "spot_live", "estimate", "stage_since", "deal_id", "contract_id", "disputed_by", "disputed_on",
    "resumed_on", "billed_on", "recorded_at", "awaited", "reverses_id", "bank_key", "receivable_id", "covers",
    "decided_on", "learnt_on", "said_on", "approval_id", "record_id", "document_id", "renews_id", "shares", "retained",
    "net_from_month_end", "file_hash", "file_size", "adjusted", "allocated", "episode", "asked_by", "asked_of",
    "asked_on", "content", "fingerprint", "held_until", "policy_version", "replaces_id", "steps", "subject_id",
    "after", "before", "parts_after", "parts_before", "alert_days", "free_by", "member_id", "reopened",
    "terms_month_end", "pauses", "delivery_id", "first_on", "held_by",
})  # fmt: skip
NEW = (
    "name",
    "owner_id",
    "title",
    "phone",
    "number",
    "amount",
    "percent",
    "stage",
    "on",
    "due_on",
    "by_on",
    "text",
    "note",
)
STATES = (
    "active", "archived", "merged", "erasing", "erased", "open", "done", "renewed", "ended", "held", "collected",
    "dishonoured", "waiting", "granted", "refused", "withdrawn", "replaced",
)  # fmt: skip
NAMED = {"tier": "tier_", "stage": "stage_", "basis": "basis_"}  # values with words of their own
READ = ("accounts", "contacts", "documents", "audit", "proof")  # what is noted when somebody looks at it


def audit(turn: Turn) -> Reply:
    """/audit 华星: the newest first; /audit 华星 8月底: what it was then. That it was asked is noted too."""
    if not turn.words:
        raise missing(turn, "audit")
    account, when = begins_with_account(turn, turn.words)
    permitted(turn, account, "see_audit")
    shown = _as_it_was(turn, account, _day(turn, when), 0) if when else _page(turn, account, None)
    turn.store.note_read("audit", account.id)
    return shown


def page_pressed(turn: Turn) -> Reply:
    """[更早的], [更多]"""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    permitted(turn, account, "see_audit")
    if "on" in turn.arguments:
        return _as_it_was(turn, account, date.fromisoformat(turn.arguments["on"]), int(turn.arguments["from"]))
    return _page(turn, account, int(turn.arguments["before"]))


def _day(turn: Turn, words: str) -> date:
    """The past day that is named, its last where it is a stretch; Refusal `audit_when` where there is none."""
    now = datetime.combine(turn.today, time())
    found = take_apart(words, now, turn.names, turn.team.currency, turn.lexicon).dates
    days = [day for one in found if (day := one.on(turn.today, PAST)) is not None]
    last = (days[0].last or days[0].first) if len(days) == 1 else None
    if last is None or last > turn.today:
        raise Refusal("audit_when", words=words[:20])
    return last


def _as_it_was(turn: Turn, account: Account, on: date, start: int) -> Reply:
    """Every record of a customer as the books had it when that day ended, whatever became of it since."""
    zone = ZoneInfo(turn.team.timezone)
    ended = min(turn.now, datetime.combine(on + timedelta(days=1), time(), zone))
    rows = {account.id, *(one.id for one in turn.store.carrying.of_account(account.id))}
    then = [one for one in turn.store.audit.then(rows, ended) if one.kind not in SILENT and not one.fields.get("void")]
    then.sort(key=lambda one: (one.record_id != account.id, ORDER.index(one.kind), one.record_id))
    if not then:
        return reply(line("audit_not_yet", account=account.name, on=on), action="see_audit", tier=account.tier)
    lines = [line("audit_then", account=account.name, on=None if on == turn.today else on)]
    lines += [_then_row(turn.store, one) for one in then[start : start + PAGE_THEN]]
    rest = len(then) - start - PAGE_THEN
    facts = {"account": str(account.id), "on": on.isoformat(), "from": str(start + PAGE_THEN)}
    buttons = ((Button(line("button_more", count=rest), "audit", facts),),) if rest > 0 else ()
    return reply(*lines, buttons=buttons, action="see_audit", tier=account.tier)


def _then_row(store: Store, one: Past) -> Line:
    """应收：¥200,000、4月15日周三、有争议：是"""
    values = BY_NAME[one.kind].values({name: value for name, value in one.fields.items() if name != "version"})
    told: list[Any] = [value_shown(store, name, values[name]) for name in NEW if values.get(name) not in EMPTY]
    told += [
        line("audit_then_field", field=Line(f"audit_field_{name}"), value=value_shown(store, name, values[name]))
        for name in FIELDS
        if name not in (*NEW, *UNTOLD_THEN) and values.get(name) not in (*EMPTY, "active")
    ]
    return line("audit_then_row", kind=Line(f"record_{BY_NAME[one.kind].record.__name__.lower()}"), told=tuple(told))


def _page(turn: Turn, account: Account, before: int | None) -> Reply:
    rows = {account.id, *(one.id for one in turn.store.carrying.of_account(account.id))}
    found = turn.store.audit.about(rows, turn.store.team_id, SILENT, PAGE + 1, before)
    shown = found[:PAGE]
    if not shown:
        return reply(line("audit_none", account=account.name), action="see_audit", tier=account.tier)
    zone = ZoneInfo(turn.team.timezone)
    lines = [line("audit_head", account=account.name)]
    for entry in shown:
        at, by = entry.at.astimezone(zone), name_of(turn.store, entry.by) if entry.by else None
        lines += [
            line("audit_row", at=at, by=by or Line("audit_by_us"), what=what)
            for what in what_was_done(turn.store, entry)
        ]
        lines += field_by_field(turn.store, entry)
    more = Button(line("button_audit_more"), "audit", {"account": str(account.id), "before": str(shown[-1].seq)})
    buttons = ((more,),) if len(found) > PAGE else ()
    return reply(*lines, buttons=buttons, action="see_audit", tier=account.tier)


def what_was_done(store: Store, entry: Entry) -> Iterator[Line]:
    """What was done, in one line."""
    if entry.act == "export":
        to = tuple(name_of(store, one) for one in entry.change.get("to", ()))
        yield line("audit_export", form=entry.change.get("form") or "xlsx", to=to or None)
    elif entry.act == "read":
        yield Line(f"audit_read_{entry.kind if entry.kind in READ else 'audit'}")
    elif entry.act == "erase":
        yield line("audit_erase")
    elif entry.act == "create":
        values = _typed(entry, entry.change).items()
        told = [value_shown(store, name, value) for name, value in values if name in NEW and value not in EMPTY]
        yield line("audit_create", kind=_called(entry), told=tuple(told[:TOLD]) or None)
    else:
        key = {True: "audit_void", False: "audit_unvoid"}.get(entry.change.get("void", (None, None))[1], "audit_update")
        yield line(key, kind=_called(entry))


EMPTY: tuple[Any, ...] = (None, "", (), False)


def _called(entry: Entry) -> Line:
    return Line(f"record_{BY_NAME[entry.kind].record.__name__.lower()}")


def field_by_field(store: Store, entry: Entry) -> Iterator[Line]:
    """Field by field, before and after."""
    if entry.act != "update":
        return
    before = _typed(entry, {name: pair[0] for name, pair in entry.change.items()})
    after = _typed(entry, {name: pair[1] for name, pair in entry.change.items()})
    for name in list(after)[:MOST_CHANGES]:
        old, new = value_shown(store, name, before[name]), value_shown(store, name, after[name])
        yield line("audit_change", field=Line(f"audit_field_{name}"), before=old, after=new)


def _typed(entry: Entry, change: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are told, typed again, in the order in which they are told."""
    values = BY_NAME[entry.kind].values(change)
    return {name: values[name] for name in FIELDS if name in values}


def value_shown(store: Store, name: str, value: Any) -> Any:
    """A field's value as the reader knows it."""
    if value in (None, "", ()):
        return Line("audit_nothing")
    if isinstance(value, bool):
        return Line("audit_yes" if value else "audit_no")
    match name:
        case "owner_id":
            return name_of(store, value)
        case "co_owners":
            return tuple(name_of(store, one) for one in value)
        case "contact_id":
            contact = store.get(Contact, value)
            return contact.name if contact else Line("audit_nothing")
        case "state":
            return Line(f"audit_state_{value}") if value in STATES else value
        case _ if name in NAMED:
            return Line(NAMED[name] + value)
    return shortened(value) if isinstance(value, str) else value
