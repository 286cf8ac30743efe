"""Which place a row means, from its codes and its names; never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pinto.evidence.intake.rules.cells import BadCell


class Places(Protocol):
    """What reading a file asks of the place list; all codes are present ones."""

    def known(self, code: str) -> bool: ...

    def village(self, tambon_code: str, moo: int) -> str | None: ...

    def tambons_named(self, *, province: str, amphoe: str, tambon: str) -> Sequence[str]: ...

    def name(self, code: str) -> str: ...

    def serves(self, code: str) -> bool: ...

    def lies_outside(self, code: str, latitude: float, longitude: float) -> bool: ...


@dataclass(frozen=True, slots=True)
class Located:
    """The finest place that is certain, and what somebody should know about it."""

    code: str
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()  # finding code, params


def locate(identity: Mapping[str, Any], places: Places) -> Located:
    """The village, or else the tambon, of a row.

    A code counts more than a name, and a disagreement between them is noted.
    Raises :class:`BadCell` when no single place answers, or when the row seems
    shifted (a name that is a number).
    """
    for name in ("province", "amphoe", "tambon"):
        if str(identity.get(name, "")).replace(".", "").isdigit():
            raise BadCell("row.shifted", name=name, value=str(identity[name]))
    tambon, notes = _tambon(identity, places)
    if not places.serves(tambon) and not places.serves(str(identity.get("place_code", ""))):
        raise BadCell("place.not_yours", place=places.name(tambon))
    given, moo = str(identity.get("place_code", "")), identity.get("moo")
    village = given if len(given) > 6 and places.known(given) else None
    if village is None and moo:
        village = places.village(tambon, moo)
    if village is None and moo:
        notes.append(("place.no_such_moo", {"moo": moo, "tambon": places.name(tambon)}))
    return Located(village or tambon, tuple(notes))


def _tambon(
    identity: Mapping[str, Any], places: Places
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    notes: list[tuple[str, dict[str, Any]]] = []
    given = str(identity.get("place_code") or identity.get("tambon_code") or "")
    if given:
        code = given[:6]
        if len(given) > 6 and not identity.get("place_code"):
            notes.append(("place.code_too_long", {"given": given, "used": code}))
        if places.known(code):
            named = str(identity.get("tambon", ""))
            fitting = (
                places.tambons_named(province="", amphoe="", tambon=named) if named else [code]
            )
            if not fitting:
                notes.append(("place.name_unknown", {"name": named, "code": code}))
            elif code not in fitting:
                raise BadCell("place.code_and_name", given=code, name=named)
            return code, notes
    names = {name: str(identity.get(name, "")) for name in ("province", "amphoe", "tambon")}
    if not names["tambon"]:
        raise BadCell("place.missing" if not given else "place.unknown_code", given=given)
    found = places.tambons_named(**names)
    if len(found) == 1:
        return found[0], notes
    raise BadCell("place.several" if found else "place.unknown", **names)
