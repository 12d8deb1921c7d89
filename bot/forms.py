"""Forms as data: which fields a fact has, in the order one asks for them. A chat asks them one by one with buttons, a
platform with modals shows them at once, and [改] offers the same fields of a record that is booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.base.records import Record
from core.contracts import Contract
from core.handovers import Handover
from core.ledger import Delivery, Payment, Promise, Receivable
from core.sales import STAGES, Deal, Note, Task, Visit

Kind = Literal["account", "day", "money", "choice", "count", "person", "text", "member", "accounts"]
Offers = Literal["past", "ahead", "term", "open", "owed", "deals", ""]
VISIT_KINDS = ("visit", "call", "online")
OPEN_STAGES = tuple(one for one in STAGES if one not in ("won", "lost", "on_hold"))


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a fact says. `name` is the slot of a Said it fills ("account" the customer, "note" its words, "step"
    the next step); `attribute` is where the record keeps it, "" where only the form asks for it.

    `offers` names what stands on the buttons: past days, days ahead, ends of whole years, open balances, all that is
    owed, open deals; it also says which way a typed day leans. `choices` are the values of a choice, as
    `<prefix><value>` in the catalogue; `called` where the same slot means something else in this form.
    """

    name: str
    kind: Kind
    attribute: str = ""
    required: bool = False
    offers: Offers = ""
    choices: tuple[str, ...] = ()
    prefix: str = ""
    called: str = ""

    @property
    def word(self) -> str:
        """How the catalogue calls it: `field_<word>`, `form_ask_<word>`."""
        return self.called or self.name


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of fact, the record it becomes, and its fields in order, those that are required first."""

    name: str
    intent: str
    record: type[Record]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name; LookupError where there is none."""
        return next(one for one in self.fields if one.name == name)

    def has(self, name: str) -> bool:
        """Whether it asks for that."""
        return any(one.name == name for one in self.fields)


ACCOUNT = Field("account", "account", "account_id", required=True)

ALL = (
    Form("visit", "visit", Visit, (
        ACCOUNT,
        Field("date", "day", "on", required=True, offers="past"),
        Field("contact", "person", "contact_id"),
        Field("kind", "choice", "kind", choices=VISIT_KINDS, prefix="visit_kind_"),
        Field("note", "text", "note"),
        Field("next_date", "day", offers="ahead"),
        Field("step", "text"),
    )),
    Form("deal", "deal", Deal, (
        ACCOUNT,
        Field("deal_name", "text", "name", required=True, offers="deals"),
        Field("amount", "money", "amount"),
        Field("stage", "choice", "stage", choices=OPEN_STAGES, prefix="stage_"),
        Field("close_date", "day", "close_on", offers="ahead"),
    )),
    Form("pay", "payment", Payment, (
        ACCOUNT,
        Field("amount", "money", "amount", required=True, offers="open"),
        Field("date", "day", "on", required=True, offers="past"),
    )),
    Form("contract", "contract", Contract, (
        ACCOUNT,
        Field("amount", "money", "amount"),
        Field("date", "day", "signed_on", required=True, offers="past", called="signed"),
        Field("end_date", "day", "ends_on", offers="term"),
        Field("number", "text", "number"),
        Field("notice", "count", "notice_days", choices=("30", "60", "90")),
        Field("start_date", "day", "starts_on", offers="ahead"),
    )),
    Form("promise", "promise", Promise, (
        ACCOUNT,
        Field("due_date", "day", "by_on", required=True, offers="ahead", called="promised"),
        Field("amount", "money", "amount", offers="owed"),
        Field("contact", "person", "contact_id", called="promiser"),
    )),
    Form("receivable", "receivable", Receivable, (
        ACCOUNT,
        Field("amount", "money", "amount", required=True),
        Field("due_date", "day", "due_on", required=True, offers="ahead"),
        Field("title", "text", "title"),
    )),
    Form("task", "followup", Task, (
        ACCOUNT,
        Field("next_date", "day", "due_on", required=True, offers="ahead"),
        Field("step", "text", "note", required=True),
    )),
    Form("delivery", "delivery", Delivery, (
        ACCOUNT,
        Field("due_date", "day", "planned_on", offers="ahead", called="planned"),
        Field("date", "day", "done_on", offers="past", called="delivered"),
        Field("what", "text", "what"),
        Field("amount", "money", "amount", called="worth"),
    )),
    Form("note", "note", Note, (
        ACCOUNT,
        Field("note", "text", "text", required=True),
    )),
)  # fmt: skip

FORMS: Mapping[str, Form] = {form.name: form for form in ALL}
OF_RECORD: Mapping[type[Record], Form] = {form.record: form for form in ALL}
COMMANDS = ("visit", "deal", "pay", "contract", "promise")  # the forms that have a command of their own

# Filled on a sheet only: in a chat, buttons pick one thing after the other (`handlers/handovers/picking.py`).
HANDOVER = Form("handover", "handover", Handover, (
    Field("giver", "member", required=True),
    Field("receiver", "member", required=True),
    Field("accounts", "accounts"),
))  # fmt: skip
# What a button asks for, by its verb: at once on a sheet where there are sheets, else in the chat.
PRESSED: Mapping[str, Form] = {form.name: form for form in (
    Form("promised", "promise", Promise, (
        Field("due_date", "day", "by_on", required=True, offers="ahead", called="promised"),
    )),
    Form("received", "payment", Payment, (
        Field("amount", "money", "amount", required=True, offers="owed"),
    )),
    Form("disputed", "dispute", Receivable, (
        Field("reason", "text", "dispute", called="dispute"),
    )),
    Form("renew", "contract", Contract, (
        Field("end_date", "day", "ends_on", required=True, offers="term"),
    )),
    Form("task_later", "followup", Task, (
        Field("next_date", "day", "due_on", required=True, offers="ahead"),
    )),
    Form("task_hand", "followup", Task, (
        Field("colleague", "member", "owner_id", required=True, called="receiver"),
    )),
)}  # fmt: skip
EDIT = "edit"  # the verb of [改]: its fields are those of the record
SHEETS: Mapping[str, Form] = {**{name: FORMS[name] for name in COMMANDS}, HANDOVER.name: HANDOVER}
