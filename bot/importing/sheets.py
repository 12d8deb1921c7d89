"""Opening a file somebody gives us: workbooks and CSV, as rows of cells. Nothing in it is trusted.

What could hurt is looked at before it is unpacked: how large it says it will be, how far its cells reach, macros,
entities. A formula counts by the value Excel kept with it; one without a value is marked.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

MOST_COLUMNS = 1_000
PIECE = 1 << 20

Cell = str | int | float | bool | date | datetime | time | timedelta
Cells = tuple[Cell, ...]


class Unreadable(Exception):
    """The file cannot be used: `key` names the sentence that says why and what to do."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


class Formula(str):
    """A cell that holds a formula and no value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be at most: in bytes as it came and unpacked, in rows and cells."""

    file: int
    unpacked: int
    rows: int
    cells: int


ON_THIS_MACHINE = Limits(50 << 20, 200 << 20, 1_000_000, 5_000_000)
IN_CHAT = Limits(10 << 20, 100 << 20, 50_000, 1_000_000)  # others talk to the bot meanwhile


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: its rows with their numbers as the person sees them; empty ones are left out."""

    name: str
    rows: Sequence[tuple[int, Cells]]


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file on this machine."""
    if path.stat().st_size > ON_THIS_MACHINE.file:
        raise Unreadable("import_too_large", megabytes=ON_THIS_MACHINE.file >> 20)
    return sheets_of(path.read_bytes(), path.name)


def sheets_of(content: bytes, name: str, limits: Limits = ON_THIS_MACHINE) -> list[Sheet]:
    """The sheets of a workbook or the one table of a CSV file, whatever its name says it is."""
    if len(content) > limits.file:
        raise Unreadable("import_too_large", megabytes=limits.file >> 20)
    if content.startswith(ZIP):
        return _workbook(content, limits)
    if content.startswith(OLE):
        raise Unreadable("import_password" if ENCRYPTED in content else "import_old_excel")
    return [_csv(content, name, limits)]


def looks_like_a_table(content: bytes, name: str) -> bool:
    """Whether somebody who sends this means its rows: by its name, or because it is a workbook."""
    return name.lower().endswith(TABLES) or (content.startswith(ZIP) and b"xl/workbook.xml" in content)


ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"  # how workbooks begin: new ones, and old ones or those with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TABLES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".csv", ".tsv", ".ods", ".numbers")


# --- workbooks -------------------------------------------------------------------------------------------------------

CELL_AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']""")
ROW_TAG = re.compile(rb"<(?:\w+:)?row\b")
CELL_TAG = re.compile(rb"<(?:\w+:)?c\b")
FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]+<)?"""
)
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
Place = tuple[int, int]  # row and column, from 0


def _workbook(content: bytes, limits: Limits) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            empty = _inspected(archive, limits)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        wanted = (one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet)
        names = [one.name for one in wanted if one.visible == SheetVisibleEnum.Visible]
        return [_sheet(name, book.get_sheet_by_name(name), empty.get(name, set())) for name in names]
    except (zipfile.BadZipFile, CalamineError, ET.ParseError, EOFError, OSError, NotImplementedError, KeyError):
        raise Unreadable("import_damaged") from None


def _sheet(name: str, sheet: Any, empty: set[Place]) -> Sheet:
    """`empty` are the cells that hold a formula without a value."""
    across = (sheet.start or (0, 0))[1]
    marks: dict[int, set[int]] = {}
    for row, column in empty:
        marks.setdefault(row, set()).add(column - across)
    rows = []
    for number, cells in enumerate(sheet.iter_rows()):
        if places := marks.get(number):
            cells = [Formula() if at in places else cell for at, cell in enumerate(cells)]
        if places or any(cell != "" for cell in cells):
            rows.append((number + 1, tuple(cells)))
    return Sheet(name, rows)


def _inspected(archive: zipfile.ZipFile, limits: Limits) -> dict[str, set[Place]]:
    """Formulas without a value, by sheet; Unreadable where the file is not what it should be, or too much."""
    parts = archive.infolist()
    names = [one.filename for one in parts]
    if len(set(names)) < len(names) or "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable("import_damaged")
    if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
        raise Unreadable("import_macro")
    if sum(one.file_size for one in parts) > limits.unpacked:
        raise Unreadable("import_bomb", megabytes=limits.unpacked >> 20)
    titles = _titles(archive)
    return {titles.get(one.filename, one.filename): _looked_through(archive, one, limits) for one in parts}


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part of the file each sheet is."""
    book, links = (_parsed(archive, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target", "")) for one in links}
    found = {}
    for one in book.iter():
        link = next((value for name, value in one.attrib.items() if name.endswith("}id")), None)
        if one.tag.endswith("}sheet") and link in targets:
            target = targets[link]
            found[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = str(one.get("name", ""))
    return found


def _parsed(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as part:
        text = part.read(PIECE)
    if ENTITIES.search(text):
        raise Unreadable("import_entities")
    return ET.fromstring(text)  # noqa: S314 - no entity is in it


def _looked_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> set[Place]:
    """Read a part to its end, so that its size is what it says, and see how far its cells reach."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    reach, empty, waiting, seen = Reach(limits), set[Place](), b"", 0
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            seen += len(piece)
            if part.filename.endswith((".xml", ".rels")) and ENTITIES.search(waiting[-20:] + piece):
                raise Unreadable("import_entities")
            if is_sheet:
                whole, waiting = _cut(waiting + piece)
                reach.see(whole)
                empty |= _formulas_without_values(whole)
            else:
                waiting = piece
    if is_sheet:
        reach.see(waiting)
        empty |= _formulas_without_values(waiting)
    return empty


def _cut(text: bytes) -> tuple[bytes, bytes]:
    """Up to the end of a row, or at least of a tag; the rest waits for what follows."""
    at = text.rfind(b"</row>") + 6
    at = at if at > 5 else text.rfind(b">") + 1
    return text[:at], text[at:]


class Reach:
    """How far the cells of a sheet reach: where they say they stand, and how many they are."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = self._columns = self._row_tags = self._cell_tags = 0

    def see(self, text: bytes) -> None:
        self._row_tags += len(ROW_TAG.findall(text))
        self._cell_tags += len(CELL_TAG.findall(text))
        for letters, numbers in _places(text):
            self._rows = max(self._rows, numbers)
            self._columns = max(self._columns, letters)
        rows = max(self._rows, self._row_tags)
        if rows > self._limits.rows or self._cell_tags > self._limits.cells:
            raise Unreadable("import_too_many_rows", rows=self._limits.rows)
        if self._columns > MOST_COLUMNS or rows * max(self._columns, 1) > self._limits.cells:
            raise Unreadable("import_too_wide")


def _places(text: bytes) -> Iterator[tuple[int, int]]:
    """The column and the row of the outermost cells: only those of each column are looked at."""
    lowest: dict[bytes, int] = {}
    for letters, numbers in CELL_AT.findall(text):
        row = int(numbers)
        if row > lowest.get(letters, 0):
            lowest[letters] = row
    return ((_column(letters) + 1, row) for letters, row in lowest.items())


def _column(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _formulas_without_values(text: bytes) -> set[Place]:
    if b"<f" not in text and b":f" not in text:
        return set()
    return {(int(row) - 1, _column(letters)) for letters, row, value in FORMULA.findall(text) if not value}


# --- CSV -------------------------------------------------------------------------------------------------------------

DELIMITERS = (",", ";", "\t")
SAMPLE = 20  # rows by which the delimiter is told


def _csv(content: bytes, name: str, limits: Limits) -> Sheet:
    text = _decoded(content)
    try:
        delimiter = max(DELIMITERS, key=lambda one: _columns_with(text, one))
        rows = list(_numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), limits))
    except csv.Error:
        raise Unreadable("import_csv_broken") from None
    return Sheet(Path(name).stem, rows)


def _decoded(content: bytes) -> str:
    """By its byte order mark, else UTF-8, else GB 18030 (what Excel in China saves)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable("import_encoding")


def _columns_with(text: str, delimiter: str) -> int:
    """How many columns the first rows have that way; what stands in one row only is no delimiter."""
    head = io.StringIO("\n".join(text.splitlines()[:SAMPLE]))
    widths = sorted((len(row) for row in csv.reader(head, delimiter=delimiter) if row), reverse=True)
    return widths[min(1, len(widths) - 1)] if widths else 0


def _numbered(rows: Iterable[list[str]], limits: Limits) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(rows, 1):
        if number > limits.rows + 1:
            raise Unreadable("import_too_many_rows", rows=limits.rows)
        if len(row) > MOST_COLUMNS:
            raise Unreadable("import_too_wide")
        if any(cell.strip() for cell in row):
            yield number, tuple(Formula(cell) if cell.startswith("=") else cell for cell in row)
