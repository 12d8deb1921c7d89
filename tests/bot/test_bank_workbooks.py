"""A bank's workbook as each bank writes it: the payments in it are read, what went out is left, sums are no payments."""

from datetime import date, datetime

import pytest

from bot.importing.sheets import sheets_of
from tests.bot.test_importing import Books, books, on_sqlite, problems  # noqa: F401
from tests.bot.workbooks import workbook

IN, OUT = 100000.5, 2000
BANKS = {
    "ICBC": [
        ["中国工商银行 账户明细"],
        ["账号：0200001209000000000", "", "户名：华东公司"],
        ["凭证号", "交易时间", "对方单位名称", "对方账号", "借/贷", "借方发生额", "贷方发生额", "余额", "摘要", "用途"],
        ["1", "2026-03-02 09:10:11", "华星科技有限公司", "622", "贷", "", IN, 1, "货款", ""],
        ["2", "2026-03-02 10:10:11", "房东", "623", "借", OUT, "", 1, "房租", ""],
        ["合计", "", "", "", "", OUT, IN, "", "", ""],
    ],
    "CCB": [
        ["账号", "账户名称", "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "摘要", "账户明细编号-交易流水号"],
        ["31", "华东公司", "20260302 09:10:11", "0.00", "100,000.50", "1", "人民币元", "华星科技有限公司", "货款", "7-1"],
        ["31", "华东公司", "20260302 10:10:11", "2,000.00", "0.00", "1", "人民币元", "房东", "房租", "7-2"],
    ],
    "CMB": [
        ["交易日", "交易时间", "起息日", "交易类型", "借方金额", "贷方金额", "余额", "摘要", "流水号", "收(付)方名称"],
        [20260302, "091011", 20260302, "网银转账", "", IN, 1, "货款", "A1", "华星科技有限公司"],
        [20260302, "101011", 20260302, "网银转账", OUT, "", 1, "房租", "A2", "房东"],
        ["总笔数：2", "", "", "", "", "", "", "", "", ""],
    ],
    "ABC": [
        ["交易时间", "收入金额", "支出金额", "账户余额", "交易行名", "对方账号", "对方户名", "交易用途"],
        ["20260302091011", IN, 0, 1, "上海", "622", "华星科技有限公司", "货款"],
        ["20260302101011", 0, OUT, 1, "上海", "623", "房东", "房租"],
    ],
    "BOC": [
        ["交易类型[ Transaction Type ]", "付款人名称[ Payer's Name ]", "收款人名称[ Payee's Name ]",
         "交易日期[ Transaction Date ]", "交易金额[ Trade Amount ]", "交易流水号[ Transaction reference number ]"],
        ["来账", "华星科技有限公司", "华东公司", "20260302", "100,000.50", "B1"],
        ["往账", "华东公司", "房东", "20260302", "2,000.00", "B2"],
    ],
    "Ping An": [
        ["交易日期", "账号", "借", "贷", "账户余额", "对方账户", "对方账户名称", "交易流水号", "摘要"],
        [date(2026, 3, 2), "11", "", IN, 1, "622", "华星科技有限公司", "P1", "货款"],
        [date(2026, 3, 2), "11", OUT, "", 1, "623", "房东", "P2", "房租"],
    ],
    "BOCOM": [
        ["交易时间", "摘要", "借贷标志", "发生额（元）", "余额", "对方账号", "对方户名"],
        [datetime(2026, 3, 2), "货款", "贷", IN, 1, "622", "华星科技有限公司"],
        [datetime(2026, 3, 2), "房租", "借", OUT, 1, "623", "房东"],
    ],
    "an English one": [
        ["Booking date", "Counterparty", "Debit", "Credit", "Balance", "Currency", "Narrative", "Bank reference"],
        [date(2026, 3, 2), "华星科技有限公司", "", IN, 1, "CNY", "goods", "E1"],
        [date(2026, 3, 2), "landlord", OUT, "", 1, "CNY", "rent", "E2"],
        ["Total", "", OUT, IN, "", "", "", ""],
    ],
}  # fmt: skip


@pytest.mark.parametrize("bank", BANKS)
def test_a_banks_own_headers_are_understood(on_sqlite: Books, bank: str) -> None:  # noqa: F811
    head, *rows = BANKS[bank]
    plan = on_sqlite.plan(*rows, head=head)

    [came] = plan.bank
    assert [] == problems(plan)
    assert ("华星科技有限公司", "CNY 100000.50", date(2026, 3, 2)) == (
        came.payer, f"{came.amount.currency} {came.amount.amount}", came.on
    )  # fmt: skip
    assert 1 == plan.outgoing


def test_what_a_header_remarks_is_no_unit_and_a_unit_is_one(on_sqlite: Books) -> None:  # noqa: F811
    plan = on_sqlite.plan(
        ["2026-03-02", "华星", "3"], ["2026-03-02", "远航", "2"], head=["交易日期", "对方户名", "收入金额（万元）"]
    )

    assert [30000, 20000] == [one.amount.amount for one in plan.bank]
    assert sheets_of(workbook({"a": [["x"]]}), "a.xlsx")
