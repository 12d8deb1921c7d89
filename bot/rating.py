"""Credit as it stands: scores are kept beside the money they are made from, and made anew when it moved or a day did.

A message that moved an account's money scores it again in its own transaction; what a file or a long history leaves is
scored by the next look of the watch. A grade that became another one is kept, and told once, in the morning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.base.calendar import WorkingCalendar
from core.base.ids import first_id
from core.base.money import Money
from core.base.policy import Policy
from core.contracts import Contract
from core.ledger import (
    Entries,
    GradeChange,
    Line,
    Promise,
    Rating,
    Sale,
    Score,
    good_until,
    line_of,
    not_billed,
    score,
    unbilled,
)
from core.sales import Account, Deal
from core.watch import Alert
from storage.store import Store

LARGE = 300  # payments and promises; a longer history is scored by the watch, not while somebody waits
LIMITS = {"key": "limit_key", "normal": "limit_normal", "prospect": "limit_prospect"}


def fresh_score(store: Store, account_id: int, today: date, calendar: WorkingCalendar, policy: Policy) -> Score | None:
    """The score made now, with all it was made from."""
    return score(*_judged_by(store, account_id), today, calendar, policy.credit)


def _judged_by(store: Store, account_id: int) -> tuple[Entries, list[Promise]]:
    """What a score is made from. Payments by themselves, and adjustments, count for promises alone."""
    ledger = store.ledger
    promises = ledger.promises(account_id)
    return (ledger.entries if promises else ledger.settling)(account_id), promises


def rating_of(store: Store, account_id: int, today: date, calendar: WorkingCalendar, policy: Policy) -> Rating | None:
    """The score as of today: the one that is kept, unless money moved or a day passed since."""
    kept, stale = store.credit.rating(account_id)
    if not stale and (kept is None or kept.until is None or today < kept.until):
        return kept
    return _made(store, account_id, today, calendar, policy)[0]


def _made(
    store: Store, account_id: int, today: date, calendar: WorkingCalendar, policy: Policy
) -> tuple[Rating | None, date | None]:
    """A score made anew, and the day from which it may be another."""
    entries, promises = _judged_by(store, account_id)
    made = score(entries, promises, today, calendar, policy.credit)
    until = good_until(entries, promises, today, calendar, policy.credit)
    if made is None:
        return None, until
    size = len(entries.allocations) + len(entries.receivables) + len(promises)
    return Rating(made.points, made.grade, made.reasons, today, until, policy.version, size), until


def rescore(
    store: Store, account_ids: Iterable[int], today: date, calendar: WorkingCalendar, policy: Policy, most: int = -1
) -> list[GradeChange]:
    """Keep the scores of these accounts as of today; the grades that became others, each with an alert to be said.
    `most`: one that was made from more than that is marked, and left to the watch."""
    changed = []
    for row in account_ids:
        grade, size = store.credit.last(row)
        if 0 <= most < size:
            store.credit.mark(row)
            continue
        after, until = _made(store, row, today, calendar, policy)
        before = store.credit.rating(row)[0] if after is not None and after.grade != grade else None
        store.credit.keep(row, after, until, policy.version)
        if before is not None and after is not None:
            changed += _told(store, row, before, after, policy)
    return changed


def _told(store: Store, account_id: int, before: Rating, after: Rating, policy: Policy) -> list[GradeChange]:
    """The change and its alert. One nobody was told of yet is taken up into it, and if nothing is left of both, neither
    is said."""
    account = store.sales.account(account_id)
    if account is None or account.void:
        return []
    grade, parts = before.grade, before.parts
    for earlier in store.credit.changes(account_id)[:1]:
        if store.watch.unsay(earlier.id):
            grade, parts = earlier.before, earlier.parts_before
    if grade == after.grade:
        return []
    change = GradeChange(
        id=store.new_id(), account_id=account_id, before=grade, after=after.grade, parts_before=parts,
        parts_after=after.parts, on=after.scored_on, policy_version=policy.version,
    )  # fmt: skip
    store.save(change)
    store.watch.raise_alert(alert_about(store, "grade", change, account, after.scored_on))
    return [change]


def alert_about(store: Store, rule: str, subject: Any, account: Account, today: date, episode: str = "") -> Alert:
    """An alert about an account's credit, by the policy in force."""
    return Alert(
        id=store.new_id(), rule=rule, subject_id=subject.id, account_id=account.id, owner_id=account.owner_id,
        episode=episode, stage=0, raised_on=today, policy_version=store.people.policy().version,
    )  # fmt: skip


# -- what the watch does


def rescore_some(store: Store, today: date, calendar: WorkingCalendar, policy: Policy, count: int) -> bool:
    """Score some of what money moved for or a day passed for; whether that was all of it."""
    rows = list(dict.fromkeys((*store.credit.stale(count), *store.credit.to_score(today, count))))
    rescore(store, rows, today, calendar, policy)
    return len(rows) < count


def end_whitelist(store: Store, today: date) -> None:
    """Who was free of checks until a day that is past is checked again, and that is told."""
    for terms in store.credit.free():
        if terms.free_until is None or terms.free_until >= today:
            return
        account = store.sales.account(terms.account_id)
        if account is not None and not account.void:
            episode = terms.free_until.isoformat()
            store.watch.raise_alert(alert_about(store, "free_ended", terms, account, today, episode))
        store.credit.tell_ended(terms.id)


def watch_concentration(store: Store, today: date, policy: Policy) -> None:
    """Who owes more than a share of all that is open in a currency is told of, once until it is less again.

    Where so few owe anything that one of them must have that share, nothing is said: a share is looked at once half as
    many customers again owe money as it would take to have it each.
    """
    percent = policy.credit.concentration
    over: dict[int, Money] = {}
    for owed, count in store.credit.owed() if percent else []:
        if count * percent >= 150:
            least, _ = owed.split([percent, 100 - percent])
            over |= dict(store.credit.owing_more_than(least))
    known = {one.subject_id: one for one in store.watch.open_of("concentrated")}
    for row in known.keys() - over.keys():
        store.watch.resolve(known[row])
    for row in over.keys() - known.keys():
        account = store.sales.account(row)
        if account is not None:
            store.watch.raise_alert(alert_about(store, "concentrated", account, account, today, today.isoformat()))


# -- limits


def default_limit(account: Account, policy: Policy, currency: str) -> Money | None:
    """What a customer of this tier may owe, in the team's currency; None: any amount."""
    amount = getattr(policy.credit, LIMITS[account.tier])
    return Money.of(amount, currency) if amount else None


def credit_line(
    store: Store, account: Account, currency: str, today: date, calendar: WorkingCalendar, policy: Policy
) -> Line:
    """What a customer may owe in a currency, and how much of that is used."""
    rating = rating_of(store, account.id, today, calendar, policy)
    sales = still_to_bill(store, account.id)
    deliveries = store.ledger.deliveries(account.id)
    receivables = store.ledger.receivables(account.id) if sales or deliveries else []
    sold = unbilled(sales, receivables, currency)
    advance = [ahead for owed, ahead in store.ledger.money(account.id) if owed.currency == currency]
    return line_of(
        currency, store.credit.terms(account.id), default_limit(account, policy, store.people.team().currency),
        rating.grade if rating else None, store.ledger.open_receivables(account.id),
        sold, not_billed(sales, deliveries, receivables, currency) - sold,
        advance[0] if advance else Money.zero(currency), today, policy.credit,
    )  # fmt: skip


def still_to_bill(store: Store, account_id: int) -> list[Sale]:
    """Won deals and contracts in force; a deal that has a contract counts as that."""
    contracts = [one for one in store.contracts.of_account(account_id) if not one.void]
    deals = {one.id: one for one in store.sales.deals(account_id)}
    signed = {one.deal_id for one in contracts}
    found = [sale_of(store, one, deals.get(one.deal_id or 0)) for one in contracts if one.is_open]
    found += [sale_of(store, None, one) for one in deals.values() if one.stage == "won" and one.id not in signed]
    return [one for one in found if one is not None]


def sale_of(store: Store, contract: Contract | None, deal: Deal | None) -> Sale | None:
    """A contract, or a deal that has none; None where no amount was agreed. What is not in the books yet begins now."""
    amount = contract.amount if contract is not None else deal.amount if deal is not None else None
    if amount is None:
        return None
    since = [contract.id] if contract is not None else []
    if deal is not None and deal.stage == "won":
        since.append(_won_since(store, deal))
    ids = frozenset(one.id for one in (contract, deal) if one is not None)
    return Sale(amount, ids, min(since))


def _won_since(store: Store, deal: Deal) -> int:
    """The message that won a deal; ids are in the order of time."""
    stages = [(one.source, one.change["stage"]) for one in store.audit.of_record(deal.id) if "stage" in one.change]
    won = [source for source, stage in stages if stage == "won" or stage[-1] == "won"]
    return (won[-1] if won else store.source) or first_id(store.now)
