"""Who may read which answers, beyond the scope itself, and what may not be changed any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.instruments.rules import Instrument
from pinto.evidence.registry.models import Freeze, HouseholdRevision, Round
from pinto.ground.access.rules import FieldGroup, Refused, Viewer
from pinto.ground.design.words import written_date
from pinto.ground.places.models import Place
from pinto.ground.places.queries import place_name


def hidden_questions(
    asked: Instrument, *, viewer: Viewer | None, at: str, household: UUID | None = None
) -> frozenset[str]:
    """The questions whose answers this viewer may not read at the place of that code.

    Each question belongs to a group of fields; which role reads which for what purpose
    stands in ``access.rules``. What was opened for one ``household`` is read there alone.
    ``viewer`` None is the operator at the machine.
    """
    closed = closed_groups(viewer=viewer, at=at, household=household)
    return frozenset(question.id for question in asked.questions() if question.group in closed)


def closed_groups(
    *, viewer: Viewer | None, at: str, household: UUID | None = None
) -> frozenset[FieldGroup]:
    """The groups of fields this viewer may not read of households at that place."""
    if viewer is None:
        return frozenset()
    return frozenset(group for group in FieldGroup if not viewer.reads(group, at, household))


_AMPHOE = 4  # digits of a code


class Frozen(Refused):
    """The round is closed there: what changes now belongs to a later one."""


def check_may_revise(round: Round, place_codes: Iterable[str]) -> None:
    """No amphoe of these places has frozen the round. Raises ``Frozen``, naming the next round.

    The codes are read only where the round is frozen somewhere. Asked after the revision
    was written, in the same transaction, it is also safe against a freeze that comes
    meanwhile: on PostgreSQL the row of the round waits for it.
    """
    freezes = _freezes([round.pk])
    if freezes:
        _refuse_among(freezes, place_codes)


def check_may_show_or_hide(batch_id: UUID) -> None:
    """No revision of the batch, and none it replaces, lies in a frozen round.

    Raises ``Frozen``.
    """
    mine = HouseholdRevision.objects.filter(batch=batch_id)
    freezes = _freezes(mine.values("round_id").distinct())
    if freezes:
        replaced = HouseholdRevision.objects.filter(pk__in=mine.values("based_on"))
        written = mine.union(replaced).values("place_id")
        ids = {row["place_id"] for row in written}
        _refuse_among(freezes, Place.objects.filter(pk__in=ids).values_list("code", flat=True))


def freeze_over(round_id: UUID, place_code: str) -> Freeze | None:
    """The freeze of that round over the amphoe of that place, where there is one."""
    found = Freeze.objects.filter(round=round_id, place__code=place_code[:_AMPHOE])
    return found.select_related("place", "round").first()


def _freezes(round_ids: Any) -> dict[str, Freeze]:
    """Amphoe code → its freeze, in any of the rounds."""
    found = Freeze.objects.filter(round__in=round_ids).select_related("place", "round")
    return {freeze.place.code: freeze for freeze in found.order_by("at")}


def _refuse_among(freezes: dict[str, Freeze], place_codes: Iterable[str]) -> None:
    for amphoe in sorted({code[:_AMPHOE] for code in place_codes} & freezes.keys()):
        raise Frozen(frozen_sentence(freezes[amphoe]))


def frozen_sentence(freeze: Freeze) -> str:
    """What the officer reads: what is closed since when, and where the change belongs."""
    return _(
        "Round %(round)s of %(amphoe)s was endorsed and is frozen since %(day)s."
        " What changes now belongs to round %(next)s."
    ) % {
        "round": freeze.round.label,
        "amphoe": place_name(freeze.place),
        "day": written_date(timezone.localdate(freeze.at)),
        "next": next_round_label(freeze.round),
    }


def next_round_label(round: Round) -> str:
    """The label of the round after this one: the next there is, else the next year's."""
    later = Round.objects.filter(
        Q(year=round.year, sequence__gt=round.sequence) | Q(year__gt=round.year)
    )
    found = later.order_by("year", "sequence").first()
    return found.label if found else str(round.year + 1)
