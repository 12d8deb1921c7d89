"""Who pays for whom: learnt when it is said, suggested, asked where a name is a customer's too, forgotten again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.handlers.accounts.finding import find_account
from bot.handlers.logs import Doubt, Question
from bot.message import Line, Reply, Turn, line, reply
from bot.said import Said
from bot.text import typed_words
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Payer
from core.people import may
from core.sales import Account, names_of

MOST = 2
SHOWN = 30


def folded(name: str) -> str:
    """A name as it is compared: width, case and gaps do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def pays_for(turn: Turn, name: str) -> list[Account]:
    """The accounts a name is known to pay for."""
    wanted = folded(name)
    rows = dict.fromkeys(one.account_id for one in turn.store.ledger.payers() if folded(one.name) == wanted)
    found = (turn.store.sales.account(row) for row in rows)
    return [one for one in found if one is not None and may(turn.member, "see_account", one.owners, one.tier)]


def suggested(turn: Turn, said: Said) -> Question | None:
    """收到深圳华兴5万, of nobody's name but a payer's: for whom it was, as it was before."""
    if said.intent != "payment" or not said.name or not (found := pays_for(turn, said.name)):
        return None
    return Question(line("ask_payer_for", payer=said.name, accounts=tuple(one.name for one in found)), _for(found))


def _for(found: Sequence[Account]) -> tuple[tuple[Line, dict[str, object]], ...]:
    return tuple((line("button_paid_for", account=one.name), {"payer_of": str(one.id)}) for one in found[:MOST])


def check_whose(turn: Turn, account: Account, said: Said) -> None:
    """A customer's own money, or for whom it is known to pay: never matched silently."""
    if said.get("payer") or "payer_own" in said.settled or not said.name:
        return
    others = [one for one in pays_for(turn, said.name) if one.id != account.id]
    if others:
        own = (line("button_payer_own", account=account.name), {"settle": "payer_own"})
        asked = line("ask_payer_whose", payer=said.name, accounts=tuple(one.name for one in others))
        raise Doubt(Question(asked, (own, *_for(others))))


def third_party(turn: Turn, account: Account, said: Said) -> tuple[str, list[Line]]:
    """Who paid where it was not the customer, and what is said of it; a new one is learnt."""
    payer = (said.get("payer") or "").strip()
    if not payer or folded(payer) in {folded(one) for one in names_of(account)}:
        return "", []
    if any(folded(one) in folded(payer) for one in names_of(account)):
        learn(turn, account, payer)  # 华星科技（深圳）有限公司 is the customer itself, written at length
        return payer, []
    lines = [line("payment_third_party", payer=payer, account=account.name)]
    if learn(turn, account, payer):
        lines.append(line("payer_learnt", payer=payer, account=account.name))
    return payer, lines


def learn(turn: Turn, account: Account, name: str) -> bool:
    """Whether it is news that this name pays for this account."""
    known = [one for one in turn.store.ledger.payers() if one.account_id == account.id]
    if any(folded(one.name) == folded(name) for one in known):
        return False
    turn.store.save(Payer(id=turn.new_id(), account_id=account.id, name=name, learnt_on=turn.today))
    return True


# -- /payer


def payer(turn: Turn) -> Reply:
    """/payer · /payer 华星 · /payer 深圳华兴 = 华星 · /payer 忘掉 深圳华兴"""
    words = turn.words.strip()
    name, is_taught, target = (part.strip() for part in words.replace("＝", "=").partition("="))
    if is_taught and name:
        return _taught(turn, name, target)
    verb, _, rest = words.partition(" ")
    if typed_words("payer_words").get(verb.lower()) == "forget" and rest.strip():
        return _forget(turn, rest.strip())
    only = find_account(turn, words) if words else None
    return _list(turn, only)


def _taught(turn: Turn, name: str, target: str) -> Reply:
    if not target:
        return _forget(turn, name)
    account = find_account(turn, target)
    if not may(turn.member, "log_payment", account.owners, account.tier):
        raise Refusal("not_allowed", denied="log_payment")
    key = "payer_learnt" if learn(turn, account, name[:80]) else "payer_known"
    return reply(line(key, payer=name, account=account.name), action="see_money")


def _forget(turn: Turn, name: str) -> Reply:
    gone = [one for one in turn.store.ledger.payers() if folded(one.name) == folded(name)]
    if not gone:
        raise Refusal("payer_unknown", payer=name[:40])
    turn.store.save(*(evolve(one, void=True) for one in gone))
    return reply(line("payer_forgotten", payer=name), action="see_money")


def _list(turn: Turn, only: Account | None) -> Reply:
    lines = []
    for one in turn.store.ledger.payers():
        account = turn.store.sales.account(one.account_id)
        if account and (only is None or account.id == only.id) and _sees(turn, account):
            lines.append(line("payer_row", payer=one.name, account=account.name, on=one.learnt_on))
    head = line("payer_head", count=len(lines)) if lines else line("payer_none")
    return reply(head, *lines[:SHOWN], line("payer_how"), action="see_money")


def _sees(turn: Turn, account: Account) -> bool:
    return may(turn.member, "see_money", account.owners, account.tier)
