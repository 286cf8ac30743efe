"""Who works where, what each role may do there, which fields it reads, and what for.

The scope is places × purpose × role × field. No Django, no tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    JOIN_RECORDS = "JOIN_RECORDS"  # say that two records are one person or household, or undo it
    LOAD_FILES = "LOAD_FILES"
    EXPORT = "EXPORT"  # take what may be seen out as a file
    APPROVE_EXPORTS = "APPROVE_EXPORTS"  # the second signature under a big export of a colleague
    REVIEW_OPENINGS = "REVIEW_OPENINGS"  # read who opened what was closed to them, and why
    ASK_ERASURE = "ASK_ERASURE"  # hand a family its copy, ask to erase somebody on lawful request
    APPROVE_ERASURE = "APPROVE_ERASURE"  # the second signature under an erasure
    READ_TRAIL = "READ_TRAIL"
    HOLD_MEETINGS = "HOLD_MEETINGS"  # plan them, take attendance, write down what was decided
    HANDLE_EVENTS = "HANDLE_EVENTS"  # take in hand what befalls a family, say what was done
    MANAGE_OFFICERS = "MANAGE_OFFICERS"


class FieldGroup(StrEnum):
    """What an answer or a field tells of somebody; each belongs to one."""

    IDENTITY = "identity"  # names, number, age, sex, place in the family
    CONTACT = "contact"
    LOCATION = "location"  # house, point on the map
    LIVING = "living"  # dwelling, work, school, land, neighbours: the rest of a survey
    WELFARE = "welfare"  # allowances received: that for the disabled tells a disability
    MONEY = "money"  # income, spending, saving, debt
    HEALTH = "health"
    BELIEFS = "beliefs"  # religion, politics


class Purpose(StrEnum):
    """What somebody looks for. Closed: law enforcement and immigration are none of them."""

    VERIFICATION = "VERIFICATION"  # finding and verifying households
    HELP = "HELP"  # the work on a case
    PLANNING = "PLANNING"
    RESEARCH = "RESEARCH"
    AUDIT = "AUDIT"
    ADMINISTRATION = "ADMINISTRATION"


_OFFICE = frozenset(
    {
        Capability.SEE_PROFILE,
        Capability.SEE_HOUSEHOLDS,
        Capability.EDIT_HOUSEHOLDS,
        Capability.REVEAL_ID,
        Capability.SUPERVISE,
        Capability.JOIN_RECORDS,
        Capability.LOAD_FILES,
        Capability.EXPORT,
        Capability.HOLD_MEETINGS,
        Capability.APPROVE_EXPORTS,
        Capability.HANDLE_EVENTS,
        Capability.ASK_ERASURE,
    }
)
_VILLAGE = frozenset(
    {Capability.SEE_PROFILE, Capability.SEE_HOUSEHOLDS, Capability.EDIT_HOUSEHOLDS}
)
_UPPER = _OFFICE | {Capability.REVIEW_OPENINGS, Capability.APPROVE_ERASURE}

# The one table. Who guards the installation reads no households: whoever hands
# out roles, or checks the trail, is not also the one who looks at families.
GRANTS: Mapping[str, frozenset[Capability]] = {
    "VOLUNTEER": _VILLAGE,
    "VILLAGE_LEADER": _VILLAGE,
    "TAMBON_OFFICER": _OFFICE,
    "AMPHOE_OFFICER": _UPPER,
    "PROVINCE_OFFICER": _UPPER,
    "RESEARCHER": frozenset({Capability.SEE_PROFILE, Capability.EXPORT}),
    "AUDITOR": frozenset(
        {Capability.SEE_PROFILE, Capability.READ_TRAIL, Capability.REVIEW_OPENINGS}
    ),
    "ADMINISTRATOR": frozenset(
        {
            Capability.SEE_PROFILE,
            Capability.READ_TRAIL,
            Capability.REVIEW_OPENINGS,
            Capability.MANAGE_OFFICERS,
        }
    ),
}

# Which groups of fields a role reads where it sees households at all: the one table.
# Village roles never read health, debt or income, and what would tell them.
_NEIGHBOURS = frozenset({FieldGroup.IDENTITY, FieldGroup.LOCATION, FieldGroup.LIVING})
_CASEWORK = frozenset(FieldGroup) - {FieldGroup.BELIEFS}
READS: Mapping[str, frozenset[FieldGroup]] = {
    "VOLUNTEER": _NEIGHBOURS | {FieldGroup.CONTACT},
    "VILLAGE_LEADER": _NEIGHBOURS,
    "TAMBON_OFFICER": _CASEWORK,
    "AMPHOE_OFFICER": _CASEWORK,
    "PROVINCE_OFFICER": _CASEWORK,
    "RESEARCHER": frozenset(),
    "AUDITOR": frozenset(),
    "ADMINISTRATOR": frozenset(),
}
# Which of the others a role may open for an hour with a reason: nothing that is never read.
OPENS: Mapping[str, frozenset[FieldGroup]] = {
    "VOLUNTEER": frozenset(),
    "VILLAGE_LEADER": frozenset({FieldGroup.CONTACT}),
    "TAMBON_OFFICER": frozenset(FieldGroup),
    "AMPHOE_OFFICER": frozenset(FieldGroup),
    "PROVINCE_OFFICER": frozenset(FieldGroup),
    "RESEARCHER": frozenset(),
    "AUDITOR": frozenset(),
    "ADMINISTRATOR": frozenset(),
}

# What a role may look for; the first is what a sitting is for until somebody says otherwise.
_CASES = (Purpose.VERIFICATION, Purpose.HELP)
PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    "VOLUNTEER": _CASES,
    "VILLAGE_LEADER": _CASES,
    "TAMBON_OFFICER": (*_CASES, Purpose.PLANNING),
    "AMPHOE_OFFICER": (*_CASES, Purpose.PLANNING),
    "PROVINCE_OFFICER": (Purpose.HELP, Purpose.VERIFICATION, Purpose.PLANNING),
    "RESEARCHER": (Purpose.RESEARCH,),
    "AUDITOR": (Purpose.AUDIT,),
    "ADMINISTRATOR": (Purpose.ADMINISTRATION,),
}
# Which groups a purpose needs: whoever plans does not telephone, and reads no diagnosis.
_PLANS = _NEIGHBOURS | {FieldGroup.WELFARE, FieldGroup.MONEY}
NEEDS: Mapping[Purpose, frozenset[FieldGroup]] = {
    Purpose.VERIFICATION: frozenset(FieldGroup),
    Purpose.HELP: frozenset(FieldGroup),
    Purpose.PLANNING: _PLANS,
    Purpose.RESEARCH: frozenset({FieldGroup.LIVING}),
    Purpose.AUDIT: _NEIGHBOURS,
    Purpose.ADMINISTRATION: _NEIGHBOURS,
}
# What somebody sees who looks on as another officer: pages, never a closed field or a button.
_LOOKING_ON = frozenset({Capability.SEE_PROFILE, Capability.SEE_HOUSEHOLDS})
TAMBON = 6  # digits of a code


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
    purpose: str  # what this sitting is for, a ``Purpose``; blank is what the role comes with
    language: str
    opened: frozenset[tuple[FieldGroup, UUID]] = frozenset()  # for an hour, of one household
    openings: tuple[str, ...] = ()  # ids of what is open for this sitting, for the trail
    seen_as: UUID | None = None  # the officer whose pages the administrator looks at
    sitting: bool = field(default=False, compare=False)  # a person at a screen: can be asked

    @property
    def pk(self) -> UUID | None:
        """The account's id, so that the trail takes a viewer where it takes an account."""
        return self.account_id

    @property
    def somebody(self) -> UUID:
        """The account's id; of whoever has not signed in, one that no account has."""
        return self.account_id or UUID(int=0)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.served)

    @property
    def area_codes(self) -> frozenset[str]:
        """The codes of the places served, in whatever role."""
        return frozenset(code for _, code in self.served)

    def areas_for(self, capability: Capability) -> frozenset[str]:
        """The places served in a role that allows this: a role counts only where it was given."""
        if self.seen_as and capability not in _LOOKING_ON:
            return frozenset()
        return frozenset(code for role, code in self.served if capability in GRANTS[role])

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What this viewer may look for, the default first."""
        allowed = [purpose for role in sorted(self.roles) for purpose in PURPOSES[role]]
        return tuple(dict.fromkeys(allowed))

    @property
    def looks_for(self) -> Purpose | None:
        """What this sitting is for; None where the viewer has no role at all."""
        allowed = self.purposes
        return next((p for p in allowed if p == self.purpose), allowed[0] if allowed else None)

    @property
    def circumstances(self) -> dict[str, str]:
        """What the trail notes beside everything this viewer reads."""
        noted = {"purpose": str(self.looks_for or "")}
        if self.openings:
            noted["openings"] = " ".join(self.openings)
        if self.seen_as:
            noted["seen_as"] = str(self.seen_as)
        return {key: value for key, value in noted.items() if value}

    def reads(self, group: FieldGroup, at: str, household: UUID | None = None) -> bool:
        """Whether fields of that group are shown, of households at the place of that code.

        >>> viewer = Viewer(None, "Noi", frozenset({("VOLUNTEER", "99010101")}), "", "th")
        >>> [viewer.reads(FieldGroup(name), "99010101") for name in ("living", "health", "money")]
        [True, False, False]
        """
        if (group, household) in self.opened:
            return True
        purpose = self.looks_for
        if purpose is None or group not in NEEDS[purpose]:
            return False
        readable = (_NEIGHBOURS if self.seen_as else READS[role] for role in self._roles_at(at))
        return any(group in groups for groups in readable)

    def may_open(self, group: FieldGroup, at: str) -> bool:
        """Whether a group that is closed may be opened for an hour, with a reason."""
        roles = () if self.seen_as else self._roles_at(at)
        return any(group in OPENS[role] for role in roles)

    def _roles_at(self, code: str) -> list[str]:
        return [role for role, area in self.served if lies_in(code, area)]

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
