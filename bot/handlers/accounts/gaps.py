"""What is missing of a new customer: listed on its card, spoken of in the evening until told or let off by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.handlers.accounts import contacts, terms
from bot.handlers.accounts.finding import begins_with_account, permitted, visible
from bot.handlers.accounts.naming import done
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.text import typed_words
from bot.wanting import missing_of
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may
from core.sales import Account

LISTED, LONGEST = 15, 60
NAMED = r"[\u3400-\u9fff]{1,3}(?:总|工|经理|主任|部长|老师|先生|女士|小姐)|[A-Z][a-z]+(?: [A-Z][a-z]+)?"
FITS = {  # what a value must look like, so that 华星联系人换了 is none
    "tax_no": re.compile(r"^[0-9A-Za-z](?:[0-9A-Za-z]|[ -](?=[0-9A-Za-z])){4,28}$"),
    "terms": re.compile(r"^.{0,8}(?:月结|现结|\d+\s?(?:天|days?)|net|cash).{0,8}$", re.IGNORECASE),
    "contact": re.compile(rf"^(?:{NAMED})$|{contacts.PHONE.pattern}"),
}
FITS["official"] = re.compile(
    r"^[^,，。;；?？\d]{4,}(?:公司|集团|厂|店|院|所|社|中心|Inc\.?|Ltd\.?|LLC|GmbH|Co\.?|Corp\.?|plc|AG|SA)$",
    re.IGNORECASE,
)
HANDLED = {"terms": terms.terms, "contact": contacts.contact}
MARKS = " \t:：,，。.!！"


def wanted_lines(turn: Turn, account: Account) -> list[Line]:
    """What is still wanted of a customer that is new; nothing where nothing is."""
    missing = missing_of(turn.store, account)
    if not missing:
        return []
    example = line(f"gap_say_{missing[0]}", account=account.name)
    return [line("account_wants", wants=names(missing), example=example, account=account.name)]


def names(missing: Sequence[str]) -> tuple[Line, ...]:
    """账期、税号."""
    return tuple(Line(f"gap_{one}") for one in missing)


def show(turn: Turn) -> Reply:
    """/gaps: whose data is missing; /gaps 华星: what of it, with a button each; /gaps 华星 不用税号."""
    if not turn.words:
        return _mine(turn)
    account, said = begins_with_account(turn, turn.words)
    permitted(turn, account, "change_account" if said else "see_account")
    if said:
        return _waived(turn, account, _named(turn, account, said))
    missing = missing_of(turn.store, account)
    if not missing:
        return reply(line("gaps_none_of", account=account.name), action="see_account", tier=account.tier)
    rows = tuple((_button(account, one),) for one in missing) if _may_change(turn, account) else ()
    return reply(*wanted_lines(turn, account), buttons=rows, action="see_account", tier=account.tier)


def _mine(turn: Turn) -> Reply:
    own = [one for one in turn.store.sales.accounts() if turn.member.id in one.owners]
    found = [(one, missing) for one in own if (missing := missing_of(turn.store, one))]
    if not found:
        return reply(line("gaps_none"), action="see_account")
    rows = [line("gaps_row", account=one.name, wants=names(missing)) for one, missing in found[:LISTED]]
    more = [line("account_more", count=len(found) - LISTED)] if len(found) > LISTED else []
    return reply(line("gaps_head", count=len(found)), *rows, *more, action="see_account")


def _may_change(turn: Turn, account: Account) -> bool:
    return may(turn.member, "change_account", account.owners, account.tier)


def _button(account: Account, want: str) -> Button:
    return Button(
        line("button_gap_waive", want=Line(f"gap_{want}")), "gap_waive", {"account": str(account.id), "want": want}
    )


def _named(turn: Turn, account: Account, said: str) -> list[str]:
    """Which of what is missing somebody lets off: 不用税号, 都不用."""
    low = said.lower()
    missing = missing_of(turn.store, account)
    found = [meaning for word, meaning in typed_words("gap_words").items() if word in low]
    chosen = list(missing) if "all" in found else [one for one in missing if one in found]
    if "waive" not in found or not chosen:
        raise Refusal("gaps_how", account=account.name)
    return chosen


def waive_pressed(turn: Turn) -> Reply:
    """[税号不用了], [华星 不用了]: it is asked for no more."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    permitted(turn, account, "change_account")
    missing = missing_of(turn.store, account)
    chosen = [one for one in missing if turn.arguments.get("want") in (None, one)]
    if not chosen:
        raise Refusal("gaps_none_of", account=account.name)
    return _waived(turn, account, chosen)


def _waived(turn: Turn, account: Account, chosen: Sequence[str]) -> Reply:
    fresh = evolve(account, waived=(*account.waived, *chosen))
    turn.store.save(fresh)
    return done(turn, fresh, line("gaps_waived", account=account.name, wants=names(chosen)))


# -- told in plain words


def said(turn: Turn) -> Reply | None:
    """华星税号 91310000…, 华星账期月结60, Globex tax no 12-345; None where it is about something else."""
    text = turn.inbound.text.strip(MARKS)
    if len(text) > 120 or text.endswith(("?", "？")) or not turn.inbound.addressed:
        return None
    told = _told(turn, text)
    if told is None:
        return None
    account, want, value = told
    if want in HANDLED:
        turn.words = f"{account.name} {value}"
        return HANDLED[want](turn)
    permitted(turn, account, "change_account")
    if want == "official":
        return _fully_named(turn, account, value)
    number = re.sub(r"[ -]", "", value).upper() if not re.search(r"\d-\d", value) else value
    fresh = evolve(account, tax_no=number)
    turn.store.save(fresh)
    return done(turn, fresh, line("tax_no_set", account=account.name, number_=number), *wanted_lines(turn, fresh))


def _fully_named(turn: Turn, account: Account, name: str) -> Reply:
    """华星全称 华星科技有限公司: another form it is known by. Refusal where it is somebody else's name."""
    name = " ".join(name.split())
    others = [one for one in turn.names.whole.find(name).refs.values() if one and int(one) != account.id]
    if turn.names.whole.find(name).exact and others:
        raise Refusal("account_exists", name=name)
    fresh = evolve(account, official=name)
    turn.store.save(fresh)
    return done(turn, fresh, line("official_set", account=account.name, name=name), *wanted_lines(turn, fresh))


def _told(turn: Turn, text: str) -> tuple[Account, str, str] | None:
    low = text.lower()
    for word, want in sorted(typed_words("gap_words").items(), key=lambda pair: -len(pair[0])):
        at = low.find(word)
        if at <= 0 or want not in FITS:
            continue
        name = re.sub(r"(?:的|'s|’s)$", "", text[:at].strip(MARKS)).strip()
        value = re.sub(r"^(?:是|为|改成|改为|is|=)\s*", "", text[at + len(word) :].strip(MARKS)).strip(MARKS)
        if word in typed_words("gap_values"):  # 华星 月结60: the word is part of the value
            value = text[at:].strip(MARKS)
        fits = FITS[want].search(value) and len(value) <= LONGEST
        found = turn.names.find(name)
        refs = [ref for one in found.exact if (ref := found.refs.get(one))]
        account = turn.store.sales.account(int(refs[0])) if fits and len(refs) == 1 else None
        if account is not None and visible(turn, account):
            return account, want, value
    return None
