"""`pinto quality` as a person or a script runs it."""

import json

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence.quality.rules.library import DATA
from pinto.evidence.quality.tests.factories import make_home, make_round

RULES = DATA / "ppp-household" / "1.yaml"
DENIED = {"has_debt": False, "debt_baac": 5000}


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(pinto, ["quality", *words])


def test_check_names_the_rules_that_are_broken(run, places):
    make_home(make_round(), places["99010101"], DENIED)

    result = run("check")

    assert result.exit_code == 0
    assert "1  debt_denied: No debt, but creditors" in result.output
    assert "round 2569: 1 households, 1 findings" in result.output


def test_check_of_a_place_answers_in_json(run, places):
    round = make_round()
    make_home(round, places["99010101"], DENIED)
    make_home(round, places["99010201"], DENIED)

    told = json.loads(run("check", "--round", "2569", "--place", "990102", "--json").output)

    assert (told["place"], told["households"], told["findings"]) == (
        "990102",
        1,
        {"debt_denied": 1},
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "There is no round yet"),
        (("check", "--round", "2570"), "There is no round '2570'"),
    ],
)
def test_without_a_round_it_says_what_to_do(run, words, said, db):
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.output


def test_a_place_where_nobody_was_asked_is_named(run, places):
    make_home(make_round(), places["99010101"])

    assert "No household of '98'" in run("check", "--place", "98").output


def test_rules_says_line_and_key_of_a_mistake(run, tmp_path):
    text = RULES.read_text(encoding="utf-8")
    bad = tmp_path / "2.yaml"
    bad.write_text(text.replace("severity: error", "severity: grave", 1), encoding="utf-8")

    assert "can be used, 31 rules" in run("rules", str(RULES)).output
    refused = run("rules", str(bad))
    assert refused.exit_code == 1
    assert "2.yaml:" in refused.output
    assert "severity" in refused.output
