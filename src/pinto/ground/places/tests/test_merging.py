from dataclasses import replace
from datetime import date
from uuid import uuid4

from pinto.ground.places.rules.codes import Kind, kind_of
from pinto.ground.places.rules.listings import (
    Claim,
    Disagreement,
    Line,
    ListedAlias,
    ListedCode,
    ListedMove,
    ListedPlace,
)
from pinto.ground.places.rules.merging import (
    Heir,
    Held,
    contradicted,
    disputed_provinces,
    founded,
    merge_aliases,
    merge_codes,
    merge_places,
)

LINE = Line("list.csv", 2)
NAMES = {
    "99": ("ธารคราม", "Than Khram"),
    "9901": ("เมืองธารคราม", ""),
    "990101": ("ขี้เหล็ก", "Khilek"),
    "990102": ("ห้วยน้ำขาว", "Huai Nam Khao"),
    "990103": ("นาเมฆ", ""),
}
HELD = {code: Held(uuid4(), code, name_th, name_en) for code, (name_th, name_en) in NAMES.items()}


def listed(code, name, *, row=2, file="list.csv", **fields):
    return ListedPlace(Line(file, row), code, kind_of(code), name, **fields)


def test_gaps_are_filled_and_names_are_kept():
    changes = merge_places(
        [
            listed("9901", "เมืองธาร", name_en="Mueang Than Khram", latitude=11.0, longitude=100.0),
            listed("990101", "ขี้ เหล็ก", name_en="Khi Lek", variant="x"),
        ],
        HELD,
    )

    assert changes.changed == {
        "9901": {"name_en": "Mueang Than Khram", "latitude": 11.0, "longitude": 100.0},
        "990101": {"variant": "x"},
    }
    [name] = changes.conflicts
    assert (name.kind, name.ours, name.theirs) == (Disagreement.NAME, "เมืองธารคราม", "เมืองธาร")


def test_the_longest_list_has_the_first_word_whatever_the_order_of_the_files():
    short = listed("98", "ทะเลหมก", file="a.csv", name_en="Thale Mok")
    long = [listed("98", "ทะเลหมอก", file="b.csv"), listed("9801", "ภูสายลม", file="b.csv", row=3)]

    for order in ([short, *long], [*long, short]):
        changes = merge_places(order, {})
        assert [(p.code, p.name_th, p.name_en) for p in changes.added] == [
            ("98", "ทะเลหมอก", "Thale Mok"),
            ("9801", "ภูสายลม", ""),
        ]
        assert [(c.kind, c.theirs, c.file) for c in changes.conflicts] == [
            (Disagreement.NAME, "ทะเลหมก", "a.csv")
        ]


def test_a_code_twice_in_a_file_and_a_place_without_its_parent_are_reported():
    changes = merge_places(
        [
            listed("98", "ทะเลหมอก"),
            listed("98", "ทะเลเมฆ", row=3),
            listed("980101", "เวียงหมอก", row=4),
            listed("98010101", "บ้านเวียง", row=5),
        ],
        HELD,
    )

    assert [place.code for place in changes.added] == ["98"]
    assert [(each.kind, each.code, each.row) for each in changes.conflicts] == [
        (Disagreement.DUPLICATE, "98", 3),
        (Disagreement.PARENT_UNKNOWN, "980101", 4),
        (Disagreement.PARENT_UNKNOWN, "98010101", 5),
    ]


def test_a_list_with_most_codes_of_a_province_wrong_is_called_out():
    held = {f"9901{n:02d}": Held(uuid4(), f"9901{n:02d}", f"ตำบลที่{n}", "") for n in range(1, 11)}
    shifted = [listed(f"9901{n:02d}", f"ตำบลที่{n + 1}", row=n) for n in range(1, 10)]
    shifted.append(listed("990110", "ตำบลที่10", row=10))
    changes = merge_places(shifted, held)

    [disputed] = disputed_provinces(changes.conflicts, shifted)
    assert (disputed.code, disputed.ours, disputed.theirs) == ("99", "10", "9")

    few = [replace(place, name_th=f"ตำบลที่{n}") for n, place in enumerate(shifted, start=1)]
    few[0] = replace(few[0], name_th="อื่น")
    assert disputed_provinces(merge_places(few, held).conflicts, few) == []


def test_names_and_counts_mentioned_in_passing_are_compared_once():
    claims = [
        Claim(LINE, "99", "ธารครามา"),
        Claim(Line("list.csv", 3), "99", "ธารครามา"),
        Claim(LINE, "99", "", "Than-khram"),
        Claim(LINE, "99", areas={Kind.AMPHOE: 2, Kind.TAMBON: 3, Kind.VILLAGE: 9}),
        Claim(LINE, "77", "ไม่มี"),
    ]
    assert [(each.kind, each.ours, each.theirs) for each in contradicted(claims, NAMES)] == [
        (Disagreement.NAME, "ธารคราม", "ธารครามา"),
        (Disagreement.COUNT, "1 AMPHOE", "2"),
    ]


def test_another_name_is_taken_unless_it_is_a_neighbours():
    aliases = [
        ListedAlias(LINE, "990101", "ขี้-เหล็ก", "SPELLING", "x"),  # its own name
        ListedAlias(LINE, "990101", "ห้วยนํ้าขาว", "SPELLING", "x"),  # the neighbour's
        ListedAlias(LINE, "990101", "ธารไหล", "SPELLING", "x"),
        ListedAlias(LINE, "990102", "ธารไหล", "SPELLING", "x"),  # shared
        ListedAlias(LINE, "990102", "ขาว", "SPELLING", "x"),  # held
        ListedAlias(LINE, "990199", "อื่น", "SPELLING", "x"),
    ]
    added, conflicts = merge_aliases(aliases, NAMES, {("990102", "ขาว")})

    assert [(alias.code, alias.name) for alias in added] == [
        ("990101", "ธารไหล"),
        ("990102", "ธารไหล"),
    ]
    assert {(each.kind, each.code) for each in conflicts} == {
        (Disagreement.ALIAS_TAKEN, "990101"),
        (Disagreement.UNKNOWN_CODE, "990199"),
        (Disagreement.ALIAS_SHARED, "990102"),
    }


def retired(code, name, heir="", namesakes=()):
    return ListedCode(LINE, code, "RETIRED", name, heir, namesakes, "x")


def test_a_retired_code_has_an_heir_only_under_the_same_name():
    found, conflicts = merge_codes(
        [
            retired("990111", "ขี้เหล็ก", "990101"),
            retired("990112", "ขี้เหล็ก", "990102", ("990101",)),
            retired("990113", "ขี้เหล็ก", "", ("990101",)),
            retired("990114", "ไม่มี"),
            retired("990115", "ไม่มี", "990199"),
            retired("990101", "ขี้เหล็ก"),
        ],
        NAMES,
    )

    assert {code: heirs for code, (_, heirs) in found.items()} == {
        "990111": {Heir("990101", certain=True)},
        "990112": {Heir("990101", certain=False), Heir("990102", certain=False)},
        "990113": {Heir("990101", certain=False)},
        "990114": {Heir("", certain=False)},
        "990115": {Heir("", certain=False)},
    }
    assert [(each.kind, each.code) for each in conflicts] == [
        (Disagreement.SUCCESSOR_NAME, "990112"),
        (Disagreement.SUCCESSOR_UNKNOWN, "990113"),
        (Disagreement.SUCCESSOR_UNKNOWN, "990114"),
        (Disagreement.SUCCESSOR_UNKNOWN, "990115"),
        (Disagreement.CODE_IN_USE, "990101"),
    ]


def test_a_province_is_founded_on_the_day_all_its_amphoes_came():
    first, second = date(2011, 3, 11), date(1946, 5, 8)
    moves = [
        ListedMove(LINE, "9901", "98", first),
        ListedMove(LINE, "9902", "98", first),
        ListedMove(LINE, "9801", "97", first),
        ListedMove(LINE, "9802", "97", second),
    ]
    assert founded(moves) == {"99": first}
