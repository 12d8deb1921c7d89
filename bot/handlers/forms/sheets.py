"""A form as a sheet: all its fields at once, for platforms that have forms. Its fields are those of `bot/forms.py`, and
what it comes to is booked by the same handlers as a typed line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.channels import Entry, Option, Sheet
from bot.forms import HANDOVER, Field, Form
from bot.handlers.accounts.finding import near_names, visible
from bot.handlers.forms import answers, filling, showing
from bot.handlers.forms.filling import LONGEST_NAME, Filling
from bot.handlers.forms.offering import offered, recent_accounts
from bot.handlers.handovers import asking, wanting
from bot.message import Line, Reply, Turn, line, reply
from bot.said import Said
from bot.text import say
from core.base.money import Money, totals
from core.base.refusal import Refusal
from core.ledger import Receivable
from core.people import Member, may
from core.sales import Account, names_of

NEW = "new:"  # what a customer nobody knows yet is chosen as, before the name
MOST, SHOWN = 100, 75  # options, and characters of one
ROW = re.compile(r"[0-9]{1,18}")  # an id
FARTHEST = timedelta(days=366 * 30)  # a day farther away is a slip of the finger
ENTERED = {"account": "search", "accounts": "searches", "member": "search", "day": "day", "choice": "choice",
           "count": "choice", "note": "lines"}  # fmt: skip


class NotTaken(Refusal):
    """A sheet that says what cannot be booked; `problems` says why, by its fields. `good` is the form without that; a
    button's sheet has none."""

    def __init__(
        self, problems: Mapping[str, Line], form: Form, good: Filling | None = None, denied: str | None = None
    ) -> None:
        super().__init__("form_not_taken", denied=denied)
        self.problems, self.form, self.good = problems, form, good


# -- opening


def opened(turn: Turn, form: Form, words: str) -> Sheet | None:
    """The sheet for this person, with what the words say filled in; None where they say all there is to say, or what no
    field of it could hold."""
    filling.permit(turn, form)
    if form is HANDOVER:
        waits = not turn.inbound.form and asking.pending(turn)
        return None if words or waits else _sheet(turn, form, _givers(turn), _nothing(form))
    begun = filling.begun(turn, form, words) if words else Filling(form, _nothing(form))
    said = begun.said
    in_doubt = said.doubts or said.choices or (said.name and said.account_id is None)
    if words and (filling.says_all(begun) or begun.others or in_doubt):
        return None  # nothing of it may get lost on the way to a sheet
    return _sheet(turn, form, _filled(turn, begun), said)


def again(turn: Turn, form: Form) -> Sheet:
    """The sheet as it was filled so far, with what is known about the customer that was chosen."""
    filling.permit(turn, form)
    filled: dict[str, tuple[Option, ...]] = {}
    said = _nothing(form)
    for name, values in turn.inbound.values.items():
        if not form.has(name) or not values:
            continue
        field = form.field(name)
        filled[name] = tuple(Option(one, _label(turn, field, one) if one in field.choices else one) for one in values)
        if field.kind == "account":
            account = _account_of(turn, values[0])
            filled[name] = (option(account),) if account else filled[name]
            said = said.with_account(account.id) if account else said
    return _sheet(turn, form, filled, said)


def _nothing(form: Form) -> Said:
    return Said(form.intent, {}, "")


def _sheet(turn: Turn, form: Form, filled: Mapping[str, tuple[Option, ...]], said: Said) -> Sheet:
    entries = tuple(entry(turn, field, filled.get(field.name, ()), said) for field in form.fields)
    save, cancel = say(turn.language, "button_save"), say(turn.language, "button_form_cancel")
    return Sheet(form.name, say(turn.language, f"form_{form.name}"), save, cancel, entries)


def entry(turn: Turn, field: Field, filled: tuple[Option, ...], said: Said) -> Entry:
    """One field in words, with what stands in it at first."""
    kind: Any = ENTERED.get(field.name) or ENTERED.get(field.kind, "line")
    longest = {"person": answers.LONGEST_PERSON, "text": answers.LONGEST_TEXT, "money": answers.LONGEST_PERSON * 2}
    return Entry(
        field.name,
        say(turn.language, f"field_{field.word}"),
        kind,
        required=field.required,
        hint=say(turn.language, f"form_hint_{field.kind}"),
        filled=filled,
        options=tuple(Option(one, _label(turn, field, one)) for one in field.choices),
        longest=longest.get(field.kind, 0),
        note=_known_about(turn, field, said),
        tells=field.kind == "account",
    )


def _known_about(turn: Turn, field: Field, said: Said) -> str:
    """What a chat would offer on buttons once the customer is known: open balances, people, deals."""
    if said.account_id is None or field.kind not in ("money", "person", "text"):
        return ""
    if field.kind == "person" and turn.policy.privacy.hide_from_platform:
        return ""
    known = [say(turn.language, label.key, turn.today, **label.facts) for label, _ in offered(turn, field, said)]
    return say(turn.language, f"form_known_{field.kind}", values=tuple(known)) if known else ""


def _label(turn: Turn, field: Field, value: str) -> str:
    label = line("button_notice", days=int(value)) if field.kind == "count" else Line(f"{field.prefix}{value}")
    return say(turn.language, label.key, turn.today, **label.facts)


def _filled(turn: Turn, begun: Filling) -> dict[str, tuple[Option, ...]]:
    """What was said already, today where a day is usually today's, and the one balance that is open."""
    said, found = begun.said, dict[str, tuple[Option, ...]]()
    if account := turn.store.sales.account(said.account_id) if said.account_id else None:
        found["account"] = (option(account),)
    for field in begun.form.fields:
        value = VALUES.get(field.kind, _words)(turn, field, said)
        if value and field.kind != "account":
            found[field.name] = (Option(value, _label(turn, field, value) if field.choices else value),)
    return found


def _words(turn: Turn, field: Field, said: Said) -> str:
    value = showing.words_of(said, field)
    return value if not field.choices or value in field.choices else ""


def _day_said(turn: Turn, field: Field, said: Said) -> str:
    on = showing.value_of(turn, field, said) or (turn.today if field.offers == "past" else None)
    return on.isoformat() if on else ""


def _money_said(turn: Turn, field: Field, said: Said) -> str:
    """What was said, or all that is open, where it is of one currency."""
    account = turn.store.sales.account(said.account_id) if said.account_id and field.offers else None
    sums = [amount] if (amount := showing.value_of(turn, field, said)) is not None else []
    if not sums and account is not None and may(turn.member, "see_money", account.owners, account.tier):
        sums = [*totals(one.balance for one in turn.store.ledger.open_receivables(account.id))]
    return money_option(sums[0]).value if len(sums) == 1 else ""


VALUES: Mapping[str, Callable[[Turn, Field, Said], str]] = {"day": _day_said, "money": _money_said}


def standing(turn: Turn, field: Field, record: Any) -> Option | None:
    """What stands in a field of a record, as it is entered; None where nothing does."""
    value = getattr(record, field.attribute)
    if value in (None, ""):
        return None
    if field.kind == "account":
        account = turn.store.sales.account(value)
        return option(account) if account else None
    if field.kind == "money":
        return money_option(value + record.adjusted if isinstance(record, Receivable) else value)
    if field.kind == "person":
        value = showing.recorded(turn, field, value)
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    return Option(text, _label(turn, field, text) if text in field.choices else text) if text else None


def money_option(amount: Money) -> Option:
    """An amount as it is entered."""
    return Option(f"{amount.amount} {amount.currency}", "")


def _givers(turn: Turn) -> dict[str, tuple[Option, ...]]:
    mine = turn.store.handovers.accounts_of(turn.member.id)
    return {"giver": (Option(str(turn.member.id), turn.member.name),)} if mine else {}


# -- searching


def options(turn: Turn, form: Form, name: str, typed: str) -> Sequence[Option]:
    """What may be chosen: known customers, those used last first, and the typed name as a new one; or members."""
    filling.permit(turn, form)
    field, typed = form.field(name), " ".join(typed.split())
    if field.kind == "member":
        return [Option(str(one.id), one.name[:SHOWN]) for one in _members(turn, field, typed)][:MOST]
    accounts = found(turn, typed)
    shown = [option(one) for one in accounts][: MOST - 1]
    known = any(typed.lower() in (name.lower() for name in names_of(one)) for one in accounts)
    is_name = field.kind == "account" and 2 <= len(typed) <= LONGEST_NAME
    if is_name and not known and may(turn.member, "create_account"):
        shown.append(Option(f"{NEW}{typed}", say(turn.language, "button_create", name=typed)[:SHOWN]))
    return shown


def found(turn: Turn, typed: str) -> list[Account]:
    """The customers a search means; with nothing typed those logged about last, then all this person may know of."""
    return list(dict.fromkeys(_accounts(turn, typed) if typed else recent_accounts(turn) + _known(turn)))


def option(account: Account) -> Option:
    """A customer to choose."""
    return Option(str(account.id), account.name[:SHOWN])


def _known(turn: Turn) -> list[Account]:
    return [one for one in turn.store.sales.accounts() if visible(turn, one)]


def _accounts(turn: Turn, typed: str) -> list[Account]:
    """Those called so or nearly so, then those with these letters in a name."""
    found = turn.names.find(typed)
    rows = [ref for one in found.exact if (ref := found.refs.get(one))]
    exact = (turn.store.sales.account(int(row)) for row in rows)
    near, wanted = near_names(turn, found, typed), typed.lower()
    known = _known(turn)
    return [
        *(one for one in exact if one is not None and visible(turn, one)),
        *(one for one in known if one.name in near),
        *(one for one in known if any(wanted in name.lower() for name in names_of(one))),
    ]


def _members(turn: Turn, field: Field, typed: str) -> list[Member]:
    people: Iterable[Member] = turn.store.people.with_role("rep", "manager")
    if field.name == "giver":
        owners = (turn.store.people.member(row) for row in turn.store.handovers.owners())
        people = [one for one in owners if one is not None and may(turn.member, "propose_handover", (one.id,))]
    return [one for one in people if typed.lower() in one.name.lower()]


# -- handed in


def is_over(turn: Turn, earlier: Sequence[int]) -> bool:
    """Whether a sheet that is handed in did its work already. `earlier`: the change sets it made before."""
    return any(one.act != "denied" for row in earlier for one in turn.store.audit.of_source(row))


def submitted(turn: Turn) -> Reply:
    """Book a sheet; NotTaken says what is wrong by its fields."""
    from bot.forms import SHEETS

    form = SHEETS.get(turn.inbound.form)
    if form is None:
        raise Refusal("form_over")
    filling.permit(turn, form)
    return _handover(turn) if form is HANDOVER else _booked(turn, form)


def _booked(turn: Turn, form: Form) -> Reply:
    filled, problems = Filling(form, _nothing(form)), {}
    for field in form.fields:
        typed = next(iter(turn.inbound.values.get(field.name, ())), "").strip()
        entered = ENTERERS.get(field.kind, _entered)(turn, field, typed) if typed else _left_out(field)
        if isinstance(entered, Line):
            problems[field.name] = entered
            filled = filling.passed_over(filled, field)
        else:
            filled = filling.moved(turn, filled, entered)
    if problems:
        raise NotTaken(problems, form, filling.without(filled, problems))
    try:
        return filling.booked(turn, filled)
    except Refusal as refusal:
        if turn.store.wrote:
            raise
        wrong = in_place(form, refusal)
        raise NotTaken(wrong.problems, form, filling.without(filled, wrong.problems), wrong.denied) from None


def in_place(form: Form, refusal: Refusal) -> NotTaken:
    """A no, said beside the field it is about."""
    place = "amount" if refusal.key.startswith("amount") and form.has("amount") else form.fields[0].name
    return NotTaken({place: Line(refusal.key, refusal.facts)}, form, denied=refusal.denied)


def entered(turn: Turn, form: Form, stood: Mapping[str, str]) -> Said:
    """What was entered otherwise than it `stood` there; NotTaken where some of it cannot be."""
    said, problems = _nothing(form), dict[str, Line]()
    for field in form.fields:
        typed = next(iter(turn.inbound.values.get(field.name, ())), "").strip()
        if typed == stood.get(field.name, "") and not (field.required and not typed):
            continue
        emptied: Entered | Line = _left_out(field) if field.required else {"slots": {field.name: ""}}
        value = ENTERERS.get(field.kind, _entered)(turn, field, typed) if typed else emptied
        if isinstance(value, Line) or "create" in value:
            problems[field.name] = value if isinstance(value, Line) else line("account_gone")
        elif "account" in value:
            said = said.with_account(int(value["account"]))
        else:
            said = said.with_slots(**value["slots"])
    if problems:
        raise NotTaken(problems, form)
    return said


Entered = Mapping[str, Any]


def _left_out(field: Field) -> Entered | Line:
    return line("form_left_out") if field.required else {"slots": {}}


def _entered(turn: Turn, field: Field, typed: str) -> Entered | Line:
    slots = answers.slots_of(turn, field, typed)
    return {"slots": dict(slots)} if slots else Line(f"form_not_{field.kind}")


def _day(turn: Turn, field: Field, typed: str) -> Entered | Line:
    entered = _entered(turn, field, typed)
    if isinstance(entered, Line):
        return entered
    on = Said("", entered["slots"], "").day(field.name)
    if on is None or abs(on - turn.today) > FARTHEST:
        return line("form_day_far")
    return line("form_day_ahead") if field.offers == "past" and on > turn.today else entered


def _account(turn: Turn, field: Field, typed: str) -> Entered | Line:
    if typed.startswith(NEW):
        name = " ".join(typed.removeprefix(NEW).split())
        return {"create": name} if 2 <= len(name) <= LONGEST_NAME else line("form_not_account")
    account = _account_of(turn, typed)
    if account is None:
        return line("account_gone")
    if account.state == "archived":
        return line("account_archived", account=account.name)
    return {"account": str(account.id)}


def _account_of(turn: Turn, typed: str) -> Account | None:
    """The customer a choice names, if this person may know of it."""
    account = turn.store.sales.account(int(typed)) if ROW.fullmatch(typed) else None
    return account if account is not None and visible(turn, account) else None


def _colleague(turn: Turn, field: Field, typed: str) -> Entered | Line:
    member = _member(turn, typed)
    return {"slots": {field.name: str(member.id)}} if member else line("form_left_out")


ENTERERS: Mapping[str, Callable[[Turn, Field, str], Entered | Line]] = {
    "account": _account,
    "day": _day,
    "member": _colleague,
}


def _handover(turn: Turn) -> Reply:
    """What would move is shown in the private chat, with [交出] under it."""
    chosen = turn.inbound.values
    people = {name: _member(turn, next(iter(chosen.get(name, ())), "")) for name in ("giver", "receiver")}
    problems = {name: line("form_left_out") for name, one in people.items() if one is None}
    rows = chosen.get("accounts", ())
    accounts = tuple(one for row in rows if (one := _account_of(turn, row)))
    if len(accounts) != len(rows):
        problems["accounts"] = line("account_gone")
    nothing = Filling(HANDOVER, _nothing(HANDOVER))
    giver = people["giver"]
    if giver is not None and not may(turn.member, "propose_handover", (giver.id,)):
        not_yours = {"giver": line("handover_not_yours", owner=giver.name)}
        raise NotTaken(not_yours, HANDOVER, nothing, "propose_handover")
    if problems:
        raise NotTaken(problems, HANDOVER, nothing)
    wanted = wanting.Wanted(people["receiver"], people["giver"], accounts, everything=not accounts)
    try:
        return asking.go_on(turn, wanted)
    except Refusal as refusal:
        if turn.store.wrote:
            raise
        why = {"receiver": Line(refusal.key, refusal.facts)}
        raise NotTaken(why, HANDOVER, nothing, refusal.denied) from None


def _member(turn: Turn, row: str) -> Member | None:
    return turn.store.people.member(int(row)) if ROW.fullmatch(row) else None


def asked_on(turn: Turn, refused: NotTaken) -> Reply:
    """What was wrong with a sheet nobody looks at any more: said in the chat, where the form goes on field by field."""
    rows = [line("form_wrong_row", what=Line(f"field_{refused.form.field(name).word}"), why=why)
            for name, why in refused.problems.items()]  # fmt: skip
    said = (line("form_not_taken"), *rows)
    if refused.good is None:
        return reply(*said, line("form_press_again"))
    if refused.form is HANDOVER:
        return filling.beside(asking.command(turn), said)
    return filling.beside(filling.opened(turn, refused.good), said)
