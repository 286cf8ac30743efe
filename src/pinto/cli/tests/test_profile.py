"""`pinto profile` as a person or a script runs it."""

import json

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.queries.areas import profile
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.tests.factories import AT, Home, survey


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(pinto, ["profile", *words])


@pytest.fixture
def loaded(places):
    for year, score in ((2568, 1.5), (2569, 2.6)):
        homes = [Home(f"h{i}", "99010101", score if i else 1.5) for i in range(12)]
        refresh_profiles(round=survey(year, homes, places), by=None, at=AT)


def test_a_profile_is_told_in_words(run, loaded):
    result = run("9901")

    assert result.exit_code == 0
    assert "เมฆคำ amphoe (9901), round 2569" in result.output
    assert "Destitute and struggling households are down by 11" in result.output
    assert "12 households, 12 people; 12 scored (100%), 0 without a score" in result.output
    assert "Financial capital    2.51 (0.32)" in result.output
    assert "    8.3%  Informal debt or debt in default" in result.output


def test_json_is_the_profile_of_the_page(run, loaded):
    told = json.loads(run("9901", "--round", "2568", "--json").output)

    assert told == json.loads(json.dumps(profile_json(profile("9901", label="2568", viewer=None))))
    assert (told["round"], told["now"]["households"], told["compared_with"]) == ("2568", 12, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("990177",), "There is no place 990177"),
        (("9901", "--round", "2500"), "no round '2500' (rounds: 2569, 2568)"),
    ],
)
def test_what_is_not_there_is_said_and_fails(words, said, run, loaded):
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.output


def test_codes_and_rounds_may_be_written_in_thai_digits(run, loaded):
    assert run("๙๙๐๑", "--round", "๒๕๖๘").output == run("9901", "--round", "2568").output


def test_with_json_an_error_is_json_too(run, loaded):
    result = run("990177", "--json")

    assert result.exit_code == 1
    assert "There is no place 990177" in json.loads(result.stdout)["error"]
    assert run("--json").exit_code == 2
    assert json.loads(run("--json").stdout) == {"error": "Missing argument 'CODE'."}


def test_before_anything_is_loaded_the_answer_says_what_to_do(run, places):
    result = run("99")

    assert result.exit_code == 1
    assert "load a household file first" in result.output


def test_an_area_without_households_is_no_error_and_has_no_zeros(run, loaded):
    result = run("98")

    assert result.exit_code == 0
    assert "No household is listed here in this round." in result.output
    assert json.loads(run("98", "--json").output)["now"] is None
