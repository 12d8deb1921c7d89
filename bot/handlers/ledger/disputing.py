"""Disputes: what is in dispute is owed but not chased, somebody looks after it, and the managers know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.ledger.booked import booked
from bot.handlers.ledger.complaining import who_deals
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, log, the_account
from bot.message import Card, Notice, Reply, Turn, line
from bot.said import Said
from bot.settling import settle
from bot.text import typed_words
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Receivable, dispute, settle_dispute
from core.people import may
from core.sales import Account
from storage.outbox import Outgoing

LONGEST = 200
MARKS = " \t\n，,。.！!；;：:~～"


def record_dispute(turn: Turn, said: Said) -> Booked:
    """华星那笔有争议，质量问题: with the reason; not chased until it is over."""
    account = the_account(turn, said)
    open_now = _of_said(turn, account, said, disputed=False)
    reason = said.get("reason") or _reason(said.text)
    owner_id = who_deals(turn, said.get("handler") or "")[0] or account.owner_id
    changed = dispute(open_now, owner_id, turn.today, reason)
    turn.store.save(*changed)
    settle(turn.store, *changed)
    owner = turn.store.people.member(owner_id)
    told = line("dispute_saved", account=account.name, amount=totals(one.balance for one in changed),
                reason=reason or None, owner=owner.name if owner else "")  # fmt: skip
    sees = owner is not None and may(owner, "see_money", account.owners, account.tier)
    hear = {account.owner_id, *(one.id for one in turn.store.people.with_role("manager"))}
    hear = (hear | {owner_id} if sees else hear) - {turn.member.id}
    done = booked(turn, account, [told], line("dispute_brief", account=account.name, by=turn.member.name))
    notices = tuple(
        Notice(Card((line("dispute_told", by=turn.member.name, what=told),)), member_id=one) for one in sorted(hear)
    )
    return Booked(done.lines, done.brief, done.tier, notices)


def record_dispute_over(turn: Turn, said: Said) -> Booked:
    """华星的争议解决了: chased again from today."""
    account = the_account(turn, said)
    changed = settle_dispute(_of_said(turn, account, said, disputed=True), turn.today)
    turn.store.save(*changed)
    settle(turn.store, *changed)
    told = line("dispute_over_saved", account=account.name, amount=totals(one.balance for one in changed))
    return booked(turn, account, [told], line("dispute_brief", account=account.name, by=turn.member.name))


def _of_said(turn: Turn, account: Account, said: Said, *, disputed: bool) -> list[Receivable]:
    """The one that is named, or the only one; asked where there are several."""
    found = [one for one in turn.store.ledger.open_receivables(account.id) if one.disputed is disputed]
    if not found:
        raise Refusal("dispute_none" if disputed else "nothing_open", account=account.name)
    if said.get("receivable") == "all":
        return found
    if row := said.get("receivable"):
        return [one for one in found if one.id == int(row)]
    title = said.get("title")
    found = [one for one in found if title and title in one.title] or found
    found = [one for one in found if one.balance == amount_of(turn, said)] or found
    if len(found) == 1:
        return found
    rows: Sequence[Choice] = [
        (line("button_receivable", balance=one.balance, due=one.due_on, title=one.title),
         {"slots": {"receivable": str(one.id)}})
        for one in found[:2]
    ]  # fmt: skip
    every: Choice = (line("button_all_of_them", count=len(found)), {"slots": {"receivable": "all"}})
    raise Doubt(Question(line("ask_dispute_which", account=account.name), (*rows, every)))


def _reason(text: str) -> str:
    """What was said beside the order: 质量问题."""
    words = sorted(typed_words("dispute_words"), key=len, reverse=True)
    for part in text.replace("；", "，").replace(";", "，").replace(",", "，").split("，"):
        if not any(word in part.lower() for word in words):
            return part.strip(MARKS)[:LONGEST]
    return text.strip(MARKS)[:LONGEST]


def about_card(turn: Turn, card: Outgoing) -> Reply | None:
    """这条别催了，质量有争议, said to an alert: what it is about is in dispute."""
    kinds, low = typed_words("dispute_words"), turn.inbound.text.lower()
    hit = next((kinds[word] for word in sorted(kinds, key=len, reverse=True) if word in low), None)
    rows = [turn.store.watch.alert(int(row)) for row in turn.store.outbox.face(card).get("alerts", ())]
    found = [one for one in rows if one and one.rule in ("overdue", "due_soon", "promise_due")]
    if hit is None or len(found) != 1 or low.strip(MARKS).endswith(("?", "？")):
        return None
    receivable = turn.store.get(Receivable, found[0].subject_id)
    account = turn.store.sales.account(receivable.account_id) if receivable else None
    if receivable is None or account is None:
        raise Refusal("record_gone")
    if not may(turn.member, "answer_alert", account.owners, account.tier):
        raise Refusal("not_allowed", denied="answer_alert")
    if hit != "over":
        return dispute_one(turn, receivable, account, _beside(turn.inbound.text))
    return log(turn, [Said("dispute_over", {"receivable": str(receivable.id)}, turn.inbound.text, account.id)])


def dispute_one(turn: Turn, receivable: Receivable, account: Account, reason: str) -> Reply:
    """Exactly this one is in dispute, for the reason told or for none."""
    if receivable.disputed:
        raise Refusal("dispute_already", account=account.name)
    slots = {"receivable": str(receivable.id), "reason": " ".join(reason.split())[:LONGEST]}
    return log(turn, [Said("dispute", slots, slots["reason"], account.id)])


def _beside(text: str) -> str:
    """The whole remark without the order itself: 质量有争议."""
    orders = sorted((one for one, kind in typed_words("dispute_words").items() if kind == "order"), key=len)
    parts = [part.strip(MARKS) for part in text.replace(",", "，").split("，")]
    kept = [one for one in parts if one and not any(word in one.lower() for word in orders)]
    return "，".join(kept or parts)[:LONGEST]
