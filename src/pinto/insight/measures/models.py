"""The scores of each round, as they were last worked out."""

from django.db import models


class Score(models.Model):
    """One household's score in one round by one version of a scoring.

    A result, not a record: it is worked out of the answers and replaced whole, so
    it has neither a global id nor a history. Every household that was listed in
    the round has a row; without a score, ``level`` and ``overall`` are null.
    """

    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="+")
    round = models.ForeignKey("registry.Round", models.CASCADE, related_name="+")
    scoring = models.CharField(max_length=40)
    scoring_version = models.CharField(max_length=20)
    area_code = models.CharField(max_length=9)  # of the village, or of the finest place known
    people = models.PositiveSmallIntegerField(default=0)  # members listed in the round
    human = models.FloatField(null=True)
    physical = models.FloatField(null=True)
    financial = models.FloatField(null=True)
    natural = models.FloatField(null=True)
    social = models.FloatField(null=True)
    overall = models.FloatField(null=True)
    level = models.PositiveSmallIntegerField(null=True)  # 1–4; null is no score
    on_boundary = models.BooleanField(default=False)
    items = models.JSONField(default=dict)  # item id → 1–4; unknown is absent
    sources = models.JSONField(default=dict)  # what came delivered: actions._sources

    class Meta:
        indexes = [
            models.Index(fields=["round", "scoring", "area_code"], name="score_area"),
            models.Index(fields=["round", "scoring", "overall", "household"], name="score_worst"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "round", "scoring"], name="score_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True, overall__isnull=True)
                | models.Q(
                    level__in=[1, 2, 3, 4],
                    overall__isnull=False,  # what is unknown would pass the check
                    overall__gte=1,
                    overall__lte=4,
                ),
                name="score_level_means_overall",
            ),
        ]

    class Privacy:
        # a household's poverty is about its people: what leaves production is drawn anew
        scrub: dict[str, object] = {
            "human": None,
            "physical": None,
            "financial": None,
            "natural": None,
            "social": None,
            "overall": None,
            "level": None,
            "items": {},
            "sources": {},
        }
        keep = {
            "id",
            "household",
            "round",
            "scoring",
            "scoring_version",
            "area_code",
            "people",
            "on_boundary",
        }
        erase = "delete"
