"""How far a round has come in a place, and what holds it back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from pinto.evidence.registry.models import Freeze, Round
from pinto.evidence.verification.models import Release, Verification
from pinto.evidence.verification.queries.merged import merged_away
from pinto.evidence.verification.rules.transitions import OPEN, State
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Viewer, code_range
from pinto.ground.places.models import Place
from pinto.ground.places.queries.places import children

# The states in the order of the way; one that was turned counts where it was turned from.
WAY = (
    State.PROPOSED,
    State.ASSIGNED,
    State.VISITED,
    State.CHECKED,
    State.CERTIFIED,
    State.ENDORSED,
)


@dataclass
class Coverage:
    """The households of one place in one round."""

    place: Place
    at: Counter[str] = field(default_factory=Counter)  # now in that state
    came: Counter[str] = field(default_factory=Counter)  # came at least that far
    late: Counter[str] = field(default_factory=Counter)  # overdue in that state

    @property
    def total(self) -> int:
        return self.came[State.PROPOSED]

    @property
    def overdue(self) -> int:
        return sum(self.late.values())

    @property
    def held_back(self) -> State | None:
        """The state in which most are overdue or, where none is, most wait; None: all is done."""
        waiting = {state: self.at[state] for state in OPEN if self.at[state]}
        if not waiting:
            return None
        return max(waiting, key=lambda state: (self.late[state], waiting[state]))

    def add(self, state: str, turned_from: str, number: int, late: int) -> None:
        """So many households stand there, of whom so many are overdue."""
        self.at[state] += number
        self.late[state] += late
        far = WAY.index(State(turned_from or state))
        for passed in WAY[: far + 1]:
            self.came[passed] += number


def progress(
    place: Place, round: Round, *, today: date, viewer: Viewer
) -> tuple[Coverage, list[Coverage]]:
    """The whole of the place, and each area right below it. Two queries; counts, no names.

    Raises ``OutOfScope`` or ``Refused``.
    """
    check_may(viewer, Capability.SEE_PROFILE, place.code)
    first, last = code_range(place.code)
    rows = (
        Verification.objects.filter(round=round, place__code__gte=first, place__code__lte=last)
        .exclude(Q(state=State.WITHDRAWN) | merged_away())
        .order_by()
        .values_list("place__code", "state", "turned_from")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    below = list(children(place).order_by("code"))
    whole, parts = Coverage(place), {each.code: Coverage(each) for each in below}
    lengths = {len(code) for code in parts}
    for code, state, turned_from, number, late in rows:
        whole.add(state, turned_from, number, late)
        part = parts.get(code) or next(
            (parts[code[:digits]] for digits in lengths if code[:digits] in parts), None
        )
        if part is not None:
            part.add(state, turned_from, number, late)
    return whole, list(parts.values())


def freeze_of(round: Round, amphoe_code: str) -> Freeze | None:
    """The freeze of that round over that amphoe."""
    found = Freeze.objects.filter(round=round, place__code=amphoe_code)
    return found.select_related("by", "place", "round").first()


def release_of(round: Round, tambon_code: str) -> Release | None:
    """Whether the tambon shows its drafts of the round to the levels above."""
    return Release.objects.filter(round=round, tambon=tambon_code).first()
