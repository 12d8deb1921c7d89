"""Which column is what: headers in any language, by the tables in `locales/*/import.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.importing.sheets import Sheet
from bot.text import LANGUAGES
from core.reading.normalise import normalise

LOOKED_AT = 20  # rows in which the headers may stand, below a title
BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
MARKS = re.compile(r"[\s_*:：./\-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column we read: which field it is, where it stands, and the unit its header gives (万元, USD)."""

    field: str
    title: str
    place: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose headers were recognised. `kind`: customers (with contacts and money), contracts, members, or a
    bank's payments."""

    sheet: Sheet
    kind: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    header_at: int  # the header's row number


def table_of(sheet: Sheet) -> Table | None:
    """The sheet with its columns; None where no row has headers we know."""
    for number, cells in sheet.rows[:LOOKED_AT]:
        titles = [str(cell).strip() for cell in cells]
        found = {kind: columns for kind in MUST_HAVE if _fits(kind, columns := _columns(titles, kind))}
        if found:
            kind = _kind(sheet.name, found)
            taken = {one.place for one in found[kind]}
            ignored = tuple(title for at, title in enumerate(titles) if title and at not in taken)
            return Table(sheet, kind, found[kind], ignored, number)
    return None


MUST_HAVE = {
    "customers": {"customer"},
    "contracts": {"customer"},
    "members": {"member", "roles"},
    "bank": {"on", "payer"},
}
OF_CONTRACTS = ("合同", "contract", "agreement")  # in the name of a sheet


def _fits(kind: str, columns: Sequence[Column]) -> bool:
    return MUST_HAVE[kind] <= {one.field for one in columns}


def _kind(name: str, found: Mapping[str, Sequence[Column]]) -> str:
    """What a sheet lists: contracts if more of its headers are a contract's than a customer's, or its name says so and
    as many are."""
    if "bank" in found:
        return "bank"
    if "customers" not in found:
        return next(iter(found))
    said_so = any(word in name.lower() for word in OF_CONTRACTS)
    return "contracts" if len(found["contracts"]) + said_so > len(found["customers"]) else "customers"


def _columns(titles: list[str], kind: str) -> tuple[Column, ...]:
    known, found = headers()[kind], dict[str, Column]()
    for place, title in enumerate(titles):
        name, unit = _name_and_unit(title)
        field = known.get(name)
        if field is not None and field not in found:
            found[field] = Column(field, title, place, unit)
    return tuple(found.values())


def _name_and_unit(title: str) -> tuple[str, str]:
    """应收金额（万元） is 应收金额 in 万元."""
    plain = normalise(title)
    unit = BRACKETS.search(plain)
    return _squeezed(BRACKETS.sub("", plain)), unit[1].strip() if unit else ""


@cache
def headers() -> Mapping[str, Mapping[str, str]]:
    """Per kind of sheet: a header as it may be written -> the field."""
    made: dict[str, dict[str, str]] = {}
    for table in _tables():
        for kind in MUST_HAVE:
            for field, written in table[kind].items():
                made.setdefault(kind, {}).update({_squeezed(normalise(one)): field for one in written})
    return made


@cache
def values(name: str) -> Mapping[str, str]:
    """What may stand in a cell -> what it means: tiers."""
    return {normalise(word): meaning for t in _tables() for meaning, words in t[name].items() for word in words}


@cache
def _tables() -> tuple[Mapping[str, Mapping[str, list[str]]], ...]:
    return tuple(tomllib.loads((files("locales") / one / "import.toml").read_text("utf-8")) for one in LANGUAGES)


def _squeezed(text: str) -> str:
    return MARKS.sub("", text)
