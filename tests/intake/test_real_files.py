"""Published tables of the whole country, loaded by command, against what publishers sum up."""

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from pinto.cli.intake import intake
from pinto.evidence.intake.tests.geo import SHARED, shared
from pinto.evidence.registry.models import AreaFigure
from pinto.evidence.registry.queries import area_figure
from pinto.ground.places.actions.imports import import_places

pytestmark = shared
GEO = ("th_provinces.csv", "th_amphoe.csv", "th_tambon.csv")


@pytest.fixture
def country(db):
    import_places([SHARED / "data/geo" / name for name in GEO], by=None, at=timezone.now())


def run(*command):
    result = CliRunner().invoke(intake, [*map(str, command), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def totals(dataset):
    return {row["indicator"]: row for row in run("figures", dataset)}


def load(file):
    return run("load", SHARED / "data/poverty" / file)


def test_tpmap_and_pppconnext_sum_up_to_what_was_published(country):
    assert load("tpmap61_province_common.csv")["areas"] == 76
    common = totals("tpmap-2561-province-common")
    assert common["household.CNT"]["total"] == 12_935_866
    assert common["HOUSEMEMBER_CNT"]["total"] == 36_647_817
    assert common["household.CNT"]["areas"] == 76
    # Bangkok was not surveyed: it says nothing, and nothing is not 0
    assert area_figure("10", "tpmap-2561-province-common", "household.CNT") is None
    assert area_figure("46", "tpmap-2561-province-common", "household.CNT") > 0

    report = load("tpmap61_province_11111.csv")
    assert totals(report["dataset"])["poor.JPT.MOFval.CNT"]["total"] == 1_032_987

    report = load("tpmap61_pilot_amphoe_tambons.csv")
    tambons = totals(report["dataset"])
    assert report["areas"] == 209
    assert tambons["HOUSEMEMBER_CNT"]["total"] == 1_027_960
    assert tambons["poor.JPT.MOFval.CNT"]["total"] == 22_541
    pseudo = AreaFigure.objects.filter(dataset=report["dataset"], flag="municipal pseudo-code")
    assert pseudo.values("area_code").distinct().count() == 18
    assert not pseudo.filter(place__isnull=False).exists()

    load("pppconnext_2569_province_aggregates.csv")
    provinces = totals("pppconnext-2569-province")
    found = provinces["households_total"]["total"], provinces["poor_households_total"]["total"]
    assert found == (306_388, 286_003)
    assert round(found[1] / found[0], 4) == 0.9335  # T9


def test_the_same_table_loaded_twice_counts_once(country):
    for _ in range(2):
        load("pppconnext_2569_province_aggregates.csv")

    assert totals("pppconnext-2569-province")["households_total"]["total"] == 306_388


def test_a_dataset_nobody_loaded_is_named(db):
    result = CliRunner().invoke(intake, ["figures", "nothing"])

    assert result.exit_code == 1
    assert "No figures of nothing" in result.output
