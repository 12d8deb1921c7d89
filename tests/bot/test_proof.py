"""The evidence pack: a changed byte, a cut tail, two lines swapped are named from the file alone; a forger who computes
all sums anew is found against the books (C19)."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.proof import LINES, SHEET, _chained, against, checked, pack
from core.sales import Account
from storage.database import Database
from storage.errors import Trouble
from tests.bot.house import House, furnished
from tests.bot.test_commands import Terminal, run
from tests.storage.cast import NOW

__all__ = ["run"]


@pytest.fixture
def house(on_sqlite: str) -> Iterator[House]:
    database = Database(on_sqlite)
    house = furnished(database)
    for said in (
        "李雷的客户应收20万，到期4月15日",
        "收到李雷的客户货款5万",
        "/contact 李雷的客户 李总 13800138000",
        "/undo",
        "/undo",
    ):
        house.says("李雷", said)
    yield house
    database.close()


@pytest.fixture
def packed(house: House) -> bytes:
    [account] = (one for one in house.all(Account) if one.name == "李雷的客户")
    return house.database.read(lambda tx: pack(house.store(tx), account, NOW, "zh-CN"))


def lines_of(packed: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return file.read(LINES).decode().splitlines()


def compared(house: House, content: bytes) -> str:
    entries, problem = checked(content)
    return problem or house.database.read(lambda tx: against(house.store(tx), entries))


def test_a_whole_one_holds_by_itself_and_against_the_books(house: House, packed: bytes):
    entries, problem = checked(packed)

    assert ("", "") == (problem, compared(house, packed))
    assert {"accounts", "receivables", "payments", "allocations"} <= {one.get("kind") for one in entries}
    assert len(entries) - 2 == entries[-1]["end"] > 4
    assert "13800138000" not in "\n".join(lines_of(packed)), "what reaches a person is left out"
    assert sorted(one["row"] for one in entries[1:-1]) == [one["row"] for one in entries[1:-1]]


def test_every_change_is_named(packed: bytes, scale: Any):
    whole, draw = lines_of(packed), random.Random(19)

    def problem(lines: list[str]) -> str:
        return checked("\n".join(lines).encode())[1]

    for number in range(1, len(whole)):
        line = whole[number].encode()
        for place in draw.sample(range(len(line)), scale(6, 60)):
            broken = bytearray(line)
            broken[place] ^= 1
            said = checked(
                b"\n".join(
                    [
                        *(one.encode() for one in whole[:number]),
                        bytes(broken),
                        *(one.encode() for one in whole[number + 1 :]),
                    ]
                )
            )[1]
            assert said.startswith(f"line {number + 1} "), (place, said)
        assert problem(whole[:number] + whole[number + 1 :]).startswith(
            (f"line {number + 1} ", f"its end is missing after line {number}")
        )
        assert problem(whole[:number]).startswith(f"its end is missing after line {number}")
    swapped = [*whole[:2], whole[3], whole[2], *whole[4:]]
    assert problem(swapped).startswith("line 3 ")
    assert problem([*whole, whole[-1]]).startswith(f"line {len(whole) + 1} ")


def test_who_computes_every_sum_anew_is_found_against_the_books(house: House, packed: bytes):
    def forged(change: Callable[[list[dict[str, Any]]], None]) -> bytes:
        told = [{name: value for name, value in json.loads(one).items() if name != "sum"} for one in lines_of(packed)]
        change(told)
        told[-1]["end"] = len(told) - 2
        return "".join(_chained(told)).encode()

    def cheaper(told: list[dict[str, Any]]) -> None:
        next(one for one in told if one.get("kind") == "receivables")["change"]["amount"] = "1.00"

    def by_another(told: list[dict[str, Any]]) -> None:
        told[2]["by"] = "王经理"

    def renumbered(told: list[dict[str, Any]]) -> None:
        told[2]["row"] += 1000

    for change in (cheaper, by_another, renumbered):
        assert "" == checked(forged(change))[1]
        assert "the books have something else in row" in compared(house, forged(change))


def test_the_sheet_must_be_the_one_it_was_made_with(packed: bytes):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(LINES, "\n".join(lines_of(packed)))
        made.writestr(SHEET, b"another")

    assert SHEET in checked(file.getvalue())[1]
    for nothing in (b"", b"PK\x03\x04 broken", b"hello", packed[: len(packed) // 2]):
        with pytest.raises(Trouble) as refused:
            checked(nothing)
        assert "proof_format" == refused.value.code


def test_the_command_says_so_in_words(run: Terminal, house: House, packed: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENGFU_DATABASE_URL", str(house.database.url))
    monkeypatch.setenv("GENGFU_KEYRING", house.database.address.keyring)
    file = run.place / "pack.zip"
    file.write_bytes(packed)

    assert "as the books have them" in run("audit", "check", str(file)).output
    broken = run.place / "proof.jsonl"
    broken.write_text("\n".join(lines_of(packed)[:-1]))
    assert "its end is missing" in run("audit", "check", str(broken), "--alone", code=1).output
    Path(broken).write_text("nothing")
    assert "[proof_format]" in run("audit", "check", str(broken), code=1).output
