"""R17 with the whole process: what belongs to people, however it came in, lies in clear in no file the bot wrote, nor in
what a backup brings back."""

from __future__ import annotations

import pytest

from tests.bot.workbooks import workbook
from tests.e2e.process import PATIENCE, Bot, Scale
from tests.e2e.team import a_team
from tests.e2e.test_files import card
from tests.fakes.telegram import Person, TelegramFake
from tests.storage.test_sealed import found_in

pytestmark = pytest.mark.e2e
SURNAMES, GIVEN = "欧阳慕容司徒上官", "琬瑾玥瑶璟珂玮珩瑄瑜"


def planted(number: int) -> tuple[str, str, str, str]:
    """A name, a phone, an e-mail, a name on WeChat that stand nowhere else."""
    name = SURNAMES[number % 4 * 2 :][:2] + GIVEN[number % 10] + GIVEN[number // 10 % 10]
    return name, f"1397{number:03}{8641 + number:04}", f"quokka{number}.x@vexing-mail.example", f"wx_zebu_{number:04}"


def test_what_belongs_to_people_is_in_clear_in_no_file(
    bot: Bot, fake: TelegramFake, scale: Scale, tmp_path_factory: pytest.TempPathFactory
) -> None:
    temporary = tmp_path_factory.mktemp("temporary")
    bot.settings |= {"TMPDIR": str(temporary), "GENGFU_LOG_LEVEL": "DEBUG"}
    team, count = a_team(bot, fake, reps=1), scale(10, 50)
    boss, (rep,) = team.boss, team.reps
    people = [planted(number) for number in range(count)]
    rep.says("新客户 华星科技")
    fake.wait_for_message(rep, "新客户", PATIENCE)
    imported = people[: count // 2]
    head = ["客户", "联系人", "联系电话", "备注"]
    rows = [["华星科技", name, phone, f"{mail} 微信 {chat}"] for name, phone, mail, chat in imported]
    boss.sends_document("通讯录.xlsx", workbook({"联系人": [head, *rows]}))
    fake.wait_for_answer(boss.presses(card(fake, boss, f"共 {len(rows):,} 行"), "导入"))
    card(fake, boss, "导入好了")
    for number, (name, phone, mail, chat) in enumerate(people[count // 2 :]):
        if number % 2:
            rep.says(f"/contact 华星 {name} {phone} {mail} 微信 {chat}")
            said = rep.says(f"今天拜访了华星，{name}说下周三给方案，打 {phone} 或 {mail}，微信 {chat}")
        else:
            said = rep.says(f"今天拜访了华星的{name}，电话 {phone}，邮箱 {mail}，微信 {chat}")
        rep.edits(said, f"昨天拜访了华星的{name}，打 {phone}，发 {mail}，微信 {chat}")
    left_open(rep, boss, people[-1], workbook({"联系人": [head, ["华星科技", *people[0]]]}))
    last = rep.says("华星怎么样")
    fake.wait_for_message(rep, "华星科技", PATIENCE, after=last)
    bot.kill()

    key = {"GENGFU_BACKUP_KEY": "planted-values-backup-key"}
    made = bot.told("backup", "--to", str(bot.folder / "kept"), **key)
    assert made.returncode == 0, made.stderr
    [copy] = (bot.folder / "kept").glob("*.books")
    restored = bot.told("restore", str(copy), "--to", f"sqlite:///{bot.folder / 'restored.db'}", **key)
    assert restored.returncode == 0, restored.stderr

    secrets = [value for person in people for value in person]
    hits, files = found_in(bot.folder, secrets)
    assert {"gengfu.db", "gengfu.db.keyring", "bot.log", copy.name, "restored.db"} <= files
    assert "13970008641" not in made.stdout + made.stderr + restored.stdout + restored.stderr
    assert [] == hits
    assert [] == found_in(temporary, secrets)[0]
    books = "".join(str(row) for kind in ("contacts", "visits", "messages") for row in bot.books()[kind])
    told = [value for person in people for value in person[:2]] + [one for row in people[count // 2 :] for one in row]
    assert [] == [one for one in told if one not in books], "planted, and its owner reads it"


def left_open(rep: Person, boss: Person, person: tuple[str, str, str, str], table: bytes) -> None:
    """What waits for an answer holds people as well: a form half filled, a question, a preview of a file, a picture's
    caption, a contact card."""
    name, phone, mail, chat = person
    rep.says(f"/visit 今天拜访了华星的{name}，打 {phone}，发 {mail}，微信 {chat}")
    rep.says(f"今天拜访了不知道公司的{name}，打 {phone}，发 {mail}，微信 {chat}")
    rep.sends_photo(caption=f"{name} {phone} {mail} 微信 {chat}")
    boss.sends_document("看一眼.xlsx", table)
