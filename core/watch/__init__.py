"""Watch: what must be said without being asked. Rules are generators: records and policy in, alerts out."""

from core.watch.records import Alert, Finding

__all__ = ["Alert", "Finding"]
