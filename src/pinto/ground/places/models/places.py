"""Places, and what else they are or were called."""

from django.db import models
from django.db.models.functions import Length

from pinto.ground.installation.models import Record

models.CharField.register_lookup(Length)


class Place(Record):
    """An administrative area. The code is its present one; others are ``PlaceCode``.

    Codes nest: 2 digits province, 4 amphoe, 6 tambon, 8 village (9 where moo ≥ 100),
    so everything below a place has a code that starts with the place's own.
    """

    class Kind(models.TextChoices):
        PROVINCE = "PROVINCE"
        AMPHOE = "AMPHOE"
        TAMBON = "TAMBON"
        VILLAGE = "VILLAGE"

    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=9, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120)  # normalised, for the resolver
    sort_key = models.CharField(max_length=300)
    variant = models.CharField(max_length=20, blank=True)  # khet, khwaeng, community, …
    moo = models.PositiveSmallIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    valid_from = models.DateField(null=True)  # null: since before records
    valid_to = models.DateField(null=True)  # null: still

    class Meta:
        indexes = [
            models.Index(fields=["name_key", "kind"], name="place_name"),
            models.Index(fields=["kind", "code"], name="place_kind_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="PROVINCE", code__length=2)
                | models.Q(kind="AMPHOE", code__length=4)
                | models.Q(kind="TAMBON", code__length=6)
                | models.Q(kind="VILLAGE", code__length__in=[8, 9]),
                name="place_code_fits_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="PROVINCE", parent__isnull=True)
                | (~models.Q(kind="PROVINCE") & models.Q(parent__isnull=False)),
                name="place_parent_fits_kind",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "kind",
            "code",
            "parent",
            "name_th",
            "name_en",
            "name_key",
            "sort_key",
            "variant",
            "moo",
            "latitude",
            "longitude",
            "valid_from",
            "valid_to",
        }

    def __str__(self) -> str:
        return f"{self.name_th} ({self.code})"


class PlaceCode(Record):
    """A code found in tables that no place carries today, and what it stands for.

    ``certain`` says that the place is the one meant: the code was retired in its
    favour. Without it the place is only a candidate, and a code may have several, or
    none (``place`` is null): then a person decides.
    """

    class Kind(models.TextChoices):
        RETIRED = "RETIRED"  # was, or was taken for, the code of a place
        FOREIGN = "FOREIGN"  # another source's own code

    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=8, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="other_codes")
    certain = models.BooleanField(default=False)
    name_th = models.CharField(max_length=120, blank=True)  # as the source has it
    source = models.CharField(max_length=120)
    valid_from = models.DateField(null=True)  # null: not known
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "place"], name="place_code_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(place__isnull=True),
                name="place_code_of_no_place_once",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(certain=True), name="place_code_certain_once"
            ),
            models.CheckConstraint(
                condition=models.Q(certain=False) | models.Q(place__isnull=False),
                name="place_code_certain_of_a_place",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "code",
            "kind",
            "place",
            "certain",
            "name_th",
            "source",
            "valid_from",
            "valid_to",
        }


class PlaceAlias(Record):
    """Another name some source uses for a place."""

    class Kind(models.TextChoices):
        SPELLING = "SPELLING"  # the same name, written otherwise, or another name
        ENGLISH = "ENGLISH"  # another way to write it in Latin letters
        SHORT = "SHORT"  # กทม., อยุธยา: what people say

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name_key"], name="place_alias_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "place", "name", "name_key", "kind", "source"}


class FormerParent(Record):
    """An amphoe lay in another province until a day; old addresses still say so."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="former_parents")
    parent = models.ForeignKey(Place, models.PROTECT, related_name="+")
    until = models.DateField()  # the first day on which it no longer did
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "parent"], name="former_parent_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "place", "parent", "until", "source"}
