"""Documents of contracts: kept sealed with their SHA-256, shown on the card, and given back on a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.agreed import file_slots
from bot.handlers.approvals.changes import changes, undoable
from bot.handlers.contracts.showing import contract_card, file_button
from bot.handlers.logs import taking_back
from bot.message import Attachment, Card, Reply, Turn, line
from bot.said import Said
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts import Contract, Document
from core.people import may
from core.sales import Account
from storage.outbox import Outgoing

JUST_NOW = timedelta(minutes=30)  # a file without a word belongs to the contract logged so lately


def file_of(turn: Turn, said: Said) -> dict[str, Any]:
    """The file that came with a signing, as fields of the contract."""
    if not said.get("file_name"):
        return {}
    size, document = said.get("file_size"), turn.store.files.by_hash(said.get("file_hash") or "")
    return dict(
        file_name=said.slots["file_name"],
        file_hash=said.get("file_hash") or "",
        file_size=int(size) if size else None,
        document_id=document.id if document else None,
    )


def keep_document(turn: Turn) -> Document | None:
    """The file that came with a message, in the books: also while what it belongs to still waits for an answer."""
    file, sent = turn.inbound.file, turn.sent
    if file is None or sent is None or sent.problem:
        return None
    fresh = Document(
        id=turn.new_id(),
        name=file.name,
        size=len(sent.content),
        sha256=file.sha256,
        member_id=turn.member.id,
        sent_at=turn.now,
    )
    return turn.store.files.keep(fresh, sent.content)


def keep_file(turn: Turn, contract: Contract, file: Attachment) -> Reply:
    """A document in reply to a contract's card, with its account in the caption, or right after it was logged."""
    account = turn.store.sales.account(contract.account_id)
    if account is None or not may(turn.member, "log_contract", account.owners, account.tier):
        raise Refusal("not_allowed", denied="log_contract")
    check_received(turn, file)
    if file.sha256 and file.sha256 == contract.file_hash and contract.document_id is not None:
        return Reply(Card((line("file_same", name=file.name),), about=contract.id), action="see_money")
    keep_document(turn)
    said = Said("contract", file_slots(file), "")
    nothing = {"file_hash": "", "file_size": None, "document_id": None}
    kept = evolve(contract, **{**nothing, **file_of(turn, said)})
    turn.store.save(kept)
    card = contract_card(turn, account, kept)
    told = line("file_replaced" if contract.file_name else "file_kept", account=account.name)
    lines = (told, *([] if kept.document_id else [line("file_without_bytes")]), *card.lines)
    return Reply(
        Card(lines, (*file_button(kept), taking_back(turn)), contract.id),
        action="see_money",
        tier=account.tier,
        brief=line("contract_brief", account=account.name, by=turn.member.name),
    )


def check_received(turn: Turn, file: Attachment) -> None:
    """Refusal where the platform did not give the file's bytes: `file_too_large`, `file_gone`, `file_unreachable`."""
    if turn.sent is None or not turn.sent.problem:
        return
    refusals = {
        "too_large": Refusal("file_too_large", name=file.name, megabytes=turn.sent.largest >> 20),
        "unreachable": Refusal("file_unreachable", name=file.name),
    }
    raise refusals.get(turn.sent.problem) or Refusal("file_gone", name=file.name)


def newest_contract(turn: Turn, account: Account) -> Contract:
    """The contract a document with just the account's name belongs to: its only active one, else the newest."""
    found = turn.store.contracts.active(account.id) or turn.store.contracts.of_account(account.id)
    if not found:
        raise Refusal("file_no_contract", account=account.name)
    return found[0]


def just_logged(turn: Turn) -> Contract | None:
    """The contract this person's last change wrote down, if that was a moment ago."""
    wrote = (source for source in turn.store.approvals.last_sources(turn.member.id) if undoable(turn, source))
    for entry in changes(turn, next(wrote, 0)):
        if entry.kind == "contracts" and turn.now - entry.at <= JUST_NOW:
            return _live(turn, entry.record_id)
    return None


def contract_on(turn: Turn, card: Outgoing) -> Contract | None:
    """The contract a card is about: shown on it, booked by its message, or alerted of."""
    face = turn.store.outbox.face(card)
    if row := face.get("about"):
        return _live(turn, int(row))
    alerts = [alert for one in face.get("alerts", ()) if (alert := turn.store.watch.alert(int(one)))]
    if len(alerts) == 1 and alerts[0].rule == "expiry":
        return _live(turn, alerts[0].subject_id)
    return None


def send_back(turn: Turn) -> Reply:
    """[取文件]: the document itself, to who may see the contract; the audit has who took it."""
    contract = _live(turn, int(turn.arguments["contract"]))
    account = turn.store.sales.account(contract.account_id) if contract else None
    if contract is None or account is None or contract.document_id is None:
        raise Refusal("record_gone")
    if not may(turn.member, "see_contract", account.owners, account.tier):
        raise Refusal("account_unknown", name=account.name, denied="see_contract")
    turn.store.note_read("documents", contract.document_id)
    told = line("file_here", account=account.name, name=contract.file_name)
    file = {"kind": "document", "id": str(contract.document_id), "name": contract.file_name}
    return Reply(Card((told,), about=contract.id, file=file), action="see_contract", tier=account.tier)


def _live(turn: Turn, row: int) -> Contract | None:
    contract = turn.store.get(Contract, row)
    return contract if contract and not contract.void else None
