"""Credit in sentences: a grade that became another, a whitelisting that ended, one customer owing much of all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bot.message import Line, line
from core.base.money import Money
from core.ledger import CreditTerms, GradeChange
from core.people import Member
from storage.store import Store

if TYPE_CHECKING:
    from bot.subjects.subject import About

REASONS = ("timing", "overdue", "promises", "experience")  # a score's reasons, in their order


def hearers(store: Store, record: Any) -> list[Member]:
    """The owner and managers: nobody else sees a score."""
    account = store.sales.account(getattr(record, "account_id", record.id))
    owner = store.people.member(account.owner_id) if account else None
    managers = store.people.with_role("manager")
    return [*([owner] if owner and owner.active and owner not in managers else []), *managers]


def managers(store: Store, record: Any) -> list[Member]:
    """Who decides about credit."""
    return store.people.with_role("manager")


def grade_lines(about: About) -> list[Line]:
    """华星科技 信用 B → D 级（72 → 48 分）：眼下逾期 -15"""
    return [line("grade_alert", **_grade(about.record), account=about.account.name)]


def grade_row(about: About, number: int) -> Line:
    return line("digest_row_grade", **_grade(about.record), account=about.account.name, number=number)


def _grade(change: GradeChange) -> dict[str, Any]:
    moved = zip(REASONS, change.parts_before, change.parts_after, strict=True)
    why = tuple(
        line("grade_why", reason=Line(f"score_{key}"), points=f"{after - before:+d}")
        for key, before, after in moved
        if after != before
    )
    was, now = sum(change.parts_before), sum(change.parts_after)
    return dict(before=change.before, after=change.after, points_before=was, points_after=now,
                why=why or (line("grade_by_policy"),), turn="down" if now < was else "up")  # fmt: skip


def grade_settled(about: About) -> Line:
    return line("grade_settled", account=about.account.name, before=about.record.before, after=about.record.after)


def grade_told(change: GradeChange) -> dict[str, str]:
    return dict(before=change.before, after=change.after)


def ended_lines(about: About) -> list[Line]:
    """华星科技 的白名单到期了"""
    return [line("free_ended_alert", account=about.account.name, on=_day(about))]


def ended_row(about: About, number: int) -> Line:
    return line("digest_row_free_ended", account=about.account.name, number=number, on=_day(about))


def _day(about: About) -> date:
    return date.fromisoformat(about.alert.episode)


def ended_settled(about: About) -> Line:
    return line("free_ended_settled", account=about.account.name)


def ended_told(terms: CreditTerms) -> dict[str, str]:
    return {}


def share_lines(about: About) -> list[Line]:
    """42% 的应收在 华星科技 一家"""
    return [line("concentrated_alert", **_shares(about), account=about.account.name)]


def share_row(about: About, number: int) -> Line:
    return line("digest_row_concentrated", **_shares(about), account=about.account.name, number=number)


def _shares(about: About) -> dict[str, Any]:
    whole = {owed.currency: owed for owed, _ in about.store.credit.owed()}
    shares = [
        (_percent(owed, whole[owed.currency]), owed)
        for owed, _ in about.store.ledger.money(about.account.id)
        if owed.is_positive and owed.currency in whole
    ]
    percent, owed = max(shares, default=(0, Money.zero(about.store.people.team().currency)), key=lambda pair: pair[0])
    return dict(percent=percent, owed=owed, whole=whole.get(owed.currency, owed))


def _percent(part: Money, whole: Money) -> int:
    return int(part.amount * 100 / whole.amount) if whole.is_positive else 0


def share_settled(about: About) -> Line:
    return line("concentrated_settled", account=about.account.name)


def share_told(account: Any) -> dict[str, str]:
    return {}
