"""Files through the real process: brought in although it is killed, given back, exported; and the command beside it."""

from __future__ import annotations

import io
import time
from pathlib import Path
from threading import Thread

import pytest
from python_calamine import CalamineWorkbook

from tests.bot.workbooks import workbook
from tests.e2e.process import PATIENCE, Bot, Scale
from tests.e2e.team import a_team
from tests.fakes.telegram import Message, Person, TelegramFake

pytestmark = pytest.mark.e2e
HEAD = ["客户", "联系人", "应收金额", "到期日"]


def rows(count: int, word: str) -> list[list[object]]:
    return [[f"{word}{number:04}", "李总", 1000 + number, "2027-05-01"] for number in range(count)]


def card(fake: TelegramFake, person: Person, words: str) -> Message:
    """The newest of the bot's messages there with these words, as it reads now."""

    def there() -> Message | None:
        found = [one for one in fake.bot_messages(person) if words in (one.text or "")]
        return found[-1] if found else None

    found = fake.wait_for(there, PATIENCE, words)
    assert isinstance(found, Message)
    return found


def test_a_file_comes_in_whole_although_the_bot_is_killed_and_goes_out_again(
    bot: Bot, fake: TelegramFake, scale: Scale
) -> None:
    team, count = a_team(bot, fake, reps=1), scale(300, 5_000)
    boss, (rep,) = team.boss, team.reps
    content = workbook({"客户": [HEAD, *rows(count, "客户")]})
    boss.sends_document("客户.xlsx", content)
    preview = card(fake, boss, f"共 {count:,} 行")
    fake.wait_for_answer(boss.presses(preview, "导入"))
    time.sleep(0.3)
    bot.kill()
    bot.start()

    card(fake, boss, "导入好了")
    books = bot.books()
    names = [row["name"] for row in books["accounts"]]
    assert count == len(names) == len(set(names)) == len(books["receivables"])
    assert bot.verifies()

    boss.sends_document("客户.xlsx", content)
    card(fake, boss, "没有要新增的")

    rep.says("客户0001合同签了，80万，今天签")
    fake.wait_for_message(rep, "合同已签", PATIENCE)
    scan = b"%PDF" + bytes(range(256)) * 4000
    rep.sends_document("合同.pdf", scan)
    kept = card(fake, rep, "文件存在合同上")
    rep.presses(kept, "取文件")
    fake.wait_for(lambda: any(one.file and one.file.data == scan for one in fake.bot_messages(rep)), PATIENCE)

    boss.says("/export")
    exported = card(fake, boss, "的账本")
    assert exported.file is not None
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported.file.data))
    assert count + 1 == len(book.get_sheet_by_name("应收").to_python())


def test_the_command_brings_a_file_in_beside_the_serving_process(bot: Bot, fake: TelegramFake, scale: Scale) -> None:
    team, count = a_team(bot, fake, reps=1), scale(400, 20_000)
    (rep,) = team.reps
    rep.says("新客户 华星科技")
    fake.wait_for_message(rep, "华星科技", PATIENCE)
    file = Path(bot.folder) / "客户.xlsx"
    file.write_bytes(workbook({"客户": [HEAD, *rows(count, "厂家")]}))
    done: list[int] = []
    command = Thread(target=lambda: done.append(bot.told("import", str(file), "--yes").returncode))
    command.start()
    waits = []
    while command.is_alive():
        said, began = rep.says("华星科技应收1元，2027年5月1日到期，另一笔"), time.monotonic()
        fake.wait_for_message(rep, "", PATIENCE, after=said)
        waits.append(time.monotonic() - began)
    command.join()

    assert [0] == done
    books = bot.books()
    assert count == sum(row["name"].startswith("厂家") for row in books["accounts"])
    assert bot.verifies()
    print(f"{len(waits)} messages beside it, the longest waited {max(waits):.2f} s")
    rep.says("厂家0001还欠多少")
    fake.wait_for_message(rep, "1,001", PATIENCE)
