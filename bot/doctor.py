"""`gengfu doctor`: one plain sentence a check, and what to do where something is wrong. It changes nothing.

A check is a generator of findings; `doctor_<key>` in the catalogue is its sentence. Checks run in order and the later
ones stand on what the earlier found: without a database there is no inbox to look into.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from bot.commands import Failed, heads_file, now_of, open_books, secrets_of
from bot.commands.audit import verify_all
from bot.installed import BooksVault
from bot.log import Redactor, one_line, set_up
from bot.rows import plain
from bot.settings import Settings, WrongSettings, load
from bot.text import at_terminal
from core.base.calendar import WorkingCalendar, calendar_of
from core.base.policy import Policy
from core.people import Chat, Member, Team
from storage.checkup import Checkup, check, file_of, readable_by_others
from storage.database import Database
from storage.errors import CODES, Trouble
from storage.heads import kept
from storage.inbox import Inbox
from storage.lately import Lately, lately
from storage.outbox import Outbox
from storage.people import House
from storage.standing import standing
from storage.store import Store
from storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.online import Known

Level = Literal["ok", "warn", "bad"]

LITTLE_DISK, HARDLY_ANY_DISK = 500 * 2**20, 50 * 2**20
CLOCK_MAY_BE_BACK = timedelta(minutes=5)
WAITING_FOR_LONG = timedelta(minutes=5)
SWEEP_IS_LATE = timedelta(minutes=15)
SHIPPING_IS_LATE = timedelta(minutes=10)
BACKUP_IS_LATE = timedelta(hours=26)
CALENDAR_AHEAD = 90  # days
SHOWN = 5  # so many failed rows are named
SHORT_CODE = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `doctor_<key>` says it."""

    key: str
    level: Level = "ok"
    facts: dict[str, Any] = field(default_factory=dict)

    def words(self, language: str) -> str:
        key = self.key if self.key.startswith("trouble_") else f"doctor_{self.key}"
        return at_terminal(language, key, **self.facts)

    @property
    def code(self) -> str:
        """How docs/troubleshooting.md names it."""
        return self.key.removeprefix("trouble_")

    def as_json(self, language: str) -> dict[str, Any]:
        facts = {name: plain(value) for name, value in self.facts.items()}
        return {"check": self.key, "level": self.level, "text": self.words(language), "facts": facts}


def ok(key: str, **facts: Any) -> Finding:
    return Finding(key, "ok", facts)


def warn(key: str, **facts: Any) -> Finding:
    return Finding(key, "warn", facts)


def bad(key: str, **facts: Any) -> Finding:
    return Finding(key, "bad", facts)


def is_healthy(findings: Iterable[Finding]) -> bool:
    """Whether nothing is broken; a warning is no illness."""
    return all(finding.level != "bad" for finding in findings)


def verdict(findings: Iterable[Finding]) -> str:
    """The worst of it in a word: healthy, warned or ill."""
    levels = {finding.level for finding in findings}
    return "ill" if "bad" in levels else "warned" if "warn" in levels else "healthy"


def examine(*, online: bool = False, now: datetime | None = None) -> Iterator[Finding]:
    """Every check in order; `online` also asks the platforms."""
    try:
        settings = load()
    except WrongSettings as wrong:
        yield from (bad("settings", problem=line) for line in wrong.words().splitlines())
        return
    redact = set_up(settings.log_level, settings.secrets())
    now = now or now_of(settings)
    checks = [_settings(settings), _books(settings, now), _disk(settings), _channels(settings)]
    if online:
        from bot.online import ask_platforms

        checks.append(ask_platforms(settings, lambda: _known(settings)))
    for findings in checks:
        yield from (_shown(finding, redact, settings.zone) for finding in findings)


def _shown(finding: Finding, redact: Redactor, zone: ZoneInfo) -> Finding:
    """Without secrets, with moments in the reader's time."""
    facts = dict(finding.facts)
    for name, value in facts.items():
        if isinstance(value, str):
            facts[name] = one_line(redact(value))
        elif isinstance(value, datetime):
            facts[name] = value.astimezone(zone)
    return Finding(finding.key, finding.level, facts)


# --- settings, disk, channels ----------------------------------------------------------------------------------------


def _settings(settings: Settings) -> Iterator[Finding]:
    yield ok("settings_ok", locale=settings.locale, timezone=settings.timezone, currency=settings.currency)
    if settings.setup_code and len(settings.setup_code.get_secret_value()) < SHORT_CODE:
        yield warn("setup_code_short", length=SHORT_CODE)
    if settings.clock is not None:
        yield warn("clock_is_set", at=settings.clock.at.isoformat())


def _disk(settings: Settings) -> Iterator[Finding]:
    """Room where the books are and where backups go, where that is another disk."""
    file = file_of(settings.database_url.get_secret_value())
    wanted = [file.absolute().parent] if file is not None else []
    wanted += [settings.backup_dir.absolute()] if settings.backup_dir is not None else []
    disks = {folder.stat().st_dev: folder for folder in map(_that_exists, reversed(wanted))}
    for folder in disks.values():
        yield _room(folder)
    if file is not None and file.exists():
        yield from (bad("not_writable", file=str(one)) for one in (file, file.absolute().parent) if not _writable(one))


def _that_exists(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    megabytes = free // 2**20
    if free < HARDLY_ANY_DISK:
        return bad("disk_full", megabytes=megabytes, folder=str(folder))
    if free < LITTLE_DISK:
        return warn("disk_little", megabytes=megabytes, folder=str(folder))
    return ok("disk_ok", megabytes=megabytes)


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.channels:
        yield warn("no_channel")
    for name in settings.channels:
        yield ok("channel", name=name)


# --- the database ----------------------------------------------------------------------------------------------------


def _books(settings: Settings, now: datetime) -> Iterator[Finding]:
    """From the outside in: the file, the schema, the keyring, then what is written in the books."""
    try:
        checkup = check(settings.database_url.get_secret_value())
    except Trouble as trouble:
        yield _no_database(trouble)
        return
    yield from _database(checkup, now, settings)
    yield from _files(settings)
    keyring_is_gone = _keyring_is_gone(settings)
    if keyring_is_gone:
        yield bad("keyring_gone", file=str(_keyring_file(settings)))
    if checkup.damage or keyring_is_gone or checkup.schema != checkup.newest:
        return  # opening would change something, or tell nothing more
    yield from _inside(settings, now)


def _no_database(trouble: Trouble) -> Finding:
    if trouble.code == "no_database":
        return warn("trouble_no_database", detail=trouble.detail)
    return _trouble(trouble)


def _trouble(trouble: Trouble) -> Finding:
    """The same words the other commands use."""
    return bad(f"trouble_{trouble.code if trouble.code in CODES else 'other'}", detail=trouble.detail)


def _database(checkup: Checkup, now: datetime, settings: Settings) -> Iterator[Finding]:
    if checkup.damage:
        yield bad("damage", detail=checkup.damage)
    yield from _schema(checkup)
    if checkup.unsafe:
        yield warn("unsafe", settings=list(checkup.unsafe))
    else:
        yield ok("safe")
    if settings.clock is None and checkup.last_at is not None and checkup.last_at > now + CLOCK_MAY_BE_BACK:
        yield bad("clock_back", last=checkup.last_at, now=now)


def _schema(checkup: Checkup) -> Iterator[Finding]:
    if not checkup.known:
        yield bad("schema_newer", schema=str(checkup.schema))
    elif checkup.schema != checkup.newest:
        yield warn("schema_older", schema=str(checkup.schema), newest=str(checkup.newest))
    else:
        yield ok("schema", schema=str(checkup.schema))


def _files(settings: Settings) -> Iterator[Finding]:
    files = [file_of(settings.database_url.get_secret_value()), _keyring_file(settings)]
    for file in (one for one in files if one is not None):
        for exposed in readable_by_others(file):
            yield warn("file_open", file=str(exposed))


def _keyring_file(settings: Settings) -> Path | None:
    keyring, _ = secrets_of(settings)
    return file_of(keyring or settings.database_url.get_secret_value() + ".keyring")


def _keyring_is_gone(settings: Settings) -> bool:
    file = _keyring_file(settings)
    return file is not None and not file.exists()


# --- what is written in it -------------------------------------------------------------------------------------------


def _inside(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        with open_books(settings, must_exist=True) as database:
            yield ok("keyring")
            yield from _audit(database, heads_file(settings))
            yield _backups(settings, database.read(lately), now)
            yield from _shipping(settings, database, now)
            yield from database.read(lambda transaction: list(_queues(transaction, now)))
            yield from database.read(lambda transaction: list(_teams(transaction, now)))
    except Trouble as trouble:
        yield _trouble(trouble)


def _audit(database: Database, file: Path | None) -> Iterator[Finding]:
    told = kept(file, database)
    if told.problem:
        yield bad("audit_file", problem=told.problem)
    for verdict in verify_all(database, told.heads):
        if verdict.holds:
            yield ok("audit", team=verdict.team, count=verdict.rows)
        else:
            yield bad("audit_broken", team=verdict.team, count=verdict.rows, problem=verdict.problem)


def _backups(settings: Settings, known: Lately, now: datetime) -> Finding:
    """How old the last backup is that was restored for a try."""
    if settings.backup_dir is None or settings.backup_key is None:
        return warn("backup_unset")
    last, hours = known.last(), round((now - (known.last() or now)).total_seconds() / 3600)
    if last is None:
        return warn("backup_never", problem=known.problem or None, detail=known.detail)
    if now - last > BACKUP_IS_LATE:
        return bad("backup_late", last=last, hours=hours, problem=known.problem or None, detail=known.detail)
    return ok("backup", last=last, hours=hours, kilobytes=-(-known.size // 1024), folder=str(settings.backup_dir))


def _shipping(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    """Up to when what was committed is in the second place, where there is one."""
    if settings.ship is None:
        return
    if not database.is_sqlite:
        yield warn("ship_postgres")
        return
    known = standing(database.url)
    last = known.safe_at() if known and known.folder == str(settings.ship) else None
    problem = {"problem": (known and known.problem) or None, "detail": known.detail if known else ""}
    if known is None or last is None:
        yield warn("ship_never", **problem)
    elif now - last > SHIPPING_IS_LATE:
        yield bad("ship_late", last=last, minutes=int((now - last).total_seconds() // 60), **problem)
    else:
        yield ok("ship", last=last, count=known.pieces, folder=known.folder)


def _queues(transaction: Transaction, now: datetime) -> Iterator[Finding]:
    yield from _inbox(Inbox(transaction), now)
    yield from _outbox(Outbox(transaction), now)


def _inbox(inbox: Inbox, now: datetime) -> Iterator[Finding]:
    counts = inbox.counts()
    for row, channel, at, incident in inbox.failed()[:SHOWN]:
        yield warn("inbox_failed", row=str(row), channel=channel, at=at, incident=incident)
    waiting, oldest = counts.get("waiting", (0, now))
    if waiting and now - oldest > WAITING_FOR_LONG:
        yield warn("inbox_late", count=waiting, oldest=oldest)
    else:
        yield ok(
            "inbox", count=counts.get("done", (0, now))[0], waiting=waiting, failed=counts.get("failed", (0, 0))[0]
        )


def _outbox(outbox: Outbox, now: datetime) -> Iterator[Finding]:
    counts = outbox.counts()
    for row in outbox.dead()[:SHOWN]:
        yield warn("outbox_dead", row=str(row.id), channel=row.channel, chat=row.chat, tries=row.tries)
    if unknown := counts.get("unknown", (0, now))[0]:
        yield warn("outbox_unknown", count=unknown)
    waiting, oldest = counts.get("waiting", (0, now))
    if waiting and now - oldest > WAITING_FOR_LONG:
        yield warn("outbox_late", count=waiting, oldest=oldest)
    else:
        yield ok("outbox", count=counts.get("sent", (0, now))[0], waiting=waiting, dead=counts.get("dead", (0, 0))[0])


def _teams(transaction: Transaction, now: datetime) -> Iterator[Finding]:
    team_ids = House(transaction).team_ids()
    if not team_ids:
        yield warn("no_team")
    for team_id in team_ids:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        team, calendar = store.people.team(), calendar_of(store.people.team().timezone)
        local = now.astimezone(ZoneInfo(team.timezone))
        if not store.all(Member):
            yield warn("team_empty", team=team.name)
        yield from _groups(store, team)
        swept = House(transaction).remembered(f"swept:{team_id}")
        yield _sweep(team, store.people.policy(), calendar, local, swept)
        yield _calendar(team, calendar, local.date())


def _groups(store: Store, team: Team) -> Iterator[Finding]:
    """Groups the bot was taken out of, where the team has no other."""
    if not store.people.bound_chats():
        left = (one for one in store.all(Chat) if one.state == "removed")
        yield from (warn("group_left", team=team.name, chat=one.title) for one in left)


def _known(settings: Settings) -> Known:
    """What the platforms are asked about; nothing where the books do not open."""
    from bot.online import Known

    try:
        with open_books(settings, must_exist=True) as database:
            installed = BooksVault(database, "slack").all()
            return Known(database.read(_all_bound), {name: one["token"] for name, one in installed.items()})
    except (Trouble, Failed):
        return Known()


def _all_bound(transaction: Transaction) -> list[Chat]:
    teams = House(transaction).team_ids()
    stores = (Store(transaction, team, by=None, source=0, now=datetime.now(UTC)) for team in teams)
    return [chat for store in stores for chat in store.people.bound_chats()]


def _sweep(team: Team, policy: Policy, calendar: WorkingCalendar, local: datetime, swept: str | None) -> Finding:
    last = datetime.fromisoformat(swept).astimezone(local.tzinfo) if swept else None
    due = datetime.combine(local.date(), policy.watch.push_at, local.tzinfo)
    is_late = calendar.is_working(local.date()) and local > due + SWEEP_IS_LATE
    if is_late and (last is None or last.date() < local.date()):
        return warn("sweep_late", team=team.name, last=last)
    return ok("sweep", team=team.name, last=last)


def _calendar(team: Team, calendar: WorkingCalendar, today: date) -> Finding:
    days = (today + timedelta(days=ahead) for ahead in range(CALENDAR_AHEAD))
    first = next((day for day in days if calendar.is_provisional(day)), None)
    return ok("calendar", team=team.name) if first is None else warn("calendar_ends", team=team.name, day=first)
