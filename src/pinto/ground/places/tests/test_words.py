"""What places are called on a page."""

import pytest
from django.utils.translation import override

from pinto.ground.places.models import Place
from pinto.ground.places.queries import (
    area_name,
    place_label,
    place_name,
    places_path,
    short_name,
)

pytestmark = pytest.mark.django_db


def test_places_are_called_as_thai_calls_them(places):
    names = [area_name(places[code]) for code in ("99", "9901", "990101", "99010102")]

    assert names == [
        "จังหวัดธารคราม", "อำเภอเมฆคำ", "ตำบลห้วยคราม", "หมู่ 2 บ้านผาแดงน้อย",
    ]  # fmt: skip


def test_bangkok_has_words_of_its_own():
    city = Place(kind="PROVINCE", code="10", name_th="กรุงเทพมหานคร")

    assert area_name(city) == "กรุงเทพมหานคร"
    assert area_name(Place(kind="AMPHOE", code="1001", name_th="พระนคร")) == "เขตพระนคร"
    assert area_name(Place(kind="TAMBON", code="100101", name_th="วังบูรพา")) == "แขวงวังบูรพา"


def test_among_its_neighbours_only_a_village_has_more_than_its_name(places):
    assert short_name(places["990101"]) == "ห้วยคราม"
    assert short_name(places["99010102"]) == "หมู่ 2 บ้านผาแดงน้อย"


def test_a_village_without_its_moo_has_the_one_of_its_code():
    village = Place(kind="VILLAGE", code="990101105", name_th="บ้านใหม่")

    assert short_name(village) == "หมู่ 105 บ้านใหม่"


def test_an_english_page_has_the_english_name_where_there_is_one():
    named = Place(kind="TAMBON", code="990101", name_th="ห้วยคราม", name_en="Huai Khram")
    unnamed = Place(kind="VILLAGE", code="99010102", name_th="บ้านผาแดงน้อย", moo=2)

    assert place_name(named) == "ห้วยคราม"
    with override("en"):
        assert (place_name(named), area_name(named)) == ("Huai Khram", "Huai Khram tambon")
        assert short_name(unnamed) == "Moo 2 บ้านผาแดงน้อย"


def test_a_village_to_be_chosen_names_its_tambon(places):
    assert place_label(places["99010102"]) == "ห้วยคราม · 2 บ้านผาแดงน้อย"
    assert place_label(places["990101"]) == "ห้วยคราม"


def test_the_way_back_leads_through_every_place_above(places):
    assert places_path(places["990101"]) == [
        ("ธารคราม", "/area/99/"), ("เมฆคำ", "/area/9901/"), ("ห้วยคราม", "/area/990101/"),
    ]  # fmt: skip
