"""The queue: one row a job, taken by one worker at a time under a lease."""

from django.conf import settings
from django.db import models

from pinto.ground.installation.models import Record


class Job(Record):
    """A piece of long work, from the moment it was asked for to its end.

    A worker holds the job until ``leased_until`` and renews the lease while it
    works. When the worker dies the lease runs out, and the next worker goes on
    from ``cursor``. ``attempts`` tells the two apart: a worker that was only
    thought dead finds another number and lets go.
    """

    class State(models.TextChoices):
        WAITING = "WAITING"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"

    task = models.CharField(max_length=80)  # the name it is registered under
    given = models.JSONField(default=dict)  # the arguments of the task
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)  # unknown until the work has been measured
    step = models.CharField(max_length=80, blank=True)  # what is being done, for the screen
    cursor = models.JSONField(null=True)  # where to go on after a killed worker
    result = models.JSONField(null=True)
    reason = models.TextField(blank=True)  # why it failed, in words for who asked
    error = models.TextField(blank=True)  # why it failed, for who mends Pinto
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "leased_until"], name="job_state_lease")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["DONE", "FAILED"], ended_at__isnull=False)
                | models.Q(state__in=["WAITING", "RUNNING"], ended_at__isnull=True),
                name="job_ended_means_ended_at",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"given": {}, "result": None, "reason": "", "error": ""}
        keep = {
            "id",
            "origin",
            "task",
            "state",
            "done",
            "total",
            "step",
            "cursor",
            "attempts",
            "asked_by",
            "asked_at",
            "leased_until",
            "ended_at",
        }
