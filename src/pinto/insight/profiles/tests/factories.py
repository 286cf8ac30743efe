"""Surveys of invented homes, with the scores measures would keep, made by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.extracts import write_table
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.ground.installation.keys import lookup, seal
from pinto.ground.thai.names import name_key, sound_key
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.levels import level_of, on_boundary
from pinto.insight.measures.rules.library import scoring

AT = dt.datetime(2026, 11, 18, 9, 41, tzinfo=dt.UTC)
PPP = scoring("ppp-five-capitals", "1")
CAPITALS = [capital.id for capital in PPP.capitals]
ITEMS = [item.id for item in PPP.items]


@dataclass(frozen=True)
class Member:
    given: str
    surname: str = "สมมติสุข"
    born: int | None = 1963  # ค.ศ.
    national_id: str = ""
    answers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Home:
    """One home in one round; the same key is the same home in another round."""

    key: str
    place: str
    score: float | None  # of every capital and so of the whole; None is no score
    members: tuple[Member, ...] = (Member("บัวคำ"),)
    items: dict = field(default_factory=dict)  # beside those that equal the score
    answers: dict = field(default_factory=dict)
    house_no: str = "52"
    house_code: str = ""

    @property
    def item_scores(self) -> dict:
        return {item: self.items.get(item, self.score) for item in ITEMS}


def survey(year: int, homes: list[Home], places: dict, *, version: str = "1") -> Round:
    """The round with these homes: asked, scored, and in the extract."""
    round = open_round(instrument="ppp-household", version=version, year=year, by=None, at=AT)
    for home in homes:
        household = _household(home, places)
        _asked(home, household, round, places)
        _scored(home, household, round)
    write_scores(round, homes)
    return round


def write_scores(round: Round, homes: list[Home]) -> None:
    """The extract of the round holds the scores of these homes, tambon by tambon."""
    by_tambon: dict[str, list[Home]] = {}
    for home in homes:
        by_tambon.setdefault(home.place[:6], []).append(home)
    write_table(round, "scores", {code: _table(some) for code, some in by_tambon.items()})
    # which tambons there are is told by the households table
    write_table(round, "households", {code: _places(some) for code, some in by_tambon.items()})


def id_of(key: str):
    return Household.objects.get(street=key).pk


def _household(home: Home, places: dict) -> Household:
    household, made = Household.objects.get_or_create(
        street=home.key,
        defaults={
            "place": places[home.place],
            "house_no": home.house_no,
            "house_code": home.house_code,
        },
    )
    if made:
        people = [_person(household, member) for member in home.members]
        household.head = people[0] if people else None
        household.save(update_fields=["head"])
    return household


def _person(household: Household, member: Member) -> Person:
    number = member.national_id
    return Person.objects.create(
        household=household,
        title="นาง",
        given_name=member.given,
        surname=member.surname,
        name_key=name_key(member.given, member.surname),
        surname_key=name_key(member.surname, ""),
        sound_key=sound_key(member.given, member.surname),
        sort_key=member.given,
        birth_year=member.born,
        national_id=seal(number) if number else None,
        national_id_lookup=lookup(number) if number else "",
    )


def _asked(home: Home, household: Household, round: Round, places: dict) -> None:
    revision = HouseholdRevision.objects.create(
        household=household,
        round=round,
        place=places[home.place],
        source="survey",
        answers=home.answers,
        delivered={k: v for k, v in home.item_scores.items() if v is not None},
        at=AT,
    )
    people = list(household.members.order_by("id"))
    for number, (person, member) in enumerate(zip(people, home.members, strict=False)):
        MemberRevision.objects.create(
            revision=revision, person=person, number=number, answers=member.answers
        )


def _scored(home: Home, household: Household, round: Round) -> None:
    Score.objects.create(
        household=household,
        round=round,
        scoring=PPP.id,
        scoring_version=PPP.version,
        area_code=home.place,
        people=len(home.members),
        overall=home.score,
        level=level_of(home.score, PPP),
        on_boundary=on_boundary(home.score, PPP),
        items={k: v for k, v in home.item_scores.items() if v is not None},
        **dict.fromkeys(CAPITALS, home.score),
    )


def _places(homes: list[Home]) -> pa.Table:
    """Who they are and where, without answers."""
    return _table(homes).select(["household_id", "amphoe", "tambon", "village", "people"])


def _table(homes: list[Home]) -> pa.Table:
    ids = [id_of(home.key).hex for home in homes]
    columns = {
        "household_id": pa.array(ids, pa.string()),
        "village": pa.array([h.place if len(h.place) > 6 else None for h in homes], pa.string()),
        "tambon": pa.array([home.place[:6] for home in homes], pa.string()),
        "amphoe": pa.array([home.place[:4] for home in homes], pa.string()),
        "people": pa.array([len(home.members) for home in homes], pa.int64()),
        "overall": pa.array([home.score for home in homes], pa.float64()),
        "level": pa.array([level_of(home.score, PPP) for home in homes], pa.int8()),
        "on_boundary": pa.array([on_boundary(home.score, PPP) for home in homes], pa.bool_()),
    }
    for capital in CAPITALS:
        columns[capital] = columns["overall"]
    for item in ITEMS:
        columns[item] = pa.array([home.item_scores[item] for home in homes], pa.float64())
    return pa.table(columns)
