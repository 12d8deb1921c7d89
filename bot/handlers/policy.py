"""/policy: every threshold of the team with its range; a manager changes one by words or a press, and may undo it.

Each change makes the next version of the whole policy and is kept with who made it; decisions name the version they
were judged by.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot import values
from bot.handlers.accounts.finding import name_of
from bot.handlers.logs import keep_draft, taking_back
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.text import begins_with, typed_words
from core.approvals import Draft
from core.base.money import Money
from core.base.policy import SETTINGS, UNITS, Policy, Setting, policy_from
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import PolicyChange, may

KIND = "policy"  # the draft that waits for a new value
LATEST = 10
SCORED = ("weights", "grades", "months", "known_after")  # what a score is made by
LONGEST = 60
NUMBERS = re.compile(r"\d+")
LISTED = re.compile(r"[\d\s/、,，;；和.%天日个工作日分]+|[\d\s/,;.%]+(?:days?|points?)?", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:\s*[:：点]\s*(\d{1,2}|半)?)?\s*(?:分|am)?")


def policy(turn: Turn) -> Reply:
    """/policy · /policy 提醒 · /policy 逾期提醒 · /policy 逾期提醒 1/7/15 · /policy 历史"""
    words = turn.words.strip()
    if not words:
        return overview(turn)
    if typed_words("policy_words_beside").get(words.lower()) == "history":
        return history(turn)
    if part := typed_words("policy_parts").get(words.lower()):
        return page(turn, part)
    name, wanted = _named(words)
    if name is None:
        raise Refusal("policy_unknown", typed=words[:20])
    return change(turn, SETTINGS[name], wanted) if wanted else one(turn, SETTINGS[name])


def said(turn: Turn) -> Reply | None:
    """把逾期提醒改成 1/7/15; None where no threshold is named, or not to be changed."""
    text = turn.inbound.text.strip()
    order = typed_words("policy_order")
    if before := next((one for one in begins_with("policy_order", text.lower()) if order[one] == "before"), ""):
        text = text[len(before) :].strip()
    name, rest = _named(text)
    if name is None or not turn.inbound.addressed:
        return None
    verb = next((one for one in begins_with("policy_order", rest.lower()) if order[one] == "verb"), None)
    if verb is None or not rest[len(verb) :].strip():
        return None
    return change(turn, SETTINGS[name], rest[len(verb) :].strip(" 。.！!"))


def _named(text: str) -> tuple[str | None, str]:
    """The threshold a line begins with, its longest name counting, and what follows."""
    lowered, words = text.lower(), typed_words("policy_words")
    named = [*begins_with("policy_words", lowered)]
    if lowered[:1].isascii():
        named += [one for one in SETTINGS if lowered.startswith(one)]
    for word in sorted(named, key=len, reverse=True):
        rest = text[len(word) :]
        if not (word.isascii() and rest[:1].isalnum()):
            return words.get(word, word), rest.strip(" =＝:：")
    return None, text


# -- showing


def overview(turn: Turn) -> Reply:
    """The parts as buttons, and what differs from how it came."""
    changed = [_row(turn, one) for one in SETTINGS.values() if one.of(turn.policy) != one.default]
    lines = [line("policy_head", version=turn.policy.version), *(changed or [line("policy_as_it_came")])]
    if changed:
        lines.insert(1, line("policy_changed", count=len(changed)))
    buttons = [Button(Line(f"policy_part_{part}"), "policy", {"part": part}) for part in UNITS]
    rows = [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
    if turn.policy.version > 1:
        rows.append((Button(line("button_policy_history"), "policy", {"history": "yes"}),))
    return reply(*lines, line("policy_how"), buttons=tuple(rows), action="see_policy")


def page(turn: Turn, part: str) -> Reply:
    """The thresholds of one part with their values, a button each."""
    names = list(UNITS[part])
    buttons = [Button(Line(f"policy_{name}"), "policy", {"setting": name}) for name in names]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((Button(line("button_policy_back"), "policy"),))
    lines = [line("policy_page", part=Line(f"policy_part_{part}")), *(_row(turn, SETTINGS[name]) for name in names)]
    return reply(*lines, buttons=tuple(rows), action="see_policy")


def one(turn: Turn, setting: Setting) -> Reply:
    """One threshold: its value, what it may be, how it came, who changed it last; who may is asked for another."""
    now = setting.of(turn.policy)
    lines = [_row(turn, setting), line("policy_range", range=range_of(setting))]
    if now != setting.default:
        lines.append(line("policy_default", value=value_line(turn, setting, setting.default)))
    if last := turn.store.people.last_change_of(setting.name):
        by, on = name_of(turn, last.member_id), last.changed_at.astimezone(ZoneInfo(turn.team.timezone)).date()
        lines.append(line("policy_last", by=by, on=on, before=_kept_line(turn, setting, last.before)))
    back = Button(line("button_policy_back"), "policy", {"part": setting.part})
    if not may(turn.member, "set_policy"):
        return reply(*lines, buttons=((back,),), action="see_policy")
    draft = keep_draft(turn, KIND, {"setting": setting.name}, awaits="policy_value", private=not turn.private)
    asked = line("policy_ask", name=Line(f"policy_{setting.name}"))
    choices = [
        Button(value_line(turn, setting, value), "answer", {"draft": str(draft.id), "slots": {"value": typed}})
        for value, typed in _choices(setting, now)
    ]
    rows = [tuple(choices[at : at + 3]) for at in range(0, len(choices), 3)]
    return reply(*lines, asked, buttons=(*rows, (back,)), action="see_policy", private=True)


def history(turn: Turn) -> Reply:
    """Who changed what, the newest first."""
    rows = [
        line(
            "policy_history_row", version=one.number, by=name_of(turn, one.member_id),
            on=one.changed_at.astimezone(ZoneInfo(turn.team.timezone)).date(), name=Line(f"policy_{one.setting}"),
            before=_kept_line(turn, SETTINGS[one.setting], one.before),
            after=_kept_line(turn, SETTINGS[one.setting], one.after),
        )
        for one in turn.store.people.policy_changes(LATEST)
    ]  # fmt: skip
    back = Button(line("button_policy_back"), "policy")
    return reply(line("policy_history" if rows else "policy_as_it_came"), *rows, buttons=((back,),),
                 action="see_policy")  # fmt: skip


def pressed(turn: Turn) -> Reply:
    """A part, a threshold, the history or the way back on a button."""
    if turn.arguments.get("history"):
        shown = history(turn)
    elif part := turn.arguments.get("part"):
        shown = page(turn, str(part))
    elif name := turn.arguments.get("setting"):
        shown = one(turn, SETTINGS[str(name)])
    else:
        shown = overview(turn)
    return replace(shown, replaces=True)


def _row(turn: Turn, setting: Setting) -> Line:
    value = value_line(turn, setting, setting.of(turn.policy))
    return line("policy_row", name=Line(f"policy_{setting.name}"), value=value)


def value_line(turn: Turn, setting: Setting, value: Any) -> Line:
    """A value with its unit, as the reader says it."""
    match setting.unit:
        case "switch":
            return line("policy_on" if value else "policy_off")
        case "money":
            return line("policy_no_limit") if value == 0 else line("policy_value", value=_money(turn, value))
        case "grade":
            return line("policy_never") if value == "none" else line("policy_unit_grade", value=str(value))
        case "steps":
            return line(f"policy_steps_{value}")
        case "time":
            return line("policy_value", value=value)
        case unit:
            if value == () or (value == 0 and unit in ("customers", "times")):
                return line("policy_never")
            many = "many" if isinstance(value, tuple) else str(value)
            return line(f"policy_unit_{unit}", value=tuple(map(str, value)) if many == "many" else value,
                        count=many if many == "many" else value)  # fmt: skip


def _money(turn: Turn, value: int) -> Money:
    return Money.of(value, turn.team.currency)


def _kept_line(turn: Turn, setting: Setting, kept: str) -> Line:
    """A value out of a change of policy."""
    value = json.loads(kept)
    if setting.unit == "time":
        value = time.fromisoformat(value)
    return value_line(turn, setting, tuple(value) if isinstance(value, list) else value)


def range_of(setting: Setting) -> Line:
    """What a threshold may be."""
    if setting.exact:
        return line(f"policy_range_{setting.name}")
    if setting.unit in ("switch", "time", "grade", "steps", "money"):
        return line(f"policy_range_{setting.unit}")
    unit = line(f"policy_unit_{setting.unit}", value="", count="many")
    if setting.count is not None:
        return line("policy_range_list", least=setting.least, most=setting.most, count=setting.count, unit=unit)
    return line("policy_range_number", least=setting.least, most=setting.most, unit=unit)


def _choices(setting: Setting, now: Any) -> list[tuple[Any, str]]:
    """Values worth a button, with the words that would be typed for them: never the one that holds."""
    if setting.unit == "switch":
        return [(not now, "off" if now else "on")]
    if setting.unit in ("grade", "steps"):
        return [(one, one) for one in setting.choices if one != now]
    found = [] if now == setting.default else [(setting.default, "default")]
    if isinstance(now, int) and setting.unit != "money" and setting.least is not None and setting.most is not None:
        near = (max(setting.least, now // 2), now - 1, now + 1, min(setting.most, now * 2 or 1))
        taken = {now, setting.default}
        found += [(n, str(n)) for n in sorted(set(near) - taken) if setting.least <= n <= setting.most]
    return found


# -- changing


def change(turn: Turn, setting: Setting, typed: str) -> Reply:
    """Give a threshold what was typed; a Refusal with what it may be where that is none of it."""
    if not may(turn.member, "set_policy"):
        raise Refusal("policy_not_yours", denied="set_policy")
    value = read_value(turn, setting, typed)
    before = turn.policy
    if value == setting.of(before):
        raise Refusal("policy_same", name=Line(f"policy_{setting.name}"), value=value_line(turn, setting, value))
    fresh = _allowed(setting, before, value, typed)
    keep(turn, setting, fresh)
    was, now = value_line(turn, setting, setting.of(before)), value_line(turn, setting, value)
    lines = [line("policy_set", name=Line(f"policy_{setting.name}"), version=fresh.version, before=was, after=now)]
    if setting.part in ("watch", "tasks", "contracts", "handovers", "approvals"):
        lines.append(line("policy_from_next_sweep"))
    elif setting.name in SCORED:
        lines.append(line("policy_rescored"))
    return Reply(Card(tuple(lines), (taking_back(turn)[:1],)), action="see_policy")


def _allowed(setting: Setting, before: Policy, value: Any, typed: str) -> Policy:
    try:
        return setting.changed(before, value)
    except ValidationError:
        raise _refused(setting, typed) from None


def _refused(setting: Setting, typed: str) -> Refusal:
    return Refusal("policy_bad", name=Line(f"policy_{setting.name}"), value=typed[:30], range=range_of(setting))


def keep(turn: Turn, setting: Setting, fresh: Policy) -> None:
    """Write the next version of the policy, and who changed what; what was scored by the old one is scored again."""
    team = turn.store.people.team()
    before = policy_from(team.policy)
    turn.store.save(
        evolve(team, policy=fresh.model_dump_json()),
        PolicyChange(
            id=turn.new_id(), number=fresh.version, setting=setting.name, before=setting.written(before),
            after=setting.written(fresh), member_id=turn.member.id, changed_at=turn.now,
            content=fresh.model_dump_json(),
        ),
    )  # fmt: skip
    if setting.name in SCORED:
        turn.store.credit.judged_before(fresh.version)
    turn.policy = fresh


def take_back(turn: Turn, made: PolicyChange) -> Line:
    """What a change of policy changed is as it was before, unless it was changed again since."""
    if not may(turn.member, "set_policy"):
        raise Refusal("policy_not_yours", denied="set_policy")
    setting, now = SETTINGS[made.setting], turn.store.people.policy()
    if setting.written(now) != made.after:
        raise Refusal("undo_changed_since", what=line("policy_called", name=Line(f"policy_{made.setting}")))
    value = json.loads(made.before)
    keep(turn, setting, setting.changed(now, tuple(value) if isinstance(value, list) else value))
    return line("policy_put_back", name=Line(f"policy_{made.setting}"), value=_kept_line(turn, setting, made.before))


# -- what is typed for a value


def read_value(turn: Turn, setting: Setting, typed: str) -> Any:
    """The value typed words stand for; Refusal `policy_bad` with the range where they stand for none."""
    words = typed.strip().lower()[:LONGEST]
    if typed_words("policy_words_beside").get(words) == "default":
        return setting.default
    found = READERS.get(setting.unit, _numbers)(turn, setting, words)
    if found is None:
        raise _refused(setting, typed)
    return found


def _switch(turn: Turn, setting: Setting, words: str) -> bool | None:
    wanted = typed_words("switches").get(words)
    return None if wanted is None else wanted == "on"


def _clock(turn: Turn, setting: Setting, words: str) -> time | None:
    said = CLOCK.fullmatch(words)
    if not said:
        return None
    hour, minute = int(said[1]), 30 if said[2] == "半" else int(said[2] or 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _amount(turn: Turn, setting: Setting, words: str) -> int | None:
    if _is_nothing(words):
        return 0
    at = datetime.combine(turn.today, time())
    found = values.amount_in(words, at, turn.names, turn.team.currency)
    if found is None or found[1] != turn.team.currency or float(found[0]) != int(float(found[0])):
        return 0 if words == "0" else None
    return int(float(found[0]))


def _grade(turn: Turn, setting: Setting, words: str) -> str | None:
    if _is_nothing(words):
        return "none"
    letter = words.removesuffix("级").strip().upper()
    return letter if letter in setting.choices else None


def _steps(turn: Turn, setting: Setting, words: str) -> str | None:
    return words if words in setting.choices else typed_words("policy_steps").get(words)


def _numbers(turn: Turn, setting: Setting, words: str) -> Any:
    if setting.count is not None and not setting.exact and _is_nothing(words):
        return ()
    if not LISTED.fullmatch(words):
        return None
    numbers = [int(one) for one in NUMBERS.findall(words)]
    if setting.count is None:
        return numbers[0] if len(numbers) == 1 else None
    if setting.exact:
        return tuple(numbers) if len(numbers) == setting.count else None
    falls = setting.default[0] > setting.default[-1]
    return tuple(sorted(set(numbers), reverse=falls))


def _is_nothing(words: str) -> bool:
    return typed_words("policy_words_beside").get(words) == "nothing" or typed_words("switches").get(words) == "off"


READERS: Mapping[str, Callable[[Turn, Setting, str], Any]] = {
    "switch": _switch,
    "time": _clock,
    "money": _amount,
    "grade": _grade,
    "steps": _steps,
}


def is_value(text: str) -> bool:
    """Whether a typed answer looks like a value of a threshold at all, and not like a message of its own."""
    known = {**typed_words("switches"), **typed_words("policy_words_beside")}
    words = text.strip().lower()
    looks_so = re.fullmatch(r"[a-e]级?|\d[\W\d千万亿天日个工作分点半k月%]*", words)
    return len(words) <= LONGEST and (words in known or looks_so is not None)


def answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """A value that was typed or pressed."""
    done = change(turn, SETTINGS[payload["setting"]], slots["value"])
    return replace(done, replaces=turn.inbound.kind == "press")
