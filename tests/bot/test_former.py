"""R32 for those of the team: who left is erased with a key of their own; what they did stays, under a number."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from core.base.records import evolve
from core.people import Identity, Member
from core.people.records import former_name
from core.sales import Visit
from storage.audit import Audit
from storage.database import Database
from storage.former import forget_former
from storage.store import Store
from tests.bot.house import House, furnished
from tests.storage.cast import NOW
from tests.storage.test_erasing import all_text
from tests.storage.test_sealed import found_in

NAME, USER = "阚小刀", "kan-77123-platform"
WHO = (NAME, USER)


def planted(house: House) -> Member:
    """They come in by a code, log, are named by others, take the books along, leave."""
    code = re.search(r"/join (\w+)", house.says("王经理", f"/invite {NAME} rep").text)
    assert code
    house.says(USER, f"/join {code[1]}")
    house.says(USER, "新客户 华星科技")
    house.says(USER, f"今天拜访了华星科技，{NAME}送了样品，下周三给方案")
    house.says(USER, "/lang en")
    house.says("王经理", f"昨天拜访了王经理的客户，{NAME}说要再约")
    house.says("王经理", "/team")
    house.says("王经理", f"/remove {NAME}")
    house.presses("王经理", "让 TA 离开")
    return next(one for one in house.all(Member) if one.name == NAME)


def books_of(path: Path, keyring: Path) -> Database:
    return Database(f"sqlite:///{path}", keyring=f"sqlite:///{keyring}")


def verified(database: Database, team_id: int) -> str:
    return database.read(lambda tx: Audit(tx, team_id).verify())[1]


def everything(database: Database, team_id: int) -> str:
    return json.dumps(all_text(database, team_id), ensure_ascii=False)


def test_who_left_is_erased_here_and_in_older_copies_and_what_they_did_stays(tmp_path: Path):
    folder, keyring = tmp_path / "now", tmp_path / "now" / "keys"
    folder.mkdir()
    database = books_of(folder / "books.db", keyring)
    house = furnished(database)
    member = planted(house)
    assert NAME in everything(database, house.team.id)
    assert [] == found_in(folder, WHO)[0], "no name of a member and no account stands in clear in any file"
    asked_early = house.says("李雷", f"/former {NAME}").text
    asked = house.says("王经理", f"/former {NAME}").text
    database.close()
    shutil.copy(folder / "books.db", tmp_path / "old.db")

    database = house.database = books_of(folder / "books.db", keyring)
    house.write(lambda store: store.save(evolve(member, name=former_name(1), former=1, erasing=True)))
    forget_former(database, house.team.id, member.id, NOW)
    forget_former(database, house.team.id, member.id, NOW)

    assert ("不能" in asked_early, "前同事 #1" in asked) == (True, True)
    gone = next(one for one in house.all(Member) if one.id == member.id)
    assert (former_name(1), 1, False) == (gone.name, gone.former, gone.erasing)
    assert "" == verified(database, house.team.id)
    assert [] == [one for one in WHO if one in everything(database, house.team.id)]
    assert 1 == len([one for one in house.all(Visit) if one.by_id == member.id])
    assert 1 == len([one for one in house.all(Visit) if one.note.endswith("说要再约")])
    database.write(lambda tx: None)
    database.close()
    assert [] == found_in(folder, WHO)[0]

    old = books_of(tmp_path / "old.db", keyring)
    assert [] == [one for one in WHO if one in everything(old, house.team.id)], "an older copy, with today's keys"
    assert [] == found_in(tmp_path, WHO)[0]
    assert "" == verified(old, house.team.id)
    assert "" == "".join(one for one in WHO if one in str(every_record(old, house.team.id)))
    old.close()


def every_record(database: Database, team_id: int) -> list[Any]:
    def work(tx: Any) -> list[Any]:
        store = Store(tx, team_id, by=None, source=0, now=NOW)
        return [store.all(kind) for kind in (Member, Identity, Visit)]

    return database.read(work)
