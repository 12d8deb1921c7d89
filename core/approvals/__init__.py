"""Approvals: what waits for a person's word (drafts), and how a change set is taken back (undo)."""

from core.approvals.records import Button, Draft, Import, Undo

__all__ = ["Button", "Draft", "Import", "Undo"]
