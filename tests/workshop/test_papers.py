"""The papers say what the program does: settings, commands, troubles, links, and the answers printed in the READMEs."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot import __main__ as command_line
from bot import routes
from bot.settings import PREFIX, Settings
from bot.text import LANGUAGES
from core.people.permissions import ACTIONS
from storage.errors import CODES

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".hypothesis", ".pytest_cache", "node_modules", "data"}
PAPERS = sorted(path for path in ROOT.rglob("*.md") if not NOT_OURS.intersection(path.relative_to(ROOT).parts))
READMES = ("README.md", "README.zh-CN.md")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) +(.+)$", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows_of(text: str) -> Iterator[list[str]]:
    """The rows of every table, cell by cell."""
    for line in text.splitlines():
        if line.startswith("| ") and not set(line) <= set("|- "):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


# --- completeness ----------------------------------------------------------------------------------------------------


@pytest.mark.completeness
@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_setting_and_no_other(readme):
    ours = {PREFIX + name.upper() for name in Settings.model_fields}
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", text_of(readme)))

    assert ours == named


@pytest.mark.completeness
@pytest.mark.parametrize("readme", READMES)
def test_the_readme_has_the_defaults_that_are_in_force(readme):
    printed = {cells[0].strip("`"): cells[1] for cells in rows_of(text_of(readme)) if cells[0].startswith(f"`{PREFIX}")}
    plain = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items() if field.default}
    shown = {
        name: str(getattr(value, "get_secret_value", lambda value=value: value)()) for name, value in plain.items()
    }

    assert {name: f"`{value}`" for name, value in shown.items()} == {name: printed.get(name) for name in shown}


@pytest.mark.completeness
def test_every_chat_command_is_in_the_list_with_its_chinese_names():
    listed = {m[1]: cells[1] for cells in rows_of(text_of("docs/commands.md")) if (m := re.match(r"`/(\w+)", cells[0]))}
    wanted = {
        name: ", ".join(alias for alias, command in routes.ALIASES.items() if command == name)
        for name in routes.COMMANDS
    }

    assert wanted == listed


@pytest.mark.completeness
def test_every_command_of_the_command_line_is_in_the_list_with_its_options():
    listed = {
        m[1].strip(): cells[0]
        for cells in rows_of(text_of("docs/commands.md"))
        if (m := re.match(r"`gengfu ([a-z ]+)", cells[0]))
    }
    there = dict(commands_of(command_line.gengfu, ""))

    assert set(there) == set(listed)
    assert [] == [
        f"{name} {option}"
        for name, command in there.items()
        for option in options_of(command)
        if option not in listed[name]
    ]


def commands_of(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{before}{name} ")
        elif command is not None:
            yield before + name, command


def options_of(command: click.Command) -> list[str]:
    return [max(one.opts, key=len) for one in command.params if isinstance(one, click.Option)]


@pytest.mark.completeness
def test_the_architecture_is_one_page():
    """What is measured, of one platform or of one room has papers of its own in docs/."""
    assert len(text_of("ARCHITECTURE.md").splitlines()) <= 90


@pytest.mark.completeness
def test_every_public_function_of_the_core_and_the_books_says_what_it_decides():
    files = sorted(path for room in ("core", "storage") for path in (ROOT / room).rglob("*.py"))

    silent = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in files
        if "versions" not in path.parts
        for line, name in without_words(ast.parse(path.read_text("utf-8")))
    ]

    assert [] == silent


def without_words(owner: ast.Module | ast.ClassDef) -> Iterator[tuple[int, str]]:
    """The public functions, of a module or of its public classes, that have no docstring."""
    for node in owner.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield node.lineno, name
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield from without_words(node)


@pytest.mark.completeness
def test_every_trouble_has_a_way_out():
    raised = {*CODES, "other", *(code for path in code_files() for code in troubles_in(path))}
    found = {*findings_in("doctor"), *findings_in("online")} - {"trouble_no_database"}
    explained = {
        word for cells in rows_of(text_of("docs/troubleshooting.md")) for word in re.findall(r"`(\w+)`", cells[0])
    }

    assert raised | found == explained


def findings_in(module: str) -> Iterator[str]:
    """The keys of what the doctor finds not in order: warn("key", ...), bad("key", ...)."""
    for node in ast.walk(ast.parse((ROOT / "bot" / f"{module}.py").read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="warn" | "bad"), args=[ast.Constant(value=str(key)), *_]):
                yield key


@pytest.mark.completeness
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_command_a_way_out_names_is_there(language: str):
    """Every `gengfu ...` in the words of troubles and of the doctor is a command, with options it has (R40)."""
    there = dict(commands_of(command_line.gengfu, ""))
    named = 0
    for key, words in sentences(language):
        for said in re.findall(r"(?<!/)gengfu ([a-z][a-z \-]*)", words):
            words_, options = said.partition(" --")[0].split(), re.findall(r"--[a-z]+", said)
            command = next((there[name] for size in (2, 1) if (name := " ".join(words_[:size])) in there), None)
            assert command is not None, f"{key}: gengfu {said}"
            assert set(options) <= {*options_of(command), *OF_ALL}, f"{key}: gengfu {said}"
            named += 1
    assert named > 20


OF_ALL = ("--to", "--json")


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """The texts that tell what is wrong: key and words as they stand in the catalogue."""
    text = (ROOT / "locales" / language / "cli.ftl").read_text("utf-8")
    yield from re.findall(r"^((?:trouble|doctor)_\w+) =((?:.*\n)(?:[ }].*\n)*)", text, re.MULTILINE)


def code_files() -> list[Path]:
    return [path for folder in ("bot", "storage") for path in (ROOT / folder).rglob("*.py")]


def troubles_in(path: Path) -> Iterator[str]:
    """The codes a file raises: Trouble("code", ...)."""
    text = path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)) if "Trouble(" in text else ():
        match node:
            case ast.Call(func=ast.Name(id="Trouble"), args=[ast.Constant(value=str(code)), *_]):
                yield code


@pytest.mark.completeness
def test_the_permission_table_is_the_one_that_decides():
    page = runpy.run_path(str(ROOT / "docs" / "permissions.py"))["page"]()

    assert page == text_of("docs/permissions.md"), "print it anew: python docs/permissions.py > docs/permissions.md"
    assert all(f"`{action}`" in page for action in ACTIONS)


# --- links and headings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(paper):
    links = LINK.findall(CODE.sub("", paper.read_text("utf-8")))
    inner = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [] == [link for link in inner if not leads_somewhere(paper, link)]


def leads_somewhere(paper: Path, link: str) -> bool:
    file, _, place = link.partition("#")
    target = (paper.parent / file).resolve() if file else paper
    return target.exists() and (not place or place in {anchor(title) for _, title in headings(target)})


def headings(paper: Path) -> list[tuple[str, str]]:
    return HEADING.findall(CODE.sub("", paper.read_text("utf-8")))


def anchor(title: str) -> str:
    """As GitHub and its like make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_both_readmes_have_the_same_headings():
    english, chinese = ([level for level, _ in headings(ROOT / name)] for name in READMES)

    assert english == chinese


def test_each_readme_shows_a_picture_in_its_language_and_it_is_there():
    pictures = {name: re.findall(r"!\[[^]]*]\(([^)]+)\)", text_of(name)) for name in READMES}

    assert pictures == {"README.md": ["docs/playground-en.png"], "README.zh-CN.md": ["docs/playground.png"]}
    assert all((ROOT / one).stat().st_size > 50_000 for found in pictures.values() for one in found)


# --- what the program answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_prints_what_the_program_answers(readme):
    renewed = runpy.run_path(str(ROOT / "docs" / "answers.py"))["renewed"](readme)

    assert list(rows_of(renewed)) == list(rows_of(text_of(readme))), "write them anew: python docs/answers.py"
