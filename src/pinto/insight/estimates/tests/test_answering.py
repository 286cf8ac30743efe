"""From files to estimates: which file is which, what is checked, what is left out and told."""

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from pinto.insight.estimates.engine.answering import answered
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.rules.library import read_specification
from pinto.insight.estimates.rules.specification import DataError, UnusableColumn
from pinto.insight.estimates.tests.written import GOOD

HOMES = """\
house,people,INCOME.BAHT,fuel,water,owns_land,area
a,2,500,1,safe,no,01
b,3,90,2,unsafe,no,02
c,1,50,2,safe,yes,02
"""
MEMBERS = """\
house,age,at_school
a,8,yes
b,8,no
b,40,
"""
FOUND = read_specification(
    GOOD.replace("design: {weight: w, strata: area, psu: village}\n", ""), name="m.yaml"
)


@pytest.fixture
def files(tmp_path):
    def made(homes=HOMES, members=MEMBERS):
        (tmp_path / "homes.csv").write_text(homes)
        (tmp_path / "members.csv").write_text(members)
        return [tmp_path / "homes.csv", tmp_path / "members.csv"]

    return made


def headcounts(data, **options):
    wanted = options.pop("wanted", Wanted())
    rows = answered(FOUND, data=data, wanted=wanted, cutoffs=FOUND.measure.cutoffs[1:], **options)
    return {tuple(row.by.values()): row.estimate for row in rows if row.measure == "H"}


def refused(data, **options):
    with pytest.raises(DataError) as caught:
        headcounts(data, **options)
    return str(caught.value)


def test_a_roster_is_told_by_its_columns_in_any_order(files):
    homes, members = files()

    assert headcounts([homes, members]) == {(): pytest.approx(3 / 6)}
    assert headcounts([members, homes]) == headcounts([homes], members=[members])


def test_parquet_gives_what_csv_gives(files, tmp_path):
    homes, members = files()
    for i, part in enumerate((0, 1)):
        folder = tmp_path / "parts" / f"round={i}"
        folder.mkdir(parents=True)
        table = pyarrow.csv.read_csv(homes).slice(part, 1 if part == 0 else 2)
        pyarrow.parquet.write_table(table, folder / "0.parquet")
    roster = tmp_path / "members.parquet"
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(members), roster)

    assert headcounts([tmp_path / "parts", roster]) == headcounts([homes, members])


def test_a_column_that_is_text_in_one_file_and_a_number_in_another_is_read(files, tmp_path):
    homes, members = files()
    other = tmp_path / "more.parquet"
    table = pa.table(
        {
            "house": ["d"], "people": [4], "INCOME.BAHT": [1000.0], "fuel": [1],
            "water": ["safe"], "owns_land": [True], "area": ["01"],
        }
    )  # fmt: skip
    pyarrow.parquet.write_table(table, other)

    assert headcounts([homes, other, members]) == {(): pytest.approx(3 / 10)}


def test_members_of_no_household_are_told(files):
    told = []

    headcounts(files(members=MEMBERS + "z,8,no\n"), note=told.append)

    assert told == ["1 members belong to no household of the data and were left out"]


def test_a_household_in_two_rows_is_refused(files):
    assert "household b stands in 2 rows" in refused(files(homes=HOMES + "b,1,1,1,safe,no,01\n"))


def test_a_row_without_its_household_is_refused(files):
    problem = refused(files(members=MEMBERS + ",9,no\n"))

    assert problem.startswith("members.csv: column house: row 5: nothing does not say which")


def test_keys_that_are_written_differently_are_refused(files, tmp_path):
    homes, _ = files(HOMES.replace("\na,", "\n1,"))
    other = tmp_path / "members.parquet"
    pyarrow.parquet.write_table(pa.table({"house": [1], "age": [8], "at_school": [False]}), other)

    assert "the key is string in households and int64 in members" in refused([homes, other])


def test_a_file_that_fits_both_or_neither_is_refused(files, tmp_path):
    homes, members = files()
    both = tmp_path / "both.csv"
    head, *lines = HOMES.splitlines()
    lines = [f"{head},age,at_school", *(f"{line},8,yes" for line in lines)]
    both.write_text("\n".join(lines) + "\n")

    assert "has the columns of households and of members" in refused([both, members])
    neither = tmp_path / "neither.csv"
    neither.write_text("x,y\n1,2\n")
    assert "neither.csv: is neither of households nor" in refused([homes, members, neither])
    assert "there is no file of members among the data" in refused([homes])


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no parquet")

    assert refused([broken]).startswith("broken.parquet: cannot be read: ")


def test_rows_that_only_group_keep_zeros_and_become_numbers_where_all_are(files):
    data = files()

    assert set(headcounts(data, wanted=Wanted(by=("area",)))) == {(), ("01",), ("02",)}
    plain = files(HOMES.replace(",01\n", ",1\n").replace(",02\n", ",2\n"))
    assert set(headcounts(plain, wanted=Wanted(by=("area",)))) == {(), (1,), (2,)}


def test_a_group_nobody_has_is_asked_for_in_vain(files):
    with pytest.raises(UnusableColumn, match="there is no column aera; did you mean area"):
        headcounts(files(), wanted=Wanted(by=("aera",)))
