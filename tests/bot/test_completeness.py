"""Catalogues, routes and permissions name each other without gaps: whoever adds one is told what else it needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot import forms, hearing, proof, routes, selfcheck, team_export
from bot.handlers import auditing, confirming, help, logs
from bot.handlers.accounts.seeing import ORDER as SEEING
from bot.handlers.privacy.checking import GAPS
from bot.handlers.questions import statement
from bot.handlers.reports import load, week
from bot.handlers.tasks import stepping
from bot.importing import telling
from bot.orders import ORDERS
from bot.subjects import SUBJECTS
from bot.text import LANGUAGES, _typed, typed_words
from core.approvals.asking import SAID, STATES
from core.base.policy import SETTINGS, STEPS, UNITS, Part, Policy
from core.handovers import Counts
from core.people import AUDIENCES, ROLES
from core.people.permissions import ACTIONS
from core.reading.requests import KINDS
from core.sales.records import STAGES, TIERS
from core.sales.wanting import WANTS
from storage.tables import KINDS as KINDS_OF_RECORDS
from storage.tables.books import BY_NAME

pytestmark = pytest.mark.completeness

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {verb for subject in SUBJECTS.values() for verb in (*subject.answers, *subject.below)}
OPENS = {subject.opens for subject in SUBJECTS.values()}
PAGE = {"cli", "playground"}  # their keys are made of what commands, settings and the page are called

# Keys put together from a prefix and one of these.
FAMILIES: dict[str, tuple[str, ...]] = {
    "alert_promise_": ("stands", "broken"),
    "approval_": (*STATES, *routes.APPROVED),
    "bill_is_": ("collected", "dishonoured", "void"),
    "approval_said_": SAID,
    "stamp_approval_": ("granted", "refused"),
    "toast_approval_": SAID,
    "alert_": tuple(ANSWERS),
    "ask_": tuple(logs.DOUBTS),
    "ask_import_": ("near", "alike", "alike_contract"),
    "audience_": AUDIENCES,
    "audit_field_": auditing.FIELDS,
    "audit_read_": auditing.READ,
    "audit_state_": auditing.STATES,
    "basis_": (*typed_words("bases").values(), "none"),
    "button_privacy_": (*GAPS, "unused"),
    "privacy_gap_": (*GAPS, "unused"),
    "column_": (
        "sheet",
        "row",
        "column",
        "problem",
        *{name for _, columns in team_export.SHEETS.values() for name, _ in columns},
    ),
    "column_task_": ("open", "done", "settled"),
    "contract_state_": ("renewed", "ended"),
    "digest_": tuple(SUBJECTS),
    "button_": ("near_same", "near_new", "near_skip", "near_skip_rest", "alike_new", "alike_skip", "gross", "net"),
    "ask_which_": tuple(routes.APPROVED),
    "booked_": tuple(routes.APPROVED),
    "button_refund_": ("in", "out"),
    "button_step_": stepping.CHOICES,
    "doubt_": (
        "near",
        "several",
        "alike",
        "alike_contract",
    ),
    "group_": ("joined", "left"),
    "group_bot_": ("admin", "member"),
    "handover_": ("accepted", "refused", "cancelled"),
    "handover_count_": Counts._fields,
    "handover_kind_": Counts._fields,
    "who_": SEEING,
    "field_": tuple(
        {field.word for form in (*forms.ALL, *forms.SHEETS.values(), *forms.PRESSED.values()) for field in form.fields}
        | {"spot"}
    ),
    "form_": (*forms.FORMS, *forms.SHEETS, *forms.PRESSED, forms.EDIT),
    "form_ask_": tuple({field.word for form in forms.ALL for field in form.fields}),
    "form_known_": ("money", "person", "text"),
    "form_hint_": tuple({field.kind for form in forms.SHEETS.values() for field in form.fields}),
    "form_typed_": ("whole", *{field.kind for form in forms.ALL for field in form.fields}),
    "form_not_": tuple({field.kind for form in forms.ALL for field in form.fields}),
    "help_": tuple(routes.COMMANDS),
    "import_": telling.KINDS,
    "import_doubt_": ("near", "several", "alike", "alike_contract"),
    "import_n_": telling.KINDS,
    "intent_": ("note", "competitor", "contract", "handover"),
    "kept_": (
        "touched",
        "built_on",
        "used",
    ),
    "statement_column_": statement.HEAD,
    "key_": tuple(name for row in routes.KEYBOARD for name in row),
    "language_": tuple(one.replace("-", "_").lower() for one in LANGUAGES),
    "media_": ("voice", "photo", "document", "sticker", "contact", "location", "other"),
    "record_": tuple(kind.record.__name__.lower() for kind in BY_NAME.values() if kind.audited),
    "risk_": ("timing", "overdue", "promises", "experience"),
    "reason_": confirming.REASONS,
    "role_": ROLES,
    "policy_": tuple(SETTINGS),
    "policy_part_": tuple(UNITS),
    "policy_unit_": tuple({one.unit for one in SETTINGS.values()} - {"time", "switch", "money", "steps"}),
    "policy_steps_": tuple(STEPS),
    "policy_range_": (
        *(one.name for one in SETTINGS.values() if one.exact),
        "switch",
        "time",
        "grade",
        "steps",
        "money",
    ),
    "proof_column_": proof.HEAD,
    "talk_": help.SMALL_TALK,
    "topic_": tuple(routes.TOPICS),
    "undelivered_": ("blocked", "rights", "other"),
    "row_": (
        "no_header",
        "no_customer",
        "name_short",
        "too_long",
        "formula",
        "error_value",
        "amount",
        "amount_two_ways",
        "amount_negative",
        "amount_bookable",
        "currency",
        "day",
        "day_two_ways",
        "no_day",
        "no_payer",
        "days",
        "ends_first",
        "owner_unknown",
        "tier",
        "no_contact",
        "phone_lost",
        "no_member",
        "role",
    ),
    "sheet_": tuple(team_export.SHEETS),
    "stage_": STAGES,
    "stamp_handover_": ("accepted", "refused", "cancelled"),
    "task_": ("done", "settled"),
    "tier_": TIERS,
    "usage_": (
        *ORDERS,
        "rename",
        "alias",
        "tier",
        "region",
        "terms",
        "coowner",
        "who",
        "contact",
        "merge",
        "new",
        "limit",
        "whitelist",
        "consent",
        "person",
        "evidence",
        "erase",
        "audit",
    ),
    "gap_": WANTS,
    "gap_say_": WANTS,
    "discount_of_": ("deal", "stage", "contract"),
    "credit_sale_": ("deal", "stage", "contract", "terms", "receivable", "invoice"),
    "credit_way_": ("prepay", "split", "except"),
    "score_": ("timing", "overdue", "promises", "experience"),
    "coowner_": ("added_told", "removed_told"),
    "load_open_": tuple(load.PARTS),
    "unwell_": selfcheck.FAULTS,
    "unwell_name_": selfcheck.FAULTS,
    "week_": tuple(week.PARTS),
    "week_open_": tuple(week.PARTS),
    "visit_kind_": ("visit", "call", "online"),
}
OTHER_FAMILIES = {"guess_", "meaning_", "trouble_", "command_", "cli_", "setting_", "doctor_"}  # tested with their code
NO_WORDS = {
    "record_allocation",
    "record_team",
    "record_undo",
    "record_draft",
    "record_document",
    "record_button",
    "record_verdict",
    "ask_which_credit_exception",
    "ask_which_discount",
}  # nobody is told of these

KEY = re.compile(r"[a-z][a-z0-9_]*")
SAYS = {"line": 0, "Line": 0, "Refusal": 0, "words": 0, "tell": 0, "Failed": 0, "say": 1}


# -- the catalogues


class Variables(Visitor):
    """The variables a pattern is filled with."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


def variables(pattern: ftl.Pattern | None) -> frozenset[str]:
    seen = Variables()
    if pattern is not None:
        seen.visit(pattern)
    return frozenset(seen.found)


@cache
def catalogue(language: str) -> dict[str, dict[str, frozenset[str]]]:
    """File -> key (or key.attribute) -> its variables."""
    found = {}
    for path in sorted((ROOT / "locales" / language).glob("*.ftl")):
        entries = FluentParser().parse(path.read_text("utf-8")).body
        junk = [entry.content for entry in entries if isinstance(entry, ftl.Junk)]
        assert not junk, f"{path}: {junk}"
        messages = [entry for entry in entries if isinstance(entry, ftl.Message)]
        found[path.stem] = {one.id.name: variables(one.value) for one in messages} | {
            f"{one.id.name}.{attribute.id.name}": variables(attribute.value)
            for one in messages
            for attribute in one.attributes
        }
    return found


def keys() -> set[str]:
    return {key for messages in catalogue("en").values() for key in messages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_there_twice(language: str) -> None:
    seen = [key for messages in catalogue(language).values() for key in messages]

    assert [] == [key for key in set(seen) if seen.count(key) > 1]


def test_every_language_has_the_same_files_and_keys() -> None:
    first, *others = ({file: set(found) for file, found in catalogue(one).items()} for one in LANGUAGES)

    assert [first] * len(others) == others


def test_every_sentence_takes_the_same_facts_in_every_language() -> None:
    first, *others = (catalogue(one) for one in LANGUAGES)

    differing = [
        (key, sorted(first[file][key] ^ other[file][key]))
        for other in others
        for file, messages in first.items()
        for key in messages
        if first[file][key] != other[file].get(key)
    ]
    assert [] == differing


# -- what the code says


@cache
def sources(package: str = "bot") -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted((ROOT / package).rglob("*.py"))
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in paths)


def spoken(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """The expressions that name a sentence, with their line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = SAYS.get(name)
            if at is not None and len(node.args) > at:
                yield node.lineno, node.args[at]


def constants(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def test_every_sentence_the_code_says_is_in_the_catalogue() -> None:
    known, missing = keys(), []
    for path, tree in sources():
        for number, key in spoken(tree):
            if isinstance(key, ast.Constant | ast.IfExp):
                branches = (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,)
                said = [word for branch in branches if isinstance(branch, ast.Constant) for word in constants(branch)]
                missing += [f"{path.name}:{number} {one}" for one in said if KEY.fullmatch(one) and one not in known]

    assert [] == missing


def test_every_sentence_put_together_from_a_prefix_is_in_the_catalogue() -> None:
    wanted = {f"{prefix}{ending}" for prefix, endings in FAMILIES.items() for ending in endings} - NO_WORDS

    assert set() == wanted - keys()


def test_every_field_of_a_customer_is_told_by_the_audit_or_is_ours() -> None:
    kinds = (kind for kind in KINDS_OF_RECORDS.values() if kind.audited and kind.name not in auditing.SILENT)
    names = [{field.name for field in fields(kind.record)} for kind in kinds]
    of_customers = [one for one in names if "account_id" in one or "co_owners" in one]

    assert set() == set().union(*of_customers) - set(auditing.FIELDS) - auditing.OURS


def test_every_prefix_the_code_uses_is_a_known_family() -> None:
    starts = (
        str(key.values[0].value)
        for _, tree in sources()
        for _, key in spoken(tree)
        if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant)
    )

    assert set() == {one for one in starts if KEY.fullmatch(one)} - set(FAMILIES) - OTHER_FAMILIES


def test_no_sentence_is_left_over() -> None:
    """A key nobody says is a sentence somebody translates for nothing."""
    mentioned = {word for _, tree in sources() for word in constants(tree)}
    made = {f"{prefix}{ending}" for prefix, endings in FAMILIES.items() for ending in endings}
    started = tuple({match[0] for word in mentioned if (match := re.fullmatch(r"[a-z_]+_", word))} - set(FAMILIES))

    said_by_us = {key for file, found in catalogue("en").items() if file not in PAGE for key in found if "." not in key}
    refused = _refusals_of_core()
    assert [] == sorted(
        key for key in said_by_us - mentioned - made - refused if not (started and key.startswith(started))
    )


@cache
def _refusals_of_core() -> set[str]:
    return {word for _, tree in sources("core") for _, key in spoken(tree) for word in constants(key)}


def test_every_no_of_core_has_its_words() -> None:
    assert set() == _refusals_of_core() - keys()


# -- routes


def test_every_command_has_a_help_line() -> None:
    assert set() == {f"help_{name}" for name in routes.COMMANDS} - keys()


def test_every_command_stands_on_one_page_of_the_help() -> None:
    assert sorted(routes.COMMANDS) == sorted(name for page in routes.TOPICS.values() for name in page)


def test_every_route_needs_an_action_of_the_permission_table() -> None:
    tables = (routes.COMMANDS, routes.REQUESTS, routes.BUTTONS)
    needed = {route.action for table in tables for route in table.values()}
    needed |= {action for _, action in routes.FACTS.values()}

    assert set() == needed - set(ACTIONS)


def test_every_alias_is_the_word_of_one_command() -> None:
    assert set() == set(routes.ALIASES.values()) - set(routes.COMMANDS)


def test_everything_the_reading_finds_has_a_handler() -> None:
    assert set() == set(hearing.LOGGED) - set(routes.FACTS)
    assert set() == {kind.name for kind in KINDS} - set(routes.REQUESTS)
    assert set() == _intents() - set(routes.FACTS) - {"question", "correction"}


def _intents() -> set[str]:
    """The kinds of statements core/reading makes."""
    made = (
        node
        for _, tree in sources("core/reading")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args
    )
    return {
        call.args[0].value
        for call in made
        if getattr(call.func, "id", "") == "Statement" and isinstance(call.args[0], ast.Constant)
    }


def test_every_button_has_a_verb_that_is_routed() -> None:
    used = ANSWERS | OPENS
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and len(node.args) > 1:
                used |= {node.args[1].value} if isinstance(node.args[1], ast.Constant) else set()

    assert set(routes.BUTTONS) == used


def test_a_manager_may_do_whatever_a_rep_may() -> None:
    assert [] == [name for name, rights in ACTIONS.items() if rights.rep != "none" and rights.manager == "none"]


# -- policy


def test_every_threshold_has_a_unit_and_a_name_that_can_be_typed_in_every_language() -> None:
    parts = {name: field.annotation for name, field in Policy.model_fields.items() if name != "version"}
    kept = {(part, name) for part, model in parts.items() for name in model.model_fields}  # type: ignore[union-attr]
    assert all(issubclass(model, Part) for model in parts.values())  # type: ignore[arg-type]

    assert kept == {(part, name) for part, units in UNITS.items() for name in units}
    assert [] == [one.name for one in SETTINGS.values() if one.default != one.of(Policy())]
    for language in LANGUAGES:
        typed = _typed(language)
        assert set(SETTINGS) == set(typed["policy_words"])
        assert set(UNITS) == set(typed["policy_parts"])


# -- handlers


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "handlers").glob("*.py")), ids=lambda path: path.stem)
def test_a_handler_file_is_tidy(path: Path) -> None:
    """Handlers load, decide, save and answer: they never send, commit, print, or know a platform or a database."""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    called = {
        getattr(one.func, "attr", getattr(one.func, "id", "")) for one in ast.walk(tree) if isinstance(one, ast.Call)
    }
    public = [
        one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef) and not one.name.startswith("_")
    ]

    assert ast.get_docstring(tree)
    assert [] == [one.name for one in public if not ast.get_docstring(one)]
    assert set() == called & {"commit", "rollback", "print", "sleep", "sent"}
    assert [] == [one for one in imported if one.startswith(("bot.channels", "bot.delivery", "bot.app", "sqlalchemy"))]
