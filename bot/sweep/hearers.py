"""Who hears of an alert: groups, owners and whoever else, a row a rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from bot import looking
from bot.cash import cash_takers
from bot.post import Place, group_place, private_place
from bot.subjects import SUBJECTS, record_of
from core.base.calendar import calendar_of
from core.base.policy import Policy
from core.people import Chat, Member
from core.sales import Account
from core.watch import Alert
from core.watch.rules import is_broken
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Hearer:
    """A place that hears of an alert, from its hour on. `listed`: only in a list it gets anyway."""

    place: Place
    push_at: time | None = None
    listed: bool = False


def heard_by(store: Store, alert: Alert, policy: Policy) -> Iterable[Hearer]:
    """The places that hear of an alert, in the order of whose it is."""
    return HEARD_BY.get(alert.rule, _of_account)(store, alert, policy)


SHOUTED = {"overdue": "see_overdue", "expiry": "see_expiry"}  # rules said in groups, and what a group must be allowed


def _of_account(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """What is overdue or expires goes to groups that may hear it, what is due soon to owner and co-owners; failing
    that, to managers. Of what a group hears they are told too where a promise was broken (and so is one step higher),
    and in the day's list. A subject may name its hearers itself."""
    if hearers := SUBJECTS[alert.rule].hearers:
        named = _private(store, hearers(store, record_of(store, alert)))
        yield from (Hearer(place) for place in named or _private(store, store.people.with_role("manager")))
        return
    account, shouted = store.sales.account(alert.account_id) if alert.account_id else None, SHOUTED.get(alert.rule)
    if account is None:
        return
    groups = _groups(store, account, shouted) if shouted else []
    yield from (Hearer(group_place(chat), chat.push_at) for chat in groups)
    places = _private(store, _active(store, account.owners))
    broken = _broken_promise(store, alert)
    listed = bool(groups) and not broken
    yield from (Hearer(place, listed=listed) for place in places)
    if broken:
        yield from (Hearer(place) for place in _above(store, account.owner_id, account.owners))
    elif not groups and (shouted or not places):
        yield from (Hearer(place) for place in _private(store, _managers(store, but=account.owners)))


def _of_task(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """A next step is its owner's; left lying for long it is told to who they report to, else to managers."""
    places = _private(store, _active(store, (alert.owner_id,)))
    if not places or alert.stage >= policy.tasks.climb_stage:
        places = [*places, *_above(store, alert.owner_id, (alert.owner_id,))]
    yield from (Hearer(place) for place in places)


def _of_delivery(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """A delivery is its customer's owner's to see to; one that is late for long is told one step higher too."""
    account = store.sales.account(alert.account_id) if alert.account_id else None
    owners = account.owners if account else ()
    places = _private(store, _active(store, owners))
    if not places or alert.stage >= policy.tasks.climb_stage:
        places = [*places, *_above(store, account.owner_id if account else alert.owner_id, owners)]
    yield from (Hearer(place) for place in places)


def _of_cash(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """Cash in hand is spoken of to who has it and to who takes it in; the second time to who they report to as well."""
    names = [alert.owner_id, *(one.id for one in cash_takers(store, alert.owner_id))]
    places = _private(store, _active(store, dict.fromkeys(names)))
    if alert.stage > 1:
        places = [*places, *_above(store, alert.owner_id, names)]
    yield from (Hearer(place) for place in {place.key: place for place in places}.values())


def _of_access(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """Who looks up more than one does is told to the others who manage, in private; to themselves only where there is
    nobody else."""
    yield from (Hearer(place) for place in _private(store, looking.hearers(store, record_of(store, alert))))


HEARD_BY: Mapping[str, Callable[[Store, Alert, Policy], Iterable[Hearer]]] = {
    "task_due": _of_task,
    "delivery_due": _of_delivery,
    "cash_held": _of_cash,
    "access": _of_access,
}


def _broken_promise(store: Store, alert: Alert) -> bool:
    """Whether money is chased for the first time since a day passed that was promised."""
    receivable = record_of(store, alert) if alert.rule == "overdue" else None
    if receivable is None or not is_broken(receivable, alert.raised_on, calendar_of(store.people.team().timezone)):
        return False
    told = (one for one in store.watch.on(alert.subject_id) if one.aloud and one.rule == alert.rule)
    return [one.id for one in told if one.episode == alert.episode] == [alert.id]


def _above(store: Store, member_id: int, but: Collection[int]) -> list[Place]:
    """One step higher: who a member reports to, else the managers."""
    member = store.people.member(member_id)
    above = _active(store, (member.reports_to,)) if member and member.reports_to else []
    return _private(store, above or _managers(store, but=but))


def _active(store: Store, rows: Iterable[int]) -> list[Member]:
    """The members of these ids who are still here."""
    return [one for row in rows if (one := store.people.member(row)) and one.active]


def _managers(store: Store, but: Collection[int]) -> list[Member]:
    return [one for one in store.people.with_role("manager") if one.id not in but]


def _private(store: Store, members: Iterable[Member]) -> list[Place]:
    """The private chats that are open."""
    return [found for one in members if (found := private_place(store, one))]


def _groups(store: Store, account: Account, action: str) -> list[Chat]:
    return [chat for chat in store.people.bound_chats() if group_place(chat).room.may_hold(action, account.tier)]
