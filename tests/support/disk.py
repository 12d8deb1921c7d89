"""A disk whose power can be cut: what a process did to the files of a folder, and what of that a cut may leave.

strace writes down every write, sync, truncate, creation, renaming and removal. Only what was synced is sure to be
there after a cut; of the rest some may be, in parts, a sector here and there. A name is sure after a sync of its folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTOR = 512
CREATING, MOVING = "?open,openat,?creat", "?rename,?renameat,?renameat2,?unlink,unlinkat"
WRITING = "write,pwrite64,writev,pwritev,?pwritev2,ftruncate,?truncate,fallocate,fsync,fdatasync"
CALL = re.compile(r"(\w+)\((.*)\) += (\d+)(?:<(.*)>)?$")
OPENED = re.compile(r"\d+<([^>]*)>(?!\(deleted\))")
GIVEN = re.compile(r'"([^"]*)"')


def cannot_record() -> str:
    """Why nothing can be recorded here; empty where it can be."""
    if not shutil.which("strace"):
        return "no strace here (Debian: apt-get install strace)"
    tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, timeout=20)
    return f"strace may not look here ({tried.stderr.strip()[-100:]})" if tried.returncode else ""


def record(command: Sequence[str], trace: Path, cwd: Path) -> None:
    """Run the command and write down into `trace` what it does to files and what it says."""
    calls = f"trace={CREATING},{MOVING},{WRITING}"
    strace = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", "-e", calls, "-e", "signal=none"]
    done = subprocess.run([*strace, "-o", str(trace), *command], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert not done.returncode, done.stderr[-2000:]


class Call(NamedTuple):
    """The begin or the end of a call into the kernel. `thread`: who made it; it is in one call at a time."""

    thread: str
    name: str
    begins: bool
    arguments: str = ""
    opened: str = ""

    @property
    def said(self) -> str:
        """What the process began to write to its output here."""
        to_output = self.begins and self.name == "write" and self.arguments.startswith("write(1<")
        return _plain(GIVEN.findall(self.arguments)[0]) if to_output else ""


def calls(trace: Path) -> Iterator[Call]:
    """The calls that succeeded, in order: a call begins, others may begin and end meanwhile, it ends."""
    under_way: dict[str, str] = {}
    with trace.open("r", encoding="ascii") as lines:
        for line in lines:
            thread, said = line.rstrip("\n").split(maxsplit=1)
            if said.endswith(" <unfinished ...>"):
                under_way[thread] = said.removesuffix(" <unfinished ...>")
                yield Call(thread, said.split("(")[0], True, under_way[thread])
                continue
            resumed = said.startswith("<... ")
            if resumed:
                said = under_way.pop(thread) + said.split(" resumed>", 1)[1]
            if found := CALL.match(said):
                name, arguments, _, opened = found.groups()
                if not resumed:
                    yield Call(thread, name, True, said)
                yield Call(thread, name, False, arguments, opened or "")


@dataclass
class Change:
    """What was written at an offset; without data: the length was set to it."""

    offset: int
    data: bytes | None

    def onto(self, image: bytearray) -> None:
        image.extend(bytes(max(0, self.offset - len(image))))
        if self.data is None:
            del image[self.offset :]
        else:
            image[self.offset : self.offset + len(self.data)] = self.data

    def torn(self, image: bytearray, draw: Random) -> None:
        """Some of its sectors reached the disk; a new length did or did not."""
        for sector in self._sectors():
            if draw.random() < 0.5:
                sector.onto(image)

    def _sectors(self) -> Iterator[Change]:
        if self.data is None:
            yield self
            return
        for start in range(self.offset - self.offset % SECTOR, self.offset + len(self.data), SECTOR):
            low = max(start, self.offset)
            yield Change(low, self.data[low - self.offset : start + SECTOR - self.offset])


@dataclass
class File:
    """What is on the disk for sure, and what was done since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)
    settled: int = 0

    def settle(self, until: int) -> None:
        """The first `until` changes are on the disk."""
        while self.pending and self.settled < until:
            self.pending.pop(0).onto(self.sure)
            self.settled += 1

    def now(self) -> bytes:
        """As processes see it, as long as there is power."""
        image = bytearray(self.sure)
        for change in self.pending:
            change.onto(image)
        return bytes(image)

    def after_a_cut(self, draw: Random) -> bytes:
        """The first changes whole, the next one torn; in one cut of two any of the later ones torn too."""
        image, whole = bytearray(self.sure), draw.randint(0, len(self.pending))
        later = draw.random() < 0.5
        for at, change in enumerate(self.pending):
            if at < whole:
                change.onto(image)
            elif at == whole or later:
                change.torn(image, draw)
        return bytes(image)


class Disk:
    """The files of one folder, as a process's calls leave them. What SQLite shares in memory (-shm) is not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self.names = {path: File(bytearray(Path(path).read_bytes())) for path in map(str, folder.iterdir())}
        self._sure_names = dict(self.names)
        self._renamings: list[dict[str, File]] = []  # the names after each change of one since the last sync
        self._settled = 0
        self._syncing: dict[str, int] = {}

    def take(self, call: Call) -> None:
        """Do as the call did, if it was one to the files of the folder."""
        path = self.path(call)
        if path is None:
            return
        if call.name in ("fsync", "fdatasync"):
            if call.begins:  # it covers what was done by now, and that is sure when it ends
                self._syncing[call.thread] = self._done(path)
            else:
                self._sync(path, self._syncing.pop(call.thread))
        elif not call.begins and path != self._folder:
            self._change(call, path)

    def after_a_cut(self, folder: Path, draw: Random) -> None:
        """Put into an empty folder what a cut at this moment may leave of the files."""
        for path, file in draw.choice([self._sure_names, *self._renamings]).items():
            (folder / Path(path).name).write_bytes(file.after_a_cut(draw))

    def path(self, call: Call) -> str | None:
        """Whom the call is about, if that is the folder or a file in it."""
        if call.name in ("open", "openat", "creat"):
            path = _plain(call.opened)
        elif call.name.startswith(("rename", "unlink", "truncate")):
            given = GIVEN.findall(call.arguments)
            path = _plain(given[0]) if given else ""
        else:
            found = OPENED.match(call.arguments.removeprefix(f"{call.name}("))
            path = _plain(found[1]) if found else ""
        ours = path == self._folder or path.startswith(f"{self._folder}/")
        return path if ours and not path.endswith("-shm") else None

    def _change(self, call: Call, path: str) -> None:
        if call.name in ("open", "openat", "creat"):
            if path not in self.names and "O_CREAT" in call.arguments:
                self._rename({**self.names, path: File()})
            elif "O_TRUNC" in call.arguments:
                self.names[path].pending.append(Change(0, None))
        elif call.name.startswith("unlink"):
            self._rename({name: file for name, file in self.names.items() if name != path})
        elif call.name.startswith("rename"):
            to = _plain(GIVEN.findall(call.arguments)[1])
            others = {name: file for name, file in self.names.items() if name != path}
            self._rename({**others, to: self.names[path]})
        elif call.name == "pwrite64":
            data = bytes.fromhex(GIVEN.findall(call.arguments)[0].replace("\\x", ""))
            self.names[path].pending.append(Change(int(call.arguments.rsplit(", ", 1)[1]), data))
        elif call.name in ("ftruncate", "truncate"):
            self.names[path].pending.append(Change(int(call.arguments.rsplit(", ", 1)[1]), None))
        else:
            raise NotImplementedError(f"{call.name} to {path}: the disk does not know what that does")

    def _rename(self, names: dict[str, File]) -> None:
        self.names = names
        self._renamings.append(names)

    def _done(self, path: str) -> int:
        """How many changes there were so far to the file, or to the names."""
        if path == self._folder:
            return self._settled + len(self._renamings)
        file = self.names[path]
        return file.settled + len(file.pending)

    def _sync(self, path: str, until: int) -> None:
        if path != self._folder:
            self.names[path].settle(until)
        while path == self._folder and self._settled < until:
            self._sure_names = self._renamings.pop(0)
            self._settled += 1


def _plain(hexed: str) -> str:
    return bytes.fromhex(hexed.replace("\\x", "")).decode() if hexed.startswith("\\x") else hexed
