"""Plans in sentences: rows with a problem or in doubt, how much of each kind, the workbook of what cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.importing.rows import Doubt, Place, Problem
from bot.message import Line, line
from bot.text import packed

MOST_LISTED = 2_000  # problems in the workbook
KINDS = ("accounts", "contacts", "receivables", "contracts", "invitations")


def counted(counts: Mapping[str, int]) -> tuple[Line, ...]:
    """客户 3、联系人 2: what there is of each kind."""
    return tuple(line(f"import_n_{kind}", count=counts[kind]) for kind in KINDS if counts.get(kind))


def problem_line(problem: Problem) -> Line:
    """Where it is, and what to do about it."""
    return line("import_problem", place=_place(problem.place), column=problem.column or None, said=_said(problem))


def doubt_line(doubt: Doubt) -> Line:
    """What a row looks like; what it may be is asked elsewhere."""
    return line(f"import_doubt_{doubt.key}", place=_place(doubt.place), name=doubt.name, near=doubt.near)


def problem_table(name: str, problems: Sequence[Problem]) -> dict[str, Any]:
    """The face of a workbook that lists them; it is put into words when it is sent."""
    head = [packed(line(f"column_{one}")) for one in ("sheet", "row", "column", "problem")]
    return {"kind": "table", "name": packed(line("import_problem_file", name=name)), "head": head,
            "rows": list(_rows(problems[:MOST_LISTED]))}  # fmt: skip


def _rows(problems: Iterable[Problem]) -> Iterable[list[Any]]:
    for one in problems:
        yield [packed(cell) for cell in (one.place.sheet, one.place.row or "", one.column, _said(one))]


def _said(problem: Problem) -> Line:
    return Line(f"row_{problem.key}", problem.facts)


def _place(place: Place) -> Any:
    return line("import_place", sheet=place.sheet, row=place.row) if place.row else place.sheet
