"""/who: who may see a customer, and by what."""

from __future__ import annotations

from collections import defaultdict

from bot.handlers.accounts.finding import begins_with_account, missing, permitted
from bot.message import Line, Reply, Turn, line, reply
from core.people.permissions import grounds

ORDER = ("owner", "coowner", "manager", "finance", "legal", "rep", "nobody")


def who(turn: Turn) -> Reply:
    """/who 华星: everybody of the team, by what they may see this customer, and who may not."""
    if not turn.words:
        raise missing(turn, "who")
    account, _ = begins_with_account(turn, turn.words)
    permitted(turn, account, "see_account")
    found: dict[str, list[str]] = defaultdict(list)
    for member in turn.store.people.members():
        by = grounds(member, "see_account", account.owners, account.tier)
        if by == "own":
            by = "owner" if member.id == account.owner_id else "coowner"
        found[by or "nobody"].append(member.name)
    head = line("who_head", account=account.name, tier=Line(f"tier_{account.tier}"))
    rows = [line(f"who_{by}", names=tuple(found[by])) for by in ORDER if found[by]]
    foot = [line("who_key")] if account.tier == "key" else []
    return reply(head, *rows, *foot, line("who_reached"), action="see_account", tier=account.tier)
