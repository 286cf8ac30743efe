"""Who sees a meeting, who holds it, and when it may decide."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pinto.ground.access.permissions import check_may, within
from pinto.ground.access.rules import Capability, Refused, Viewer, may
from pinto.ground.meetings.models import Meeting, Voice
from pinto.ground.meetings.rules import (
    Lack,
    Outcome,
    Sitting,
    State,
    Verdict,
    Votes,
    carried,
    houses_in,
    labels_in,
    others_suffice,
)

_FAR = timedelta(days=2 * 366)


def meetings_within(viewer: Viewer) -> Q:
    """The meetings of the viewer's places: their papers name families."""
    return within(viewer)


def may_hold(viewer: Viewer, place_code: str) -> bool:
    """Whether the viewer plans meetings there, takes attendance and writes down decisions."""
    return may(viewer, Capability.HOLD_MEETINGS, place_code)


def check_may_hold(viewer: Viewer, place_code: str) -> None:
    """Raises ``OutOfScope`` or ``Refused`` unless the viewer holds meetings there."""
    check_may(viewer, Capability.HOLD_MEETINGS, place_code)


def check_open(meeting: Meeting) -> None:
    """The meeting may still be changed."""
    if meeting.state == State.CLOSED:
        raise Refused(_("The meeting is closed: its minutes are final."))
    if meeting.state == State.CALLED_OFF:
        raise Refused(_("The meeting was called off."))


def check_day(meeting: Meeting, today: date) -> None:
    """The day of the meeting has come."""
    if today < meeting.held_on:
        raise Refused(
            _(
                "The day of the meeting has not come. Attendance is taken on the day. "
                "If people met earlier, change the day first."
            )
        )


def check_planned_day(held_on: date, today: date) -> None:
    """The day is near enough to be meant: a slip of the year is told at once."""
    if abs(held_on - today) > _FAR:
        raise Refused(_("That day is more than two years away. Look at the year (พ.ศ.)."))


def check_decisions_stand(found: Verdict, votes_cast: int) -> None:
    """Who is ticked still carries what was decided: its quorum, and ``votes_cast`` hands at most.

    Whoever leaves after a decision stays ticked; or the decision is undone first.
    """
    if not found.met or found.present < votes_cast:
        raise Refused(
            _(
                "Something was decided, and with this attendance it could not have been: "
                "%(why)s Leave ticked whoever was there, or undo the decisions first."
            )
            % {"why": quorum_sentence(found)}
        )


def check_may_decide(meeting: Meeting, found: Verdict) -> None:
    """Attendance is taken and the quorum is met."""
    check_open(meeting)
    if meeting.state != State.HELD:
        raise Refused(_("Take attendance first: who is there says whether the meeting may decide."))
    if not found.met:
        raise Refused(quorum_sentence(found))


def check_others_decide(
    found: Verdict, seats: Iterable[Sitting], signed: Iterable[Sitting]
) -> None:
    """Enough are there beside those who signed for the matter before it came to the meeting.

    They may be there, and write down what was decided; they do not make up the quorum.
    """
    if not others_suffice(found, seats, signed):
        needed = max(1, found.needed)
        raise Refused(
            ngettext(
                "Whoever visited or checked this family does not decide on it alone: "
                "%(needed)d other person with a seat must be there.",
                "Whoever visited or checked this family does not decide on it alone: "
                "%(needed)d other people with a seat must be there.",
                needed,
            )
            % {"needed": needed}
        )


def check_votes(outcome: str, votes: Votes | None, found: Verdict) -> None:
    """The hands counted fit the seats taken and the outcome."""
    if votes is None:
        return
    if votes.cast > found.present:
        raise Refused(
            _("%(cast)d votes were counted, but %(present)d seats are taken. Count again.")
            % {"cast": votes.cast, "present": found.present}
        )
    if outcome == Outcome.AGREED and not carried(votes):
        raise Refused(
            _("%(ayes)d for and %(noes)d against: that is not agreed.")
            % {"ayes": votes.ayes, "noes": votes.noes}
        )
    if outcome == Outcome.NOT_AGREED and carried(votes):
        raise Refused(
            _("%(ayes)d for and %(noes)d against: that is agreed. Count again, or defer it.")
            % {"ayes": votes.ayes, "noes": votes.noes}
        )


def check_sayable(text: str) -> None:
    """What is printed on a sheet says nothing of anybody's level, score, money or health."""
    found = labels_in(text)
    if found:
        raise Refused(
            _(
                "This is read aloud and hangs in the village. Leave out: %(words)s. Ask only what "
                "is to be decided, as “Does the forum agree that the hall be mended?”"
            )
            % {"words": ", ".join(found)}
        )


def check_names_nobody(text: str, place_code: str, viewer: Viewer) -> None:
    """What is general names no family: neither a house, nor a person on record there."""
    named = houses_in(text)
    for each in settings.FAMILIES_NAMED:
        named += import_string(each)(text, place_code, viewer)
    if named:
        raise Refused(
            _(
                "This names a family: %(names)s. Take it out here, and put the question about the "
                "family from the family's own page: it can be heard without the public there."
            )
            % {"names": ", ".join(named)}
        )


def check_all_decided(undecided: int) -> None:
    """Every question has an outcome."""
    if undecided:
        raise Refused(
            ngettext(
                "%(count)d question has no outcome yet. Decide it or defer it.",
                "%(count)d questions have no outcome yet. Decide or defer them.",
                undecided,
            )
            % {"count": undecided}
        )


def quorum_sentence(found: Verdict) -> str:
    """Whether the meeting may decide, and why, in words."""
    said = _seats_sentence(found)
    if found.twice:
        said += " " + _("Counted once, though ticked for several seats: %(names)s.") % {
            "names": ", ".join(found.twice)
        }
    return said


def _seats_sentence(found: Verdict) -> str:
    if found.lack == Lack.NO_SEATS:
        return _("Nobody with a seat is there: the meeting cannot decide.")
    numbers = {"present": found.present, "seats": found.seats, "needed": found.needed}
    if found.lack == Lack.TOO_FEW:
        return (
            _("No quorum: %(present)d of %(seats)d seats are taken, %(needed)d are needed.")
            % numbers
        )
    if found.lack == Lack.VOICES:
        return _("No quorum: nobody speaks for %(voices)s.") % {"voices": voices(found.missing)}
    return _("Quorum: %(present)d of %(seats)d seats are taken.") % numbers


def voices(named: Iterable[str]) -> str:
    """The voices in words."""
    return ", ".join(str(Voice(voice).label) for voice in named)
