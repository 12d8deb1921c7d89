"""Whatever is logged, corrected, edited, taken back and restored, in whatever order: the kept sums are the sums over the
entries, and no number is said that the books do not hold (R10)."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.ledger import Adjustment, Allocation, Payment, Receivable
from core.sales import Account
from storage.database import Database
from storage.store import Store
from tests.bot.dialog import Stage

NAMES = ("华星", "华兴")
CAST = """team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 赵会计 finance · 王经理 manager+admin
customer> 华星科技 (华星) · 李雷 · owes 234000 due 2026-04-10
customer> 华兴贸易 (华兴) · 李雷 · owes 150000 due 2026-04-10
clock> 2026-03-02 10:00
王经理> /confirm {switch}
李雷> 收到华星货款1000
赵会计> 收到华星货款1100
王经理> 收到华兴货款1200
"""

amounts = st.integers(11, 400).map(lambda hundreds: hundreds * 100)
names = st.sampled_from(NAMES)
LINES = st.one_of(
    st.builds("收到{}货款{}".format, names, amounts),
    st.builds("{}应收{}，4月20日到期".format, names, amounts),
    st.builds("> 不对，是{}".format, amounts),
    st.builds("> 不是华星，是{}".format, names),
    st.builds("~ 收到{}货款{}".format, names, amounts),
    st.builds("~ {}应收{}，4月25日到期".format, names, amounts),
    st.sampled_from(("/undo", "/undo 记错了", "[撤销]", "[恢复]", "> 撤销", "~ 哈哈", "[撤掉]", "/pay 华星 3000")),
)
STEPS = st.lists(st.tuples(st.sampled_from(("李雷", "李雷", "赵会计", "王经理")), LINES), min_size=3, max_size=14)
FINANCE = st.lists(st.sampled_from(("[到账了]", "[没到]", "[钱还没到]", "[留着]")), max_size=3)


@settings(
    max_examples=settings().max_examples // 6, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
@given(steps=STEPS, finance=FINANCE, switch=st.sampled_from(("on", "off")))
def test_kept_sums_are_the_entries_whatever_is_corrected(migrated_books, tmp_path, monkeypatch, steps, finance, switch):
    said = [f"{who}> {line}" for who, line in steps] + [f"赵会计> {one}" for one in finance]
    database = opened(migrated_books, tmp_path)

    stage = Stage(lambda: database, monkeypatch)
    played = stage.play(CAST.format(switch=switch) + "\n".join(said))

    assert "😓" not in played
    database.read(lambda transaction: compare(stage._store(transaction)))
    database.close()


def opened(migrated_books: Path, folder: Path) -> Database:
    for old in folder.glob("books*"):
        old.unlink()
    shutil.copy(migrated_books, folder / "books.db")
    return Database(f"sqlite:///{folder / 'books.db'}", keyring=f"sqlite:///{folder / 'books.keyring'}")


def compare(store: Store) -> None:
    """The kept sums beside the entries, added up the slow way."""
    paid, billed = defaultdict(int), defaultdict(int)
    for one in store.all(Allocation):
        paid[one.receivable_id] += one.amount.minor
    for one in store.all(Adjustment):
        billed[one.receivable_id] += one.amount.minor
    for one in store.all(Receivable):
        assert (paid[one.id], billed[one.id]) == (one.allocated.minor, one.adjusted.minor)
        assert not one.balance.is_negative
    for account in store.all(Account):
        bills = store.ledger.receivables(account.id)
        owed = sum(one.amount.minor + billed[one.id] - paid[one.id] for one in bills)
        came = sum(one.amount.minor for one in store.all(Payment) if one.account_id == account.id)
        used = sum(one.amount.minor for one in store.all(Allocation) if one.account_id == account.id)

        assert [(owed, came - used)] == [(owes.minor, ahead.minor) for owes, ahead in store.ledger.money(account.id)]
