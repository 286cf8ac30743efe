"""What stands on the page and the papers of one meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.module_loading import import_string

from pinto.ground.access.rules import Viewer
from pinto.ground.meetings.models import AgendaItem, Decision, Meeting, Objection, Proposal, Seat
from pinto.ground.meetings.permissions import may_hold
from pinto.ground.meetings.rules import Line, Voice, by_voice

Named = tuple[str, str]  # a name and a house
NAMELESS: Named = ("", "")


@dataclass(frozen=True)
class Asked:
    """A question with what became of it. Of a closed hearing only who holds it reads more."""

    proposal: Proposal
    name: str
    house: str
    decision: Decision | None
    hidden: bool

    @property
    def line(self) -> Line:
        """What a sheet of the forum may say of it."""
        one = self.proposal
        return Line(one.number, self.name, self.house, one.question, one.closed)


def seats_of(meeting: Meeting) -> list[Seat]:
    """The seats in the order of the sheet."""
    return list(meeting.seats.all())


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The points of the agenda."""
    return list(meeting.agenda.all())


def proposals_of(meeting: Meeting) -> QuerySet[Proposal]:
    """The questions put to the meeting, each with the decision in force and its objections."""
    in_force = Decision.objects.filter(undone_at__isnull=True).prefetch_related("objections")
    return meeting.proposals.prefetch_related(
        Prefetch("decisions", queryset=in_force, to_attr="in_force")
    )


def asked(proposals: Iterable[Proposal], meeting: Meeting, *, viewer: Viewer) -> list[Asked]:
    """These questions as the viewer may read them: one query more for each kind of subject."""
    put, holds = list(proposals), may_hold(viewer, meeting.place.code)
    named = subjects_named(put, viewer)
    told = []
    for one in put:
        hidden = one.closed and not holds
        name, house = NAMELESS
        if one.subject_id is not None and not hidden:
            name, house = named.get(one.subject_id, NAMELESS)
        decision = next(iter(one.in_force), None)  # type: ignore[attr-defined]  # prefetched
        told.append(Asked(one, name, house, decision, hidden))
    return told


def subjects_named(proposals: Iterable[Proposal], viewer: Viewer) -> Mapping[UUID, Named]:
    """What the questions are about, by id: the rooms they belong to say it, for this viewer."""
    ids: dict[str, list[UUID]] = {}
    for one in proposals:
        if one.subject_id is not None:
            ids.setdefault(one.subject_kind, []).append(one.subject_id)
    found: dict[UUID, Named] = {}
    for kind, of_kind in ids.items():
        if kind in settings.MEETING_SUBJECTS:
            found |= import_string(settings.MEETING_SUBJECTS[kind])(of_kind, viewer)
    return found


def forum_lines(meeting: Meeting, *, viewer: Viewer) -> list[Line]:
    """Every question of the meeting as its sheets say it."""
    return [each.line for each in asked(proposals_of(meeting), meeting, viewer=viewer)]


def whose_voices(meeting: Meeting, seats: Iterable[Seat]) -> list[tuple[Voice, dict[str, int]]]:
    """For each voice: seats, seats taken, proposals made, objections raised. Two queries."""
    taken = list(seats)
    objections = Objection.objects.filter(
        decision__proposal__meeting=meeting, decision__undone_at__isnull=True
    )
    counts = {
        "seats": by_voice(seat.voice for seat in taken),
        "present": by_voice(seat.voice for seat in taken if seat.present),
        "proposals": by_voice(meeting.proposals.values_list("voice", flat=True)),
        "objections": by_voice(objections.values_list("voice", flat=True)),
    }
    return [(voice, {what: counted[voice] for what, counted in counts.items()}) for voice in Voice]
