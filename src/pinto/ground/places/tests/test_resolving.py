import pytest
from django.utils import timezone, translation

from pinto.ground.places.actions import import_places
from pinto.ground.places.models import Place
from pinto.ground.places.queries import (
    ancestors,
    children,
    classify_code,
    descendant_codes,
    note_sentence,
    place,
    place_index,
    provinces,
    resolve_place,
)
from pinto.ground.places.rules.codes import Kind, area_range
from pinto.ground.places.rules.gazetteer import Gazetteer, OtherName
from pinto.ground.places.tests.lists import PLACES, write
from pinto.ground.places.tests.test_imports import ALIASES, MOVES, PILOT, RETIRED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(tmp_path):
    write(tmp_path, "places.csv", PLACES + "10,กรุงเทพมหานคร,Bangkok,,,\n38,บึงกาฬ,Bueng Kan,,,\n")
    write(tmp_path, "pilot.csv", PILOT)
    write(tmp_path, "codes.csv", RETIRED)
    write(tmp_path, "aliases.csv", ALIASES)
    write(tmp_path, "moves.csv", MOVES)
    import_places([tmp_path], by=None, at=timezone.now())


def codes(places):
    return [each.code for each in places]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ต.ขี้เหล็ก อ.เมือง จ.ธารคราม", "990101"),
        ("ขี้เหล็ก, เมือง, ธารคราม", "990101"),
        ("ธารคราม / ท่าเมฆ / ขี้เหล็ก", "990201"),
        ("ตำบลขี้เหล็กอำเภอท่าเมฆจังหวัดธารคราม", "990201"),
        ("เลขที่ 25/2 ต.ขี้เหล็ก อ.เมืองธารคราม 99000", "990101"),
        ("ท่าเมฆ, ท่าเมฆ, ธารคราม", "990202"),
        ("ต.ขี้เหล็ก อ.เมือง จ.", "990101"),
        ("อ.ท่าเมฆ", "9902"),
        ("ห้วยนํ้าขาว", "990102"),
        ("ห้วยขาว", "990102"),
        ("Khilek, Muang, Than Khram", "990101"),
        ("Tambon Khilek, Tha Mek District, Thankhram Province", "990201"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("ธารฯ", "99"),
        ("หมู่ที่ ๒ ต.ขี้เหล็ก อ.เมือง", "99010102"),
        ("ม.101 ต.ขี้เหล็ก อ.เมือง ธารคราม", "990101101"),
        ("ม.1 ต.ขี้เหล็ก", "99010101"),  # only one of the two tambons has that village
        ("บ้านโนนคราม ต.ขี้เหล็ก อ.เมือง", "99010101"),
        ("หมู่บ้านโนนคราม ต.ขี้เหล็ก อ.เมือง", "99010101"),
        ("990101", "990101"),
        ("TH9901", "9901"),
        ("๙๙๐๑๐๑๐๑", "99010101"),
        ("990101101", "990101101"),
    ],
)
def test_a_text_that_fits_one_place_is_answered(text, code):
    found = resolve_place(text)

    assert found.outcome == "one"
    assert found.place.code == code
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("ขี้เหล็ก, ธารคราม", ["990101", "990201"]),
        ("ขี้เหล็ก", ["990101", "990201"]),
        ("ท่าเมฆ", ["9902", "990202"]),
        ("ต.ขี้เหล็ก จ.ทะเลหมอก", ["990101", "990201"]),  # where both amphoes once lay
    ],
)
def test_a_text_that_fits_several_places_asks(text, candidates):
    found = resolve_place(text)

    assert found.outcome == "several"
    assert found.place is None
    assert codes(found.candidates) == candidates


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("ชี้เหล็ก, เมือง, ธารคราม", ["990101"]),
        ("ห้วยขำขาว", ["990102"]),
        ("ขี้เหล็ก, เมือง, ธารครำ", ["990101"]),
        ("อบต.ขี้เหล็ก อ.เมือง", ["990101"]),
        ("ต.ขี้เหล็ก อ.ภูสายลม", []),
        ("ขี้เหล็ก, เมืองธารคราม, เมืองธารคราม", ["990101"]),  # two names of one amphoe
        ("ต.ขี้เหล็ก อ.ท่าเมก", ["990201"]),
        ("๑๒/๓", []),
        ("", []),
        ("xyz", []),
    ],
)
def test_a_text_that_fits_no_place_has_suggestions_and_no_answer(text, suggestions):
    found = resolve_place(text)

    assert found.outcome == "none"
    assert codes(found.suggestions) == suggestions


def test_the_search_can_be_narrowed_to_an_area_and_a_level():
    assert resolve_place("ขี้เหล็ก", within="9902").place.code == "990201"
    assert resolve_place("ขี้เหล็ก", within=place("9901")).place.code == "990101"
    assert resolve_place("ท่าเมฆ", kind=Kind.AMPHOE).place.code == "9902"
    assert resolve_place("โนนคราม, ขี้เหล็ก", kind="VILLAGE").place.code == "99010101"
    assert resolve_place("โนนคราม", kind="VILLAGE", within="990101").place.code == "99010101"
    assert resolve_place("990101", within="98").outcome == "none"
    assert codes(resolve_place("990207", within="9902").candidates) == ["990201"]


def about(found):
    return [note.code for note in found.notes]


@pytest.mark.parametrize(
    ("text", "kind", "code", "note"),
    [
        ("990209", None, "990201", "code.retired"),
        ("97", None, "38", "code.foreign"),
        ("99010107", "TAMBON", "990101", "code.cut"),
        ("99010100001", None, "990101", "code.cut"),
        ("ทต.สองธาร อ.ท่าเมฆ", None, None, "government.serves_part"),
        ("990208", None, None, "code.undecided"),
        ("990151", None, None, "code.municipal"),
        ("99010199", None, None, "code.no_village"),
        ("990177", None, None, "code.unknown"),
        ("123", None, None, "code.length"),
        ("99010199", "VILLAGE", None, "code.no_village"),
        ("990101", "PROVINCE", None, "code.unknown"),
    ],
)
def test_what_is_special_about_a_code_is_told(text, kind, code, note):
    found = resolve_place(text, kind=kind)

    assert (found.place.code if found.place else None) == code
    assert note in about(found)


def test_a_retired_code_with_two_candidates_asks():
    found = resolve_place("990207")

    assert codes(found.candidates) == ["990101", "990201"]
    assert about(found) == ["code.undecided"]


def test_a_local_government_is_no_place():
    several = resolve_place("ทต.สองธาร, เมือง, ธารคราม")
    elsewhere = resolve_place("เทศบาลตำบลสองธาร ทะเลหมอก")

    assert codes(several.candidates) == ["990101", "990102"]
    assert about(several) == ["government.serves_part", "government.serves"]
    assert elsewhere.outcome == "none"
    assert codes(elsewhere.suggestions) == ["990101", "990102"]


def test_a_local_government_of_one_whole_tambon_answers_with_it(tmp_path):
    whole = PILOT.replace("990101:partial|990102:complete", "990102:complete")
    import_places(
        [write(tmp_path, "pilot.csv", whole.replace("สองธาร", "ธารเดียว"))],
        by=None,
        at=timezone.now(),
    )
    part = PILOT.replace("990101:partial|990102:complete", "990102:partial")
    import_places(
        [write(tmp_path, "pilot.csv", part.replace("สองธาร", "ครึ่งธาร"))],
        by=None,
        at=timezone.now(),
    )

    one, none = resolve_place("ทต.ธารเดียว"), resolve_place("ทต.ครึ่งธาร")

    assert (one.place.code, about(one)) == ("990102", ["government.serves"])
    assert (none.place, codes(none.suggestions)) == (None, ["990102"])
    assert about(none) == ["government.serves_part"]


def test_an_old_address_finds_its_place_with_the_day_it_changed():
    found = resolve_place("ต.ห้วยน้ำขาว อ.เมืองธารคราม จ.ทะเลหมอก")

    assert found.place.code == "990102"
    with translation.override("en"):
        assert [note_sentence(note) for note in found.notes] == [
            "เมืองธารคราม lay in ทะเลหมอก until 2011-03-11."
        ]
    with translation.override("th"):
        assert "11 มี.ค. 2554" in note_sentence(found.notes[0])


def test_a_name_read_as_another_says_so():
    [note] = resolve_place("ห้วยขาว, เมือง").notes

    assert note.as_json() == {"code": "name.alias", "name": "ห้วยขาว", "place": "ห้วยน้ำขาว"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("990101", "tambon"),
        ("990151", "municipal pseudo-code"),
        ("990209", "retired"),
        ("990208", "retired"),
        ("770151", "unknown"),
        ("990177", "unknown"),
        ("99", "unknown"),
    ],
)
def test_a_tambon_code_is_classified_alike_alone_and_in_bulk(code, kind):
    assert classify_code(code) == kind
    assert place_index().classify(code) == kind


def test_the_cells_of_a_row_are_found_in_bulk(django_assert_num_queries):
    with django_assert_num_queries(5):
        index = place_index()
    with django_assert_num_queries(0):
        one = index.find(province="จังหวัดธารคราม", amphoe="เมือง", tambon="ต.ขี้เหล็ก")
        several = index.find(province="ธารคราม", tambon="ขี้เหล็ก")
        none = index.find(province="ธารคราม", tambon="ชี้เหล็ก")
        nothing = index.find(province=" ")
    assert one.place.code == "990101"
    assert codes(several.candidates) == ["990101", "990201"]
    assert (none.outcome, none.suggestions) == ("none", ())
    assert about(nothing) == ["name.unread"]
    assert index.resolve("ขี้เหล็ก", within="9901").place.code == "990101"
    with django_assert_num_queries(1):  # a tambon's villages are read once
        assert index.by_code("99010101").name_th == "บ้านโนนคราม"
        assert index.by_code("99010102").kind == Kind.VILLAGE
        assert index.by_code("9901010") is None


def test_another_name_of_a_place_that_is_not_indexed_answers_nothing():
    gazetteer = Gazetteer(places={}, other_names=[OtherName("99010101", "โนน")])

    assert list(gazetteer.named("โนน")) == []


def test_an_answer_is_written_as_an_address():
    index = place_index()

    assert index.written_in_full(index.by_code("99010101")) == (
        "บ้านโนนคราม ม.1 ต.ขี้เหล็ก อ.เมืองธารคราม จ.ธารคราม"
    )


def test_above_and_below_a_place(django_assert_num_queries):
    village, amphoe = place("99010101"), place("9901")

    with django_assert_num_queries(1):
        assert codes(ancestors(village)) == ["99", "9901", "990101"]
    assert ancestors(place("99")) == []
    assert codes(children(amphoe)) == ["990101", "990102"]
    assert codes(provinces()) == ["10", "98", "99", "38"]
    below = ["990101", "99010101", "99010102", "990101101", "990102"]
    assert descendant_codes(amphoe) == below
    assert descendant_codes(amphoe, "TAMBON") == ["990101", "990102"]
    with pytest.raises(Place.DoesNotExist):
        place("77")


def test_the_range_of_an_area_holds_it_and_everything_below_and_nothing_else():
    every = list(Place.objects.values_list("code", flat=True))
    for area in every:
        lower, upper = area_range(area)
        within = Place.objects.filter(code__gte=lower, code__lt=upper)
        assert set(within.values_list("code", flat=True)) == {
            code for code in every if code.startswith(area)
        }
