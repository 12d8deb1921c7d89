"""Writing contracts down: signed, renewed, ended, expiring, and terms told later. One fact becomes one contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.handlers.accounts.paying_terms import with_terms_of
from bot.handlers.contracts.files import file_of
from bot.handlers.contracts.instalments import book_instalments, has_plan, next_question, shares_said
from bot.handlers.contracts.showing import file_line, remaining
from bot.handlers.logs import Booked, Doubt, Question, amount_of, the_account
from bot.handlers.sales import which_deal
from bot.message import Line, Turn, line, or_blank
from bot.said import Said
from bot.settling import settle
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts import (
    Contract,
    end_of_term,
    keeps_term,
    let_run_out,
    renew,
    renewal_start,
    sign,
    terminate,
)
from core.sales import Account, Deal, move_stage


def record_contract(turn: Turn, said: Said) -> Booked:
    """华星合同签了，今天盖章，一年期，到明年11月18"""
    return ACTS[said.get("act") or "sign"](turn, the_account(turn, said), said)


# -- signed


def _signed(turn: Turn, account: Account, said: Said) -> Booked:
    deal = _with_list_price(turn, said, deal_signed(turn, account, said))
    said = with_terms_of(said, deal)
    contract = sign(_as_said(turn, account, said, deal))
    if (standing := _without_sum(turn, account, contract, said)) is not None:
        return _completed(turn, account, standing, contract, said, deal)
    _not_twice(turn, contract, said)
    turn.store.save(contract)
    return _written(turn, account, contract, said, [_saved(turn, account, contract), *_linked(turn, contract, deal)])


def still_to_sign(turn: Turn, account: Account, said: Said) -> tuple[Contract | None, Deal | None]:
    """The contract a message would sign or renew and the deal it is of, nothing written yet; a Doubt where something
    must be asked first."""
    if (said.get("act") or "sign") not in ("sign", "renew"):
        return None, None
    deal = deal_signed(turn, account, said)
    return _as_said(turn, account, said.without("term", "end_date"), deal), deal


def _as_said(turn: Turn, account: Account, said: Said, deal: Deal | None) -> Contract:
    """A contract with what was said; the amount may be the deal's. A Doubt where something must be asked first."""
    amount = amount_of(turn, said)
    if amount is None and deal is not None and not deal.estimate:
        amount = deal.amount
    if amount is None and has_plan(said):
        raise Doubt(Question(line("ask_contract_amount", account=account.name), awaits="amount"))
    if amount is not None and not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    shares, retained = shares_said(said)
    signed_on, starts_on = _day_signed(turn, said), said.day("start_date")
    return Contract(
        id=turn.new_id(),
        account_id=account.id,
        number=said.get("number") or "",
        amount=amount,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=_end(account, said, starts_on or signed_on),
        notice_days=_whole(said, "notice"),
        deal_id=deal.id if deal else None,
        shares=shares,
        retained=retained,
        net_days=_whole(said, "net"),
        net_from_month_end=said.get("net_from") != "invoice",
        note=said.text,
        **file_of(turn, said),
    )


def _day_signed(turn: Turn, said: Said) -> date | None:
    """The day of signing; 去年签的 or 5月签的 names no day, and none is made up."""
    last = said.day("date_end")
    return None if last is not None and last != said.day("date") else said.day("date") or turn.today


def _end(account: Account, said: Said, start: date | None) -> date | None:
    """The last day, as said or by the term. A Doubt where both were said and differ, or it lies before the start, or
    the term has no day to begin on."""
    end, months = said.day("end_date"), _whole(said, "term")
    if end is None and months and start is None:
        raise Doubt(Question(line("ask_contract_signed", account=account.name, months=months), awaits="date"))
    by_term = end_of_term(start, months) if months and start else None
    if end is None or start is None:
        return end or by_term
    if end < start:
        asked = line("ask_contract_end", account=account.name, start=start, end=end)
        raise Doubt(Question(asked, ((line("button_drop"), {"drop": True}),), "end_date"))
    if by_term is not None and not keeps_term(start, end, months or 0):
        raise Doubt(_which_end(by_term, end, months or 0))
    return end


def _which_end(by_term: date, end: date, months: int) -> Question:
    choices = tuple(
        (line("button_day", on=day), {"slots": {"end_date": day.isoformat(), "term": ""}}) for day in (by_term, end)
    )
    return Question(line("ask_contract_term", months=months, by_term=by_term, end=end), choices, "end_date")


def _whole(said: Said, slot: str) -> int | None:
    return int(said.slots[slot]) if said.get(slot) else None


def deal_signed(turn: Turn, account: Account, said: Said) -> Deal | None:
    """The deal a contract is about: the open one, else one that was won without a contract; a Doubt among several."""
    if said.get("deal") == "none":
        return None
    taken = {one.deal_id for one in turn.store.contracts.of_account(account.id)}
    deals = [deal for deal in turn.store.sales.deals(account.id) if deal.id not in taken]
    found = [deal for deal in deals if deal.is_open] or [deal for deal in deals if deal.stage == "won"]
    picked = [deal for deal in found if str(deal.id) == said.get("deal")] or found
    if len(picked) > 1:
        asked = which_deal(picked[:2])
        raise Doubt(Question(asked.line, (*asked.choices, (line("button_no_deal"), {"slots": {"deal": "none"}}))))
    return picked[0] if picked else None


def _with_list_price(turn: Turn, said: Said, deal: Deal | None) -> Deal | None:
    """The deal with what it would have cost, where it was signed for less."""
    listed = said.money(turn.team.currency, "list_price")
    return replace(deal, list_price=listed) if deal is not None and listed is not None else deal


def _without_sum(turn: Turn, account: Account, contract: Contract, said: Said) -> Contract | None:
    """The contract in the books that still lacks its sum, where it may be the one that is told of with one now: of the
    same number, or as was answered. A Doubt asks otherwise."""
    standing = [one for one in turn.store.contracts.active(account.id) if _may_be(one, contract)]
    if contract.amount is None or not standing or said.get("contract") == "new":
        return None
    named = [one for one in standing if str(one.id) == said.get("contract") or (one.number and contract.number)]
    if len(named) == 1:
        return named[0]
    choices = tuple(
        (line("button_contract_completes", number=one.number, end=one.ends_on), {"slots": {"contract": str(one.id)}})
        for one in standing[:2]
    )
    other = (line("button_contract_other"), {"slots": {"contract": "new"}})
    asked = line("ask_contract_standing", account=account.name, count=len(standing), amount=contract.amount)
    raise Doubt(Question(asked, (*choices, other)))


def _may_be(known: Contract, told: Contract) -> bool:
    """Whether a contract without a sum may be the one that is told of: nothing that both state differs."""
    pairs = ((known.number, told.number), (known.ends_on, told.ends_on), (known.deal_id, told.deal_id))
    return known.amount is None and all(not was or not now or was == now for was, now in pairs)


def _completed(
    turn: Turn, account: Account, known: Contract, told: Contract, said: Said, deal: Deal | None
) -> Booked:  # fmt: skip
    """The contract that stands, with its sum and whatever else was told of it now."""
    stated = _with_terms(turn, known, said)
    completed = sign(
        replace(
            stated,
            version=known.version + 1,
            amount=told.amount,
            signed_on=known.signed_on or told.signed_on,
            ends_on=stated.ends_on or told.ends_on,
            deal_id=known.deal_id or told.deal_id,
        )
    )
    turn.store.save(completed)
    settle(turn.store, completed)
    lines = [_saved(turn, account, completed, "contract_completed"), *_linked(turn, completed, deal)]
    return _written(turn, account, completed, said, lines)


def _not_twice(turn: Turn, contract: Contract, said: Said) -> None:
    """The same amount signed on the same day looks like the same contract."""
    if "twin" in said.settled:
        return
    for other in turn.store.contracts.active(contract.account_id):
        if (other.signed_on, other.amount, other.ends_on) == (contract.signed_on, contract.amount, contract.ends_on):
            yes, no = (
                (line("button_contract_other"), {"settle": "twin"}),
                (line("button_contract_same"), {"drop": True}),
            )
            raise Doubt(
                Question(line("ask_contract_twin", amount=or_blank(other.amount), on=other.signed_on), (yes, no))
            )


def _saved(turn: Turn, account: Account, contract: Contract, key: str = "contract_saved") -> Line:
    return line(key, account=account.name, number=contract.number, amount=or_blank(contract.amount),
                signed=contract.signed_on, start=contract.starts_on, end=contract.ends_on,
                left=remaining(turn, contract))  # fmt: skip


def _linked(turn: Turn, contract: Contract, deal: Deal | None) -> list[Line]:
    """The deal moves on to the contract stage, and what it made due hangs on the contract from now on."""
    if deal is None:
        return []
    own = [one for one in turn.store.ledger.receivables(contract.account_id) if one.deal_id == deal.id]
    turn.store.save(*(evolve(one, contract_id=contract.id) for one in own if one.contract_id is None))
    if not deal.is_open or deal.stage == "contract":
        if contract.amount is not None and (deal.amount is None or deal.estimate):
            turn.store.save(evolve(deal, amount=contract.amount, estimate=False))
        return [line("contract_of_deal", stage=Line(f"stage_{deal.stage}"), amount=or_blank(deal.amount))]
    moved = move_stage([deal], "contract", turn.today, contract.amount)
    turn.store.save(moved)
    return [line("contract_moves_deal", before=Line(f"stage_{deal.stage}"), stage=Line("stage_contract"))]


def _written(turn: Turn, account: Account, contract: Contract, said: Said, lines: Sequence[Line]) -> Booked:
    """The card of a contract that was written down: assumptions, gaps, and what to ask next."""
    told = [*lines, *_remarks(turn, contract, said)]
    asks = next_question(turn, account, contract, said) if has_plan(said) else None
    if asks is not None and said.get("days"):
        told += book_instalments(turn, asks[0].with_slots(days=said.slots["days"])).lines
        asks = None
    return _booked(turn, account, told, contract, asks)


def _remarks(turn: Turn, contract: Contract, said: Said) -> list[Line]:
    remarks = []
    if said.get("term") and not said.get("end_date"):
        remarks.append(line("contract_end_by_term", months=_whole(said, "term"), start=contract.start))
    if contract.notice_days:
        remarks.append(line("contract_notice", on=contract.notice_on()))
    if contract.amount is None and contract.signed_on and said.intent == "contract":
        remarks.append(line("contract_no_amount"))
    if contract.file_name:
        remarks.append(file_line(turn, contract))
        remarks += [] if contract.document_id else [line("file_without_bytes")]
    return remarks


def _booked(
    turn: Turn, account: Account, lines: Sequence[Line], contract: Contract, asks: tuple[Said, Question] | None = None
) -> Booked:
    brief = line("contract_brief", account=account.name, by=turn.member.name)
    return Booked(tuple(lines), brief, account.tier, asks=asks, about=contract.id)


# -- renewed, ended, expiring


def _renewed(turn: Turn, account: Account, said: Said) -> Booked:
    """续签了，到2026年12月31日: the old contract is renewed by a new one, on the terms that were said."""
    old = the_contract(turn, account, said, missing_ok=True)
    if old is None:
        return _signed(turn, account, said)
    fresh = _as_said(turn, account, said.without("term", "end_date"), None)
    start = renewal_start(old, fresh) or fresh.signed_on or turn.today
    end = _end(account, said, start)
    if end is None:
        asked = line("ask_renewed_until", account=account.name, end=old.ends_on)
        raise Doubt(Question(asked, awaits="end_date"))
    before, renewal = renew(old, _until(fresh, end, old))
    turn.store.save(before, renewal)
    settle(turn.store, before)
    lines = [line("contract_renewed", account=account.name, before=or_blank(old.ends_on), end=renewal.ends_on,
                  number=renewal.number, amount=or_blank(renewal.amount), left=remaining(turn, renewal))]  # fmt: skip
    return _written(turn, account, renewal, said, lines)


def _until(fresh: Contract, end: date, old: Contract) -> Contract:
    """A renewal with its end and the notice of the contract it renews."""
    notice = old.notice_days if fresh.notice_days is None else fresh.notice_days
    return replace(fresh, ends_on=end, notice_days=notice)


def _runs_out(turn: Turn, account: Account, said: Said) -> Booked:
    """到期不续了"""
    contract = the_contract(turn, account, said)
    assert contract is not None
    ended = let_run_out(contract)
    return _decided(turn, account, ended, "contract_runs_out")


def _ended(turn: Turn, account: Account, said: Said) -> Booked:
    """合同终止了"""
    contract = the_contract(turn, account, said)
    assert contract is not None
    ended = terminate(contract, said.day("date") or said.day("end_date") or turn.today)
    return _decided(turn, account, ended, "contract_ended")


def _decided(turn: Turn, account: Account, contract: Contract, key: str) -> Booked:
    turn.store.save(contract)
    settle(turn.store, contract)
    told = line(key, account=account.name, number=contract.number, end=or_blank(contract.ends_on))
    return _booked(turn, account, [told], contract)


def _expires(turn: Turn, account: Account, said: Said) -> Booked:
    """远航框架协议12月31到期: the end of a contract in the books, or of one signed before there were any."""
    end = said.day("end_date")
    if end is None:
        raise Doubt(Question(line("ask_contract_end_day", account=account.name), awaits="end_date"))
    known = [one for one in turn.store.contracts.active(account.id) if one.ends_on in (None, end)]
    contract = _with_end(turn, account, known[0] if known else None, end, said)
    turn.store.save(contract)
    settle(turn.store, contract)
    lines = [_saved(turn, account, contract, "contract_expires"), *_remarks(turn, contract, said)]
    return _booked(turn, account, lines, contract, _ask_notice(turn, account, contract, said))


def _with_end(turn: Turn, account: Account, known: Contract | None, end: date, said: Said) -> Contract:
    notice = _whole(said, "notice")
    if known is not None:
        kept = known.notice_days if notice is None else notice
        return sign(evolve(known, ends_on=end, notice_days=kept))
    return Contract(
        id=turn.new_id(),
        account_id=account.id,
        number=said.get("number") or "",
        amount=amount_of(turn, said),
        ends_on=end,
        notice_days=notice,
        note=said.text,
        **file_of(turn, said),
    )


def _ask_notice(turn: Turn, account: Account, contract: Contract, said: Said) -> tuple[Said, Question] | None:
    """Not renewing may have to be said earlier than the end: asked once, where nothing is known."""
    if contract.notice_days is not None or turn.policy.contracts.notice_days:
        return None
    waiting = Said("terms", {"contract": str(contract.id)}, said.text, account.id)
    choices = tuple((line("button_notice", days=days), {"slots": {"notice": str(days)}}) for days in (30, 60))
    none = (line("button_no_notice"), {"slots": {"notice": "0"}})
    return waiting, Question(line("ask_notice"), (*choices, none), "notice")


ACTS: Mapping[str, Callable[[Turn, Account, Said], Booked]] = {
    "sign": _signed,
    "renew": _renewed,
    "run_out": _runs_out,
    "end": _ended,
    "expire": _expires,
}


# -- terms told later


def record_terms(turn: Turn, said: Said) -> Booked:
    """华星合同质保金5%，一年后付: what was agreed in a contract that is in the books."""
    account = the_account(turn, said)
    contract = the_contract(turn, account, said)
    assert contract is not None
    changed = _with_terms(turn, contract, said)
    if has_plan(said) and changed.amount is None:
        raise Doubt(Question(line("ask_contract_amount", account=account.name), awaits="amount"))
    if changed != contract:
        turn.store.save(changed)
        settle(turn.store, changed)
    return _written(turn, account, changed, said, [_saved(turn, account, changed, "contract_terms_saved")])


def with_these_terms(turn: Turn, account: Account, said: Said) -> tuple[Contract | None, Deal | None]:
    """The contract with what was said of it and the deal it is of, nothing written yet; None where it has none."""
    contract = the_contract(turn, account, said, missing_ok=True)
    if contract is None:
        return None, None
    deal = turn.store.get(Deal, contract.deal_id) if contract.deal_id else None
    return _with_terms(turn, contract, said), deal


def _with_terms(turn: Turn, contract: Contract, said: Said) -> Contract:
    """The contract with what was said; what it states already stays unless it was said anew."""
    said_now: dict[str, Any] = {}
    if number := said.get("number"):
        said_now["number"] = number
    if said.get("notice"):
        said_now["notice_days"] = _whole(said, "notice")
    if said.get("net"):
        said_now |= {"net_days": _whole(said, "net"), "net_from_month_end": said.get("net_from") != "invoice"}
    if said.get("split") or said.get("retention"):
        said_now["shares"], said_now["retained"] = shares_said(said)
    if start := said.day("start_date"):
        said_now["starts_on"] = start
    if end := said.day("end_date"):
        said_now["ends_on"] = end
    if (amount := amount_of(turn, said)) is not None:
        said_now["amount"] = amount
    new = {name: value for name, value in said_now.items() if getattr(contract, name) != value}
    return sign(evolve(contract, **new)) if new else contract


def the_contract(turn: Turn, account: Account, said: Said, *, missing_ok: bool = False) -> Contract | None:
    """The contract of an account that is meant: the one named, else its only active one; a Doubt among several."""
    active = turn.store.contracts.active(account.id)
    named = [one for one in active if str(one.id) == said.get("contract")]
    found = named or active
    if len(found) > 1:
        choices = tuple(
            (line("button_contract", number=one.number, end=one.ends_on, amount=or_blank(one.amount)),
             {"slots": {"contract": str(one.id)}})
            for one in found[:3]
        )  # fmt: skip
        raise Doubt(Question(line("ask_which_contract", account=account.name, count=len(found)), choices))
    if not found and not missing_ok:
        raise Refusal("contract_none", account=account.name)
    return found[0] if found else None
