"""What the queue answers."""

from uuid import UUID

from pinto.ground.jobs.models import Job


def job(job_id: UUID) -> Job:
    """The job of that id. Raises ``Job.DoesNotExist``."""
    return Job.objects.get(pk=job_id)


def waiting_jobs() -> int:
    """How many jobs nobody has taken yet."""
    return Job.objects.filter(state=Job.State.WAITING).count()
