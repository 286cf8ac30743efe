"""Meetings, their seats, agenda, questions and decisions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pinto.ground.installation.models import Record
from pinto.ground.meetings import rules


class Kind(models.TextChoices):
    FORUM = rules.Kind.FORUM, _("Village forum")
    COMMITTEE = rules.Kind.COMMITTEE, _("Committee meeting")
    BOARD = rules.Kind.BOARD, _("Board meeting")
    COUNCIL = rules.Kind.COUNCIL, _("Council meeting")
    WEEKLY = rules.Kind.WEEKLY, _("Weekly meeting")


class State(models.TextChoices):
    PLANNED = rules.State.PLANNED, _("Planned")
    HELD = rules.State.HELD, _("Held, being written up")
    CLOSED = rules.State.CLOSED, _("Closed")
    CALLED_OFF = rules.State.CALLED_OFF, _("Called off")


class Voice(models.TextChoices):
    PEOPLE = rules.Voice.PEOPLE, pgettext_lazy("voice", "People")
    STATE = rules.Voice.STATE, pgettext_lazy("voice", "State")
    TECHNICAL = rules.Voice.TECHNICAL, pgettext_lazy("voice", "Technical")
    TARGET = rules.Voice.TARGET, pgettext_lazy("voice", "Target families")


class Duty(models.TextChoices):
    CHAIR = rules.Duty.CHAIR, _("Chair")
    SECRETARY = rules.Duty.SECRETARY, _("Takes the minutes")
    MEMBER = rules.Duty.MEMBER, _("Member")


class Outcome(models.TextChoices):
    AGREED = rules.Outcome.AGREED, _("Agreed")
    NOT_AGREED = rules.Outcome.NOT_AGREED, _("Not agreed")
    DEFERRED = rules.Outcome.DEFERRED, _("Deferred")


class Meeting(Record):
    """People of a place come together on a day (การประชุม)."""

    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=20, blank=True)  # ครั้งที่, as 3/2569
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    venue = models.CharField(max_length=200)
    held_on = models.DateField()
    starts_at = models.TimeField()
    ended_at = models.TimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    signed_seats = models.PositiveSmallIntegerField(null=True)  # counted on the paper sheet
    signed_guests = models.PositiveSmallIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-starts_at", "-id"]
        indexes = [models.Index(fields=["place", "held_on"], name="meeting_of_place")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="meeting_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="meeting_state"
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"title": "การประชุม", "venue": ""}
        keep = {
            "id",
            "origin",
            "kind",
            "number",
            "place",
            "held_on",
            "starts_at",
            "ended_at",
            "state",
            "signed_seats",
            "signed_guests",
            "by",
            "at",
        }


class Seat(Record):
    """Somebody has a say in the meeting: a named person, or an officer's account."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()  # order on the sheet, from 1
    voice = models.CharField(max_length=9, choices=Voice)
    duty = models.CharField(max_length=9, choices=Duty, default=Duty.MEMBER)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=160, blank=True)  # ตำแหน่ง, as กำนัน
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    present = models.BooleanField(null=True)  # null: attendance is not taken yet
    stand_in = models.CharField(max_length=160, blank=True)  # who came in their place

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="seat_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(duty="CHAIR"), name="seat_one_chair"
            ),
            models.UniqueConstraint(
                fields=["meeting", "account"],
                condition=models.Q(account__isnull=False),
                name="seat_account_once",
            ),
            models.CheckConstraint(condition=models.Q(voice__in=Voice.values), name="seat_voice"),
        ]

    class Privacy:
        scrub: dict[str, object] = {"name": "ผู้เข้าประชุม", "role": "", "stand_in": ""}
        keep = {"id", "origin", "meeting", "number", "voice", "duty", "account", "present"}


class AgendaItem(Record):
    """A point of the agenda (ระเบียบวาระ), and what the minutes say of it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()  # from 1
    title = models.CharField(max_length=300)
    decides = models.BooleanField(default=False)  # its questions are put to the meeting
    minutes = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {"title": "", "minutes": ""}
        keep = {"id", "origin", "meeting", "number", "decides"}


class Proposal(Record):
    """A question put to a meeting. What it is about belongs to another room: a kind and an id."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()  # within the meeting, from 1
    voice = models.CharField(max_length=9, choices=Voice)  # whose proposal
    question = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=40, blank=True)  # blank: a general question
    subject_id = models.UUIDField(null=True)
    closed = models.BooleanField(default=False)  # heard without the public, as the family asked
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="proposal_subject")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["meeting", "subject_kind", "subject_id"],
                condition=models.Q(subject_id__isnull=False),
                name="proposal_subject_once",
            ),
            models.CheckConstraint(
                condition=models.Q(subject_kind="", subject_id__isnull=True)
                | (~models.Q(subject_kind="") & models.Q(subject_id__isnull=False)),
                name="proposal_subject_whole",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"question": ""}
        keep = {
            "id",
            "origin",
            "meeting",
            "number",
            "voice",
            "subject_kind",
            "subject_id",
            "closed",
            "by",
            "at",
        }


class Decision(Record):
    """What the meeting said to a question. One that was undone stays, and counts no more."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    ayes = models.PositiveSmallIntegerField(null=True)  # null: agreed without counting hands
    noes = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    quorum = models.JSONField(default=dict)  # who was there: rules.Verdict.as_json
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(undone_at__isnull=True),
                name="decision_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="decision_outcome"
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "proposal",
            "outcome",
            "ayes",
            "noes",
            "abstained",
            "quorum",
            "by",
            "at",
            "undone_by",
            "undone_at",
        }


class Objection(Record):
    """Somebody was against it; the role is kept and no name."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="objections")
    voice = models.CharField(max_length=9, choices=Voice)
    role = models.CharField(max_length=160)
    text = models.CharField(max_length=500)
    answer = models.CharField(max_length=500, blank=True)

    @property
    def private(self) -> bool:
        """Its words tell something of a family: no public paper carries them."""
        said = f"{self.role} {self.text} {self.answer}"
        return bool(rules.labels_in(said) or rules.houses_in(said))

    class Privacy:
        scrub: dict[str, object] = {"role": "", "text": "", "answer": ""}
        keep = {"id", "origin", "decision", "voice"}
