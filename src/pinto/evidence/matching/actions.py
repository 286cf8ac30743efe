"""Find pairs, decide about one, take a decision back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pinto.evidence.matching.engine.linking import likely_pairs
from pinto.evidence.matching.engine.preparing import prepared
from pinto.evidence.matching.extracts import people_of
from pinto.evidence.matching.models import Link, Pair
from pinto.evidence.matching.permissions import check_may_decide, pairs_within
from pinto.evidence.matching.rules.bands import probability
from pinto.evidence.matching.rules.standing import standing
from pinto.evidence.matching.rules.weights import COMPARISONS
from pinto.evidence.registry.actions.links import stand_for_households, stand_for_people
from pinto.evidence.registry.queries import asked_where, lying_in
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.installation.home import room
from pinto.ground.jobs.actions import ask_for
from pinto.ground.trail.actions import record

_TOGETHER = 1_000  # pairs written at once

Tell = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Found:
    """What a search for duplicates came to."""

    people: int
    suggested: int
    review: int
    gone: int  # open pairs that are not likely any more


def find_pairs(*, areas: Collection[str], by: Any, at: datetime, tell: Tell) -> Found:
    """The pairs among the people of these areas stand in the queue.

    A pair that somebody decided about keeps the decision; an open pair that is no longer
    likely leaves. The same people give the same pairs under the same ids.
    """
    tell(0, 3, _("reading the people"))
    people = people_of(areas)
    tell(1, 3, _("comparing"))
    found = likely_pairs([prepared(people)], spill=room("matching") / "spill").to_pylist()
    tell(2, 3, _("writing down the pairs"))
    for start in range(0, len(found), _TOGETHER):
        _write(found[start : start + _TOGETHER], people.num_rows, at)
    with transaction.atomic():
        stale = Pair.objects.filter(
            lying_in(areas, "first__household__place__code"),
            lying_in(areas, "second__household__place__code"),
            decision=Pair.Decision.OPEN,
            found_at__lt=at,
        )
        gone = stale.count()
        stale.filter(links__isnull=True).delete()
        bands = [row["band"] for row in found]
        came_to = Found(
            people.num_rows, bands.count(Pair.Band.SUGGESTED), bands.count(Pair.Band.REVIEW), gone
        )
        record(
            what="pairs.found",
            on=("place", ",".join(sorted(areas))),
            by=by,
            at=at,
            people=came_to.people,
            suggested=came_to.suggested,
            review=came_to.review,
        )
    return came_to


def _write(rows: list[dict[str, Any]], records: int, at: datetime) -> None:
    pairs = [
        Pair(
            first_id=UUID(row["first"]),
            second_id=UUID(row["second"]),
            weight=row["weight"],
            probability=probability(row["weight"], records),
            band=row["band"],
            evidence={
                name: [row[name], round(row[f"{name}_bits"], 2)]
                for name in COMPARISONS
                if row[name]
            },
            found_at=at,
        )
        for row in rows
    ]
    Pair.objects.bulk_create(
        pairs,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["weight", "probability", "band", "evidence", "found_at"],
    )


def _locked(pair_id: UUID, viewer: Viewer | None) -> Pair:
    """The pair as it is now, ours until the transaction ends. Raises ``DoesNotExist``."""
    scope = Q() if viewer is None else pairs_within(viewer)
    pair = (
        Pair.objects.select_for_update(of=("self",))
        .filter(scope)
        .select_related("first__household__place", "second__household__place")
        .get(pk=pair_id)
    )
    if viewer is not None:
        check_may_decide(viewer, pair)
    return pair


@transaction.atomic
def decide(
    *,
    pair_id: UUID,
    decision: str,
    households: bool = False,
    viewer: Viewer | None,
    by: Any,
    at: datetime,
) -> Pair:
    """Somebody has decided about the pair; "same" links the records, and rewrites none.

    ``households`` says that their homes are one household as well. Raises
    ``DoesNotExist``, ``OutOfScope``, and ``Refused`` where somebody was quicker.
    """
    pair = _locked(pair_id, viewer)
    if pair.decision not in (Pair.Decision.OPEN, Pair.Decision.UNSURE):
        raise Refused(_("Somebody has decided about this pair already. Look at it again."))
    pair.decision, pair.decided_by, pair.decided_at = decision, by, at
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    if decision == Pair.Decision.SAME:
        homes = (pair.first.household, pair.second.household)
        apart = households and homes[0].pk != homes[1].pk
        Link.objects.create(
            pair=pair,
            first_home=homes[0] if apart else None,
            second_home=homes[1] if apart else None,
            by=by,
            at=at,
        )
        _stand(pair, [home.pk for home in homes], by, at)
    record(
        what="pair.decided",
        on=("pair", pair.pk),
        by=by,
        at=at,
        decision=decision,
        people=[str(pair.first_id), str(pair.second_id)],
        households=households,
    )
    return pair


@transaction.atomic
def undo(*, pair_id: UUID, viewer: Viewer | None, by: Any, at: datetime) -> Pair:
    """The pair is open again, and the records are as they would be without the link.

    Whatever was corrected in the meantime stays with the record it was corrected in.
    Nothing happens where the pair is open. Raises as :func:`decide`.
    """
    pair = _locked(pair_id, viewer)
    if pair.decision == Pair.Decision.OPEN:
        return pair
    was = pair.decision
    pair.decision, pair.decided_by, pair.decided_at = Pair.Decision.OPEN, None, None
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    link = Link.objects.filter(pair=pair, undone_at__isnull=True).first()
    if link is not None:
        link.undone_by, link.undone_at = by, at
        link.save(update_fields=["undone_by", "undone_at"])
        homes = [link.first_home_id, link.second_home_id]
        _stand(pair, [home for home in homes if home is not None], by, at)
    record(
        what="pair.undone",
        on=("pair", pair.pk),
        by=by,
        at=at,
        decision=was,
        people=[str(pair.first_id), str(pair.second_id)],
    )
    return pair


_People = ("pair__first", "pair__second")
_Homes = ("first_home", "second_home")


def _stand(pair: Pair, homes: list[UUID], by: Any, at: datetime) -> None:
    """The registry says what the links in force come to, for whatever this pair can reach."""
    people = _reached({pair.first_id, pair.second_id}, *_People)
    households = _reached(set(homes), *_Homes)
    changed = stand_for_people(standing=people, by=by, at=at)
    changed += stand_for_households(standing=households, by=by, at=at)
    if not changed:
        return
    touched = {pair.first.household_id, pair.second.household_id, *households}
    for round, tambons in asked_where(touched).items():
        ask_for("registry.refresh", by=by, at=at, round=round, tambons=sorted(tambons))


def _reached(start: Iterable[UUID], first: str, second: str) -> dict[UUID, UUID | None]:
    """Who stands for whom among everything that links in force connect with these."""
    known, new = set(start), set(start)
    links: set[tuple[UUID, UUID]] = set()
    while new:
        rows = (
            Link.objects.filter(
                Q(**{f"{first}__in": new}) | Q(**{f"{second}__in": new}), undone_at__isnull=True
            )
            .exclude(**{f"{first}__isnull": True})
            .values_list(first, second)
        )
        links |= set(rows)
        new = {key for link in links for key in link} - known
        known |= new
    return dict(standing(known, links))
