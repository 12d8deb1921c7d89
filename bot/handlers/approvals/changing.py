"""[改]: pick with buttons what is wrong, give the right value, see it before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.forms import OF_RECORD, Field, Form
from bot.handlers import logs
from bot.handlers.accounts.finding import find_account
from bot.handlers.approvals import telling
from bot.handlers.approvals.changes import as_stands, called
from bot.handlers.approvals.correcting import correctable, corrected
from bot.handlers.approvals.righting import put_right
from bot.handlers.forms import answers
from bot.handlers.forms.offering import offered
from bot.handlers.forms.showing import recorded
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from core.approvals import Draft
from core.base.records import Record
from core.base.refusal import Refusal
from storage.tables.books import BY_NAME, KINDS

KIND = "field"
MOST = 8  # records of one message, a button each


def how_to_correct(turn: Turn) -> Reply:
    """[改] under a card: its fields as buttons; a value or a correction typed next counts too."""
    source, records = _shown(turn)
    logs.keep_draft(turn, "correct", {"source": str(source)}, awaits="correction")
    card = _fields(turn, source, records[0]) if len(records) == 1 else _records(turn, source, records)
    return Reply(card, toast=line("toast_edit_how"), action="see_money")


def _shown(turn: Turn) -> tuple[int, list[Record]]:
    """The change set a card tells of, and what of it may be put right; Refusal where that is nothing."""
    source, wanted = int(turn.arguments["source"]), turn.arguments.get("record")
    records = [one for one in correctable(turn, source) if wanted is None or str(one.id) == wanted]
    if not records:
        raise Refusal("correct_nothing")
    return source, records


def the_one(turn: Turn) -> Any:
    """The record a card tells of, if it is one alone and has fields; None where it is asked which."""
    _, records = _shown(turn)
    return records[0] if len(records) == 1 and type(records[0]) in OF_RECORD else None


def form_of(record: Record) -> Form:
    """The form of a record, with those fields alone that it keeps."""
    form = OF_RECORD[type(record)]
    return replace(form, fields=tuple(one for one in form.fields if one.attribute))


def _records(turn: Turn, source: int, records: Sequence[Record]) -> Card:
    """One message made several records: which one is wrong."""
    rows = tuple(
        (Button(called(turn, one), "edit", {"source": str(source), "record": str(one.id)}),) for one in records[:MOST]
    )
    return Card((line("edit_which_record"),), rows)


def _fields(turn: Turn, source: int, record: Any) -> Card:
    """What the record says now, and a button a field. What waits for a yes has no fields, only a value."""
    if type(record) not in OF_RECORD:
        return Card((line("edit_which_field", what=called(turn, record)), line("edit_say")))
    fields = form_of(record).fields
    values = ((one, recorded(turn, one, getattr(record, one.attribute))) for one in fields)
    shown = [line("form_row", what=Line(f"field_{one.word}"), value=value, assumed="no")
             for one, value in values if value is not None]  # fmt: skip
    about = {"source": str(source), "kind": KINDS[type(record)].name, "record": str(record.id)}
    made = [Button(Line(f"field_{one.word}"), "field", {**about, "field": one.name}) for one in fields]
    rows = tuple(tuple(made[start : start + 3]) for start in range(0, len(made), 3))
    return Card((line("edit_which_field", what=called(turn, record)), *shown, line("edit_or_say")), rows)


def field_pressed(turn: Turn) -> Reply:
    """A field of [改]: what is right? Buttons with what people name most, or typed."""
    about = dict(turn.arguments)
    record, field = _of(turn, about)
    draft = logs.keep_draft(turn, KIND, about, awaits=field.name)
    arguments = {"draft": str(draft.id)}
    said = Said("correction", {}, "", getattr(record, "account_id", None))
    made = [Button(label, "answer", {**arguments, **choice}) for label, choice in offered(turn, field, said)]
    rows = [tuple(made[start : start + 2]) for start in range(0, len(made), 2)]
    rows.append((Button(line("button_form_cancel"), "answer", {**arguments, "drop": True}),))
    now = recorded(turn, field, getattr(record, field.attribute))
    asked = line("edit_field", what=called(turn, record), field=Line(f"field_{field.word}"), now=now)
    how = line("edit_ask_account") if field.kind == "account" else Line(f"form_ask_{field.word}")
    card = Card((asked, how), tuple(rows))
    return Reply(card, action="see_money", replaces=turn.private)


def answered(turn: Turn, payload: Mapping[str, Any], choice: Mapping[str, Any]) -> Reply:
    """The right value, pressed or typed."""
    replaces = turn.inbound.kind == "press"
    if choice.get("drop"):
        return Reply(Card((line("edit_dropped"),)), toast=line("edit_dropped"), replaces=replaces)
    record, _ = _of(turn, payload)
    said = Said("correction", dict(choice.get("slots", {})), "")
    if "account" in choice:
        said = said.with_account(int(choice["account"]))
    done = _righted(turn, int(payload["source"]), record, said)
    if done is None:
        return Reply(Card((line("correct_same"),)), toast=line("correct_same"), replaces=replaces)
    return replace(done, replaces=replaces)


def changed(turn: Turn, said: Said) -> Reply:
    """What was entered on the sheet of [改]: every field that reads otherwise than before. Refusal where none does."""
    source, records = _shown(turn)
    done = _righted(turn, source, records[0], replace(said, intent="correction"))
    if done is None:
        raise Refusal("correct_same")
    return done


def _righted(turn: Turn, source: int, record: Record, said: Said) -> Reply | None:
    """The record with the right values; None where it had them already."""
    wrong = telling.before(turn, record, said.account_id)
    lines = put_right(turn, record, said)
    if not lines:
        return None
    for waiting in turn.store.approvals.open_of_kind(turn.member.id, "correct", turn.now):
        turn.store.approvals.take(waiting.id)  # the value it waited for was given by field
    telling.tell(turn, wrong, lines)
    return corrected(turn, source, lines)


def is_own_word(turn: Turn, draft: Draft) -> bool:
    """Whether a message is just what is asked: it may be a command's name as well."""
    text, field = turn.inbound.text.strip(), _field(json.loads(draft.payload))
    if field.kind == "account":
        return answers.word_of(text) == "drop" or bool(turn.names.find(text).exact)
    return answers.word_of(text) == "drop" or answers.is_plainly(turn, field, text)


def typed(turn: Turn, draft: Draft, *, requests: bool, asks: bool) -> Mapping[str, Any] | Reply | None:
    """A typed value for the field that was asked; what is wrong with it; None: it is about something else."""
    text, field = turn.inbound.text.strip(), _field(json.loads(draft.payload))
    if answers.word_of(text) == "drop":
        return {"drop": True}
    if requests or (field.kind != "text" and asks):
        return None
    if field.kind in ("text", "person") and answers.whole_facts(turn):
        return None
    if field.kind == "account":
        return {"account": str(find_account(turn, text).id)} if not _is_news(turn) else None
    if slots := answers.slots_of(turn, field, text):
        return {"slots": dict(slots)}
    return None if _is_news(turn) else reply(Line(f"form_not_{field.kind}"))


def _is_news(turn: Turn) -> bool:
    """A fact of its own; a correction said in full is heard as one."""
    return any(one.intent != "note" for one in turn.facts)


def _field(payload: Mapping[str, Any]) -> Field:
    return OF_RECORD[BY_NAME[payload["kind"]].record].field(payload["field"])


def _of(turn: Turn, payload: Mapping[str, Any]) -> tuple[Any, Field]:
    """The record as it stands and the field; a Refusal where it was taken back, or is not this person's to change."""
    correctable(turn, int(payload["source"]))
    found = turn.store.get(BY_NAME[payload["kind"]].record, int(payload["record"]))
    record = as_stands(turn, found) if found else None
    if record is None:
        raise Refusal("record_gone")
    return record, _field(payload)
