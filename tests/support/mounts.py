"""Real disks for tests: one that is so small that it is soon full, and that can be mounted read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system in memory, mounted at a folder."""

    folder: Path

    def fill(self, spare: int = 0) -> None:
        """To the last byte but so many."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            for size in (1 << 16, 1 << 12, 1):
                while True:
                    try:
                        filler.write(bytes(size))
                    except OSError:
                        break
            filler.truncate(max(0, filler.tell() - spare))

    def make_room(self) -> None:
        (self.folder / "filler").unlink()

    def forbid(self) -> None:
        """Read-only; refused by the system while somebody has a file open for writing."""
        _mount("-o", "remount,ro", str(self.folder))

    def allow(self) -> None:
        _mount("-o", "remount,rw", str(self.folder))


@contextmanager
def a_small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Skips, saying why, where nobody may mount (only root may, and not in every container)."""
    folder.mkdir()
    tried = _mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder), check=False)
    if tried.returncode:
        pytest.skip(f"no disk can be mounted here ({tried.stderr.strip()[-80:] or 'mount failed'})")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True, timeout=20)


def _mount(*how: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    if os.geteuid() != 0:
        return subprocess.CompletedProcess(how, 1, "", "only root may mount")
    try:
        return subprocess.run(["mount", *how], check=check, capture_output=True, text=True, timeout=20)
    except FileNotFoundError:
        return subprocess.CompletedProcess(how, 1, "", "no mount here")
