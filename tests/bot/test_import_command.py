"""`gengfu import`, as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.sales import Account
from tests.bot.filled_books import fill
from tests.bot.test_commands import Terminal, run

__all__ = ["run"]


@pytest.fixture
def there(run: Terminal) -> Terminal:
    database = run.database()
    fill(database)
    database.close()
    return run


def written(there: Terminal, text: str, name: str = "new.csv") -> str:
    file = there.place / name
    file.write_text(text)
    return str(file)


def accounts(there: Terminal) -> list[str]:
    from storage.store import Store
    from tests.bot.filled_books import NOW

    database = there.database()
    try:

        def look(tx):
            from storage.people import House

            (team,) = House(tx).team_ids()
            return [one.name for one in Store(tx, team, by=None, source=0, now=NOW).all(Account) if not one.void]

        return database.read(look)
    finally:
        database.close()


GOOD = "customer,contact,phone,amount,due date\nGlobex,Hank,+1 555 0143,20k,2026-04-15\n"


def test_without_yes_it_only_shows_and_with_it_it_writes_once(there: Terminal):
    file = written(there, GOOD)

    preview = there("import", file, "--as", "李雷").output
    assert "customers: 1" in preview
    assert "¥20,000" in preview
    assert "nothing was written" in preview
    assert ["华星"] == accounts(there)

    done = there("import", file, "--yes", "--as", "李雷").output
    assert "gengfu import --undo" in done
    assert ["华星", "Globex"] == accounts(there)

    assert "nothing to add" in there("import", file, "--yes", "--as", "李雷").output
    assert ["华星", "Globex"] == accounts(there)


def test_what_is_wrong_is_said_by_row_in_both_languages_and_the_rest_goes_in(there: Terminal):
    file = written(there, GOOD + "Initech,,,lots,2026-04-15\n")

    english = there("import", file, "--yes", "--as", "李雷", code=1).output
    chinese = there("import", file, "--as", "李雷", code=1, locale="zh-CN").output

    assert '✗ new row 3 "amount": "lots" is no amount.' in english
    assert "✗ new 第 3 行“amount”：“lots”读不出金额。" in chinese
    assert ["华星", "Globex"] == accounts(there)


def test_an_import_is_taken_back_by_its_number(there: Terminal):
    said = there("import", written(there, GOOD), "--yes", "--json", "--as", "李雷").output
    number = json.loads(said)["import"]

    assert "3 taken back, 0 stayed" in there("import", "--undo", number, "--as", "李雷").output
    assert ["华星"] == accounts(there)
    assert "was taken back already" in there("import", "--undo", number, "--as", "李雷", code=1).output


def test_codes_of_the_invited_are_printed(there: Terminal):
    said = there("import", written(there, "member,role\nHan,finance\n"), "--yes", "--json", "--as", "李雷").output

    (code,) = json.loads(said)["codes"]
    assert "Han" == code["name"]
    assert 8 == len(code["code"])


def test_it_is_done_in_somebodys_name(there: Terminal):
    file = written(there, GOOD)

    assert "--as" in there("import", file, code=1).output, "nobody is admin in these books"
    assert "--as" in there("import", file, "--as", "nobody", code=1).output


def test_files_or_an_undo_but_not_both_and_not_neither(there: Terminal):
    there("import", code=2)
    there("import", written(there, GOOD), "--undo", "1", code=2)
    there("import", str(there.place / "none.csv"), code=2)


def test_a_file_that_is_none_says_so(there: Terminal):
    file = there.place / "old.xls"
    Path(file).write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)

    said = there("import", str(file), "--as", "李雷", code=1).output

    assert "old.xls" in said
    assert ".xlsx" in said
