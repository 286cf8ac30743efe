"""Which place a text means: one answer, several candidates, or none. Never a guess."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pinto.ground.places.rules.answers import Note, Resolution, note
from pinto.ground.places.rules.chaining import Answers, chained, matches_of_parts
from pinto.ground.places.rules.codes import (
    CodeClass,
    Kind,
    kind_of,
    lineage,
    parent_code,
    written_code,
)
from pinto.ground.places.rules.gazetteer import Gazetteer, Government, Known, Match
from pinto.ground.places.rules.names import name_key
from pinto.ground.places.rules.reading import Part, Reading, read_address

_ALIKE = 0.6  # of 1; below it a misspelling is another name
_MOST = 5  # suggestions


def resolve(
    gazetteer: Gazetteer,
    text: str,
    *,
    within: str = "",
    kind: Kind | None = None,
    suggest: bool = True,
) -> Resolution:
    """The place the text means, inside the area ``within`` and of the level ``kind``.

    Looking for suggestions takes a tenth of a second; a bulk load does without.
    """
    if code := written_code(text):
        return _inside(_by_code(gazetteer, code, kind), within)
    reading = read_address(text)
    if not reading.parts:
        return Resolution(notes=(note("name.unread"),))
    return _by_name(gazetteer, reading, within, kind, suggest)


def find(
    gazetteer: Gazetteer,
    *,
    province: str = "",
    amphoe: str = "",
    tambon: str = "",
    within: str = "",
) -> Resolution:
    """The place that the cells of a table's row name, each in the column of its level.

    A cell may carry its label (ต., อำเภอ…) or not; an empty one is not there. No suggestions.
    """
    cells = ((tambon, Kind.TAMBON), (amphoe, Kind.AMPHOE), (province, Kind.PROVINCE))
    parts = tuple(
        replace(part, kind=kind)
        for cell, kind in cells
        for part in read_address(cell).parts[:1]
        if not part.government
    )
    if not parts:
        return Resolution(notes=(note("name.unread"),))
    return _by_name(gazetteer, Reading(parts), within, parts[0].kind, suggest=False)


# --- codes ----------------------------------------------------------------------------


def _by_code(gazetteer: Gazetteer, code: str, kind: Kind | None) -> Resolution:
    if kind is Kind.TAMBON and len(code) > 6:
        # Files carry tambon codes with digits after them (facts 1.9, trap 4).
        return _with_note(_by_code(gazetteer, code[:6], kind), note("code.cut", code=code))
    place = gazetteer.by_code(code)
    if place and kind in (None, place.kind):
        return Resolution(place)
    if code in gazetteer.stand_ins:
        return _by_stand_in(gazetteer, code)
    if gazetteer.classify(code) is CodeClass.MUNICIPAL:
        amphoe = gazetteer.places[parent_code(code)]
        return Resolution(suggestions=(amphoe,), notes=(note("code.municipal", code=code),))
    tambon = gazetteer.places.get(code[:6]) if len(code) > 6 else None
    if tambon and kind_of(code) is Kind.VILLAGE:
        return Resolution(suggestions=(tambon,), notes=(note("code.no_village", code=code),))
    if tambon and kind is None:
        return Resolution(tambon, notes=(note("code.cut", code=code),))
    if kind_of(code) is None:
        return Resolution(notes=(note("code.length", code=code, digits=len(code)),))
    return Resolution(notes=(note("code.unknown", code=code),))


def _by_stand_in(gazetteer: Gazetteer, code: str) -> Resolution:
    stand_ins = gazetteer.stand_ins[code]
    heirs = tuple(
        gazetteer.places[each.place] for each in stand_ins if each.place in gazetteer.places
    )
    if stand_ins[0].certain and heirs:
        about = "code.foreign" if stand_ins[0].kind == "FOREIGN" else "code.retired"
        return Resolution(heirs[0], notes=(note(about, code=code, new=heirs[0].code),))
    undecided = note("code.undecided", code=code)
    if len(heirs) > 1:
        return Resolution(candidates=heirs, notes=(undecided,))
    return Resolution(suggestions=heirs, notes=(undecided,))


def _with_note(resolution: Resolution, added: Note) -> Resolution:
    return replace(resolution, notes=(added, *resolution.notes))


def _inside(resolution: Resolution, within: str) -> Resolution:
    if resolution.place and not resolution.place.code.startswith(within):
        return replace(resolution, place=None)
    inside = tuple(each for each in resolution.candidates if each.code.startswith(within))
    return replace(resolution, candidates=inside)


# --- names ----------------------------------------------------------------------------


def _by_name(
    gazetteer: Gazetteer, reading: Reading, within: str, kind: Kind | None, suggest: bool
) -> Resolution:
    if any(part.government for part in reading.parts):
        return _by_government(gazetteer, reading, within)
    above = kind is not Kind.VILLAGE and reading.moo is None
    answers: Answers = {}
    if above:
        answers = chained(gazetteer, matches_of_parts(gazetteer, reading.parts), within, kind)
    if not answers and kind in (None, Kind.VILLAGE):
        answers = _villages(gazetteer, reading, within, kind)
    if answers or not suggest:
        return _settled(answers)
    return Resolution(suggestions=_suggestions(gazetteer, reading.parts, within, kind))


def _settled(answers: Answers) -> Resolution:
    if len(answers) == 1:
        [(match, notes)] = answers.values()
        return Resolution(match.place, notes=notes)
    return Resolution(candidates=tuple(answers[code][0].place for code in sorted(answers)))


def _villages(gazetteer: Gazetteer, reading: Reading, within: str, kind: Kind | None) -> Answers:
    """The villages a moo number or a name means, in the tambon the other parts name."""
    named: list[Part | None] = [
        part
        for part in reading.parts
        if part.may_be_village or (kind is Kind.VILLAGE and part.kind is None)
    ]
    if reading.moo is not None:
        named.append(None)  # the number alone says which
    answers: Answers = {}
    for part in named:
        rest = [each for each in reading.parts if each is not part]
        tambons = (
            chained(gazetteer, matches_of_parts(gazetteer, rest), "", Kind.TAMBON)
            if rest
            else dict.fromkeys([within] if kind_of(within) is Kind.TAMBON else [])
        )
        for tambon in tambons:
            for village in gazetteer.villages_of(tambon):
                if village.code.startswith(within) and _is_village(village, part, reading.moo):
                    answers[village.code] = (Match(village), ())
    return answers


def _is_village(village: Known, part: Part | None, moo: int | None) -> bool:
    if moo is not None and int(village.code[6:]) != moo:
        return False
    key = name_key(village.name_th)
    return part is None or part.key in (key, key.removeprefix("บ้าน"), name_key(village.name_en))


# --- local governments ------------------------------------------------------------------


def _by_government(gazetteer: Gazetteer, reading: Reading, within: str) -> Resolution:
    """What the named local government serves; it is no place itself."""
    part = next(each for each in reading.parts if each.government)
    rest = [each for each in reading.parts if each is not part]
    named = [
        each
        for each in gazetteer.governments
        if each.key == part.key
        and each.kind.startswith(part.government)
        and each.seat.startswith(within[:4])
    ]
    if found := [each for each in named if _seated(gazetteer, each, rest)]:
        return _served(gazetteer, found)
    if named:  # under that name, but elsewhere than the rest of the address says
        served = _served(gazetteer, named)
        places = (served.place,) if served.place else served.candidates
        return Resolution(suggestions=places or served.suggestions, notes=served.notes)
    bare = replace(part, kind=Kind.TAMBON, government="")
    alike = chained(gazetteer, matches_of_parts(gazetteer, [bare, *rest]), within, Kind.TAMBON)
    return Resolution(
        suggestions=tuple(match.place for match, _ in alike.values())[:_MOST],
        notes=(note("government.unknown", name=part.text),),
    )


def _seated(gazetteer: Gazetteer, government: Government, rest: Sequence[Part]) -> bool:
    """Whether the other parts of the address name areas the government lies in."""
    areas = [*lineage(government.seat), *government.coverage]
    return all(
        any(match.place.code in areas for match in found)
        for found in matches_of_parts(gazetteer, rest)
    )


def _served(gazetteer: Gazetteer, governments: Iterable[Government]) -> Resolution:
    """One place when one government serves all of one; otherwise a person must say."""
    served = [
        (each, gazetteer.places[code], part)
        for each in governments
        for code, part in each.coverage.items()
    ]
    notes = tuple(
        note(
            "government.serves" if part == "WHOLE" else "government.serves_part",
            name=each.name_th,
            place=place.name_th,
        )
        for each, place, part in served
    )
    places = tuple(dict.fromkeys(place for _, place, _ in served))
    if len(places) > 1:
        return Resolution(candidates=places, notes=notes)
    if all(part == "WHOLE" for *_, part in served):
        return Resolution(places[0], notes=notes)
    return Resolution(suggestions=places, notes=notes)


# --- suggestions ------------------------------------------------------------------------


def _suggestions(
    gazetteer: Gazetteer, parts: Sequence[Part], within: str, kind: Kind | None
) -> tuple[Known, ...]:
    """Places whose names are like the parts, most alike first, in areas the others name."""
    exact = matches_of_parts(gazetteer, parts)
    widened = []
    for position, part in enumerate(parts):
        others = [each for n, found in enumerate(exact) if n != position for each in found]
        areas = {each.place.code for each in others if each.place.kind is Kind.PROVINCE}
        pool = gazetteer.keys_below(areas or {code for code in gazetteer.places if len(code) == 2})
        widened.append([*exact[position], *_alike(part, pool)])
    answers = chained(gazetteer, widened, within, kind)
    likeness = {code: match.likeness for code, (match, _) in answers.items()}
    best = sorted(answers, key=lambda code: (-likeness[code], code))[:_MOST]
    return tuple(answers[code][0].place for code in best)


def _alike(part: Part, pool: Mapping[str, Sequence[Known]]) -> Iterator[Match]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(part.key)
    for key, places in pool.items():
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
            continue
        if (likeness := matcher.ratio()) >= _ALIKE:
            for place in places:
                if part.kind in (None, place.kind):
                    yield Match(place, likeness=likeness)
