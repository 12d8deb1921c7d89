"""Yes and no to a handover: accepted by the receiver or, once it waited, by a manager; refused; cancelled."""

from __future__ import annotations

from typing import Any

from bot import handed
from bot.handlers.handovers.moving import Moved, follow, move
from bot.handlers.logs import keep_draft
from bot.message import Card, Line, Notice, Reply, Turn, line, reply
from bot.post import group_place, pressed_card, stamp
from bot.settling import settle
from bot.subjects import pressed_about
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.handovers import Handover, accept, cancel, check_people, difference, refuse
from core.people import may

REASON = 200  # characters of a reason that are passed on


def accept_pressed(turn: Turn) -> Reply:
    """[接收]; [替他接收] for a manager, once it waited long enough."""
    return accepted(turn, pressed(turn))


def accepted(turn: Turn, handover: Handover) -> Reply:
    """Everything moves; the giver and the groups are told. Where nothing is left to move it is taken back."""
    done = accept(handover, turn.member, turn.today, turn.calendar, turn.policy.handovers.manager_after)
    giver, receiver = (turn.store.people.member(one) for one in (done.giver_id, done.receiver_id))
    assert giver is not None
    assert receiver is not None
    check_people(giver, receiver)  # who has left since it was proposed gets nothing
    accounts = handed.moving(turn.store, handover)
    if not accounts:
        return _nothing_left(turn, handover)
    moved = move(turn, handover, accounts)
    turn.store.save(done)
    _close(turn, done)
    follow(turn, done, moved)
    lines = (_head(turn, done, moved), *handed.along(moved.counts), *_differences(turn, done, moved))
    return Reply(Card(lines), toast=line("toast_handover_accepted"), action="propose_handover",
                 notices=(*told(turn, done, Card(lines)), *_group_notices(turn, done, moved)))  # fmt: skip


def _head(turn: Turn, handover: Handover, moved: Moved) -> Line:
    by = turn.member.name if turn.member.id != handover.receiver_id else None
    sides = handed.parties(turn.store, handover)
    return line("handover_done", **sides, accounts=handed.named(moved.accounts), count=len(moved.accounts), by=by)


def _differences(turn: Turn, handover: Handover, moved: Moved) -> list[Line]:
    """What is otherwise than it was shown when the handover was proposed."""
    lines = []
    if moved.joined:
        lines.append(line("handover_joined", accounts=handed.named(moved.joined)))
    lines += [
        line("handover_stayed", account=one.name, owner=handed.name_of(turn.store, one.owner_id))
        for one in moved.stayed[: handed.SHOWN]
    ]
    if len(moved.stayed) > handed.SHOWN:
        lines.append(line("handover_more", count=len(moved.stayed) - handed.SHOWN))
    changed = difference(handover.shown, moved.counts)
    parts = tuple(
        line("handover_change", what=Line(f"handover_kind_{name}"), before=before, after=after)
        for name, (before, after) in changed.items()
        if name != "accounts"  # these were named
    )
    return [*lines, line("handover_changed", parts=parts)] if parts else lines


def _nothing_left(turn: Turn, handover: Handover) -> Reply:
    """The giver owns none of it any more: nothing can move, and nobody needs to be asked again."""
    ended = evolve(handover, state="cancelled", decided_by=turn.member.id, decided_on=turn.today)
    turn.store.save(ended)
    _close(turn, ended)
    gone = line("handover_nothing_left", **handed.parties(turn.store, ended))
    return Reply(Card((gone,)), toast=line("toast_done"), action="propose_handover",
                 notices=told(turn, ended, Card((gone,))))  # fmt: skip


def _group_notices(turn: Turn, handover: Handover, moved: Moved) -> tuple[Notice, ...]:
    """One line for each group about the customers it may hear of; none where there are none."""
    notices = []
    by = turn.member.name if turn.member.id != handover.receiver_id else None
    for chat in turn.store.people.bound_chats():
        room = group_place(chat).room
        heard = [one for one in moved.accounts if room.may_hold("see_handover", one.tier)]
        if heard:
            facts = dict(accounts=handed.named(heard), count=len(heard), by=by)
            said = line("handover_group", **handed.parties(turn.store, handover), **facts)
            notices.append(Notice(Card((said,)), chat_id=chat.id))
    return tuple(notices)


# -- no


def refuse_pressed(turn: Turn) -> Reply:
    """[拒绝]: it counts at once; a reason may be told after."""
    handover = pressed(turn)
    refused = refuse(handover, turn.member, turn.today)
    turn.store.save(refused)
    _close(turn, refused)
    keep_draft(turn, "handover_reason", {"handover": str(refused.id)}, awaits="reason")
    said = line("handover_refused_by_you", **handed.parties(turn.store, refused))
    again = Card((handed.outcome(turn.store, refused),))
    return Reply(Card((said,)), toast=line("toast_handover_refused"), action="propose_handover",
                 notices=told(turn, refused, again))  # fmt: skip


def reason_answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """忙不过来: why a handover was refused, passed on to those who wait for it."""
    handover = turn.store.get(Handover, int(payload["handover"]))
    if handover is None or handover.state != "refused":
        raise Refusal("record_gone")
    reason = " ".join(slots["reason"].split())[:REASON]
    known = evolve(handover, reason=reason)
    turn.store.save(known)
    said = Card((line("handover_reason_told", by=turn.member.name, reason=reason),))
    return reply(line("handover_reason_kept"), notices=told(turn, known, said))


def cancel_pressed(turn: Turn) -> Reply:
    """[取消交接], by who gives, who proposed it, or a manager."""
    cancelled = cancel(pressed(turn), turn.member, turn.today)
    turn.store.save(cancelled)
    _close(turn, cancelled)
    said = Card((handed.outcome(turn.store, cancelled),))
    return Reply(said, toast=line("toast_handover_cancelled"), action="propose_handover",
                 replaces="handover" in turn.arguments, notices=told(turn, cancelled, said))  # fmt: skip


# -- who hears of it


def pressed(turn: Turn) -> Handover:
    """The handover a button is about, by itself or through its alert; a Refusal for whom it does not concern."""
    handover = pressed_about(turn, Handover)
    if not concerns(turn, handover):
        raise Refusal("handover_not_for_you", denied="propose_handover")
    return handover


def concerns(turn: Turn, handover: Handover) -> bool:
    """Whether somebody gives, gets or proposed it, or may accept for others."""
    concerned = (handover.giver_id, handover.receiver_id, handover.proposed_by)
    return turn.member.id in concerned or may(turn.member, "accept_handover", ())


def _close(turn: Turn, handover: Handover) -> None:
    """Every card about it says how it ended: the receiver's and managers' as alerts, the proposer's by a stamp."""
    settle(turn.store, handover)
    source = turn.store.audit.of_record(handover.id)[0].source
    if source != turn.source:
        shown = pressed_card(turn) if "handover" in turn.arguments else None
        stamp(turn.store, source, line(f"stamp_handover_{handover.state}"), but=shown)


def told(turn: Turn, handover: Handover, card: Card) -> tuple[Notice, ...]:
    """The card for everybody concerned but who just acted."""
    concerned = dict.fromkeys((handover.giver_id, handover.receiver_id, handover.proposed_by))
    return tuple(Notice(card, member_id=one) for one in concerned if one != turn.member.id)
