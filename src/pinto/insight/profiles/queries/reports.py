"""A profile as data: one shape for the page's downloads, the command line and other programs."""

from __future__ import annotations

from typing import Any

from pinto.ground.places.models import Place
from pinto.insight.profiles.queries.areas import Profile
from pinto.insight.profiles.queries.others import Figure, Source
from pinto.insight.profiles.rules.figures import Figures, Movement


def profile_json(profile: Profile) -> dict[str, Any]:
    """The profile under the names of docs/reference/profile.md. Null is never 0."""
    before, reference = profile.before_round, profile.reference
    return {
        "place": _place(profile.place),
        "within": [_place(above) for above in profile.path[:-1]],
        "round": profile.round.label,
        "compared_with": before.label if before else None,
        "instrument": {
            "id": profile.round.instrument,
            "version": profile.round.instrument_version,
        },
        "scoring": {"id": profile.scoring.id, "version": profile.scoring.version},
        "updated_at": profile.updated_at.isoformat() if profile.updated_at else None,
        "now": _figures(profile.now),
        "before": _figures(profile.before),
        "moved": _moved(profile.moved),
        "duplicates": profile.duplicates,
        "reference": {"place": _place(reference[0]), **reference[1].as_json()}
        if reference
        else None,
        "areas": [
            {
                "place": _place(part.place),
                "now": _figures(part.now),
                "before": _figures(part.before),
            }
            for part in profile.parts
        ],
        "without_area": profile.unplaced,
        "rounds": [
            {"round": past.round.label, "levels": list(past.levels) if past.levels else None}
            for past in profile.past
        ],
        "others": [_source(source) for source in profile.others],
    }


def _place(place: Place) -> dict[str, str]:
    return {
        "code": place.code,
        "kind": place.kind,
        "name_th": place.name_th,
        "name_en": place.name_en,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "dataset": source.dataset,
        "title": source.title,
        "publisher": source.publisher,
        "file": source.file,
        "loaded_at": source.loaded_at.isoformat() if source.loaded_at else None,
        "figures": [_other(figure) for figure in source.figures],
        "areas_without_place": [_other(figure) for figure in source.unlinked],
    }


def _other(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator,
        "name_th": figure.name,
        "year": figure.year,
        "value": figure.value,
        "area_code": figure.area_code,
        "area_name": figure.area_name,
        "flag": figure.flag,
    }


def _figures(figures: Figures | None) -> dict[str, Any] | None:
    return figures.as_json() if figures else None


def _moved(moved: Movement | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    return {
        "households": moved.both,
        "better": moved.better,
        "same": moved.both - moved.better - moved.worse,
        "worse": moved.worse,
        "cells": [list(row) for row in moved.cells],
    }
