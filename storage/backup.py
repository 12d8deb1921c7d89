"""Backup and restore: the books as they were at one moment, and the keys to them, a file each.

SQLite is copied by its own backup interface, PostgreSQL by pg_dump in the snapshot the rows were counted in. The keys
are read after the books, so that every key the books use is among them. A restore is proven before it counts: the file
is whole, the database is in order, every table has its rows, and each team's audit leads to where it ended then. A
backup takes its name only once it was restored so, to a place that is thrown away after.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from core.base.retention import Keep
from storage.audit import Audit, Head
from storage.database import Database
from storage.drivers import storage_errors
from storage.engine import database_url, open_engine
from storage.errors import Trouble
from storage.keyring import put_keys
from storage.people import House
from storage.pieces import Followed, follow, label_of, sync_folder
from storage.standing import standing
from storage.tables import metadata
from storage.transaction import Transaction
from storage.vault import CHUNK, Label, Link, Reader, Writer

BOOKS, KEYRING, UNPROVEN = ".books", ".keyring", ".unproven"
NAME = "gengfu-%Y%m%dT%H%M%S%fZ"
KEYRINGS_KEPT = 2
OWNER_ONLY = 0o600
WORKSHOP = ".gengfu-backup-"
LEFT_BEHIND = timedelta(days=1)  # a workshop of a backup that was killed
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What must be found again: rows a table, and where each team's audit ended (see `audit.Head`)."""

    rows: Mapping[str, int]
    heads: Mapping[str, str]

    @property
    def count(self) -> int:
        """All rows of all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Made:
    """The two files of a backup."""

    books: Path
    keyring: Path
    manifest: Manifest
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, proven: `audited` is how many audit rows of each team hold, `followed` how far
    shipped pieces led on from the backup."""

    made_at: str
    place: str
    keyring: str
    manifest: Manifest
    audited: Mapping[str, int]
    moved_aside: tuple[str, ...] = ()
    followed: Followed = field(default_factory=Followed)


# --- backup ----------------------------------------------------------------------------------------------------------


def back_up(database: Database, folder: Path, key: str | None, now: datetime) -> Made:
    """Write the two files into the folder and prove them; others may write to the books meanwhile. Without a key: in
    clear.

    Trouble where it cannot be done: `backup_folder` (rights, room), `backup_unproven` (no place to try it on),
    `backup_differs` and what `restore` raises. What could not be proven stays as `....unproven`, the newest only.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _workshop(folder, now) as shop, _workshop(_near(database), now) as desk:
            return _back_up(database, folder, key, now, shop, desk)
    except OSError as error:
        raise Trouble("backup_folder", f"{error.strerror}: {error.filename or folder}") from error


def _back_up(database: Database, folder: Path, key: str | None, now: datetime, shop: Path, desk: Path) -> Made:
    """What is encrypted is made in `shop`, beside where it goes; what is in clear, at `desk`, beside the books."""
    name, made_at = free_name(folder, now), now.isoformat()
    _check_room(database, desk)
    manifest, link = _copy_books(database, desk / "copy")
    with _writing(shop / "books", "books", database, made_at, key, link) as file:
        head = json.dumps({"rows": manifest.rows, "heads": manifest.heads}).encode()
        file.write(len(head).to_bytes(4, "big") + head)
        for piece in _pieces(desk / "copy"):
            file.write(piece)
    (desk / "copy").unlink()
    write_keys(shop / "keyring", database, made_at, key, link and replace(link, number=link.number - 1))
    made = Made(folder / f"{name}{BOOKS}", folder / f"{name}{KEYRING}", manifest, bool(key))
    try:
        _try_it(database, shop, desk, key, manifest, now)
    except Trouble:
        _keep_unproven(shop / "books", made.books)
        raise
    (shop / "keyring").replace(made.keyring)
    (shop / "books").replace(made.books)
    sync_folder(folder)
    for old in keyrings_in(folder)[:-KEYRINGS_KEPT]:
        old.unlink()
    return made


def _near(database: Database) -> Path:
    """Where copies in clear may lie for a while: where the books or their keys lie in clear anyway."""
    files = (database.url, database.keyring.url)
    found = next((Path(str(one.database)) for one in files if one.drivername == "sqlite"), None)
    return found.absolute().parent if found else Path(tempfile.gettempdir())


def _check_room(database: Database, desk: Path) -> None:
    """A backup must not be what fills the disk of the books."""
    if database.is_sqlite:
        needed = Path(str(database.url.database)).stat().st_size * 5 // 4
        free = shutil.disk_usage(desk).free
        if free < needed:
            raise Trouble("disk_full", f"a backup needs {needed >> 20} MB beside the books, {free >> 20} MB are free")


def _keep_unproven(shop: Path, books: Path) -> None:
    kept = books.with_suffix(UNPROVEN)
    shop.replace(kept)
    for old in sorted(kept.parent.glob(f"gengfu-*{UNPROVEN}"))[:-1]:
        old.unlink()


def _try_it(database: Database, shop: Path, desk: Path, key: str | None, manifest: Manifest, now: datetime) -> None:
    """Restore it to a place that is thrown away, as one would after a fire; Trouble where that does not hold."""
    with _spare_place(database, desk) as place:
        restored = restore(shop / "books", shop / "keyring", key, place, force=False, now=now)
    if restored.manifest != manifest:
        raise Trouble("backup_differs", "its list of contents")


def newest_first(folder: Path) -> list[Path]:
    """The backups of the books in a folder: their names begin with the moment."""
    return sorted(folder.glob(f"gengfu-*{BOOKS}"), reverse=True)


def keys_for(books: Path) -> Path | None:
    """The copy of the keyring to open a backup with: where pieces go on from it, the one that was shipped last, else
    the one beside it, else the newest in its folder."""
    found, label = keyrings_in(books.parent), label_of(books)
    chain = label.link.chain if label and label.link else ""
    links = {path: one.link for path in found if (one := label_of(path)) and one.link and one.link.chain == chain}
    if links:
        return max(links, key=lambda path: links[path].number)
    beside = books.with_suffix(KEYRING)
    return beside if beside.exists() else next(reversed(found), None)


def try_pieces(database: Database, books: Path, key: str, now: datetime) -> Followed:
    """Bring a backup back with all that was shipped after it, to a place that is thrown away; Trouble `backup_differs`
    where it does not hold to the last piece."""
    keys = keys_for(books)
    if keys is None:
        raise Trouble("backup_differs", "there is no copy of the keyring")
    with _workshop(_near(database), now) as desk:
        _check_room(database, desk)
        with _spare_place(database, desk) as place:
            followed = restore(books, keys, key, place, force=False, now=now).followed
    if followed.stopped:
        raise Trouble("backup_differs", followed.stopped)
    return followed


@contextmanager
def _spare_place(database: Database, desk: Path) -> Iterator[Place]:
    secret_key = database.address.secret_key
    if database.is_sqlite:
        yield Place(f"sqlite:///{desk / 'proof.db'}", None, secret_key)
        return
    name = f"gengfu_proof_{secrets.token_hex(6)}"
    engine = open_engine(database.url)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
            except SQLAlchemyError as error:
                raise Trouble("backup_unproven", str(getattr(error, "orig", error)).splitlines()[0]) from error
            try:
                url = database.url.set(database=name).render_as_string(hide_password=False)
                yield Place(url, f"sqlite:///{desk / 'proof.keyring'}", secret_key)
            finally:
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        engine.dispose()


def thin_out(folder: Path, keep: Keep, zone: ZoneInfo) -> list[Path]:
    """Remove the books' copies that no day, week or month needs any more, and say which; days are of the zone."""
    found = {moment: path for path in folder.glob(f"gengfu-*{BOOKS}") if (moment := _made_at(path, zone))}
    old = sorted(found.keys() - keep.worth(found))
    for moment in old:
        found[moment].unlink()
    return [found[moment] for moment in old]


def _made_at(path: Path, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(path.stem, NAME).replace(tzinfo=UTC).astimezone(zone)
    except ValueError:
        return None


def keyrings_in(folder: Path) -> list[Path]:
    """The copies of the keyring in a folder of backups, oldest first: their names begin with the moment."""
    return sorted(folder.glob(f"gengfu-*{KEYRING}"))


def free_name(folder: Path, now: datetime) -> str:
    """What a backup of this moment is called, without an ending; a millisecond later where that is taken."""
    while True:
        name = f"gengfu-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
        if not any((folder / f"{name}{ending}").exists() for ending in (BOOKS, KEYRING)):
            return name
        now += timedelta(milliseconds=1)


@contextmanager
def _workshop(folder: Path, now: datetime) -> Iterator[Path]:
    """A folder of its owner's own for what is not finished; one that a killed backup left is cleared away."""
    for old in folder.glob(f"{WORKSHOP}*"):
        if now.timestamp() - old.stat().st_mtime > LEFT_BEHIND.total_seconds():
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=folder) as shop:
        yield Path(shop)


def write_keys(path: Path, database: Database, made_at: str, key: str | None, link: Link | None) -> None:
    """A copy of the keyring; `link`: the last look at the books before which its keys were read."""
    with _writing(path, "keyring", database, made_at, key, link) as file:
        file.write(json.dumps(database.keyring.rows()).encode())


@contextmanager
def _writing(
    path: Path, kind: str, database: Database, made_at: str, key: str | None, link: Link | None
) -> Iterator[Writer]:
    engine = database.engine.dialect.name if kind == "books" else ""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, OWNER_ONLY), "wb") as file:
        writer = Writer(file, kind, engine, made_at, key, link)
        yield writer
        writer.close()
        file.flush()
        os.fsync(file.fileno())


def _copy_books(database: Database, path: Path) -> tuple[Manifest, Link | None]:
    """Copy the books as they are in one snapshot, and say what is in it and which shipped piece goes on from it."""
    with storage_errors(), database.reading.connect() as connection, connection.begin():
        link = _joined(database, connection)
        manifest = Manifest(rows_of(connection), heads_of(Transaction(database, connection)))
        if database.is_sqlite:
            source: Any = connection.connection.driver_connection
            with closing(sqlite3.connect(path)) as target:
                source.backup(target)
        else:
            snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar())
            options = (
                "--format=custom",
                "--compress=0",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                "--exclude-schema=before_*",
            )  # what a migration kept beside them
            _run_postgres("pg_dump", *options, f"--file={path}", url=database.url)
    return manifest, link


def _joined(database: Database, connection: Connection) -> Link | None:
    """Begin the snapshot between two looks of the shipper, where there is one, and say which comes next."""
    if not database.is_sqlite or standing(database.url) is None:
        return None
    with database.transaction():  # the shipper counts its looks where nobody can write
        known = standing(database.url)
        connection.execute(select(func.count()).select_from(metadata.tables["house"])).all()
    return Link(known.chain, known.looks + 1) if known else None


def rows_of(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in there]
    return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}


def heads_of(transaction: Transaction) -> dict[str, str]:
    """Where each team's audit ends, as marks, by the team's id as text."""
    teams = House(transaction).team_ids()
    return {str(team): str(Audit(transaction, team).head()) for team in teams}


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _run_postgres(program: str, *options: str, url: URL) -> None:
    """Run PostgreSQL's own tool on a database; the password goes by the environment, where nobody sees it."""
    found = shutil.which(program)
    if found is None:
        raise Trouble("backup_tools", f"{program} is not on the PATH")
    password = {"PGPASSWORD": url.password} if url.password else {}
    address = url._replace(drivername="postgresql", password=None).render_as_string()  # set() takes no None
    command = [found, *options, f"--dbname={address}"]
    done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program
    if done.returncode:
        raise Trouble("backup_tools", (done.stderr.strip().splitlines() or [f"{program}: {done.returncode}"])[-1])


# --- restore ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a restore goes to: the address of the books and of the keyring, and the key the keyring is wrapped with."""

    url: str
    keyring: str | None = None
    secret_key: str | None = None

    @property
    def books(self) -> URL:
        """The address as SQLAlchemy's; Trouble where it is none."""
        return database_url(self.url)

    @property
    def keyring_url(self) -> str:
        """The keyring's address; beside the books if none was said."""
        if self.keyring is None and self.books.drivername != "sqlite":
            raise Trouble("keyring_missing", "say where the keys go")
        return self.keyring or f"sqlite:///{self.books.database}.keyring"

    def open(self) -> Database:
        """The books at that place, with their keyring."""
        return Database(self.url, self.keyring_url, self.secret_key)


def restore(
    books: Path, keyring: Path, key: str | None, place: Place, *, force: bool, now: datetime,
    until: datetime | None = None,
) -> Restored:  # fmt: skip
    """Bring the books back to a new place and prove them; Trouble, and nothing is left there, if they do not hold.

    Shipped pieces beside them that go on from there are put in, up to the last that holds, made not later than `until`.
    `force`: what is at the place makes room; SQLite files are moved aside, never deleted.
    """
    rows, keys = _keys_of(keyring, key)
    with books.open("rb") as file, _said_when_full():
        reader = Reader(file)
        _check_engine(reader.label, place)
        content = reader.parts(key)
        manifest = _manifest(next(content))
        if place.books.drivername != "sqlite":
            return _into_server(reader.label, manifest, content, rows, place, force, now)
        go_on = partial(follow, reader.label, books.parent, key=key, keys=keys, until=until)
        return _into_file(reader.label, manifest, content, rows, place, force, now, go_on)


def restore_keys(keyring: Path, key: str | None, place: Place, *, force: bool, now: datetime) -> tuple[str, ...]:
    """Bring only the keys back, to books that are there, and open those with them; which files were moved aside.

    Trouble `place_taken` where other keys are there already (`force`: they make room), and whatever shows that these
    are not the keys of these books.
    """
    rows, _ = _keys_of(keyring, key)
    with _said_when_full():
        aside = _put_keys(place, rows, force, now)
    database = place.open()
    try:
        prove_audit(database, database.read(heads_of))
    finally:
        database.close()
    return aside


@contextmanager
def _said_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Trouble("disk_full", str(error.filename or "")) from error
        raise


def _keys_of(file: Path, key: str | None) -> tuple[list[dict[str, Any]], Label]:
    with file.open("rb") as opened:
        reader = Reader(opened)
        if reader.label.kind != "keyring":
            raise Trouble("backup_format", f"{file.name} holds no keys")
        rows: list[dict[str, Any]] = json.loads(b"".join(reader.content(key)))
    return rows, reader.label


def _check_engine(label: Label, place: Place) -> None:
    if label.kind != "books":
        raise Trouble("backup_format", "it holds no books")
    if label.engine != place.books.get_backend_name():
        raise Trouble("backup_other", label.engine)


def _manifest(text: bytes) -> Manifest:
    return Manifest(**json.loads(text))


def _into_file(
    label: Label, manifest: Manifest, content: Iterator[bytes], keys: Sequence[Mapping[str, Any]], place: Place,
    force: bool, now: datetime, go_on: Callable[[Path], Followed],
) -> Restored:  # fmt: skip
    """SQLite: all is proven beside the place before it takes the name."""
    path = Path(str(place.books.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not force:
        raise Trouble("place_taken", str(path))
    with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=path.parent) as shop:
        copy = Path(shop) / path.name
        _write_down(copy, content)
        followed = go_on(copy)
        _check_file(copy)
        manifest = _now_there(copy, manifest, followed)
        beside = Place(f"sqlite:///{copy}", None, place.secret_key)
        put_keys(beside.keyring_url, keys)
        audited = _prove(beside, manifest)
        _fold_up(copy)
        aside: tuple[str, ...] = (_moved_aside(path, now),) if path.exists() else ()
        aside += _put_keys(place, keys, force, now)
        copy.replace(path)
    sync_folder(path.parent)
    return Restored(label.made_at, shown(place.url), shown(place.keyring_url), manifest, audited, aside, followed)


def _into_server(
    label: Label, manifest: Manifest, content: Iterator[bytes], keys: Sequence[Mapping[str, Any]], place: Place,
    force: bool, now: datetime,
) -> Restored:  # fmt: skip
    """PostgreSQL: pg_restore brings all of it back or nothing, then it is proven in its place."""
    if not force and is_taken(place.url):
        raise Trouble("place_taken", shown(place.url))
    with tempfile.TemporaryDirectory(prefix=WORKSHOP) as shop:
        dump = Path(shop) / "dump"
        _write_down(dump, content)
        aside = _put_keys(place, keys, force, now)
        options = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges")
        _run_postgres("pg_restore", *options, str(dump), url=place.books)
    compare_rows(manifest.rows, _rows_at(place.url))
    audited = _prove(place, manifest)
    return Restored(label.made_at, shown(place.url), shown(place.keyring_url), manifest, audited, aside)


def _put_keys(place: Place, keys: Sequence[Mapping[str, Any]], force: bool, now: datetime) -> tuple[str, ...]:
    """The keys to their place; with `force` another keyring there makes room. Which files were moved aside."""
    try:
        put_keys(place.keyring_url, keys)
    except Trouble as trouble:
        if trouble.code != "place_taken" or not force:
            raise
    else:
        return ()
    file = _file_of(place.keyring_url)
    aside = (_moved_aside(file, now),) if file is not None else ()
    put_keys(place.keyring_url, keys, force=True)
    return aside


def is_taken(url: str) -> bool:
    """Whether there are books at an address already; empty ones do not count on a server."""
    address = database_url(url)
    if (file := _file_of(url)) is not None:
        return file.exists()
    engine = open_engine(address)
    try:
        with storage_errors(), engine.begin() as connection:
            return any(count for name, count in rows_of(connection).items() if name != "house")
    finally:
        engine.dispose()


def _write_down(path: Path, content: Iterator[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _check_file(path: Path) -> None:
    with storage_errors(), closing(sqlite3.connect(path)) as connection:
        found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise Trouble("backup_differs", found)


def _now_there(path: Path, manifest: Manifest, followed: Followed) -> Manifest:
    """What must be in the books: what their backup says, or what came by pieces to where the audits ended then."""
    if followed.count:
        return Manifest(_rows_at(f"sqlite:///{path}"), followed.heads)
    compare_rows(manifest.rows, _rows_at(f"sqlite:///{path}"))
    return manifest


def _rows_at(url: str) -> dict[str, int]:
    """Before a newer release adds tables of its own."""
    engine = open_engine(database_url(url))
    try:
        with storage_errors(), engine.begin() as connection:
            return rows_of(connection)
    finally:
        engine.dispose()


def compare_rows(wanted: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Trouble `backup_differs` at the first table that has other rows than it should."""
    for name, count in wanted.items():
        if found.get(name) != count:
            raise Trouble("backup_differs", f"{name}: {found.get(name)} / {count}")


def _prove(place: Place, manifest: Manifest) -> dict[str, int]:
    database = place.open()
    try:
        return prove_audit(database, manifest.heads)
    finally:
        database.close()


def prove_audit(database: Database, heads: Mapping[str, str]) -> dict[str, int]:
    """How many audit rows of each team hold, by the team's id; Trouble `backup_differs` where one does not."""
    return database.read(lambda transaction: {team: _proven(transaction, team, mark) for team, mark in heads.items()})


def _proven(transaction: Transaction, team: str, mark: str) -> int:
    count, problem = Audit(transaction, int(team)).verify(Head.of(mark))
    if problem or count != Head.of(mark).seq:
        raise Trouble("backup_differs", f"audit of team {team}: {problem or count}")
    return count


def _fold_up(path: Path) -> None:
    """One file again: what stood in the -wal beside it goes into it."""
    with storage_errors(), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()


def _moved_aside(path: Path, now: datetime) -> str:
    """Rename a SQLite file; Trouble `locked` while somebody has it open."""
    try:
        with storage_errors():
            _fold_up(path)
    except Trouble as trouble:
        if trouble.code != "corrupt":
            raise
    aside = path.with_name(f"{path.name}.{now:%Y%m%dT%H%M%SZ}.old")
    for ending in ("", "-wal", "-shm"):
        if (file := Path(f"{path}{ending}")).exists():
            file.replace(f"{aside}{ending}")
    return str(aside)


def _file_of(url: str) -> Path | None:
    address = database_url(url)
    return Path(str(address.database)) if address.drivername == "sqlite" else None


def shown(url: str) -> str:
    """An address without its password."""
    address = database_url(url)
    if address.drivername == "sqlite":
        return f"sqlite:///{address.database}"
    return address.set(drivername="postgresql").render_as_string(hide_password=True)
