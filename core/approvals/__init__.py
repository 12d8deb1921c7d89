"""Approvals: what waits for a person's word (drafts), and how a change set is taken back (undo)."""

from core.approvals.records import Asked, Button, Draft, Import, Undo

__all__ = ["Asked", "Button", "Draft", "Import", "Undo"]
