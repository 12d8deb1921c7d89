"""Corrections: the right value for a record that a card showed, said to the card, said of the last thing logged, or
given field by field after [改]."""

from __future__ import annotations

from collections.abc import Sequence

from bot.forms import OF_RECORD
from bot.handlers import logs
from bot.handlers.approvals import telling
from bot.handlers.approvals.changes import accounts_of, as_stands, changes, undoable
from bot.handlers.approvals.righting import put_right
from bot.message import Card, Line, Reply, Turn, line
from bot.post import stamp
from bot.said import Said
from core.approvals import Approval
from core.base.records import Record
from core.base.refusal import Refusal
from core.ledger import Receivable
from core.sales import Account
from storage.tables.books import BY_NAME

CORRECTABLE = (*OF_RECORD, Approval)
ALONG = (Receivable, Account)  # changed by what was said of something else: a promise, an alias learnt


def correct(turn: Turn, source: int, said: Said) -> Reply:
    """不对，是15万 — said to a card: the one record there that has such a value gets the right one.

    Another customer is right for everything the message said of the wrong one.
    """
    records = correctable(turn, source)
    meant = [one for one in records if _account(one) == said.account_id]  # 远航是6万: of several, that customer's
    for record in meant or records:
        wrong = telling.before(turn, record, said.account_id)
        if lines := put_right(turn, record, said):
            telling.tell(turn, wrong, lines)
            alike = [one for one in records if one is not record and _account(one) == _account(record)]
            return corrected(turn, source, [*lines, *_moved_along(turn, alike, said.account_id)])
    raise Refusal("correct_unclear")


def _account(record: Record) -> int | None:
    return getattr(record, "account_id", None)


def _moved_along(turn: Turn, records: Sequence[Record], account_id: int | None) -> list[Line]:
    """What else the message said of the wrong customer is of the right one as well."""
    if account_id is None:
        return []
    said = Said("correction", {}, "", account_id)
    standing = (as_stands(turn, one) for one in records)
    return [lines[0] for one in standing if one and (lines := put_right(turn, one, said))]


def corrected(turn: Turn, source: int, lines: Sequence[Line]) -> Reply:
    """What was put right, and the cards that showed it wrong."""
    stamp(turn.store, source, line("stamp_corrected"))
    card = Card((line("corrected_head"), *lines), (logs.taking_back(turn),))
    return Reply(card, action="see_money", brief=line("corrected_brief", by=turn.member.name))


def correct_last(turn: Turn, said: Said) -> Reply:
    """不对，是15万 without a card: the last thing this person logged; 把华星的金额改成75万: the last about 华星;
    不是恒达的，是大洋的: the last about another customer."""
    for source in turn.store.approvals.last_sources(turn.member.id):
        if not undoable(turn, source):
            continue
        about = said.account_id is None or said.account_id in accounts_of(turn, source)
        if about != (said.account_id is not None and not said.slots):
            return correct(turn, source, said)
    raise Refusal("correct_nothing")


def correctable(turn: Turn, source: int) -> list[Record]:
    """The records of a change set as they stand now, those whose fields somebody may put right.

    Refusal where there is nothing, or somebody else logged it.
    """
    entries = changes(turn, source)
    if not entries:
        raise Refusal("correct_nothing")
    if entries[0].by != turn.member.id and not turn.member.has("manager", "finance"):
        raise Refusal("undo_not_yours", denied="undo")
    told = [one for one in entries if one.act == "create"] or entries
    told += [one for one in entries if one not in told and BY_NAME[one.kind].record not in ALONG]
    found = (turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in told)
    records = {now.id: now for one in found if one and (now := as_stands(turn, one)) and type(now) in CORRECTABLE}
    return list(records.values())
