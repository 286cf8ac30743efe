"""A profile as tables: one row an area, one row an indicator; empty where nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pinto.insight.measures.rules.scorings import Scoring

Cell = str | int | float | None
Profile = Mapping[str, Any]  # as queries.reports.profile_json gives it

_AREA = ("code", "kind", "name_th", "name_en", "round")
_COUNTS = ("households", "people", "scored", "unscored", "share_scored")
_LEVELS = (1, 2, 3, 4)


def area_columns(scoring: Scoring) -> list[str]:
    """The names of the columns of :func:`area_rows`, as docs/reference/profile.md explains them."""
    return [
        *_AREA,
        *_COUNTS,
        *(f"level_{level}" for level in _LEVELS),
        *(f"level_{level}_share" for level in _LEVELS),
        *(f"level_{level}_people" for level in _LEVELS),
        "overall_mean",
        "overall_sd",
        *(f"{c.id}_{what}" for c in scoring.capitals for what in ("mean", "sd")),
        "on_boundary",
        "answered",
        *(f"lacking_{item.id}" for item in scoring.items),
        "compared_with",
        *(f"level_{level}_before" for level in _LEVELS),
    ]


def area_rows(profile: Profile, scoring: Scoring) -> Iterator[list[Cell]]:
    """The area, then every area below it, the worst first."""
    for area in (profile, *profile["areas"]):
        yield _area_row(area, profile, scoring)


def _area_row(area: Mapping[str, Any], profile: Profile, scoring: Scoring) -> list[Cell]:
    place, now, before = area["place"], area["now"], area["before"]
    row: list[Cell] = [*(place[name] for name in _AREA[:-1]), profile["round"]]
    if now is None:
        row += [None] * (len(area_columns(scoring)) - len(row) - 1 - len(_LEVELS))
    else:
        row += [now[name] for name in _COUNTS]
        for name in ("households", "share", "people"):
            row += [level[name] for level in now["levels"]]
        row += [now["overall"]["mean"], now["overall"]["sd"]]
        for capital in scoring.capitals:
            score = now["capitals"].get(capital.id, {})
            row += [score.get("mean"), score.get("sd")]
        row += [now["on_boundary"], now["answered"]]
        row += [now["indicators"].get(item.id, {}).get("lacking") for item in scoring.items]
    row.append(profile["compared_with"])
    row += [level["households"] for level in before["levels"]] if before else [None] * len(_LEVELS)
    return row


INDICATOR_COLUMNS = (
    "indicator", "capital", "th", "en", "lacking", "known", "lacking_before", "known_before",
)  # fmt: skip


def indicator_rows(profile: Profile, scoring: Scoring) -> Iterator[list[Cell]]:
    """The scoring's items in its order: the share of households that lack each."""
    now, before = (profile[when] or {"indicators": {}} for when in ("now", "before"))
    for item in scoring.items:
        here, then = (of["indicators"].get(item.id, {}) for of in (now, before))
        yield [
            item.id, item.capital, item.lacking.th, item.lacking.en,
            here.get("lacking"), here.get("known"), then.get("lacking"), then.get("known"),
        ]  # fmt: skip


def about_rows(profile: Profile) -> Sequence[Sequence[Cell]]:
    """Where the figures come from."""
    return [
        ["place", profile["place"]["code"]],
        ["round", profile["round"]],
        ["compared_with", profile["compared_with"]],
        ["instrument", "/".join(profile["instrument"].values())],
        ["scoring", "/".join(profile["scoring"].values())],
        ["updated_at", profile["updated_at"]],
    ]
