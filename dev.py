#!/usr/bin/env python3
"""Everything one does in this repository, with nothing installed but Python.

    python3 dev.py demo             try it: a playground page with a sample team, no token needed
    python3 dev.py run              serve the channels that are configured
    python3 dev.py chat|read|watch|import|export|backup|restore|audit|keys|team|admin|doctor|migrate|move ...
                                    the same as `gengfu ...`

    python3 dev.py env [LOCK]       only build .venv (LOCK: run, postgres, test, lint; default run)
    python3 dev.py test [...]       the tests; more arguments go to pytest
    python3 dev.py test-all [...]   the same with full counts, and the slow ones
    python3 dev.py check [--fix]    format, lint, types, secrets, import contracts, completeness
    python3 dev.py bench [NAME ...] bench/NAME.py with more arguments for it, or all of them
    python3 dev.py lock [--upgrade] write requirements/*.txt anew from pyproject.toml and requirements/*.in
    python3 dev.py sbom [LOCK]      what an installation consists of, as CycloneDX JSON, with every hash (default run)

Each command first sees to it that .venv holds what it needs, from a lock with hashes. An environment that is already
there is brought up to date in place, never removed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".gengfu.json"
OLDEST = (3, 11)

LOCKS = ("run", "postgres", "test", "lint")  # each holds all of the one before it, in the same versions
GENGFU = (
    *("run", "demo", "chat", "read", "watch", "import", "export", "backup", "restore"),
    *("audit", "keys", "team", "admin", "doctor", "migrate", "move"),
)


# --- commands --------------------------------------------------------------------------------------------------------


def env(lock: str = "run") -> int:
    if lock not in LOCKS:
        stop(f"There is no lock called {lock}; there are: {', '.join(LOCKS)}.")
    ensure(lock)
    print(f".venv is ready ({lock}). Start with: python3 dev.py demo")
    return 0


def gengfu(*arguments: str) -> int:
    ensure("postgres" if os.environ.get("GENGFU_DATABASE_URL", "").startswith("postgres") else "run")
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-P", "-m", "bot", *arguments])  # in its place: signals reach the bot itself


def test(*arguments: str) -> int:
    return pytest("small", *arguments)


def test_all(*arguments: str) -> int:
    return pytest("full", "-o", "faulthandler_timeout=1800", *arguments)


def check(*arguments: str) -> int:
    """Every step runs, whatever the one before it said, so that one sees all there is to mend."""
    if unknown := set(arguments) - {"--fix"}:
        stop(f"check knows only --fix, not {' '.join(unknown)}.")
    fix = "--fix" in arguments
    ensure("lint")
    steps: dict[str, Callable[[], int]] = {
        "format": lambda: call("-m", "ruff", "format", *([] if fix else ["--check", "--output-format", "concise"])),
        "lint": lambda: call("-m", "ruff", "check", "--output-format", "concise", *(["--fix"] if fix else [])),
        "types": lambda: call("-m", "mypy"),
        "secrets": no_secrets,
        "imports": lambda: quietly(str(VENV / "bin" / "lint-imports"), "--no-cache", "--no-logo"),
        "completeness": completeness,
    }
    failed = []
    for name, step in steps.items():
        print(f"== {name}", flush=True)
        if step():
            failed.append(name)
    print(f"\ncheck: {', '.join(failed)} FAILED" if failed else f"\ncheck: {', '.join(steps)} are fine")
    return 1 if failed else 0


def bench(name: str = "", *options: str) -> int:
    ensure("test")
    there = {script.stem: script for script in sorted((ROOT / "bench").glob("[!_]*.py"))}
    if name and name not in there:
        stop(f"There is no bench/{name}.py; there are: {', '.join(there)}.")
    for script in [there[name]] if name else there.values():
        print(f"== bench/{script.name}", flush=True)
        if failed := call("-m", f"bench.{script.stem}", *options):
            return failed
    return 0


def lock(*arguments: str) -> int:
    """Resolve for every platform at once. No address of a registry gets into a lock; a test looks."""
    ensure("lint")
    for number, name in enumerate(LOCKS):
        sources = ["pyproject.toml", *(f"requirements/{each}.in" for each in LOCKS[: number + 1])]
        same_versions = ["--constraint", f"requirements/{LOCKS[number - 1]}.txt"] if number else []
        extra = ["--extra", "postgres"] if number else []
        portable = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"]
        out = ["--output-file", f"requirements/{name}.txt", "--quiet"]
        if failed := call("-m", "uv", "pip", "compile", *sources, *extra, *same_versions, *portable, *out, *arguments):
            return failed
        print(f"requirements/{name}.txt written")
    return 0


def sbom(lock: str = "run") -> int:
    """Read from the lock alone: nothing needs to be installed, and the same lock gives the same bytes."""
    if lock not in LOCKS:
        stop(f"There is no lock called {lock}; there are: {', '.join(LOCKS)}.")
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {"type": "application", "bom-ref": "gengfu", "name": project["name"], "version": project["version"]}
    parts = list(components((ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")))
    bill: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
    print(json.dumps(bill | {"metadata": {"component": ours}, "components": parts}, indent=2))
    return 0


def components(lock: str) -> Iterator[dict[str, object]]:
    """The packages of a lock as CycloneDX names them; where one is only for some machines, its marker beside it."""
    for name, version, rest in re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?:.*\\\n)*.*)$", lock, re.MULTILINE):
        purl = f"pkg:pypi/{name}@{version}"
        part: dict[str, object] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        part["hashes"] = [{"alg": "SHA-256", "content": one} for one in re.findall(r"sha256:([0-9a-f]{64})", rest)]
        if marker := re.match(r" *; *(.+?) *\\", rest):
            part["properties"] = [{"name": "gengfu:marker", "value": marker[1]}]
        yield part


# --- the environment -------------------------------------------------------------------------------------------------


def ensure(lock: str) -> None:
    """See to it that .venv holds at least this lock."""
    if installed(lock):
        return
    with only_one_of_us():
        if installed(lock):
            return
        make_venv()
        print(f"Setting up .venv ({lock}); the first time this takes about a minute ...", flush=True)
        pip = (str(PYTHON), "-m", "pip", "-qq", "--disable-pip-version-check", "install")
        for what in (
            ("--require-hashes", "-r", f"requirements/{lock}.txt"),
            ("--no-deps", "--no-build-isolation", "--editable", "."),
        ):
            if subprocess.run([*pip, *what], cwd=ROOT, check=False).returncode:
                stop("pip could not install the packages and says why above. Running the same command again is safe.")
        stamp(lock)


def installed(lock: str) -> bool:
    try:
        return PYTHON.exists() and json.loads(STAMP.read_text())[lock] == fingerprint(lock)
    except (OSError, ValueError, KeyError):
        return False


def stamp(lock: str) -> None:
    """Remember this lock and the smaller ones within it."""
    within = LOCKS[: LOCKS.index(lock) + 1]
    STAMP.write_text(json.dumps({name: fingerprint(name) for name in within}))


def fingerprint(lock: str) -> str:
    """Changes with the lock, what pyproject.toml says of the package, the Python of .venv, and where all this lies."""
    locked = (ROOT / "requirements" / f"{lock}.txt").read_bytes()
    package = (ROOT / "pyproject.toml").read_bytes().partition(b"\n# --- tests")[0]
    place = f"{python_of_venv()} {ROOT}".encode()
    return hashlib.sha256(locked + package + place).hexdigest()


def python_of_venv() -> str:
    """Its version, without starting it; empty where there is none."""
    try:
        found = re.search(r"^version(?:_info)? *= *(\S+)", (VENV / "pyvenv.cfg").read_text(), re.MULTILINE)
    except OSError:
        return ""
    return found[1] if found else ""


def make_venv() -> None:
    """Make .venv, unless a working one is there."""
    if PYTHON.exists():
        if tuple(int(part) for part in python_of_venv().split(".")[:2]) >= OLDEST:
            return
        stop(f".venv is of Python {python_of_venv()}, too old. Remove that folder and run this again.")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        stop(
            "Python is here, but the part that makes environments is not.\n"
            "On Debian and Ubuntu: sudo apt install python3-venv. Then run this again."
        )
    import venv

    broken = VENV.exists()  # its Python has gone, say by an upgrade of the system
    venv.EnvBuilder(with_pip=True, clear=broken, symlinks=True).create(VENV)


@contextmanager
def only_one_of_us() -> Iterator[None]:
    """Two commands at once must not install into each other."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


# --- running things --------------------------------------------------------------------------------------------------


def pytest(scale: str, *arguments: str) -> int:
    ensure("test")
    workers = () if any(argument.startswith("-n") for argument in arguments) else ("-n", "3", "--dist", "worksteal")
    return call("-m", "pytest", *workers, *arguments, SCALE=scale)


# detect-secrets without a list of exceptions, to which somebody would add a real one. These of its plugins go by words
# and randomness, and find settings' names and digests; what only looks like a token is known by these patterns.
NO_SHAPES = ("KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector")
MADE_UP = (
    r"(?i:fake)",
    r"^(PASSWORD|geheim|hunter\w+|pass%40word|password-word-6)$",
    r"^xoxb-(1|12345|123456789|2718281828)-[A-Za-z0-9]+$",
)


def no_secrets() -> int:
    """Shapes of tokens, keys and addresses with a password, in every file git knows but the data of tests."""
    listing = ["git", "ls-files", "-z", "--", ".", ":!tests/data"]
    listed = subprocess.run(listing, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if listed.returncode:
        print("not a clone: git does not list the files")
        return 0
    left_out = [word for name in NO_SHAPES for word in ("--disable-plugin", name)]
    made_up = [word for one in MADE_UP for word in ("--exclude-secrets", one)]
    files = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    cores = ("--no-verify", "--cores", str(os.cpu_count() or 1))
    return quietly("-m", "detect_secrets.pre_commit_hook", *cores, *left_out, *made_up, *files)


def completeness() -> int:
    """The tests with this mark. To have none is no failure, and pytest's word for it would mislead who reads CI."""
    return quietly("-m", "pytest", "-q", "-m", "completeness", fine=(0, 5))


def call(*arguments: str, **variables: str) -> int:
    """Run .venv's Python and give its exit code. (Scripts name its folder in their first line: wrong once moved.)"""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env={**os.environ, **variables}, check=False).returncode


def quietly(*arguments: str, fine: tuple[int, ...] = (0,)) -> int:
    """The same, showing what it printed only when it failed."""
    command = [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode in fine:
        return 0
    print(done.stdout, flush=True)
    return done.returncode


def stop(sentence: str) -> None:
    sys.exit(f"dev.py: {sentence}")


COMMANDS: dict[str, Callable[..., int]] = {
    "env": env,
    "test": test,
    "test-all": test_all,
    "check": check,
    "bench": bench,
    "lock": lock,
    "sbom": sbom,
}


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST:
        here = ".".join(map(str, sys.version_info[:3]))
        stop(f"Gengfu needs Python 3.11 or newer; this one is {here}. If you have a newer one: python3.12 dev.py ...")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if os.name == "nt":
        stop("On Windows, please work inside WSL.")
    name, *rest = arguments
    if name in COMMANDS:
        return COMMANDS[name](*rest)
    if name in GENGFU:
        return gengfu(name, *rest)
    stop(f"There is no command {name}. python3 dev.py help lists them.")
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
