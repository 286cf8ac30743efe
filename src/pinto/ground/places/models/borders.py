"""The shape of a place, at two distances."""

from django.db import models

from pinto.ground.installation.models import Record
from pinto.ground.places.models.places import Place


class Border(Record):
    """Where a place ends: GeoJSON geometries (Polygon or MultiPolygon) as compact text.

    ``near`` is the finest shape a source gave, to 0.0001 degree (11 m), for a page
    about the place's surroundings; ``far`` is thinned out for a map of the whole
    province or country, to 0.001 degree. The label point lies inside the shape.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="border")
    near = models.TextField()
    far = models.TextField()
    points = models.PositiveIntegerField()  # of ``near``: the finer source wins
    label_longitude = models.FloatField()
    label_latitude = models.FloatField()
    source = models.CharField(max_length=120)

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "place",
            "near",
            "far",
            "points",
            "label_longitude",
            "label_latitude",
            "source",
        }
