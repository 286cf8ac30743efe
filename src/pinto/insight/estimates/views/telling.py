"""What the page of a measure says, shows as bars and maps, and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.choropleth import Area
from pinto.ground.design.charts.figures import grouped, percent
from pinto.ground.design.charts.projection import frame, path
from pinto.ground.places.queries import area_name, borders_of, place_name, short_name
from pinto.ground.places.rules.codes import Kind, parent_code
from pinto.insight.estimates.extracts import Answer
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import Dimension, Indicator, Measure
from pinto.insight.estimates.views.asking import Question
from pinto.insight.profiles.rules.maps import map_breaks
from pinto.insight.profiles.views.drawing import AreaMap

if TYPE_CHECKING:
    from pinto.ground.places.models import Place

_STEP = 0.01  # the finest difference between two classes of a map
_NAMED = 2  # indicators the sentence names


def label(of: Measure | Dimension | Indicator) -> str:
    """The name in the language of the page."""
    return of.en if get_language() == "en" else of.th


@dataclass(frozen=True)
class Figure:
    """The figures of one place at the cut-off that is asked."""

    rows: Mapping[tuple[str, str | None], Estimate]  # measure and indicator → its row

    def of(self, measure: str, indicator: str | None = None) -> float | None:
        row = self.rows.get((measure, indicator))
        return row.estimate if row else None

    @property
    def small(self) -> bool:
        """Whether its incidence is not for publication."""
        return not self.rows["H", None].publishable

    @property
    def hidden(self) -> bool:
        """Whether it is kept from this viewer."""
        return self.small and self.of("H") is None

    @property
    def counted(self) -> int:
        return self.rows["H", None].n

    @property
    def left_out(self) -> int:
        return self.rows["H", None].n_missing

    @property
    def listed(self) -> int:
        return self.counted + self.left_out

    @property
    def poor(self) -> int | None:
        share = self.of("H")
        return None if share is None else round(share * self.counted)


def figures(answer: Answer, cutoff: float) -> dict[str, Figure]:
    """Code of a place → its figures; those of the whole place under a blank code."""
    found: dict[str, dict[tuple[str, str | None], Estimate]] = {}
    for row in answer.rows:
        if row.cutoff is None or row.cutoff == cutoff:
            code = "".join(str(value) for value in row.by.values())
            # contributions of a dimension have no indicator and are not shown
            if row.indicator is not None or row.dimension is None:
                found.setdefault(code, {})[row.measure, row.indicator] = row
    return {code: Figure(rows) for code, rows in found.items()}


def sentences(
    measure: Measure, cutoff: float, whole: Figure, parts: Sequence[dict[str, Any]]
) -> Iterator[str]:
    """What somebody who governs can read: how many, how deep, of what, and where."""
    share, depth = whole.of("H"), whole.of("A")
    if share is None:
        yield _("So few households are counted here that the share is not shown.")
        return
    yield _(
        "%(poor)s of %(counted)s households (%(share)s) are poor in many ways:"
        " they go without %(cutoff)s or more of what is measured."
    ) % {
        "poor": grouped(whole.poor),
        "counted": grouped(whole.counted),
        "share": percent(share),
        "cutoff": percent(cutoff),
    }
    if depth is not None:
        yield _("On average a poor household goes without %(depth)s of it.") % {
            "depth": percent(depth)
        }
    heaviest = _heaviest(measure, whole)
    if heaviest:
        yield _("What weighs most: %(named)s.") % {
            "named": _(" and ").join(f"“{label(each)}”" for each in heaviest[:_NAMED])
        }
    known = [part for part in parts if part["share"] is not None]
    if len(known) > 1 and known[0]["share"] > known[-1]["share"]:
        yield _(
            "The share is largest in %(most)s (%(high)s) and smallest in %(least)s (%(low)s)."
        ) % {
            "most": known[0]["name"],
            "high": percent(known[0]["share"]),
            "least": known[-1]["name"],
            "low": percent(known[-1]["share"]),
        }


def _heaviest(measure: Measure, whole: Figure) -> list[Indicator]:
    """The indicators by what they add to M0, the largest first."""
    added = {each.id: whole.of("contribution_abs", each.id) or 0.0 for each in measure.indicators}
    found = [each for each in measure.indicators if added[each.id] > 0]
    return sorted(found, key=lambda each: -added[each.id])


def indicator_rows(measure: Measure, whole: Figure) -> list[dict[str, Any]]:
    """Each indicator: who is deprived, who is poor and deprived, and its share of M0."""
    dimensions = {each.id: label(each) for each in measure.dimensions}
    rows = [
        {
            "name": label(each),
            "dimension": dimensions[each.dimension],
            "weight": float(each.weight),
            "deprived": whole.of("hd", each.id),
            "poor": whole.of("hdk", each.id),
            "part": whole.of("contribution_pct", each.id),
        }
        for each in measure.indicators
    ]
    return sorted(rows, key=lambda row: -(row["part"] or row["poor"] or 0.0))


def indicator_bars(rows: Sequence[dict[str, Any]]) -> list[Bar]:
    """The censored headcounts as a ranking."""
    return [Bar(row["name"], row["poor"], note=row["dimension"]) for row in rows]


def ranked(
    question: Question,
    found: Mapping[str, Figure],
    places: Mapping[str, Place],
    above: Mapping[str, Place],
) -> list[dict[str, Any]]:
    """The places below, the poorest first; those without a figure last.

    ``above`` are the places that tell two of the same name apart.
    """
    rows = []
    for code, figure in found.items():
        if code not in places:
            continue
        place = places[code]
        rows.append(
            {
                "code": code,
                "name": named(place, above),
                "href": question.url(code=code),
                "figure": figure,
                "share": figure.of("H"),
                "depth": figure.of("A"),
                "adjusted": figure.of("M0"),
            }
        )
    return sorted(rows, key=lambda row: (row["share"] is None, -(row["share"] or 0.0), row["code"]))


def named(place: Place, above: Mapping[str, Place]) -> str:
    """The place's name, with that of the one above where those are given."""
    name = short_name(place)
    parent = above.get(parent_code(place.code))
    return f"{name}, {area_name(parent)}" if parent else name


def area_map(
    answer: Answer, rows: Sequence[dict[str, Any]], places: Mapping[str, Place]
) -> AreaMap | None:
    """The incidence of the places below on a map; None where no border of theirs is known."""
    whole, near = answer.asked.place, answer.asked.place.kind == Kind.AMPHOE
    shapes = borders_of([whole, *places.values()], detail="near" if near else "far")
    around = shapes.pop(whole.code, None)
    if not shapes:
        return None
    if not near:
        around = None  # thinned out by itself, it would not run along the borders inside
    drawn = [shape.geometry for shape in shapes.values()]
    into = frame([around.geometry] if around else drawn)
    told = {row["code"]: row for row in rows}
    return AreaMap(
        size=(into.width, into.height),
        areas=[
            Area(
                code=code,
                name=place_name(place),
                path=path(shape.geometry, into),
                label_at=into.place(*shape.label),
                value=told[code]["share"] if code in told else None,
                href=told[code]["href"] if code in told else "",
                hatched=code in told and told[code]["figure"].small,
            )
            for code, place in places.items()
            if (shape := shapes.get(code))
        ],
        outline=path(around.geometry, into) if around else "",
        breaks=map_breaks((row["share"] for row in rows), step=_STEP, whole=(0, 1)),
    )
