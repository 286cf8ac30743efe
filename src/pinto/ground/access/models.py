"""Accounts, agencies, and postings: who serves which place in which role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from pinto.ground.installation.models import Record


class Account(Record, AbstractUser):
    """Somebody, or something, that signs in."""

    class Language(models.TextChoices):
        THAI = "th", "ไทย"
        ENGLISH = "en", "English"

    first_name = None  # type: ignore[assignment]  # one field: Thai names do not split safely
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.THAI)

    class Privacy:
        scrub = {"username": "officer", "name": "", "email": "", "password": "!"}
        keep = {
            "id",
            "origin",
            "language",
            "last_login",
            "is_superuser",
            "is_staff",
            "is_active",
            "date_joined",
        }

    def __str__(self) -> str:
        return self.name or self.username


class Agency(Record):
    """An organisation officers work for: an อบต., an amphoe office, a university team."""

    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "name_th", "name_en"}


class Role(models.TextChoices):
    """What somebody is in a place; what that allows stands in ``rules.GRANTS``."""

    VOLUNTEER = "VOLUNTEER", _("Volunteer")
    VILLAGE_LEADER = "VILLAGE_LEADER", _("Village leader")
    TAMBON_OFFICER = "TAMBON_OFFICER", _("Tambon officer")
    AMPHOE_OFFICER = "AMPHOE_OFFICER", _("Amphoe officer")
    PROVINCE_OFFICER = "PROVINCE_OFFICER", _("Province officer")
    RESEARCHER = "RESEARCHER", _("Researcher")
    AUDITOR = "AUDITOR", _("Auditor")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")


class Posting(Record):
    """An account serves a place and everything below it, in one role, for a time."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="postings")
    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "place"],
                condition=models.Q(until__isnull=True),
                name="posting_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="posting_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="posting_ends_after_it_begins",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "account", "role", "agency", "place", "since", "until"}


class Opening(Record):
    """Somebody opened, with a reason and for a time, what is not part of their daily work."""

    class Kind(models.TextChoices):
        RECORDS = "RECORDS", _("Records of a tambon outside the daily work")
        FIELDS = "FIELDS", _("Closed fields of a household")
        PLACE = "PLACE", _("A colleague's place")

    kind = models.CharField(max_length=7, choices=Kind)
    account = models.ForeignKey(Account, models.CASCADE, related_name="openings")
    place_code = models.CharField(max_length=9)
    role = models.CharField(max_length=20, blank=True)  # in which a colleague's place is served
    household = models.UUIDField(null=True)
    group = models.CharField(max_length=10, blank=True)  # rules.FieldGroup
    why = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()
    noticed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "kind", "until"], name="opening_of"),
            models.Index(fields=["place_code", "since"], name="opening_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="opening_ends"
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"why": ""}
        keep = {
            "id",
            "origin",
            "kind",
            "account",
            "place_code",
            "role",
            "household",
            "group",
            "since",
            "until",
            "noticed_by",
            "noticed_at",
        }
