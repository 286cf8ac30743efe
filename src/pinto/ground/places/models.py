"""Places and the codes they carry through time."""

from django.db import models
from django.db.models.functions import Length

from pinto.ground.installation.models import Record

models.CharField.register_lookup(Length)


class Place(Record):
    """An administrative area. The code is its present one; earlier ones are ``PlaceCode``.

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
    sort_key = models.CharField(max_length=240)
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
