"""Contracts in words: the card, the lines on the account's card, a line in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.handlers.contracts.instalments import is_booked, planned, shown
from bot.message import Button, Card, Line, Turn, line, or_blank
from core.base.money import Money, total
from core.contracts import Contract, Part
from core.ledger import Receivable
from core.people import may
from core.sales import Account

FINGERPRINT = 12  # characters of the hash that are shown


def contract_card(turn: Turn, account: Account, contract: Contract) -> Card:
    """Number, state, amount, days, instalments with what is paid of them, and the file: one card."""
    lines = [head(turn, account, contract), *_day_lines(turn, contract)]
    if may(turn.member, "see_money", account.owners, account.tier):
        lines += _instalment_lines(turn, contract)
    lines.append(file_line(turn, contract))
    return Card(tuple(lines), _buttons(turn, contract), contract.id)


def head(turn: Turn, account: Account, contract: Contract) -> Line:
    """Whose, which, in what state, how much."""
    money = may(turn.member, "see_money", account.owners, account.tier)
    return line("contract_head", account=account.name, number=contract.number, state=state(turn, contract),
                version=contract.version, amount=or_blank(contract.amount if money else None))  # fmt: skip


def state(turn: Turn, contract: Contract) -> Line:
    """In force, renewed, ended, expired: as of today."""
    left = contract.days_left(turn.today)
    past = left is not None and left < 0
    if contract.is_open:
        return line("contract_state_expired" if past else "contract_state_active")
    if contract.state == "ended" and left is not None and left > 0:
        return line("contract_state_running_out")
    return Line(f"contract_state_{contract.state}")


def _day_lines(turn: Turn, contract: Contract) -> list[Line]:
    lines = [line("contract_days", signed=contract.signed_on, start=contract.starts_on, end=contract.ends_on,
                  left=remaining(turn, contract))]  # fmt: skip
    notice_on = contract.notice_on(turn.policy.contracts.notice_days)
    if notice_on is not None and contract.is_open:
        lines.append(line("contract_notice", on=notice_on))
    return lines


def remaining(turn: Turn, contract: Contract) -> Line | None:
    """How long it still holds, or since when it does not."""
    left = contract.days_left(turn.today)
    if left is None:
        return None
    return line("contract_left", days=left) if left >= 0 else line("contract_past", days=-left)


def _instalment_lines(turn: Turn, contract: Contract) -> list[Line]:
    booked = turn.store.ledger.of_contract(contract.id)
    lines = [_paid_line(contract, booked)] if booked else []
    lines += [
        line("contract_instalment", title=one.title, amount=one.amount + one.adjusted, due=one.due_on,
             state=_instalment_state(turn, one))
        for one in booked
    ]  # fmt: skip
    if contract.net_days:
        lines.append(
            line("contract_net", days=contract.net_days, month_end="yes" if contract.net_from_month_end else "no")
        )
    if rest := _unbooked(contract, booked):
        lines.append(line("contract_plan_open", parts=[shown(part) for part in rest]))
    return lines


def _unbooked(contract: Contract, booked: Sequence[Receivable]) -> list[Part]:
    """The planned parts that have no day yet."""
    titles = [one.title for one in booked]
    return [part for part in planned(contract) if not is_booked(part, titles)]


def _paid_line(contract: Contract, booked: list[Receivable]) -> Line:
    """What came in of the whole contract, in money and percent; what is not billed yet counts as open."""
    currency = booked[0].amount.currency
    billed = total((one.amount + one.adjusted for one in booked), currency)
    whole = contract.amount if contract.amount is not None and contract.amount.currency == currency else billed
    paid = total((one.allocated for one in booked), currency)
    return line("contract_paid", paid=paid, whole=whole, percent=percent_of(paid, whole), rest=whole - paid)


def percent_of(part: Money, whole: Money) -> str:
    """A share in whole percent, rounded down, so that 100 means all of it."""
    return "0" if whole.is_zero else str(int(Decimal(100) * part.minor / whole.minor))


def _instalment_state(turn: Turn, receivable: Receivable) -> Line:
    if not receivable.balance.is_positive:
        return line("instalment_paid")
    if days := receivable.days_overdue(turn.today):
        return line("instalment_overdue", days=days, rest=receivable.balance)
    return line("instalment_open", rest=receivable.balance if receivable.allocated.is_positive else None)


def file_line(turn: Turn, contract: Contract) -> Line:
    """The document that is kept of it, how sure one can be that a copy is the same one, and who sent it when."""
    if not contract.file_name:
        return line("contract_no_file")
    size = None if contract.file_size is None else max(1, contract.file_size // 1024)
    document = turn.store.files.document(contract.document_id) if contract.document_id else None
    member = turn.store.people.member(document.member_id) if document else None
    return line(
        "contract_file",
        name=contract.file_name,
        size=size,
        hash=contract.file_hash[:FINGERPRINT] or None,
        by=member.name if member else None,
        on=day_of(turn, document.sent_at) if document else None,
    )


def day_of(turn: Turn, moment: datetime) -> date:
    """The day of a moment in the team's zone."""
    return moment.astimezone(ZoneInfo(turn.team.timezone)).date()


def file_button(contract: Contract) -> tuple[tuple[Button, ...], ...]:
    """The row that gives the document back, where there is one."""
    if contract.document_id is None:
        return ()
    return ((Button(line("button_file"), "file", {"contract": str(contract.id)}),),)


def _buttons(turn: Turn, contract: Contract) -> tuple[tuple[Button, ...], ...]:
    arguments = {"contract": str(contract.id)}
    rows: list[tuple[Button, ...]] = [*file_button(contract)]
    if _unbooked(contract, turn.store.ledger.of_contract(contract.id)):
        rows.append((Button(line("button_plan"), "plan", arguments),))
    if contract.is_open and contract.ends_on is not None:
        rows.append(
            (Button(line("alert_renew"), "renew", arguments), Button(line("alert_run_out"), "run_out", arguments))
        )
    return tuple(rows)


def row(turn: Turn, account: Account, contract: Contract) -> Line:
    """One contract in a list."""
    owner = turn.store.people.member(account.owner_id)
    return line(
        "contract_row",
        account=account.name,
        number=contract.number,
        end=or_blank(contract.ends_on),
        left=remaining(turn, contract) or "",
        state=state(turn, contract),
        owner=owner.name if owner else "",
    )


def account_lines(turn: Turn, account: Account) -> list[Line]:
    """The active contracts on the account's card."""
    money = may(turn.member, "see_money", account.owners, account.tier)
    return [
        line("account_contract", number=one.number, amount=or_blank(one.amount if money else None),
             end=one.ends_on, left=remaining(turn, one))
        for one in turn.store.contracts.active(account.id)[:2]
    ]  # fmt: skip
