"""Reading for everyone outside core: the words of each language from `locales/`, and the `gengfu read` command."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

import click

from bot.commands import Command, Failed, Option
from core.reading import Fact, Lexicon, Names, prepare, read

_LOCALES = Path(__file__).resolve().parent.parent / "locales"


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The words of every language in one lexicon: a message may mix them."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_LOCALES.glob("*/words.toml"))]
    return prepare(Lexicon.from_words(*tables))


@lru_cache(maxsize=1)
def load_question_words() -> Lexicon:
    """The words questions are asked in, every language in one; apart from the rest, so that no fact is read by them."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_LOCALES.glob("*/questions.toml"))]
    return Lexicon.from_words(*tables)


def as_json(fact: Fact, explain: bool = False) -> dict[str, Any]:
    """A fact in the shape of the conventions; with the spans and rules behind each value on request."""
    line: dict[str, Any] = {"intent": fact.intent, "slots": {slot: value.value for slot, value in fact.slots.items()}}
    if fact.ambiguous_customer:
        line["ambiguous_customer"] = list(fact.ambiguous_customer)
    if fact.new_customer:
        line["new_customer"] = True
    if explain:
        line["why"] = {slot: {"span": value.span, "rule": value.rule} for slot, value in fact.slots.items()}
        line["doubts"] = [{"kind": doubt.kind, "span": doubt.span, "choices": doubt.choices} for doubt in fact.doubts]
    return line


def read_lines(lines: Iterable[str], team: Mapping[str, Any], explain: bool = False) -> Iterator[str]:
    """JSON Lines of messages (`id,text,now,default_currency`) to JSON Lines of facts."""
    lexicon = load_lexicon()
    try:
        names = Names.build(team, lexicon)
    except (AttributeError, KeyError, TypeError) as error:
        raise Failed("read_team") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(line, number, names, lexicon, explain)


def _read_line(line: str, number: int, names: Names, lexicon: Lexicon, explain: bool) -> str:
    try:
        said = json.loads(line)
        text, now = str(said["text"]), datetime.fromisoformat(said["now"]).replace(tzinfo=None)
        currency, key = said.get("default_currency", "CNY"), said.get("id")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Failed("read_line", line=number) from error
    facts = [as_json(fact, explain) for fact in read(text, now, names, currency, lexicon)]
    return json.dumps({"id": key, "facts": facts}, ensure_ascii=False)


@click.command("read", cls=Command, key="read")
@click.option("--team", type=click.File(encoding="utf-8"), cls=Option)
@click.option("--explain", is_flag=True, cls=Option)
def read_command(team: TextIO | None, explain: bool) -> None:
    """JSON Lines on standard input to JSON Lines on standard output, line by line."""
    try:
        known = json.load(team) if team else {}
    except ValueError as error:
        raise Failed("read_team") from error
    for line in read_lines(click.open_file("-", encoding="utf-8", errors="replace"), known, explain):
        click.echo(line)


if __name__ == "__main__":
    read_command()
