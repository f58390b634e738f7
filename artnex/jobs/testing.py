"""For tests: do the waiting jobs here and now, without broker and worker."""

from django.db.models import Q
from django.utils import timezone

from artnex.jobs.enums import JobStatus
from artnex.jobs.models import Job
from artnex.jobs.runner import run


def run_queued_jobs(*, limit: int = 100) -> int:
    """Run jobs that are due until none is left, the oldest first, those they start included; returns how many."""
    done = 0
    while done < limit:
        due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=timezone.now())
        job = Job.objects.filter(due, status=JobStatus.QUEUED).order_by("created_at").first()
        if job is None:
            break
        run(job.pk, worker="test", keep_alive=False)
        done += 1
    return done
