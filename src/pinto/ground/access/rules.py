"""Who works where, and what each role may do there. No Django, no tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

VILLAGE = 8  # digits; nothing lies below a village
LONGEST = 9  # digits: villages from moo 100 on


class Refused(Exception):
    """The officer may not do this; the text says why and is shown as it stands."""


class Capability(StrEnum):
    """One thing a role allows, in the places it was given for."""

    SEE_PROFILE = "SEE_PROFILE"  # figures of an area, nobody named
    SEE_HOUSEHOLDS = "SEE_HOUSEHOLDS"  # lists and pages of households and people
    EDIT_HOUSEHOLDS = "EDIT_HOUSEHOLDS"  # add a household, correct an answer
    REVEAL_ID = "REVEAL_ID"  # read a national ID in full, with a reason
    SUPERVISE = "SUPERVISE"  # see how interviews go, have some asked a second time
    LOAD_FILES = "LOAD_FILES"
    EXPORT = "EXPORT"  # take what may be seen out as a file
    READ_TRAIL = "READ_TRAIL"
    HOLD_MEETINGS = "HOLD_MEETINGS"  # plan them, take attendance, write down what was decided
    MANAGE_OFFICERS = "MANAGE_OFFICERS"


_OFFICE = frozenset(
    {
        Capability.SEE_PROFILE,
        Capability.SEE_HOUSEHOLDS,
        Capability.EDIT_HOUSEHOLDS,
        Capability.REVEAL_ID,
        Capability.SUPERVISE,
        Capability.LOAD_FILES,
        Capability.EXPORT,
        Capability.HOLD_MEETINGS,
    }
)

# The one table. Who guards the installation reads no households: whoever hands
# out roles, or checks the trail, is not also the one who looks at families.
GRANTS: Mapping[str, frozenset[Capability]] = {
    "VOLUNTEER": frozenset(
        {Capability.SEE_PROFILE, Capability.SEE_HOUSEHOLDS, Capability.EDIT_HOUSEHOLDS}
    ),
    "TAMBON_OFFICER": _OFFICE,
    "AMPHOE_OFFICER": _OFFICE,
    "PROVINCE_OFFICER": _OFFICE,
    "RESEARCHER": frozenset({Capability.SEE_PROFILE, Capability.EXPORT}),
    "AUDITOR": frozenset({Capability.SEE_PROFILE, Capability.READ_TRAIL}),
    "ADMINISTRATOR": frozenset(
        {Capability.SEE_PROFILE, Capability.READ_TRAIL, Capability.MANAGE_OFFICERS}
    ),
}


def code_range(area: str) -> tuple[str, str]:
    """The lowest and the highest code inside an area, both included.

    Codes are digits, so the range is the same in every collation. A village is
    only itself: moo 10 has eight digits and they begin the nine of moo 100.

    >>> code_range("9901")
    ('9901', '990199999')
    >>> code_range("99010110")
    ('99010110', '99010110')
    """
    return area, area if len(area) >= VILLAGE else area.ljust(LONGEST, "9")


def lies_in(code: str, area: str) -> bool:
    """Whether the place of that code is the area or lies below it.

    >>> lies_in("990101", "9901"), lies_in("9901", "990101")
    (True, False)
    >>> lies_in("990101100", "99010110")  # moo 100 is not part of moo 10
    False
    """
    lowest, highest = code_range(area)
    return lowest <= code <= highest


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, as far as scope goes: who, in which role, where, for what."""

    account_id: UUID | None  # None: nobody has signed in
    name: str
    served: frozenset[tuple[str, str]]  # (role, place code), one for each posting in force
    purpose: str  # what this sitting is for, in the viewer's words; blank where none was asked
    language: str

    @property
    def pk(self) -> UUID | None:
        """The account's id, so that the trail takes a viewer where it takes an account."""
        return self.account_id

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.served)

    @property
    def area_codes(self) -> frozenset[str]:
        """The codes of the places served, in whatever role."""
        return frozenset(code for _, code in self.served)

    def areas_for(self, capability: Capability) -> frozenset[str]:
        """The places served in a role that allows this: a role counts only where it was given."""
        return frozenset(code for role, code in self.served if capability in GRANTS[role])

    def serves(self, code: str) -> bool:
        """Whether the place is one of the viewer's, or below one of them.

        >>> viewer = Viewer(None, "Noi", frozenset({("TAMBON_OFFICER", "990101")}), "", "th")
        >>> viewer.serves("99010102"), viewer.serves("9901")
        (True, False)
        """
        return any(lies_in(code, area) for area in self.area_codes)


def may(viewer: Viewer, capability: Capability, at: str = "") -> bool:
    """Whether the viewer may do this at the place of that code; without a code, anywhere.

    >>> viewer = Viewer(
    ...     None, "Noi", frozenset({("VOLUNTEER", "99010101"), ("AUDITOR", "99")}), "", "th"
    ... )
    >>> may(viewer, Capability.SEE_HOUSEHOLDS), may(viewer, Capability.SEE_HOUSEHOLDS, "98")
    (True, False)
    >>> may(viewer, Capability.SEE_HOUSEHOLDS, "99010102")  # only an auditor there
    False
    """
    areas = viewer.areas_for(capability)
    return any(lies_in(at, area) for area in areas) if at else bool(areas)


def may_see_figures(viewer: Viewer, code: str) -> bool:
    """Whether figures of the area may be drawn for this viewer: aggregates, never a name.

    True for the viewer's own places, everything below them, and the areas above
    them: a tambon is read beside its amphoe and its province. Areas beside one's
    own are not compared. See docs/decisions/0007-scope.md.

    >>> viewer = Viewer(None, "Noi", frozenset({("TAMBON_OFFICER", "990101")}), "", "th")
    >>> [may_see_figures(viewer, code) for code in ("99", "9901", "99010102", "990102", "98")]
    [True, True, True, False, False]
    """
    areas = viewer.areas_for(Capability.SEE_PROFILE)
    return any(lies_in(code, area) or lies_in(area, code) for area in areas)
