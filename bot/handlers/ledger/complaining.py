"""Complaints: somebody deals with each, and what it names is not chased until it is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.handlers.accounts.finding import find_account, name_of, permitted, visible
from bot.handlers.ledger.booked import booked
from bot.handlers.logs import Booked, Choice, Doubt, Question, log_said, the_account
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, reply
from bot.said import Said
from bot.settling import settle
from bot.text import shortened, typed_words
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Complaint, Receivable, close_complaint, complain
from core.people import may
from core.sales import Account

LONGEST, SHOWN, PAGE, MOST = 200, 40, 15, 3
ENDS = ",，.。;；!！\n"


def record_complaint(turn: Turn, said: Said) -> Booked:
    """华星投诉了二期设备，张工处理: somebody deals with it, and what it names is not chased meanwhile."""
    account = the_account(turn, said)
    named = _named(turn, account, said)
    owner, outside = who_deals(turn, said.get("handler") or "")
    new = Complaint(
        id=turn.new_id(), account_id=account.id, text=_text(said), on=turn.today, by_id=turn.member.id,
        owner_id=owner, handled_by=outside,
    )  # fmt: skip
    complaint, changed = complain(new, named, turn.store.ledger.complaints(account.id), owner or account.owner_id)
    turn.store.save(complaint, *changed)
    settle(turn.store, *changed)
    lines = [complaint_line(turn, account, complaint)]
    if complaint.pauses:
        lines.append(line("complaint_pauses", amount=totals(one.balance for one in named)))
    lines.append(line("complaint_how", account=account.name))
    done = booked(turn, account, lines, line("complaint_brief", account=account.name, by=turn.member.name))
    told = Card((line("complaint_told", by=turn.member.name, what=lines[0]), *lines[1:-1]), (close_row(complaint),))
    return Booked(done.lines, done.brief, done.tier, _notices(turn, account, complaint, told),
                  buttons=(close_row(complaint),))  # fmt: skip


def _named(turn: Turn, account: Account, said: Said) -> list[Receivable]:
    """What it is about: named by its title or by a press; else whether something is to pause is asked."""
    open_now = turn.store.ledger.open_receivables(account.id)
    if pressed := said.get("receivable"):
        return [one for one in open_now if pressed in ("all", str(one.id))]
    title = said.get("title")
    found = [one for one in open_now if one.title and (one.title in said.text or (title and title in one.title))]
    if found or not open_now:
        return found
    rows: list[Choice] = [
        (line("button_receivable", balance=one.balance, due=one.due_on, title=one.title),
         {"slots": {"receivable": str(one.id)}})
        for one in open_now[: MOST - 1 if len(open_now) < MOST else 1]
    ]  # fmt: skip
    if len(open_now) >= MOST:
        rows.append((line("button_all_of_them", count=len(open_now)), {"slots": {"receivable": "all"}}))
    none: Choice = (line("button_pause_nothing"), {"slots": {"receivable": "none"}})
    raise Doubt(Question(line("ask_complaint_pauses", account=account.name), (*rows, none)))


def who_deals(turn: Turn, name: str) -> tuple[int | None, str]:
    """Who deals with it: a member, or somebody outside the team by name."""
    if name.lower() in typed_words("myself"):
        return turn.member.id, ""
    member = next((one for one in turn.store.people.members() if one.name.lower() == name.lower()), None)
    return (member.id, "") if member else (None, name)


def _text(said: Said) -> str:
    """What was said, without the customer's name before it and who deals with it behind."""
    text, handler = said.text.strip(), said.get("handler") or ""
    if handler:
        text = re.sub(rf"[{ENDS}\s]*[^{ENDS}]*{re.escape(handler)}[^{ENDS}]*", "", text).strip() or text
    return (text.removeprefix(said.name).strip() or text)[:LONGEST]


def _notices(turn: Turn, account: Account, complaint: Complaint, card: Card) -> tuple[Notice, ...]:
    """Who deals with it, whose customer it is, and the managers; not who said it."""
    managers = {one.id for one in turn.store.people.with_role("manager")}
    hear = {*account.owners, *managers, complaint.owner_id or account.owner_id} - {turn.member.id}
    return tuple(Notice(card, member_id=one) for one in sorted(hear))


# -- shown


def complaint_line(turn: Turn, account: Account, complaint: Complaint) -> Line:
    """One open complaint: since when, what, and who deals with it."""
    owner = complaint.handled_by or name_of(turn, complaint.owner_id or account.owner_id)
    return line("complaint_row", account=account.name, text=shortened(complaint.text, SHOWN), on=complaint.on,
                owner=owner)  # fmt: skip


def complaint_lines(turn: Turn, account: Account) -> list[Line]:
    """The open complaints of an account, for its card and its credit."""
    return [complaint_line(turn, account, one) for one in turn.store.ledger.complaints(account.id)[:MOST]]


def close_row(complaint: Complaint, name: str | None = None) -> tuple[Button, ...]:
    """[处理好了]"""
    return (Button(line("button_complaint_over", account=name), "complaint_over", {"complaint": str(complaint.id)}),)


def close_rows(turn: Turn, account: Account) -> tuple[tuple[Button, ...], ...]:
    """A button a complaint that this person may close; with one there is nothing to tell apart."""
    found = [one for one in turn.store.ledger.complaints(account.id)[:MOST] if _may_close(turn, account, one)]
    return tuple(close_row(one, shortened(one.text, 12) if len(found) > 1 else None) for one in found)


def complaints(turn: Turn) -> Reply:
    """/complaints, /complaints 华星: what is open, the oldest first."""
    account = permitted(turn, find_account(turn, turn.words), "see_account") if turn.words else None
    return _listed(turn, _seen(turn, turn.store.ledger.complaints(account.id if account else None)))


def _seen(turn: Turn, found: Iterable[Complaint]) -> list[tuple[Complaint, Account]]:
    pairs = [(one, turn.store.sales.account(one.account_id)) for one in found]
    return [(one, of) for one, of in pairs if of is not None and visible(turn, of)]


def _listed(turn: Turn, found: Sequence[tuple[Complaint, Account]]) -> Reply:
    if not found:
        return reply(line("complaints_none"))
    rows = [complaint_line(turn, of, one) for one, of in found[:PAGE]]
    more = [line("account_more", count=len(found) - PAGE)] if len(found) > PAGE else []
    buttons = tuple(close_row(one, of.name) for one, of in found[:PAGE] if _may_close(turn, of, one))
    tier = "key" if any(of.tier == "key" for _, of in found) else "normal"
    return reply(
        line("complaints_head", count=len(found)), *rows, *more, buttons=buttons[:MOST], action="see_account", tier=tier
    )


# -- closed


def _may_close(turn: Turn, account: Account, complaint: Complaint) -> bool:
    return complaint.owner_id == turn.member.id or may(turn.member, "log_dispute", account.owners, account.tier)


def over_said(turn: Turn, said: Said) -> Reply:
    """投诉处理好了: the only one that is open, or the list of them with a button each."""
    if said.account_id is not None or said.name:
        return log_said(turn, said)
    found = [(one, of) for one, of in _seen(turn, turn.store.ledger.complaints()) if _may_close(turn, of, one)]
    if len(found) != 1:
        return _listed(turn, found)
    return log_said(turn, said.with_account(found[0][1].id))


def record_complaint_over(turn: Turn, said: Said) -> Booked:
    """华星的投诉处理好了: what it paused is chased again from today."""
    account = the_account(turn, said)
    everything = turn.store.ledger.complaints(account.id)
    found = [one for one in everything if _may_close(turn, account, one)]
    if everything and not found:
        raise Refusal("not_allowed", denied="log_dispute")
    if row := said.get("complaint"):
        found = [one for one in found if str(one.id) == row]
    title = said.get("title")
    found = [one for one in found if title and title in one.text] or found
    if not found:
        raise Refusal("complaint_none", account=account.name)
    if len(found) > 1:
        choices = tuple(
            (line("button_value", value=shortened(one.text, SHOWN)), {"slots": {"complaint": str(one.id)}})
            for one in found[:MOST]
        )
        raise Doubt(Question(line("ask_complaint_which", account=account.name), choices))
    lines, notices = _close(turn, account, found[0])
    done = booked(turn, account, lines, line("complaint_over_brief", account=account.name, by=turn.member.name))
    return Booked(done.lines, done.brief, done.tier, notices)


def over_pressed(turn: Turn) -> Reply:
    """[处理好了]"""
    complaint = turn.store.get(Complaint, int(turn.arguments["complaint"]))
    account = turn.store.sales.account(complaint.account_id) if complaint else None
    if complaint is None or complaint.void or account is None:
        raise Refusal("record_gone")
    if not _may_close(turn, account, complaint):
        raise Refusal("not_allowed", denied="log_dispute")
    lines, notices = _close(turn, account, complaint)
    return Reply(Card(tuple(lines)), toast=line("toast_noted"), action="see_money", tier=account.tier, notices=notices,
                 brief=line("complaint_over_brief", account=account.name, by=turn.member.name))  # fmt: skip


def _close(turn: Turn, account: Account, complaint: Complaint) -> tuple[list[Line], tuple[Notice, ...]]:
    rows = [one for row in complaint.pauses if (one := turn.store.get(Receivable, row)) is not None]
    closed, changed = close_complaint(complaint, turn.store.ledger.complaints(account.id), rows, turn.today)
    turn.store.save(closed, *changed)
    settle(turn.store, *changed)
    lines = [line("complaint_over_saved", account=account.name, text=shortened(complaint.text, SHOWN))]
    if amounts := totals(one.balance for one in changed if one.balance.is_positive):
        lines.append(line("complaint_resumed", amount=amounts))
    told = Card((line("complaint_told", by=turn.member.name, what=lines[0]), *lines[1:]))
    return lines, _notices(turn, account, complaint, told)
