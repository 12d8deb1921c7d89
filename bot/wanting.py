"""What is missing of new customers, for the evening: at most one line a person, not again for some days."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from core.sales import Account, gaps
from storage.store import Store

SHOWN = 3


def missing_of(store: Store, account: Account) -> tuple[str, ...]:
    """What the policy wants of a customer and nobody told."""
    has_contact = any(one.state == "active" and not one.void for one in store.sales.contacts(account.id))
    return gaps(account, store.people.policy().accounts, has_contact=has_contact)


def due_gaps(store: Store, today: date) -> dict[int, list[Account]]:
    """Owner -> their new customers whose missing data is due to be spoken of. What is complete is looked at no more."""
    again = today + timedelta(days=store.people.policy().accounts.gap_days)
    found: dict[int, list[Account]] = defaultdict(list)
    for account in store.sales.accounts_to_check(today):
        stands = not account.void and account.state == "active" and missing_of(store, account)
        store.sales.check_account_on(account.id, again if stands else None)
        if stands:
            found[account.owner_id].append(account)
    return found
