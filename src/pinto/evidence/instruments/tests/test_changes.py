"""Two versions of an instrument, and what differs between them."""

import copy

import pytest
import yaml

from pinto.evidence.instruments.rules import instrument, read_instrument
from pinto.evidence.instruments.rules.changes import changes

SMALL = yaml.safe_load("""
id: small
version: "1"
th: แบบ
en: Form
source: a test
identity:
  household: [{id: house_no, th: บ้านเลขที่, en: House number}]
  member: [{id: given_name, th: ชื่อ, en: Given name}]
parts:
  - id: one
    th: หนึ่ง
    en: One
    questions:
      - {id: rooms, level: household, kind: integer, unit: rooms,
         min: 0, max: 20, th: ห้อง, en: Rooms}
      - {id: floor, level: household, kind: choice, th: พื้น, en: Floor, choices: [
          {code: earth, th: ดิน, en: Earth}, {code: wood, th: ไม้, en: Wood}]}
      - {id: tools, level: household, kind: choices, th: เครื่องมือ, en: Tools, choices: [
          {code: hoe, th: จอบ, en: Hoe}, {code: plough, th: ไถ, en: Plough}]}
  - id: two
    th: สอง
    en: Two
    questions:
      - {id: garden, level: household, kind: boolean, th: สวน, en: Garden}
      - grid: debt
        level: household
        th: หนี้
        en: Debt
        items: [{code: bank, th: ธนาคาร, en: Bank}]
        columns: [{kind: decimal, th: "", en: "", unit: baht}]
""")


@pytest.fixture
def differ():
    """What differs after this edit: subject, id, what, key, effect of each change."""

    def differ(edit):
        data = copy.deepcopy(SMALL)
        edit(data)
        old = read_instrument(yaml.safe_dump(SMALL), name="1.yaml")
        new = read_instrument(yaml.safe_dump(data), name="2.yaml")
        return [
            (each.subject, each.id, str(each.what), each.key, str(each.effect))
            for each in changes(old, new)
        ]

    return differ


def questions(data, part=0):
    return data["parts"][part]["questions"]


def test_a_version_does_not_differ_from_itself():
    ppp = instrument("ppp-household", "1")

    assert changes(ppp, ppp) == []


def test_a_question_that_came_keeps_comparison_and_one_that_went_breaks_it(differ):
    def edit(data):
        new = {"id": "yard", "level": "household", "kind": "boolean", "th": "ลาน", "en": "Yard"}
        questions(data).append(new)
        del questions(data, 1)[0]

    assert differ(edit) == [
        ("question", "garden", "removed", "", "breaks"),
        ("question", "yard", "added", "", "keeps"),
    ]


def test_a_new_item_of_a_grid_is_a_new_question(differ):
    def edit(data):
        questions(data, 1)[1]["items"].append({"code": "kin", "th": "ญาติ", "en": "Kin"})

    assert differ(edit) == [("question", "debt_kin", "added", "", "keeps")]


def test_other_thai_words_are_looked_at_and_other_english_words_are_not(differ):
    assert differ(lambda data: questions(data)[0].update(th="จำนวนห้อง", en="Number of rooms")) == [
        ("question", "rooms", "reworded", "th", "look"),
        ("question", "rooms", "reworded", "en", "keeps"),
    ]


@pytest.mark.parametrize(
    ("key", "value"), [("kind", "decimal"), ("level", "member"), ("unit", "sqm")]
)
def test_another_kind_level_or_unit_breaks_comparison(differ, key, value):
    assert differ(lambda data: questions(data)[0].update({key: value})) == [
        ("question", "rooms", "retyped", key, "breaks")
    ]


@pytest.mark.parametrize(
    ("key", "value", "effect"),
    [("max", 10, "look"), ("max", 30, "keeps"), ("min", 1, "look"), ("min", None, "keeps")],
)
def test_narrower_limits_are_looked_at_and_wider_ones_are_not(differ, key, value, effect):
    assert differ(lambda data: questions(data)[0].update({key: value})) == [
        ("question", "rooms", "limits", key, effect)
    ]


def test_one_more_answer_to_choose_from_breaks_but_one_more_to_tick_does_not(differ):
    tile = {"code": "tile", "th": "กระเบื้อง", "en": "Tile"}

    assert differ(lambda data: questions(data)[1]["choices"].append(tile)) == [
        ("choice", "floor.tile", "added", "", "breaks")
    ]
    assert differ(lambda data: questions(data)[2]["choices"].append(tile)) == [
        ("choice", "tools.tile", "added", "", "keeps")
    ]
    assert differ(lambda data: questions(data)[2]["choices"].insert(0, tile)) == [
        ("choice", "tools.tile", "added", "", "look")
    ]


def test_an_answer_that_went_breaks_and_other_words_or_another_order_are_looked_at(differ):
    assert differ(lambda data: questions(data)[1]["choices"].pop()) == [
        ("choice", "floor.wood", "removed", "", "breaks")
    ]
    assert differ(lambda data: questions(data)[1]["choices"][0].update(th="ดินอัด")) == [
        ("choice", "floor.earth", "reworded", "th", "look")
    ]
    [moved] = differ(lambda data: questions(data)[1]["choices"].reverse())
    assert moved[2:] == ("moved", "", "look")


def test_only_what_moved_is_said_to_have_moved(differ):
    def to_the_end(data):
        questions(data).append(questions(data).pop(0))

    def to_the_other_part(data):
        questions(data, 1).append(questions(data).pop(0))

    assert differ(to_the_end) == [("question", "rooms", "moved", "", "keeps")]
    assert differ(to_the_other_part) == [("question", "rooms", "moved", "part", "keeps")]
    [part] = differ(lambda data: data["parts"].reverse())
    assert (part[0], part[2]) == ("part", "moved")


def test_parts_headers_marks_and_identity_are_told_too(differ):
    def edit(data):
        data["parts"][1]["th"] = "ส่วนที่สอง"
        questions(data)[0]["also"] = ["จน.ห้อง"]
        questions(data)[1]["group"] = "health"
        data["identity"]["member"].append({"id": "phone", "th": "โทร", "en": "Phone"})

    assert differ(edit) == [
        ("identity", "member.phone", "added", "", "keeps"),
        ("part", "two", "reworded", "th", "keeps"),
        ("question", "rooms", "headers", "also", "keeps"),
        ("question", "floor", "marked", "group", "keeps"),
    ]


def test_two_instruments_are_not_two_versions(differ):
    with pytest.raises(ValueError, match="different instruments"):
        differ(lambda data: data.update(id="other"))
