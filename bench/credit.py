"""A backtest of the credit score: does it tell late payers from good ones before they are late?

A seeded population of made-up customers with 24 months of history; the score is taken at the end of month 24 from what
was known then. Six more months pass, and a customer is "late" if over a quarter of the money that fell due in them
came more than 30 days beyond terms or not at all. The figure is AUC: how often a customer who turns out good had the
higher score than one who turns out late (0.5 is a coin, 1 is perfect; ties count half).

How the population is made, without a look at the formula:
- a customer's discipline is drawn once (a beta distribution, most are good) and changes a little from month to month (a
  random walk); three in a hundred run into trouble at some month and pay hardly anything from then on;
- 0 to 3 bills a month, amounts log-normal, terms of 30 or 60 days; how many days late each is paid is exponential, its
  mean grows as discipline falls; some bills are paid in two parts, some never;
- who is late is asked half of the time and then names a day; whether it is kept depends on discipline again.

    python3 dev.py bench credit --customers 2000
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.base.policy import CreditPolicy
from core.ledger import Allocation, Entries, Payment, Promise, Receivable, score

BEGIN = date(2023, 1, 2)
CUT = BEGIN + timedelta(days=730)
END = CUT + timedelta(days=183)
AT = datetime(2023, 1, 1, tzinfo=UTC)
WEEKDAYS = WorkingCalendar(official=False)
ZERO = Money.zero("CNY")


@dataclass
class Customer:
    """What happened: bills with the day and size of each payment, and promises with whether they were kept."""

    bills: list[tuple[date, int, list[tuple[date, int]]]] = field(default_factory=list)
    promises: list[tuple[date, date, int]] = field(default_factory=list)


def made(draw: random.Random) -> Customer:
    """One customer's thirty months."""
    customer, discipline = Customer(), draw.betavariate(5, 2)
    trouble = draw.randrange(30) if draw.random() < 0.03 else None
    for month in range(30):
        discipline = min(0.99, max(0.02, discipline + draw.gauss(0, 0.03)))
        now = 0.03 if trouble is not None and month >= trouble else discipline
        for _ in range(draw.choice((0, 1, 1, 2, 3))):
            _bill(customer, draw, BEGIN + timedelta(days=month * 30 + draw.randrange(30)), now)
    return customer


def _bill(customer: Customer, draw: random.Random, on: date, discipline: float) -> None:
    due = on + timedelta(days=draw.choice((30, 60)))
    amount = max(100, int(draw.lognormvariate(9, 1)))
    if draw.random() > 0.98 * discipline + 0.4:
        customer.bills.append((due, amount, []))
        return
    late = int(draw.expovariate(1 / (1 + 90 * (1 - discipline) ** 2))) - draw.randrange(4)
    first = due + timedelta(days=late)
    parts = [(first, amount)]
    if draw.random() < 0.15:
        parts = [(first, amount // 2), (first + timedelta(days=draw.randrange(1, 40)), amount - amount // 2)]
    customer.bills.append((due, amount, parts))
    if late > 5 and draw.random() < 0.5:
        said = due + timedelta(days=3)
        kept = draw.random() < discipline
        by = first if kept else said + timedelta(days=max(1, (first - said).days // 2))
        if by > said:
            customer.promises.append((said, by, parts[0][1]))


def known_at(customer: Customer, day: date) -> tuple[Entries, list[Promise]]:
    """What the books hold at the end of a day: nothing that happens later."""
    ids = count(1)
    receivables, payments, allocations = [], [], []
    for due, amount, parts in customer.bills:
        if due - timedelta(days=30) > day:
            continue
        row = next(ids)
        past = [(on, part) for on, part in parts if on <= day]
        settled = Money.of(sum(part for _, part in past), "CNY")
        receivables.append(Receivable(id=row, account_id=1, amount=Money.of(amount, "CNY"), due_on=due,
                                      allocated=settled, adjusted=ZERO))  # fmt: skip
        for on, part in past:
            money, payment = Money.of(part, "CNY"), next(ids)
            payments.append(Payment(id=payment, account_id=1, amount=money, on=on, recorded_at=AT))
            allocations.append(Allocation(id=next(ids), account_id=1, payment_id=payment, receivable_id=row,
                                          amount=money, on=on, recorded_at=AT))  # fmt: skip
    promises = [
        Promise(id=next(ids), account_id=1, amount=Money.of(amount, "CNY"), by_on=by, said_on=said)
        for said, by, amount in customer.promises
        if said <= day
    ]
    return Entries(receivables, payments, allocations), promises


def turned_late(customer: Customer) -> bool | None:
    """Whether over a quarter of what fell due in the half year after the cut came over 30 days late or never."""
    after = [bill for bill in customer.bills if CUT < bill[0] <= END]
    billed = sum(amount for _, amount, _ in after)
    in_time = sum(part for due, _, parts in after for on, part in parts if (on - due).days <= 30)
    return (billed - in_time) * 4 > billed if billed else None


def auc(good: list[int], late: list[int]) -> float:
    """How often a good one stands above a late one."""
    wins = sum((g > b) + (g == b) / 2 for g in good for b in late)
    return wins / (len(good) * len(late))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    draw, good, late, unknown = random.Random(given.seed), list[int](), list[int](), 0
    for _ in range(given.customers):
        customer = made(draw)
        entries, promises = known_at(customer, CUT)
        found, turned = score(entries, promises, CUT, WEEKDAYS, CreditPolicy()), turned_late(customer)
        if found is None or turned is None:
            unknown += 1
        else:
            (late if turned else good).append(found.points)
    print(f"{len(good)} turned out good, {len(late)} late, {unknown} without score or bills")
    print(f"mean score: good {sum(good) / len(good):.0f}, late {sum(late) / len(late):.0f}")
    print(f"AUC {auc(good, late):.3f} (goal 0.85)")


if __name__ == "__main__":
    main()
