"""A person's page on platforms that have one: their day; for who leads, the team and what waits to be handed over."""

from __future__ import annotations

from bot.handlers.forms import filling
from bot.handlers.handovers import asking
from bot.handlers.reports import load
from bot.handlers.today import day_list
from bot.message import Button, Card, Line, Reply, Turn, line
from core.people import may


def home(turn: Turn) -> Card:
    """What /today shows, then the team as /load does and the pending handovers, each only for who may see it."""
    parts = [day_list(turn, turn.member)] if may(turn.member, "see_watch") else []
    if turn.member.has("manager"):
        parts += [load.load(turn), *asking.pending(turn)]
    lines: list[Line] = [line("home_head", name=turn.member.name)]
    buttons: list[tuple[Button, ...]] = list(filling.buttons(turn))
    for part in parts:
        shown = _card(part)
        lines += [line("home_gap"), *shown.lines] if shown.lines else []
        buttons += shown.buttons
    return Card(tuple(lines), tuple(buttons))


def _card(part: Reply) -> Card:
    return part.card or Card(())
