"""Reading for everyone outside core: the words of each language from `locales/`, and the `gengfu read` command."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

import click

from core.reading import Fact, Lexicon, Names, prepare, read

_LOCALES = Path(__file__).resolve().parent.parent / "locales"


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The words of every language in one lexicon: a message may mix them."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_LOCALES.glob("*/words.toml"))]
    return prepare(Lexicon.from_words(*tables))


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
    names = Names.build(team, lexicon)
    for line in filter(str.strip, lines):
        said = json.loads(line)
        facts = read(
            said["text"], datetime.fromisoformat(said["now"]), names, said.get("default_currency", "CNY"), lexicon
        )
        yield json.dumps(
            {"id": said.get("id"), "facts": [as_json(fact, explain) for fact in facts]}, ensure_ascii=False
        )


@click.command("read")
@click.option("--team", type=click.File(encoding="utf-8"), help="Customers, members, rivals and stages (JSON).")
@click.option(
    "--explain", is_flag=True, help="Show for each value the characters it came from and the rule that made it."
)
def read_command(team: TextIO | None, explain: bool) -> None:
    """Read messages: JSON Lines in, the facts they state as JSON Lines out. No database."""
    known = json.load(team) if team else {}
    for line in read_lines(click.open_file("-", encoding="utf-8"), known, explain):
        click.echo(line)


if __name__ == "__main__":
    read_command()
