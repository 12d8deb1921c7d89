"""Help, greetings, and what to say when nothing fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot.handlers import logs, people
from bot.handlers.forms import filling
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.text import aliases_of, say, typed_words
from core.people import may

HAS_FIGURES = re.compile(r"\d")
SMALL_TALK = ("thanks", "hello", "there", "bye", "small")  # of several the first is answered


def start(turn: Turn) -> Reply:
    """/start by somebody who is in: a greeting and the standing keyboard; with a code it is /join."""
    if turn.words and turn.private:
        return people.join(turn)
    return reply(line("hello", name=turn.member.name), line("hello_try"), keyboard=True)


def help(turn: Turn, said: Said | None = None) -> Reply:  # noqa: A001
    """/help: how to talk, and what this person may do here, a line a topic; `/help contracts` or a command explains."""
    from bot.routes import TOPICS

    if not turn.words:
        return first_page(turn)
    if topic := next((one for one in TOPICS if turn.words.lower() in (one, say(turn.language, f"topic_{one}"))), None):
        return topic_page(turn, topic)
    if name := command_named(turn.words):
        return reply(_row(turn, name))
    return reply(line("help_unknown", typed=turn.words[:20]), buttons=_topics(turn))


def first_page(turn: Turn) -> Reply:
    """A group is told how to talk and what only a group can do; all the commands stand in the private chat."""
    from bot.routes import COMMANDS, TOPICS

    head = (line("help_head"), line("help_examples"))
    if not turn.private:
        here = [_row(turn, name) for name, route in COMMANDS.items() if route.where == "group" and _may(turn, name)]
        more = Button(line("open_private"), link="private")
        return reply(*head, *here, line("help_more"), buttons=((more,),))
    shown = {topic: [name for name in _commands_of(turn, topic) if COMMANDS[name].menu] for topic in TOPICS}
    rows = [
        line("help_topic", topic=Line(f"topic_{topic}"), commands=_commands(turn, names))
        for topic, names in shown.items()
        if names
    ]
    return reply(*head, line("help_foot"), *rows, buttons=_topics(turn))


def topic_page(turn: Turn, topic: str) -> Reply:
    """Every command of a topic with what it does."""
    rows = [_row(turn, name) for name in _commands_of(turn, topic)]
    return reply(line("help_page", topic=Line(f"topic_{topic}")), *rows, buttons=_topics(turn))


def topic_pressed(turn: Turn) -> Reply:
    """[钱]: the card turns to that page."""
    return replace(topic_page(turn, str(turn.arguments["topic"])), replaces=True)


def _topics(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    from bot.routes import TOPICS

    buttons = [Button(line(f"topic_{one}"), "help", {"topic": one}) for one in TOPICS if _commands_of(turn, one)]
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _commands_of(turn: Turn, topic: str) -> list[str]:
    from bot.routes import TOPICS

    return [name for name in TOPICS[topic] if _may(turn, name)]


def _may(turn: Turn, name: str) -> bool:
    from bot.routes import COMMANDS

    route = COMMANDS[name]
    return may(turn.member, route.action) and (turn.private or route.where != "private")


def _commands(turn: Turn, names: Sequence[str]) -> Line:
    """/log 记一笔 · /visit 记拜访: sentences, because a command in a fact would be something somebody typed."""
    first = line("help_command", command=names[0], alias=next(iter(aliases_of(names[0], turn.language)), None))
    return line("help_commands", one=first, more=_commands(turn, names[1:])) if len(names) > 1 else first


def _row(turn: Turn, name: str) -> Line:
    alias = next(iter(aliases_of(name, turn.language)), None)
    return line("help_row", command=name, alias=alias, what=Line(f"help_{name}"))


def how_to_log(turn: Turn, said: Said | None = None) -> Reply:
    """记一笔: examples about one's own customer, and the forms for those who would rather press than type."""
    own = [one for one in turn.store.sales.accounts() if turn.member.id in one.owners]
    name = own[0].name if own else {"en": "Globex"}.get(turn.language, "华星")
    return reply(line("log_how", account=name), buttons=filling.buttons(turn))


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
    if has_figures := HAS_FIGURES.search(text) is not None:
        logs.keep_draft(turn, "unread", {"text": text}, awaits="", private=True, lapsed=True)
    if not turn.private:
        return None
    if talk := small_talk(text):
        return reply(line(f"talk_{talk}", name=turn.member.name))
    return reply(line("hint_kept" if has_figures else "hint"))


def small_talk(text: str) -> str:
    """The kind of a greeting, thanks or good-bye that is nothing else; "" for whatever else is said."""
    kinds = typed_words("small_talk")
    words = "|".join(
        rf"{re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in sorted(kinds, key=len, reverse=True)
    )
    plain = re.sub(r"[^\w'’]+", " ", text.lower()).strip()
    if not re.fullmatch(f"(?:(?:{words})\\s*)+", plain):
        return ""
    said = [kinds[found] for found in re.findall(words, plain)]
    return next((kind for kind in SMALL_TALK if kind in said), "")


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
