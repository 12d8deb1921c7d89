"""Files of customers, money and contracts, from the chat: a preview, what is in doubt asked, a yes, taking it back.

Nothing is written here but what was answered; `bot/importing/carrying.py` brings the rows in when this is on disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from bot.handlers.ledger import banking
from bot.importing.rows import Doubt, Entry, Outline
from bot.importing.telling import counted, doubt_line, problem_line, problem_table
from bot.message import Attachment, Button, Card, Line, Notice, Reply, Sent, Turn, line, or_blank, reply
from bot.text import packed, unpacked
from core.approvals import Import
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may

WAITS = timedelta(hours=24)  # how long a preview may be answered; then the file's bytes go
PROBLEMS, DOUBTS = 5, 3  # of each are shown
MOST_ASKED = 50


def offered(turn: Turn, file: Attachment, sent: Sent) -> Reply:
    """What a table would change, with [导入] and [算了]."""
    if not may(turn.member, "import"):
        raise Refusal("import_not_allowed", denied="import")
    if sent.unreadable is not None:
        return reply(sent.unreadable)
    plan = sent.plan
    if plan is None:
        raise Refusal("file_unreachable", name=file.name)
    if plan.is_bank:
        return banking.offered(turn, file, plan)
    if plan.counts["invitations"] and not may(turn.member, "invite"):
        raise Refusal("import_members_not_allowed", denied="invite")
    asks = _asks(plan.doubts)
    notices = _problem_file(turn, file, plan) if len(plan.problems) > PROBLEMS else ()
    if not plan.adds and not asks:
        return replace(reply(*_told(file, plan), line("import_chat_nothing")), notices=notices)
    kept = Import(
        id=turn.new_id(),
        files=(file.name,),
        member_id=turn.member.id,
        state="shown",
        answers=json.dumps({"asks": asks, "said": {}}, ensure_ascii=False),
        expires_at=turn.now + WAITS,
    )
    turn.store.save(kept)
    turn.store.files.put(kept.id, sent.content)
    return Reply(Card(tuple(_told(file, plan)), _choices(kept, asks)), notices=notices)


def _told(file: Attachment, plan: Outline) -> list[Line]:
    lines = [line("import_chat_head", name=file.name, rows=plan.rows)]
    if any(plan.counts.values()):
        lines.append(line("import_chat_adds", counts=counted(plan.counts), owed=plan.owed or None))
    lines += [_row(one) for one in plan.first]
    if plan.adds > len(plan.first):
        lines.append(line("import_chat_more_rows", count=plan.adds - len(plan.first)))
    if plan.there:
        lines.append(line("import_chat_there", count=plan.there))
    lines += [problem_line(one) for one in plan.problems[:PROBLEMS]]
    if len(plan.problems) > PROBLEMS:
        lines.append(line("import_chat_problems", count=len(plan.problems)))
    if plan.doubts:
        lines.append(line("import_chat_doubts", count=len(plan.doubts)))
        lines += [doubt_line(one) for one in plan.doubts[:DOUBTS]]
    if plan.ignored:
        lines.append(line("import_ignored", columns=plan.ignored))
    return lines


def _row(entry: Entry) -> Line:
    """A row as it was understood, so that a column read wrongly is seen before it is written."""
    if entry.invited is not None:
        return line("import_chat_invited", name=entry.invited.name, roles=tuple(map(_role, entry.invited.roles)))
    assert entry.customer is not None
    debt, agreement = entry.debt, entry.agreement
    return line(
        "import_chat_row",
        customer=entry.customer.name,
        fresh="yes" if entry.fresh else "no",
        person=or_blank(entry.person and entry.person.name),
        amount=debt.amount if debt else None,
        due=or_blank(debt and debt.due_on),
        contract=line("import_chat_contract", number=agreement.number, amount=or_blank(agreement.amount),
                      end=agreement.ends_on) if agreement else None,
    )  # fmt: skip


def _role(role: str) -> Line:
    return Line(f"role_{role}")


def _problem_file(turn: Turn, file: Attachment, plan: Outline) -> tuple[Notice, ...]:
    """All rows with a problem as a workbook: more than a card should list."""
    told = line("import_chat_problem_file", name=file.name, count=len(plan.problems))
    return (Notice(Card((told,), file=problem_table(file.name, plan.problems)), member_id=turn.member.id),)


def _choices(kept: Import, asks: Sequence[Any]) -> tuple[tuple[Button, ...], ...]:
    arguments = {"import": str(kept.id)}
    rows = [
        (Button(line("button_import"), "import", arguments), Button(line("button_drop_it"), "import_drop", arguments))
    ]
    return (*rows, (Button(line("button_ask_doubts", count=len(asks)), "import_ask", arguments),)) if asks else (*rows,)


# -- what is in doubt


def _asks(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """What may be asked, each name once however many rows it stands in."""
    found = {one.ask: one for one in doubts if one.ask}
    return [
        {
            "ask": one.ask,
            "key": one.key,
            "name": one.name,
            "near": packed(one.near),
            "one": one.one,
            "row": one.place.row,
        }
        for one in list(found.values())[:MOST_ASKED]
    ]


def ask(turn: Turn) -> Reply:
    """[逐个确认]: the first name that comes near a known one, or money that may be there already."""
    kept = _shown(turn)
    return replace(_question(kept, json.loads(kept.answers)), replaces=True)


def answer(turn: Turn) -> Reply:
    """[是同一家] [是新客户] [跳过]: the next question, or the way back to the preview."""
    kept, choice = _shown(turn), str(turn.arguments["choice"])
    answers = json.loads(kept.answers)
    left = [one["ask"] for one in answers["asks"] if one["ask"] not in answers["said"]]
    if turn.arguments["ask"] not in left:
        raise Refusal("draft_taken")
    for one in left if choice == "skip_rest" else [turn.arguments["ask"]]:
        answers["said"][one] = choice.partition("_")[0]
    kept = evolve(kept, answers=json.dumps(answers, ensure_ascii=False))
    turn.store.save(kept)
    return replace(_question(kept, answers), replaces=True)


def _question(kept: Import, answers: dict[str, Any]) -> Reply:
    asks, said = answers["asks"], answers["said"]
    left = [one for one in asks if one["ask"] not in said]
    if not left:
        counts = {choice: len(list(group)) for choice, group in groupby(sorted(said.values()))}
        told = line("import_chat_answered", name=kept.files[0], **{one: counts.get(one, 0) for one in CHOICES})
        return Reply(Card((told,), _choices(kept, ())))
    one = left[0]
    choices = [choice for choice in CHOICES if choice != "same" or (one["key"] == "near" and one["one"])]
    buttons = [tuple(_answer(kept, one, choice) for choice in choices)]
    if len(left) > 1:
        buttons.append((_answer(kept, one, "skip_rest"),))
    told = line(
        f"ask_import_{one['key']}", name=one["name"], near=unpacked(one["near"]), row=one["row"], more=len(left) - 1
    )
    return Reply(Card((told,), tuple(buttons)))


def _answer(kept: Import, one: dict[str, Any], choice: str) -> Button:
    of = "alike" if one["key"].startswith("alike") and choice != "skip_rest" else "near"
    arguments = {"import": str(kept.id), "ask": one["ask"], "choice": choice}
    return Button(line(f"button_{of}_{choice}"), "import_answer", arguments)


CHOICES = ("same", "new", "skip")


# -- yes, no, and taking it back


def start(turn: Turn) -> Reply:
    """[导入]: from the commit of this press on it will be brought in, whatever happens to the process."""
    kept = _shown(turn)
    card = turn.store.outbox.by_message(turn.inbound.channel, turn.inbound.chat, turn.inbound.message or "")
    turn.store.save(evolve(kept, state="running", card_id=card.id if card else None))
    told = line("import_chat_running", name=kept.files[0], done=0, rows=None)
    return Reply(Card((told,)), toast=line("toast_importing"), replaces=True)


def drop(turn: Turn) -> Reply:
    """[算了]: nothing is written, and the file's bytes go at once."""
    kept = _shown(turn)
    turn.store.save(evolve(kept, state="dropped", answers=""))
    turn.store.files.forget(kept.id)
    told = line("import_chat_dropped", name=kept.files[0])
    return Reply(Card((told,)), toast=line("dropped"), replaces=True)


def _shown(turn: Turn) -> Import:
    """The import of the pressed card while it waits for an answer; a Refusal says what became of it else."""
    kept = turn.store.imports.one(int(turn.arguments["import"]))
    if kept is None:
        raise Refusal("record_gone")
    if not may(turn.member, "import"):
        raise Refusal("import_not_allowed", denied="import")
    if kept.state != "shown":
        raise Refusal(STATES.get(kept.state, "import_is_over"))
    if kept.expires_at is not None and kept.expires_at < turn.now:
        raise Refusal("import_is_over")
    return kept


STATES = {"running": "import_is_running", "done": "import_is_done", "undoing": "import_is_undone",
          "undone": "import_is_undone"}  # fmt: skip


def take_back(turn: Turn, kept: Import) -> Reply:
    """[撤销] under a finished import, or /undo: what nobody touched since will go, the rest stays and is named."""
    if kept.member_id != turn.member.id and not turn.member.has("manager"):
        raise Refusal("undo_not_yours", denied="undo")
    if kept.state not in ("done", "failed"):
        raise Refusal({"running": "import_is_running"}.get(kept.state, "undo_already"))
    pressed = turn.inbound.kind == "press"
    card = turn.store.outbox.by_message(turn.inbound.channel, turn.inbound.chat, turn.inbound.message or "")
    shown = card.id if pressed and card else None
    turn.store.save(evolve(kept, state="undoing", card_id=shown, asked_by=turn.member.id))
    told = line("import_chat_undoing", name=kept.files[0], done=0, rows=None)
    return Reply(Card((told,)), toast=line("toast_undoing"), replaces=pressed, private=True)
