"""Invented answers with gaps in them, and the tables the engine reads them from."""

import random

import ibis
import pyarrow as pa

from pinto.evidence.instruments.rules import Kind, Level, instrument

ASKED = instrument("ppp-household", "1")
_TYPES = {
    Kind.INTEGER: pa.float64(),
    Kind.DECIMAL: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.CHOICE: pa.string(),
    Kind.CHOICES: pa.list_(pa.string()),
}


def answer(draw: random.Random, question):
    """Some answer, of a size that lands on both sides of every limit, or none."""
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case Kind.INTEGER:
            top = 60_000 if question.unit == "baht/year" else 9_000
            return draw.choice([0, draw.randrange(top), draw.randrange(top // 8)])
        case Kind.BOOLEAN:
            return draw.random() < 0.5
        case Kind.CHOICE:
            return draw.choice(codes)
        case Kind.CHOICES:
            if "none" in codes and draw.random() < 0.3:
                return ["none"]
            some = [code for code in codes if code != "none"]
            return draw.sample(some, draw.randrange(1, min(5, len(some))))
    return None


def answers(draw: random.Random, level: Level, known: float) -> dict:
    found = {
        question.id: answer(draw, question)
        for question in ASKED.questions(level)
        if question.kind in _TYPES and draw.random() < known
    }
    return {name: value for name, value in found.items() if value is not None}


def household(seed: int) -> tuple[dict, list[dict], dict]:
    """One household's answers, its members' answers, and what a file delivered."""
    draw = random.Random(seed)
    known = draw.choice([1.0, 0.95, 0.7, 0.2, 0.0])
    members = []
    for _ in range(draw.randrange(6)):
        member = answers(draw, Level.MEMBER, known)
        if draw.random() < 0.9:
            member["age"] = draw.randrange(95)
        members.append(member)
    delivered = {}
    if draw.random() < 0.4:
        names = ["health", "welfare", "saving", "helping", "farm_water", "human", "social"]
        names += ["physical", "financial", "natural", "overall"]
        share = draw.choice([0.3, 1.0])
        delivered = {n: draw.randrange(100, 401) / 100 for n in names if draw.random() < share}
    return answers(draw, Level.HOUSEHOLD, known), members, delivered


def tables(households):
    """The three tables of an extract, of (answers, members, delivered) in order."""
    ids = [f"{number:032x}" for number in range(len(households))]
    own = [h for h, _, _ in households]
    roster = [(ids[i], n, m) for i, (_, ms, _) in enumerate(households) for n, m in enumerate(ms)]
    brought = [(ids[i], k, v) for i, (_, _, d) in enumerate(households) for k, v in d.items()]
    place = "99010101"
    return (
        _memtable(
            {
                "household_id": pa.array(ids, pa.string()),
                "province": pa.array([place[:2]] * len(ids), pa.string()),
                "amphoe": pa.array([place[:4]] * len(ids), pa.string()),
                "tambon": pa.array([place[:6]] * len(ids), pa.string()),
                "village": pa.array([place] * len(ids), pa.string()),
                "people": pa.array([len(ms) for _, ms, _ in households], pa.int64()),
                **_columns(own, Level.HOUSEHOLD),
            }
        ),
        _memtable(
            {
                "household_id": pa.array([i for i, _, _ in roster], pa.string()),
                "person_id": pa.array([f"{i}{n}" for i, n, _ in roster], pa.string()),
                "number": pa.array([n for _, n, _ in roster], pa.int64()),
                "sex": pa.array([None] * len(roster), pa.string()),
                "age": pa.array([m.get("age") for _, _, m in roster], pa.int64()),
                **_columns([m for _, _, m in roster], Level.MEMBER),
            }
        ),
        _memtable(
            {
                "household_id": pa.array([i for i, _, _ in brought], pa.string()),
                "item": pa.array([k for _, k, _ in brought], pa.string()),
                "score": pa.array([v for _, _, v in brought], pa.float64()),
            }
        ),
    )


def _columns(docs, level):
    return {
        question.id: pa.array([doc.get(question.id) for doc in docs], _TYPES[question.kind])
        for question in ASKED.questions(level)
        if question.kind in _TYPES
    }


def _memtable(columns):
    return ibis.memtable(pa.table(columns))
