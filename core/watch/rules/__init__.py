"""The rules, one file each."""

from core.watch.rules.expiry import expiry, next_expiry_check
from core.watch.rules.overdue import due_soon, next_check, overdue

__all__ = ["due_soon", "expiry", "next_check", "next_expiry_check", "overdue"]
