"""What every test may ask for: a database of its own on either engine, a size, a browser.

Also the house rules of a run: nothing hangs, nobody talks to the internet, and what was skipped is said at the end.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest

from tests.support import FULL
from tests.support.network import stay_on_this_machine
from tests.support.postgres import (
    PostgresMissing,
    create_postgres_database,
    drop_postgres_database,
    stop_postgres,
)
from tests.support.runfolder import close_run_folder, open_run_folder

T = TypeVar("T")

# Where no bytecode is to be written beside the sources, it is given a place apart: each of the hundred processes of a run
# would compile everything again, a third of what starting it costs.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(Path(sys.prefix) / "bytecode-of-tests")
    sys.dont_write_bytecode = False

# Books of tests stand in memory where the machine has some to spare: every commit waits for its disk (synchronous=FULL),
# and thousands of them are most of what a run waits for. What a disk does to books is played, not hoped for.
MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

hypothesis.settings.register_profile("small", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.register_profile("full", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("full" if FULL else "small")


# --- a database of one's own -----------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file, since `sqlite://` in memory would give each thread an empty database of its own."""
    return f"sqlite:///{tmp_path / 'gengfu.db'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards. Skips loudly where there is no server; fails when CI is set."""
    try:
        url = create_postgres_database()
    except PostgresMissing as missing:
        (pytest.fail if IN_CI else pytest.skip)(f"no PostgreSQL here ({missing})")
    yield url
    drop_postgres_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; each test that asks for it runs on both engines."""
    return request.getfixturevalue(f"{request.param}_url")


# --- sizes and programs ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def scale() -> Callable[[T, T], T]:
    """`scale(small, full)`: the first, or the second where SCALE=full (`python3 dev.py test-all`)."""
    return lambda small, full: full if FULL else small


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium or Chrome. Skips loudly where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium here (Debian: apt-get install chromium)")


# --- the rules of a run ----------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-dialogs", action="store_true", help="Write down what the bot says now (tests/dialogs).")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RUN_FOLDER] = open_run_folder(stop_postgres)
    sys.addaudithook(stay_on_this_machine)


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(_RUN_FOLDER, None):
        close_run_folder(folder, stop_postgres)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[object]:
    """What was imported and collected stays: it is not looked through for circles, now or in every test after."""
    gc.disable()
    try:
        return (yield)  # type: ignore[return-value]
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests wait for SCALE=full, unless somebody asks for some by mark."""
    if FULL or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A green run that skipped half of itself must not look like a green run."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section(f"NOT TESTED HERE: {reasons.total()} skipped", sep="!", red=True, bold=True)
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count:5} x {reason}", red=True)


_RUN_FOLDER = pytest.StashKey[Path | None]()


def _reason(report: Any) -> str:
    longrepr = report.longrepr
    return (longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)).removeprefix("Skipped: ")
