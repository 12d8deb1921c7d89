"""What a channel with forms and a home page asks beside the inbox: a sheet, what may be chosen in it, a person's page.

Nothing here books anything: a sheet that was handed in comes through the inbox like every message.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.answering import may_act, pressed
from bot.channels import Channel, Message, Option, Sheet
from bot.composing import as_typed, choice_of
from bot.covering import cover_of
from bot.dispatch import Dispatcher
from bot.forms import SHEETS
from bot.handlers.forms import pressing, sheets
from bot.handlers.home import home
from bot.hearing import Heard, command_in, plainly, whose
from bot.message import Card, Inbound, Line, Turn
from bot.post import face_of, here
from bot.routes import ALIASES
from bot.text import language_of, say, say_lines
from core.base.refusal import Refusal
from storage.database import Database
from storage.inbox import Arrived
from storage.transaction import Transaction

T = TypeVar("T")
BY_COMMAND = frozenset(SHEETS) - {"contract"}  # /contract shows one
MOST_SEEN = 1_000

log = logging.getLogger("gengfu.desk")


class FrontDesk:
    """Reads the books for a channel; a page's buttons are all it writes."""

    def __init__(self, database: Database, dispatcher: Dispatcher, channels: Mapping[str, Channel]) -> None:
        self._database, self._dispatcher, self._channels = database, dispatcher, channels
        self._seen: dict[str, tuple[int, object]] = {}  # by account: how far the audit was when its page was made

    # -- forms

    def opens(self, inbound: Inbound) -> tuple[str, bool]:
        """The form a shortcut or a button names; or the one of a command, if what follows it does not say it all."""
        if inbound.form:
            if inbound.form in pressing.ASKS and inbound.kind == "press":
                return inbound.form, False  # whether it asks anything is known when the books were asked
            return (inbound.form, True) if inbound.form in SHEETS else ("", False)
        name, words = _named(inbound)
        return name, not words and name != "handover"  # of which several may wait

    def sheet(self, inbound: Inbound, form: str) -> Sheet | None:
        """The sheet; one with nothing but text says why there is none. None: the line says it all, or is to be answered
        as a message."""
        if form in pressing.ASKS:
            return self._asked_by_press(inbound, form)
        words, language = "" if inbound.form else _named(inbound)[1], language_of(inbound.sender.language)

        def opened(turn: Turn) -> Sheet | None:
            try:
                may_act(turn)
                return sheets.opened(turn, SHEETS[form], words)
            except Refusal as refusal:
                if words:
                    return None
                why = cover_of(turn.store, turn.policy.privacy, private=True)(
                    say(turn.language, refusal.key, turn.today, **refusal.facts)
                )
                return _said(turn.language, why)

        try:
            return self._asked(inbound, opened)
        except Stranger:
            return _said(language, say(language, "stranger"))
        except Exception:
            log.exception("a form could not be made")
            return _said(language, say(language, "form_trouble"))

    def _asked_by_press(self, inbound: Inbound, form: str) -> Sheet | None:
        """None where the press is refused, too: then it is answered as one."""

        def opened(turn: Turn) -> Sheet | None:
            may_act(turn)
            pressed(turn)
            return pressing.sheet(turn, form)

        try:
            return self._asked(inbound, opened)
        except (Stranger, Refusal):
            return None
        except Exception:
            log.exception("what a button asks is asked in the chat")
            return None

    def told(self, inbound: Inbound, form: str) -> Sheet | None:
        """The sheet with what is known about the customer that was chosen; None for who may not fill it."""
        found = SHEETS.get(form)
        try:
            return self._asked(inbound, lambda turn: sheets.again(turn, found)) if found else None
        except (Stranger, Refusal):
            return None

    def options(self, inbound: Inbound, form: str, field: str, typed: str) -> Sequence[Option]:
        """What is found; nothing for who may not fill the form."""
        found = SHEETS.get(form)
        try:
            if form in pressing.ASKS:
                return self._asked(inbound, lambda turn: self._options(turn, form, field, typed))
            if found is None or not found.has(field):
                return ()
            return self._asked(inbound, lambda turn: sheets.options(turn, found, field, typed))
        except (Stranger, Refusal):
            return ()

    def _options(self, turn: Turn, form: str, field: str, typed: str) -> Sequence[Option]:
        may_act(turn)
        return pressing.options(turn, form, field, typed)

    # -- the page

    def home(self, inbound: Inbound, shown: str) -> tuple[Message, str] | None:
        """The page in its reader's language, made of the very handlers that answer /today and /load."""
        try:
            page = self._asked(inbound, lambda turn: self._page(turn, shown))
        except Stranger:
            text = say(language_of(inbound.sender.language), "stranger")
            return None if _mark(text) == shown else (Message(text), _mark(text))
        if page is None or page.mark == shown:
            return None
        return self._database.write(lambda transaction: self._message(transaction, inbound, page)), page.mark

    def _page(self, turn: Turn, shown: str) -> Page | None:
        """What stands on the page now; None where nothing was written since it was made."""
        account, seen = f"{turn.inbound.channel}:{turn.inbound.sender.user}", (turn.store.audit.head().seq, turn.today)
        if shown and self._seen.get(account) == seen:
            return None
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
        self._seen[account] = seen
        return _page(turn, self._channels[turn.inbound.channel].capabilities.command)

    def _message(self, transaction: Transaction, inbound: Inbound, page: Page) -> Message:
        """The page with buttons that can be pressed."""
        turn = self._turn(transaction, inbound)
        channel, place = self._channels[inbound.channel], here(turn)
        cover = cover_of(turn.store, turn.policy.privacy, private=True)
        rows = face_of(turn.store, place, page.card)["buttons"]
        return Message(
            page.text,
            tuple(
                tuple(choice_of(one, turn.language, channel, turn.today, place.chat, cover) for one in row)
                for row in rows
            ),
        )

    # -- who asks

    def _asked(self, inbound: Inbound, ask: Callable[[Turn], T]) -> T:
        """What the books say to who asks; Stranger where they are no member."""
        return self._database.read(lambda transaction: ask(self._turn(transaction, inbound)))

    def _turn(self, transaction: Transaction, inbound: Inbound) -> Turn:
        team_id, member_id, _ = whose(transaction, inbound)
        if team_id is None or member_id is None:
            raise Stranger
        now = self._dispatcher.clock()
        arrived = Arrived(self._database.ids.new(now), inbound.channel, "", b"", now, 0)
        return self._dispatcher.turn(transaction, Heard(arrived, inbound, team_id, member_id))


class Stranger(Exception):
    """Somebody asked who is no member here."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a home page says, and the mark of that with its buttons."""

    card: Card
    text: str
    mark: str


def _named(inbound: Inbound) -> tuple[str, str]:
    """The form a command names, and what follows it."""
    plain = plainly(inbound)
    word, words = (command_in(plain.text) if plain is not None else None) or ("", "")
    name = ALIASES.get(word, word.lower())
    return (name, words) if name in BY_COMMAND else ("", "")


def _said(language: str, text: str) -> Sheet:
    return Sheet("", say(language, "form_title"), close=say(language, "form_close"), text=text)


def _page(turn: Turn, command: str) -> Page:
    try:
        may_act(turn)
        card = home(turn)
    except Refusal as refusal:
        card = Card((Line(refusal.key, refusal.facts),))
    cover = cover_of(turn.store, turn.policy.privacy, private=True)
    text = cover(as_typed(say_lines(turn.language, card.lines, turn.today), command))
    labels = [f"{one.verb}{dict(one.arguments)}" for row in card.buttons for one in row]
    return Page(card, text, _mark("\n".join((text, *labels))))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]
