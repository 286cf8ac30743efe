"""What the charts of an area page are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Capability, Viewer, may
from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.choropleth import Area, Unit
from pinto.ground.design.charts.pentagon import Shape
from pinto.ground.design.charts.projection import frame, path
from pinto.ground.design.charts.trend import Line
from pinto.ground.design.words import LEVELS
from pinto.ground.places.queries import area_name, borders_of, place_name
from pinto.ground.places.rules.codes import Kind
from pinto.insight.measures.rules.closing import closed_items
from pinto.insight.profiles.permissions import closed_questions
from pinto.insight.profiles.queries.areas import Part, Profile, peers
from pinto.insight.profiles.rules.figures import Figures
from pinto.insight.profiles.rules.findings import FEW, worst_items
from pinto.insight.profiles.rules.maps import Breaks, map_breaks
from pinto.insight.profiles.views.links import area_url, households_url

HATCHED_BELOW = 0.6  # share scored; households certified by a village forum will stand here later
_LABELLED = 20  # areas on one map; more names would cover it
_WORST = 12
_LARGE = 1000  # households from which a decimal of a percent means something


@dataclass(frozen=True)
class Metric:
    """A number the areas can be compared by."""

    name: str | Promise
    of: Callable[[Figures], float | None]
    unit: Unit = "share"
    low_is_dark: bool = False

    @property
    def decimals(self) -> int:
        return 2 if self.unit == "score" else 0

    @property
    def whole(self) -> tuple[float, float]:
        """The lowest and the highest value there can be."""
        return (1, 4) if self.unit == "score" else (0, 1)

    @property
    def step(self) -> float:
        """The finest difference between two classes of the map."""
        return 0.05 if self.unit == "score" else 0.01


def _score(name: str | Promise, of: Callable[[Figures], float | None]) -> Metric:
    return Metric(name, of, "score", low_is_dark=True)


METRICS: dict[str, Metric] = {
    "low": Metric(gettext_lazy("Destitute and struggling"), lambda figures: figures.low_share),
    "overall": _score(gettext_lazy("Overall mean"), lambda figures: figures.overall),
    **{
        key: _score(name, lambda figures, key=key: figures.capitals.get(key))  # type: ignore[misc]  # mypy cannot type a default
        for key, name in (
            ("human", gettext_lazy("Human capital")),
            ("physical", gettext_lazy("Physical capital")),
            ("financial", gettext_lazy("Financial capital")),
            ("natural", gettext_lazy("Natural capital")),
            ("social", gettext_lazy("Social capital")),
        )
    },
    "scored": Metric(
        gettext_lazy("Scored"), lambda figures: figures.share_scored, low_is_dark=True
    ),
}


@dataclass(frozen=True)
class AreaMap:
    """A map of the areas below, ready to be drawn."""

    size: tuple[int, int]
    areas: list[Area]
    outline: str
    breaks: Breaks

    @property
    def labelled(self) -> bool:
        return len(self.areas) <= _LABELLED


def area_map(profile: Profile, metric: Metric, name: str) -> AreaMap | None:
    """The areas below on a map; None where no border of theirs is known, or it is one area.

    A map of one area shows its outline and nothing to compare it with.
    """
    places = [part.place for part in profile.parts]
    near = profile.place.kind == Kind.AMPHOE
    shapes = borders_of([profile.place, *places], detail="near" if near else "far")
    whole = shapes.pop(profile.place.code, None)
    if len(shapes) < 2:
        return None
    if not near:
        whole = None  # thinned out by itself, it would not run along the borders inside
    drawn = [shape.geometry for shape in shapes.values()]
    into = frame([whole.geometry] if whole else drawn)
    return AreaMap(
        size=(into.width, into.height),
        areas=[
            Area(
                code=part.place.code,
                name=place_name(part.place),
                path=path(shape.geometry, into),
                label_at=into.place(*shape.label),
                value=value_of(part.now, metric),
                href=area_url(part.place.code, round=profile.round.label, metric=name),
                hatched=is_doubtful(part.now),
            )
            for part in profile.parts
            if (shape := shapes.get(part.place.code))
        ],
        outline=path(whole.geometry, into) if whole else "",
        breaks=map_breaks(
            (value_of(figures, metric) for figures in peers(profile)),
            step=metric.step,
            whole=metric.whole,
        ),
    )


def value_of(figures: Figures | None, metric: Metric) -> float | None:
    """The number, where enough households stand behind it."""
    if figures is None or figures.scored < FEW:
        return None
    return metric.of(figures)


def is_doubtful(figures: Figures | None) -> bool:
    """Too few of the listed households have a score."""
    share = figures.share_scored if figures else None
    return share is not None and share < HATCHED_BELOW


def part_bars(parts: Sequence[Part], metric: Metric, round: str, name: str) -> list[Bar]:
    """The areas below as a ranking, where there is no map of them."""
    return [
        Bar(
            area_name(part.place),
            value_of(part.now, metric),
            value_of(part.before, metric),
            area_url(part.place.code, round=round, metric=name),
        )
        for part in parts
    ]


def shapes(profile: Profile) -> dict[str, Shape | None]:
    """The pentagons: now, the round before, and the province to compare with."""
    now, before, reference = profile.now, profile.before, profile.reference
    place, province = area_name(profile.place), profile.path[0]
    return {
        "now": _shape(profile, f"{place} {profile.round.label}", now),
        "previous": _shape(profile, f"{place} {profile.before_round.label}", before)
        if profile.before_round
        else None,
        "reference": _shape(profile, f"{area_name(province)} {profile.round.label}", reference[1])
        if reference
        else None,
    }


def _shape(profile: Profile, label: str, figures: Figures | None) -> Shape | None:
    if figures is None or figures.scored < FEW:
        return None
    return Shape(label, [figures.capitals.get(c.id) for c in profile.scoring.capitals])


def capital_rows(profile: Profile) -> list[dict[str, Any]]:
    """The five capitals: mean, spread, change, the province's mean, the level of the mean."""
    now, before = profile.now, profile.before
    above = profile.reference[1] if profile.reference else None
    language = get_language()
    rows = []
    for capital in profile.scoring.capitals:
        mean = now.capitals.get(capital.id) if now else None
        was = before.capitals.get(capital.id) if before else None
        change = None if mean is None or was is None else round(mean, 2) - round(was, 2)
        rows.append(
            {
                "name": capital.label(language),
                "mean": mean,
                "deviation": now.deviations.get(capital.id) if now else None,
                "change": None if change is None else round(change, 2),
                "above": above.capitals.get(capital.id) if above else None,
                "level": None
                if mean is None
                else 1 + sum(mean >= cut for cut in profile.scoring.cuts),
            }
        )
    return rows


def indicator_bars(profile: Profile, *, viewer: Viewer) -> list[Bar]:
    """What most households lack; each leads to them where the viewer may know who they are."""
    now, before = profile.now, profile.before
    if now is None:
        return []
    language, found = get_language(), []
    listed = may(viewer, Capability.SEE_HOUSEHOLDS, profile.place.code)
    questions = closed_questions(profile.round, viewer=viewer, area=profile.place.code)
    closed = closed_items(profile.scoring, questions)
    for key in worst_items(now, most=_WORST):
        item = profile.scoring.item(key)
        href = households_url(profile.place.code, lacking=key, round=profile.round.label)
        found.append(
            Bar(
                item.lacking.label(language),
                now.items[key],
                before.items.get(key) if before else None,
                href if listed and key not in closed else "",
                profile.scoring.capital(item.capital).label(language),
            )
        )
    return found


def decimals(figures: Figures | None) -> int:
    """Decimals of a percent: none where they would tell of single households."""
    return 1 if figures and figures.scored >= _LARGE else 0


def trend_lines(profile: Profile) -> list[Line]:
    """A line a level through the comparable rounds."""
    return [
        Line(str(name), [past.levels[i] if past.levels else None for past in profile.past], i + 1)
        for i, name in enumerate(LEVELS)
    ]


def caution_few() -> str:
    """What stands where a chart would stand on too little."""
    return _("Shown from %(few)s households with a score on") % {"few": FEW}
