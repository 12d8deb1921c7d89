"""Python without its start: processes forked from one that has imported everything. To start and to import is most of
what a process that is killed and started again costs a test.

Each is a process of its own all the same, with its own memory, files, threads and signals; nothing but modules is there
before the fork, and the words of both languages. SCALE=full starts every one from nothing, as do the tests that are
about starting.

Run as a program, this is the nursery: it takes orders on a socket, one message each, with the files to read and write.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from tempfile import TemporaryFile
from typing import IO, Any, Self

from tests.support import FULL, ROOT

FROM_NOTHING = FULL or sys.platform != "linux"  # every process is started whole, none is forked
AT_MOST = 1 << 18  # bytes of an order: arguments and environment
WARM = (
    "bot.__main__", "bot.app", "bot.backing_up", "bot.channels.slack", "bot.channels.telegram", "bot.commands.audit",
    "bot.commands.books", "bot.commands.serving", "bot.export", "bot.importing.apart", "telegram.ext", "tests.storage.cast",
)  # fmt: skip
Given = IO[bytes] | int  # a file, or subprocess.PIPE, or subprocess.DEVNULL


class Forked:
    """What the tests need of `subprocess.Popen`."""

    def __init__(self, report: IO[str], stdin: IO[bytes] | None, stdout: IO[bytes] | None) -> None:
        self._report, self.stdin, self.stdout = report, stdin, stdout
        self.pid = int(report.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended; minus the signal that ended it."""
        if self.returncode is None and select.select([self._report], [], [], 0)[0]:
            self.returncode = int(self._report.readline())
            self._report.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The same once it has ended."""
        if self.returncode is None and not select.select([self._report], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        code = self.poll()
        assert code is not None
        return code

    def communicate(self, given: bytes = b"", timeout: float | None = None) -> tuple[bytes, None]:
        """Give it that, and read what it says to the end."""
        if self.stdin is not None:
            with suppress(BrokenPipeError), self.stdin:
                self.stdin.write(given)
        assert self.stdout is not None
        ends = None if timeout is None else time.monotonic() + timeout
        while select.select([self.stdout], [], [], None if ends is None else max(0.0, ends - time.monotonic()))[0]:
            if not (piece := os.read(self.stdout.fileno(), 1 << 16)):
                self.wait()
                return b"".join(self._said), None
            self._said.append(piece)
        raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)

    @functools.cached_property
    def _said(self) -> list[bytes]:
        return []

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.stdin, self.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.wait()


Process = subprocess.Popen[bytes] | Forked


def python(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    stdin: Given = subprocess.DEVNULL,
    stdout: Given | None = None,
    stderr: Given | None = None,
) -> Process:
    """`python ARGUMENTS` in the project's folder: a file, `-m` a module of ours, or `-c` some lines."""
    environment = dict(os.environ if environment is None else environment)
    if FROM_NOTHING:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=stdin, stdout=stdout, stderr=stderr)
    ours, theirs = os.pipe()
    order = json.dumps({"arguments": arguments, "environment": environment}).encode()
    with ExitStack() as handed:
        handed.callback(os.close, theirs)
        give, read = _end(handed, stdin, 0)
        take, write = _end(handed, stdout, 1)
        _, complain = _end(handed, stderr, 2)
        socket.send_fds(_nursery(os.getpid()), [order], [read, write, complain, theirs])
    return Forked(os.fdopen(ours, "r", buffering=1), give, take)


def ran(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The same to its end, and what it said."""
    with TemporaryFile() as out, TemporaryFile() as err:
        code = python(*arguments, environment=environment, stdout=out, stderr=err).wait(60)
        out.seek(0), err.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read().decode(), err.read().decode())


def _end(handed: ExitStack, given: Given | None, number: int) -> tuple[IO[bytes] | None, int]:
    """Our end of a pipe, if one is asked for, and what the other process is to have as its file of that number."""
    if given is None:
        return None, number
    if given == subprocess.DEVNULL:
        return None, handed.enter_context(open(os.devnull, "r+b", buffering=0)).fileno()  # noqa: PTH123
    if not isinstance(given, int):
        return None, given.fileno()
    reads, writes = os.pipe()
    ours, theirs, mode = (writes, reads, "wb") if number == 0 else (reads, writes, "rb")
    handed.callback(os.close, theirs)
    return os.fdopen(ours, mode), theirs


@functools.cache
def _nursery(_of: int) -> socket.socket:
    """This process's own; it ends when the socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", __name__, str(theirs.fileno())]
    nursery = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    theirs.close()
    atexit.register(_close, ours, nursery)
    return ours


def _close(line: socket.socket, nursery: subprocess.Popen[bytes]) -> None:
    line.close()
    nursery.wait(10)


# --- the nursery ------------------------------------------------------------------------------------------------------


def take_orders(line: socket.socket) -> None:
    """Fork a keeper for each, until nobody is there to order."""
    while True:
        order, files, *_ = socket.recv_fds(line, AT_MOST, 4)
        if not order:
            return _bury()
        if os.fork() == 0:
            line.close()
            return _keep(json.loads(order), *files)
        for file in files:
            os.close(file)
        _bury()


def _bury() -> None:
    """Keepers that are done."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _keep(order: dict[str, Any], *files: int) -> None:
    """The parent of one process: tells its pid and how it ended. Returns only in that process, once it is done."""
    *files, report = files
    pid = os.fork()
    if pid == 0:
        os.close(report)
        return _be(order["arguments"], order["environment"], files)
    for file in files:
        os.close(file)
    os.write(report, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _be(arguments: list[str], environment: dict[str, str], files: list[int]) -> None:
    """The process that was asked for, from here on."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    what, *sys.argv = arguments
    if what == "-c":
        code, sys.argv[0] = sys.argv[0], "-c"
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    elif what == "-m":
        _main_of(sys.argv[0])()
    else:
        sys.argv.insert(0, what)
        runpy.run_path(what, run_name="__main__")


def _main_of(module: str) -> Any:
    from importlib import import_module
    from importlib.util import find_spec

    if (found := find_spec(module)) is not None and found.submodule_search_locations:
        module = f"{module}.__main__"
    return import_module(module).main  # type: ignore[attr-defined]


def _warm() -> None:
    from importlib import import_module
    from threading import active_count

    for module in WARM:
        import_module(module)
    with suppress(ImportError):
        import_module("sqlalchemy.dialects.postgresql.psycopg")
        import_module("psycopg")
    from bot.reading import read_lines
    from bot.text import LANGUAGES, bundle

    for language in LANGUAGES:
        bundle(language)
    list(read_lines(['{"text": "昨天拜访华星，下周三给方案", "now": "2026-03-02T10:00"}'], {}))
    assert active_count() == 1, "a fork would lose the other threads"
    gc.collect()
    gc.freeze()  # else each looks through all of it for circles as it ends, and copies it: a second of the processor


if __name__ == "__main__":
    _warm()
    take_orders(socket.socket(fileno=int(sys.argv[1])))
