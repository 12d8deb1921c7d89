"""The whole surface on one page: every command, request, fact kind and button verb, who may use it, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.handlers import help, ledger, people, sales, watch, words
from bot.handlers.accounts import creating, showing
from bot.handlers.approvals import correcting, questions, undoing
from bot.handlers.contracts import asking, booking, deciding, instalments
from bot.handlers.questions import replies
from bot.message import Reply, Turn
from bot.said import Said
from bot.text import typed_words


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and the action it needs; `core/people/permissions.py` decides who may.

    `where`: "anywhere", "private" or "group". `menu`: shown in the platform's command menu. Its help text is
    `help_<name>` in the catalogue, its other names stand in `locales/*/commands.toml`.
    """

    handler: Callable[..., Reply]
    action: str
    where: str = "anywhere"
    menu: bool = True


COMMANDS: Mapping[str, Route] = {
    "today": Route(watch.today, "see_watch"),
    "overdue": Route(ledger.overdue, "see_overdue"),
    "aging": Route(replies.aging, "see_money"),
    "account": Route(showing.show_account, "see_account"),
    "mine": Route(showing.mine, "talk"),
    "owes": Route(ledger.owes, "see_money", menu=False),
    "contract": Route(asking.show, "see_contract"),
    "contracts": Route(asking.ending, "see_expiry"),
    "log": Route(help.how_to_log, "talk"),
    "undo": Route(undoing.undo_last, "undo"),
    "new": Route(creating.new_account, "create_account"),
    "lang": Route(people.language, "set_language"),
    "team": Route(people.team, "see_team"),
    "invite": Route(people.invite, "invite"),
    "role": Route(people.set_role, "set_roles", menu=False),
    "word": Route(words.word, "teach_words"),
    "bind": Route(people.bind, "bind_chat", where="group"),
    "unbind": Route(people.unbind, "bind_chat", where="group", menu=False),
    "listen": Route(people.listen, "bind_chat", where="group", menu=False),
    "switch": Route(people.switch, "talk", where="private", menu=False),
    "help": Route(help.help, "see_help"),
    "start": Route(help.start, "talk", menu=False),
    "join": Route(people.join, "talk", where="private", menu=False),
}

# Commands said in words; the same slots as a fact, the same rights as the command.
REQUESTS: Mapping[str, Route] = {
    "new_account": Route(creating.new_account_said, "create_account"),
    "receivable": Route(ledger.record_receivable, "log_receivable"),
    "owed": Route(ledger.owes_said, "see_money"),
    "overdue": Route(ledger.overdue, "see_overdue"),
    "mine": Route(showing.mine, "talk"),
    "today": Route(watch.today, "see_watch"),
    "account": Route(showing.show_account_said, "see_account"),
    "contract": Route(asking.show_said, "see_contract"),
    "contracts": Route(asking.ending, "see_expiry"),
    "ask": Route(replies.ask, "talk"),  # each question's own right stands in bot/handlers/questions/table.py
    "undo": Route(undoing.undo_last, "undo"),
    "log": Route(help.how_to_log, "talk"),
    "help": Route(help.help, "see_help"),
}

# What the reading finds in a line. Each books one fact and says what it booked.
FACTS: Mapping[str, tuple[Callable[[Turn, Said], Any], str]] = {
    "visit": (sales.record_visit, "log_sales"),
    "followup": (sales.record_followup, "log_sales"),
    "deal": (sales.record_deal, "log_sales"),
    "stage": (sales.record_stage, "log_sales"),
    "note": (sales.record_note, "log_sales"),
    "competitor": (sales.record_note, "log_sales"),
    "contract": (booking.record_contract, "log_contract"),
    "terms": (booking.record_terms, "log_contract"),
    "instalments": (instalments.book_instalments, "log_receivable"),
    "handover": (sales.record_note, "log_sales"),
    "payment": (ledger.record_payment, "log_payment"),
    "promise": (ledger.record_promise, "log_payment"),
    "receivable": (ledger.book_receivable, "log_receivable"),
    "new_account": (creating.book_account, "create_account"),
}

# What a button does. Whose button it is and in which chat is checked before; the action's right as for a command.
BUTTONS: Mapping[str, Route] = {
    "undo": Route(undoing.undo_pressed, "undo"),
    "edit": Route(correcting.how_to_correct, "talk"),
    "answer": Route(questions.answer_draft, "talk"),
    "account": Route(showing.show_account_pressed, "see_account"),
    "ask": Route(replies.pressed, "talk"),
    "more": Route(ledger.overdue_page, "see_overdue"),
    "contacted": Route(watch.contacted, "answer_alert"),
    "promised": Route(watch.ask_promise, "answer_alert"),
    "received": Route(watch.ask_received, "answer_alert"),
    "renew": Route(deciding.renew_pressed, "answer_alert"),
    "run_out": Route(deciding.run_out_pressed, "answer_alert"),
    "seen": Route(watch.seen, "answer_alert"),
    "plan": Route(deciding.plan_pressed, "log_receivable"),
    "contract": Route(asking.show_pressed, "see_contract"),
    "alert": Route(watch.open_alert, "answer_alert"),
    "task_done": Route(sales.task_done, "log_sales"),
    "admit": Route(people.admit, "set_roles"),
    "language": Route(people.language_pressed, "set_language"),
    "hear": Route(people.hear_pressed, "bind_chat"),
}

ALIASES: Mapping[str, str] = typed_words("commands")
KEYBOARD = (("log", "today"), ("overdue", "help"))  # the standing keyboard of a private chat, as `key_<name>`
