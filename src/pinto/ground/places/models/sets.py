"""Named sets of places, such as the pilot areas of a programme."""

from django.db import models

from pinto.ground.installation.models import Record
from pinto.ground.places.models.governments import LocalGovernment
from pinto.ground.places.models.places import Place


class PlaceSet(Record):
    """A list of areas that a document names, kept as the document has it."""

    key = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "key", "name_th", "name_en"}


class SetMember(Record):
    """One area of the list: the words of the source, and what they were found to mean.

    It is either one local government, whose places come from ``Coverage``, or
    the places of ``MemberPlace``.
    """

    place_set = models.ForeignKey(PlaceSet, models.CASCADE, related_name="members")
    number = models.PositiveSmallIntegerField()  # in the source's order, from 1
    written_tambon = models.CharField(max_length=120)
    written_amphoe = models.CharField(max_length=120)
    written_province = models.CharField(max_length=120)
    local_government = models.ForeignKey(
        LocalGovernment, models.PROTECT, null=True, related_name="+"
    )
    confidence = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place_set", "number"], name="set_member_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "place_set",
            "number",
            "written_tambon",
            "written_amphoe",
            "written_province",
            "local_government",
            "confidence",
            "note",
            "source",
        }


class MemberPlace(Record):
    """A place that belongs to an area of a set."""

    member = models.ForeignKey(SetMember, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "place"], name="member_place_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "member", "place"}
