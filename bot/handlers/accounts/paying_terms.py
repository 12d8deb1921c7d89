"""How a deal is to be paid: said with its price, kept with it, and used once it is signed, won or invoiced."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from bot.handlers.accounts.terms import agreed_terms, named_terms
from bot.handlers.contracts.instalments import shares_said
from bot.message import Line, Turn, line
from bot.said import Said
from core.sales import Account, Deal

SAID = ("split", "retention", "net")


class Net(NamedTuple):
    """So many days after the invoice, or after the end of its month."""

    days: int
    from_month_end: bool


def terms_said(said: Said) -> Mapping[str, Any]:
    """The fields of a deal that a message states; a Doubt where its parts do not add up."""
    news: dict[str, Any] = {}
    if said.get("split") or said.get("retention"):
        shares, retained = shares_said(said)
        news |= dict(shares=shares, retained=retained, net_days=None, net_from_month_end=False)
    if said.get("net"):
        month_end = said.get("net_from") == "month_end"
        news = {
            "shares": (),
            "retained": 0,
            **news,
            "net_days": int(said.slots["net"]),
            "net_from_month_end": month_end,
        }
    return {**news, "terms": said.slots["terms"]} if said.get("terms") else news


def with_terms_of(said: Said, deal: Deal | None) -> Said:
    """A signing or a win with the terms its deal has, where it states none itself."""
    if deal is None or any(said.get(one) for one in SAID):
        return said
    slots: dict[str, str] = {}
    if deal.shares:
        slots["split"] = ",".join(_percent(one) for one in deal.shares)
    if deal.retained:
        slots["retention"] = _percent(deal.retained)
    if deal.net_days is not None:
        slots |= {"net": str(deal.net_days), "net_from": "month_end" if deal.net_from_month_end else "invoice"}
    return said.with_slots(**slots) if slots else said


def _percent(basis_points: int) -> str:
    return f"{Decimal(basis_points) / 100:.2f}".rstrip("0").rstrip(".")


def terms_lines(turn: Turn, account: Account, deal: Deal) -> list[Line]:
    """How it is to be paid, and how that differs from what is agreed with the customer; nothing where nothing was
    said."""
    if not (deal.terms or deal.shares or deal.net_days is not None):
        return []
    shares = " / ".join(_percent(one) for one in deal.shares)
    net = named_terms(deal.net_days, deal.net_from_month_end) if deal.net_days is not None else None
    lines = [line("deal_terms", terms=deal.terms or None, shares=shares or None, net=net)]
    usual = usual_days(turn, account)
    if deal.net_days is not None and usual is not None and usual != deal.net_days:
        turned, days = "longer" if deal.net_days > usual else "shorter", abs(deal.net_days - usual)
        lines.append(line("deal_terms_differ", account=account.name, usual=usual, days=days, turn=turned))
    return lines


def usual_days(turn: Turn, account: Account) -> int | None:
    """How many days the customer has as a rule: as set for them, else as agreed the last time."""
    if account.terms_days is not None:
        return account.terms_days
    steps = agreed_terms(turn, account)
    return steps[-1].days if steps else None


def net_of(turn: Turn, account: Account) -> tuple[Deal, Net] | None:
    """The one deal that was won, has no contract, and says how many days after the invoice it is paid."""
    won = [one for one in turn.store.sales.deals(account.id) if one.stage == "won" and one.net_days is not None]
    signed = {one.deal_id for one in turn.store.contracts.of_account(account.id) if not one.void} if won else set()
    found = [one for one in won if one.id not in signed and not one.shares]
    if len(found) != 1 or found[0].net_days is None:
        return None
    return found[0], Net(found[0].net_days, found[0].net_from_month_end)
