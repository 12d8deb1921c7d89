"""Reading and planning a file apart from the bot: in a process of its own, so that nobody's message waits for it.

Two seconds of Python for 20,000 rows would take the interpreter from everybody else's message at each of its hundred
looks at the books. The process also bounds what a file may cost: when one takes too much memory or time, only its
reader ends. It opens the same books, only looks, and sends back what the plan tells and then its rows, a few at a time.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from bot.beside import process_of, step_back
from bot.importing.applying import Importer, planned
from bot.importing.rows import Entry, Outline, Plan
from bot.importing.sheets import IN_CHAT, Unreadable, sheets_of
from storage.database import Address, Database
from storage.errors import Trouble

MEMORY = 768 << 20  # bytes of its own; 50,000 rows of twenty cells take about a third
SECONDS = 60  # of the processor; 50,000 rows take about five
NICE = 5  # whoever waits for an answer goes first
READER = "bot.importing.apart"
AT_ONCE = 100  # rows in one piece


@dataclass(frozen=True, slots=True)
class Task:
    """A file, in whose name it is planned, and what was answered about it: see `applying.planned`."""

    importer: Importer
    content: bytes
    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    goes_on: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would do; `entries` may be gone through once, while the file is open."""

    outline: Outline
    entries: Iterator[Entry]


@contextmanager
def looked_at(database: Database, task: Task, *, apart: bool) -> Iterator[Looked]:
    """Open a file from a chat and plan it, `apart` where others wait meanwhile. Unreadable where it cannot be used."""
    if not apart:
        plan = _planned(database, task)
        yield Looked(plan.outline, iter(plan.entries))
        return
    with process_of(READER) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError), process.stdin as given:
            pickle.dump((database.address, task), given)
        answers = _answers(process, process.stdout)
        yield Looked(next(answers), (entry for piece in answers for entry in piece))


def _answers(process: subprocess.Popen[bytes], pipe: BinaryIO | Any) -> Iterator[Any]:
    """What it sends, until it says that this was all; what went wrong there is raised here."""
    while True:
        try:
            answer = pickle.load(pipe)  # noqa: S301 - from our own program
        except EOFError:
            if process.wait() < 0:  # killed: by its limits, or by a system that has no memory left
                raise Unreadable("import_too_much") from None
            raise RuntimeError(f"the reader of files ended with {process.returncode}") from None
        if isinstance(answer, _Problem):
            raise answer.error()
        if answer is None:
            return
        yield answer


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why there is no plan: the name of the error, and what it was made of."""

    kind: str
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> Exception:
        if self.kind == "unreadable":
            return Unreadable(self.key, **self.facts)
        return Trouble(self.key, **self.facts) if self.kind == "trouble" else RuntimeError(self.key)


# --- in the other process --------------------------------------------------------------------------------------------


def main() -> None:
    """Plan the file that comes on standard input."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _within_limits()
    address, task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own program
    for answer in _told(address, task):
        pickle.dump(answer, answers)
        answers.flush()


def _within_limits() -> None:
    gc.disable()  # it ends before that matters
    step_back(NICE)
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _told(address: Address, task: Task) -> Iterator[Outline | list[Entry] | _Problem | None]:
    try:
        database = Database(*address)
        try:
            plan = _planned(database, task)
        finally:
            database.close()
    except Unreadable as no:
        yield _Problem("unreadable", no.key, no.facts)
    except MemoryError:
        yield _Problem("unreadable", "import_too_much")
    except Trouble as trouble:
        yield _Problem("trouble", trouble.code, {"detail": trouble.detail})
    except Exception:  # noqa: BLE001 - it is raised where the answer is read
        yield _Problem("mistake", traceback.format_exc())
    else:
        yield plan.outline
        for at in range(0, len(plan.entries), AT_ONCE):
            yield plan.entries[at : at + AT_ONCE]
        yield None


def _planned(database: Database, task: Task) -> Plan:
    sheets = sheets_of(task.content, task.name, IN_CHAT)
    return planned(database, task.importer, sheets, answers=task.answers, goes_on=task.goes_on)


if __name__ == "__main__":
    main()
