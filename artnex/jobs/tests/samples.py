"""Sample jobs and workflows for the permission matrix."""

from django.utils import timezone

from artnex.jobs.models import Job, WorkerPulse, Workflow, WorkflowBatch
from artnex.testing.samples import sample


@sample("pk", under=("api/v1/jobs/", "jobs/"), model=Job)
def job(owner):
    return Job.objects.create(kind="events.clean_up", user=owner)


@sample("pk", under=("api/v1/workflows/", "jobs/workflows/"), model=Workflow)
def workflow(owner):
    return Workflow.objects.create(kind="sample", user=owner)


@sample("pk", under=("api/v1/workflows/batch/", "jobs/batches/"), model=WorkflowBatch)
def batch(owner):
    return WorkflowBatch.objects.create(kind="sample", user=owner)


@sample("worker_id", model=WorkerPulse)
def worker(owner):
    return WorkerPulse.objects.get_or_create(worker="sample", defaults={"seen_at": timezone.now()})[0]
