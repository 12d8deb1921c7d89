"""A fact that may still take in another, and the person each one is about."""

from dataclasses import dataclass, field

from core.reading.clauses import Clause
from core.reading.contacts import Contact
from core.reading.facts import Doubt, Value
from core.reading.message import Message
from core.reading.names import Mention


@dataclass
class Draft:
    """A fact that may still take in another of the same customer."""

    intent: str
    clause: Clause
    slots: dict[str, Value]
    who: Mention | None
    contacts: list[Contact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def same_customer(one: Draft, other: Draft) -> bool:
    """Whether both are about the same customer, or both about none."""
    if one.who is None or other.who is None:
        return one.who is other.who
    return one.who.entities == other.who.entities


# ---- people --------------------------------------------------------------------------------------------------------


def give_contacts(message: Message, drafts: list[Draft]) -> None:
    """Each person to one fact: the visit of that customer, else the fact of the clause that names the person."""
    absent = [contact for contact in message.contacts if _is_absent(message, contact) or _is_ours(message, contact)]
    said = [contact for contact in message.contacts if not _is_wrong(contact, drafts)]
    for contact in sorted(said, key=lambda each: each in absent):
        draft = _fact_for(contact, drafts)
        if draft and _is_named_already(message, contact, draft, drafts):
            continue
        if draft and "contact" not in draft.slots:
            draft.slots["contact"] = Value(
                message.typed[contact.start : contact.end], (contact.start, contact.end), contact.rule
            )


def _is_wrong(contact: Contact, drafts: list[Draft]) -> bool:
    """不是沈经理，是谢主任: a correction leaves the wrong person out."""
    return any(draft.intent == "correction" and contact not in draft.clause.message.contacts for draft in drafts)


def _is_named_already(message: Message, contact: Contact, draft: Draft, drafts: list[Draft]) -> bool:
    """见了白总，白总说月底付8万: the same person is given to one fact of a customer."""
    name = message.typed[contact.start : contact.end]
    others = (
        other.slots["contact"].value for other in drafts if "contact" in other.slots and same_customer(other, draft)
    )
    return any(value == name or value.startswith(f"{name} ") for value in others)


def _is_ours(message: Message, contact: Contact) -> bool:
    """陪张总去了趟华为，见了徐经理: 张总 came along."""
    return message.masked[contact.start - 1 : contact.start] in tuple("陪带")


def _is_absent(message: Message, contact: Contact) -> bool:
    return any("absent" in word.means and 0 <= word.start - contact.end <= 1 for word in message.words)


_WITHOUT_PEOPLE = ("stage", "competitor", "handover")


def _fact_for(contact: Contact, drafts: list[Draft]) -> Draft | None:
    naming = [draft for draft in drafts if draft.clause.start <= contact.start < draft.clause.end]
    naming.sort(key=lambda draft: _apart(contact, draft.who))
    customer = naming[0] if naming else _latest_before(contact, drafts)
    if customer is None:
        return None
    visits = [draft for draft in drafts if draft.intent == "visit" and same_customer(draft, customer)]
    open_to = [draft for draft in (*visits, *(naming or [customer])) if draft.intent not in _WITHOUT_PEOPLE]
    free = [draft for draft in open_to if "contact" not in draft.slots]
    return free[0] if free else None


_NEXT_TO = 4  # "Karen at Globex", 万科的马总


def _apart(contact: Contact, who: Mention | None) -> int:
    """0 where a person and a customer stand together, else 1: among several customers of a clause the nearer one."""
    gap = max(contact.start - who.end, who.start - contact.end) if who else _NEXT_TO + 1
    return 0 if gap <= _NEXT_TO else 1


def _latest_before(contact: Contact, drafts: list[Draft]) -> Draft | None:
    before = [draft for draft in drafts if draft.clause.start <= contact.start]
    return before[-1] if before else next(iter(drafts), None)
