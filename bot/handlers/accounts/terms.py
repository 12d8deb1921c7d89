"""/terms: how a customer's due days are computed where none is said, and how long before them its owner hears of it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.handlers.accounts.finding import begins_with_account, missing, name_of, permitted
from bot.handlers.accounts.naming import done
from bot.message import Line, Reply, Turn, line, reply
from bot.text import typed_words
from core.base.ids import moment_of
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts import due_after_invoice
from core.reading.normalise import normalise
from core.sales import Account

MOST_DAYS, MOST_AHEAD, MOST_STAGES = 365, 90, 6


def terms(turn: Turn) -> Reply:
    """/terms 华星 月结60, /terms 华星 30天, /terms 华星 提前10/5/1, /terms 华星 取消; /terms 华星: what is agreed."""
    if not turn.words:
        raise missing(turn, "terms")
    account, said = begins_with_account(turn, turn.words)
    if not said:
        permitted(turn, account, "see_account")
        return reply(*(terms_lines(account) or [line("terms_none", account=account.name)]),
                     action="see_account", tier=account.tier)  # fmt: skip
    permitted(turn, account, "change_account")
    agreed, ahead = _parts(normalise(said))
    changes = {**(_agreed(agreed, said) if agreed else {}), **(_ahead(ahead, said) if ahead is not None else {})}
    fresh = evolve(account, **changes)
    turn.store.save(fresh)
    if "alert_days" in changes:
        for one in turn.store.ledger.open_receivables(account.id):
            turn.store.ledger.check_on(one.id, turn.today)
    lines = [line("terms_set", account=account.name), *terms_lines(fresh)]
    if "terms_days" in changes and turn.store.ledger.open_receivables(account.id):
        lines.append(line("terms_open_stay"))
    return done(turn, fresh, *lines)


def _words(text: str) -> dict[str, str]:
    """What of the words of terms stands in it, and what each means."""
    return {word: meaning for word, meaning in typed_words("terms_words").items() if word in text}


def _parts(text: str) -> tuple[str, str | None]:
    """What is agreed, and what is said of reminders; None where nothing is."""
    starts = [text.index(word) for word, meaning in _words(text).items() if meaning == "ahead"]
    return (text[: min(starts)].strip(), text[min(starts) :]) if starts else (text.strip(), None)


def _agreed(text: str, said: str) -> dict[str, object]:
    """月结60: sixty days from the end of the month; 30天: from the day it is billed; 现结: at once; 取消: nothing."""
    meanings = set(_words(text).values())
    days = [int(one) for one in re.findall(r"\d+", text)]
    if "none" in meanings and not days:
        return {"terms_days": None, "terms_month_end": False}
    if "cash" in meanings and not days:
        return {"terms_days": 0, "terms_month_end": False}
    if len(days) > 1 or not (days or "month_end" in meanings) or max(days, default=0) > MOST_DAYS:
        raise Refusal("terms_unknown", words=said[:30], most=MOST_DAYS)
    return {"terms_days": days[0] if days else 0, "terms_month_end": "month_end" in meanings}


def _ahead(text: str, said: str) -> dict[str, object]:
    """提前10/5/1: working days before; 提前 取消: as for everybody."""
    days = sorted({int(one) for one in re.findall(r"\d+", text)}, reverse=True)
    if not days and "none" in set(_words(text).values()):
        return {"alert_days": ()}
    if not days or len(days) > MOST_STAGES or days[0] > MOST_AHEAD or days[-1] < 1:
        raise Refusal("terms_ahead_unknown", words=said[:30], most=MOST_AHEAD, count=MOST_STAGES)
    return {"alert_days": tuple(days)}


def terms_lines(account: Account) -> list[Line]:
    """What is agreed with a customer; nothing where nothing is."""
    lines = [line("terms_are", terms=named(account))] if account.terms_days is not None else []
    return [*lines, line("terms_ahead", days="/".join(map(str, account.alert_days)))] if account.alert_days else lines


def named(account: Account) -> Line:
    """月结 60 天, as agreed with a customer."""
    return named_terms(account.terms_days or 0, account.terms_month_end)


def named_terms(days: int, from_month_end: bool) -> Line:
    """月结 60 天."""
    kind = "month_end" if from_month_end else "days" if days else "cash"
    return line("terms_named", kind=kind, days=str(days))


def due_by_terms(account: Account, billed_on: date) -> date | None:
    """The day that what is billed on a day falls due by the customer's terms; None where there are none."""
    if account.terms_days is None:
        return None
    return due_after_invoice(billed_on, account.terms_days, from_month_end=account.terms_month_end)


class Agreed(NamedTuple):
    """How many days to pay a customer was given on a day: by a contract (its number), or by who set it."""

    on: date
    days: int
    number: str
    by: str


def agreed_terms(turn: Turn, account: Account) -> list[Agreed]:
    """How a customer's days to pay came to be what they are, step by step: what contracts and won deals say, and what
    was set with /terms (of one day the last, so that what was taken back at once is no step)."""
    zone = ZoneInfo(turn.team.timezone)

    def day(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    found = [
        Agreed(one.start or day(moment_of(one.id)), one.net_days, one.number, "")
        for one in turn.store.contracts.of_account(account.id)
        if one.net_days is not None and not one.void
    ]
    signed = {one.deal_id for one in turn.store.contracts.of_account(account.id) if not one.void}
    found += [
        Agreed(one.stage_since, one.net_days, "", name_of(turn, one.owner_id))
        for one in turn.store.sales.deals(account.id)
        if one.net_days is not None and one.stage == "won" and one.id not in signed
    ]
    set_on: dict[date, Agreed | None] = {}
    for entry in turn.store.audit.of_record(account.id):
        if "terms_days" in entry.change and entry.act != "create":
            days, on = entry.change["terms_days"][1], day(entry.at)
            set_on[on] = Agreed(on, days, "", name_of(turn, entry.by or 0)) if days is not None else None
    found += [one for one in set_on.values() if one is not None]
    steps: list[Agreed] = []
    for one in sorted(found, key=lambda one: one.on):
        if not steps or steps[-1].days != one.days:
            steps.append(one)
    return steps
