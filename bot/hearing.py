"""Before the write: who spoke, where, and what the words say. Nothing here changes anything; it may be done again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from bot import forms
from bot.agreed import contracts_wanted, with_file, with_terms
from bot.asked import question_in
from bot.channels import Channel
from bot.guesses import WORTH_ASKING, Unread, unread
from bot.message import Inbound, Sent
from bot.orders import ORDERS
from bot.paid import with_details
from bot.post import place_key
from bot.said import Said
from bot.text import LANGUAGES, typed_words
from bot.values import due_day_in
from bot.vocabulary import lexicon_with
from core.base.calendar import calendar_of
from core.people import Member, Team, may
from core.reading import Fact, Lexicon, Message, Names, Request, deliveries_of, understand, understood
from core.reading.let_off import LET_OFF
from core.reading.message import take_apart
from core.reading.names import CUSTOMER, Entity
from core.reading.strangers import look_closer
from storage.approvals import team_of_token
from storage.database import Database
from storage.inbox import Arrived, Inbox
from storage.outbox import Outbox
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.ahead import Ready

COMMAND = re.compile(r"^[/／]([^\s/／]+)[ \t]*(.*)$", re.DOTALL)
OWN_NAME = re.compile(r"^[/／](?:gengfu|更夫)(?!\S)(.*)$", re.DOTALL | re.IGNORECASE)
LOGGED = (
    *("visit", "followup", "deal", "stage", "payment", "promise"),
    *("contract", "terms", "competitor", "handover", "note"),
)
DOUBTS = ("impossible_date", "two_dates", "two_amounts", "negative_amount", "absurd_amount", "unknown_currency")
ALIASES, OPENING = typed_words("commands"), typed_words("opening")
# `/log LINE` is the line said to the bot: in a group with privacy mode the one way that always reaches it. What follows
# a form's command fills the form.
READ_ON = ("log", *forms.COMMANDS)
MOST_LINES = 2000
About = tuple[datetime, Names, str, Lexicon]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message understood as far as it can be without asking anyone. `team_id` None: a stranger, or nobody's."""

    arrived: Arrived
    inbound: Inbound
    team_id: int | None = None
    member_id: int | None = None
    command: tuple[str, str] | None = None  # (word, what followed)
    request: Said | None = None
    facts: tuple[Said, ...] = ()
    pasted: tuple[Said, ...] = ()
    question: bool = False
    asks: bool = False  # something is asked, of our books or not
    unread: Unread | None = None  # what a suggester may be asked about before the message is handled
    guesses: tuple[Said, ...] = ()  # what it pointed at: for a person to confirm
    former: Heard | None = None  # of an edit: the message as it read before
    versions: tuple[int, ...] = ()  # of an edit or a form: its inbox rows before this one, the first first
    sent: Sent | None = None  # the file it brought, once that was fetched
    apart: Message | None = None  # the words taken apart, for who looks at them once more
    at_home: bool = False  # said in the private chat that is known to be theirs
    ready: Ready | None = None  # its answer, where it only asks: made before the write
    hidden: bool = False  # it names a customer this person may not know of, and was read as if nobody were called so

    @property
    def is_a_file_alone(self) -> bool:
        """Whether a file came for its own sake: in private, and what was said with it logs and asks nothing."""
        about = [one for one in self.facts if one.intent != "note" or one.account_id is not None]
        private = self.inbound.private and self.inbound.reply_to is None
        return private and self.inbound.file is not None and not about and self.request is None


@dataclass(frozen=True, slots=True)
class Known:
    """A team's index of names, and everybody's words with its own in them, while its version holds."""

    version: int
    names: Names
    lexicon: Lexicon
    colleagues: Mapping[str, Sequence[int]] = field(default_factory=dict)  # who is called so


class Hearing:
    """Turns arrived updates into what they say; keeps each team's names and words while their version holds."""

    def __init__(self, channels: Mapping[str, Channel], *, suggests: bool = False) -> None:
        self._channels, self._suggests = channels, suggests
        self._known: dict[int, Known] = {}

    def hear(self, transaction: Transaction, arrived: Arrived) -> Heard | None:
        """What an update says; None when nobody needs it. ValueError when it is malformed."""
        channel = self._channels.get(arrived.channel)
        inbound = plainly(storable(channel.read(Inbox(transaction).raw(arrived)))) if channel else None
        if inbound is None or inbound.kind == "other":
            return None
        inbound = in_our_thread(transaction, inbound)
        team_id, member_id, private_chat = whose(transaction, inbound)
        if team_id is None or inbound.kind not in ("text", "edit"):
            command = command_in(inbound.text) if inbound.kind == "text" else None
            earlier = Inbox(transaction).of_message(arrived, inbound.message or "") if inbound.kind == "form" else []
            return Heard(
                arrived, inbound, team_id, member_id, command, versions=tuple(one.id for one in earlier)
            )  # fmt: skip
        understood = self._understood(transaction, arrived, inbound, team_id, member_id)
        if inbound.private and private_chat == inbound.chat:
            understood = replace(understood, at_home=True)
        return self._compared(transaction, understood) if inbound.kind == "edit" else understood

    def _compared(self, transaction: Transaction, heard: Heard) -> Heard:
        """An edit beside what it changed, both read as on the day the message was first sent."""
        inbox, channel = Inbox(transaction), self._channels[heard.arrived.channel]
        versions = inbox.of_message(heard.arrived, heard.inbound.message or "")
        read = [plainly(storable(channel.read(inbox.raw(one)))) for one in versions[:1] + versions[-1:]]
        if not read or read[0] is None or read[-1] is None or heard.team_id is None:
            return heard
        at = read[0].sent_at
        was, now = (
            self._understood(transaction, heard.arrived, replace(one, sent_at=at), heard.team_id, heard.member_id)
            for one in (read[-1], heard.inbound)
        )
        return replace(now, former=was, versions=tuple(one.id for one in versions))

    def known(self, transaction: Transaction, team: Team) -> Known:
        """The team's names and words, built again when their version moved."""
        kept = self._known.get(team.id)
        if kept is not None and kept.version == team.names_version:
            return kept
        built = _built(transaction, team)
        if kept is None or kept.version < built.version:  # else these are older books, which somebody still looks at
            self._known[team.id] = built
        return built

    def renew_around(self, database: Database, team_id: int, write: Callable[[], None]) -> None:
        """Do a write that changes many names; their index is built before it, so that nobody's next message waits.

        If somebody else changed a name meanwhile, it is built again as after any change.
        """
        ready = database.read(lambda transaction: _built(transaction, _team(transaction, team_id)))
        write()
        version = database.read(lambda transaction: _team(transaction, team_id).names_version)
        if version == ready.version + 1:
            self._known[team_id] = replace(ready, version=version)

    def _understood(
        self, transaction: Transaction, arrived: Arrived, inbound: Inbound, team_id: int, member_id: int | None
    ) -> Heard:
        """A command, or what the words say: those of a line, those behind `/log` or the command of a form, and those an
        order would be said in."""
        command = command_in(inbound.text)
        if command is None:
            return self._read(transaction, arrived, inbound, team_id, member_id)
        order = ORDERS.get(_named(command))
        if not command[1] or (_named(command) not in READ_ON and order is None):
            return Heard(arrived, inbound, team_id, member_id, command)
        if order is not None:
            in_words = replace(inbound, text=f"{order.words} {command[1]}")
            heard = self._read(transaction, arrived, in_words, team_id, member_id)
            ordered = heard.request is not None and heard.request.intent == order.intent
            return heard if ordered else Heard(arrived, inbound, team_id, member_id, (command[0], ""))
        behind, form = replace(inbound, text=command[1]), None if _named(command) == "log" else command
        return self._read(transaction, arrived, behind, team_id, member_id, form)

    def _read(
        self, transaction: Transaction, arrived: Arrived, inbound: Inbound, team_id: int, member_id: int | None,
        form: tuple[str, str] | None = None,
    ) -> Heard:  # fmt: skip
        """What the words of a message say; `form` is the command they fill in."""
        store = Store(transaction, team_id, by=None, source=0, now=_EPOCH)
        team, member = store.people.team(), store.people.member(member_id) if member_id is not None else None
        known, local = self.known(transaction, team), inbound.sent_at.astimezone(ZoneInfo(team.timezone))
        names = names_for(store, member, known.names)
        about = (local.replace(tzinfo=None), names, team.currency, known.lexicon)
        if form is None and (pasted := _pasted(inbound.text, about)):
            return Heard(arrived, inbound, team_id, member_id, pasted=pasted, hidden=names.hidden)
        apart = take_apart(inbound.text, *about, calendar_of(team.timezone))
        request, found = understood(apart)
        said = _told(apart, request, found, about)
        intents = (*LOGGED, *LET_OFF, "delivery", "correction")
        logged = tuple(with_file(one, inbound.file) for one in said if one.intent in intents)
        wanted, asks = _wanted(request, found, logged, inbound, about), False
        if wanted is None and not said and inbound.addressed:
            wanted = _owed_by_a_stranger(inbound.text, about)
        if form is None:
            wanted, asks = question_in(inbound.text, wanted, logged, about, addressed=inbound.addressed)
        heard = Heard(
            arrived, inbound, team_id, member_id, form, request=wanted, facts=logged,
            question=any(one.intent == "question" for one in said), asks=asks, hidden=names.hidden, apart=apart,
        )  # fmt: skip
        if not self._suggests or not may_be_guessed(transaction, heard):
            return heard
        return replace(heard, unread=unread(look_closer(take_apart(inbound.text, *about)), found))


def names_for(store: Store, member: Member | None, names: Names) -> Names:
    """The team's names as far as this person may know of them: a key customer they have no part in is no name to them,
    so that what they say of it is answered as if there were none."""
    if member is None or may(member, "see_account", (), "key"):
        return names

    found: dict[Entity, bool] = {}

    def sees(entity: Entity) -> bool:
        if entity not in found:
            found[entity] = may_know(entity)
        return found[entity]

    def may_know(entity: Entity) -> bool:
        account = store.sales.account(int(entity.ref)) if entity.kind == CUSTOMER and entity.ref else None
        if account is None or account.tier != "key" or may(member, "see_account", account.owners, account.tier):
            return True
        offered = (one for one in store.handovers.pending() if one.receiver_id == member.id)
        return any(account.id in one.account_ids for one in offered)  # they were shown it

    return names.seen_by(sees)


def _team(transaction: Transaction, team_id: int) -> Team:
    return Store(transaction, team_id, by=None, source=0, now=_EPOCH).people.team()


def _built(transaction: Transaction, team: Team) -> Known:
    """The team's names and words as they are now."""
    store = Store(transaction, team.id, by=None, source=0, now=_EPOCH)
    lexicon = lexicon_with(store.sales.words())
    colleagues: dict[str, list[int]] = {}
    for one in store.all(Member):
        if one.former is None:
            colleagues.setdefault(one.name, []).append(one.id)
    return Known(team.names_version, Names.build(team_words(store), lexicon), lexicon, colleagues)


def storable(inbound: Inbound | None) -> Inbound | None:
    """The same without what no database takes: NUL, and halves of characters."""
    if inbound is None:
        return None
    sender = replace(inbound.sender, name=_whole(inbound.sender.name))
    people = tuple(replace(one, name=_whole(one.name)) for one in inbound.people)
    card = inbound.contact
    contact = replace(card, name=_whole(card.name), phone=_whole(card.phone)) if card else None
    text, title = _whole(inbound.text), _whole(inbound.title)
    values = {name: tuple(_whole(one) for one in given) for name, given in inbound.values.items()}
    return replace(
        inbound, text=text, title=title, sender=sender, people=people, contact=contact, values=values
    )  # fmt: skip


def plainly(inbound: Inbound | None) -> Inbound | None:
    """The same without the product's own name before it: `/gengfu overdue` is /overdue, and what is no command there
    is said to the bot."""
    from bot.routes import COMMANDS

    own = OWN_NAME.match(inbound.text) if inbound is not None and inbound.kind == "text" else None
    if inbound is None or own is None:
        return inbound
    said = own[1].strip().lstrip("/／")
    word = said.split(maxsplit=1)[0] if said else ""
    known = ALIASES.get(word, word.lower()) in COMMANDS
    return replace(inbound, text=f"/{said}" if known else said or "/help", addressed=True)


def in_our_thread(transaction: Transaction, inbound: Inbound) -> Inbound:
    """Said in a thread where a card of ours stands: it is said to the bot, as a reply to the card is elsewhere."""
    if inbound.thread is None or inbound.addressed:
        return inbound
    outbox, place = Outbox(transaction), (inbound.channel, inbound.chat, inbound.thread)
    ours = outbox.by_message(*place) or outbox.answering(*place)
    return replace(inbound, addressed=True) if ours else inbound


def _whole(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


class Speaker(NamedTuple):
    """Which team a message is for, which of its members spoke (None: a stranger there), and that one's private chat as
    far as it is known."""

    team_id: int | None
    member_id: int | None = None
    private_chat: str | None = None


def whose(transaction: Transaction, inbound: Inbound) -> Speaker:
    """Which team a message is for, and which of its members spoke."""
    house = House(transaction)
    speakers = house.speakers(inbound.channel, inbound.sender.user)
    speaks_for = {team_id: Speaker(team_id, member_id, chat) for team_id, member_id, chat in speakers}
    if inbound.pressed and (team_id := team_of_token(transaction, inbound.token)) is not None:
        return speaks_for.get(team_id, Speaker(team_id))
    bound = None if inbound.private else house.where(inbound.channel, inbound.chat)
    if bound is not None:
        return speaks_for.get(bound[0], Speaker(bound[0]))
    if not speaks_for:
        return Speaker(None)
    chosen = house.remembered(f"team:{house.account(inbound.channel, inbound.sender.user)}")
    return speaks_for[int(chosen) if chosen and int(chosen) in speaks_for else next(iter(speaks_for))]


def may_be_guessed(transaction: Transaction, heard: Heard) -> bool:
    """Whether what the reading left over may be asked of a suggester: said to the bot, by a member, as news."""
    inbound, text = heard.inbound, heard.inbound.text.strip()
    if heard.team_id is None or heard.member_id is None or inbound.kind != "text" or inbound.reply_to is not None:
        return False
    if heard.command or heard.request or heard.question or any(one.intent == "correction" for one in heard.facts):
        return False
    if not (inbound.private or inbound.addressed) or text.partition(" ")[0].lower() in ALIASES:
        return False
    if len(text) not in WORTH_ASKING:
        return False
    store = Store(transaction, heard.team_id, by=None, source=0, now=_EPOCH)
    member = store.people.member(heard.member_id)
    place = place_key(inbound.channel, inbound.chat, heard.member_id if inbound.private else None)
    asked = store.approvals.open_question(heard.member_id, place, inbound.sent_at)
    return member is not None and member.active and not (asked and asked.awaits)


def team_words(store: Store) -> dict[str, Any]:
    """The team's names in the shape the reading takes."""
    return {
        "customers": [
            {"id": str(one.id), "name": one.name, "official": one.official, "aliases": list(one.aliases)}
            for one in store.sales.accounts()
        ],
        "members": [{"id": str(one.id), "name": one.name, "aliases": []} for one in store.people.members()],
        "competitors": [],
        "stages": stages(),
    }


@cache
def stages() -> list[dict[str, Any]]:
    """The stages with all their names in every language."""
    tables = [tomllib.loads((files("locales") / one / "stages.toml").read_text("utf-8")) for one in LANGUAGES]
    return [
        {"code": code, "name": tables[0][code][0], "aliases": [word for table in tables for word in table[code]]}
        for code in tables[0]
    ]


def command_in(text: str) -> tuple[str, str] | None:
    """The command a text begins with, and what follows it."""
    match = COMMAND.match(text.strip())
    return (match[1], match[2].strip()) if match else None


def _named(command: tuple[str, str]) -> str:
    """The command a word means."""
    return ALIASES.get(command[0], command[0].lower())


def _pasted(text: str, about: About) -> tuple[Said, ...]:
    """Many lines that open the books, read one by one; empty unless most of them do."""
    rows = [row.strip() for row in text.splitlines() if row.strip()][:MOST_LINES]
    if len(rows) < 2:
        return ()
    declared = [name for row in rows if (name := _declared(row))]
    opening = [said for row in rows if (said := _opening(row, declared, about))]
    return tuple(opening) if len(opening) * 2 > len(rows) else ()


def _opening(row: str, declared: Sequence[str], about: About) -> Said | None:
    """A line of a paste: 客户 恒海电子, or 恒海电子 欠20万 1月15日到期."""
    if name := _declared(row):
        return Said("new_account", {}, row, name=name)
    fresh = [name for name in declared if row.startswith(name)] or _before_owing(row, about[1])
    now, names, currency, lexicon = about
    if fresh and not names.find(fresh[0]).exact:
        names = Names.build({"customers": [{"id": "", "name": one, "aliases": []} for one in fresh]}, lexicon)
    request, found = understand(row, now, names, currency, lexicon)
    return _requested(request, found, row, about) if request is not None and request.name == "receivable" else None


def _told(apart: Message, request: Request | None, found: Sequence[Fact], about: About) -> tuple[Said, ...]:
    """The plain form of what a message tells: its facts, and goods that went to several customers."""
    sent = deliveries_of(apart) if request is None else []
    rest = [one for one in found if not any(a < one.span[1] and one.span[0] < b for _, (a, b) in sent)]
    if sent and not rest:
        return tuple(Said.of(one, apart.typed[slice(*span)]) for one, span in sent)
    facts = with_details(apart, with_terms(apart.typed, rest, about))
    return (*facts, *(Said.of(one, apart.typed[slice(*span)]) for one, span in sent))


def _wanted(
    request: Request | None, found: Sequence[Fact], logged: Sequence[Said], inbound: Inbound, about: About
) -> Said | None:
    """Which command the words say: what was read as one, or contracts to be shown."""
    only_notes = all(one.intent == "note" for one in logged)
    if request is None:
        return contracts_wanted(inbound.text, about) if only_notes else None
    wanted = _requested(request, found, inbound.text, about)
    # A first visit at a new customer is a visit; the name is made with it.
    return wanted if wanted.intent != "new_account" or only_notes else None


def _owed_by_a_stranger(text: str, about: About) -> Said | None:
    """恒海电子应收5万, of a customer nobody knows yet."""
    opening = _opening(text, (), about)
    return opening if opening is not None and opening.intent == "receivable" else None


def _requested(request: Request, found: Sequence[Fact], text: str, about: About) -> Said:
    """The plain form of a request, with the doubts about its values; what is owed may have fallen due already."""
    said, due = Said.of(request, text), request.slots.get("due_date")
    if request.name != "receivable":
        return said
    doubts = tuple(one for fact in found for one in Said.of(fact, text).doubts if one[0] in DOUBTS)
    said = replace(said, doubts=tuple(dict.fromkeys((*said.doubts, *doubts))))
    if due is None or due.span is None:
        return said
    now, names, currency, _ = about
    day = due_day_in(text[slice(*due.span)], now, names, currency)
    return said.with_slots(due_date=day.isoformat()) if day else said


def _declared(row: str) -> str:
    """The name in a line like 客户 华星科技; "" where it is none."""
    word, _, name = row.replace("：", " ").replace(":", " ").partition(" ")
    if " ".join((word, name.split(" ")[0])).lower() in OPENING:  # new customer Globex
        word, _, name = f"{word} {name.split(' ')[0]}", "", name.partition(" ")[2]
    return name.strip() if OPENING.get(word.lower()) == "account" and not any(one.isdigit() for one in name) else ""


def _before_owing(row: str, names: Names) -> list[str]:
    """A name nobody knows yet, standing before the word for owing."""
    for word, meaning in OPENING.items():
        name, found, _ = row.partition(word)
        name = name.strip(" ，,:：")
        if meaning == "owes" and found and 1 < len(name) <= 40 and not any(one.isdigit() for one in name):
            known = names.find(name)
            return [] if known.exact or known.near or names.lookup(name) else [name]
    return []


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # these stores only read
