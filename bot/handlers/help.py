"""Help, greetings, and what to say when nothing fits."""

from __future__ import annotations

import re
from difflib import get_close_matches

from bot.handlers import logs, people
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.text import aliases_of
from core.people import may

HAS_FIGURES = re.compile(r"\d")


def start(turn: Turn) -> Reply:
    """/start by somebody who is in: a greeting and the standing keyboard; with a code it is /join."""
    if turn.words and turn.private:
        return people.join(turn)
    return reply(line("hello", name=turn.member.name), line("hello_try"), keyboard=True)


def help(turn: Turn, said: Said | None = None) -> Reply:  # noqa: A001
    """/help: what this person may do here, in their words; built from the routes."""
    from bot.routes import COMMANDS

    if turn.words and (name := command_named(turn.words)):
        return reply(Line(f"help_{name}"))
    shown = [
        line(
            "help_row", command=name, alias=next(iter(aliases_of(name, turn.language)), None), what=Line(f"help_{name}")
        )
        for name, route in COMMANDS.items()
        if route.menu and may(turn.member, route.action) and (turn.private or route.where != "private")
    ]
    return reply(line("help_head"), line("help_examples"), line("help_commands"), *shown, line("help_foot"))


def how_to_log(turn: Turn, said: Said | None = None) -> Reply:
    """记一笔: examples about one's own customer."""
    own = [one for one in turn.store.sales.accounts() if turn.member.id in one.owners]
    name = own[0].name if own else {"en": "Globex"}.get(turn.language, "华星")
    return reply(line("log_how", account=name))


def unknown_command(turn: Turn, typed: str) -> Reply:
    """A command that does not exist: the nearest one is offered."""
    near = command_named(typed)
    return reply(
        line("command_unknown_near", typed=typed[:20], near=near) if near else line("command_unknown", typed=typed[:20])
    )


def command_named(typed: str) -> str | None:
    """The command a word means: its name, its alias, or one slip of the finger away."""
    from bot.routes import ALIASES, COMMANDS

    word = typed.lower().lstrip("/／").split(maxsplit=1)[0] if typed.strip("/／ ") else ""
    if word in COMMANDS:
        return word
    if word in ALIASES:
        return ALIASES[word]
    close = get_close_matches(word, [*COMMANDS, *ALIASES], n=1, cutoff=0.6)
    return ALIASES.get(close[0], close[0]) if close else None


def chitchat(turn: Turn) -> Reply | None:
    """Nothing to record: silence in a group, a short hint in private; figures not understood wait for the evening."""
    text = turn.inbound.text.strip()
    if HAS_FIGURES.search(text):
        logs.keep_draft(turn, "unread", {"text": text}, awaits="", private=True, lapsed=True)
    return reply(line("hint")) if turn.private else None


def nothing_heard(turn: Turn) -> Reply:
    """An empty message, or only marks."""
    return reply(line("hint_empty"))


def media(turn: Turn) -> Reply | None:
    """Voice, pictures, stickers: what is not read yet gets a short clear answer, in private or when addressed."""
    known = ("voice", "photo", "document", "sticker", "contact", "location")
    kind = turn.inbound.media if turn.inbound.media in known else "other"
    return reply(line(f"media_{kind}")) if turn.private or turn.inbound.addressed else None


def came_into_group() -> Card:
    """What the bot says when it is taken into a group."""
    return Card((line("group_hello"),), ((Button(line("open_private"), link="private"),),))
