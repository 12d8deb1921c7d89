"""A message that was edited: read again beside what it said before, and only what differs is put right.

What was corrected otherwise in the meantime stays; a fact that came in is booked; one that went is asked about. A
message that booked nothing, or whose record was taken back, books nothing unasked: it may have been said again since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.booked import once
from bot.forms import ALL, OF_RECORD
from bot.handlers import logs
from bot.handlers.approvals import telling
from bot.handlers.approvals.changes import as_stands, called, changes, undoable
from bot.handlers.approvals.correcting import correct, correctable, corrected
from bot.handlers.approvals.countering import take_back
from bot.handlers.approvals.righting import put_right
from bot.handlers.approvals.undoing import undo
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.post import stamp
from bot.said import Said
from core.approvals import Approval, Draft
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract
from core.ledger import Bill, Complaint, Payment
from core.sales import Deal, Note, Task, Visit
from storage.tables.books import BY_NAME

KIND = "edited"
WHETHER = ("edited", "edited_undone")  # the doubts whether an edited message shall be booked
RECORDS: Mapping[str, type[Record] | tuple[type[Record], ...]] = {form.intent: form.record for form in ALL} | {
    "stage": Deal, "contract": (Contract, Approval), "competitor": Note, "handover": Note, "write_off": Approval,
    "credit_note": Approval, "refund": Payment, "bill": Bill, "complaint": Complaint,
}  # fmt: skip
COMPARED = ("date", "amount", "currency", "contact", "stage", "due_date", "next_date", "close_date", "deal_name",
            "end_date", "start_date", "number", "notice", "title",
            "discount", "less", "list_amount", "net_amount", "split", "retention", "net",
            "net_from", "terms")  # fmt: skip


def edited(turn: Turn, versions: Sequence[int], was: Sequence[Said], now: Sequence[Said]) -> Reply | None:
    """The message that came as the rows `versions` said `was` and now says `now`; None where nothing follows."""
    sources = list(dict.fromkeys(row for version in versions for row in _came_of(turn, version)))
    standing = [one for one in sources if undoable(turn, one)]
    if not standing:
        undone = any(changes(turn, one) for one in sources)
        return _nothing_booked(turn, sources, now, "edited_undone" if undone else "edited")
    if not now:
        return _ask_to_undo(turn, standing) if was else None
    if right := next((one for one in now if one.intent == "correction"), None):
        return correct(turn, standing[-1], right)
    return _compared(turn, standing, was, now)


def _came_of(turn: Turn, source: int) -> Iterable[int]:
    """The change sets that came of a message: its own, and those of the answers to what was asked about it."""
    yield source
    for draft in turn.store.approvals.opened_by(source):
        if draft.taken_by is not None and draft.kind == "log":
            yield from _came_of(turn, draft.taken_by)


def _nothing_booked(turn: Turn, sources: Sequence[int], now: Sequence[Said], doubt: str) -> Reply | None:
    """Nothing is booked of it: a question that waits falls away, and the message counts as it reads now. Where none
    waited, whether it shall be booked is asked first."""
    asked = [draft for one in sources for draft in turn.store.approvals.opened_by(one) if draft.state == "open"]
    for draft in asked:
        turn.store.approvals.take(draft.id)
    now = [one for one in now if one.intent != "correction"]  # there is nothing to put right
    if not now:
        return reply(line("dropped")) if asked else None
    waited = [one for one in asked if one.kind == "log" and not _asks_whether(one)]
    if not waited or doubt != "edited":
        return logs.log(turn, _in_doubt(now, doubt))
    return logs.log(turn, once(turn.store, now, turn.member.id, waited[0].id))


def _asks_whether(draft: Draft) -> bool:
    """Whether a question is only this: shall what a message says since its edit be booked."""
    return any(kind in WHETHER for said in json.loads(draft.payload) for kind, _, _ in said["doubts"])


def _in_doubt(saids: Sequence[Said], doubt: str) -> list[Said]:
    """The same facts, each to be booked only when [记上] is pressed."""
    return [replace(one, doubts=((doubt, one.text, ()), *one.doubts)) for one in saids]


def _compared(turn: Turn, sources: Sequence[int], was: Sequence[Said], now: Sequence[Said]) -> Reply | None:
    """Fact by fact, those of a kind in their order."""
    lines: list[Line] = []
    gone: list[Record] = []
    more: list[Said] = []
    corrects = any(one.intent == "correction" for one in was)  # it is compared with what it put right
    for intent in dict.fromkeys(one.intent for one in (*was, *now)):
        before, after = ([one for one in all_of if one.intent == intent] for all_of in (was, now))
        records = [one for one in _records(turn, sources) if isinstance(one, RECORDS.get(intent, ()))]
        records = [one for one in records if not (isinstance(one, Task) and one.visit_id)]  # told with its visit
        if not was or corrects:  # it was edited into nothing and left: what it says now is compared with the books
            before = [Said(intent, {}, "")] * len(records)
        for old, new, record in zip(before, after, records, strict=False):
            lines += _put_right(turn, record, old, new, sources)
        if not corrects:
            gone += [one for one in records[len(after) : len(before)] if _made_in(turn, one, sources)]
        fresh = after[len(before) :]
        undone = corrects or _was_taken_back(turn, sources, intent)
        more += _in_doubt(fresh, "edited" if corrects else "edited_undone") if undone else fresh
    return _answer(turn, sources, lines, gone, more)


def _made_in(turn: Turn, record: Record, sources: Sequence[int]) -> bool:
    """Whether the message made the record, and did not only change it."""
    return turn.store.audit.of_record(record.id)[0].source in sources


def _records(turn: Turn, sources: Sequence[int]) -> list[Record]:
    """What the change sets made or changed, as it stands now; each record once."""
    return list({one.id: one for source in sources for one in correctable(turn, source)}.values())


def _was_taken_back(turn: Turn, sources: Sequence[int], intent: str) -> bool:
    """Whether the message had booked such a fact, and that was taken back."""
    found = (
        turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
        for source in sources
        for entry in changes(turn, source)
        if entry.act == "create"
    )
    made: list[Any] = [one for one in found if isinstance(one, RECORDS.get(intent, ()))]
    return any(getattr(one, "reverses_id", None) is None and as_stands(turn, one) is None for one in made)


def _put_right(turn: Turn, record: Record, old: Said, new: Said, sources: Sequence[int]) -> list[Line]:
    """What differs between two readings of one fact, applied to what it became."""
    if new.account_id is None and old.account_id is not None:
        raise Refusal("edited_unclear")
    said = _difference(old, new)
    words = said.with_slots(note=new.text) if isinstance(record, Visit | Note) and new.text != old.text else said
    wrong = telling.before(turn, record, said.account_id)
    lines = put_right(turn, record, words)
    telling.tell(turn, wrong, lines)
    if isinstance(record, Visit):
        lines += _next_step(turn, record, said, new if new.step != old.step else None, sources)
    return lines


def _difference(old: Said, new: Said) -> Said:
    slots = {name: new.slots[name] for name in COMPARED if name in new.slots and new.slots[name] != old.get(name)}
    if "amount" in slots and "currency" in new.slots:
        slots["currency"] = new.slots["currency"]
    moved = new.account_id if new.account_id != old.account_id else None
    return Said("correction", slots, "", moved)


def _next_step(turn: Turn, visit: Visit, said: Said, step: Said | None, sources: Sequence[int]) -> list[Line]:
    """The next step that was told with a visit."""
    tasks = [one for one in _records(turn, sources) if isinstance(one, Task) and one.visit_id == visit.id]
    told = said.without("date", "contact")
    if step is not None:
        told = told.with_slots(step=step.step)
    lines = [line for task in tasks for line in put_right(turn, task, told)]
    _same_contact(turn, visit, tasks)
    return lines


def _same_contact(turn: Turn, visit: Visit, tasks: Sequence[Task]) -> None:
    """The next step is for whoever was really met."""
    met = turn.store.get(Visit, visit.id)
    for row in [one.id for one in tasks if one.contact_id == visit.contact_id]:
        task = turn.store.get(Task, row)
        if met is not None and task is not None and task.contact_id != met.contact_id:
            turn.store.save(evolve(task, contact_id=met.contact_id))


def _answer(
    turn: Turn, sources: Sequence[int], lines: Sequence[Line], gone: Sequence[Record], more: Sequence[Said]
) -> Reply | None:  # fmt: skip
    if len(lines) > 1 or more or gone:  # the words of a visit always differ; they are told where nothing else does
        lines = [one for one in lines if one.facts.get("what") != Line("field_note")]
    done = _corrected(turn, sources, lines) if lines else None
    booked = logs.log(turn, more) if more else None
    asked = _ask_about(turn, gone) if gone else None
    cards = [one.card for one in (done, booked, asked) if one is not None and one.card is not None]
    if not cards:
        return None
    shown = Card(tuple(one for card in cards for one in card.lines), _merged(cards))
    return Reply(shown, brief=line("corrected_brief", by=turn.member.name), action="see_money",
                 notices=booked.notices if booked else ())  # fmt: skip


def _merged(cards: Sequence[Card]) -> tuple[tuple[Button, ...], ...]:
    """The buttons of all cards, [撤销] [改] once and last."""
    rows = [row for card in cards for row in card.buttons if row[0].verb != "undo"]
    taking = next((row for card in cards for row in card.buttons if row[0].verb == "undo"), None)
    return (*rows, taking) if taking else tuple(rows)


def _corrected(turn: Turn, sources: Sequence[int], lines: Sequence[Line]) -> Reply:
    for source in sources[1:]:
        stamp(turn.store, source, line("stamp_corrected"))
    return corrected(turn, sources[0], lines)


# -- what is no longer said


def _ask_to_undo(turn: Turn, sources: Sequence[int]) -> Reply:
    """The message says nothing any more: is all that it said to be taken back?"""
    records = _records(turn, sources)
    if any(one.act == "create" for source in sources for one in changes(turn, source)):
        return _ask_about(turn, records)
    return _ask(turn, records, {"sources": [str(one) for one in sources]})


def _ask_about(turn: Turn, records: Sequence[Record]) -> Reply:
    return _ask(turn, records, {"records": [[type(one).__name__, str(one.id)] for one in records]})


def _ask(turn: Turn, records: Sequence[Record], payload: Mapping[str, Any]) -> Reply:
    draft = logs.keep_draft(turn, KIND, payload, awaits="")
    choices = tuple(
        Button(line(label), "answer", {"draft": str(draft.id), choice: True})
        for label, choice in (("button_take_back", "undo"), ("button_leave", "drop"))
    )
    asked = line("edited_gone", what=tuple(called(turn, one) for one in records))
    return Reply(Card((asked,), (choices,)), action="see_money", brief=line("asked_privately"))


def answered(turn: Turn, payload: Mapping[str, Any], choice: Mapping[str, Any]) -> Reply:
    """[撤掉] takes back what the edited message says no more, [留着] leaves it."""
    if not choice.get("undo"):
        return Reply(Card((line("edited_left"),)), toast=line("edited_left"), replaces=True)
    if "sources" in payload:
        undone = [undo(turn, int(source)) for source in reversed(payload["sources"])]
        return replace(undone[-1], replaces=True)
    return _taken_back(turn, payload["records"])


def _taken_back(turn: Turn, kept: Sequence[tuple[str, str]]) -> Reply:
    kinds = {record.__name__: record for record in OF_RECORD}
    found = (turn.store.get(kinds[name], int(row)) for name, row in kept)
    records = [now for one in found if one and (now := as_stands(turn, one))]
    made = [turn.store.audit.of_record(one.id)[0] for one in records]
    lines = [done for entry in reversed(made) if (done := take_back(turn, entry))]
    if not lines:
        raise Refusal("undo_already")
    for source in {entry.source for entry in made}:
        stamp(turn.store, source, line("stamp_undone"))
    card = Card((line("undone_head"), *lines), (logs.taking_back(turn)[:1],))
    return Reply(card, toast=line("toast_undone"), replaces=True, action="see_money")
