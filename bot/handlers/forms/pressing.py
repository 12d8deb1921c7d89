"""A button that asks for a value, as a sheet: what it would ask in a chat, field after field, stands there at once.

The sheet is opened only where the press would ask. What else a press comes to is told in the chat, as by any press.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.channels import Entry, Option, Sheet
from bot.forms import EDIT, PRESSED, Field, Form
from bot.handlers import watch
from bot.handlers.approvals import changing
from bot.handlers.approvals.changes import called
from bot.handlers.contracts import deciding
from bot.handlers.forms import sheets
from bot.handlers.logs import log
from bot.handlers.tasks import doing
from bot.handlers.tasks.showing import task_line
from bot.message import Line, Reply, Turn, line
from bot.said import Said
from bot.text import say
from core.base.calendar import plus_months
from core.base.refusal import Refusal

SHOWN = 75  # characters of an option


@dataclass(frozen=True, slots=True)
class Asked:
    """What a press asks: about what, and what stands in the fields at first.

    `mark` changes when that changes, so that nobody puts right what they have not seen.
    """

    form: Form
    head: Line
    now: Mapping[str, Option] = field(default_factory=dict)
    mark: str = ""


def sheet(turn: Turn, verb: str) -> Sheet | None:
    """The sheet of a pressed button, whose arguments are the turn's; None where a press asks nothing, or asks which."""
    asked = ASKS[verb](turn)
    if asked is None:
        return None
    title, save, cancel = (say(turn.language, key) for key in (f"form_{verb}", "button_save", "button_form_cancel"))
    head = say(turn.language, asked.head.key, turn.today, **asked.head.facts)
    entries = tuple(_entry(turn, one, asked.now.get(one.name)) for one in asked.form.fields)
    return Sheet(verb, title, save, cancel, entries, head, asked.mark)


def _entry(turn: Turn, asked: Field, now: Option | None) -> Entry:
    """A field as on any sheet; its customer is one that is known, and tells nothing about the others."""
    entry = sheets.entry(turn, asked, (now,) if now else (), Said("", {}, ""))
    return replace(entry, tells=False, hint=say(turn.language, "form_hint_known")) if entry.tells else entry


def options(turn: Turn, verb: str, name: str, typed: str) -> Sequence[Option]:
    """What may be chosen in a searched field: known customers, or colleagues."""
    if verb == EDIT and name == "account":
        return [sheets.option(one) for one in sheets.found(turn, typed)]
    if verb in PRESSED and PRESSED[verb].has(name):
        known = (one for one in turn.store.people.members() if typed.lower() in one.name.lower())
        return [Option(str(one.id), one.name[:SHOWN]) for one in known]
    return ()


def submitted(turn: Turn) -> Reply:
    """Do what was entered; NotTaken says what is wrong by its fields. Refusal where it is about something else now."""
    verb = turn.inbound.form
    asked = ASKS[verb](turn) if verb in ASKS else None
    if asked is None or asked.mark != turn.inbound.mark:
        raise Refusal("form_changed")
    stood = {name: one.value for name, one in asked.now.items()} if verb == EDIT else {}
    said = sheets.entered(turn, asked.form, stood)
    try:
        return DONE[verb](turn, said)
    except Refusal as refusal:
        if turn.store.wrote:
            raise
        raise sheets.in_place(asked.form, refusal) from None


# -- what each of them asks


def _promise(turn: Turn) -> Asked:
    _, receivable, account = watch.subject(turn)
    head = line("pressed_money", account=account.name, balance=receivable.balance)
    return Asked(PRESSED["promised"], head)


def _payment(turn: Turn) -> Asked:
    _, receivable, account = watch.subject(turn)
    owed = receivable.balance
    head = line("pressed_money", account=account.name, balance=owed)
    return Asked(PRESSED["received"], head, {"amount": sheets.money_option(owed)})


def _dispute(turn: Turn) -> Asked:
    receivable, account = watch.undisputed(turn)
    return Asked(PRESSED["disputed"], line("pressed_money", account=account.name, balance=receivable.balance))


def _renewal(turn: Turn) -> Asked:
    contract, account = deciding.decidable(turn)
    now = {}
    if contract.ends_on is not None:
        year = plus_months(contract.ends_on, 12).isoformat()
        now = {"end_date": Option(year, year)}
    head = line("pressed_contract", account=account.name, end=contract.ends_on)
    return Asked(PRESSED["renew"], head, now)


def _day(turn: Turn) -> Asked | None:
    return None if "on" in turn.arguments else _task(turn, "task_later")


def _colleague(turn: Turn) -> Asked | None:
    return None if "member" in turn.arguments else _task(turn, "task_hand")


def _task(turn: Turn, verb: str) -> Asked:
    task = doing.pressed(turn)
    if not task.is_open:
        raise Refusal("task_already_done")
    return Asked(PRESSED[verb], task_line(turn, "pressed_task", task), mark=f"{task.id}:{task.version}")


def _record(turn: Turn) -> Asked | None:
    """The one record a card tells of, each field as it stands; only a text may be emptied."""
    record = changing.the_one(turn)
    if record is None:
        return None
    of_kind = changing.form_of(record)
    now = {one.name: was for one in of_kind.fields if (was := sheets.standing(turn, one, record)) is not None}
    fields = tuple(
        replace(one, required=one.name in now and (one.required or one.kind != "text")) for one in of_kind.fields
    )
    form = Form(EDIT, of_kind.intent, of_kind.record, fields)
    mark = f"{record.id}:{record.version}"
    return Asked(form, called(turn, record), now, mark)


ASKS: Mapping[str, Callable[[Turn], Asked | None]] = {
    "promised": _promise,
    "received": _payment,
    "disputed": _dispute,
    "renew": _renewal,
    "task_later": _day,
    "task_hand": _colleague,
    EDIT: _record,
}


# -- what is done with what was entered


def _received(turn: Turn, said: Said) -> Reply:
    _, _, account = watch.subject(turn)
    return log(turn, [Said("payment", said.slots, "", account.id)])


def _put_off(turn: Turn, said: Said) -> Reply:
    on = said.day("next_date")
    assert on is not None, "it is required"
    return doing.later(turn, doing.pressed(turn), on)


def _handed(turn: Turn, said: Said) -> Reply:
    return doing.hand(turn, doing.pressed(turn), turn.store.people.member(int(said.slots["colleague"])))


DONE: Mapping[str, Callable[[Turn, Said], Reply]] = {
    "promised": watch.promised,
    "received": _received,
    "disputed": watch.disputed,
    "renew": deciding.renewed,
    "task_later": _put_off,
    "task_hand": _handed,
    EDIT: changing.changed,
}
