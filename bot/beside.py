"""A process of our own beside this one, for what takes the interpreter for seconds: answers do not wait for it.

It is given everything by its standard input and no settings by its environment, where others might see them.
"""

from __future__ import annotations

import atexit
import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def process_of(module: str) -> Iterator[subprocess.Popen[bytes]]:
    """A module of ours as a process with pipes, for as long as the block runs."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("GENGFU_")}
    with _started(module, settings) as process:
        try:
            yield process
        finally:
            process.kill()


def _started(module: str, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(one or str(Path.cwd()) for one in sys.path)
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**settings, "PYTHONPATH": paths},
    )


def step_back(nice: int) -> None:
    """Whoever waits for an answer goes first; and its end is short, as that of `bot.__main__`."""
    atexit.register(gc.freeze)
    with suppress(AttributeError, OSError):
        os.nice(nice)
