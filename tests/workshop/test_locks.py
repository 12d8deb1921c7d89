"""What a machine installs is decided here, and nowhere but here."""

import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).parents[2]

# How a file would name the place its packages come from. That is each machine's own affair.
A_REGISTRY = re.compile(
    r"--(extra-)?index-url|--find-links|(PIP|UV)_\w*INDEX\w*|https?://\S+/simple\b|\[\[tool\.uv\.index|registry\s*=\s*.?https?:"
)


def locked(name):
    """Package -> what follows it (==version ; marker), each with the number of its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==(\S+)([^\n]*(?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)*)", text, re.MULTILINE
    )
    return {package: (version, rest.count("--hash=")) for package, version, rest in entries}


@pytest.mark.parametrize("name", dev.LOCKS)
def test_a_lock_is_packages_and_hashes_and_no_address(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()

    strange = [
        line for line in lines if not re.fullmatch(r"[a-z0-9._-]+==[^/]*\\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert strange == []
    assert all(hashes for _, hashes in locked(name).values())


@pytest.mark.parametrize(("smaller", "larger"), list(zip(dev.LOCKS, dev.LOCKS[1:], strict=False)))
def test_each_lock_holds_the_one_before_it_in_the_same_versions(smaller, larger):
    assert locked(smaller).items() <= locked(larger).items()


def test_the_locks_keep_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = locked("postgres")

    for asked in map(Requirement, project["dependencies"] + project["optional-dependencies"]["postgres"]):
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        assert versions[name][0] in asked.specifier, asked


def test_what_it_asks_for_is_used_when_it_runs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.sub(r"[-_.]+", "-", Requirement(one).name).lower() for one in project["dependencies"]}
    modules = {
        module: {re.sub(r"[-_.]+", "-", one).lower() for one in names}
        for module, names in packages_distributions().items()
    }
    imported = {
        name
        for folder in ("bot", "core", "storage")
        for file in (ROOT / folder).rglob("*.py")
        for module in re.findall(r"^\s*(?:from|import) (\w+)", file.read_text("utf-8"), re.MULTILINE)
        for name in modules.get(module, ())
    }

    assert {"tzdata"} == asked - imported  # it is data, read by zoneinfo


def test_no_file_names_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone: git does not list the files")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]

    naming = [
        file.relative_to(ROOT)
        for file in files
        if file.is_file() and file != Path(__file__) and A_REGISTRY.search(file.read_text("utf-8", "ignore"))
    ]
    assert naming == []
