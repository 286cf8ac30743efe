import csv
import json
from itertools import pairwise

import numpy as np
import pytest
import shapely

from pinto.sample.areas import PROVINCES, areas, households_of_villages, villages
from pinto.sample.borders import borders, village_points
from pinto.sample.writing import write_borders, write_places


@pytest.mark.parametrize("province", PROVINCES, ids=lambda province: province.code)
def test_tambons_tile_their_province_without_gap_or_overlap(province):
    tambons = [borders()[tambon.code] for tambon in province.tambons]
    assert shapely.coverage_is_valid(np.array(tambons))
    assert sum(t.area for t in tambons) == pytest.approx(borders()[province.code].area, rel=1e-12)
    assert shapely.union_all(tambons).equals(borders()[province.code])
    assert borders()[province.code].equals(borders()[province.amphoe_code])


def test_every_area_is_one_piece_without_holes_and_the_provinces_lie_apart():
    for border in borders().values():
        assert border.geom_type == "Polygon"
        assert border.is_valid
        assert not border.interiors
    assert borders()["98"].disjoint(borders()["99"])


def test_villages_lie_in_their_tambon():
    for village in villages():
        latitude, longitude = village_points()[village.code]
        point = shapely.Point(longitude, latitude)
        assert borders()[village.tambon.code].buffer(-0.0055).contains(point)


def test_twelve_tambons_have_eight_to_fourteen_villages_of_their_own_name():
    than_khram = [village for village in villages() if village.province.code == "99"]
    counts = [
        sum(village.tambon == tambon for village in than_khram)
        for tambon in than_khram[0].province.tambons
    ]
    assert len(counts) == 12
    assert all(8 <= count <= 14 for count in counts)
    assert len({village.th for village in than_khram}) == len(than_khram)


def test_codes_nest_and_follow_the_area_they_lie_in():
    seen = set()
    for area in areas():
        parent = {2: "", 4: area.code[:2], 6: area.code[:4], 8: area.code[:6]}[len(area.code)]
        assert not parent or parent in seen
        assert area.code not in seen
        seen.add(area.code)
    assert {code[:2] for code in seen} == {"98", "99"}


@pytest.mark.parametrize("total", [1, 7, 1_000, 123_457])
def test_households_are_spread_over_villages_to_the_last_one(total):
    counts = households_of_villages(total)
    assert sum(counts) == total
    assert min(counts) >= 0
    if total > 100_000:
        assert min(counts) > 100


def test_places_and_borders_are_written_with_the_same_codes(tmp_path):
    write_places(tmp_path / "places.csv")
    write_borders(tmp_path / "borders.geojson")
    rows = list(csv.DictReader((tmp_path / "places.csv").open(encoding="utf-8")))
    features = json.loads((tmp_path / "borders.geojson").read_text("utf-8"))["features"]
    codes = [row["code"] for row in rows]
    assert {f["properties"]["code"] for f in features} == {c for c in codes if len(c) <= 6}
    assert all(len(a) <= len(b) or a[:2] != b[:2] for a, b in pairwise(codes) if len(b) < 8)
    for row in rows:
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        assert borders()[row["code"][:6]].contains(point)
