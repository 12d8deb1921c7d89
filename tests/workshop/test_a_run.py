"""The rules of a run: what conftest.py promises to whoever reads the last lines."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.runfolder import VARIABLE

ROOT = Path(__file__).parents[2]


def start_pytest(folder, source, *arguments, **variables):
    """A run of its own, with our conftest, on one file of tests."""
    (folder / "test_it.py").write_text("import socket, time, pytest\n" + source)
    inherited = {name: value for name, value in os.environ.items() if name not in (VARIABLE, "SCALE", "CI")}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml")]
    return subprocess.Popen(
        [*command, "-p", "no:cacheprovider", "--rootdir", str(folder), *arguments, str(folder / "test_it.py")],
        cwd=ROOT,
        env={**inherited, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_pytest(folder, source, *arguments, **variables):
    process = start_pytest(folder, source, *arguments, **variables)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def no_postgres(folder):
    """A run folder in which somebody has already looked for PostgreSQL in vain."""
    (folder / "server.json").write_text(json.dumps({"missing": "none on this machine"}))
    return {VARIABLE: str(folder)}


def test_what_was_skipped_is_said_at_the_end_with_its_reason(tmp_path):
    source = "def test_books(database_url): pass\n@pytest.mark.slow\ndef test_years(): pass\n"

    code, said = run_pytest(tmp_path, source, **no_postgres(tmp_path))

    assert code == 0
    assert "NOT TESTED HERE: 1 skipped" in said
    assert "1 x no PostgreSQL here (none on this machine)" in said
    assert "1 passed, 1 skipped, 1 deselected" in said.splitlines()[-1]


def test_in_ci_a_missing_postgres_fails(tmp_path):
    code, said = run_pytest(tmp_path, "def test_books(postgres_url): pass", CI="true", **no_postgres(tmp_path))

    assert code == 1
    assert "no PostgreSQL here" in said


def test_full_scale_runs_the_slow_ones_with_the_larger_counts(tmp_path):
    source = "@pytest.mark.slow\ndef test_years(scale): assert scale(2, 200) == 200"

    code, said = run_pytest(tmp_path, source, SCALE="full")

    assert code == 0, said


def test_nothing_hangs_for_ever_and_one_sees_where_it_hung(tmp_path):
    source = "def test_it_waits(): wait_for_godot()\ndef wait_for_godot(): time.sleep(60)"

    code, said = run_pytest(tmp_path, source, "-o", "faulthandler_timeout=1", "-n", "1")

    assert code == 1
    assert "wait_for_godot" in said
    assert "1 failed" in said.splitlines()[-1]


def test_tests_cannot_reach_another_machine(tmp_path):
    source = "def test_it(): socket.create_connection(('192.0.2.1', 80), timeout=1)"

    code, said = run_pytest(tmp_path, source)

    assert code == 1
    assert "tests stay on this machine" in said


@pytest.mark.postgres
@pytest.mark.skipif("GENGFU_TEST_PG_URL" in os.environ, reason="the server is not ours to stop")
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks processes up in /proc")
def test_the_next_run_clears_away_the_server_of_one_that_was_killed(tmp_path, postgres_url):
    told = tmp_path / "told"
    killed = start_pytest(
        tmp_path,
        "import os\n"
        "def test_it(postgres_url):\n"
        f"    open({str(told)!r}, 'w').write(os.environ[{VARIABLE!r}]); time.sleep(60)\n",
    )
    deadline = time.monotonic() + 60
    while not (told.exists() and told.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    folder = Path(told.read_text())
    server = int((folder / "pg" / "postmaster.pid").read_text().splitlines()[0])
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert is_running(server)

    run_pytest(tmp_path, "def test_it(): pass")

    assert not folder.exists()
    assert not is_running(server)


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
