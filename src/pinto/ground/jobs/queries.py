"""What the queue answers."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from pinto.ground.jobs.models import Job
from pinto.ground.jobs.rules import Shown, elapsed, percent


def job(job_id: UUID) -> Job:
    """The job of that id. Raises ``Job.DoesNotExist``."""
    return Job.objects.get(pk=job_id)


def job_asked_by(account_id: UUID | None, job_id: UUID) -> Job:
    """The job, if that account asked for it. Raises ``Job.DoesNotExist``."""
    return Job.objects.get(pk=job_id, asked_by__isnull=False, asked_by=account_id)


def free_jobs(*, at: datetime) -> QuerySet[Job]:
    """Jobs nobody works on: waiting ones, and those whose worker died."""
    return Job.objects.filter(
        Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, leased_until__lt=at)
    )


def has_ended(job_id: UUID) -> bool:
    """Whether nobody works on the job any more, and nobody will."""
    return Job.objects.filter(pk=job_id, ended_at__isnull=False).exists()


def waiting_jobs() -> int:
    """How many jobs nobody has taken yet."""
    return Job.objects.filter(state=Job.State.WAITING).count()


def shown(job: Job, *, at: datetime) -> Shown:
    """The job as ``jobs/progress.html`` draws it, at that moment."""
    minutes, seconds = elapsed(job.asked_at, job.ended_at or at)
    return Shown(
        state=job.state,
        percent=percent(job.done, job.total),
        done=job.done,
        total=job.total,
        step=job.step,
        minutes=minutes,
        seconds=seconds,
        ended=job.ended_at is not None,
        reason=job.reason,
        reference=job.pk.hex[-8:],
    )
