"""People: who is in the team, in which chats, with which roles, and what they may do."""

from core.people.permissions import Room, may
from core.people.records import (
    AUDIENCES,
    ROLES,
    Chat,
    Identity,
    Invitation,
    Member,
    PolicyChange,
    Team,
)

__all__ = ["AUDIENCES", "ROLES", "Chat", "Identity", "Invitation", "Member", "PolicyChange", "Room", "Team", "may"]
