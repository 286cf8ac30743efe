"""Which places fit all the names of an address at once."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from pinto.ground.places.rules.answers import Note, note
from pinto.ground.places.rules.codes import Kind, lineage
from pinto.ground.places.rules.gazetteer import Gazetteer, Match
from pinto.ground.places.rules.reading import Part

Answers = dict[str, tuple[Match, tuple[Note, ...]]]  # by code, with what to know about each


def matches_of_parts(gazetteer: Gazetteer, parts: Sequence[Part]) -> list[list[Match]]:
    return [list(_matches_of(gazetteer, part)) for part in parts]


def _matches_of(gazetteer: Gazetteer, part: Part) -> Iterator[Match]:
    found = gazetteer.beginning(part.key) if part.begins else gazetteer.named(part.key)
    seen = set()
    for match in found:
        if part.kind in (None, match.place.kind) and match.place.code not in seen:
            seen.add(match.place.code)
            yield match
    if part.is_capital:
        yield from (Match(place) for place in gazetteer.capitals)


def chained(
    gazetteer: Gazetteer, matches: Sequence[Sequence[Match]], within: str, kind: Kind | None
) -> Answers:
    """The places one part names while every other part names an area above it, each its own."""
    answers: Answers = {}
    if not all(matches):
        return answers
    for position, found in enumerate(matches):
        others = [each for n, each in enumerate(matches) if n != position]
        for match in found:
            code = match.place.code
            if code.startswith(within) and kind in (None, match.place.kind):
                chain = _chain(gazetteer, match, others)
                if chain is not None and code not in answers:
                    answers[code] = (match, _told(gazetteer, match, chain))
    return answers


def _chain(
    gazetteer: Gazetteer, match: Match, others: Sequence[Sequence[Match]]
) -> tuple[Match, ...] | None:
    """One area above the match for each other part; None when a part has none left.

    An area above is also a province in which the amphoe lay once: old addresses say so.
    """
    above = {*lineage(match.place.code)[:-1], *_former(gazetteer, match.place.code)}
    fitting = [[each for each in found if each.place.code in above] for found in others]
    if not all(fitting):
        return None
    for order in permutations(sorted(above), len(others)):
        chosen = [
            next((each for each in found if each.place.code == code), None)
            for code, found in zip(order, fitting, strict=True)
        ]
        if all(chosen):
            return tuple(each for each in chosen if each)
    return None


def _former(gazetteer: Gazetteer, code: str) -> Mapping[str, Any]:
    return dict(gazetteer.former_parents.get(code[:4], ()))


def _told(gazetteer: Gazetteer, match: Match, chain: Sequence[Match]) -> tuple[Note, ...]:
    notes = [
        note("name.alias", name=each.alias, place=each.place.name_th)
        for each in (match, *chain)
        if each.alias
    ]
    for each in chain:
        if each.place.code != match.place.code[: len(each.place.code)]:
            day = _former(gazetteer, match.place.code)[each.place.code]
            amphoe = gazetteer.places[match.place.code[:4]]
            notes.append(
                note(
                    "name.former_parent",
                    place=amphoe.name_th,
                    parent=each.place.name_th,
                    day=day.isoformat(),
                )
            )
    return tuple(notes)
