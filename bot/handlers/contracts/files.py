"""Documents of contracts: a file's name, size and SHA-256 are kept, so that a copy can be told from another one."""

from __future__ import annotations

from typing import Any

from bot.agreed import file_slots
from bot.handlers.contracts.showing import contract_card
from bot.handlers.logs import taking_back
from bot.message import Attachment, Card, Reply, Turn, line, reply
from bot.said import Said
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts import Contract
from core.people import may
from core.sales import Account
from storage.outbox import Outgoing


def file_of(said: Said) -> dict[str, Any]:
    """The file that came with a signing, as fields of the contract."""
    if not said.get("file_name"):
        return {}
    size = said.get("file_size")
    return dict(
        file_name=said.slots["file_name"], file_hash=said.get("file_hash") or "", file_size=int(size) if size else None
    )


def keep_file(turn: Turn, contract: Contract, file: Attachment) -> Reply:
    """A document in reply to a contract's card, or with its account in the caption."""
    account = turn.store.sales.account(contract.account_id)
    if account is None or not may(turn.member, "log_contract", account.owners, account.tier):
        raise Refusal("not_allowed", denied="log_contract")
    if file.sha256 and file.sha256 == contract.file_hash:
        return reply(line("file_same", name=file.name), action="see_money")
    kept = evolve(contract, **{"file_hash": "", "file_size": None, **file_of(Said("contract", file_slots(file), ""))})
    turn.store.save(kept)
    card = contract_card(turn, account, kept)
    told = line("file_replaced" if contract.file_name else "file_kept", account=account.name)
    lines = (told, *([] if file.sha256 else [line("file_without_bytes")]), *card.lines)
    return Reply(
        Card(lines, (taking_back(turn),), contract.id),
        action="see_money",
        tier=account.tier,
        brief=line("contract_brief", account=account.name, by=turn.member.name),
    )


def newest_contract(turn: Turn, account: Account) -> Contract:
    """The contract a document with just the account's name belongs to: its only active one, else the newest."""
    found = turn.store.contracts.active(account.id) or turn.store.contracts.of_account(account.id)
    if not found:
        raise Refusal("file_no_contract", account=account.name)
    return found[0]


def contract_on(turn: Turn, card: Outgoing) -> Contract | None:
    """The contract a card is about: shown on it, booked by its message, or alerted of."""
    face = turn.store.outbox.face(card)
    if row := face.get("about"):
        return _live(turn, int(row))
    alerts = [alert for one in face.get("alerts", ()) if (alert := turn.store.watch.alert(int(one)))]
    if len(alerts) == 1 and alerts[0].rule == "expiry":
        return _live(turn, alerts[0].subject_id)
    return None


def _live(turn: Turn, row: int) -> Contract | None:
    contract = turn.store.get(Contract, row)
    return contract if contract and not contract.void else None
