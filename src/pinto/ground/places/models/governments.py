"""Local governments, and which places each of them serves."""

from django.db import models

from pinto.ground.installation.models import Record
from pinto.ground.places.models.places import Place


class LocalGovernment(Record):
    """An อบต., a municipality, an อบจ.: it serves places and is none itself.

    One tambon may hold several, one may serve several tambons: see ``Coverage``.
    """

    class Kind(models.TextChoices):
        TAMBON_ORGANISATION = "TAO"  # องค์การบริหารส่วนตำบล
        TAMBON_MUNICIPALITY = "THESABAN_TAMBON"  # เทศบาลตำบล
        TOWN_MUNICIPALITY = "THESABAN_MUEANG"  # เทศบาลเมือง
        CITY_MUNICIPALITY = "THESABAN_NAKHON"  # เทศบาลนคร

    code = models.CharField(max_length=16, blank=True)  # the Interior Ministry's, where known
    name_th = models.CharField(max_length=160)  # with its label: เทศบาลตำบลโพงาม
    name_en = models.CharField(max_length=160, blank=True)
    name_key = models.CharField(max_length=160)  # of the name without its label
    kind = models.CharField(max_length=16, choices=Kind)
    seat = models.ForeignKey(Place, models.PROTECT, related_name="+")  # the amphoe it lies in

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_th", "seat"], name="local_government_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "code", "name_th", "name_en", "name_key", "kind", "seat"}

    def __str__(self) -> str:
        return self.name_th


class Coverage(Record):
    """A local government serves a place, the whole of it or a part, for a time."""

    class Part(models.TextChoices):
        WHOLE = "WHOLE"
        PART = "PART"
        UNKNOWN = "UNKNOWN"

    local_government = models.ForeignKey(LocalGovernment, models.CASCADE, related_name="coverages")
    place = models.ForeignKey(Place, models.PROTECT, related_name="coverages")
    part = models.CharField(max_length=7, choices=Part)
    since = models.DateField(null=True)  # null: not known
    until = models.DateField(null=True)  # null: still
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["local_government", "place"], name="coverage_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="coverage_ends_after_it_begins",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "local_government", "place", "part", "since", "until", "source"}
