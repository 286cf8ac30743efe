"""`pinto measures` as a person or a script runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence.registry.models import Round
from pinto.insight.measures.rules import library
from pinto.insight.measures.tests.factories import make_household, make_round

SCORING = Path(library.__file__).parent.parent / "data" / "ppp-five-capitals" / "1.yaml"
CAPITALS = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(pinto, ["measures", *words])


def test_score_says_what_came_of_it(run, places):
    make_household(make_round(), places["99010101"], delivered=CAPITALS)

    result = run("score", "--round", "2569")

    assert result.exit_code == 0
    assert "1 households, 1 scored, 0 without a score, 0 on a boundary" in result.output


def test_score_answers_in_json(run, places):
    make_household(make_round(), places["99010101"])

    told = json.loads(run("score", "--round", "2569", "--json").output)

    assert (told["round"], told["households"], told["unscored"]) == ("2569", 1, 1)


def test_a_round_that_does_not_exist_is_not_found(run, places):
    make_household(make_round(), places["99010101"])

    result = run("score", "--round", "2570")

    assert result.exit_code == 1
    assert "rounds: 2569" in result.output


def test_a_round_of_an_unknown_instrument_fails(run, db):
    Round.objects.create(instrument="unheard-of", instrument_version="1", year=2569)

    result = run("score", "--round", "2569")

    assert result.exit_code == 1
    assert "no scoring reads the instrument unheard-of" in result.output


def test_list_names_the_scorings(run):
    [told] = json.loads(run("list", "--json").output)

    assert (told["id"], told["items"], told["assumed_codings"]) == ("ppp-five-capitals", 37, 37)
    assert "37 codings and 8 weights assumed" in run("list").output


def test_a_sound_scoring_file_can_be_used(run):
    result = run("check", str(SCORING))

    assert result.exit_code == 0
    assert "can be used" in result.output


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("weight: 0.15", "weight: 0.25", "together, not 1"),
        ("helping = 'seldom'", "helping = 'never'", "stands twice"),
        ("helping = 'seldom'", "helping in ('seldom', 'often')", "is never reached"),
        ("instrument: ppp-household", "instrument: unheard-of", "no instrument unheard-of"),
    ],
)
def test_a_wrong_scoring_file_is_told_where(run, tmp_path, old, new, told):
    file = tmp_path / "2.yaml"
    file.write_text(SCORING.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    result = run("check", str(file))

    assert result.exit_code == 1
    assert "2.yaml: " in result.output
    assert told in result.output
