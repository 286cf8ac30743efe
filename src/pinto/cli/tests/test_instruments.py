"""`pinto instruments` as a person or a script runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence import instruments

PPP = Path(instruments.__file__).parent / "data" / "ppp-household" / "1.yaml"
SOURCE = PPP.read_text(encoding="utf-8")
ASKED = "id: living_members, level: household, kind:"


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(pinto, ["instruments", *words])


@pytest.fixture
def draft(tmp_path):
    """A copy of the shipped version with one thing written otherwise."""

    def draft(old, new):
        assert old in SOURCE
        file = tmp_path / "2.yaml"
        file.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
        return str(file)

    return draft


def line_of(text):
    return SOURCE[: SOURCE.index(text)].count("\n") + 1


def test_list_names_the_versions(run):
    assert "ppp-household 1  6 parts, 160 questions" in run("list").output
    assert json.loads(run("list", "--json").output)[0]["questions"] == 160


def test_show_prints_questions_and_choices(run):
    text = run("show", "ppp-household", "1").output

    assert "  living_members  household integer 0–60 people  จำนวนคนที่อยู่จริง" in text
    assert "    codi  พอช. / CODI" in text
    told = json.loads(run("show", "ppp-household", "1", "--json").output)
    assert told["parts"][0]["id"] == "front"


def test_diff_says_what_breaks_comparison(run, draft):
    file = draft(f"{ASKED} integer", f"{ASKED} decimal")

    result = run("diff", "ppp-household", "1", file)

    assert result.exit_code == 0
    assert "1 changes, 1 break comparison" in result.output
    assert "breaks  question living_members retyped kind: integer → decimal" in result.output
    told = json.loads(run("diff", "ppp-household", "1", file, "--json").output)
    assert told["comparable"] is False
    assert told["changes"][0]["key"] == "kind"


def test_a_version_that_does_not_exist_is_wrong_use(run):
    result = run("diff", "ppp-household", "1", "9")

    assert result.exit_code == 2
    assert "there are: ppp-household 1" in result.output


def test_a_sound_file_can_be_used(run):
    result = run("check", str(PPP))

    assert (result.exit_code, result.output) == (0, "1.yaml: can be used (160 questions)\n")


@pytest.mark.parametrize(
    ("at", "old", "new", "told"),
    [
        ("id: living_members", f"{ASKED} integer", f"{ASKED} whole",
         "parts: front: questions: living_members: kind: Input should be"),
        ("id: living_members", "id: living_members", "id: registered_members",
         "id: the question registered_members appears twice"),
        ("id: living_members", "th: จำนวนคนที่อยู่จริง", "th: จำนวนคนตามทะเบียนบ้าน",
         "th: the header “จำนวนคนตามทะเบียนบ้าน” stands twice"),
        ("id: living_members", "th: จำนวนคนที่อยู่จริง", "thai: จำนวนคนที่อยู่จริง",
         "living_members: thai: there is no such key"),
        ("{code: codi", "code: codi", "code: CODI 1",
         "sources: choices: CODI 1: code: String should match"),
        ("version:", 'version: "1"', "version: 1", "version: must be a text"),
        ("version:", 'version: "1"', 'version: "1"\nversion: "2"', "key `version` stands twice"),
        ("version:", 'version: "1"', 'version: "1', "not YAML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_line_and_key(run, draft, at, old, new, told):
    result = run("check", draft(old, new))

    assert result.exit_code == 1
    assert told in result.output
    if "YAML" not in told:
        line = line_of(at) + ("stands twice" in told and "key" in told)
        assert f"2.yaml:{line}: " in result.output


def test_a_grid_is_told_as_a_grid(run, draft):
    result = run("check", draft("    - grid: ", "    - girth: 1\n        grid: "))

    assert "girth: there is no such key" in result.output
    assert "level: Field required" not in result.output


def test_the_schema_is_the_published_one(run):
    published = Path(__file__).parents[4] / "docs" / "reference" / "schema" / "instrument.json"

    assert json.loads(run("schema").output) == json.loads(published.read_text(encoding="utf-8"))
