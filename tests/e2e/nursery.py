"""Bots forked from a process that has imported everything: to start Python and import is most of what a bot that is
killed and started again costs a test.

Each is a process of its own all the same, with its own memory, files, threads and signals; nothing but modules is there
before the fork, and the words of both languages. SCALE=full starts every one from nothing, as do the tests that are about starting.

Run as a program, this is the nursery: it takes orders on a socket, one message each, with the files to write to.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parents[2]
AT_MOST = 1 << 18  # bytes of an order: words and environment
WARM = (
    "bot.__main__", "bot.app", "bot.channels.slack", "bot.channels.telegram", "bot.commands.audit", "bot.commands.books",
    "bot.commands.serving", "bot.export", "tests.e2e.launch",
)  # fmt: skip


class Forked:
    """What the tests need of `subprocess.Popen`."""

    def __init__(self, report: IO[str]) -> None:
        self._report = report
        self.pid = int(report.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, if it has ended; minus the signal that ended it."""
        if self.returncode is None and select.select([self._report], [], [], 0)[0]:
            self.returncode = int(self._report.readline())
            self._report.close()
        return self.returncode

    def wait(self, timeout: float) -> int:
        """The same once it has ended."""
        if self.returncode is None and not select.select([self._report], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def forked(words: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]) -> Forked:
    """`gengfu WORDS`, or launch.py where there are none."""
    ours, theirs = os.pipe()
    order = json.dumps({"words": words, "environment": dict(environment)}).encode()
    socket.send_fds(_nursery(os.getpid()), [order], [out.fileno(), err.fileno(), theirs])
    os.close(theirs)
    return Forked(os.fdopen(ours, "r", buffering=1))


@functools.cache
def _nursery(_of: int) -> socket.socket:
    """This process's own; it ends when the socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    nursery = subprocess.Popen([sys.executable, __file__, str(theirs.fileno())], cwd=ROOT, pass_fds=[theirs.fileno()])
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
        order, files, *_ = socket.recv_fds(line, AT_MOST, 3)
        if not order:
            return _bury()
        if os.fork() == 0:
            line.close()
            _keep(json.loads(order), *files)
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


def _keep(order: dict[str, object], out: int, err: int, report: int) -> None:
    """The parent of one bot: tells its pid and how it ended. Returns only in the bot."""
    pid = os.fork()
    if pid == 0:
        os.close(report)
        _be(order, out, err)
    os.close(out)
    os.close(err)
    os.write(report, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _be(order: dict[str, object], out: int, err: int) -> NoReturn:
    """The bot, from here on."""
    words, environment = order["words"], order["environment"]
    assert isinstance(words, list)
    assert isinstance(environment, dict)
    for file, number in ((out, 1), (err, 2)):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["gengfu", *words]
    if words:
        from bot.__main__ import main

        main()
    else:
        from tests.e2e.launch import launch

        launch()
    sys.exit()


def _warm() -> None:
    from importlib import import_module
    from threading import active_count

    sys.path.insert(0, str(ROOT))
    for module in WARM:
        import_module(module)
    from bot.reading import read_lines
    from bot.text import LANGUAGES, bundle

    for language in LANGUAGES:
        bundle(language)
    list(read_lines(['{"text": "昨天拜访华星，下周三给方案", "now": "2026-03-02T10:00"}'], {}))
    assert active_count() == 1, "a fork would lose the other threads"


if __name__ == "__main__":
    _warm()
    take_orders(socket.socket(fileno=int(sys.argv[1])))
