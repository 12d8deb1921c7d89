"""What the policy wants to know of a new customer, and what of it is still missing."""

from __future__ import annotations

from core.base.policy import AccountPolicy
from core.sales.records import Account

WANTS = ("contact", "terms", "tax_no", "region", "official")


def gaps(account: Account, policy: AccountPolicy, *, has_contact: bool) -> tuple[str, ...]:
    """What is wanted of a customer, not known, and was not let off by name; in the order one would ask."""
    known = {
        "contact": has_contact,
        "terms": account.terms_days is not None,
        "tax_no": bool(account.tax_no),
        "region": bool(account.region),
        "official": bool(account.official),
    }
    return tuple(
        one for one in WANTS if getattr(policy, f"want_{one}") and not known[one] and one not in account.waived
    )
