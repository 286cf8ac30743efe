"""What is wrong with a specification beyond its shape, and the specification when nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from pinto.ground.conditions.vocabulary import Kind, Level
from pinto.ground.declared import Place
from pinto.insight.estimates.rules.documents import (
    DerivedDocument,
    DimensionDocument,
    IndicatorDocument,
    SourceDocument,
    SpecificationDocument,
)
from pinto.insight.estimates.rules.formulas import Formulas, Written, looks_at_members
from pinto.insight.estimates.rules.specification import (
    Column,
    Condition,
    Count,
    Design,
    Dimension,
    Indicator,
    Measure,
    Rule,
    Source,
    Specification,
)

Complain = Callable[[Place, str], None]
_Weights = dict[tuple[int, int], Fraction]  # by position: dimension, indicator
# Names the deprivation matrix has for itself, and words of the conditions language.
TAKEN = frozenset({"weight", "stratum", "psu"})
_WORDS = frozenset(
    ("and", "or", "not", "in", "between", "is", "members", "where", "household", "known")
) | {"unknown", "true", "false"}


def specified(document: SpecificationDocument, complain: Complain) -> Specification:
    """The specification the document describes; every problem is told to ``complain``.

    Of use only when nothing was told.
    """
    households = _source(document.households, Level.HOUSEHOLD, ("households",), complain)
    members = None
    if document.members:
        members = _source(document.members, Level.MEMBER, ("members",), complain)
    _ids(document, complain)
    _unit(document, complain)
    weights = _weights(document, complain)
    texts = list(_texts(document))
    formulas = Formulas(filter(None, (households, members)), texts, complain)
    expressions = [formulas.expression(text.place) for text in texts]
    if looks_at_members(filter(None, expressions)):
        _roster(document, complain)
    _cutoffs(document, complain)
    _design(document, complain)
    size = formulas.expression(("unit", "size")) if document.unit.size else None
    return Specification(
        measure=_measure(document, weights),
        households=households,
        members=members,
        conditions=tuple(_conditions(document, formulas)),
        count=Count(document.unit.count),
        size=size,
        design=Design(**document.design.model_dump()),
        source=document.source.en,
        least_known=document.least_known or Fraction(1),
    )


def _source(document: SourceDocument, level: Level, place: Place, complain: Complain) -> Source:
    columns = []
    for name, column in document.columns.items():
        here = (*place, "columns", name)
        if name in _WORDS:
            complain(here, f"`{name}` is a word of the conditions language; give another name")
        if column.codes is not None and column.type == "boolean":
            complain((*here, "codes"), "a boolean has no codes; its values are true and false")
        for code in column.codes or ():
            if column.type == "number" and not _is_number(code):
                complain((*here, "codes", code), f"`{code}` is not a number, but its column is one")
        codes = column.codes
        if codes and column.type == "number":
            codes = {code: label for code, label in codes.items() if _is_number(code)}
        columns.append(
            Column(
                name,
                Kind(column.type),
                column.column or name,
                codes,
                (*document.missing, *column.missing),
            )
        )
    for twice in (key for key, count in Counter(document.key).items() if count > 1):
        complain((*place, "key"), f"`{twice}` stands twice")
    return Source(level, tuple(document.key), tuple(columns))


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e15
    except ValueError:
        return False


def _ids(document: SpecificationDocument, complain: Complain) -> None:
    """Each id stands once among its like, and none is taken."""
    seen: set[str] = set()
    for at, indicator in _indicators(document):
        place: Place = (*at, "id")
        if indicator.id in seen:
            complain(place, f"another indicator has the id `{indicator.id}`")
        if indicator.id in TAKEN or indicator.id in _WORDS:
            complain(place, f"`{indicator.id}` is taken; give another id")
        seen.add(indicator.id)
    dimensions = [dimension.id for dimension in document.dimensions]
    for i, dimension in enumerate(dimensions):
        if dimension in dimensions[:i]:
            complain(("dimensions", i, "id"), f"another dimension has the id `{dimension}`")
    names: set[tuple[str, str]] = {("household", name) for name in document.households.columns}
    if document.members:
        names |= {("member", name) for name in document.members.columns}
    for i, derived in enumerate(document.derive):
        place = ("derive", i, "id")
        if (derived.level, derived.id) in names:
            complain(place, f"a column, or another one derived, has the name `{derived.id}`")
        if derived.id in _WORDS:
            complain(place, f"`{derived.id}` is a word of the conditions language")
        names.add((derived.level, derived.id))


def _unit(document: SpecificationDocument, complain: Complain) -> None:
    if document.unit.count == "household" and document.unit.size is not None:
        complain(("unit", "size"), "households are counted once each; size is for `count: person`")


def _indicators(document: SpecificationDocument) -> Iterator[tuple[Place, IndicatorDocument]]:
    for i, dimension in enumerate(document.dimensions):
        for j, indicator in enumerate(dimension.indicators):
            yield ("dimensions", i, "indicators", j), indicator


def _weights(
    document: SpecificationDocument, complain: Complain
) -> dict[tuple[int, int], Fraction]:
    """The weight of each indicator by position, as far as they can be told."""
    found: _Weights = {}
    stated = [_stated(dimension) for dimension in document.dimensions]
    if None in stated and set(stated) != {None}:
        first = stated.index(None)
        complain(
            ("dimensions", first),
            "has no weight while others have one; give each dimension a weight, or none",
        )
        return found
    for i, dimension in enumerate(document.dimensions):
        whole = stated[i] or Fraction(1, len(stated))
        weights = [indicator.weight for indicator in dimension.indicators]
        if None in weights and set(weights) != {None}:
            complain(
                ("dimensions", i, "indicators", weights.index(None)),
                "has no weight while others of its dimension have one; give each a weight, or none",
            )
            continue
        for j, weight in enumerate(weights):
            found[i, j] = weight or whole / len(weights)
        inside = sum((found[i, j] for j in range(len(weights))), Fraction(0))
        if inside != whole:
            complain(
                ("dimensions", i, "weight"),
                f"is {whole}, but the weights of its indicators make {inside}",
            )
    total = sum(filter(None, stated), Fraction(0))
    if None not in stated and total != 1:
        complain(
            ("dimensions",),
            f"the weights make {total} together ({float(total):.6g}), not 1; "
            "write fractions such as 1/6 where decimals are rounded",
        )
    return found


def _stated(dimension: DimensionDocument) -> Fraction | None:
    """The dimension's own weight, else that of its indicators together, else None."""
    if dimension.weight is not None:
        return dimension.weight
    weights = [indicator.weight for indicator in dimension.indicators]
    return None if None in weights else sum(filter(None, weights), Fraction(0))


def _texts(document: SpecificationDocument) -> Iterator[Written]:
    for i, derived in enumerate(document.derive):
        yield Written(("derive", i, "formula"), derived.formula, _level(derived), derived.id)
    for place, indicator in _indicators(document):
        yield Written(
            (*place, "deprived"), indicator.deprived, name=indicator.id, wanted=Kind.BOOLEAN
        )
        if indicator.eligible is not None:
            yield Written((*place, "eligible"), indicator.eligible, wanted=Kind.BOOLEAN)
    if document.unit.size is not None:
        yield Written(("unit", "size"), document.unit.size, wanted=Kind.NUMBER)


def _level(derived: DerivedDocument) -> Level:
    return Level.MEMBER if derived.level == "member" else Level.HOUSEHOLD


def _roster(document: SpecificationDocument, complain: Complain) -> None:
    if document.members is None:
        complain((), "conditions look at members, but there is no `members` with their columns")
        return
    for name, source in (("households", document.households), ("members", document.members)):
        if not source.key:
            complain((name,), "needs `key`: the columns that say which household a row belongs to")
    if len(document.households.key) != len(document.members.key):
        complain(("members", "key"), "must have as many columns as the key of households")


def _cutoffs(document: SpecificationDocument, complain: Complain) -> None:
    for i, cutoff in enumerate(document.cutoffs):
        if cutoff in document.cutoffs[:i]:
            complain(("cutoffs", i), f"{cutoff} stands twice; remove one")


def _design(document: SpecificationDocument, complain: Complain) -> None:
    design = document.design
    if design.full_enumeration and (design.strata or design.psu):
        complain(
            ("design", "full_enumeration"),
            "a full enumeration has no strata and no psu; remove them, or say false",
        )


def _measure(document: SpecificationDocument, weights: _Weights) -> Measure:
    indicators = [
        Indicator(
            indicator.id, dimension.id, weights.get((i, j), Fraction(0)), indicator.th, indicator.en
        )
        for i, dimension in enumerate(document.dimensions)
        for j, indicator in enumerate(dimension.indicators)
    ]
    return Measure(
        id=document.id,
        version=document.version,
        indicators=tuple(indicators),
        cutoffs=tuple(document.cutoffs),
        dimensions=tuple(Dimension(each.id, each.th, each.en) for each in document.dimensions),
        th=document.th,
        en=document.en,
    )


def _conditions(document: SpecificationDocument, formulas: Formulas) -> Iterator[Condition]:
    for place, indicator in _indicators(document):
        deprived = formulas.expression((*place, "deprived"))
        if deprived is None:
            continue  # told
        eligible = None
        if indicator.eligible is not None:
            eligible = formulas.expression((*place, "eligible"))
        missing, ineligible = Rule(indicator.missing), Rule(indicator.ineligible)
        yield Condition(indicator.id, deprived, eligible, missing, ineligible)
