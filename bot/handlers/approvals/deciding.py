"""Yes, no, or not now: by a button under the card, or in words said to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot import approving
from bot.handlers.approvals import asking
from bot.handlers.logs import keep_draft
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, reply
from bot.post import notify, private_place, stamp
from bot.settling import settle
from bot.subjects import pressed_about
from bot.text import begins_with, typed_words
from core.approvals import Approval, Draft, decide, seats, withdraw
from core.approvals.deciding import Word
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may
from storage.outbox import Outgoing

REASON = "approval_reason"
LONGEST = 200
ROWS = 8
MARKS = " \t\n，,。.！!；;：:~～、"


# -- buttons


def approve_pressed(turn: Turn) -> Reply:
    """[同意]"""
    return say(turn, pressed(turn), "yes")


def reject_pressed(turn: Turn) -> Reply:
    """[不同意]: it counts at once; why may be told after."""
    return say(turn, pressed(turn), "no")


def hold_pressed(turn: Turn) -> Reply:
    """[先放着]: decided neither way, and quiet for some working days."""
    return say(turn, pressed(turn), "hold")


def withdraw_pressed(turn: Turn) -> Reply:
    """[撤回申请]"""
    approval = take_back(turn, pressed(turn))
    gone = approving.outcome(turn.store, approval)
    return Reply(Card((gone,)), toast=line("toast_done"), action="see_approvals", replaces=True)


def take_back(turn: Turn, approval: Approval) -> Approval:
    """The approval withdrawn by who asked; every card about it says so."""
    gone = withdraw(approval, turn.member)
    turn.store.save(gone)
    settle(turn.store, gone)
    return gone


def pressed(turn: Turn) -> Approval:
    """The approval a button is about, by itself or through its alert; a Refusal for who has no part in it."""
    approval = pressed_about(turn, Approval)
    if not _may_see(turn, approval):
        raise Refusal("approval_not_yours", denied="see_approval")
    return approval


def _may_see(turn: Turn, approval: Approval) -> bool:
    """Who asked, whoever has or had a say, and who may see such about that customer."""
    account = turn.store.sales.account(approval.account_id) if approval.account_id is not None else None
    owners, tier = (account.owners, account.tier) if account else (None, "normal")
    return (
        approval.asked_by == turn.member.id or may(turn.member, "see_approval", owners, tier) or _in_it(turn, approval)
    )


# -- a word


def say(turn: Turn, approval: Approval, word: Word, comment: str = "") -> Reply:
    """One person's word: what it changes is saved, booked where that was the last yes, and told to who asked."""
    if approval.account_id is not None:
        turn.store.ledger.lock(approval.account_id)
    approval = turn.store.get(Approval, approval.id) or approval
    members, verdicts = turn.store.people.members(), turn.store.approvals.verdicts(approval.id)
    done = decide(
        approval, verdicts, turn.member, word, members, new_id=turn.new_id(), at=turn.now, today=turn.today,
        calendar=turn.calendar, policy=turn.policy, comment=comment,
    )  # fmt: skip
    turn.store.save(done.approval, done.verdict)
    lines = _follow(turn, done.approval)
    settle(turn.store, done.approval)
    outcome = approving.outcome(turn.store, done.approval)
    _tell_asker(turn, done.approval, outcome, lines)
    if word == "no" and not comment:
        lines = [*lines, *_ask_why(turn, done.approval)]
    if turn.inbound.kind != "press":  # a pressed card says it itself
        lines = [outcome, *lines]
    card = Card(tuple(lines)) if lines else None
    return Reply(card, toast=line(f"toast_approval_{word}"), action="see_approvals")


def _follow(turn: Turn, approval: Approval) -> list[Line]:
    """What a word sets going: the booking, the next step, or what a no does."""
    from bot.routes import APPROVED

    if approval.state == "granted":
        return asking.booked(turn, approval)
    if approval.state == "waiting":
        asking.announce(turn, approval)
    refused = APPROVED[approval.kind].refused
    if approval.state == "refused" and refused is not None:
        return refused(turn, approval, {})
    return []


def _tell_asker(turn: Turn, approval: Approval, outcome: Line, lines: Sequence[Line]) -> None:
    """Who asked hears it, and their card says so."""
    source = turn.store.audit.of_record(approval.id)[0].source
    if not approval.is_open and source != turn.source:
        stamp(turn.store, source, line(f"stamp_approval_{approval.state}", by=turn.member.name))
    notify(turn.store, Notice(Card((outcome, *lines)), member_id=approval.asked_by))


def _ask_why(turn: Turn, approval: Approval) -> list[Line]:
    keep_draft(turn, REASON, {"approval": str(approval.id)}, awaits="reason", private=True)
    return [line("ask_why_refused", to=_asker(turn, approval))]


def _asker(turn: Turn, approval: Approval) -> str:
    asker = turn.store.people.member(approval.asked_by)
    return asker.name if asker else ""


def reason_answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """毛利太低: why it was refused, kept with the word and passed on to who asked."""
    approval = turn.store.get(Approval, int(payload["approval"]))
    said = turn.store.approvals.verdicts(approval.id)[-1:] if approval else []
    reason = " ".join(slots["reason"].split())[:LONGEST]
    if approval is None or not said or not reason:
        raise Refusal("record_gone")
    turn.store.save(evolve(said[0], comment=reason))
    settle(turn.store, approval)
    told = Card((line("approval_why", by=turn.member.name, what=approving.what(approval), reason=reason),))
    done = line("approval_why_told", to=_asker(turn, approval))
    return reply(done, action="see_approvals", notices=(Notice(told, member_id=approval.asked_by),))


# -- in words


def spoken(text: str) -> tuple[str, str] | None:
    """同意; 先别批，等我问问财务; 不同意，因为毛利太低: the word, and what was said with it; None where it is none."""
    said = text.strip(MARKS)
    if said.endswith(("?", "？")) or len(said) > LONGEST:
        return None
    words, low = typed_words("approval_words"), said.lower()
    for word in begins_with("approval_words", low):
        ends = low[len(word) : len(word) + 1]
        if not (word.isascii() and re.match(r"\w", ends)):
            rest = said[len(word) :].strip(MARKS)
            return (words[word], rest) if not rest or ends in MARKS or _goes_on(rest) else None
    return None


def _goes_on(rest: str) -> bool:
    """同意了, 不批因为…: what may follow the word at once."""
    return any(rest.lower().startswith(one) for one in typed_words("approval_beside"))


def _with_comment(word: str, rest: str) -> tuple[Word, str]:
    """Refusal `approval_condition` where the yes has a condition: only what was shown can be approved."""
    beside = typed_words("approval_beside")
    for one in begins_with("approval_beside", rest.lower()):
        if beside[one] == "condition" and word == "yes":
            raise Refusal("approval_condition")
        rest = rest[len(one) :].strip(MARKS) if beside[one] != "condition" else rest
        break
    kinds: dict[str, Word] = {"yes": "yes", "no": "no", "hold": "hold"}
    return kinds[word], rest[:LONGEST]


def about_card(turn: Turn, card: Outgoing) -> Reply | None:
    """同意, said to the card of an approval."""
    about = _shown_on(turn, card)
    said = spoken(turn.inbound.text) if about else None
    if said is None:
        return None
    return say(turn, about[0], *_with_comment(*said)) if len(about) == 1 else listed(turn)


def _shown_on(turn: Turn, card: Outgoing) -> list[Approval]:
    face = turn.store.outbox.face(card)
    alerts = (turn.store.watch.alert(int(row)) for row in face.get("alerts", ()))
    rows = [one.subject_id for one in alerts if one and one.rule in ("approval", "approval_late")]
    rows += [int(face["about"])] if "about" in face else []
    found = (turn.store.get(Approval, row) for row in dict.fromkeys(rows))
    return [one for one in found if one is not None]


def by_itself(turn: Turn) -> Reply | None:
    """同意, said to no card: of the one approval that waits for this person; several are listed."""
    if not turn.inbound.addressed or (said := spoken(turn.inbound.text)) is None:
        return None
    waiting = _for_me(turn)
    if not waiting:
        return None
    return say(turn, waiting[0], *_with_comment(*said)) if len(waiting) == 1 else listed(turn)


# -- what waits


def approvals(turn: Turn) -> Reply:
    """/approvals: what waits for this person's word, and what they asked for themselves."""
    return listed(turn)


def listed(turn: Turn) -> Reply:
    """Both lists, with a button to open each of what waits for this person."""
    mine, asked = _for_me(turn), [one for one in turn.store.approvals.waiting() if one.asked_by == turn.member.id]
    if not mine and not asked:
        return reply(line("approvals_none"), action="see_approvals")
    lines, rows = [], []
    if mine:
        lines.append(line("approvals_head", count=len(mine)))
        lines += [_row(turn, one, number) for number, one in enumerate(mine, 1)]
        rows = [(_opening(one, number),) for number, one in enumerate(mine[:ROWS], 1)]
    if asked:
        lines.append(line("approvals_asked_head", count=len(asked)))
        lines += [
            line("approvals_asked_row", what=approving.what(one),
                 to=approving.names(approving.asked_now(turn.store, one)), since=one.asked_on)
            for one in asked[:ROWS]
        ]  # fmt: skip
    return reply(*lines, buttons=tuple(rows), action="see_approvals")


def _row(turn: Turn, approval: Approval, number: int) -> Line:
    return line("digest_row_approval", number=number, what=approving.what(approval), by=_asker(turn, approval),
                since=approval.asked_on)  # fmt: skip


def _opening(approval: Approval, number: int) -> Button:
    return Button(line("button_approval_open", number=number), "approval_open", {"approval": str(approval.id)})


def _for_me(turn: Turn) -> list[Approval]:
    members = turn.store.people.members()
    return [one for one in turn.store.approvals.waiting() if _has_a_say(turn, one, members)]


def _has_a_say(turn: Turn, approval: Approval, members: Sequence[Any]) -> bool:
    verdicts = turn.store.approvals.verdicts(approval.id)
    return any(turn.member.id in one.members for one in seats(approval, verdicts, members, turn.today))


def open_pressed(turn: Turn) -> Reply:
    """Its own card, with its answers."""
    approval = pressed(turn)
    if private_place(turn.store, turn.member, turn.inbound.channel) is None:
        raise Refusal("private_needed")
    if not approval.is_open:
        return Reply(Card((approving.outcome(turn.store, approval),)), action="see_approvals", private=True)
    lines = (line("approval_alert", by=_asker(turn, approval), days=(turn.today - approval.asked_on).days),
             *approving.details(turn.store, approval))  # fmt: skip
    about = {"approval": str(approval.id)}
    buttons: tuple[Button, ...] = (Button(line("button_approval_withdraw"), "approval_withdraw", about),)
    if approval.asked_by != turn.member.id:
        buttons = tuple(Button(line(f"alert_{verb}"), verb, about) for verb in ("approve", "reject", "hold"))
    return Reply(Card(lines, (buttons,), approval.id), toast=line("toast_here"), action="see_approvals", private=True)


def _in_it(turn: Turn, approval: Approval) -> bool:
    said = turn.store.approvals.verdicts(approval.id)
    return turn.member.id in {one.member_id for one in said} or _has_a_say(turn, approval, turn.store.people.members())
