"""/tier and /region: where a customer belongs. Values nobody knows are asked about, not written down."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from bot.handlers.accounts.finding import begins_with_account, missing, permitted
from bot.handlers.accounts.naming import done
from bot.importing.columns import values
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.text import typed_words
from core.base.records import evolve
from core.base.refusal import Refusal
from core.reading.normalise import normalise
from core.sales import TIERS, Account

LONGEST_REGION = 40
MOST_BUTTONS = 9


def tier(turn: Turn) -> Reply:
    """/tier 华星 A"""
    if not turn.words:
        raise missing(turn, "tier")
    account, said = begins_with_account(turn, turn.words)
    permitted(turn, account, "set_tier")
    if not said:
        return _which_tier(account)
    wanted = values("tiers").get(normalise(said), said.lower())
    if wanted not in TIERS:
        raise Refusal("tier_unknown", value=said[:20])
    return _in_tier(turn, account, wanted)


def _which_tier(account: Account) -> Reply:
    buttons = tuple(
        Button(Line(f"tier_{one}"), "tier", {"account": str(account.id), "tier": one})
        for one in TIERS
        if one != account.tier
    )
    asked = line("tier_which", account=account.name, tier=Line(f"tier_{account.tier}"))
    return reply(asked, buttons=(buttons,), action="see_account", tier=account.tier)


def tier_pressed(turn: Turn) -> Reply:
    """A tier on a button."""
    account = permitted(turn, _pressed(turn), "set_tier")
    return replace(_in_tier(turn, account, str(turn.arguments["tier"])), replaces=True)


def _in_tier(turn: Turn, account: Account, wanted: str) -> Reply:
    if wanted == account.tier:
        raise Refusal("tier_same", account=account.name, tier=Line(f"tier_{wanted}"))
    fresh = evolve(account, tier=wanted)
    turn.store.save(fresh)
    lines = [line("tier_set", account=account.name, before=Line(f"tier_{account.tier}"), tier=Line(f"tier_{wanted}"))]
    if "key" in (wanted, account.tier):
        lines.append(line("tier_key_hides" if wanted == "key" else "tier_key_shows", account=account.name))
    closed = replace(account, tier="key") if account.tier == "key" else fresh  # a group that may not hold it, may not
    return replace(done(turn, fresh, *lines), tier=closed.tier)


def region(turn: Turn) -> Reply:
    """/region 华星 华东"""
    if not turn.words:
        raise missing(turn, "region")
    account, said = begins_with_account(turn, turn.words)
    permitted(turn, account, "change_account")
    if len(said) > LONGEST_REGION:
        raise Refusal("region_long", most=LONGEST_REGION)
    known = known_regions(turn)
    if not said:
        key = "region_which" if account.region else "region_which_none"
        others = [one for one in known if one != account.region]
        return _ask_region(account, line(key, account=account.name, region=account.region), others[:MOST_BUTTONS])
    same = next((one for one in (*known, *typed_words("regions")) if one.lower() == said.lower()), None)
    if same is not None:
        return _in_region(turn, account, same)
    near = get_close_matches(said, known, n=2, cutoff=0.5)
    return _ask_region(account, line("region_unknown", region=said), near, new=said)


def known_regions(turn: Turn) -> list[str]:
    """The regions the team uses, the most used first."""
    used = [one.region for one in turn.store.sales.accounts() if one.region]
    return sorted(set(used), key=lambda one: (-used.count(one), one))


def _ask_region(account: Account, asked: Line, regions: list[str], new: str = "") -> Reply:
    buttons = [_region_button(account, line("button_name", name=one), one) for one in regions]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    if new:
        rows.append((_region_button(account, line("button_new_region", region=new), new),))
    return reply(asked, buttons=tuple(rows), action="change_account", tier=account.tier)


def _region_button(account: Account, label: Line, wanted: str) -> Button:
    return Button(label, "region", {"account": str(account.id), "region": wanted})


def region_pressed(turn: Turn) -> Reply:
    """A region on a button, known or new."""
    account = permitted(turn, _pressed(turn), "change_account")
    return replace(_in_region(turn, account, str(turn.arguments["region"])), replaces=True)


def _in_region(turn: Turn, account: Account, wanted: str) -> Reply:
    if wanted == account.region:
        raise Refusal("region_same", account=account.name, region=wanted)
    fresh = evolve(account, region=wanted)
    turn.store.save(fresh)
    return done(turn, fresh, line("region_set", account=account.name, before=account.region or None, region=wanted))


def _pressed(turn: Turn) -> Account:
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    return account
