"""Print the permission table: `python docs/permissions.py > docs/permissions.md`. A test compares the two."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.people.permissions import ACTIONS, ALL, Rights

HEAD = """# Who may do what

Printed from `core/people/permissions.py`, which alone decides (`python docs/permissions.py > docs/permissions.md`).

**all**: for any customer. **own**: for customers the person owns or co-owns, or records of their own. A member may
have several roles; the widest counts. A key account is open to its owners, managers and finance only, whatever stands
here. **group**: the answer may stand in a group bound for the whole team; otherwise it goes to the private chat. A
group bound for managers may hold everything, one for finance all about money; no other holds anything of key accounts.
What somebody may do with a customer, they may only where they may see it (`see_account`). A key customer somebody has
no part in is no name to them: what they ask or log is answered as if nobody were called so, and kept in the audit as
`denied`; only making another of exactly that name is refused. Handing on is for the owner (or a manager) alone, not
for who shares a customer. Phones and e-mails are masked in every group. A button is judged anew when it is pressed. Who
left may nothing; a stranger is told one thing, whatever they say. tests/bot/test_matrix.py tries what can be said,
tests/bot/looking_over.py presses every button of every dialog as each role.
"""
SHOWN = {"any": "all", "own": "own", "none": ""}


def page() -> str:
    """The page as it must stand in docs/permissions.md."""
    head = ["action", *ALL, "group"]
    rows = [
        [f"`{name}`", *(SHOWN[rights.scope(role)] for role in ALL), group(rights)] for name, rights in ACTIONS.items()
    ]
    return "\n".join([HEAD, *(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)), ""])


def group(rights: Rights) -> str:
    return "yes" if rights.group else ""


if __name__ == "__main__":
    sys.stdout.write(page())
