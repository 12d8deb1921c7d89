"""Records of money. Payments, allocations, adjustments and write-offs are entries: added once, never changed, only
countered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.base.money import Money
from core.base.records import Kept, KeptCount, Personal, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivable(Record):
    """Money an account owes us, due on one day. Its amount changes by adjustment entries only.

    `billed_on`: the day it counts from, and its terms run from; None: nobody said (`core.ledger.past.counts_on`).
    `allocated` (what payments and write-offs settled) and `adjusted` are sums over entries; `episode` counts how often
    it was re-opened after being settled. `covered_until`: a bill covers all of it and matures then; `resumed_on`: from
    when it is chased anew, after a dispute or a bill that was not paid. `delivery_id`, `after`: it falls due so long
    after that delivery ("30d", "12m").
    """

    account_id: int
    amount: Money
    due_on: date
    title: str = ""
    deal_id: int | None = None
    contract_id: int | None = None
    disputed: bool = False
    disputed_by: int | None = None
    disputed_on: date | None = None
    dispute: Personal = ""
    covered_until: date | None = None
    resumed_on: date | None = None
    promised_on: date | None = None
    billed_on: date | None = None
    delivery_id: int | None = None
    after: str = ""
    allocated: Kept
    adjusted: Kept
    episode: KeptCount = 0

    @property
    def balance(self) -> Money:
        """What is still to come: billed plus adjustments minus what payments and write-offs settled."""
        return self.amount + self.adjusted - self.allocated

    @property
    def is_open(self) -> bool:
        """Whether anything is still to come: the balance is positive. The three sums are of one currency."""
        return self.amount.amount + self.adjusted.amount > self.allocated.amount

    def days_overdue(self, today: date) -> int:
        """Calendar days past the due day; 0 when nothing is open or it is not yet due."""
        return (today - self.due_on).days if self.due_on < today and self.is_open else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Record):
    """Money that came in, on the day it counts. A reversal is a payment of the negative amount that names the first;
    a refund (`kind`) one that went out and names none. `fee`: what a bank kept of it, which the payer had paid;
    `payer`: who paid, where it was not the customer; `bank_key`: the row of a bank's file it was taken from.

    `awaited`: finance was asked whether it came; `confirmed`: finance, or the bank's file, said that it did. `reason`:
    why a reversal countered. `held_by`: who has the cash in hand, until it was handed in on `handed_on`.
    """

    account_id: int
    amount: Money
    on: date
    recorded_at: datetime
    payer: Personal = ""
    method: str = ""
    awaited: bool = False
    confirmed: bool = False
    reason: Personal = ""
    reverses_id: int | None = None
    kind: str = ""
    fee: Money | None = None
    bank_key: str | None = None
    held_by: int | None = None
    handed_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether finance has still to say that it came."""
        return self.awaited and not self.confirmed and self.reverses_id is None

    @property
    def is_held(self) -> bool:
        """Whether somebody has this cash in hand and has still to hand it in."""
        return self.held_by is not None and self.handed_on is None and self.reverses_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Record):
    """The part of a payment that settles one receivable; what no allocation takes is an advance."""

    account_id: int
    payment_id: int
    receivable_id: int
    amount: Money
    on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Record):
    """A signed change of what a receivable bills: a corrected amount, a withdrawal."""

    account_id: int
    receivable_id: int
    amount: Money
    on: date
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff(Record):
    """A part of a receivable that will not come: it settles without money. A negative one counters those before it.

    `approval_id`: who said yes to it; None where nobody else could.
    """

    account_id: int
    receivable_id: int
    amount: Money
    on: date
    recorded_at: datetime
    approval_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(Record):
    """A bank acceptance bill: a promise of the bank's, and no money yet. `covers`: what of it is for which receivable,
    as "id:minor units". States: held, collected (by a payment of its amount), dishonoured."""

    account_id: int
    amount: Money
    received_on: date
    matures_on: date
    covers: tuple[str, ...] = ()
    state: str = "held"
    decided_on: date | None = None
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the bank has still to pay it."""
        return self.state == "held" and not self.void

    @property
    def shares(self) -> tuple[tuple[int, Money], ...]:
        """What it covers: receivable id and amount."""
        pairs = (one.split(":") for one in self.covers)
        return tuple((int(row), Money.of_minor(int(minor), self.amount.currency)) for row, minor in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer(Record):
    """Somebody who is known to pay for an account: learnt when it was said, and forgotten when that is said."""

    account_id: int
    name: Personal
    learnt_on: date
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint(Record):
    """What an account complained about (`text`), and who deals with it: `owner_id`, or somebody outside the team as
    `handled_by`; neither: the account's owner. `pauses`: the receivables that are disputed because of it. States: open,
    closed (on `decided_on`)."""

    account_id: int
    text: Personal
    on: date
    by_id: int
    owner_id: int | None = None
    handled_by: Personal = ""
    pauses: tuple[int, ...] = ()
    state: str = "open"
    decided_on: date | None = None
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still has to be dealt with."""
        return self.state == "open" and not self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Record):
    """Goods that go to an account, or the account's acceptance of them (`kind`: delivery, acceptance): planned for a
    day, and done on one.

    `what`: how much of what, in the words it was said in; `amount`: what it is worth, where that was said. `planned_on`
    None: it was done without a plan; `first_on`: the day it was planned for at first, where that is another.
    """

    account_id: int
    kind: str = "delivery"
    what: Personal = ""
    amount: Money | None = None
    planned_on: date | None = None
    first_on: date | None = None
    done_on: date | None = None
    by_id: int
    void: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has still to be done."""
        return self.done_on is None and not self.void

    @property
    def day(self) -> date | None:
        """The day it was done, else the day it is planned for."""
        return self.done_on or self.planned_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Record):
    """Someone at an account said they would pay by a day. `amount` None: all that was open when they said it."""

    account_id: int
    receivable_id: int | None = None
    amount: Money | None = None
    percent: int | None = None
    by_on: date | None
    until: date | None = None
    contact_id: int | None = None
    said_on: date
    text: Personal = ""
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTerms(Record):
    """What a manager decided about one customer's credit: its own limit (None: its tier's), until when checks pass (the
    whitelist) and why, and what it may use until a day by way of exception."""

    account_id: int
    limit: Money | None = None
    free_until: date | None = None
    free_because: Personal = ""
    free_by: int | None = None
    raised: Money | None = None
    raised_until: date | None = None
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChange(Record):
    """A customer's credit grade became another one on a day, judged by that version of the policy. `parts` are the
    points of the score's reasons in their order."""

    account_id: int
    before: str
    after: str
    parts_before: tuple[int, ...]
    parts_after: tuple[int, ...]
    on: date
    policy_version: int
