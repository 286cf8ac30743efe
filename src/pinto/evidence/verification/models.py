"""Tables of verification.

One row says where a household stands in a round; one ``Step``, never changed, says how it
came there. What a step overwrote is kept with it, so that taking it back restores the row.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pinto.evidence.verification.rules import transitions
from pinto.ground.installation.models import Record


def _choices(words: type[transitions.State] | type[transitions.Verb]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


_ACCOUNT = settings.AUTH_USER_MODEL
STATES = [state.value for state in transitions.State if state is not transitions.State.UNLISTED]


class Bulk(Record):
    """One step taken for many households at once, as one job that can be taken back."""

    verb = models.CharField(max_length=8)
    round = models.ForeignKey("registry.Round", models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list)  # [household id, the number of steps that was seen]
    given = models.JSONField(default=dict)  # what was given with each step
    done = models.PositiveIntegerField(default=0)
    hindered = models.JSONField(default=dict)  # why not → how many
    job = models.UUIDField(null=True)
    undo_job = models.UUIDField(null=True)
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # not taken back: a later step stands on it
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        scrub: dict[str, object] = {"given": {}}
        keep = {
            "id",
            "origin",
            "verb",
            "round",
            "chosen",
            "done",
            "hindered",
            "job",
            "undo_job",
            "undone",
            "kept",
            "by",
            "at",
        }


class Verification(Record):
    """Where a household stands in a round, and who signed."""

    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    round = models.ForeignKey("registry.Round", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # in that round
    tambon = models.CharField(max_length=6)  # the code; its drafts belong to it
    state = models.CharField(max_length=9, choices=_choices(transitions.State))
    turned_from = models.CharField(max_length=9, blank=True)  # before it was returned or appealed
    steps_taken = models.PositiveIntegerField(default=0)  # the token of what an officer has seen
    assignee = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=9, blank=True)
    finding = models.CharField(max_length=11, blank=True)
    visited_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    certified_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    endorsed_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    meeting = models.UUIDField(null=True)  # the forum that certified it
    due_on = models.DateField(null=True)  # when the next step is overdue; null: nothing is left
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["round", "state", "due_on"], name="verification_queue"),
            models.Index(fields=["round", "place", "state"], name="verification_place"),
            models.Index(fields=["round", "tambon", "state"], name="verification_tambon"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["household", "round"], name="verification_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="verification_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["VISITED", "CHECKED", "CERTIFIED", "ENDORSED"])
                | Q(visited_by__isnull=False),
                name="verification_visited_means_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CHECKED", "CERTIFIED", "ENDORSED"])
                | (Q(checked_by__isnull=False) & ~Q(checked_by=F("visited_by"))),
                name="verification_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CERTIFIED", "ENDORSED"])
                | Q(certified_by__isnull=False, meeting__isnull=False),
                name="verification_certified_by_forum",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDORSED")
                | (
                    Q(endorsed_by__isnull=False)
                    & ~Q(endorsed_by=F("visited_by"))
                    & ~Q(endorsed_by=F("checked_by"))
                    & ~Q(endorsed_by=F("certified_by"))
                ),
                name="verification_endorsed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RETURNED", "APPEALED"]) | ~Q(turned_from=""),
                name="verification_turned_from",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPEALED") | Q(due_on__isnull=False),
                name="verification_appeal_deadline",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "household",
            "round",
            "place",
            "tambon",
            "state",
            "turned_from",
            "steps_taken",
            "assignee",
            "outcome",
            "finding",
            "visited_by",
            "checked_by",
            "certified_by",
            "endorsed_by",
            "meeting",
            "due_on",
            "changed_at",
        }


class Step(Record):
    """One step of a household through a round. Written once; an undoing is a step of its own."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()  # from 1, without a gap
    verb = models.CharField(max_length=8, choices=_choices(transitions.Verb))
    source = models.CharField(max_length=9)  # the state before
    target = models.CharField(max_length=9)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)  # in which it was done
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    told_by = models.CharField(max_length=80, blank=True)  # PROPOSE: the list, or who told
    assignee = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=11, blank=True)
    meeting = models.UUIDField(null=True)
    bulk = models.ForeignKey(Bulk, models.PROTECT, null=True, related_name="steps")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    before = models.JSONField(default=dict)  # columns of the row as they were: states and ids

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["verification", "at"], name="verification_step_at")]
        constraints = [
            models.UniqueConstraint(fields=["verification", "number"], name="step_number"),
            models.UniqueConstraint(
                fields=["bulk", "verification"],
                condition=Q(bulk__isnull=False, undoes__isnull=True),
                name="step_once_a_bulk",
            ),
            models.CheckConstraint(
                condition=Q(verb="UNDO", undoes__isnull=False)
                | (~Q(verb="UNDO") & Q(undoes__isnull=True)),
                name="step_undo_undoes",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"told_by": "", "reason": ""}
        keep = {
            "id",
            "origin",
            "verification",
            "number",
            "verb",
            "source",
            "target",
            "by",
            "role",
            "at",
            "assignee",
            "finding",
            "meeting",
            "bulk",
            "undoes",
            "before",
        }


class Visit(Record):
    """What the step of a visit brought: when, where, whom, and which answers."""

    class Consent(models.TextChoices):
        GIVEN = "GIVEN"
        REFUSED = "REFUSED"
        NOT_ASKED = "NOT_ASKED"

    step = models.OneToOneField(Step, models.PROTECT, related_name="visit")
    on = models.DateField()
    # when the form was opened, of a visit written down on its own day; it ended with the step
    began_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)  # degrees, WGS 84, of whoever stood there
    longitude = models.FloatField(null=True)
    outcome = models.CharField(max_length=9)
    consent = models.CharField(max_length=9, choices=Consent, default=Consent.NOT_ASKED)
    note = models.CharField(max_length=500, blank=True)
    revision = models.UUIDField(null=True)  # of the answers as they were then
    photo = models.CharField(max_length=64, blank=True)  # SHA-256 of the file

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in transitions.Outcome]),
                name="visit_outcome",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"latitude": None, "longitude": None, "note": "", "photo": ""}
        keep = {"id", "origin", "step", "on", "began_at", "outcome", "consent", "revision"}


class Kinship(Record):
    """An officer has declared that a household is their own, or that of kin."""

    class Kind(models.TextChoices):
        OWN = "OWN"
        KIN = "KIN"

    account = models.ForeignKey(_ACCOUNT, models.CASCADE, related_name="+")
    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=3, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "household"], name="kinship_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "account", "household", "kind", "at"}


class Release(Record):
    """A tambon lets the levels above see its drafts of a round."""

    round = models.ForeignKey("registry.Round", models.PROTECT, related_name="+")
    tambon = models.CharField(max_length=6)  # the code
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "tambon"], name="release_once")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "round", "tambon", "by", "at"}
