"""The real `python -m bot` as a process of its own, pointed at the fake; killed, stopped, started again, and read out."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import httpx

from tests.fakes.telegram import TelegramFake
from tests.support import ROOT
from tests.support.network import REACHED_OUT
from tests.support.nursery import Process, python, ran

LAUNCHER = Path(__file__).with_name("launch.py")
SETUP_CODE = "TEST-SETU-PCOD"
T = TypeVar("T")
Row = dict[str, Any]
PATIENCE = 40.0  # seconds; what is promised about time is asserted apart from this


class Scale(Protocol):
    """The fixture `scale`."""

    def __call__(self, small: T, full: T) -> T: ...


@dataclass
class Books:
    """What `gengfu export` wrote: rows a kind."""

    rows: dict[str, list[dict[str, Any]]]

    def __getitem__(self, kind: str) -> list[dict[str, Any]]:
        return self.rows[kind]

    def by_source(self, kind: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of a kind by the key of the message they came from."""
        found = defaultdict(list)
        for row in self.rows[kind]:
            found[row["source"]].append(row)
        return found


@dataclass
class Bot:
    """One installation: its folder, its settings, and the process that serves it, if one does."""

    fake: TelegramFake
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    quick: bool = True  # with the short leases and the pace of launch.py
    cold: bool = False  # started from nothing, whatever the scale: its own start is what is looked at
    process: Process | None = None
    _before: int = 0
    _calls: int = 0
    kills: int = 0

    # -- the process

    def start(self, *, ready: bool = True) -> Bot:
        assert self.process is None, "one is running already"
        self._before, self._calls = len(self.said()), len(self.fake.calls)
        with self.log.open("ab") as log:
            self.process = self._started(log)
        if ready:
            self.wait_ready()
        return self

    def _started(self, log: IO[bytes]) -> Process:
        command, environment = [str(LAUNCHER)] if self.quick else ["-m", "bot", "run"], self.environment()
        if self.cold:
            return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        return python(*command, environment=environment, stdout=log, stderr=log)

    def wait_ready(self) -> None:
        """Until it says so and takes updates."""
        self.fake.wait_for(self._polls, PATIENCE, f"the bot to take updates\n{self.said()[-3000:]}")

    def _polls(self) -> object:
        assert self.process is not None
        assert self.process.poll() is None, f"the bot ended with {self.process.returncode}\n{self.said()[-3000:]}"
        return self.port() and any(
            call.method in ("getUpdates", "setWebhook") for call in self.fake.calls[self._calls :]
        )

    def kill(self) -> None:
        """kill -9"""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process = None
        self.kills += 1

    def stop(self) -> float:
        """SIGTERM; the seconds it took to end well."""
        assert self.process is not None
        since = time.monotonic()
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process = None
        assert code == 0, f"it ended with {code}\n{self.said()[-3000:]}"
        return time.monotonic() - since

    def restart(self) -> None:
        self.kill()
        self.start()

    def resident_mib(self) -> float:
        """Resident memory now."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def processor_seconds(self) -> float:
        """What it has used of the processor: on a busy machine that says more than the time that went by."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith("GENGFU_")}
        ours = {
            "GENGFU_DATABASE_URL": f"sqlite:///{self.folder / 'gengfu.db'}",
            "GENGFU_HTTP_PORT": "0",
            "NO_PROXY": "127.0.0.1",
        }
        return outside | ours | self.platform() | {name: value for name, value in self.settings.items() if value}

    def platform(self) -> dict[str, str]:
        """The settings that lead to the fake."""
        return {"GENGFU_TELEGRAM_TOKEN": self.fake.token, "GENGFU_TELEGRAM_BASE_URL": self.fake.base_url}

    # -- what it says and holds

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    def said(self) -> str:
        """Everything the process wrote on its terminal."""
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def port(self) -> int | None:
        """Where this process serves HTTP, once it says so."""
        found = re.search(r"(?:端口|port) (\d+)", self.said()[self._before :])
        return int(found[1]) if found else None

    def setup_code(self) -> str:
        """The newest /start CODE it printed."""
        return str(re.findall(r"/start ([A-Z0-9-]+)", self.said())[-1])

    def metrics(self) -> str:
        """What /metrics shows; fails while the process is not up."""
        return httpx.get(f"http://127.0.0.1:{self.port()}/metrics", trust_env=False, timeout=5).text

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The same of `gengfu WORDS`, started from nothing."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env=self._environment(settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def books(self) -> Books:
        """What `gengfu export` says."""
        folder = self.folder / "export"
        done = self.told("export", "--to", str(folder))
        assert done.returncode == 0, (done.stdout + done.stderr).replace("\\n", "\n")[-2000:]
        files = folder.glob("*.jsonl")
        return Books({one.stem: [json.loads(row) for row in one.read_text("utf-8").splitlines()] for one in files})

    def verifies(self) -> bool:
        """Whether the audit chain holds."""
        return self.told("audit", "verify").returncode == 0

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in (self.environment() | settings).items() if value}

    def told(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """`gengfu WORDS`, in this installation; `settings` on top, an empty one takes a variable away."""
        return ran("-m", "bot", *words, environment=self._environment(settings))


@contextmanager
def installed(fake: TelegramFake, folder: Path, **settings: str) -> Iterator[Bot]:
    """An installation in this folder; whatever of it still runs is killed at the end. It talked to the fake alone."""
    bot = Bot(fake, folder, settings)
    try:
        yield bot
    finally:
        if bot.process is not None:
            bot.kill()
    assert REACHED_OUT not in bot.said()


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
