"""dev.py: what a person with nothing but Python meets."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """dev.py in a folder of its own, with an environment that is there but knows no lock yet; pip only notes."""
    for name, value in (("ROOT", tmp_path), ("VENV", tmp_path / ".venv"), ("STAMP", tmp_path / ".venv/.gengfu.json")):
        monkeypatch.setattr(dev, name, value)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv/bin/python")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").touch()
    (tmp_path / ".venv/pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.4\n")
    (tmp_path / "requirements").mkdir()
    for lock in dev.LOCKS:
        (tmp_path / f"requirements/{lock}.txt").write_text(f"{lock}==1")
    (tmp_path / "pyproject.toml").write_text("[project]\n\n# --- tests\n")
    return tmp_path


@pytest.fixture
def pip(monkeypatch):
    """What pip was asked to install."""
    asked = []

    def run(command, **options):
        asked.append(command[-1])
        return subprocess.CompletedProcess(command, returncode=0)

    monkeypatch.setattr(dev.subprocess, "run", run)
    return asked


def test_an_environment_that_is_there_is_brought_up_to_date_in_place(workplace, pip):
    (workplace / ".venv/kept").touch()

    dev.ensure("test")

    assert pip == ["requirements/test.txt", "."]
    assert (workplace / ".venv/kept").exists()


def test_it_is_done_once_for_a_lock_and_all_smaller_ones(workplace, pip):
    dev.ensure("test")
    pip.clear()

    dev.ensure("test")
    dev.ensure("run")
    assert pip == []

    dev.ensure("lint")
    assert pip == ["requirements/lint.txt", "."]


@pytest.mark.parametrize("file", ["requirements/run.txt", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_new_lock_package_or_python_is_installed_anew(workplace, pip, file):
    dev.ensure("run")
    pip.clear()

    (workplace / file).write_text((workplace / file).read_text().replace("1", "2").replace("[project]", "[project ]"))
    dev.ensure("run")

    assert pip == ["requirements/run.txt", "."]


def test_other_settings_in_pyproject_install_nothing(workplace, pip):
    dev.ensure("run")
    pip.clear()

    with (workplace / "pyproject.toml").open("a") as settings:
        settings.write("[tool.ruff]\n")
    dev.ensure("run")

    assert pip == []


def test_without_venv_there_is_one_plain_sentence(workplace, pip, monkeypatch):
    (workplace / ".venv/bin/python").unlink()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        dev.ensure("run")
    assert pip == []


def test_a_failing_pip_leaves_no_stamp(workplace, monkeypatch):
    monkeypatch.setattr(dev.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, returncode=1))

    with pytest.raises(SystemExit, match="again is safe"):
        dev.ensure("run")
    assert not dev.installed("run")


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this one is 3\.10\.12"):
        dev.main(["demo"])


def test_an_unknown_command_is_told_so():
    with pytest.raises(SystemExit, match="There is no command tset"):
        dev.main(["tset"])


def test_the_makefile_and_the_help_know_every_command():
    targets = re.search(r"^([a-z -]+):\n\t@\$\(PYTHON\) dev.py \$@", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert set(targets[1].split()) == {*dev.COMMANDS, "demo", "run"}
    for command in (*dev.COMMANDS, *dev.GENGFU):
        assert re.search(rf"dev\.py (\S*\|)?{command}\b|\|{command}\b", dev.__doc__), command


def test_old_pythons_can_read_it_far_enough_to_say_so():
    """No syntax of 3.9 or later, so that a 3.8 prints the sentence and not a SyntaxError."""
    import ast

    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 8))
