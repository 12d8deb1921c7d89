"""The files kept with a customer when somebody there is erased: nobody can cut a name out of a picture, so whoever
erases sees what is kept and drops what has to go, one by one. A contract's document stays: the law has it kept."""

from __future__ import annotations

from typing import NamedTuple

from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.person_export import about
from core.base.refusal import Refusal
from core.contracts import Contract, Document, Evidence
from core.people import may
from core.sales import Account, Contact

PAGE = 5


class Kept(NamedTuple):
    """What is kept with a customer: files that hang on the person, all others, and contracts with their document."""

    theirs: list[Evidence]
    others: list[Evidence]
    frozen: list[Contract]


def kept_with(turn: Turn, account: Account, person: Contact) -> Kept:
    """A file hangs on a person that was sent for what names them, or says so in its own name."""
    everything = turn.store.carrying.of_account(account.id)
    evidence = _there(turn, account)
    theirs = [one for one in evidence if about(one, person, everything)]
    frozen = [one for one in turn.store.contracts.of_account(account.id) if one.document_id is not None]
    return Kept(theirs, [one for one in evidence if one not in theirs], frozen)


def _there(turn: Turn, account: Account) -> list[Evidence]:
    return [one for one in turn.store.files.evidence(account.id) if not one.is_over]


def said_of(turn: Turn, account: Account, person: Contact) -> tuple[tuple[Line, ...], tuple[tuple[Button, ...], ...]]:
    """What a question about erasing says of files, and the buttons that drop them."""
    kept = kept_with(turn, account, person)
    lines = [line("erase_files", count=len(kept.theirs))] if kept.theirs else []
    lines += [_row(turn, one) for one in kept.theirs[:PAGE]]
    rest = len(kept.theirs[PAGE:]) + len(kept.others)
    if rest:
        lines.append(line("erase_files_rest", count=rest))
    if kept.frozen:
        lines.append(line("erase_files_frozen", count=len(kept.frozen)))
    buttons = [(_drop(one),) for one in kept.theirs[:PAGE]]
    if rest:
        buttons.append((_more(account, rest),))
    return tuple(lines), tuple(buttons)


def _row(turn: Turn, evidence: Evidence) -> Line:
    by = turn.store.people.member(evidence.by_id)
    return line("history_evidence", on=evidence.on, name=evidence.name, by=by.name if by else "")


def _drop(evidence: Evidence) -> Button:
    """[🗑 名片.jpg]"""
    return Button(line("button_erase_file", name=evidence.name), "erase_file", {"evidence": str(evidence.id)})


def _more(account: Account, rest: int, start: int = 0) -> Button:
    return Button(line("button_erase_files", count=rest), "erase_files", {"account": str(account.id), "from": start})


def list_pressed(turn: Turn) -> Reply:
    """[其余 3 份]: every file kept with a customer, page by page, to be looked at and dropped."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    start = int(turn.arguments["from"])
    evidence = _there(turn, account)
    shown, rest = evidence[start : start + PAGE], len(evidence) - start - PAGE
    if not shown:
        raise Refusal("erase_file_gone")
    sees = may(turn.member, "see_account", account.owners, account.tier)
    rows = tuple((*([_look(one)] if sees else []), _drop(one)) for one in shown)
    buttons = (*rows, (_more(account, rest, start + PAGE),)) if rest > 0 else rows
    head = line("erase_files_head", account=account.name, count=len(evidence))
    return reply(head, *(_row(turn, one) for one in shown), buttons=buttons, action="see_contacts", tier=account.tier)


def _look(evidence: Evidence) -> Button:
    return Button(line("button_evidence", name=evidence.name), "evidence", {"evidence": str(evidence.id)})


def drop_pressed(turn: Turn) -> Reply:
    """[🗑 名片.jpg]: the file's key is dropped at once; the audit has who did it, what it backed stays."""
    evidence = turn.store.get(Evidence, int(turn.arguments["evidence"]))
    document = turn.store.get(Document, evidence.document_id) if evidence else None
    if evidence is None or document is None or evidence.void or evidence.is_over:
        raise Refusal("erase_file_gone")
    if any(one.document_id == document.id for one in turn.store.all(Contract) if not one.void):
        raise Refusal("erase_file_frozen")
    turn.store.note_erased("evidence", evidence.id)
    turn.store.seal.forget_keys(turn.store.files.erase(document))
    return Reply(Card((line("erase_file_done"),)), toast=line("toast_noted"))
