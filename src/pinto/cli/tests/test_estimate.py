"""Incomes and lists out of files, as `pinto measure estimate` answers; every number by hand."""

import csv
import json
from math import isclose

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto

# Baht a month of five homes in 2560, one of which did not say, and of two in 2562
INCOMES = """\
home,year,province,area,people,income,w
a,2560,40,rural,1,500,1
b,2560,40,rural,2,1000,1
c,2560,40,urban,1,2000,1
d,2560,41,urban,1,4500,2
e,2560,41,urban,3,NA,1
f,2562,40,rural,1,3000,1
g,2562,41,urban,1,5000,3
"""
LISTS = """\
home,tambon,on_list,is_poor,people
a,01,yes,yes,2
b,01,yes,no,1
c,01,no,yes,3
d,02,no,no,4
e,02,yes,yes,1
f,02,yes,,5
"""


@pytest.fixture
def write(tmp_path):
    def file(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return file


@pytest.fixture
def incomes(write):
    return write("incomes.csv", INCOMES)


@pytest.fixture
def lists(write):
    return write("lists.csv", LISTS)


def run(*words):
    return CliRunner().invoke(pinto, ["measure", "estimate", *map(str, words)])


def figures(*words):
    """(name, group) → the row; a group is its values in order."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return {(row["measure"], *row["by"].values()): row for row in json.loads(result.stdout)}


def refused(*words, code=2):
    result = run(*words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


# --- incomes ------------------------------------------------------------------------------


def test_poverty_is_held_against_one_line(incomes):
    told = figures(incomes, "--income", "income", "--line", 2000, "--missing", "NA", "--by", "area")

    # poor are 500 and 1000 of six who said; 2000 is not below 2000
    assert isclose(told["FGT0",]["estimate"], 2 / 6)
    assert isclose(told["FGT1",]["estimate"], (0.75 + 0.5) / 6)
    assert isclose(told["FGT2",]["estimate"], (0.5625 + 0.25) / 6)
    assert isclose(told["FGT0", "rural"]["estimate"], 2 / 3)
    assert told["FGT0", "urban"]["estimate"] == 0
    assert (told["FGT0",]["n"], told["FGT0",]["n_missing"], told["FGT0",]["se"]) == (6, 1, None)


def test_persons_are_counted_by_the_size_of_their_home(incomes):
    words = ("--income", "income", "--line", 2000, "--missing", "NA", "--size", "people")

    assert isclose(figures(incomes, *words)["FGT0",]["estimate"], 3 / 7)


def test_inequality_is_told_of_each_round_with_weights(incomes):
    words = ("--income", "income", "--missing", "NA", "--over", "year", "--weight", "w")
    told = figures(incomes, *words)

    # 2562: 3000 once and 5000 three times; of all 18,000 the first quarter has a sixth
    assert isclose(told["Gini", 2562]["estimate"], 1 / 4 - 3000 / 18_000)
    assert isclose(told["S80_S20", 2562]["estimate"], (0.8 * 5000) / (0.8 * 3000))
    # 2560: of the weight 5 the half is reached by 2000; 60 % of it is 1200
    assert told["ARP_threshold", 2560]["estimate"] == 1200
    assert isclose(told["ARP", 2560]["estimate"], 2 / 5)
    assert told["Gini", 2560]["se"] is not None  # weights say it is a sample
    assert not any(name.startswith("FGT") for name, *_ in told)


def test_lines_are_looked_up_by_year_province_and_area(incomes, write):
    lines = write(
        "lines.csv",
        "year,province,area,line\n"
        "2560,40,rural,1000\n2560,40,urban,2500\n2560,41,urban,4000\n2562,40,rural,6000\n",
    )
    words = ("--income", "income", "--line", lines, "--missing", "NA", "--over", "year")
    result = run(incomes, *words, "--json")
    told = figures(incomes, *words)

    # 2560: 500 < 1000, 2000 < 2500, not 1000 and 4500; 2562: 3000 < 6000, and 41 has no line
    assert told["FGT0", 2560]["estimate"] == 2 / 4
    assert isclose(told["FGT1", 2560]["estimate"], (0.5 + 0.2) / 4)
    assert (told["FGT0", 2562]["estimate"], told["FGT0", 2562]["n_missing"]) == (1, 1)
    assert "2 rows were left out" in result.stderr


def test_the_national_line_is_that_of_the_year(incomes):
    told = figures(incomes, "--income", "income", "--line", "national", "--missing", "NA",
                   "--over", "year")  # fmt: skip

    # 2562: 2,763 baht; of 2560 no line is known
    assert told["FGT0", 2562]["estimate"] == 0
    assert (told["FGT0", 2560]["estimate"], told["FGT0", 2560]["n"]) == (None, 0)


def test_a_line_may_be_a_column_and_files_are_read_as_one(write):
    one = write("one.csv", "income,z\n10,20\n")
    other = write("other.csv", "z,income\n20,30\n")

    told = figures(one, other, "--income", "income", "--line", "z")

    assert (told["FGT0",]["estimate"], told["FGT1",]["estimate"]) == (0.5, 0.25)


def test_a_terminal_shows_a_line_for_each_group(incomes):
    result = run(incomes, "--income", "income", "--line", 2000, "--missing", "NA", "--by", "area")

    assert "everything: FGT0 0.3333  FGT1 0.2083" in result.stdout
    assert "area urban: FGT0 0.0000" in result.stdout
    assert "1 rows were left out" in result.stderr


# --- targeting ----------------------------------------------------------------------------


def test_targeting_compares_two_columns(lists):
    told = figures(lists, "--listed", "on_list", "--poor", "is_poor", "--by", "tambon")

    assert told["matched",]["estimate"] == 2  # a, e
    assert told["inclusion_error",]["estimate"] == 1  # b
    assert told["exclusion_error",]["estimate"] == 1  # c
    assert told["neither",]["estimate"] == 1  # d
    assert told["cannot_tell",]["estimate"] == 1  # f: nobody knows
    assert isclose(told["coverage",]["estimate"], 2 / 3)
    assert isclose(told["under_coverage",]["estimate"], 1 / 3)
    assert isclose(told["leakage",]["estimate"], 1 / 3)
    assert (told["leakage", "02"]["estimate"], told["leakage", "01"]["estimate"]) == (0, 0.5)


def test_targeting_counts_persons_and_says_it_in_a_line(lists):
    result = run(lists, "--listed", "on_list", "--poor", "is_poor", "--size", "people")

    assert "matched 3  inclusion_error 1  exclusion_error 3  neither 4" in result.stdout
    assert "coverage 0.5000" in result.stdout


def test_targeting_compares_two_lists_of_keys(write, lists):
    listed, poor = write("l.csv", "home\na\nb\ne\n"), write("p.csv", "home\na\nc\nz\n")
    words = ("--listed", listed, "--poor", poor, "--key", "home")

    alone, among = figures(*words), figures(lists, *words, "--by", "tambon")

    assert (alone["matched",]["estimate"], alone["exclusion_error",]["estimate"]) == (1, 2)
    assert alone["neither",]["estimate"] == 0
    # z is no household of the data: nobody can tell
    assert (among["cannot_tell",]["estimate"], among["neither",]["estimate"]) == (1, 2)
    assert among["inclusion_error", "02"]["estimate"] == 1


def test_rows_are_written_as_a_file(tmp_path, lists):
    out = tmp_path / "out.csv"
    result = run(lists, "--listed", "on_list", "--poor", "is_poor", "--by", "tambon", "--csv", out)

    assert result.exit_code == 0, result.output
    rows = [row for row in csv.DictReader(out.open()) if row["measure"] == "matched"]
    assert [(row["by_tambon"], row["estimate"]) for row in rows] == [
        ("", "2"), ("01", "1"), ("02", "1"),
    ]  # fmt: skip


# --- what cannot be asked -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "ask for one of --spec, --income"),
        (["--income", "income", "--spec", "x"], "not --spec with --income"),
        (["--listed", "a"], "--listed and --poor go together"),
        (["--income", "income", "--cutoffs", "20"], "--cutoffs is for --spec"),
        (["--spec", "global-mpi-2021", "--line", "20"], "--line is for --income"),
        (["--income", "income", "--place", "99"], "--place is for --spec"),
        (["--income", "incom"], "there is no column incom; did you mean income?"),
        (["--income", "income", "--missing", "NA", "--by", "aera"], "did you mean area?"),
        (["--income", "income", "--missing", "NA", "--line", "0"], "--line: 0 is not above 0"),
        (["--income", "income", "--missing", "NA", "--line", "linie"], "no column linie"),
        (["--income", "income", "--missing", "NA", "--line", "national"], "its column, --over"),
        (["--listed", "l", "--poor", "p", "--key", "home"], "there is no file l"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said(incomes, words, said):
    assert said in refused(incomes, *words)


def test_a_wrong_value_is_named_by_file_column_and_row(incomes, lists, write):
    said = refused(incomes, "--income", "income", code=1)
    assert "incomes.csv: column income: row 6: 'NA' is not a number" in said
    assert "--missing" in said

    said = refused(lists, "--listed", "home", "--poor", "is_poor", code=1)
    assert "column home: row 2: 'a' is not a yes or a no" in said

    weights = write("weights.csv", "income,w\n5,1\n6,0\n")
    assert "w: 1 rows are not above 0" in refused(
        weights, "--income", "income", "--weight", "w", code=1
    )


def test_a_table_of_lines_must_have_lines_once(incomes, write):
    words = ("--income", "income", "--missing", "NA", "--line")
    nameless = write("nameless.csv", "year,baht\n2560,5\n")
    twice = write("twice.csv", "year,line\n2560,5\n2560,6\n")
    elsewhere = write("elsewhere.csv", "amphoe,line\n01,5\n")

    assert "has a column line" in refused(incomes, *words, nameless, code=1)
    assert "year 2560: 2 lines; keep one" in refused(incomes, *words, twice, code=1)
    assert "there is no column amphoe" in refused(incomes, *words, elsewhere)
