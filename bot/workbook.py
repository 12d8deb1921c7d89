"""The export as a workbook for people: a sheet a kind, text as text, so that no name becomes a formula or a link."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import xlsxwriter

from bot.log import Redactor

INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ROWS_A_SHEET = 1_048_576  # Excel's own limits
LONGEST_CELL = 32_767

Row = dict[str, Any]


def write_workbook(
    file: IO[bytes], tables: Mapping[str, Callable[[], Iterator[Row]]], redact: Redactor, scratch: str
) -> None:
    """One sheet a kind (more where Excel's million rows do not do); what it must keep meanwhile stays in `scratch`."""
    options = {**INERT, "constant_memory": True, "tmpdir": scratch}
    with xlsxwriter.Workbook(file, options) as book:
        heading = book.add_format({"bold": True})
        for name, rows in tables.items():
            _write_table(book, name, rows(), redact, heading)


def table_of_rows(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A small workbook of one sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**INERT, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        for down, row in enumerate(rows, 1):
            for across, cell in enumerate(row):
                _write_cell(sheet, down, across, cell, str)
    return file.getvalue()


def _write_table(book: Any, name: str, rows: Iterator[Row], redact: Redactor, heading: Any) -> None:
    sheet, at, columns = _new_sheet(book, name), 0, list[str]()
    for number, row in enumerate(rows):
        if number and number % (ROWS_A_SHEET - 1) == 0:
            sheet, at = _new_sheet(book, f"{name} {number // (ROWS_A_SHEET - 1) + 1}"), 0
        if at == 0:
            columns = columns or list(row)
            sheet.write_row(0, 0, columns, heading)
        at += 1
        for column, title in enumerate(columns):
            _write_cell(sheet, at, column, row.get(title), redact)


def _new_sheet(book: Any, name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any, redact: Callable[[str], str]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int():
            sheet.write_number(row, column, value)
        case str():
            sheet.write_string(row, column, _cut(redact(value)))
        case _:
            sheet.write_string(row, column, _cut(redact(json.dumps(value, ensure_ascii=False))))


def _cut(text: str) -> str:
    text = text.encode(errors="replace").decode()  # half a character is no text to Excel
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
