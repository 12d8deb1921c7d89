"""deploy/ and docs/deploy.md name what is there: settings, paths, files; the units and scripts are well-formed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import HIDDEN, Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PAPERS = [
    *(DEPLOY / name for name in ("Dockerfile", "compose.yaml", "compose.postgres.yaml", "gengfu.service")),
    *(DEPLOY / name for name in ("gengfu-backup.service", "gengfu-backup.timer", "upgrade.sh")),
    *(ROOT / "docs" / name for name in ("deploy.md", "operations.md")),
]
UNITS = ("gengfu.service", "gengfu-backup.service", "gengfu-backup.timer")


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_setting_it_names_exists(paper: Path) -> None:
    known = {f"GENGFU_{name}".upper() for name in (*Settings.model_fields, *(f"{name}_file" for name in HIDDEN))}

    named = set(re.findall(r"\bGENGFU_[A-Z_]*[A-Z]", paper.read_text("utf-8")))

    assert named <= known, named - known


def test_every_file_the_image_copies_exists_and_reaches_the_builder() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    lines = [line.split() for line in text_of("Dockerfile").splitlines() if line.startswith("COPY ")]
    copied = {word for words in lines if "--from=build" not in words for word in words[1:-1]}

    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_is_locked_and_nobody() -> None:
    dockerfile = text_of("Dockerfile")
    installs = [line for line in dockerfile.splitlines() if "pip install" in line]

    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
    assert "/healthz" in dockerfile
    assert 'CMD ["run"]' in dockerfile


def test_secrets_are_declared_where_they_are_used() -> None:
    for name in ("compose.yaml", "compose.postgres.yaml"):
        both = text_of("compose.yaml") + text_of(name)
        used = set(re.findall(r"_FILE: /run/secrets/(\w+)", text_of(name))) - {"slack_bot_token", "slack_app_token"}
        assert used <= set(re.findall(r"file: secrets/(\w+)", both))
    for unit in UNITS[:2]:
        given = dict(re.findall(r"^LoadCredential=(\w+):(\S+)", text_of(unit), re.MULTILINE))
        assert set(re.findall(r"_FILE=%d/(\w+)", text_of(unit))) == set(given)
        assert all(path == f"/etc/gengfu/{name}" for name, path in given.items())


def test_the_papers_speak_of_the_units_own_paths() -> None:
    said = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    for unit in UNITS[:2]:
        [command] = re.findall(r"^ExecStart=(\S+)", text_of(unit), re.MULTILINE)
        assert command in said
        paths = {
            path
            for path in re.findall(r"/(?:etc|var/lib|opt)/gengfu(?:[\w/-]|\.\w)*", text_of(unit))
            if "docs" not in path
        }
        homes = {"/" + "/".join(path.strip("/").split("/")[:3]) for path in paths}
        assert not [home for home in homes if home.removesuffix("/gengfu.db") not in said]
    [home] = re.findall(r"^home=(\S+)", text_of("upgrade.sh"), re.MULTILINE)
    assert f"{home}/current/.venv/bin/gengfu" in said
    assert all(unit in text_of("upgrade.sh") for unit in UNITS)


def test_the_upgrade_script_is_well_formed() -> None:
    done = subprocess.run(["bash", "-n", DEPLOY / "upgrade.sh"], capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stderr)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze here")
    for unit in UNITS:
        (tmp_path / unit).write_text(
            re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text_of(unit), flags=re.MULTILINE)
        )

    done = subprocess.run(
        [analyze, "verify", "--man=no", *(tmp_path / unit for unit in UNITS)], capture_output=True, text=True
    )

    ours = [line for line in done.stderr.splitlines() if "gengfu" in line]
    assert (0, []) == (done.returncode, ours), done.stderr
