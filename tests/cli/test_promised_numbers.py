"""The profile of the sample, once more from the raw answers: every number to 1e-9.

The surveys are read with ``csv`` and scored by the oracle of plain Python; of Pinto only
the questionnaire's labels are used, to know which column is which question.
"""

import csv
import json
import math
import statistics
from collections import defaultdict

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence.instruments.rules import Kind, instrument
from pinto.insight.measures.tests import oracle
from pinto.sample.writing import write_sample

YES_NO = {"ใช่": True, "ไม่ใช่": False}
CUTS = (1.75, 2.5, 3.25)
LACKING_BELOW = 1.75


def run(*words):
    result = CliRunner().invoke(pinto, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def told(transactional_db, tmp_path, monkeypatch):
    """What ``pinto profile --json`` says of an area, after both surveys went in as files."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    write_sample(households=500, seed=77, folder=tmp_path, workbooks=True)
    run("places", "import", tmp_path / "places.csv", tmp_path / "borders.geojson")
    for year in (2568, 2569):
        run("intake", "load", tmp_path / f"survey-{year}.xlsx", "--round", year)
    return lambda code: json.loads(run("profile", code, "--json"))


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def answer(question, text):
    if text == "":
        return None
    codes = {choice.th: choice.code for choice in question.choices}
    if question.kind is Kind.BOOLEAN:
        return YES_NO[text]
    if question.kind is Kind.CHOICE:
        return codes[text]
    if question.kind is Kind.CHOICES:
        return [codes[one] for one in text.split("; ")]
    return float(text)


def answers(row, year):
    """The answers of one row; a member's age is that on the last day of the year."""
    found = {
        question.id: answer(question, row[question.th])
        for question in instrument("ppp-household", "1").questions()
        if question.th in row
    }
    if "วันเกิด" in row:
        found["age"] = year - int(row["วันเกิด"].split("/")[2])
    return {name: value for name, value in found.items() if value is not None}


def scores(folder, year):
    """Each household of the survey: its village, how many they are, what the oracle says."""
    members = defaultdict(list)
    for row in rows_of(folder / f"members-{year}.csv"):
        members[row["รหัสบ้าน"]].append(answers(row, year))
    return {
        row["รหัสบ้าน"]: (
            row["รหัสหมู่บ้าน"],
            len(members[row["รหัสบ้าน"]]),
            oracle.score(answers(row, year), members[row["รหัสบ้าน"]], {}),
        )
        for row in rows_of(folder / f"households-{year}.csv")
    }


def figures(households):
    """What a profile says of these households, under the names of its JSON."""
    scored = [(people, told) for _, people, told in households if told["level"]]
    spread = {
        capital: [t["capitals"][capital] for *_, t in households if t["capitals"][capital]]
        for capital in oracle.WEIGHTS
    }
    spread["overall"] = [told["overall"] for _, told in scored]
    items = {item: [] for capital in oracle.WEIGHTS.values() for item in capital}
    for *_, told in households:
        for item, value in told["items"].items():
            if value is not None:
                items[item].append(value < LACKING_BELOW - 1e-9)
    moments = {
        name: {"mean": math.fsum(v) / len(v), "sd": statistics.stdev(v) if len(v) > 1 else None}
        if v
        else {"mean": None, "sd": None}
        for name, v in spread.items()
    }
    at_level = [[people for people, told in scored if told["level"] == n] for n in (1, 2, 3, 4)]
    known = sum(v is not None for *_, told in households for v in told["items"].values())
    return {
        "households": len(households),
        "people": sum(people for _, people, _ in households),
        "scored": len(scored),
        "unscored": len(households) - len(scored),
        "share_scored": len(scored) / len(households),
        "levels": [
            {
                "level": n,
                "households": len(here),
                "share": len(here) / len(scored) if scored else None,
                "people": sum(here),
            }
            for n, here in enumerate(at_level, 1)
        ],
        "overall": moments.pop("overall"),
        "capitals": moments,
        "indicators": {
            item: {"lacking": sum(v) / len(v) if v else None, "known": len(v)}
            for item, v in items.items()
        },
        "on_boundary": sum(
            any(abs(told["overall"] - cut) < 1e-9 for cut in CUTS) for _, told in scored
        ),
        "answered": known / (len(items) * len(households)),
    }


def apart(one, other, where=""):
    """The paths at which two answers differ by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys(), where
        return [found for key in one for found in apart(one[key], other[key], f"{where}.{key}")]
    if isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other), where
        pairs = enumerate(zip(one, other, strict=True))
        return [found for n, (a, b) in pairs for found in apart(a, b, f"{where}[{n}]")]
    if isinstance(one, float | int) and isinstance(other, float | int):
        return [] if math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) else [where]
    return [] if one == other else [where]


def moved(before, now):
    cells = [[0] * 4 for _ in range(4)]
    for house in before.keys() & now.keys():
        was, told = before[house][2]["level"], now[house][2]["level"]
        if was and told:
            cells[was - 1][told - 1] += 1
    return cells


def test_every_number_of_the_sample_can_be_worked_out_again(told, tmp_path):
    now, before = scores(tmp_path, 2569), scores(tmp_path, 2568)
    villages = {village for village, *_ in now.values()}
    areas = {village[:digits] for village in villages for digits in (2, 4, 6, 8)}
    assert len(areas) > 80

    for code in sorted(area for area in areas if len(area) <= 6):
        inside = {house: of for house, of in now.items() if of[0].startswith(code)}
        profile = told(code)

        assert apart(figures(inside.values()), profile["now"]) == [], code
        for part in profile["areas"]:
            homes = [of for of in inside.values() if of[0].startswith(part["place"]["code"])]
            expected = figures(homes) if homes else None
            assert apart(expected, part["now"]) == [], part["place"]["code"]
        assert profile["moved"]["cells"] == moved(
            {h: of for h, of in before.items() if of[0].startswith(code)}, inside
        )
