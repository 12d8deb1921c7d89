"""The export as a workbook for people: a sheet a kind, text as text, so that no name becomes a formula or a link."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from bot.log import Redactor

INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ROWS_A_SHEET = 1_048_576  # Excel's own limits
LONGEST_CELL = 32_767
EXACT_DIGITS = 15
DAY, WIDTH = "yyyy-mm-dd", 14

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people: its name, its headers, and rows of text, numbers and days."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def _book(file: IO[bytes], **options: Any) -> Any:
    import xlsxwriter  # 40 ms: most processes write none

    return xlsxwriter.Workbook(file, {**INERT, "constant_memory": True, **options})


def write_sheets(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """A workbook for people: amounts and days are such, so that Excel can add and sort; text is never a formula."""
    with _book(file) as book:
        heading = book.add_format({"bold": True})
        formats = {Decimal: book.add_format({"num_format": "#,##0.00"}), date: book.add_format({"num_format": DAY})}
        for one in sheets:
            sheet = _new_sheet(book, one.name)
            sheet.set_column(0, len(one.head), WIDTH)
            sheet.write_row(0, 0, one.head, heading)
            for down, row in enumerate(one.rows, 1):
                for across, cell in enumerate(row):
                    _write_typed(sheet, down, across, cell, formats)


def _write_typed(sheet: Any, row: int, column: int, value: Any, formats: Mapping[type, Any]) -> None:
    match value:
        case Decimal() if len(value.as_tuple().digits) <= EXACT_DIGITS:
            sheet.write_number(row, column, float(value), formats[Decimal])
        case Decimal():  # Excel would round it
            sheet.write_string(row, column, f"{value:f}")
        case date():
            sheet.write_datetime(row, column, value, formats[date])
        case _:
            _write_cell(sheet, row, column, value, str)


def write_workbook(
    file: IO[bytes], tables: Mapping[str, Callable[[], Iterator[Row]]], redact: Redactor, scratch: str
) -> None:
    """One sheet a kind (more where Excel's million rows do not do); what it must keep meanwhile stays in `scratch`."""
    with _book(file, tmpdir=scratch) as book:
        heading = book.add_format({"bold": True})
        for name, rows in tables.items():
            _write_table(book, name, rows(), redact, heading)


def table_of_rows(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A small workbook of one sheet."""
    file = io.BytesIO()
    write_sheets(file, [Sheet("1", head, rows)])
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
