"""/limit and /whitelist: how much a customer may owe, and who is free of the checks until when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import values
from bot.handlers.accounts.finding import begins_with_account, missing, name_of, permitted
from bot.handlers.accounts.naming import done
from bot.message import Line, Reply, Turn, line, reply
from bot.rating import credit_line, rating_of
from bot.text import typed_words
from core.base.money import Money
from core.base.refusal import Refusal
from core.ledger import CreditTerms, excepted, limited, no_longer_free, set_free
from core.ledger import Line as Credit
from core.people import may
from core.sales import Account

LONGEST_REASON = 120
FURTHEST = timedelta(days=731)


def limit(turn: Turn) -> Reply:
    """/limit 华星 50万 · /limit 华星 默认 · /limit 华星"""
    if not turn.words:
        raise missing(turn, "limit")
    account, rest = begins_with_account(turn, turn.words)
    if not (wanted := _without(rest, "before_limit")):
        return _shown(turn, permitted(turn, account, "see_risk"))
    may_set(turn, permitted(turn, account, "see_risk"))
    before, terms = _before(turn, account)
    if for_now := _for_now(turn, wanted):
        return _raised(turn, account, terms, *for_now)
    amount = _amount(turn, wanted)
    if terms.limit == amount:
        raise Refusal("limit_same", account=account.name, limit=amount)
    _keep(turn, terms, limited(terms, amount))
    key = "limit_set" if amount is not None else "limit_default"
    said = line(key, account=account.name, limit=amount, before=before.limit if before.own else None)
    currency = amount.currency if amount is not None else turn.team.currency
    return replace(done(turn, account, said, *credit_lines(turn, account, currency)), action="see_risk")


def may_set(turn: Turn, account: Account) -> None:
    """Refusal where somebody else decides about this customer's credit."""
    if not may(turn.member, "set_limit", account.owners, account.tier):
        raise Refusal("limit_not_yours", denied="set_limit")


def _amount(turn: Turn, words: str) -> Money | None:
    """What was typed for a limit; None: the tier's again."""
    if typed_words("policy_words_beside").get(words.lower()) in ("default", "nothing"):
        return None
    at = datetime.combine(turn.today, time())
    found = values.amount_in(words, at, turn.names, turn.team.currency)
    if found is None:
        if words.strip("0 ") == "":
            return Money.zero(turn.team.currency)
        raise Refusal("limit_not", value=words[:30])
    try:
        return Money.of(*found)
    except ValueError:
        raise Refusal("limit_not", value=words[:30]) from None


def _for_now(turn: Turn, words: str) -> tuple[Money, date] | None:
    """50万，到年底: an amount and until when; None where no day is said."""
    pieces = re.split(r"[，,\s]+", words.strip(), maxsplit=1)
    if len(pieces) != 2:
        return None
    at = datetime.combine(turn.today, time())
    until = values.day_in(_without(pieces[1], "before_day"), at, turn.names, turn.team.currency)
    amount = _amount(turn, pieces[0]) if until else None
    return (amount, until) if amount is not None and until is not None else None


def _raised(turn: Turn, account: Account, terms: CreditTerms, amount: Money, until: date) -> Reply:
    """So much until a day, whatever else holds."""
    if until < turn.today:
        raise Refusal("whitelist_past", on=until)
    if until > turn.today + FURTHEST:
        raise Refusal("whitelist_far", on=until)
    _keep(turn, terms, excepted(terms, amount, until))
    said = line("limit_raised_now", account=account.name, amount=amount, until=until)
    lines = credit_lines(turn, account, amount.currency)
    return replace(done(turn, account, said, *lines), action="see_risk")


def _before(turn: Turn, account: Account) -> tuple[Credit, CreditTerms]:
    return credit_line(turn.store, account, turn.team.currency, turn.today, turn.calendar, turn.policy), terms_of(
        turn, account
    )


def terms_of(turn: Turn, account: Account) -> CreditTerms:
    """What was set for a customer; a first one, not kept yet, where nothing was."""
    return turn.store.credit.terms(account.id) or CreditTerms(id=turn.new_id(), version=0, account_id=account.id)


def _keep(turn: Turn, before: CreditTerms, after: CreditTerms) -> None:
    assert after.version == before.version + 1
    turn.store.save(after)


def _shown(turn: Turn, account: Account) -> Reply:
    lines = credit_lines(turn, account, turn.team.currency)
    return reply(line("limit_head", account=account.name), *lines, action="see_risk", tier=account.tier)


def credit_lines(turn: Turn, account: Account, currency: str) -> list[Line]:
    """The limit and whose it is, what of it is used and what is left, and what else holds."""
    credit = credit_line(turn.store, account, currency, turn.today, turn.calendar, turn.policy)
    terms = turn.store.credit.terms(account.id)
    return lines_of(turn, account, credit, terms)


def lines_of(turn: Turn, account: Account, credit: Credit, terms: CreditTerms | None) -> list[Line]:
    """The same of a line that is known."""
    zero = Money.zero(credit.currency)
    whose = "own" if credit.own else ("tier" if credit.limit is not None else "none")
    said = [
        line("limit_line", whose=whose, limit=credit.limit, tier=Line(f"tier_{account.tier}")),
        line("limit_used", used=max(zero, credit.used), open=credit.open,
             unbilled=_if_any(credit.unbilled), delivered=_if_any(credit.delivered), advance=_if_any(credit.advance)),
    ]  # fmt: skip
    said += _holds(turn, credit, terms)
    if credit.room is not None:
        said.append(line("limit_room", room=credit.room) if credit.room.is_positive else
                    line("limit_full", over=_if_any(zero - credit.room)))  # fmt: skip
    return said


def _holds(turn: Turn, credit: Credit, terms: CreditTerms | None) -> list[Line]:
    """What holds beside the limit: the whitelist, an exception, the stop, what the grade may use."""
    if credit.free_until is not None and terms is not None:
        by = name_of(turn, terms.free_by) if terms.free_by else ""
        return [line("limit_free", until=credit.free_until, reason=terms.free_because, by=by)]
    if credit.raised is not None:
        return [line("limit_raised", amount=credit.raised, until=credit.raised_until)]
    if credit.stopped:
        return [line("limit_stopped", days=credit.stopped, most=turn.policy.credit.stop_overdue)]
    if credit.share < 100 and (credit.limit is not None or credit.share == 0):
        return [line("limit_share", share=credit.share, may_use=credit.may_use)]
    return []


def in_short(turn: Turn, account: Account) -> list[Line]:
    """Grade, limit and what is left of it in one line for the customer's card, and what holds beside it."""
    rating = rating_of(turn.store, account.id, turn.today, turn.calendar, turn.policy)
    credit = credit_line(turn.store, account, turn.team.currency, turn.today, turn.calendar, turn.policy)
    terms = turn.store.credit.terms(account.id)
    zero = Money.zero(credit.currency)
    room = credit.room if credit.limit is not None else None
    said = line(
        "credit_in_short", grade=rating.grade if rating else None, points=rating.points if rating else 0,
        limit=credit.limit, used=max(zero, credit.used), room=max(zero, room) if room is not None else None,
        over=_if_any(zero - room) if room is not None else None,
    )  # fmt: skip
    holds = _holds(turn, credit, terms)
    return [said, *holds] if rating is not None or credit.limit is not None or holds else []


def _if_any(amount: Money) -> Money | None:
    return amount if amount.is_positive else None


def _without(words: str, table: str) -> str:
    """What was typed, without the small words before it (到, 为, to)."""
    for word in sorted(typed_words(table), key=len, reverse=True):
        if words.lower().startswith(word):
            return words[len(word) :].strip()
    return words.strip()


# -- the whitelist


def whitelist(turn: Turn) -> Reply:
    """/whitelist 华星 到年底 因为老客户 · /whitelist 华星 取消 · /whitelist"""
    if not turn.words:
        return _listed(turn)
    account, rest = begins_with_account(turn, turn.words)
    if not rest:
        return _shown(turn, permitted(turn, account, "see_risk"))
    may_set(turn, permitted(turn, account, "see_risk"))
    terms = terms_of(turn, account)
    if typed_words("whitelist_words").get(rest.lower()) == "end":
        if terms.free_until is None:
            raise Refusal("whitelist_not", account=account.name)
        _keep(turn, terms, no_longer_free(terms))
        return replace(done(turn, account, line("whitelist_ended", account=account.name)), action="see_risk")
    until, reason = _until_and_why(turn, account, rest)
    if until < turn.today:
        raise Refusal("whitelist_past", on=until)
    if until > turn.today + FURTHEST:
        raise Refusal("whitelist_far", on=until)
    _keep(turn, terms, set_free(terms, until, reason, turn.member.id))
    said = line("whitelist_set", account=account.name, until=until, reason=reason)
    return replace(done(turn, account, said), action="see_risk")


def _until_and_why(turn: Turn, account: Account, words: str) -> tuple[date, str]:
    """到年底 因为老客户: a day and a reason; a Refusal with an example where one of them is missing."""
    marks = sorted((one for one, kind in typed_words("whitelist_words").items() if kind == "because"), key=len)
    found = re.search("|".join(map(re.escape, reversed(marks))), words, re.IGNORECASE)
    when, reason = (words[: found.start()], words[found.end() :]) if found else (words, "")
    if not reason.strip() and (pieces := re.split(r"[，,\s]+", words.strip(), maxsplit=1))[1:]:
        when, reason = pieces
    at = datetime.combine(turn.today, time())
    until = values.day_in(_without(when.strip(" ，,"), "before_day"), at, turn.names, turn.team.currency)
    reason = " ".join(reason.split()).strip(" ：:，,。.")[:LONGEST_REASON]
    if until is None or not reason:
        raise missing(turn, "whitelist", account)
    return until, reason


def _listed(turn: Turn) -> Reply:
    found: list[Any] = []
    for terms in turn.store.credit.free():
        account = turn.store.sales.account(terms.account_id)
        if account is not None and terms.free_until is not None and terms.free_until >= turn.today:
            by = name_of(turn, terms.free_by) if terms.free_by else ""
            found.append(line("whitelist_row", account=account.name, until=terms.free_until,
                              reason=terms.free_because, by=by))  # fmt: skip
    head = line("whitelist_head", count=len(found)) if found else line("whitelist_none")
    return replace(reply(head, *found, action="see_risk"), private=True)
