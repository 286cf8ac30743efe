"""Where the demo serves: as the option says, else as PORT says, else on 8000."""

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.cli.serving import serve


@pytest.fixture
def served(monkeypatch):
    """What `serve` was asked for, instead of serving."""
    asked = []
    monkeypatch.setattr("pinto.cli.serving.ready", lambda: None)
    monkeypatch.setattr("pinto.sample.demo.load_sample", lambda **_: [])
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
