"""Workbooks for tests of importing: honest ones, and those somebody could send to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter


def workbook(
    sheets: dict[str, Sequence[Sequence[Any]]], formulas: dict[tuple[int, int], tuple[str, Any]] | None = None
) -> bytes:
    """`formulas`: place in the first sheet -> the formula and the value Excel would have kept."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for down, row in enumerate(rows):
                for across, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(down, across, cell, as_day)
                    elif cell != "":
                        sheet.write(down, across, cell)
            for (down, across), (formula, value) in (formulas or {}).items() if number == 0 else ():
                sheet.write_formula(down, across, formula, None, value)
    return file.getvalue()


def changed(content: bytes, replaced: dict[str, Any] | None = None, added: dict[str, bytes] | None = None) -> bytes:
    """The same workbook with parts changed (name -> function of bytes) or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, (replaced or {}).get(part.filename, lambda same: same)(text))
        for name, text in (added or {}).items():
            new.writestr(name, text)
    return file.getvalue()
