"""Tallies of areas, worked out once after scoring and read by every page."""

from django.db import models


class AreaTally(models.Model):
    """The sums of one area in one round by one version of a scoring.

    A result, not a record: it is worked out of scores and replaced, never edited.
    """

    round = models.ForeignKey("registry.Round", models.CASCADE, related_name="+")
    scoring = models.CharField(max_length=40)
    scoring_version = models.CharField(max_length=20)
    code = models.CharField(max_length=9)
    parent = models.CharField(max_length=6, blank=True)  # code of the area above
    households = models.PositiveIntegerField()
    scored = models.PositiveIntegerField()
    sums = models.JSONField()  # rules.Tally
    moved = models.JSONField(null=True)  # 4 × 4, since the last comparable round
    moved_since = models.ForeignKey("registry.Round", models.CASCADE, null=True, related_name="+")
    duplicates = models.PositiveIntegerField(default=0)  # people who look like somebody else here
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "scoring", "code"], name="area_tally_once_a_round"
            )
        ]
        indexes = [models.Index(fields=["round", "parent"], name="area_tally_parent")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "round",
            "scoring",
            "scoring_version",
            "code",
            "parent",
            "households",
            "scored",
            "sums",
            "moved",
            "moved_since",
            "duplicates",
            "at",
        }
