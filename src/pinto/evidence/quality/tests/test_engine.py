"""The engine against plain Python, on random households."""

import random

import ibis
import pyarrow as pa
import pytest

from pinto.evidence.instruments.rules import Kind, Level, instrument
from pinto.evidence.quality.engine.findings import broken_rules
from pinto.evidence.quality.engine.missing import missing_answers
from pinto.evidence.quality.engine.outliers import far_amounts
from pinto.evidence.quality.rules.judging import disagreements
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.robust import FAR, modified_z
from pinto.evidence.quality.tests.test_rules import BROKEN
from pinto.evidence.registry.extracts import _TYPES as TYPES

ASKED = instrument("ppp-household", "1")
RULES = ruleset("ppp-household", "1")
MANY = 400


def answer(draw, question):
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case Kind.INTEGER if question.unit == "people":
            return draw.randrange(6)
        case Kind.INTEGER:
            return draw.choice([0, draw.randrange(900), draw.randrange(90_000)])
        case Kind.BOOLEAN:
            return draw.random() < 0.5
        case Kind.CHOICE:
            return draw.choice(codes)
        case Kind.CHOICES:
            return draw.sample(codes, draw.randrange(0, 4))
    return None


def sheet(draw, level, known):
    found = {
        q.id: answer(draw, q)
        for q in ASKED.questions(level)
        if q.kind in TYPES and draw.random() < known
    }
    return {name: value for name, value in found.items() if value is not None}


def household(seed):
    """Random answers; on top of them, of some, what breaks a rule."""
    draw = random.Random(seed)
    known = draw.choice([1.0, 0.8, 0.3, 0.0])
    members = []
    for _ in range(draw.randrange(5)):
        member = sheet(draw, Level.MEMBER, known)
        member |= {"listed_twice": draw.random() < 0.2}
        if draw.random() < 0.8:
            member |= {"age": draw.randrange(125), "sex": draw.choice("MF")}
        if draw.random() < 0.5:
            member |= {"title_sex": draw.choice("MF")}
        members.append(member)
    own = sheet(draw, Level.HOUSEHOLD, known)
    if draw.random() < 0.6:
        more, some = BROKEN[draw.choice(list(BROKEN))]
        own |= more
        members += some
    return own | {"people": len(members)}, members


def tables(homes):
    ids = [f"{n:032x}" for n in range(len(homes))]
    seats = [(ids[i], n, m) for i, (_, ms) in enumerate(homes) for n, m in enumerate(ms)]

    def columns(docs, level):
        return {
            q.id: pa.array([doc.get(q.id) for doc in docs], TYPES[q.kind])
            for q in ASKED.questions(level)
            if q.kind in TYPES
        }

    key = {
        "household_id": pa.array([i for i, _, _ in seats], pa.string()),
        "person_id": pa.array([f"{i}{n}" for i, n, _ in seats], pa.string()),
    }
    docs = [m for _, _, m in seats]

    def told(name, kind):
        return pa.array([m.get(name) for m in docs], kind)

    return {
        "households": ibis.memtable(
            pa.table(
                {
                    "household_id": pa.array(ids, pa.string()),
                    "tambon": pa.array(["990101"] * len(ids), pa.string()),
                    "village": pa.array(["99010101"] * len(ids), pa.string()),
                    "people": pa.array([h["people"] for h, _ in homes], pa.int64()),
                    **columns([h for h, _ in homes], Level.HOUSEHOLD),
                }
            )
        ),
        "members": ibis.memtable(
            pa.table(
                {
                    **key,
                    "sex": told("sex", pa.string()),
                    "age": told("age", pa.int64()),
                    **columns(docs, Level.MEMBER),
                }
            )
        ),
        "roster": ibis.memtable(
            pa.table(
                {
                    **key,
                    "title_sex": told("title_sex", pa.string()),
                    "listed_twice": told("listed_twice", pa.bool_()),
                }
            )
        ),
    }


@pytest.fixture(scope="module")
def homes():
    return [household(seed) for seed in range(MANY)]


def rows(table):
    return ibis.duckdb.connect().to_pyarrow(table).to_pylist()


def test_the_engine_finds_what_plain_python_finds(homes):
    found = rows(broken_rules(**tables(homes), rules=RULES))

    assert len(found) == MANY
    for row in found:
        own, members = homes[int(row["household_id"], 16)]
        plain = {d.rule.id for d in disagreements("ppp-household", "1", own, members)}
        assert {rule.id for rule in RULES.rules if row[rule.id]} == plain, (own, members)


def test_the_random_households_break_and_keep_every_rule(homes):
    """Agreement about nothing would prove nothing."""
    found = rows(broken_rules(**tables(homes), rules=RULES))

    for rule in RULES.rules:
        values = [row[rule.id] for row in found]
        assert values.count(True) >= 3, rule.id
        assert values.count(True) < MANY, rule.id


def amounts_table(values, question="expense_food"):
    return ibis.memtable(
        pa.table(
            {
                "household_id": pa.array([f"{n:032x}" for n in range(len(values))]),
                "tambon": pa.array(["990101"] * len(values)),
                "village": pa.array(["99010101"] * len(values)),
                question: pa.array(values, pa.float64()),
            }
        )
    )


def test_amounts_far_off_are_those_of_the_modified_z_score():
    draw = random.Random(7)
    values = [round(3000 * 2 ** draw.gauss(0, 0.5)) for _ in range(60)] + [900_000, 4]

    found = rows(far_amounts(amounts_table([*values, 0, None]), questions=["expense_food"]))

    expected = {n: z for n, z in enumerate(modified_z(values)) if abs(z) > FAR}
    assert {int(row["household_id"], 16) for row in found} == set(expected) >= {60, 61}
    for row in found:
        assert row["distance"] == pytest.approx(expected[int(row["household_id"], 16)], abs=1e-9)


def test_nothing_is_far_where_few_answered_or_most_say_the_same():
    few = amounts_table([100] * 10 + [200] * 8 + [10**7])
    same = amounts_table([100] * 30 + [10**7])

    assert rows(far_amounts(few, questions=["expense_food"])) == []
    assert rows(far_amounts(same, questions=["expense_food"])) == []


def test_missing_answers_are_counted_by_village_and_interviewer():
    homes = [
        ({"people": 1, "has_debt": True}, [{"health": "normal"}]),
        ({"people": 2}, [{}, {"health": "normal"}]),
        ({"people": 0}, []),
    ]
    made = tables(homes)
    by = ibis.memtable(
        pa.table(
            {
                "household_id": pa.array([f"{n:032x}" for n in range(3)]),
                "interviewer": pa.array(["a", None, "a"], pa.string()),
            }
        )
    )

    found = rows(
        missing_answers(
            made["households"],
            made["members"],
            by,
            of_household=["has_debt"],
            of_member=["health"],
        )
    )

    told = {row["interviewer"]: row for row in found}
    assert (told["a"]["households"], told["a"]["people"], told["a"]["has_debt"]) == (2, 1, 1)
    assert (told[None]["households"], told[None]["people"]) == (1, 2)
    assert (told[None]["has_debt"], told[None]["health"], told["a"]["health"]) == (1, 1, 0)
