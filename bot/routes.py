"""The whole surface on one page: every command, request, fact kind and button verb, who may use it, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.handlers import (
    auditing,
    confirming,
    evening,
    exporting,
    help,
    importing,
    leaving,
    looking,
    people,
    policy,
    sales,
    sharing,
    today,
    undelivered,
    watch,
    words,
)
from bot.handlers.accounts import (
    contacts,
    creating,
    gaps,
    history,
    merging,
    naming,
    owning,
    seeing,
    showing,
    sorting,
    terms,
)
from bot.handlers.accounts.finding import said_as
from bot.handlers.approvals import changing, questions, standing_in, undoing
from bot.handlers.approvals import deciding as approving
from bot.handlers.approvals.asking import Approved
from bot.handlers.contracts import asking, booking, deciding, evidence, files, instalments
from bot.handlers.credit import asking as credit
from bot.handlers.credit import checking as selling
from bot.handlers.credit import limits, ways
from bot.handlers.discounts import deciding as discounting
from bot.handlers.forms import filling
from bot.handlers.handovers import asking as handovers
from bot.handlers.handovers import deciding as handed
from bot.handlers.handovers import picking
from bot.handlers.ledger import (
    billing,
    bills,
    complaining,
    delivering,
    disputing,
    holding,
    invoicing,
    netting,
    ordering,
    owing,
    payers,
    paying,
    promising,
    refunding,
    writing_off,
)
from bot.handlers.logs import log_said
from bot.handlers.privacy import checking, colleagues, erasing
from bot.handlers.privacy import files as kept_files
from bot.handlers.privacy import people as persons
from bot.handlers.questions import replies
from bot.handlers.reports import load, week
from bot.handlers.tasks import doing, stepping
from bot.handlers.tasks import showing as tasks
from bot.message import Reply, Turn
from bot.said import Said
from bot.text import typed_words


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and the action it needs; `core/people/permissions.py` decides who may.

    `where`: "anywhere", "private" or "group". `menu`: shown in the platform's command menu and on the first page of
    `/help`. Its help text is `help_<name>` in the catalogue, its other names stand in `locales/*/commands.toml`.
    `reads`: it only looks, so its answer is made before the write; what it then wants to write after all is done there.
    """

    handler: Callable[..., Reply]
    action: str
    where: str = "anywhere"
    menu: bool = True
    reads: bool = False


COMMANDS: Mapping[str, Route] = {
    "today": Route(today.today, "see_watch", reads=True),
    "tasks": Route(tasks.tasks, "see_tasks", reads=True),
    "overdue": Route(owing.overdue, "see_overdue", reads=True),
    "aging": Route(replies.aging, "see_money", reads=True),
    "account": Route(showing.show_account, "see_account", reads=True),
    "mine": Route(showing.mine, "talk", reads=True),
    "cash": Route(replies.cash, "see_money", reads=True),
    "statement": Route(replies.statement, "see_money", reads=True),
    "owes": Route(replies.owes, "see_money", menu=False, reads=True),
    "advances": Route(netting.unused, "see_money", menu=False, reads=True),
    "writeoff": Route(partial(ordering.how, "writeoff"), "ask_write_off", menu=False),
    "creditnote": Route(partial(ordering.how, "creditnote"), "ask_credit_note", menu=False),
    "refund": Route(partial(ordering.how, "refund"), "log_payment", menu=False),
    "offset": Route(partial(ordering.how, "offset"), "net_advance", menu=False),
    "dispute": Route(partial(ordering.how, "dispute"), "log_dispute", menu=False),
    "bill": Route(partial(ordering.how, "bill"), "log_payment", menu=False),
    "payer": Route(payers.payer, "see_money", menu=False),
    "risk": Route(credit.risk, "see_risk", reads=True),
    "limit": Route(limits.limit, "see_risk", menu=False),
    "whitelist": Route(limits.whitelist, "see_risk", menu=False),
    "contract": Route(asking.show, "see_contract", reads=True),
    "contracts": Route(asking.ending, "see_expiry", reads=True),
    "complaints": Route(complaining.complaints, "see_account", menu=False, reads=True),
    "invoices": Route(invoicing.invoices, "see_contract", menu=False, reads=True),
    "deliveries": Route(delivering.deliveries, "see_account", menu=False, reads=True),
    "held": Route(holding.held, "see_money", menu=False, reads=True),
    "handover": Route(handovers.command, "propose_handover"),
    "approvals": Route(approving.approvals, "see_approvals", reads=True),
    "standin": Route(standing_in.stand_in, "stand_in", menu=False),
    "log": Route(help.how_to_log, "talk", reads=True),
    "visit": Route(partial(filling.begin, "visit"), "log_sales"),
    "deal": Route(partial(filling.begin, "deal"), "log_sales"),
    "pay": Route(partial(filling.begin, "pay"), "log_payment"),
    "promise": Route(partial(filling.begin, "promise"), "log_payment"),
    "load": Route(load.load, "see_load", reads=True),
    "week": Route(week.week, "see_week", reads=True),
    "watch": Route(undelivered.watch, "see_delivery", menu=False, reads=True),
    "confirm": Route(confirming.switch, "set_policy", menu=False),
    "policy": Route(policy.policy, "see_policy"),
    "undo": Route(undoing.undo_last, "undo"),
    "new": Route(creating.new_account, "create_account"),
    "rename": Route(naming.rename, "change_account", menu=False),
    "alias": Route(naming.alias, "see_account", menu=False),
    "tier": Route(sorting.tier, "set_tier", menu=False),
    "region": Route(sorting.region, "change_account", menu=False),
    "gaps": Route(gaps.show, "see_account", menu=False),
    "terms": Route(terms.terms, "see_account", menu=False),
    "who": Route(seeing.who, "see_account", menu=False, reads=True),
    "coowner": Route(owning.coowner, "see_account", menu=False),
    "contact": Route(contacts.contact, "see_account"),
    "consent": Route(persons.consent, "change_account", menu=False),
    "person": Route(persons.person, "export_person", menu=False),
    "erase": Route(erasing.erase, "erase_person", menu=False),
    "mydata": Route(colleagues.data, "export_member", menu=False),
    "former": Route(colleagues.erase, "erase_member", menu=False),
    "audit": Route(auditing.audit, "see_audit", menu=False, reads=True),
    "evidence": Route(exporting.proof, "see_proof", menu=False, reads=True),
    "privacy": Route(checking.check, "see_privacy", menu=False, reads=True),
    "merge": Route(merging.merge, "merge_accounts", menu=False),
    "archive": Route(owning.archive, "see_account", menu=False),
    "unarchive": Route(owning.unarchive, "change_account", menu=False),
    "export": Route(exporting.export, "export", reads=True),
    "lang": Route(people.language, "set_language"),
    "team": Route(people.team, "see_team", reads=True),
    "invite": Route(people.invite, "invite"),
    "role": Route(people.set_role, "set_roles", menu=False),
    "remove": Route(leaving.remove, "let_go", menu=False),
    "word": Route(words.word, "teach_words"),
    "bind": Route(people.bind, "bind_chat", where="group"),
    "unbind": Route(people.unbind, "bind_chat", where="group", menu=False),
    "listen": Route(people.listen, "bind_chat", where="group", menu=False),
    "react": Route(people.reactions, "bind_chat", where="group", menu=False),
    "switch": Route(people.switch, "talk", where="private", menu=False),
    "link": Route(people.link, "talk", where="private", menu=False),
    "here": Route(sharing.here, "log_sales", where="private", menu=False),
    "help": Route(help.help, "see_help", reads=True),
    "start": Route(help.start, "talk", menu=False),
    "join": Route(people.join, "talk", where="private", menu=False),
}

# Commands said in words; the same slots as a fact, the same rights as the command.
REQUESTS: Mapping[str, Route] = {
    "new_account": Route(creating.new_account_said, "create_account"),
    "receivable": Route(billing.record_receivable, "log_receivable"),
    "write_off": Route(log_said, "ask_write_off"),
    "invoice": Route(log_said, "log_receivable"),
    "credit_note": Route(log_said, "ask_credit_note"),
    "refund": Route(log_said, "log_payment"),
    "offset": Route(log_said, "net_advance"),
    "bill": Route(log_said, "log_payment"),
    "complaint": Route(log_said, "log_dispute"),
    "delivery": Route(delivering.delivery_said, "log_receivable"),
    "complaint_over": Route(complaining.over_said, "see_account"),  # whoever deals with it may close it
    "dispute": Route(log_said, "log_dispute"),
    "dispute_over": Route(log_said, "log_dispute"),
    "advances": Route(netting.unused, "see_money", reads=True),
    "write_off_back": Route(log_said, "undo_write_off"),
    "owed": Route(owing.owes_said, "see_money", reads=True),
    "statement": Route(replies.statement_said, "see_money", reads=True),
    "overdue": Route(owing.overdue, "see_overdue", reads=True),
    "mine": Route(showing.mine, "talk", reads=True),
    "today": Route(today.today, "see_watch", reads=True),
    "account": Route(showing.show_account_said, "see_account", reads=True),
    "risk": Route(credit.risk_said, "see_risk", reads=True),
    "limit": Route(said_as("limit", limits.limit), "see_risk"),
    "whitelist": Route(said_as("whitelist", limits.whitelist), "see_risk"),
    "ship": Route(selling.ship_said, "see_account", reads=True),
    "contract": Route(asking.show_said, "see_contract", reads=True),
    "contracts": Route(asking.ending, "see_expiry", reads=True),
    "ask": Route(replies.ask, "talk", reads=True),  # each question's own right stands in questions/table.py
    "handover": Route(handovers.requested, "propose_handover"),
    "load": Route(load.load_said, "see_load", reads=True),
    "week": Route(week.week_said, "see_week", reads=True),
    "rename": Route(said_as("rename", naming.rename), "change_account"),
    "alias": Route(said_as("alias", naming.alias), "see_account"),
    "tier": Route(said_as("tier", sorting.tier), "set_tier"),
    "region": Route(said_as("region", sorting.region), "change_account"),
    "coowner": Route(said_as("coowner", owning.coowner), "see_account"),
    "contact": Route(said_as("contact", contacts.contact), "see_account"),
    "merge": Route(said_as("merge", merging.merge), "merge_accounts"),
    "archive": Route(said_as("archive", owning.archive), "see_account"),
    "undo": Route(undoing.undo_last, "undo"),
    "log": Route(help.how_to_log, "talk", reads=True),
    "help": Route(help.help, "see_help", reads=True),
}

# What the reading finds in a line. Each books one fact and says what it booked.
FACTS: Mapping[str, tuple[Callable[[Turn, Said], Any], str]] = {
    "visit": (sales.record_visit, "log_sales"),
    "followup": (sales.record_followup, "log_sales"),
    "deal": (sales.record_deal, "log_sales"),
    "stage": (sales.record_stage, "log_sales"),
    "note": (sales.record_note, "log_sales"),
    "competitor": (sales.record_note, "log_sales"),
    "contact_card": (contacts.record_card, "change_account"),
    "contract": (booking.record_contract, "log_contract"),
    "terms": (booking.record_terms, "log_contract"),
    "instalments": (instalments.book_instalments, "log_receivable"),
    "handover": (sales.record_note, "log_sales"),
    "payment": (paying.record_payment, "log_payment"),
    "promise": (promising.record_promise, "log_payment"),
    "receivable": (billing.book_receivable, "log_receivable"),
    "write_off": (writing_off.ask_write_off, "ask_write_off"),
    "credit_note": (writing_off.ask_write_off, "ask_credit_note"),
    "refund": (refunding.record_refund, "log_payment"),
    "offset": (netting.record_offset, "net_advance"),
    "bill": (bills.record_bill, "log_payment"),
    "complaint": (complaining.record_complaint, "log_dispute"),
    "complaint_over": (complaining.record_complaint_over, "see_account"),
    "delivery": (delivering.record_delivery, "log_receivable"),
    "due_days": (delivering.record_due_days, "log_receivable"),
    "dispute": (disputing.record_dispute, "log_dispute"),
    "dispute_over": (disputing.record_dispute_over, "log_dispute"),
    "write_off_back": (writing_off.back_said, "undo_write_off"),
    "invoice": (invoicing.record_invoice, "log_receivable"),
    "new_account": (creating.book_account, "create_account"),
}

# What needs somebody else's yes: what is booked on it, and how it is asked for with other content.
APPROVED: Mapping[str, Approved] = {
    "write_off": Approved(writing_off.book, writing_off.again),
    selling.KIND: Approved(selling.book, selling.again),
    "discount": Approved(discounting.book, discounting.again),
    "credit_note": Approved(writing_off.book, writing_off.again),
}

# What a button does. Whose button it is and in which chat is checked before; the action's right as for a command.
BUTTONS: Mapping[str, Route] = {
    "undo": Route(undoing.undo_pressed, "undo"),
    "edit": Route(changing.how_to_correct, "talk"),
    "field": Route(changing.field_pressed, "talk"),
    "answer": Route(questions.answer_draft, "talk"),
    "form": Route(filling.begin_pressed, "talk"),
    "account": Route(showing.show_account_pressed, "see_account", reads=True),
    "ask": Route(replies.pressed, "talk", reads=True),
    "more": Route(owing.overdue_page, "see_overdue", reads=True),
    "arrived": Route(confirming.arrived, "confirm_payment"),
    "not_arrived": Route(confirming.not_arrived, "confirm_payment"),
    "contacted": Route(watch.contacted, "answer_alert"),
    "promised": Route(watch.ask_promise, "answer_alert"),
    "received": Route(watch.ask_received, "answer_alert"),
    "disputed": Route(watch.ask_dispute, "answer_alert"),
    "complaint_over": Route(complaining.over_pressed, "see_account"),
    "delivered": Route(delivering.delivered_pressed, "answer_alert"),
    "delivery_later": Route(delivering.later_pressed, "answer_alert"),
    "handed_in": Route(holding.handed_in, "take_in_cash"),
    "bill_collected": Route(bills.collected_pressed, "answer_alert"),
    "bill_dishonoured": Route(bills.dishonoured_pressed, "answer_alert"),
    "renew": Route(deciding.renew_pressed, "answer_alert"),
    "run_out": Route(deciding.run_out_pressed, "answer_alert"),
    "seen": Route(watch.seen, "answer_alert"),
    "plan": Route(deciding.plan_pressed, "log_receivable"),
    "policy": Route(policy.pressed, "see_policy"),
    "risk_rows": Route(credit.rows_pressed, "see_risk", reads=True),
    "risk_more": Route(credit.more_pressed, "see_risk", reads=True),
    "contract": Route(asking.show_pressed, "see_contract", reads=True),
    "evidence": Route(evidence.send_back, "see_account", reads=True),
    "file": Route(files.send_back, "see_contract", reads=True),
    "import": Route(importing.start, "import"),
    "import_drop": Route(importing.drop, "import"),
    "import_ask": Route(importing.ask, "import"),
    "import_answer": Route(importing.answer, "import"),
    "approve": Route(approving.approve_pressed, "answer_approval"),
    "reject": Route(approving.reject_pressed, "answer_approval"),
    "hold": Route(approving.hold_pressed, "answer_approval"),
    "credit_prepay": Route(ways.prepay_pressed, "see_approvals"),
    "credit_split": Route(ways.split_pressed, "see_approvals"),
    "discount_take": Route(discounting.take_pressed, "see_approvals"),
    "credit_go": Route(ways.go_pressed, "see_approvals"),
    "approval_open": Route(approving.open_pressed, "see_approvals", reads=True),
    "approval_withdraw": Route(approving.withdraw_pressed, "see_approvals"),
    "alert": Route(watch.open_alert, "answer_alert"),
    "today": Route(today.today_pressed, "see_watch", reads=True),
    "tasks_more": Route(tasks.tasks_page, "see_tasks", reads=True),
    "task_done": Route(doing.task_done, "change_task"),
    "task_tomorrow": Route(doing.task_tomorrow, "change_task"),
    "task_next_week": Route(doing.task_next_week, "change_task"),
    "task_later": Route(doing.task_later, "change_task"),
    "task_hand": Route(doing.task_hand, "change_task"),
    "task_more": Route(doing.task_more, "change_task", reads=True),
    "next_step": Route(stepping.next_step, "log_sales"),
    "evening_go": Route(evening.go_on, "talk"),
    "evening_drop": Route(evening.let_go, "talk"),
    "handover_pick": Route(picking.pick_pressed, "propose_handover"),
    "handover_offer": Route(picking.offer_pressed, "propose_handover"),
    "handover_show": Route(handovers.show_pressed, "propose_handover", reads=True),
    "handover_list": Route(handovers.list_pressed, "propose_handover", reads=True),
    "handover_accept": Route(handed.accept_pressed, "propose_handover"),
    "handover_accept_for": Route(handed.accept_pressed, "accept_handover"),
    "handover_refuse": Route(handed.refuse_pressed, "propose_handover"),
    "handover_cancel": Route(handed.cancel_pressed, "propose_handover"),
    "send_again": Route(undelivered.send_again, "see_delivery"),
    "send_no_more": Route(undelivered.send_no_more, "see_delivery"),
    "load": Route(load.load_pressed, "see_load", reads=True),
    "week": Route(week.week_pressed, "see_week", reads=True),
    "history": Route(history.history_pressed, "see_account", reads=True),
    "tier": Route(sorting.tier_pressed, "set_tier"),
    "region": Route(sorting.region_pressed, "change_account"),
    "gap_waive": Route(gaps.waive_pressed, "change_account"),
    "unarchive": Route(owning.unarchive_pressed, "change_account"),
    "audit": Route(auditing.page_pressed, "see_audit", reads=True),
    "access_list": Route(looking.list_pressed, "see_access", reads=True),
    "privacy": Route(checking.rows_pressed, "see_privacy", reads=True),
    "unused_erase": Route(checking.erase_pressed, "erase_person"),
    "unused_keep": Route(checking.keep_pressed, "erase_person"),
    "erase_file": Route(kept_files.drop_pressed, "erase_person"),
    "erase_files": Route(kept_files.list_pressed, "erase_person"),
    "admit": Route(people.admit, "set_roles"),
    "language": Route(people.language_pressed, "set_language"),
    "help": Route(help.topic_pressed, "see_help", reads=True),
    "hear": Route(people.hear_pressed, "bind_chat"),
}

# The pages of `/help`, as `topic_<name>`: every command stands on one.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "log": ("log", "visit", "here", "deal", "pay", "promise", "undo"),
    "look": ("today", "tasks", "approvals", "week", "load"),
    "customers": (
        "account",
        "mine",
        "new",
        "contact",
        "consent",
        "rename",
        "alias",
        "tier",
        "region",
        "gaps",
        "terms",
        "coowner",
        "who",
        "merge",
        "archive",
        "unarchive",
        "handover",
        "complaints",
        "deliveries",
    ),
    "money": (
        "overdue",
        "aging",
        "owes",
        "statement",
        "cash",
        "advances",
        "payer",
        "held",
        "refund",
        "bill",
        "offset",
        "creditnote",
        "writeoff",
        "dispute",
        "risk",
        "limit",
        "whitelist",
        "confirm",
    ),
    "contracts": ("contract", "contracts", "invoices"),
    "team": (
        "team",
        "policy",
        "invite",
        "role",
        "remove",
        "standin",
        "bind",
        "unbind",
        "watch",
        "listen",
        "react",
        "word",
        "export",
        "audit",
        "evidence",
        "privacy",
        "person",
        "erase",
        "mydata",
        "former",
        "lang",
        "switch",
        "link",
        "help",
        "start",
        "join",
    ),
}

ALIASES: Mapping[str, str] = typed_words("commands")
PLAIN = ("start", "join", "invite", "link", "bind", "lang", "help")  # with words behind them, these need no slash
KEYBOARD = (("log", "today"), ("overdue", "help"))  # the standing keyboard of a private chat, as `key_<name>`
