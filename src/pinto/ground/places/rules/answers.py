"""What the resolver answers: one place, several candidates, or none, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pinto.ground.design.messages import N_
from pinto.ground.places.rules.gazetteer import Known


class Outcome(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about an answer: a message of ``NOTES`` and what goes into it."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **dict(self.params)}


NOTES = {
    "code.retired": N_("The code %(code)s is no longer used; its place is now %(new)s."),
    "code.foreign": N_("The code %(code)s is another source's own; officially it is %(new)s."),
    "code.undecided": N_(
        "The code %(code)s is no longer used, and nothing says for certain which place it became."
    ),
    "code.cut": N_(
        "The code %(code)s is longer than a tambon code; its first six digits were read."
    ),
    "code.no_village": N_("No village has the code %(code)s; its tambon is known."),
    "code.municipal": N_(
        "%(code)s is a municipal pseudo-code: people of municipal areas of this amphoe,"
        " of no single tambon."
    ),
    "code.unknown": N_("No place has the code %(code)s."),
    "code.length": N_("A code has 2, 4, 6, 8 or 9 digits; %(code)s has %(digits)s."),
    "name.alias": N_("“%(name)s” was read as another name of %(place)s."),
    "name.former_parent": N_("%(place)s lay in %(parent)s until %(day)s."),
    "name.unread": N_("Nothing in this text names a place."),
    "government.serves": N_(
        "%(name)s is a local government, not a place; it serves all of %(place)s."
    ),
    "government.serves_part": N_(
        "%(name)s is a local government, not a place; it serves a part of %(place)s."
    ),
    "government.unknown": N_("“%(name)s” names a local government of which Pinto knows no places."),
}


def note(about: str, /, **params: object) -> Note:
    return Note(about, tuple((name, str(value)) for name, value in params.items()))


@dataclass(frozen=True, slots=True)
class Resolution:
    """One place, or several candidates to ask about, or none with what may have been meant.

    A suggestion is never an answer: nothing may be stored under it until a person
    has agreed.
    """

    place: Known | None = None
    candidates: tuple[Known, ...] = ()
    suggestions: tuple[Known, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.place:
            return Outcome.ONE
        return Outcome.SEVERAL if self.candidates else Outcome.NONE
