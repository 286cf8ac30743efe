"""The real lists of ../shared: what the country has, and what the lists disagree on."""

from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone
from shapely.geometry import shape

from pinto.ground.places.actions import import_places
from pinto.ground.places.models import Border, Place
from pinto.ground.places.queries import classify_code, pilot_areas, place_index, resolve_place
from pinto.ground.places.rules.files import read_listing
from pinto.ground.places.rules.listings import Disagreement

DATA = Path(__file__).parents[6] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="../shared is not at hand"),
]


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    """One import for all tests of this file; it is taken back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield import_places([DATA / "geo", DATA / "pilot"], by=None, at=timezone.now())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_country_is_there(report):
    counts = {kind: tally.added for kind, tally in report.counts.items()}

    assert counts == {
        "PROVINCE": 77,
        "AMPHOE": 928,
        "TAMBON": 7_436,
        "VILLAGE": 79_738,
        "ALIAS": 306,
        "OTHER_CODE": 55,
        "FORMER_PARENT": 92,
        "BORDER": 77 + 928 + 7_423,
        "LOCAL_GOVERNMENT": 6,
        "SET_MEMBER": 23,
    }
    assert dict(Counter(Place.objects.values_list("kind", flat=True))) == {
        kind: counts[kind] for kind in ("PROVINCE", "AMPHOE", "TAMBON", "VILLAGE")
    }
    assert Place.objects.filter(code__length=9).count() == 368
    assert not Border.objects.filter(place__kind="VILLAGE").exists()


@pytest.mark.django_db
def test_every_contradiction_is_reported(report):
    found = Counter(each.kind for each in report.conflicts)

    assert found[Disagreement.SOURCES_DISAGREE] == 138 + 4  # tambons, amphoes cut short
    assert found[Disagreement.POINT] == 2_036
    assert found[Disagreement.BORDER_OF_NONE] == 2
    assert found[Disagreement.SUCCESSOR_UNKNOWN] == 15
    assert found[Disagreement.SUCCESSOR_NAME] == 2
    assert found[Disagreement.ALIAS_TAKEN] == 36
    assert {(each.kind, each.code) for each in report.conflicts} >= {
        (Disagreement.PROVINCE_DISPUTED, "38"),  # the popular list's province
        (Disagreement.BORDER_OF_RETIRED, "530306"),
        (Disagreement.ALIAS_TAKEN, "481202"),  # โคกสี and ยอดชาด, swapped in one source
        (Disagreement.ALIAS_SHARED, "801214"),
        (Disagreement.WRITTEN_OTHERWISE, "340119"),
    }


@pytest.mark.django_db
def test_the_same_lists_again_change_nothing(report):
    again = import_places([DATA / "pilot", DATA / "geo"], by=None, at=timezone.now())

    assert not again.changed
    assert len(again.conflicts) == len(report.conflicts)


@pytest.mark.django_db
def test_the_sandbox_list_is_23_areas_in_18_amphoes_and_18_provinces(report):
    """Test vector T12."""
    areas = pilot_areas()

    assert [area.number for area in areas] == list(range(1, 24))
    assert len({place.code[:4] for area in areas for place in area.places}) == 18
    assert len({place.code[:2] for area in areas for place in area.places}) == 18
    assert all(area.places for area in areas)
    assert sum(area.local_government is not None for area in areas) == 6
    by_number = {area.number: area for area in areas}
    assert [place.code for place in by_number[18].places] == ["210305", "210306"]
    assert by_number[3].written[0] == "สั๊กหลง"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "outcome", "codes"),
    [
        ("ขี้เหล็ก, เมือง, อุบลราชธานี", "one", ["340119"]),
        ("ต.ขี้เหล็ก อ.เมือง จ.อุบลราชธานี", "one", ["340119"]),
        ("ขี้เหล็ก, อุบลราชธานี", "several", ["340119", "343303"]),
        ("ขี้เหล็ก", "several", ["340119", "343303", "450308", "451409", "500603", "500704"]),
        ("สั๊กหลง, หล่มสัก, เพชรบูรณ์", "none", ["670307"]),
        ("ชีเหล็ก, เมือง, อุบลราชธานี", "none", ["340119"]),
        ("97", "one", ["38"]),
        ("อยุธยา", "one", ["14"]),
        ("พระนครศรีอยุธยา", "several", ["14", "1401"]),
        ("เมือง, ศรีสะเกษ", "several", ["3301", "330403"]),
        ("แขวงบางแค เขตบางแค กทม.", "one", ["104001"]),
        ("102203", "one", ["104001"]),
        ("104701", "none", []),
        ("โซ่, โซ่พิสัย, หนองคาย", "one", ["380301"]),
        ("ต.จ.ป.ร. อ.กระบุรี จ.ระนอง", "one", ["850406"]),
        ("ต.สามตำบล อ.จุฬาภรณ์", "one", ["801906"]),
        ("ทต.ภูผาม่าน, ภูผาม่าน, ขอนแก่น", "several", ["402001", "402003"]),
    ],
)
def test_real_texts_are_answered_asked_or_refused(report, text, outcome, codes):
    found = resolve_place(text)

    assert found.outcome == outcome
    answered = (found.place,) if found.place else found.candidates or found.suggestions
    assert [place.code for place in answered] == codes


@pytest.mark.django_db
def test_every_official_address_finds_its_own_place(report):
    index = place_index()
    for place in index.places.values():
        found = index.resolve(index.written_in_full(place))
        assert found.place == place, index.written_in_full(place)


@pytest.mark.django_db
def test_the_municipal_codes_of_tpmap_are_recognised(report):
    import csv

    path = DATA / "poverty" / "tpmap61_pilot_amphoe_tambons.csv"
    with path.open(encoding="utf-8-sig") as lines:
        rows = [(row["tumbol_ID"], row["code_kind"]) for row in csv.DictReader(lines)]
    found = Counter((kind, str(classify_code(code))) for code, kind in rows)

    assert found == {
        ("tambon", "tambon"): 191,
        ("municipal_area_pseudo_code", "municipal pseudo-code"): 18,
    }


def test_the_topojson_and_the_geojson_of_a_layer_are_the_same_shapes():
    """The two were rounded differently: to 0.001 degree, and to a grid of 50,000 steps."""
    (topo, _), (geo, _) = (
        read_listing([DATA / "geo" / f"th_provinces.{kind}"]) for kind in ("topojson", "geojson")
    )
    ours = {each.code: shape(each.geometry) for each in topo.shapes}
    theirs = {each.code: shape(each.geometry) for each in geo.shapes}

    assert len(ours) == 77
    assert ours.keys() == theirs.keys()
    for code, area in ours.items():
        assert area.is_valid
        assert area.symmetric_difference(theirs[code]).area < 0.01 * area.area
        assert area.hausdorff_distance(theirs[code]) < 0.01
