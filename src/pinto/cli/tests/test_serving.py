"""Where the demo serves: as the option says, else as PORT says, else on 8000."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from pinto.cli.commands import pinto
from pinto.cli.serving import serve


@pytest.fixture
def served(monkeypatch):
    """What `serve` was asked for, instead of serving."""
    asked = []
    monkeypatch.setattr("pinto.cli.serving.ready", lambda: None)
    monkeypatch.setattr("pinto.cli.serving.check_free", lambda host, port: None)
    monkeypatch.setattr("pinto.sample.demo.load_sample", lambda **_: None)
    monkeypatch.setattr(serve, "callback", lambda **given: asked.append(given))
    return asked


@pytest.mark.parametrize(
    ("words", "environment", "port"),
    [
        ([], {"PORT": None}, 8000),
        ([], {"PORT": "8123"}, 8123),
        (["--port", "8124"], {"PORT": "8123"}, 8124),
    ],
)
def test_the_demo_serves_where_it_was_told_to_and_says_so(words, environment, port, served):
    done = CliRunner().invoke(pinto, ["demo", *words], env=environment)

    assert done.exit_code == 0
    assert f"http://127.0.0.1:{port}/" in done.output
    assert served == [{"host": "127.0.0.1", "port": port, "no_worker": False}]


def test_a_port_that_is_no_number_is_refused(served):
    done = CliRunner().invoke(pinto, ["demo", "--port", "here"])

    assert done.exit_code == 2
    assert "'here' is not a valid integer" in done.output
    assert served == []


@pytest.mark.parametrize("port", ["0", "99999"])
def test_a_port_that_cannot_be_is_refused(served, port):
    done = CliRunner().invoke(pinto, ["serve"], env={"PORT": port})

    assert (done.exit_code, done.exception.__class__) == (2, SystemExit)


def test_browsers_that_keep_connections_open_shut_nobody_out(monkeypatch):
    """The server counts connections, and an office of thirty keeps two hundred open."""
    started = []
    for name in ("ready", "collect_static"):
        monkeypatch.setattr(f"pinto.cli.serving.{name}", lambda: None)
    monkeypatch.setattr("pinto.cli.serving.check_free", lambda host, port: None)
    monkeypatch.setattr(
        "pinto.cli.serving._until_one_ends", lambda commands, _: started.extend(commands) or 0
    )
    CliRunner().invoke(pinto, ["serve", "--port", "8123"])

    web = started[0]
    assert int(web[web.index("--backpressure") + 1]) >= 1_000
    assert int(web[web.index("--workers") + 1]) == (
        1 if connection.vendor == "sqlite" else min(os.cpu_count() or 1, 4)
    )


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_second_server_on_a_port_is_refused_before_anything_is_done(command, monkeypatch):
    monkeypatch.setattr("pinto.cli.serving.ready", lambda: pytest.fail("it went on"))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server does
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = CliRunner().invoke(pinto, [command, "--port", str(port)])

    assert done.exit_code == 1
    assert f"port {port} is in use (by another Pinto?)" in done.output


def test_a_host_that_is_elsewhere_is_refused():
    done = CliRunner().invoke(pinto, ["serve", "--host", "192.0.2.1"])  # an address of nobody

    assert done.exit_code == 1
    assert "Nothing can be served at 192.0.2.1" in done.output


def test_what_a_child_started_ends_with_it(tmp_path):
    """A web server told to stop too early leaves its own child behind; the group has it."""
    noted = tmp_path / "pid"
    orphan = f"import os, time; open({str(noted)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = (
        "import pathlib, subprocess, sys, time;"
        f" subprocess.Popen([sys.executable, '-c', {orphan!r}]);"
        f" path = pathlib.Path({str(noted)!r})\n"
        "while not (path.exists() and path.read_text()): time.sleep(0.05)"
    )
    watch = (
        "import os, sys; from pinto.cli.serving import _until_one_ends as run;"
        " run([[sys.executable, '-c', sys.argv[1]]], dict(os.environ))"
    )
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {watch}", parent],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "pinto.config.settings"},
        timeout=60,
        check=True,
    )

    state = Path(f"/proc/{noted.read_text()}/status")  # a zombie has ended too
    assert not state.exists() or "State:\tZ" in state.read_text()
