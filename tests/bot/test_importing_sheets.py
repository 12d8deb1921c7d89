"""Opening files people give us: read right, or refused with a reason, and never at the cost of the machine."""

from __future__ import annotations

import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.importing import sheets as opening
from bot.importing.sheets import Formula, Unreadable, open_file, sheets_of
from tests.bot.workbooks import changed, workbook

SHEET = "xl/worksheets/sheet1.xml"
HONEST = workbook({"客户": [["客户", "电话"], ["华星", "13800138000"]]})


def refused(content: bytes, name: str = "file.xlsx") -> str:
    with pytest.raises(Unreadable) as error:
        sheets_of(content, name)
    return error.value.key


def test_a_workbook_is_its_visible_sheets_with_the_numbers_people_see():
    content = workbook({"客户": [[], [], ["", "客户", "到期"], [], ["", "华星", date(2026, 3, 1)]], "成员": [["成员"]]})

    customers, members = sheets_of(content, "a.xlsx")

    assert ("客户", [(3, ("客户", "到期")), (5, ("华星", date(2026, 3, 1)))]) == (customers.name, customers.rows)
    assert [(1, ("成员",))] == members.rows


def test_a_formula_counts_by_its_value_and_one_without_is_marked():
    content = workbook({"a": [["客户", "金额"], ["华星"], ["华天"]]}, {(1, 1): ("=1+1", 2), (2, 1): ("=A9", "")})

    (sheet,) = sheets_of(content, "a.xlsx")

    assert [2.0, Formula()] == [cells[1] for _, cells in sheet.rows[1:]]
    assert isinstance(sheet.rows[2][1][1], Formula)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_and_delimiters_there_are(encoding: str, delimiter: str):
    text = f'客户{delimiter}金额\r\n"华星{delimiter}科技"{delimiter}"1,200"\r\n\r\n远航{delimiter}8万\r\n'

    (sheet,) = sheets_of(text.encode(encoding), "客户.csv")

    assert [(1, ("客户", "金额")), (2, (f"华星{delimiter}科技", "1,200")), (4, ("远航", "8万"))] == sheet.rows
    assert "客户" == sheet.name


def test_a_formula_in_csv_is_marked():
    (sheet,) = sheets_of(b"a,b\n=HYPERLINK(1),-5\n", "a.csv")

    assert isinstance(sheet.rows[1][1][0], Formula)
    assert not isinstance(sheet.rows[1][1][1], Formula)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\x80\xff\x00\x01" * 50, "import_encoding"),
        (b"a\x00b,c\n", "import_encoding"),
        (b"PK\x03\x04" + b"x" * 500, "import_damaged"),
        (HONEST[: len(HONEST) // 2], "import_damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "import_old_excel"),
        (b'a,b\n"' + b"x" * 200_000, "import_csv_broken"),
        (b"a" + b"," * 5000 + b"\n", "import_too_wide"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, key: str):
    assert key == refused(content, "a.csv")


def test_macros_are_refused_whatever_the_file_is_called():
    assert "import_macro" == refused(changed(HONEST, added={"xl/vbaProject.bin": b"macro"}))


def test_entities_are_refused_before_anything_expands():
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"):
        bad = changed(HONEST, {part: lambda text: text.replace(b"?>", b"?>" + laughs, 1)})
        assert "import_entities" == refused(bad)


def measured(work: Any) -> tuple[str, float, float]:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    key = work()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return key, grown, time.monotonic() - began


def test_a_zip_bomb_is_not_unpacked():
    bomb = changed(HONEST, added={"xl/media/big.xml": b"\0" * (opening.ON_THIS_MACHINE.unpacked + 1)})

    key, megabytes, seconds = measured(lambda: refused(bomb))

    assert ("import_bomb", True, True) == (key, megabytes < 200, seconds < 15)
    assert len(bomb) < 1 << 20


def test_cells_far_outside_are_refused_before_the_table_is_made():
    """Every reader that believes them makes a table of seventeen thousand million cells."""
    far = changed(HONEST, {SHEET: lambda text: text.replace(b'r="B2"', b'r = "XFD1048576"')})

    key, megabytes, seconds = measured(lambda: refused(far))

    assert key in ("import_too_wide", "import_too_many_rows")
    assert (True, True) == (megabytes < 200, seconds < 15)


def test_a_dimension_that_is_not_true_changes_nothing():
    lie = changed(
        HONEST, {SHEET: lambda text: text.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:XFD1048576"/>')}
    )

    assert sheets_of(HONEST, "a.xlsx") == sheets_of(lie, "a.xlsx")


def test_a_part_that_is_larger_than_it_says_is_refused():
    import struct

    lying = bytearray(changed(HONEST, added={"xl/more.xml": b"<a>" + b"x" * 100_000}))
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(b"xl/more.xml"))
    lying[at + 24 : at + 28] = struct.pack("<I", 10)

    assert "import_damaged" == refused(bytes(lying))


def test_more_than_a_million_rows_are_refused_quickly():
    rows = b"".join(b'<row r="%d"/>' % n for n in range(2, 1_000_003))
    many = changed(HONEST, {SHEET: lambda text: text.replace(b"</sheetData>", rows + b"</sheetData>")})

    key, megabytes, seconds = measured(lambda: refused(many))

    assert ("import_too_many_rows", True, True) == (key, megabytes < 200, seconds < 15)
    assert "import_too_many_rows" == refused(b"a\n" * 1_000_002, "a.csv")


def test_a_large_file_is_refused_unread(tmp_path: Path):
    file = tmp_path / "large.csv"
    with file.open("wb") as opened:
        opened.truncate(opening.ON_THIS_MACHINE.file + 1)

    with pytest.raises(Unreadable) as error:
        open_file(file)
    assert "import_too_large" == error.value.key


def test_two_parts_of_one_name_are_refused():
    assert "import_damaged" == refused(changed(HONEST, added={SHEET: b"<worksheet/>"}))
