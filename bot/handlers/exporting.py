"""/export: the team's books as a file, for a manager, in private; made from the books when it is sent."""

from __future__ import annotations

from bot.handlers.accounts.finding import find_account, missing, permitted
from bot.message import Card, Reply, Turn, line
from bot.post import private_place
from bot.team_export import MOST_ROWS, SHEETS
from core.base.refusal import Refusal
from storage.picture import Picture
from storage.store import Store
from storage.tables import KINDS

FORMS = {"": "xlsx", "xlsx": "xlsx", "excel": "xlsx", "json": "json", "jsonl": "json"}


def export(turn: Turn) -> Reply:
    """/export, or /export json; a group only hears that it went to the private chat."""
    form = FORMS.get(turn.words.strip().lower())
    if form is None:
        raise Refusal("export_what", words=turn.words.strip()[:20])
    if turn.policy.privacy.hide_from_platform:
        raise Refusal("export_kept_from_platform")
    if is_too_large(turn.store):
        raise Refusal("export_too_large", rows=MOST_ROWS)
    if private_place(turn.store, turn.member, turn.inbound.channel) is not None:
        turn.store.note_export(form)
    file = {"kind": "export", "form": form, "member": str(turn.member.id)}
    return Reply(Card((line("export_here", team=turn.team.name, on=turn.today),), file=file), private=True)


def proof(turn: Turn) -> Reply:
    """/evidence 华星: all that was booked about a customer in one file that shows tampering; in private, and noted."""
    if not turn.words:
        raise missing(turn, "evidence")
    account = permitted(turn, find_account(turn, turn.words), "see_proof")
    if private_place(turn.store, turn.member, turn.inbound.channel) is not None:
        turn.store.note_read("proof", account.id)
    file = {"kind": "proof", "id": str(account.id), "member": str(turn.member.id)}
    return Reply(Card((line("proof_here", account=account.name, on=turn.today),), file=file), private=True)


def is_too_large(store: Store) -> bool:
    """Whether a team's books are more than a chat takes."""
    kinds = (KINDS[record] for record, _ in SHEETS.values())
    return Picture(store.transaction).size(kinds, store.team_id, MOST_ROWS) > MOST_ROWS
