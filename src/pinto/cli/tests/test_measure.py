"""`pinto measure` as a person or a script runs it; none of it has a database."""

import csv
import json
import re

import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.insight.estimates.tests.mutations import mutated

SPEC = """\
id: small
version: "1"
th: เล็ก
en: Small
source: {th: แต่งขึ้น, en: Invented}
unit: {count: person, size: people}
households:
  missing: [NA]
  columns:
    people: {type: number}
    fuel: {type: number, codes: {1: gas, 2: wood}}
    water: {type: text}
dimensions:
  - id: living
    th: ความเป็นอยู่
    en: Living
    indicators:
      - {id: poor_fuel, th: เชื้อเพลิง, en: Fuel, deprived: fuel = 2}
      - {id: poor_water, th: น้ำ, en: Water, deprived: "water = 'unsafe'"}
cutoffs: [1/2]
"""
DATA = """\
area,year,people,fuel,water,w
01,2560,2,1,safe,1
01,2560,3,2,unsafe,2
02,2562,1,2,safe,1
02,2562,4,NA,safe,1
"""


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SPEC)
    return path


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "homes.csv"
    path.write_text(DATA)
    return path


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(pinto, ["measure", *map(str, words)])


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def one(rows, measure, by=None, indicator=None):
    (found,) = [
        row for row in rows
        if (row["measure"], row["by"], row["indicator"]) == (measure, by or {}, indicator)
    ]  # fmt: skip
    return found


def test_people_are_counted_with_their_weights_and_what_is_missing_is_said(run, spec, data):
    rows = rows_of(run("estimate", data, "--spec", spec, "--weight", "w", "--json"))

    # 2 and 6 people of two households and 1 of the third; the fourth has no fuel
    headcount = one(rows, "H")
    assert headcount["estimate"] == pytest.approx(7 / 9, abs=1e-12)
    assert (headcount["n"], headcount["n_missing"], headcount["population"]) == (3, 1, 9)
    assert one(rows, "M0")["estimate"] == pytest.approx((6 * 1 + 1 * 0.5) / 9, abs=1e-12)


def test_a_row_says_what_is_promised(run, spec, data):
    row = rows_of(run("estimate", data, "--spec", spec, "--json"))[0]

    assert {
        "measure", "indicator", "cutoff", "by", "estimate", "se", "ci_low", "ci_high", "n",
        "n_missing", "population",
    } <= set(row)  # fmt: skip


def test_groups_stand_alone_and_crossed_and_codes_keep_their_zeros(run, spec, data):
    rows = rows_of(run("estimate", data, "--spec", spec, "--by", "area,year", "--json"))

    assert {json.dumps(row["by"]) for row in rows} == {
        "{}",
        '{"area": "01"}', '{"area": "02"}',
        '{"year": 2560}', '{"year": 2562}',
        '{"area": "01", "year": 2560}', '{"area": "02", "year": 2562}',
    }  # fmt: skip
    assert one(rows, "H", {"area": "02"})["n_missing"] == 1
    assert one(rows, "H", {"area": "01"})["n_missing"] == 0


def test_rounds_stand_among_the_groups(run, spec, data):
    rows = rows_of(run("estimate", data, "--spec", spec, "--over", "year", "--json"))

    assert one(rows, "H", {"year": 2560})["estimate"] == pytest.approx(3 / 5, abs=1e-12)
    assert one(rows, "H", {"year": 2562})["n_missing"] == 1


def test_weights_without_clusters_take_each_row_for_a_draw(run, spec, data):
    """By hand: weight × people is 2, 6, 1; the second and third are poor; the fourth is dropped."""
    rows = json.loads(run("estimate", data, "--spec", spec, "--weight", "w", "--json").stdout)
    poor = next(row for row in rows if row["measure"] == "H" and row["by"] == {})

    share = 7 / 9
    scores = [-2 * share / 9, 6 * (1 - share) / 9, (1 - share) / 9]
    assert poor["estimate"] == pytest.approx(share, abs=1e-12)
    assert poor["se"] == pytest.approx((3 / 2 * sum(z * z for z in scores)) ** 0.5, rel=1e-9)


def test_changes_between_rounds_follow_with_their_errors(run, spec, data, tmp_path):
    words = ("--over", "year", "--by", "area", "--weight", "w")
    rows = rows_of(run("estimate", data, "--spec", spec, *words, "--json"))
    level = {
        row["by"]["year"]: row for row in rows if row["measure"] == "H" and "area" not in row["by"]
    }
    change = next(row for row in rows if row["measure"] == "H_absolute_change")

    assert change["by"] == {"year": "2560-2562"}
    difference = level[2562]["estimate"] - level[2560]["estimate"]
    assert change["estimate"] == pytest.approx(difference, abs=1e-12)
    out = tmp_path / "out.parquet"
    run("estimate", data, "--spec", spec, *words, "--parquet", str(out))
    assert "2560-2562" in parquet.read_table(out)["by_year"].to_pylist()


def test_cutoffs_are_in_percent_and_all_at_once(run, spec, data):
    rows = rows_of(run("estimate", data, "--spec", spec, "--cutoffs", "50, 100", "--json"))

    found = {row["cutoff"]: row["estimate"] for row in rows if row["measure"] == "H"}
    assert found == {0.5: pytest.approx(4 / 6, abs=1e-12), 1.0: pytest.approx(3 / 6, abs=1e-12)}


def test_several_files_are_read_as_one(run, spec, data, tmp_path):
    head, *lines = DATA.splitlines()
    for i, part in enumerate((lines[:1], lines[1:])):
        (tmp_path / f"part{i}.csv").write_text("\n".join([head, *part]) + "\n")

    whole = run("estimate", data, "--spec", spec, "--by", "area", "--json")
    parts = run(
        "estimate", tmp_path / "part0.csv", tmp_path / "part1.csv",
        "--spec", spec, "--by", "area", "--json",
    )  # fmt: skip

    assert rows_of(parts) == rows_of(whole)


def test_without_json_a_person_reads_lines(run, spec, data):
    result = run("estimate", data, "--spec", spec)

    assert "everything, cut-off 50 %: H 0.6667" in result.output
    assert "1 rows were left out: an indicator was unknown" in result.output


def test_rows_are_written_as_csv_and_parquet(run, spec, data, tmp_path):
    table, columns = tmp_path / "o.csv", tmp_path / "o.parquet"

    result = run(
        "estimate", data, "--spec", spec, "--by", "area", "--csv", table, "--parquet", columns
    )

    assert result.exit_code == 0, result.output
    with table.open() as file:
        rows = list(csv.DictReader(file))
    assert {row["by_area"] for row in rows} == {"", "01", "02"}
    assert parquet.read_table(columns).num_rows == len(rows)


def test_a_file_that_was_there_stays_whole_when_the_data_are_bad(run, spec, data, tmp_path):
    out = tmp_path / "o.csv"
    out.write_text("before")
    data.write_text(DATA.replace("2,unsafe", "two,unsafe"))

    result = run("estimate", data, "--spec", spec, "--csv", out)

    assert result.exit_code == 1
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["homes.csv", "o.csv", "small.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2,unsafe", "two,unsafe", "homes.csv: column fuel: row 3: 'two' is not a number"),
        ("2,unsafe", "7,unsafe", "homes.csv: column fuel: row 3: '7' is not a number, or none of"),
        ("2560,3,2", "2560,many,2", "homes.csv: column people: row 3: 'many' is not a number"),
        ("2560,3,2", "2560,0,2", "unit: size: 1 of 4 rows have none, or 0 or less"),
        ("people,fuel", "people,fule", "homes.csv: there is no column fuel; did you mean fule?"),
        (DATA[30:], "", "the data have no rows"),
    ],
)  # fmt: skip
def test_bad_data_are_told_with_column_row_and_value(run, spec, data, old, new, told):
    assert old in DATA
    data.write_text(DATA.replace(old, new, 1))

    result = run("estimate", data, "--spec", spec)

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert told in result.output


def test_a_weight_of_zero_or_below_is_refused(run, spec, data):
    data.write_text(DATA.replace("safe,1\n02", "safe,-1\n02", 1))

    result = run("estimate", data, "--spec", spec, "--weight", "w")

    assert result.exit_code == 1
    assert "column w: row 4: '-1' is not a weight above 0" in result.output


def test_an_indicator_nobody_answered_is_refused(run, spec, data):
    data.write_text(re.sub(r",(un)?safe,", ",,", DATA))

    result = run("estimate", data, "--spec", spec)

    assert result.exit_code == 1
    assert "indicator poor_water: unknown in all 4 rows" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--cutoffs", "120"], "--cutoffs: 120 is not above 0 and at most 100"),
        (["--cutoffs", "a"], "--cutoffs: 'a' is no number"),
        (["--by", "aera"], "there is no column aera; did you mean area?"),
        (["--by", "area,"], "--by: write names of columns"),
        (["--by", "poor_fuel"], "cannot group by poor_fuel"),
        (["--engine", "abacus"], "--engine is duckdb, or spark://"),
        (["--weight", "wt"], "there is no column wt"),
    ],
)
def test_wrong_use_has_its_own_exit_code(run, spec, data, words, told):
    result = run("estimate", data, "--spec", spec, *words)

    assert result.exit_code == 2
    assert told in result.output


def test_more_groups_than_can_be_told_are_refused_before_they_are_worked_out(run, spec, tmp_path):
    lines = [f"{i},2560,2,1,safe,1" for i in range(80_000)]
    (tmp_path / "many.csv").write_text("\n".join([DATA.splitlines()[0], *lines]) + "\n")

    result = run(
        "estimate", tmp_path / "many.csv", "--spec", spec, "--by", "area", "--cutoffs", "20,50,80"
    )

    assert result.exit_code == 2
    assert "area crossed are 80,000 groups" in result.output


def test_a_measure_that_does_not_exist_is_wrong_use(run, data):
    result = run("estimate", data, "--spec", "unheard-of")

    assert result.exit_code == 2
    assert "global-mpi-2021" in result.output


def test_list_and_show_say_what_there_is(run):
    listed = {row["id"]: row for row in json.loads(run("list", "--json").output)}
    shown = run("show", "global-mpi-2021").output

    assert listed["global-mpi-2021"]["indicators"] == 10
    assert "1/18  housing  Housing" in shown
    assert "columns of members: household_id, age (number)" in shown


def test_show_gives_the_file_to_copy(run, tmp_path):
    copy = tmp_path / "mine.yaml"
    copy.write_text(run("show", "global-mpi-2021", "--yaml").output)

    assert run("check", copy).output == "mine.yaml: can be used\n"


def test_two_hundred_bad_specifications_are_refused_with_line_and_key(run, tmp_path):
    file = tmp_path / "bad.yaml"
    for seed in range(200):
        file.write_text(mutated(seed))

        result = run("check", file)

        assert (result.exit_code, type(result.exception)) == (1, SystemExit), (seed, result.output)
        told = result.output.removeprefix("Error: ").splitlines()
        assert told, seed
        for problem in told:
            assert re.match(r"bad\.yaml:\d+: ", problem), (seed, problem)
