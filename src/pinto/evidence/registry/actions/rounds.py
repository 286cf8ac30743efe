"""Rounds are opened here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from pinto.evidence.registry.models import Round
from pinto.evidence.registry.rules import INSTRUMENT
from pinto.ground.trail.actions import record


@transaction.atomic
def open_round(
    *,
    year: int,
    sequence: int = 1,
    instrument: str = INSTRUMENT[0],
    version: str = INSTRUMENT[1],
    by: Any,
    at: datetime,
) -> Round:
    """There is a round of that year and sequence, asked with that instrument.

    Raises ``ValueError`` when the round exists with another version: two versions
    are never mixed in one round.
    """
    found, made = Round.objects.get_or_create(
        year=year,
        sequence=sequence,
        defaults={"instrument": instrument, "instrument_version": version},
    )
    _check_version(found, instrument, version)
    if made:
        record(what="round.opened", on=("round", found.pk), by=by, at=at, year=year)
    return found


def round_to_be(
    *,
    year: int,
    sequence: int = 1,
    instrument: str = INSTRUMENT[0],
    version: str = INSTRUMENT[1],
) -> Round:
    """The round of that year and sequence, or what it would be; nothing is written.

    Raises ``ValueError`` as :func:`open_round` does.
    """
    found = Round.objects.filter(year=year, sequence=sequence).first() or Round(
        year=year, sequence=sequence, instrument=instrument, instrument_version=version
    )
    _check_version(found, instrument, version)
    return found


def _check_version(found: Round, instrument: str, version: str) -> None:
    if (found.instrument, found.instrument_version) != (instrument, version):
        raise ValueError(
            f"round {found.label} was asked with {found.instrument} {found.instrument_version}"
        )
