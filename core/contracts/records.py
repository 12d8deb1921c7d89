"""The record of a contract: what was agreed with an account, from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.base.money import Money
from core.base.records import ERASED, Personal, Record

STATES = ("active", "renewed", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A file that is kept as it came: who sent it, when. The same bytes are one document, whatever they are called."""

    name: Personal
    size: int
    sha256: str
    member_id: int
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A picture or file that backs a record in the books (`record_id`: a visit, a payment...)."""

    account_id: int
    record_id: int
    by_id: int
    on: date
    document_id: int
    name: Personal
    void: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the file was dropped because its time was over: it is only known that there was one."""
        return self.name == ERASED and not self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Record):
    """An agreement with an account. What nobody said is None, never guessed.

    `state`: active; renewed (another contract took over, see its `renews_id`); ended (terminated, or it will not be
    renewed and runs out on `ends_on`). `shares` are the instalments in basis points of the amount, `retained` is the
    share held back as retention; `net_days` counts from the end of the invoice's month (月结N) or from the invoice.
    A file is known by its name, size and hash; `document_id` leads to its bytes, where they were kept.
    """

    account_id: int
    number: str = ""
    amount: Money | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    notice_days: int | None = None
    state: str = "active"
    deal_id: int | None = None
    renews_id: int | None = None
    shares: tuple[int, ...] = ()
    retained: int = 0
    net_days: int | None = None
    net_from_month_end: bool = True
    file_name: Personal = ""
    file_hash: str = ""
    file_size: int | None = None
    document_id: int | None = None
    note: Personal = ""
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say what comes after it."""
        return self.state == "active" and not self.void

    @property
    def start(self) -> date | None:
        """The first day it holds: as agreed, else the day it was signed."""
        return self.starts_on or self.signed_on

    def days_left(self, today: date) -> int | None:
        """Calendar days until its last day; negative once that is past, None where no end was agreed."""
        return None if self.ends_on is None else (self.ends_on - today).days

    def notice_on(self, default_days: int = 0) -> date | None:
        """The last day on which one may say that it shall not be renewed; None where no notice was agreed."""
        days = default_days if self.notice_days is None else self.notice_days
        return None if self.ends_on is None or not days else self.ends_on - timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(Record):
    """What was invoiced on a day, of a contract where one is known; `receivable_id`: what falls due because of it."""

    account_id: int
    amount: Money
    on: date
    contract_id: int | None = None
    receivable_id: int | None = None
    member_id: int
    void: bool = False
