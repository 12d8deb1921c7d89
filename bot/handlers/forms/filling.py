"""Filling a form: one field at a time with buttons, or several with a typed line; what it comes to is booked by the
same handlers as a typed line.

Where one stands is a draft row, so a form survives a restart, and other messages in between.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.covering import cover_of
from bot.forms import COMMANDS, FORMS, HANDOVER, SHEETS, Field, Form
from bot.handlers import logs
from bot.handlers.forms import answers, showing
from bot.handlers.forms.offering import offered
from bot.handlers.handovers import picking
from bot.message import Button, Card, Keys, Line, Reply, Turn, line, reply
from bot.post import in_order, private_place, send
from bot.said import Said
from bot.text import say
from core.approvals import Draft
from core.base.ids import moment_of
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may

KIND = "form"
LONGEST_NAME = 40
MONEY = ("payment", "promise", "contract", "receivable")
Choice = Mapping[str, Any]
Rows = list[tuple[Button, ...]]


@dataclass(frozen=True, slots=True)
class Filling:
    """A form under way. `done` are the fields answered or passed over, in order; `others` is what a typed line said
    besides; `from_line`: some of it was read from a line, so the whole is shown before it is saved; `is_new`: the
    customer is to be made under that name; `unsure`: what was typed where no customer is surely called so."""

    form: Form
    said: Said
    done: tuple[str, ...] = ()
    others: tuple[Said, ...] = ()
    from_line: bool = False
    is_new: bool = False
    unsure: str = ""

    @property
    def field(self) -> Field | None:
        """What is asked now; None when the whole is shown, or all is said."""
        missing = [one for one in self.form.fields if one.name not in self.done]
        if self.from_line:
            missing = [one for one in missing if one.required]
        return missing[0] if missing else None

    @property
    def is_enough(self) -> bool:
        """Whether it could be booked as it stands."""
        return all(one.name in self.done for one in self.form.fields if one.required)

    def as_json(self) -> dict[str, Any]:
        """For the draft."""
        return {
            "form": self.form.name,
            "said": self.said.as_json(),
            "done": list(self.done),
            "others": [one.as_json() for one in self.others],
            "from_line": self.from_line,
            "is_new": self.is_new,
            "unsure": self.unsure,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Filling:
        """Out of the draft."""
        others = tuple(Said.from_json(one) for one in kept["others"])
        said, done = Said.from_json(kept["said"]), tuple(kept["done"])
        return cls(FORMS[kept["form"]], said, done, others, kept["from_line"], kept["is_new"], kept["unsure"])


# -- beginning


def begin(name: str, turn: Turn) -> Reply:
    """/visit, /deal, /pay, /promise: alone they ask field after field; a line is booked, or asked what it lacks."""
    empty = Filling(FORMS[name], Said(FORMS[name].intent, {}, ""))
    if not turn.words:
        return opened(turn, empty)
    filling = begun(turn, FORMS[name], turn.words)
    if says_all(filling):
        return logs.log(turn, [filling.said, *filling.others])
    return opened(turn, replace(filling, from_line=False))


def begun(turn: Turn, form: Form, words: str) -> Filling:
    """The form with what a line, or one value, says; Refusal where the words are neither."""
    empty = Filling(form, Said(form.intent, {}, ""))
    return _with_line(turn, empty, words) or _with_one_value(turn, empty, words)


def begin_pressed(turn: Turn) -> Reply:
    """[记一笔回款] and its like; or the form that was put aside for another one."""
    if kept := turn.arguments.get("resume"):
        draft = turn.store.approvals.draft(int(kept))
        if draft is None or draft.member_id != turn.member.id:
            raise Refusal("button_not_yours", denied="talk")
        return take_up(turn, json.loads(draft.payload))
    if turn.arguments.get("open"):
        return _asked_again(turn)
    form = SHEETS.get(name := str(turn.arguments["form"])) or FORMS[name]
    permit(turn, form)
    if form is HANDOVER:
        return replace(picking.start(turn), toast=line("toast_handover_picked"), replaces=turn.private)
    return opened(turn, Filling(form, Said(form.intent, {}, "")))


def take_up(turn: Turn, payload: Mapping[str, Any]) -> Reply:
    """A form that was left, at the field where it was left."""
    return opened(turn, Filling.from_json(payload))


def still_open(turn: Turn, told: Reply) -> Reply:
    """What was booked while a form is open says so, and leads back to it."""
    found = turn.store.approvals.open_of_kind(turn.member.id, KIND, turn.now) if turn.private else []
    if told.card is None or not found:
        return told
    form = Line(f"form_{json.loads(found[0].payload)['form']}")
    again = (Button(line("button_form_resume", form=form), "form", {"open": True}),)
    lines, rows = (*told.card.lines, line("form_still_open", form=form)), (*told.card.buttons, again)
    return replace(told, card=replace(told.card, lines=lines, buttons=rows))


def _asked_again(turn: Turn) -> Reply:
    """Where the open form stands by now."""
    found = turn.store.approvals.open_of_kind(turn.member.id, KIND, turn.now)
    if not found:
        raise Refusal("draft_taken")
    turn.store.approvals.take(found[0].id)
    return take_up(turn, json.loads(found[0].payload))


def buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """A button a form that this person may fill."""
    names = [name for name in COMMANDS if may(turn.member, _action(FORMS[name]))]
    made = [Button(Line(f"form_{name}"), "form", {"form": name}) for name in names]
    return tuple(tuple(made[start : start + 3]) for start in range(0, len(made), 3))


def permit(turn: Turn, form: Form) -> None:
    """Refusal where this person may not log what the form is for."""
    if not may(turn.member, _action(form)):
        raise Refusal("not_allowed", denied=_action(form))


def _action(form: Form) -> str:
    from bot.routes import COMMANDS, FACTS

    return FACTS[form.intent][1] if form.intent in FACTS else COMMANDS[form.name].action


def says_all(filling: Filling) -> bool:
    """Whether a line said what must be said; a day nobody named is today's, as in any line."""
    missing = [one for one in filling.form.fields if one.required and one.name not in filling.done]
    return filling.from_line and all(one.offers == "past" for one in missing)


def _with_one_value(turn: Turn, filling: Filling, text: str) -> Filling:
    """/visit 华星, /pay 5万: one value was said. Refusal where it is none, and no customer is called that."""
    rows = _accounts_called(turn, text)
    for field in filling.form.fields if not rows else ():
        if field.kind in ("money", "day") and (slots := answers.slots_of(turn, field, text)):
            return replace(filling, said=filling.said.with_slots(**slots), done=(field.name,))
    if len(rows) != 1:
        raise (
            Refusal("account_near_said", name=text[:40], near=_names(turn, rows))
            if rows
            else Refusal("account_unknown", name=text[:40])
        )
    return replace(filling, said=replace(filling.said, name=text).with_account(rows[0]), done=("account",))


def opened(turn: Turn, filling: Filling) -> Reply:
    """The next step; another form this person had open is put aside, and may be taken up again."""
    aside = turn.store.approvals.open_of_kind(turn.member.id, KIND, turn.now)
    for draft in aside:
        turn.store.approvals.take(draft.id)
    step = _step(turn, filling)
    if aside and step.card is not None:
        before = Line(f"form_{json.loads(aside[0].payload)['form']}")
        again = (Button(line("button_form_resume", form=before), "form", {"resume": str(aside[0].id)}),)
        step = replace(step, first=Card((line("form_put_aside", form=before),), (again,)))
    return replace(step, replaces=False) if turn.private else _privately(turn, step)


def _privately(turn: Turn, step: Reply) -> Reply:
    """A form is filled in the private chat; the group hears one line, and a press there only its toast."""
    place = private_place(turn.store, turn.member, turn.inbound.channel)
    if place is None:
        raise Refusal("private_needed")
    for one, _ in in_order(step):
        send(turn.store, place, one)
    card = None if turn.inbound.kind == "press" else Card((line("form_private"),))
    return Reply(card, toast=line("sent_privately"))


# -- answers


def answered(turn: Turn, payload: Mapping[str, Any], choice: Choice) -> Reply:
    """A button, or what was typed, to the field that was asked."""
    filling = Filling.from_json(payload)
    if choice.get("drop"):
        over = Reply(Card((line("dropped"),)), toast=line("dropped"), replaces=_in_place(turn))
        return replace(over, keyboard=turn.has_keys)
    if spot := choice.get("spot"):
        return _located(turn, filling, spot)
    if choice.get("save"):
        return booked(turn, filling)
    return _step(turn, moved(turn, filling, choice))


def passed_over(filling: Filling, field: Field) -> Filling:
    """The form with a field left empty."""
    return replace(filling, done=(*filling.done, field.name))


def without(filling: Filling, names: Collection[str]) -> Filling:
    """The form with some fields to be asked again, their values gone."""
    said = filling.said.without(*names, *(f"{name}_end" for name in names))
    is_new = filling.is_new and "account" not in names
    if "account" in names:
        said = replace(said, account_id=None, name="", is_new=False, choices=())
    for name in ("note", "step"):
        said = _with_value(said, filling.form.field(name), {}) if name in names else said
    return replace(filling, said=said, done=tuple(one for one in filling.done if one not in names), is_new=is_new)


def beside(reply: Reply, lines: Sequence[Line]) -> Reply:
    """A step with something said before it."""
    card = replace(reply.card, lines=(*lines, *reply.card.lines)) if reply.card else Card(tuple(lines))
    return replace(reply, card=card)


def moved(turn: Turn, filling: Filling, choice: Choice) -> Filling:
    """The form after one answer."""
    field, filling = filling.field, replace(filling, unsure="")
    if choice.get("back"):
        return _back(filling)
    if choice.get("more"):
        return replace(filling, from_line=False)
    if "line" in choice:
        return Filling.from_json(choice["line"])
    assert field is not None, "the whole is shown: there is nothing to answer"
    done = replace(filling, done=(*filling.done, field.name))
    if "account" in choice:
        account = turn.store.sales.account(int(choice["account"]))
        if account is None:
            raise Refusal("account_gone")
        if typed := str(choice.get("learn") or ""):
            logs.learn_alias(turn, account, typed)
        return replace(done, said=filling.said.with_account(account.id))
    if "create" in choice:
        return replace(done, said=replace(filling.said, name=str(choice["create"]), account_id=None), is_new=True)
    return replace(done, said=_with_value(filling.said, field, dict(choice.get("slots", {}))))


def _with_value(said: Said, field: Field, slots: Mapping[str, str]) -> Said:
    if field.name == "note":
        return replace(said, text=slots.get("note", ""))
    if field.name == "step":
        return replace(said, step=slots.get("step", ""))
    return said.with_slots(**slots)


def _back(filling: Filling) -> Filling:
    """The field before, asked again, its value gone."""
    if not filling.done:
        return filling
    return replace(without(filling, filling.done[-1:]), from_line=False)


def typed(turn: Turn, draft: Draft, *, requests: bool, asks: bool) -> Choice | Reply | None:
    """A message while a form is open: the answer it gives, what is wrong with it, or None: it is about something else.

    `requests`: the message is a command in words; `asks`: it is a question.
    """
    filling, text = Filling.from_json(json.loads(draft.payload)), turn.inbound.text.strip()
    field = filling.field
    if pressed := _keys(turn, draft, filling).get(text):
        return pressed
    if word := answers.word_of(text):
        return _own_word(filling, word)
    if field is not None and field.kind == "account" and len(rows := _accounts_called(turn, text)) == 1:
        return {"account": str(rows[0])}
    if requests or field is None:
        return None
    if field.kind == "text":
        return _words(turn, filling, field, text)
    if asks:
        return None
    taken = _with_line(turn, filling, text)
    if taken and len(taken.done) > len(filling.done) + 1:
        return {"line": taken.as_json()}
    return _one_value(turn, draft, filling, field, text)


def is_own_word(turn: Turn, draft: Draft) -> bool:
    """Whether a message is a word of the open form, or just what it asks for: it may be a command's name as well."""
    field, text = Filling.from_json(json.loads(draft.payload)).field, turn.inbound.text.strip()
    if answers.word_of(text) or is_key(turn, draft):
        return True
    if field is not None and field.kind == "account":
        return len(_accounts_called(turn, text)) == 1
    return field is not None and answers.is_plainly(turn, field, text)


def is_key(turn: Turn, draft: Draft) -> bool:
    """Whether a message reads as one of the form's buttons does: on keys, that is how a press arrives."""
    return turn.inbound.text.strip() in _keys(turn, draft, Filling.from_json(json.loads(draft.payload)))


def _keys(turn: Turn, draft: Draft, filling: Filling) -> Mapping[str, Choice]:
    """What each button of the question says, and what it answers; of two that read alike none. 今天 is the day on which
    it was asked."""
    cover = cover_of(turn.store, turn.policy.privacy, private=True)
    then = moment_of(draft.id).astimezone(ZoneInfo(turn.team.timezone)).date()
    _, rows = _question(replace(turn, today=then), filling, {"draft": str(draft.id)})
    made = [(cover(say(turn.language, one.label.key, then, **one.label.facts)), one) for row in rows for one in row]
    often = Counter(label for label, _ in made)
    return {label: one.arguments for label, one in made if often[label] == 1}


def proves(turn: Turn, draft: Draft) -> bool:
    """Whether where the phone is just now belongs to the form: to a visit of today that nothing proves yet."""
    return _may_prove(turn, Filling.from_json(json.loads(draft.payload)))


def _may_prove(turn: Turn, filling: Filling) -> bool:
    said = filling.said
    is_today = said.day("date") in (None, turn.today) and said.get("kind") in (None, "visit")
    return filling.form.name == "visit" and is_today and not said.get("spot")


def _located(turn: Turn, filling: Filling, slots: Mapping[str, str]) -> Reply:
    """The form with a position: so the visit is today's, and in person."""
    done = tuple(dict.fromkeys((*filling.done, "date", "kind")))
    step = _step(turn, replace(filling, said=filling.said.with_slots(**slots), done=done))
    return beside(step, (line("form_located"),)) if step.card is not None and step.card.keys else step


def _words(turn: Turn, filling: Filling, field: Field, text: str) -> Choice | Reply | None:
    """What was typed where any words would do; a whole line of the form is taken apart, other news is none of it."""
    if _about_another(turn, filling) or _about_something_else(turn, filling):
        return None
    taken = _with_line(turn, filling, text) if answers.whole_facts(turn) else None
    return {"line": taken.as_json()} if taken else _value(turn, field, text)


def _about_something_else(turn: Turn, filling: Filling) -> bool:
    """Whether a message tells a fact of its own and nothing of this form's: 华星付了5万, while a visit is asked for."""
    own = [one for one in turn.facts if one.intent in answers.takes(filling.form)]
    return not own and bool(answers.whole_facts(turn))


def _one_value(turn: Turn, draft: Draft, filling: Filling, field: Field, text: str) -> Choice | Reply | None:
    """The value that was asked; a message that is a fact of its own is none."""
    if field.kind == "account":
        return None if _is_a_fact(turn) else _customer(turn, draft, filling, text)
    elsewhere = _about_another(turn, filling) or _about_something_else(turn, filling)
    slots = None if elsewhere else answers.slots_of(turn, field, text)
    if slots is None and (_is_a_fact(turn) or any(one.account_id for one in turn.facts)):
        return None
    return {"slots": dict(slots)} if slots else reply(Line(f"form_not_{field.kind}"))


def _is_a_fact(turn: Turn) -> bool:
    return any(one.intent != "note" for one in turn.facts)


def _own_word(filling: Filling, word: str) -> Choice | Reply | None:
    field = filling.field
    if field is None:
        return {word: True} if word != "skip" else None
    if (word == "save" and not filling.is_enough) or (word == "skip" and field.required):
        return reply(line("form_required", what=Line(f"field_{field.word}")))
    return {"slots": {}} if word == "skip" else {word: True}


def _about_another(turn: Turn, filling: Filling) -> bool:
    """Whether a message is news of another customer; one that is only mentioned (比远航贵) is none."""
    news = [one for one in turn.facts if one.intent in MONEY or ("date" in one.slots and "date" not in one.assumed)]
    return bool({one.account_id for one in news if one.account_id} - {filling.said.account_id})


def _value(turn: Turn, field: Field, text: str) -> Choice | Reply:
    slots = answers.slots_of(turn, field, text)
    return {"slots": dict(slots)} if slots else reply(Line(f"form_not_{field.kind}"))


def _customer(turn: Turn, draft: Draft, filling: Filling, text: str) -> Choice | Reply:
    """A customer by name: the one it is, those it may be as buttons, or a new one."""
    rows = _accounts_called(turn, text)
    if len(rows) == 1:
        return {"account": str(rows[0])}
    if "\n" in text or not 2 <= len(text) <= LONGEST_NAME:
        return reply(line("form_not_account"))
    filling = replace(filling, unsure=text)
    turn.store.save(evolve(draft, payload=json.dumps(filling.as_json(), ensure_ascii=False)))
    return Reply(_card(turn, filling, draft))


def _unsure(turn: Turn, filling: Filling, arguments: Choice) -> tuple[list[Line], Rows]:
    """Which customer was meant, or a new one under that name."""
    text = filling.unsure
    rows, found = _accounts_called(turn, text), turn.names.find(text)
    near = rows or [int(ref) for name in found.near if (ref := found.refs.get(name))]
    learn = {"learn": text} if len(near) == 1 else {}
    shown = [account for row in near[:3] if (account := _visible(turn, row))]
    chosen = [Button(line("button_name", name=one.name), "answer", {**arguments, "account": str(one.id), **learn})
              for one in shown]  # fmt: skip
    if not rows and may(turn.member, "create_account"):
        chosen.append(Button(line("button_create", name=text), "answer", {**arguments, "create": text}))
    key = "form_account_several" if rows else "form_account_unknown"
    return [line(key, name=text)], [(one,) for one in chosen]


def _accounts_called(turn: Turn, text: str) -> list[int]:
    found = turn.names.find(text.strip())
    rows = dict.fromkeys(int(ref) for name in found.exact if (ref := found.refs.get(name)))
    return [row for row in rows if _visible(turn, row)]


def _visible(turn: Turn, row: int) -> Any:
    account = turn.store.sales.account(row)
    return account if account and may(turn.member, "see_account", account.owners, account.tier) else None


def _names(turn: Turn, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(account.name for row in rows[:3] if (account := turn.store.sales.account(row)))


def _with_line(turn: Turn, filling: Filling, text: str) -> Filling | None:
    """The form with what a line says; None where the line is no part of it."""
    taken = answers.line_of(turn, filling.form, filling.said, turn.facts, text)
    if taken is None:
        return None
    said, others = taken
    values = [field.name for field, _ in showing.filled(turn, filling.form, said)]
    done = (*filling.done, *(name for name in values if name not in filling.done))
    return replace(filling, said=said, done=done, others=(*filling.others, *others), from_line=True)


# -- steps and the end


def _step(turn: Turn, filling: Filling) -> Reply:
    """The card of what comes next: a field, the whole, or what was booked."""
    field = filling.field
    if field is None and not filling.from_line:
        return booked(turn, filling)
    draft = logs.keep_draft(turn, KIND, filling.as_json(), awaits=field.name if field else "save")
    return Reply(_card(turn, filling, draft), action="see_account", replaces=_in_place(turn) and turn.private)


def _in_place(turn: Turn) -> bool:
    """Whether what follows takes the place of the pressed card: no card can be edited to bring keys."""
    return turn.inbound.kind == "press" and not turn.has_keys


def _card(turn: Turn, filling: Filling, draft: Draft) -> Card:
    lines, rows = _question(turn, filling, {"draft": str(draft.id)})
    hint = Line(f"form_typed_{filling.field.kind}") if filling.field else line("form_typed_whole")
    return Card(tuple(lines), tuple(rows), keys=Keys(hint, spot=_may_prove(turn, filling)))


def _question(turn: Turn, filling: Filling, arguments: Choice) -> tuple[list[Line], Rows]:
    """What is asked now, and its buttons."""
    field = filling.field
    if field is None:
        lines, rows = _whole(turn, filling, arguments)
    elif filling.unsure:
        lines, rows = _unsure(turn, filling, arguments)
    else:
        lines, rows = _asked(turn, filling, field, arguments)
    moves = [Button(line("button_form_back"), "answer", {**arguments, "back": True})] if filling.done else []
    moves.append(Button(line("button_form_cancel"), "answer", {**arguments, "drop": True}))
    return lines, [*rows, tuple(moves)]


def _head(turn: Turn, filling: Filling) -> Line:
    """The form and what is filled so far."""
    values = tuple(value for _, value in showing.filled(turn, filling.form, filling.said)) or None
    return line("form_head", form=Line(f"form_{filling.form.name}"), values=values)


def _asked(turn: Turn, filling: Filling, field: Field, arguments: Choice) -> tuple[list[Line], Rows]:
    """One field: what is filled so far, the question, what people name most."""
    lines = [_head(turn, filling), Line(f"form_ask_{field.word}", {"form": filling.form.name})]
    made = [Button(label, "answer", {**arguments, **choice}) for label, choice in offered(turn, field, filling.said)]
    rows: Rows = [tuple(made[start : start + 2]) for start in range(0, len(made), 2)]
    if not field.required:
        passes = [Button(line("button_form_skip"), "answer", {**arguments, "slots": {}})]
        if filling.is_enough:
            passes.append(Button(line("button_save"), "answer", {**arguments, "save": True}))
        rows.append(tuple(passes))
    return lines, rows


def _whole(turn: Turn, filling: Filling, arguments: Choice) -> tuple[list[Line], Rows]:
    """Everything that was understood, before it is saved."""
    lines = [line("form_whole", form=Line(f"form_{filling.form.name}")),
             *showing.rows(turn, filling.form, filling.said)]  # fmt: skip
    if filling.others:
        lines.append(line("form_others", count=len(filling.others)))
    choices = [Button(line("button_save"), "answer", {**arguments, "save": True})]
    if any(one.name not in filling.done for one in filling.form.fields):
        choices.append(Button(line("button_form_more"), "answer", {**arguments, "more": True}))
    return lines, [tuple(choices)]


def booked(turn: Turn, filling: Filling) -> Reply:
    """Through the same door as a typed line: rights, doubts and all."""
    said = filling.said
    if filling.is_new and said.account_id is None:
        said = said.with_account(logs.create_account(turn, said.name).id)
    if "next_date" in filling.done:
        said = replace(said, settled=(*said.settled, "next_step"))  # asked and passed over: not asked again
    others = [one.with_account(said.account_id) if said.account_id and not one.account_id and not one.name else one
              for one in filling.others]  # fmt: skip
    booked = logs.log(turn, [said, *others], confirmed=True)
    return _put_away(turn, filling, replace(booked, replaces=_in_place(turn)))


def _put_away(turn: Turn, filling: Filling, told: Reply) -> Reply:
    """With the standing keyboard where the form's keys stood. A message with buttons of its own cannot bring it: there
    the form as it was filled goes before."""
    if not turn.has_keys or told.card is None:
        return told
    return replace(told, keyboard=True, first=Card((_head(turn, filling),)) if told.card.buttons else None)
