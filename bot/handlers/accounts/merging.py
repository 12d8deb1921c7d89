"""/merge: two customers that are one firm. A preview says what moves, a press moves it, and while nothing newer stands
on it an undo takes it apart again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.accounts.finding import begins_with_account, find_account, missing, name_of, permitted
from bot.handlers.logs import keep_draft, names_changed, taking_back
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, reply
from bot.settling import settle
from bot.subjects import OF_RECORD
from core.approvals import Draft
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.ledger import Adjustment, Allocation, taken_back
from core.sales import Account, Task, carried_over, completed, merged, names_of, same_people
from core.watch import Alert
from storage.audit import Entry
from storage.tables.books import BY_NAME

BETWEEN = re.compile(r"\s+(?:into|with|and|to)\s+|\s*(?:->|→|=|,|，|、|\+|和|与|跟|到|进|并入)\s*|\s+", re.IGNORECASE)
NOT_COUNTED = (Allocation, Adjustment, Alert)  # they belong to what is counted


# -- asking


def merge(turn: Turn) -> Reply:
    """/merge 华星电子 华星科技: what the first has goes to the second."""
    if not turn.words:
        raise missing(turn, "merge")
    gone, into = _two(turn, turn.words)
    return _preview(turn, gone, into)


def _two(turn: Turn, words: str) -> tuple[Account, Account]:
    """The two customers a line names, wherever the one ends and the other begins."""
    pairs = [(words[: one.start()].strip(), words[one.end() :].strip()) for one in BETWEEN.finditer(words)]
    pairs = [(left, right) for left, right in pairs if left and right]
    known = [[bool(turn.names.find(name).exact) for name in pair] for pair in pairs]
    for wanted in ([True, True], [True, False], [False, True]):
        if wanted in known:
            left, right = pairs[known.index(wanted)]
            return find_account(turn, left), find_account(turn, right)
    if pairs:
        find_account(turn, pairs[0][0])  # neither is known: said of the first
    account, _ = begins_with_account(turn, words)
    raise missing(turn, "merge", account)


def _preview(turn: Turn, gone: Account, into: Account) -> Reply:
    for one in (gone, into):
        permitted(turn, one, "merge_accounts")
    _, kept = merged(gone, into, _active(turn))
    lines = [line("merge_head", gone=gone.name, into=into.name), _side(turn, gone), _side(turn, into)]
    lines += [line("merge_stays", account=kept.name, names=tuple(one for one in names_of(kept) if one != kept.name))]
    lines += _owner_lines(turn, kept)
    if owed := _both(turn, gone, into):
        lines.append(line("merge_owes_then", owed=owed))
    draft = keep_draft(turn, "merge", {"gone": str(gone.id), "into": str(into.id)}, awaits="")
    buttons = (
        _choice(draft, line("button_merge"), "yes"),
        _choice(draft, line("button_merge_swap", account=gone.name), "swap"),
        _choice(draft, line("button_never_mind"), "no"),
    )
    tier = kept.tier
    return reply(*lines, buttons=tuple((one,) for one in buttons), action="see_money", tier=tier)


def _choice(draft: Draft, label: Line, act: str) -> Button:
    return Button(label, "answer", {"draft": str(draft.id), "slots": {"act": act}})


def _active(turn: Turn) -> set[int]:
    return {one.id for one in turn.store.people.members()}


def _side(turn: Turn, account: Account) -> Line:
    """One customer: whose it is, what it has, what it owes."""
    money = turn.store.ledger.money(account.id)
    return line(
        "merge_side", account=account.name, owner=name_of(turn, account.owner_id),
        counts=_counts(turn.store.carrying.of_account(account.id)) or None,
        owed=_not_zero(owed for owed, _ in money) or None,
        advance=_not_zero(ahead for _, ahead in money) or None,
    )  # fmt: skip


def _counts(records: Iterable[Record]) -> tuple[Line, ...]:
    records = list(records)
    nothing = taken_back(records)
    counted = Counter(type(one) for one in records if not isinstance(one, NOT_COUNTED) and one.id not in nothing)
    return tuple(
        line("merge_count", what=Line(f"record_{kind.__name__.lower()}"), count=count)
        for kind, count in sorted(counted.items(), key=lambda pair: [*BY_NAME].index(_table(pair[0])))
    )


def _table(kind: type[Record]) -> str:
    return next(name for name, one in BY_NAME.items() if one.record is kind)


def _not_zero(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(one for one in amounts if not one.is_zero)


def _both(turn: Turn, *accounts: Account) -> tuple[Money, ...]:
    """What they owe together, a sum a currency."""
    sums: dict[str, Money] = {}
    for owed, _ in (pair for one in accounts for pair in turn.store.ledger.money(one.id)):
        sums[owed.currency] = sums.get(owed.currency, Money.zero(owed.currency)) + owed
    return _not_zero(sums[currency] for currency in sorted(sums))


def _owner_lines(turn: Turn, kept: Account) -> list[Line]:
    others = tuple(name_of(turn, row) for row in kept.co_owners)
    return [line("merge_owners", owner=name_of(turn, kept.owner_id), others=others or None)]


# -- doing


def answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """[合并], [留另一个名字] or [算了] under the preview."""
    if slots.get("act") not in ("yes", "swap"):
        return Reply(Card((line("merge_dropped"),)), toast=line("merge_dropped"), replaces=True)
    pair = [turn.store.get(Account, int(payload[side])) for side in ("gone", "into")]
    gone, into = (one for one in pair if one is not None)
    if slots["act"] == "swap":
        return replace(_preview(turn, into, gone), replaces=True)
    return replace(_merge(turn, gone, into), replaces=True)


def _merge(turn: Turn, gone: Account, into: Account) -> Reply:
    """Everything of the one becomes the other's, in one change set."""
    store = turn.store
    store.carrying.lock(gone.id, into.id)
    before, kept_before = store.get(Account, gone.id), store.get(Account, into.id)
    assert before is not None
    assert kept_before is not None
    for one in (before, kept_before):
        permitted(turn, one, "merge_accounts")
    away, kept = merged(before, kept_before, _active(turn))
    pairs = same_people(store.sales.contacts(before.id), store.sales.contacts(kept.id))
    people = {theirs.id: ours.id for theirs, ours in pairs}
    records = store.carrying.of_account(before.id)
    carried = [carried_over(one, kept, people) for one in records]
    store.move(*(_owned(one, kept) for one in carried))
    store.save(away, kept, *(full for theirs, ours in pairs if (full := completed(ours, theirs))))
    names_changed(turn)
    _renew_cards(turn, carried)
    lines = [line("merged_head", gone=away.name, into=kept.name)]
    if counts := _counts(records):
        lines.append(line("merged_moved", counts=counts))
    if owed := _not_zero(owed for owed, _ in store.ledger.money(kept.id)):
        lines.append(line("merged_owes", account=kept.name, owed=owed))
    lines += _owner_lines(turn, kept)
    card = Card(tuple(lines), (taking_back(turn)[:1],), kept.id)
    return Reply(card, action="see_money", tier=kept.tier, notices=_told(turn, before, kept))


def _owned(record: Record, account: Account) -> Record:
    """An alert follows its record, and is the new owner's."""
    return replace(record, owner_id=account.owner_id) if isinstance(record, Alert) else record


def _renew_cards(turn: Turn, records: Sequence[Record]) -> None:
    """Cards of open alerts say the name that stays."""
    settle(turn.store, *(one for one in records if type(one) in OF_RECORD))


def _told(turn: Turn, gone: Account, kept: Account) -> tuple[Notice, ...]:
    """The other owners learn of it privately."""
    others = dict.fromkeys(row for row in (*gone.owners, *kept.owners) if row != turn.member.id)
    said = line("merged_told", by=turn.member.name, gone=gone.name, into=kept.name, owner=name_of(turn, kept.owner_id))
    return tuple(Notice(Card((said,)), member_id=row) for row in others)


# -- taking apart again


def is_merge(entries: Iterable[Entry]) -> bool:
    """Whether a change set merged two customers, or took that apart."""
    return any(one.kind == "accounts" and "merged_into" in one.change for one in entries if one.act == "update")


def take_apart(turn: Turn, source: int) -> list[Line]:
    """Everything a merge moved goes back, while nothing newer stands on it; Refusal `merge_touched` otherwise.

    Taking that back in its turn merges the two again, by the same steps.
    """
    entries = [one for one in turn.store.audit.of_source(source) if one.act == "update" and one.kind != "teams"]
    merging = next(one for one in entries if one.kind == "accounts" and "merged_into" in one.change)
    was, now = merging.change["merged_into"]
    holder, other = (now, merging.record_id) if was is None else (merging.record_id, was)
    turn.store.carrying.lock(holder, other)
    tied = _untouched(turn, entries, holder, source)
    back = [_former(turn, one) for one in entries]
    along = [evolve(one, account_id=other) for one in tied]
    moved = [one for one in back if hasattr(one, "account_id") and getattr(one, "account_id") == other]  # noqa: B009
    owner = turn.store.get(Account, other)
    assert owner is not None
    ids = {one.id for one in moved}
    alerts = [
        evolve(one, account_id=other, owner_id=owner.owner_id)
        for row in sorted(ids)
        for one in turn.store.watch.on(row)
        if one.account_id == holder
    ]
    turn.store.move(*moved, *along, *alerts)
    turn.store.save(*(one for one in back if one.id not in ids))
    names_changed(turn)
    _renew_cards(turn, moved)
    names = dict(gone=_name(turn, merging.record_id), into=_name(turn, was or now))
    return [line("unmerged" if was is None else "merged_again", **names)]


def _untouched(turn: Turn, entries: Sequence[Entry], holder: int, source: int) -> list[Record]:
    """Refusal where something of it was changed since, or something new came to the customer that has it now.

    What came and was taken back is nothing new. Such entries on what goes back are given, to go back with it.
    """
    last = {one.record_id: one for one in entries}
    changed = [row for row, one in last.items() if _version(turn, one) != one.version and not _follows(turn, one)]
    newer = [one for one in turn.store.carrying.of_account(holder) if one.id > source and one.id not in last]
    newer = [one for one in newer if not isinstance(one, Alert)]
    nothing = taken_back(newer)
    counting = [one for one in newer if one.id not in nothing]
    if changed or counting:
        raise Refusal("merge_touched", account=_name(turn, holder), what=_counts(counting) or None)
    tied = {one.payment_id for one in newer if isinstance(one, Allocation) and one.receivable_id in last}
    belongs = ("id", "payment_id", "reverses_id")
    return [one for one in newer if any(getattr(one, name, None) in tied for name in belongs)]


def _follows(turn: Turn, entry: Entry) -> bool:
    """Whether it is the chase of money, which closes and opens with that."""
    record = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
    return isinstance(record, Task) and record.receivable_id is not None


def _version(turn: Turn, entry: Entry) -> int:
    record = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
    return record.version if record is not None else 0


def _former(turn: Turn, entry: Entry) -> Record:
    """The record with what the change set changed of it put back."""
    kind = BY_NAME[entry.kind]
    record = turn.store.get(kind.record, entry.record_id)
    assert record is not None
    former = {name: pair[0] for name, pair in entry.change.items() if name != "version"}
    fresh: Record = evolve(record, **kind.values(former))
    return fresh


def _name(turn: Turn, row: int) -> str:
    account = turn.store.get(Account, row)
    return account.name if account else ""
