"""Taking back, by change set: records are marked void, entries of the ledger are countered by new ones.

Nothing is deleted, and what something newer is built on is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.handlers import importing
from bot.handlers.accounts.merging import is_merge, take_apart
from bot.handlers.approvals import telling
from bot.handlers.approvals.changes import accounts_of, changes, is_agreed, undoable
from bot.handlers.approvals.countering import take_back
from bot.message import Button, Card, Line, Reply, Turn, line
from bot.post import pressed_card, stamp
from bot.said import Said
from core.approvals import Undo
from core.base.refusal import Refusal
from core.ledger import Payment, Receivable
from storage.audit import Entry
from storage.tables.books import BY_NAME

LONGEST_REASON = 200


def undo_last(turn: Turn, said: Said | None = None) -> Reply:
    """/undo: take back the last thing this person logged, or the last about the customer that is named; as a reply,
    what that card was about. What follows the command is the reason, kept in the audit."""
    inbound, reason = turn.inbound, " ".join(turn.words.split())[:LONGEST_REASON]
    if inbound.reply_to is not None:
        card = turn.store.outbox.by_message(inbound.channel, inbound.chat, inbound.reply_to)
        if card is not None and card.team_id == turn.store.team_id:
            return undo(turn, card.source, reason)
    about = said.account_id if said is not None else None
    if said is not None and said.name and about is None:
        raise Refusal("undo_nothing")
    for source in turn.store.approvals.last_sources(turn.member.id):
        if undoable(turn, source) and (about is None or about in accounts_of(turn, source)):
            return undo(turn, source, reason)
    raise Refusal("undo_nothing")


def undo_pressed(turn: Turn) -> Reply:
    """[撤销] or [恢复] under a card."""
    return replace(undo(turn, int(turn.arguments["source"])), replaces=True)


def undo(turn: Turn, source: int, reason: str = "") -> Reply:
    """Take back everything one message changed; `reason` is kept with it."""
    if (imported := turn.store.imports.one(source)) is not None:
        return importing.take_back(turn, imported)
    entries = changes(turn, source)
    if not entries:
        raise Refusal("undo_nothing")
    if entries[0].by != turn.member.id and not turn.member.has("manager"):
        raise Refusal("undo_not_yours", denied="undo")
    if turn.store.approvals.undone_by(source) is not None:
        raise Refusal("undo_already")
    if is_agreed(turn, entries):
        raise Refusal("undo_handover" if any(one.kind == "handovers" for one in entries) else "undo_approved")
    if is_merge(entries):
        lines, entries = take_apart(turn, source), []
    else:
        lines = _take_back_all(turn, entries, reason)
    turn.store.save(Undo(id=turn.new_id(), undone=source, by_change=turn.source, reason=reason))
    lines += [line("undone_reason", reason=reason)] if reason else []
    words = RESTORED if _brings_back(turn, source) else TAKEN_BACK
    _tell_older_cards(turn, source, entries, words)
    buttons = ((Button(line(words.button), "undo", {"source": str(turn.source)}),),)
    return Reply(Card((line(words.head), *lines), buttons), toast=line(words.toast), action="see_money",
                 brief=line(words.brief, by=turn.member.name))  # fmt: skip


class Done(NamedTuple):
    """The words for what an undo did."""

    head: str
    button: str
    toast: str
    brief: str


TAKEN_BACK = Done("undone_head", "button_restore", "toast_undone", "undone_brief")
RESTORED = Done("restored_head", "button_undo", "toast_restored", "restored_brief")


def _take_back_all(turn: Turn, entries: Sequence[Entry], reason: str) -> list[Line]:
    """The newest first; who went by money that is gone now is told."""
    wrong = [telling.before(turn, one) for one in _money_made(turn, entries)]
    lines = [done for entry in reversed(entries) if (done := take_back(turn, entry))]
    for one in wrong:
        telling.tell_undone(turn, one, reason)
    return lines


def _money_made(turn: Turn, entries: Sequence[Entry]) -> list[Payment | Receivable]:
    """The payments and receivables a change set booked: what others may have gone by."""
    kinds = (Payment, Receivable)
    made = [turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in entries if one.act == "create"]
    return [one for one in made if isinstance(one, kinds) and not (isinstance(one, Payment) and one.reverses_id)]


def _brings_back(turn: Turn, source: int) -> bool:
    """Whether taking a change set back restores something: it was an undo, and not the undo of an undo."""
    undid = turn.store.approvals.undid(source)
    return undid is not None and not _brings_back(turn, undid)


def _tell_older_cards(turn: Turn, source: int, entries: Sequence[Entry], done: Done) -> None:
    """Cards that showed what changed now say so, wherever they stand; the pressed one becomes the answer itself."""
    pressed = pressed_card(turn)
    first = source
    while (undid := turn.store.approvals.undid(first)) is not None:
        first = undid
    stamp(turn.store, first, line("stamp_undone") if done is TAKEN_BACK else None, but=pressed)
    if done is TAKEN_BACK and first == source:
        for corrected in _corrected_by(turn, source, entries):
            stamp(turn.store, corrected, None, but=pressed)


def _corrected_by(turn: Turn, source: int, entries: Sequence[Entry]) -> set[int]:
    """The change sets whose records this one had put right."""
    found = set()
    for entry in entries:
        record = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
        row = record.reverses_id if isinstance(record, Payment) else entry.record_id
        before = [one.source for one in turn.store.audit.of_record(row) if one.source < source] if row else []
        found |= set(before[-1:])
    return found
