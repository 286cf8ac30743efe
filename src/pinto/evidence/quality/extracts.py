"""What the engine reads besides the answers, and what it finds, tambon by tambon.

``roster`` and ``fieldwork`` stand beside the registry's tables. They hold what a name tells
(the sex of a title, somebody listed twice) and who interviewed, never a name or a number.
"""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
import pyarrow.parquet as pq

from pinto.evidence.instruments.rules import Instrument, Level
from pinto.evidence.quality.engine.findings import broken_rules
from pinto.evidence.quality.engine.missing import missing_answers
from pinto.evidence.quality.engine.outliers import far_amounts
from pinto.evidence.quality.queries.fieldwork import interviewers
from pinto.evidence.quality.rules.gaps import expected
from pinto.evidence.quality.rules.roster import Somebody, listed_twice, title_sex
from pinto.evidence.quality.rules.rulesets import Ruleset
from pinto.evidence.registry.extracts import Extract, answered, write_table
from pinto.evidence.registry.models import MemberRevision, Person, Round
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range

ROSTER, FIELDWORK = "roster", "fieldwork"
_MONEY = ("baht", "baht/month", "baht/year")


def write_side_tables(round: Round, extract: Extract, tambons: Collection[str]) -> Extract:
    """``roster`` and ``fieldwork`` of these tambons stand beside the answers."""
    rosters, fields = {}, {}
    for tambon in sorted(tambons):
        members = pq.read_table(
            extract.paths("members", [tambon])[0], columns=["household_id", "person_id"]
        )
        rosters[tambon] = _roster(round, tambon, members)
        homes = pq.read_table(extract.paths("households", [tambon])[0], columns=["household_id"])[
            "household_id"
        ].to_pylist()
        by = interviewers(round, tambon)
        fields[tambon] = pa.table(
            {
                "household_id": pa.array(homes, pa.string()),
                "interviewer": pa.array([by.get(home) for home in homes], pa.string()),
            }
        )
    write_table(round, ROSTER, rosters)
    return write_table(round, FIELDWORK, fields)


def broken_in(extract: Extract, tambons: Collection[str], rules: Ruleset) -> pa.Table:
    """A row for each household of these tambons, with one boolean a rule."""
    tables = {name: extract.paths(name, tambons) for name in ("households", "members", ROSTER)}
    return answered(("quality", rules.key), tables, broken_rules, rules=rules)


def far_in(extract: Extract, tambons: Collection[str], asked: Instrument) -> pa.Table:
    """The amounts that lie far from those of the tambon."""
    questions = amounts(asked)
    tables = {"households": extract.paths("households", tambons)}
    return answered(("far", asked.id, asked.version), tables, far_amounts, questions=questions)


def missing_in(
    extract: Extract, tambons: Collection[str], rules: Ruleset, asked: Instrument
) -> pa.Table:
    """How many answers are missing, by area and interviewer."""
    tables = {name: extract.paths(name, tambons) for name in ("households", "members", FIELDWORK)}
    of_household, of_member = expected(rules, asked)
    return answered(
        ("missing", rules.key),
        tables,
        missing_answers,
        of_household=of_household,
        of_member=of_member,
    )


def amounts(asked: Instrument) -> list[str]:
    """The household questions that ask for money."""
    return [q.id for q in asked.questions(Level.HOUSEHOLD) if q.unit in _MONEY]


def _roster(round: Round, tambon: str, members: pa.Table) -> pa.Table:
    homes, people = (members[name].to_pylist() for name in ("household_id", "person_id"))
    known = _people(round, tambon)
    rosters: dict[str, list[str]] = {}
    for home, person in zip(homes, people, strict=True):
        rosters.setdefault(home, []).append(person)
    twice: dict[tuple[str, str], bool] = {}
    for home, roster in rosters.items():
        told = listed_twice([known[person][1] for person in roster])
        twice.update({(home, person): each for person, each in zip(roster, told, strict=True)})
    return pa.table(
        {
            "household_id": pa.array(homes, pa.string()),
            "person_id": pa.array(people, pa.string()),
            "title_sex": pa.array([known[person][0] for person in people], pa.string()),
            "listed_twice": pa.array(
                [twice[home, person] for home, person in zip(homes, people, strict=True)],
                pa.bool_(),
            ),
        }
    )


def _people(round: Round, tambon: str) -> dict[str, tuple[str | None, Somebody]]:
    """Person (32 hex digits) → the sex of the title, and as much as tells a double."""
    first, beyond = area_range(tambon)
    places = Place.objects.filter(code__gte=first, code__lt=beyond).values("pk")
    on_rosters = MemberRevision.objects.filter(
        revision__round=round, revision__place__in=places
    ).values("person_id")
    rows = Person.objects.filter(pk__in=on_rosters).values_list(
        "pk", "title", "name_key", "birth_year", "national_id_lookup"
    )
    return {
        key.hex: (title_sex(title), Somebody(name, born, number))
        for key, title, name, born, number in rows.iterator(chunk_size=10_000)
    }


def broken_pairs(table: pa.Table, rules: Ruleset) -> list[tuple[str, str, str]]:
    """(household, area, rule) for each rule that is broken."""
    homes = table["household_id"].to_pylist()
    areas = [
        village or tambon
        for village, tambon in zip(
            table["village"].to_pylist(), table["tambon"].to_pylist(), strict=True
        )
    ]
    return [
        (homes[at], areas[at], rule.id)
        for rule in rules.rules
        for at, broken in enumerate(table[rule.id].to_pylist())
        if broken
    ]


def interviewers_in(extract: Extract, tambon: str) -> dict[str, str]:
    """Household → its interviewer, where one is known; both as 32 hex digits."""
    table = pq.read_table(extract.paths(FIELDWORK, [tambon])[0])
    pairs = zip(table["household_id"].to_pylist(), table["interviewer"].to_pylist(), strict=True)
    return {home: by for home, by in pairs if by}
