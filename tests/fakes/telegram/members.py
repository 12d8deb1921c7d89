"""Chat members as JSON, one shape per status."""

from __future__ import annotations

from typing import Any

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages",
)  # fmt: skip
MORE: dict[str, dict[str, Any]] = {
    "creator": {"is_anonymous": False},
    "administrator": {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True),
    "member": {},
    "left": {},
    "kicked": {"until_date": 0},
}
PRESENT = {"creator", "administrator", "member"}
ADMINS = {"creator", "administrator"}


def member_json(user: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": user, "status": status} | MORE[status]
