"""Tables of the registry.

Who somebody is (``Household``, ``Person``) is kept apart from what was answered
(``HouseholdRevision``, ``MemberRevision``): answers are JSON documents that are
only ever added, never overwritten, and carry no name, number or phone. The newest
visible revision of a round counts. A file's rows arrive as one ``Batch``: nobody
sees them before it is published, and everybody stops seeing them when it is
withdrawn.
"""

from django.conf import settings
from django.db import models

from pinto.ground.installation.models import Record


class Round(Record):
    """A survey round (รอบข้อมูล): one version of one instrument, in one year."""

    instrument = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()  # พ.ศ.
    sequence = models.PositiveSmallIntegerField(default=1)  # within the year
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="round_year_sequence"),
            models.CheckConstraint(
                condition=models.Q(year__gte=2400, year__lte=2700), name="round_year_is_thai"
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "instrument",
            "instrument_version",
            "year",
            "sequence",
            "starts_on",
            "ends_on",
        }

    @property
    def label(self) -> str:
        """2569, or 2569/2 where the year has more than one."""
        return str(self.year) if self.sequence == 1 else f"{self.year}/{self.sequence}"


class Freeze(Record):
    """What the households of an amphoe answered in a round stays as it is from ``at`` on.

    Written by verification when the amphoe has endorsed the round. It lies here because
    whoever writes a revision must ask it, and those rooms lie below verification.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # an amphoe
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="freeze_once")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "round", "place", "by", "at"}


class Batch(Record):
    """Rows that arrived together and are seen, or not seen, together."""

    class State(models.TextChoices):
        STAGED = "STAGED"
        PUBLISHED = "PUBLISHED"
        WITHDRAWN = "WITHDRAWN"

    source = models.CharField(max_length=200)  # where it came from, in words
    state = models.CharField(max_length=9, choices=State, default=State.STAGED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    displaced = models.JSONField(default=list)  # what its publication changed, to undo it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="STAGED") | models.Q(published_at__isnull=False),
                name="batch_published_means_published_at",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"source": "a file", "displaced": []}
        keep = {"id", "origin", "state", "by", "at", "published_at"}


class Household(Record):
    """A family under one roof, for as long as it is known (ครัวเรือน)."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    house_code = models.CharField(max_length=11, blank=True)  # รหัสประจำบ้าน; text, zeros lead
    house_no = models.CharField(max_length=40, blank=True)  # บ้านเลขที่
    moo = models.PositiveSmallIntegerField(null=True)
    street = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)  # degrees, WGS 84
    longitude = models.FloatField(null=True)
    head = models.ForeignKey(
        "registry.Person", models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    visible = models.BooleanField(default=True)  # False until its batch is published
    # the record that stands for both in what is counted; empty again when the link is undone
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)  # since when ``same_as`` is so

    class Meta:
        indexes = [
            models.Index(fields=["house_code"], name="household_house_code"),
            models.Index(fields=["house_no"], name="household_house_no"),
        ]

    class Privacy:
        scrub: dict[str, object] = {
            "house_code": "",
            "house_no": "1",
            "street": "",
            "latitude": None,
            "longitude": None,
        }
        keep = {
            "id",
            "origin",
            "place",
            "moo",
            "head",
            "batch",
            "visible",
            "same_as",
            "linked_at",
        }
        erase = {"house_no": "", "moo": None, "visible": False}


class FurtherHouse(Record):
    """Another house of a household that lives in several; its main house is the household's own.

    A row of a file about this house is about that household. Taken off, it stays on record.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="further_houses")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    house_code = models.CharField(max_length=11, blank=True)
    house_no = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["house_code"], name="further_house_code"),
            models.Index(fields=["house_no"], name="further_house_no"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(house_code="") | ~models.Q(house_no=""),
                name="further_house_is_named",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"house_code": "", "house_no": "1"}
        keep = {"id", "origin", "household", "place", "by", "at", "removed_at"}
        erase = "delete"


class Person(Record):
    """Somebody who is, or was, a member of a household (สมาชิก)."""

    class Sex(models.TextChoices):
        MALE = "M"
        FEMALE = "F"

    class Precision(models.TextChoices):
        DAY = "DAY"
        MONTH = "MONTH"
        YEAR = "YEAR"
        UNKNOWN = "UNKNOWN"

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    title = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    # stored because SQLite has neither Thai collation nor sound keys
    name_key = models.CharField(max_length=240, blank=True, db_index=True)
    surname_key = models.CharField(max_length=120, blank=True, db_index=True)
    sound_key = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=300, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    birth_year = models.SmallIntegerField(null=True)  # ค.ศ.
    birth_month = models.PositiveSmallIntegerField(null=True)
    birth_day = models.PositiveSmallIntegerField(null=True)
    birth_precision = models.CharField(max_length=7, choices=Precision, default=Precision.UNKNOWN)
    national_id = models.BinaryField(null=True)  # sealed
    national_id_lookup = models.CharField(max_length=32, blank=True)  # keyed digest
    phone = models.BinaryField(null=True)  # sealed
    visible = models.BooleanField(default=True)  # False: joins a known household on publication
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)  # since when ``same_as`` is so

    class Meta:
        indexes = [
            models.Index(fields=["sound_key"], name="person_sound"),
            models.Index(fields=["national_id_lookup"], name="person_national_id"),
            # แซ่ลี้ and the like are many: who is typed in is looked up with the year of birth
            models.Index(fields=["surname_key", "birth_year"], name="person_surname_born"),
        ]

    class Privacy:
        scrub: dict[str, object] = {
            "title": "",
            "given_name": "สมมติ",
            "surname": "",
            "name_key": "",
            "surname_key": "",
            "sound_key": "",
            "sort_key": "",
            "birth_month": None,
            "birth_day": None,
            "national_id": None,
            "national_id_lookup": "",
            "phone": None,
        }
        keep = {
            "id",
            "origin",
            "household",
            "sex",
            "birth_year",
            "birth_precision",
            "visible",
            "same_as",
            "linked_at",
        }
        erase = {
            "given_name": "",
            "sex": "",
            "birth_year": None,
            "birth_precision": "UNKNOWN",
            "visible": False,
        }


class PersonThen(Record):
    """Who a person was when a round was frozen; kept before the first change after it.

    Absent, nothing has changed since: the person's own row tells it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    title = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Person.Sex, blank=True)
    birth_year = models.SmallIntegerField(null=True)  # ค.ศ.
    birth_month = models.PositiveSmallIntegerField(null=True)
    birth_day = models.PositiveSmallIntegerField(null=True)
    birth_precision = models.CharField(
        max_length=7, choices=Person.Precision, default=Person.Precision.UNKNOWN
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round"], name="person_then_once")]

    class Privacy:
        scrub: dict[str, object] = {
            "title": "",
            "given_name": "สมมติ",
            "surname": "",
            "birth_month": None,
            "birth_day": None,
        }
        keep = {"id", "origin", "person", "round", "sex", "birth_year", "birth_precision"}
        erase = "delete"


class HouseholdRevision(Record):
    """What a household answered in a round, as known from ``at`` on; its members hang on it.

    Nothing is overwritten: a correction is a newer revision of the same round.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="revisions")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # in that round
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    based_on = models.UUIDField(null=True)  # the revision the writer had seen
    source = models.CharField(max_length=40)  # survey, file, officer, household
    answers = models.JSONField(default=dict)  # question id → answer; unknown is absent
    delivered = models.JSONField(default=dict)  # sub-score id → 1–4, as a file brought it
    surveyed_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, db_default="")  # why it was corrected
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["household", "round"], name="household_revision_of"),
            models.Index(fields=["round", "place"], name="household_revision_round"),
            models.Index(fields=["batch"], name="household_revision_batch"),
        ]

    class Privacy:
        scrub: dict[str, object] = {
            "answers": {},
            "delivered": {},
            "source": "a source",
            "reason": "",
        }
        keep = {
            "id",
            "origin",
            "household",
            "round",
            "place",
            "batch",
            "based_on",
            "surveyed_on",
            "by",
            "at",
        }
        erase = "delete"


class MemberRevision(Record):
    """What one member answered; its presence says: a member of that household in that round."""

    revision = models.ForeignKey(HouseholdRevision, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=0)  # order in the roster, from 0
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]

    class Privacy:
        scrub: dict[str, object] = {"answers": {}}
        keep = {"id", "origin", "revision", "person", "number"}
        erase = "delete"


class AreaFigure(Record):
    """One published number about an area: who counted what, when. Null is never 0."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="figures")
    dataset = models.CharField(max_length=60)  # tpmap-2561, pppconnext-2569, …
    indicator = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(null=True)  # พ.ศ.
    value = models.FloatField(null=True)
    area_code = models.CharField(max_length=20, blank=True)  # as delivered
    area_name = models.CharField(max_length=160, blank=True)  # as delivered
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    flag = models.CharField(max_length=40, blank=True)  # municipal pseudo-code, unresolved, …

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "indicator", "area_code"], name="figure_of"),
            models.Index(fields=["place"], name="figure_place"),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "batch",
            "dataset",
            "indicator",
            "year",
            "value",
            "area_code",
            "area_name",
            "place",
            "flag",
        }
