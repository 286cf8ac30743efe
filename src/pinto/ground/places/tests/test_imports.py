import datetime as dt
import json

import pytest
from django.db import transaction
from django.utils import timezone

from pinto.ground.places.actions import import_places
from pinto.ground.places.models import (
    Border,
    Coverage,
    FormerParent,
    LocalGovernment,
    MemberPlace,
    Place,
    PlaceAlias,
    PlaceCode,
    SetMember,
)
from pinto.ground.places.queries import borders_of, pilot_areas, place_index
from pinto.ground.places.rules.listings import BadFile, Disagreement
from pinto.ground.places.tests.lists import PLACES, borders, square, write
from pinto.ground.thai.collation import sort_key
from pinto.ground.trail.models import Entry

pytestmark = pytest.mark.django_db

PILOT = (
    "seq,source_tambon,source_amphoe,source_province,unit_type,tambon_code,all_tambon_codes,"
    "tambon_th,tambon_en,amphoe_code,amphoe_th,province_code,province_th,lao_code_dopa,lao_th,"
    "lao_en,lao_coverage,confidence,note\n"
    "1,ชี้เหล็ก,เมือง,ธารคราม,tambon,990101,990101,ขี้เหล็ก,Khilek,9901,เมืองธารคราม,99,ธารคราม,"
    ",,,,high,ช for ข\n"
    "2,ทต.สองธาร,เมือง,ธารคราม,thesaban_tambon,990101,990101|990102,ขี้เหล็ก,Khilek,9901,"
    "เมืองธารคราม,99,ธารคราม,9999,เทศบาลตำบลสองธาร,Song Than,990101:partial|990102:complete,"
    "medium,\n"
)


@pytest.fixture
def lists(tmp_path):
    write(tmp_path, "places.csv", PLACES)
    borders(tmp_path, {"9901": square(100, 11), "9902": square(100.1, 11)})
    return tmp_path


def run(*paths, rename=False):
    return import_places(paths, by=None, at=timezone.now(), rename=rename)


def everything():
    """Every row of every table of places, without its id."""
    tables = (Place, PlaceAlias, PlaceCode, FormerParent, Border, Coverage, SetMember, MemberPlace)
    return {
        model.__name__: sorted(
            json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)
            for row in model.objects.values()
        )
        for model in (*tables, LocalGovernment)
    }


def test_places_borders_and_their_levels_are_there_after_an_import(lists):
    report = run(lists)

    assert report.changed
    counts = {kind: tally.added for kind, tally in report.counts.items() if tally.added}
    assert counts == {
        "PROVINCE": 2,
        "AMPHOE": 3,
        "TAMBON": 5,
        "VILLAGE": 3,
        "BORDER": 2,
    }
    village = Place.objects.get(code="990101101")
    assert (village.parent.code, village.moo, village.variant) == ("990101", 101, "community")
    assert village.name_key == "ชุมชนริมธาร"
    tambon = Place.objects.get(code="990101")
    assert (tambon.latitude, tambon.longitude, tambon.name_en) == (11.02, 100.81, "Khilek")
    shapes = borders_of(Place.objects.filter(kind="AMPHOE"), detail="near")
    assert set(shapes) == {"9901", "9902"}
    west, south = shapes["9901"].label
    assert 100 < west < 100.1
    assert 11 < south < 11.1


def test_the_same_files_again_change_nothing_and_say_so(lists):
    write(lists, "pilot.csv", PILOT)
    write(lists, "codes.csv", RETIRED)
    write(lists, "aliases.csv", ALIASES)
    write(lists, "moves.csv", MOVES)
    first = run(lists)
    before = everything()

    second = run(lists)

    assert first.changed
    assert not second.changed
    assert everything() == before
    assert [each.as_json() for each in second.conflicts] == [
        each.as_json() for each in first.conflicts
    ]
    assert second.counts["VILLAGE"].kept == 3
    assert second.as_json()["changed"] is False


def after(*runs):
    """What the tables hold after these runs, which are then taken back."""
    with transaction.atomic():
        for paths in runs:
            run(*paths)
        held = without_ids()
        transaction.set_rollback(True)
    return held


def test_files_one_by_one_give_what_they_give_together(lists):
    write(lists, "pilot.csv", PILOT)
    write(lists, "codes.csv", RETIRED)
    names = ("places.csv", "codes.csv", "borders.geojson", "pilot.csv")

    assert after([lists]) == after(*([lists / name] for name in names))


def without_ids():
    return (
        sorted(Place.objects.values_list("code", "parent__code", "name_th", "sort_key")),
        sorted(Border.objects.values_list("place__code", "near", "far", "source")),
        sorted(PlaceCode.objects.values_list("code", "place__code", "certain")),
        sorted(Coverage.objects.values_list("local_government__name_th", "place__code", "part")),
        sorted(MemberPlace.objects.values_list("member__number", "place__code")),
    )


def test_a_bad_file_leaves_nothing_behind(lists):
    write(lists, "more.csv", "code,name_th\n9903,ดอนดาว\n99x,\n")

    with pytest.raises(BadFile, match=r"more\.csv, row 3"):
        run(lists)

    assert not Place.objects.exists()
    assert not Entry.objects.exists()


def test_a_pilot_area_without_its_tambon_undoes_the_whole_run(tmp_path):
    pilot = write(tmp_path, "pilot.csv", PILOT)
    places = write(tmp_path, "p.csv", PLACES.replace("990102,", "990109,"))

    with pytest.raises(BadFile, match=r"pilot\.csv, row 3: No place has the code 990102"):
        run(pilot, places)

    assert not Place.objects.exists()
    assert not SetMember.objects.exists()


def test_a_corrected_list_updates_points_and_reports_names(lists):
    run(lists)
    corrected = PLACES.replace("11.02,100.81", "11.03,100.82").replace("ห้วยน้ำขาว", "ห้วยน้ำใส")
    report = run(write(lists, "places.csv", corrected))

    assert report.changed
    assert report.counts["TAMBON"].changed == 1
    assert Place.objects.get(code="990101").latitude == 11.03
    assert Place.objects.get(code="990102").name_th == "ห้วยน้ำขาว"
    assert [(each.kind, each.code) for each in report.conflicts] == [(Disagreement.NAME, "990102")]


def renaming(folder, text):
    """The report of an import that may rename, from one file of that text."""
    return run(write(folder, "places.csv", text), rename=True)


def test_places_are_renamed_where_that_is_asked_for_and_the_trail_keeps_both_names(lists):
    run(lists)
    corrected = PLACES.replace("ห้วยน้ำขาว,Huai Nam Khao", "ห้วยน้ำใส,Huai Nam Sai")
    report = renaming(lists, corrected)
    again = renaming(lists, corrected)

    place = Place.objects.get(code="990102")
    assert (place.name_th, place.name_en) == ("ห้วยน้ำใส", "Huai Nam Sai")
    assert (place.name_key, place.sort_key) == ("ห้วยน้ำใส", sort_key("ห้วยน้ำใส"))
    assert report.conflicts == []
    assert [each.code for each in report.renamed] == ["990102"]
    assert (report.counts["TAMBON"].changed, report.counts["TAMBON"].kept) == (1, 4)
    assert place_index().resolve("ต.ห้วยน้ำใส จ.ธารคราม").place.code == "990102"
    assert place_index().resolve("ต.ห้วยน้ำขาว จ.ธารคราม").place is None
    entry = Entry.objects.filter(what="places.imported").order_by("id")[1]
    assert entry.detail["renamed"] == {
        "990102": [["ห้วยน้ำขาว", "Huai Nam Khao"], ["ห้วยน้ำใส", "Huai Nam Sai"]]
    }
    assert (again.changed, again.renamed) == (False, [])


def test_two_places_can_exchange_their_names(lists):
    run(lists)
    swapped = PLACES.replace("990101,ขี้เหล็ก,Khilek", "990101,ห้วยน้ำขาว,Huai Nam Khao").replace(
        "990102,ห้วยน้ำขาว,Huai Nam Khao", "990102,ขี้เหล็ก,Khilek"
    )
    renaming(lists, swapped)

    names = dict(Place.objects.filter(code__in=["990101", "990102"]).values_list("code", "name_th"))
    assert names == {"990101": "ห้วยน้ำขาว", "990102": "ขี้เหล็ก"}


def test_an_alias_that_becomes_the_name_is_still_one_place(lists):
    write(lists, "aliases.csv", ALIASES)
    run(lists)
    renaming(lists, PLACES.replace("990102,ห้วยน้ำขาว", "990102,ห้วยขาว"))

    assert place_index().resolve("ต.ห้วยขาว จ.ธารคราม").place.code == "990102"


def test_a_name_without_its_english_keeps_the_english_that_is_held(lists):
    run(lists)
    renaming(lists, PLACES.replace("ห้วยน้ำขาว,Huai Nam Khao", "ห้วยน้ำใส,"))

    place = Place.objects.get(code="990102")
    assert (place.name_th, place.name_en) == ("ห้วยน้ำใส", "Huai Nam Khao")


def test_nothing_is_renamed_where_files_disagree(lists):
    run(lists)
    one = write(lists, "places.csv", PLACES.replace("ห้วยน้ำขาว", "ห้วยน้ำใส"))
    other = write(lists, "other.csv", "code,name_th\n990102,ห้วยน้ำดำ\n")
    report = run(one, other, rename=True)

    assert report.renamed == []
    assert Place.objects.get(code="990102").name_th == "ห้วยน้ำขาว"
    assert {each.theirs for each in report.conflicts} == {"ห้วยน้ำใส", "ห้วยน้ำดำ"}


def test_nothing_is_renamed_in_a_province_whose_tambons_are_mostly_contradicted(lists):
    tambons = [f"9901{number:02},ชื่อเดิม{number}\n" for number in range(11, 17)]
    run(write(lists, "places.csv", PLACES + "".join(tambons).replace("\n", ",,,,\n")))
    shifted = "".join(tambons).replace("ชื่อเดิม", "ชื่ออื่น").replace("\n", ",,,,\n")
    report = renaming(lists, PLACES.replace("ทะเลหมอก", "ทะเลใส") + shifted)

    assert [each.code for each in report.renamed] == ["98"]
    assert Disagreement.PROVINCE_DISPUTED in {each.kind for each in report.conflicts}
    assert Place.objects.get(code="990111").name_th == "ชื่อเดิม11"


def test_an_import_is_one_entry_of_the_trail_with_digests(lists, tambon_officer_of_none):
    report = import_places([lists], by=tambon_officer_of_none, at=timezone.now())

    entry = Entry.objects.get(what="places.imported")
    assert entry.by == str(tambon_officer_of_none.pk)
    assert entry.detail["files"] == {file.name: file.digest for file in report.files}
    assert entry.detail["counts"]["TAMBON"] == {"added": 5, "changed": 0, "kept": 0}


@pytest.fixture
def tambon_officer_of_none(django_user_model):
    return django_user_model.objects.create(username="importer")


RETIRED = (
    "stale_code,name_th,found_in_sources,successor_code_hoerstemeier,same_name_same_province_codes\n"
    "990209,ขี้เหล็ก,a|b,990201,\n"
    "990208,หายไป,a,,\n"
    "990207,ขี้เหล็ก,a,,990101|990201\n"
)
ALIASES = "tambon_code,official_th,alias_th,kind,source\n990102,ห้วยน้ำขาว,ห้วยขาว,spelling,x\n"
MOVES = (
    "adm1_pcode_new,adm1_th_new,adm2_pcode_new,adm2_th_new,adm1_pcode_old,adm1_th_old,date_change\n"
    "TH99,ธารคราม,TH9901,เมืองธารคราม,TH98,ทะเลหมอก,2554-03-11\n"
    "TH99,ธารคราม,TH9902,ท่าเมฆ,TH98,ทะเลหมอก,2554-03-11\n"
    "TH99,ธารคราม,TH9903,ไม่มี,TH98,ทะเลหมอก,2554-03-11\n"
)


def test_codes_aliases_and_former_parents_are_kept(lists):
    write(lists, "codes.csv", RETIRED)
    write(lists, "aliases.csv", ALIASES)
    write(lists, "moves.csv", MOVES)
    report = run(lists)

    assert set(PlaceCode.objects.values_list("code", "place__code", "certain")) == {
        ("990209", "990201", True),
        ("990208", None, False),
        ("990207", "990101", False),
        ("990207", "990201", False),
    }
    assert set(PlaceAlias.objects.values_list("place__code", "name")) == {("990102", "ห้วยขาว")}
    assert set(FormerParent.objects.values_list("place__code", "parent__code", "until")) == {
        ("9901", "98", dt.date(2011, 3, 11)),
        ("9902", "98", dt.date(2011, 3, 11)),
    }
    assert Place.objects.get(code="99").valid_from == dt.date(2011, 3, 11)
    assert ("9903", Disagreement.UNKNOWN_CODE) in {(c.code, c.kind) for c in report.conflicts}


def test_codes_and_moves_that_were_corrected_replace_the_old_ones(lists):
    write(lists, "codes.csv", RETIRED)
    write(lists, "moves.csv", MOVES)
    run(lists)
    write(lists, "codes.csv", RETIRED.replace("990208,หายไป,a,,", "990208,ท่าเมฆ,a,990202,"))
    write(lists, "moves.csv", MOVES.replace("2554-03-11", "2554-03-12"))
    report = run(lists)

    assert report.counts["OTHER_CODE"].changed == 1
    assert report.counts["FORMER_PARENT"].changed == 2
    assert PlaceCode.objects.get(code="990208").place.code == "990202"
    assert set(FormerParent.objects.values_list("until", flat=True)) == {dt.date(2011, 3, 12)}
    assert Place.objects.get(code="99").valid_from == dt.date(2011, 3, 12)


def test_a_border_under_a_retired_code_goes_to_its_heir_and_says_so(lists):
    write(lists, "codes.csv", RETIRED)
    borders(lists, {"990209": square(100, 11), "990208": square(100.1, 11)})
    report = run(lists)

    assert list(Border.objects.values_list("place__code", flat=True)) == ["990201"]
    assert {(each.kind, each.code) for each in report.conflicts} >= {
        (Disagreement.BORDER_OF_RETIRED, "990209"),
        (Disagreement.BORDER_OF_NONE, "990208"),
    }


def test_the_finest_border_wins_and_its_own_source_may_correct_it(lists):
    fine = square(100, 11)
    fine["coordinates"][0].insert(1, [100.05, 10.99])
    run(lists, borders(lists, {"9901": fine}, "fine.geojson"))
    assert Border.objects.get(place__code="9901").points == 6

    run(lists / "borders.geojson")
    assert Border.objects.get(place__code="9901").source == "fine.geojson"

    report = run(borders(lists, {"9901": square(100, 11.5)}, "fine.geojson"))
    assert report.counts["BORDER"].changed == 1
    assert Border.objects.get(place__code="9901").points == 5
    tiny = run(borders(lists, {"9902": square(100, 11, 0.00001)}, "tiny.geojson"))
    assert [each.kind for each in tiny.conflicts] == [Disagreement.BORDER_TOO_SMALL]


def test_a_pilot_area_is_one_local_government_or_its_tambons(lists):
    write(lists, "pilot.csv", PILOT)
    again = write(
        lists,
        "long.csv",
        "seq,tambon_code,tambon_th,is_primary\n1,990101,ขี้เหล็ก,1\n2,990102,ห้วยน้ำขาว,0\n"
        "1,990201,ขี้เหล็ก,0\n",
    )
    report = run(lists)
    first, second = pilot_areas()

    assert (first.local_government, [place.code for place in first.places]) == (None, ["990101"])
    assert first.written == ("ชี้เหล็ก", "เมือง", "ธารคราม")
    assert second.local_government.name_th == "เทศบาลตำบลสองธาร"
    assert [place.code for place in second.places] == ["990101", "990102"]
    assert not MemberPlace.objects.filter(member__number=2).exists()
    assert dict(Coverage.objects.values_list("place__code", "part")) == {
        "990101": "PART",
        "990102": "WHOLE",
    }
    found = [(each.kind, each.code, each.file) for each in report.conflicts]
    assert (Disagreement.SET_DIFFERS, "990201", again.name) in found
    assert (Disagreement.WRITTEN_OTHERWISE, "990101", "pilot.csv") in found


def test_a_corrected_pilot_list_changes_what_it_must(lists):
    write(lists, "pilot.csv", PILOT)
    run(lists)
    corrected = PILOT.replace(",990101,990101,ขี้เหล็ก", ",990201,990201,ขี้เหล็ก").replace(
        "990101:partial", "990101:complete"
    )
    report = run(write(lists, "pilot.csv", corrected))

    assert report.counts["SET_MEMBER"].changed == 1
    assert report.counts["LOCAL_GOVERNMENT"].changed == 1
    assert [place.code for place in pilot_areas()[0].places] == ["990201"]
    assert set(Coverage.objects.values_list("part", flat=True)) == {"WHOLE"}
