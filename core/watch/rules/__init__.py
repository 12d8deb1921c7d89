"""The rules, one file each."""

from core.watch.rules.overdue import due_soon, next_check, overdue

__all__ = ["due_soon", "next_check", "overdue"]
