"""Some people of the demo are put on record a second time, a little otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils import timezone

from pinto.evidence.matching.extracts import people_of
from pinto.evidence.registry.actions.arrivals import add_households
from pinto.evidence.registry.actions.batches import open_batch, publish_batch
from pinto.evidence.registry.rules import Covered, HouseholdDraft, PersonDraft
from pinto.ground.places.queries.places import place
from pinto.ground.thai.calendar import PartialDate
from pinto.sample.registries import misspelled

_SOURCE = "แบบลงทะเบียนสวัสดิการ"  # welfare registration, written by hand
_NAMES_WRITTEN = Covered(frozenset(), frozenset({"relation"}), roster=True)


def enter_doubles(*, round: Any, area: str, count: int, seed: int) -> None:
    """So many adults of the area stand in a household of their own as well, misspelled."""
    rng = np.random.default_rng([seed, 16])
    known = [
        person
        for person in people_of([area]).to_pylist()
        if person["birth_day"] and person["birth_year"] < 2000 and person["surname"]
    ]
    chosen = known[:: max(len(known) // count, 1)][:count]
    drafts = [
        HouseholdDraft(
            place_code=person["village"],
            house_no=f"{900 + number}/1",
            head=0,
            members=(_written(rng, person, number),),
        )
        for number, person in enumerate(chosen)
    ]
    now = timezone.now()
    batch = open_batch(source=_SOURCE, by=None, at=now)
    arrival = add_households(
        batch=batch,
        round=round,
        drafts=drafts,
        places={draft.place_code: place(draft.place_code).pk for draft in drafts},
        covered=_NAMES_WRITTEN,
        source="file",
        by=None,
        at=now,
    )
    publish_batch(batch=batch, changes=arrival.changes, by=None, at=now)


def _written(rng: np.random.Generator, person: dict[str, Any], number: int) -> PersonDraft:
    """Misspelled, and of every third only the year of birth is known."""
    month, day = (None, None) if number % 3 == 2 else (person["birth_month"], person["birth_day"])
    return PersonDraft(
        given_name=misspelled(rng, person["given_name"]),
        surname=person["surname"],
        sex=person["sex"] or "",
        birth=PartialDate.of(person["birth_year"], month, day),
        answers={"relation": "head"},
    )
