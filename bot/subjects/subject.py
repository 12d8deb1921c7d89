"""What an alert may be about: which record, who answers, and how it is put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bot.message import Line, line
from core.base.records import Record
from core.people import Member
from core.sales import Account
from core.watch import Alert
from storage.store import Store


@dataclass(frozen=True)
class About:
    """An alert with what its sentences need: the record, its account if it has one, and the day they are said on."""

    store: Store
    alert: Alert
    record: Any
    customer: Account | None
    today: date
    reader: int | None = None  # the member who reads it in private

    @property
    def account(self) -> Account:
        assert self.customer is not None, "money and contracts are always a customer's"
        return self.customer

    @cached_property
    def owner(self) -> str:
        return self._named(self.customer.owner_id if self.customer else self.alert.owner_id)

    @cached_property
    def acknowledged_by(self) -> str:
        return self._named(self.alert.acknowledged_by)

    def owner_of(self, record: Any) -> str:
        """The name of whoever has it now."""
        return self._named(record.owner_id)

    def _named(self, member_id: int | None) -> str:
        member = self.store.people.member(member_id) if member_id else None
        return member.name if member else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that alerts are about.

    `is_open`: whether anything is left to say about it. `answers`: the verbs of its buttons, `alert_<verb>` in the
    catalogue; `below`: those of a second row, where one row would be too wide for a phone; `answered_by`: whether a
    reader may press them at all (None: a room), where not everyone may. `lines`: its own card while it is open; `row`:
    its line in a digest; `settled`: what is said once it is not; `row_settled`: its line then, where the list has words
    of its own for it; `told`: its row in `gengfu watch`.
    `answerers`: whose it is to answer (besides who may for anyone); `hearers`: who hears it in private, where that does
    not follow from the account. `opens`: what its button in a list does; `ticked`: that it is done, so that a few of
    them are a list too. `speaks_of`: whether an alert is about the record as it stands now.
    """

    record: type[Record]
    is_open: Callable[[Any], bool]
    answers: tuple[str, ...]
    lines: Callable[[About], list[Line]]
    row: Callable[[About, int], Line]
    settled: Callable[[About], Line]
    told: Callable[[Any], dict[str, str]]
    row_settled: Callable[[About, int], Line] | None = None
    answerers: Callable[[Any, Account], tuple[int, ...]] = lambda record, account: account.owners
    hearers: Callable[[Store, Any], list[Member]] | None = None
    opens: str = "alert"
    speaks_of: Callable[[Any, Alert], bool] = lambda record, alert: True
    ticked: bool = False
    below: tuple[str, ...] = ()
    answered_by: Callable[[Store, Any, int | None], bool] | None = None

    def in_list(self, about: About, number: int) -> Line:
        """Its line in a list, as it stands."""
        if about.alert.state != "resolved":
            return self.row(about, number)
        if self.row_settled is not None:
            return self.row_settled(about, number)
        return line("digest_row_decided", number=number, what=self.settled(about))
