"""One folder per test run, shared by the workers of pytest-xdist and gone when the run is over.

The process that opens the folder holds a lock on it for as long as it lives. So a later run can tell the folder of a
run that was killed (nobody holds the lock) from one that is still going, and clear it away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

VARIABLE = "GENGFU_TEST_RUN"  # workers inherit it from the process that started them
PREFIX = "gengfu-tests-"

_alive: dict[Path, IO[str]] = {}  # open files keep their lock


def run_folder() -> Path:
    """The folder of this run; opened by `open_run_folder`."""
    return Path(os.environ[VARIABLE])


def open_run_folder(clear: Callable[[Path], None]) -> Path | None:
    """Open a folder for this run, unless a process above has done so; `clear` first closes what dead runs left open."""
    if VARIABLE in os.environ:
        return None
    for left_over in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _clear_if_dead(left_over, clear)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # a server that runs as another user must pass through
    _alive[folder] = _hold(folder / "alive", wait=True)
    os.environ[VARIABLE] = str(folder)
    return folder


def close_run_folder(folder: Path, clear: Callable[[Path], None]) -> None:
    clear(folder)
    shutil.rmtree(folder, ignore_errors=True)
    _alive.pop(folder).close()
    os.environ.pop(VARIABLE, None)


@contextmanager
def only_one(name: str) -> Iterator[Path]:
    """Hold back the other workers of this run; gives the folder."""
    with _hold(run_folder() / f"{name}.lock", wait=True):
        yield run_folder()


def _clear_if_dead(folder: Path, clear: Callable[[Path], None]) -> None:
    try:
        held = _hold(folder / "alive", wait=False)
    except OSError:  # still going, not ours, or just being made or removed
        return
    with held:
        clear(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _hold(file: Path, *, wait: bool) -> IO[str]:
    held = file.open("a" if wait else "r+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise
    return held
