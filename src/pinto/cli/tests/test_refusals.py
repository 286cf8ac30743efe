"""What cannot be used is refused in one sentence; nobody reads a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence.registry.models import Round

MAIN = ("-c", "from pinto.cli import main; main()")
SOURCE = str(Path(__file__).resolve().parents[3])


def pinto_with(*words, **environment):
    return subprocess.run(
        [sys.executable, *MAIN, *words],
        env=os.environ | {"PYTHONPATH": SOURCE} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PINTO_HOME": "/proc/x"}, "Set PINTO_HOME to a folder"),
        ({"PINTO_HOME": "/etc/passwd"}, "Set PINTO_HOME to a folder"),
        ({"DATABASE_URL": "foo://x"}, "DATABASE_URL names no database that Pinto knows"),
        ({"DATABASE_URL": "sqlite:////nowhere/x.sqlite3"}, "The database cannot be used"),
    ],
)
def test_an_environment_that_cannot_be_used_is_said_in_a_sentence(environment, says):
    plain = pinto_with("profile", "99", **environment)

    assert plain.returncode == 1
    assert plain.stderr.startswith("Error: ")
    assert says in plain.stderr
    assert "Traceback" not in plain.stderr

    told = pinto_with("profile", "99", "--json", **environment)
    assert told.returncode == 1
    assert says in json.loads(told.stdout)["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["2026", "99999", "abc", "2569/13", "2569/0"])
def test_a_round_that_cannot_be_is_wrong_use(label, tmp_path):
    file = tmp_path / "homes.csv"
    file.write_text("x")
    done = CliRunner().invoke(pinto, ["intake", "check", str(file), "--round", label])

    assert done.exit_code == 2
    assert f"--round {label} is no round: write a year of พ.ศ. from 2500 to 2699" in done.output
    assert not Round.objects.exists()


def test_a_damaged_backup_is_refused_before_anybody_is_asked(tmp_path):
    file = tmp_path / "broken.zip"
    file.write_text("x")
    done = CliRunner().invoke(pinto, ["restore", str(file)])

    assert done.exit_code == 1
    assert "is not a backup, or is damaged" in done.output
    assert "Go on?" not in done.output
