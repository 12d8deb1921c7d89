"""What a machine installs is decided here, and nowhere but here."""

import json
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


@pytest.fixture(scope="module")
def files():
    """Every file of the repository, as text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone: git does not list the files")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return {path: path.read_text("utf-8", "ignore") for path in paths if path.is_file()}


def test_no_file_names_a_registry(files):
    naming = [path for path, text in files.items() if path != Path(__file__) and A_REGISTRY.search(text)]
    assert naming == []


# What real tokens and keys look like, and the made-up ones of that shape which the tests need.
A_SECRET = re.compile(
    r"\b\d{6,}:AA[\w-]{30,}"  # Telegram
    r"|\bxox[a-z]-\d{9,}-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Z0-9]{9,}-\d{9,}-[0-9a-f]{32,}"  # Slack
    r"|hooks\.slack\.com/services/T\w+/B\w+/\w{20,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bgh[oprsu]_[A-Za-z0-9]{36}|\bglpat-[\w-]{20}|\bsk-[A-Za-z0-9_-]{32,}"
    r"|\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}"  # a signed JSON token
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64,}"
)
MADE_UP = {
    "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",  # Telegram's own documents print it
    "xoxb-123456789-abcdefABCDEF",
    "xoxb-2718281828-workspaceTokenWord7",
}


def test_no_file_holds_a_token_or_a_key(files):
    found = [
        f"{path.relative_to(ROOT)}: {one[:12]}..."
        for path, text in files.items()
        for one in A_SECRET.findall(text)
        if one not in MADE_UP
    ]
    assert found == []


@pytest.mark.parametrize(
    "secret",
    [
        f"{10**9}:AA{'Hd-_9' * 7}",
        f"xoxb-{10**11}-{10**11}-{'aB3' * 8}",
        f"xapp-1-A{'0B' * 5}-{10**12}-{'0f' * 32}",
        f"AKIA{'Q7' * 8}",
        f"ghp_{'a1' * 18}",
        f"-----BEGIN RSA PRIVATE {'KEY'}-----\n{'MIIE' * 20}",
    ],
)
def test_one_would_be_found(secret):
    assert A_SECRET.search(f'TOKEN = "{secret}"')


@pytest.mark.parametrize("name", dev.LOCKS)
def test_the_bill_of_materials_lists_the_lock(name, capsys):
    assert dev.main(["sbom", name]) == 0

    bill = json.loads(capsys.readouterr().out)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "gengfu")
    listed = {one["name"]: (one["version"], len(one["hashes"])) for one in bill["components"]}
    assert listed == locked(name)
    assert all(one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in bill["components"])
    markers = [line for line in (ROOT / f"requirements/{name}.txt").read_text().splitlines() if " ; " in line]
    assert len(markers) == sum("properties" in one for one in bill["components"])
