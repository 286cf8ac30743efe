"""The engine finds who is on two lists, explains each pair, and says the same every time."""

import pyarrow as pa
import pytest

from pinto.evidence.matching.engine.linking import likely_pairs
from pinto.evidence.matching.engine.preparing import PEOPLE, one_byte, prepared
from pinto.evidence.matching.rules.bands import thresholds
from pinto.evidence.matching.rules.weights import COMPARISONS, bits_of
from pinto.evidence.matching.tests.lists import FEBRL, febrl, judged, registries

SOMCHAI = {
    "household": "h1", "given_name": "สมชาย", "surname": "นิทานไกล", "sex": "M",
    "birth_year": 1967, "birth_month": 3, "birth_day": 5, "number": "1999900000013",
    "house": "99991234567", "village": "99010101", "tambon": "990101",
}  # fmt: skip


def table(*rows):
    whole = [{"id": f"p{number}", **SOMCHAI, **row} for number, row in enumerate(rows)]
    return prepared(pa.Table.from_pylist(whole, PEOPLE))


def pairs(tmp_path, *rows):
    return likely_pairs([table(*rows)], spill=tmp_path).to_pylist()


def test_three_thousand_people_are_recognised_between_two_spoiled_registries(tmp_path):
    first, second = registries(3_000)
    found = likely_pairs([prepared(first), prepared(second)], spill=tmp_path)

    linked = judged(found, first, second)
    assert linked.precision >= 0.999
    assert linked.recall >= 0.99


def test_the_same_lists_give_the_same_pairs_again(tmp_path):
    first, second = (prepared(each) for each in registries(500))
    runs = [likely_pairs([first, second], spill=tmp_path) for _ in range(2)]
    assert runs[0].equals(runs[1])


@pytest.mark.shared
def test_the_public_febrl_lists_are_linked_at_defaults(tmp_path):
    if not FEBRL.exists():
        pytest.skip(f"{FEBRL} is not here: the public FEBRL lists were not tried")
    first, second = febrl("4a"), febrl("4b")
    linked = judged(
        likely_pairs([prepared(first), prepared(second)], spill=tmp_path), first, second
    )
    assert linked.precision >= 0.99
    assert linked.recall >= 0.95


@pytest.mark.parametrize(
    ("change", "comparison", "level"),
    [
        ({"given_name": "นายสมชาย"}, "given", "same"),
        ({"given_name": "สมชัย"}, "given", "one_letter"),
        ({"given_name": "นิทานไกล", "surname": "สมชาย"}, "given", "swapped"),
        ({"surname": "นิทานไกลคำ"}, "surname", "alike"),
        ({"birth_day": None}, "birth", "same_month"),
        ({"birth_month": None, "birth_day": None}, "birth", "same_year"),
        ({"birth_month": 5, "birth_day": 3}, "birth", "turned"),
        ({"birth_day": 6}, "birth", "one_part"),
        ({"sex": "F"}, "sex", "different"),
        ({"number": ""}, "number", ""),
        ({"number": "1999900000014"}, "number", "one_digit"),
        ({"house": ""}, "home", "same_village"),
    ],
)
def test_a_pair_says_what_agreed(tmp_path, change, comparison, level):
    found = pairs(tmp_path, {}, {"household": "h2", **change})
    assert [pair[comparison] for pair in found] == [level]


def test_the_weight_is_the_sum_of_what_is_told(tmp_path):
    (pair,) = pairs(tmp_path, {}, {"household": "h2", "birth_day": 6})
    assert pair["weight"] == pytest.approx(sum(pair[f"{name}_bits"] for name in COMPARISONS))
    assert pair["birth_bits"] == pytest.approx(bits_of("birth", "one_part"))


def test_of_two_members_who_resemble_somebody_only_the_better_is_suggested(tmp_path):
    twins = [{"household": "h1"}, {"household": "h1", "given_name": "สมชัย", "number": ""}]
    others = [  # a name is rare or common among many
        {"given_name": f"{letter}ดาว", "surname": f"{letter}ฟ้า", "birth_year": 1980, "number": ""}
        for letter in "กขคงจชซญดตถทธนบปผพฟภมยรลวศษส"
    ]
    found = pairs(tmp_path, *twins, {"household": "h2", "number": ""}, *others)
    assert {(p["first"], p["second"]): p["band"] for p in found if p["first"] in "p0 p1"} == {
        ("p0", "p2"): "SUGGESTED",
        ("p1", "p2"): "REVIEW",
        ("p0", "p1"): "REVIEW",
    }


def test_a_family_is_not_taken_for_one_person(tmp_path):
    wife = {"given_name": "มาลี", "sex": "F", "birth_year": 1970, "number": "1999900000021"}
    assert pairs(tmp_path, {}, wife) == []


def test_each_thai_letter_is_one_byte_of_its_own():
    letters = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮะัาำิีึืุูเแโใไ"
    assert len(one_byte(letters).encode()) == len(set(one_byte(letters))) == len(letters)
    assert not set(one_byte(letters)) & set("abcdefghijklmnopqrstuvwxyz0123456789")


def test_twice_as_many_records_ask_for_one_bit_more():
    assert thresholds(2_000_000).suggested - thresholds(1_000_000).suggested == pytest.approx(1)


def test_nobody_at_all_makes_no_pair(tmp_path):
    assert likely_pairs([prepared(PEOPLE.empty_table())], spill=tmp_path).num_rows == 0
