"""Next steps in words: 办完了, 推到周五, 交给张伟 said to a card or with a customer's name; 提醒我周五交周报."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot import values
from bot.handlers.logs import keep_draft
from bot.handlers.tasks import doing
from bot.handlers.tasks.showing import colleague, task_line, task_list
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said, without_edges
from bot.text import begins_with, longest_first, typed_words
from core.approvals import Draft
from core.base.refusal import Refusal
from core.people import Member, may
from core.reading.days import FUTURE
from core.reading.message import Message, take_apart
from core.sales import Task, next_step_day
from storage.outbox import Outgoing

MARKS = " \t\n，,。.！!；;：:~～"
LONGEST = 60
BESIDE = 3  # characters after a name that still only hand a task on: 交给张伟跟一下


class Act(NamedTuple):
    """What is to be done with a task: `verb` of its button, and with which day or whom."""

    verb: str
    on: date | None = None
    to: Member | None = None

    @property
    def arguments(self) -> dict[str, str]:
        """The same for a button."""
        return {"on": self.on.isoformat()} if self.on else ({"member": str(self.to.id)} if self.to else {})


def about_card(turn: Turn, card: Outgoing) -> Reply | None:
    """办完了, 推到周五, 交给张伟, said to a card that shows a task."""
    if _asks(_apart(turn)):
        return None
    shown, is_its_own = _shown_on(turn, card)
    act = _act(turn, turn.inbound.text, alone=is_its_own) if shown else None
    return None if act is None else _do(turn, shown, act)


def about_customer(turn: Turn) -> Reply | None:
    """华星的推到周五, 华星那条办完了: with a customer's name; 推到周五 alone asks which task is meant; my tasks."""
    if turn.inbound.text.strip(MARKS + "?？").lower() in typed_words("task_lists"):
        return task_list(turn, turn.member, 0)
    if len(turn.inbound.text) > LONGEST or not _a_task_word().search(turn.inbound.text):
        return None
    message = _apart(turn)
    if len(message.customers) > 1 or _asks(message):
        return None
    rest, names_a_task = _without_customer(message)
    act = _act(turn, rest, alone=False)
    if act is None or (act.verb != "task_later" and not names_a_task):
        return None
    mine = turn.store.sales.tasks_open(turn.member.id)
    if message.customers:
        refs = {int(one.ref) for one in message.customers[0].entities if one.ref}
        mine = [one for one in mine if one.account_id in refs]
        if not mine and names_a_task:
            raise Refusal("task_none_at", account=message.customers[0].entities[0].name)
        return _do(turn, mine, act) if mine else None
    return doing.picked(turn, mine, act.verb, act.arguments) if mine else None


def _asks(message: Message) -> bool:
    """推到周五了吗？ only asks."""
    return message.has("question") or "?" in message.plain


def _do(turn: Turn, tasks: list[Task], act: Act) -> Reply:
    still_open = [one for one in tasks if one.is_open] or tasks
    if len(still_open) > 1:
        return doing.picked(turn, still_open, act.verb, act.arguments)
    task = doing.permitted(turn, still_open[0])
    if act.verb == "task_done":
        return doing.done(turn, task)
    return doing.later(turn, task, act.on) if act.on else doing.hand(turn, task, act.to)


def _shown_on(turn: Turn, card: Outgoing) -> tuple[list[Task], bool]:
    """The tasks a card tells of, and whether it tells of nothing else: an alert's, a task's own card; else the card of
    a message that wrote some down."""
    face = turn.store.outbox.face(card)
    alerts = (turn.store.watch.alert(int(row)) for row in face.get("alerts", ()))
    rows = [one.subject_id for one in alerts if one and one.rule == "task_due"]
    rows += [int(face["about"])] if "about" in face else []
    is_its_own = bool(rows)
    if not rows:
        rows = [one.record_id for one in turn.store.audit.of_source(card.source) if one.kind == "tasks"]
    found = (turn.store.get(Task, row) for row in dict.fromkeys(rows))
    return [one for one in found if one is not None and not one.void], is_its_own


def _act(turn: Turn, text: str, *, alone: bool) -> Act | None:
    """What words say is to be done; `alone`: said to a task's card, where 明天 or 周五 is enough."""
    said = text.strip(MARKS)
    words, low = typed_words("task_words"), said.lower()
    if words.get(low) == "done":
        return Act("task_done")
    for word in begins_with("task_words", low):
        rest = said[len(word) :].strip(MARKS)
        if words[word] == "later" and (on := _day(turn, rest)):
            return Act("task_later", on=on)
        if words[word] == "hand" and (to := _named(turn, rest)):
            return Act("task_hand", to=to)
    on = _day(turn, said) if alone else None
    return Act("task_later", on=on) if on else None


def _day(turn: Turn, text: str) -> date | None:
    """明天 and 下周 as the buttons mean them, any other day as it was said."""
    if when := typed_words("task_days").get(text.lower()):
        return next_step_day(when, turn.today, turn.calendar)
    return values.day_in(text, _local(turn), turn.names, turn.team.currency)


def _named(turn: Turn, text: str) -> Member | None:
    """The colleague whose name a text begins with, and says little else."""
    if exact := colleague(turn, text):
        return exact
    known = (one for one in turn.store.people.members() if text.lower().startswith(one.name.lower()))
    return next((one for one in known if len(text) - len(one.name) <= BESIDE), None)


def _local(turn: Turn) -> datetime:
    return datetime.combine(turn.today, turn.now.astimezone(ZoneInfo(turn.team.timezone)).time())


def _apart(turn: Turn) -> Message:
    """The message taken apart, as it was heard; anew if it was heard on another day."""
    heard, now = turn.apart, _local(turn)
    if heard is not None and heard.typed == turn.inbound.text and heard.today == now.date():
        return heard
    return take_apart(turn.inbound.text, now, turn.names, turn.team.currency, turn.lexicon, turn.calendar)


def _without_customer(message: Message) -> tuple[str, bool]:
    """A text without its customer and the words that only name a task, and whether it had any of these."""
    text = message.typed
    for mention in message.customers:
        text = f"{text[: mention.start]} {text[mention.end :]}"
    found = [one for one in longest_first("task_fillers") if _as_word(one).search(text)]
    for word in found:
        text = _as_word(word).sub(" ", text)
    return " ".join(text.split()), any(typed_words("task_fillers")[one] == "task" for one in found)


@cache
def _a_task_word() -> re.Pattern[str]:
    """How any of the words begins that say what is to be done with a task: looked for in every message."""
    begun = {word.split()[0] if word.isascii() else word[0] for word in typed_words("task_words")}
    return re.compile("|".join(map(re.escape, sorted(begun))), re.IGNORECASE)


@cache
def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), re.IGNORECASE)


# -- a task said in words


class Reminder(NamedTuple):
    """What is to be remembered, by whom, and how it was asked for."""

    text: str
    owner: Member
    asked: bool  # by 提醒我, not only by 记得


def reminder(turn: Turn, text: str) -> Reminder:
    """A text without its 提醒我, and whose it becomes: 提醒张伟周五给华星发合同 is 张伟's."""
    flat = text.strip(MARKS)
    for word in begins_with("reminders", flat.lower()):
        asked = typed_words("reminders")[word] == "asked"
        return Reminder(flat[len(word) :].strip(MARKS), turn.member, asked)
    for one in turn.store.people.members():
        for word in typed_words("reminders_of"):
            if flat.lower().startswith(start := word.replace("*", one.name.lower())):
                return Reminder(flat[len(start) :].strip(MARKS), one, True)
    return Reminder(flat, turn.member, False)


def remind(turn: Turn) -> Reply | None:
    """提醒我下周三交周报: a next step without a customer; None where nobody asked to be reminded."""
    text = turn.inbound.text.strip(MARKS)
    message = _apart(turn)
    if message.customers or "\n" in text or not _asks_for_reminder(turn, text, message):
        return None
    if not may(turn.member, "change_task", owners=(turn.member.id,)):
        raise Refusal("not_allowed", denied="change_task")
    what = reminder(turn, _without_days(message))
    if not what.text:
        raise Refusal("task_of_what")
    days = [found for one in message.dates if (found := one.on(message.today, FUTURE))]
    at = message.times[0].value if message.times else ""
    if not days:
        keep_draft(turn, "task_new", {"note": what.text, "owner": str(what.owner.id), "at": at}, awaits="next_date")
        return reply(line("ask_task_when", what=what.text), action="see_tasks")
    return _new(turn, what, days[0].first, days[0].last, at)


def _asks_for_reminder(turn: Turn, text: str, message: Message) -> bool:
    return reminder(turn, text).asked or reminder(turn, _without_days(message)).asked


def _without_days(message: Message) -> str:
    text = message.typed
    spans = [(one.start, one.end) for one in message.dates] + [(one.start, one.end) for one in message.times]
    for start, end in sorted(spans, reverse=True):
        text = without_edges(text[:start], text[end:])
    return " ".join(text.split())


def when_answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """周五, said to the question for the day of a reminder."""
    owner = turn.store.people.member(int(payload["owner"]))
    on = Said("followup", slots, "").day("next_date")
    if owner is None or on is None:
        raise Refusal("record_gone")
    return _new(turn, Reminder(payload["note"], owner, True), on, None, payload["at"])


def _new(turn: Turn, what: Reminder, on: date, until: date | None, at: str) -> Reply:
    if (until or on) < turn.today:
        raise Refusal("task_day_past", on=until or on)
    if not what.owner.active:
        raise Refusal("task_hand_leaver", name=what.owner.name)
    task = Task(
        id=turn.new_id(), account_id=None, owner_id=what.owner.id, due_on=on, until=until, at=at, note=what.text
    )
    turn.store.save(task)
    theirs = what.owner.id != turn.member.id
    lines: list[Line] = [task_line(turn, "task_new", task, name=what.owner.name if theirs else None)]
    undo = (Button(line("button_undo"), "undo", {"source": str(turn.source)}),)
    notices = (doing.handed_notice(turn, task),) if theirs else ()
    return Reply(Card(tuple(lines), (undo,), task.id), action="see_tasks", notices=notices, brief=line("task_noted"))
