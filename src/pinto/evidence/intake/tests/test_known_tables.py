"""The published tables that Pinto knows by name, against the totals that were published."""

import pytest

from pinto.evidence.intake.rules.tables import Flag, read_table
from pinto.evidence.intake.rules.tables.datasets import datasets
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.tests.geo import SHARED, country, shared


def read(file):
    return read_table(open_book(SHARED / "data/poverty" / file), places=country())


def total(reading, indicator):
    return sum(row.value for row in reading.rows if row.indicator == indicator)


@pytest.mark.parametrize("dataset", datasets(), ids=lambda dataset: dataset.id)
def test_a_description_names_its_indicators_in_thai(dataset):
    names = dataset.indicator_names()
    assert names
    assert all(any("ก" <= letter <= "ฮ" for letter in name) for name in names.values())
    assert set(dataset.controls) <= set(names)
    assert set(dataset.needed) <= set(names)


class TestTpmap:
    pytestmark = shared

    def test_the_provinces_sum_up_to_the_nation(self):
        reading = read("tpmap61_province_common.csv")
        assert reading.dataset == "tpmap-2561-province-common"
        assert reading.areas == 76
        assert len({row.place_code for row in reading.rows} - {None}) == 76
        assert {row.year for row in reading.rows} == {2561}
        assert total(reading, "household.CNT") == 12_935_866
        assert total(reading, "HOUSEMEMBER_CNT") == 36_647_817
        assert all(control.agrees for control in reading.controls)
        assert not reading.findings.counts

    def test_bangkok_is_absent_and_not_zero(self):
        for file in ("tpmap61_province_common.csv", "tpmap61_province_11111.csv"):
            assert "10" not in {row.area_code for row in read(file).rows}

    def test_the_target_poor_sum_up_by_dimension(self):
        reading = read("tpmap61_province_11111.csv")
        assert reading.areas == 76
        assert total(reading, "poor.JPT.MOFval.CNT") == 1_032_987
        dimensions = {
            "education": 378_080,
            "income": 376_091,
            "living": 244_739,
            "health": 217_081,
            "accessibility": 6_490,
        }
        for dimension, people in dimensions.items():
            assert total(reading, f"poor.JPT.MOFval.{dimension}") == people

    def test_the_indicators_have_thai_names(self):
        names = {i.key: i.name for i in read("tpmap61_province_11111.csv").indicators}
        assert names["poor.JPT.MOFval.CNT"] == "คนจนเป้าหมาย"
        assert names["poor.JPT.MOFval.ind31.CNT"].startswith("ครอบครัวมีความอบอุ่น")

    def test_a_file_with_a_row_missing_is_told(self, tmp_path):
        source = (SHARED / "data/poverty/tpmap61_province_common.csv").read_text("utf-8-sig")
        path = tmp_path / "short.csv"
        path.write_text("\n".join(source.splitlines()[:-1]), "utf-8")
        reading = read_table(open_book(path), places=country())
        assert reading.findings.counts == {"table.published_differs": 2}

    def test_people_under_municipal_pseudo_codes_are_kept_and_flagged(self):
        reading = read("tpmap61_pilot_amphoe_tambons.csv")
        assert reading.areas == 209
        assert total(reading, "HOUSEMEMBER_CNT") == 1_027_960
        assert total(reading, "poor.JPT.MOFval.CNT") == 22_541
        municipal = {row.area_code for row in reading.rows if row.flag is Flag.MUNICIPAL}
        assert len(municipal) == 18
        assert {"130451", "700153"} <= municipal
        assert {row.place_code for row in reading.rows if row.area_code in municipal} == {None}
        tambons = {row.area_code: row.place_code for row in reading.rows if not row.flag}
        assert len(tambons) == 191
        assert all(code == place for code, place in tambons.items())
        assert reading.findings.counts == {"table.municipal_codes": 1}


class TestPppconnext:
    pytestmark = shared

    def test_the_provinces_sum_up_to_the_snapshot(self):
        reading = read("pppconnext_2569_province_aggregates.csv")
        assert reading.dataset == "pppconnext-2569-province"
        assert reading.areas == 20
        assert total(reading, "households_total") == 306_388
        assert total(reading, "poor_households_total") == 286_003
        assert total(reading, "members_total") == 1_253_455
        assert {row.indicator for row in reading.rows} == {i.key for i in reading.indicators}
        assert not reading.findings.counts

    def test_the_national_file_is_about_the_twenty_provinces(self):
        reading = read("pppconnext_2569_national.json")
        values = {row.indicator: row.value for row in reading.rows}
        assert values["national_summary.households_total"] == 306_388
        assert values["national_summary.poor_households_total"] == 286_003
        assert {row.area_name for row in reading.rows} == {"20 จังหวัดของโครงการ"}
        # the figure of the same name that means something else is not taken
        assert 1_246_258 not in values.values()

    def test_provinces_without_scores_have_no_row_and_never_a_zero(self):
        reading = read("sradss_2569_five_capital_scores.csv")
        assert reading.areas == 15
        assert {row.year for row in reading.rows} == {2569}
        assert min(row.value for row in reading.rows) == 1.0
        scores = {row.indicator: row.value for row in reading.rows if row.area_code == "46"}
        assert scores == {
            "financial": 1.77,
            "human": 2.28,
            "natural_res": 1.87,
            "overall": 1.96,
            "physical": 2.15,
            "social": 1.69,
        }
