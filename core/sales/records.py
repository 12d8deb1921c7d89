"""Records of selling. Any may be `void`: taken back by an undo, kept in the books, left out of every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.base.money import Money
from core.base.records import ERASED, Personal, Record

STAGES = ("lead", "contacted", "needs", "proposal", "negotiation", "contract", "won", "lost", "on_hold")
CLOSED = ("won", "lost")
TIERS = ("key", "normal", "prospect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """A customer firm. `name` is what people say; aliases are other forms, learnt or told.

    `language`: of what is handed to them ("": that of who asks). `terms_days`: after how many days what is billed falls
    due where nobody says when, from the month's end or from the day (None: nothing is agreed); `alert_days`: working
    days before at which its owner hears of it, where they are its own. `tax_no`: of its licence or for tax
    (统一社会信用代码); `waived`: what of a new customer's data nobody asks for any more.
    """

    name: str
    official: str = ""
    aliases: tuple[str, ...] = ()
    owner_id: int
    co_owners: tuple[int, ...] = ()
    tier: str = "normal"
    region: str = ""
    language: str = ""
    terms_days: int | None = None
    terms_month_end: bool = False
    alert_days: tuple[int, ...] = ()
    tax_no: str = ""
    waived: tuple[str, ...] = ()
    state: str = "active"
    merged_into: int | None = None
    void: bool = False

    @property
    def owners(self) -> tuple[int, ...]:
        """Everyone the account belongs to: the owner first, then co-owners."""
        return (self.owner_id, *self.co_owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person at an account, by the shortest name as it was said (李总).

    `handle`: what they are called on WeChat or another platform. `told_by`: where the data came from, in the words it
    was said in (展会名片). `basis`: why they may be kept: "" (nobody said), consent, contract, interest (a legitimate
    one), withdrawn; since `basis_on`. `state`: active, erasing (hidden, its traces are being cut out), erased.
    """

    account_id: int
    name: Personal
    phone: Personal = ""
    email: Personal = ""
    handle: Personal = ""
    title: str = ""
    told_by: Personal = ""
    basis: str = ""
    basis_on: date | None = None
    state: str = "active"
    void: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """What reaches this person: phone, e-mail, name on WeChat; those that are known."""
        return tuple(value for value in (self.phone, self.email, self.handle) if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A contact that took place: in person, by phone, online. `by_id` is who went.

    `spot` is where their phone was, in degrees north and east ("31.23040,121.47370"), told at `spot_at`; `spot_live` if
    the phone went on telling it, so that it was not picked on the map. It is ERASED once its time is over.
    """

    account_id: int
    by_id: int
    on: date
    until: date | None = None
    at: str = ""
    kind: str = "visit"
    contact_id: int | None = None
    note: Personal = ""
    spot: Personal = ""
    spot_at: datetime | None = None
    spot_live: bool = False
    void: bool = False

    @property
    def spot_sure(self) -> str:
        """How a position came (yes: live, no: may have been picked); over: its time is, and where it was is gone."""
        return "over" if self.spot == ERASED else "yes" if self.spot_live else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Record):
    """An opportunity. `amount` is what it would be sold for; `estimate` marks a customer's budget rather than a price.

    `list_price` is what it would cost without the discount that was given or asked for (None: no discount was ever
    spoken of); it is in the currency of the amount, and never less. How it is to be paid, as far as that was said:
    `shares` in basis points, the last of them `retained`; `net_days` after the invoice or the end of its month (None:
    not said); `terms` are the words.
    """

    account_id: int
    owner_id: int
    name: str = ""
    amount: Money | None = None
    amount_max: Money | None = None
    estimate: bool = False
    list_price: Money | None = None
    shares: tuple[int, ...] = ()
    retained: int = 0
    net_days: int | None = None
    net_from_month_end: bool = False
    terms: str = ""
    stage: str = "lead"
    stage_since: date
    close_on: date | None = None
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is neither closed (won, lost) nor taken back; on hold is open."""
        return self.stage not in CLOSED and not self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """Something one named person has to do by a day; without a note it is to get in touch again.

    States: open, done (said so), settled (a fact closed it). `receivable_id`: money to be chased; `reopened`: how often
    it was said to be done and nothing had happened.
    """

    account_id: int | None
    owner_id: int
    due_on: date
    until: date | None = None
    at: str = ""
    contact_id: int | None = None
    note: Personal = ""
    visit_id: int | None = None
    receivable_id: int | None = None
    reopened: int = 0
    state: str = "open"
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == "open" and not self.void

    @property
    def deadline(self) -> date:
        """The last day it may be done on without being late: of 下周 its Sunday."""
        return self.until or self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A remark about an account, kept in the words it was said in; `kind` is the intent it was read as. `rival`: the
    competitor it speaks of."""

    account_id: int
    by_id: int
    on: date
    text: Personal
    kind: str = "note"
    rival: Personal = ""
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Record):
    """A word of the team's own (打款) and what it means (payment). `text` is normalised; void: forgotten."""

    text: str
    means: str
    void: bool = False
