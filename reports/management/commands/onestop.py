"""The one-stop run from the command line: `manage.py onestop BRAND [--steps …] [--review …] [--resume ID]`."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from artnex.errors import ArtNexError
from artnex.jobs.enums import DONE_STEP_STATUSES, JobStatus, StepStatus, WorkflowStatus
from artnex.jobs.interventions import intervene
from artnex.jobs.models import Job, Workflow, WorkflowStep
from artnex.jobs.queries import live_workers
from artnex.jobs.runner import run
from artnex.jobs.workflow_status import step_label
from brands.models import Brand
from reports.onestop import STEPS
from reports.services.onestop import start_onestop

PAUSE = 0.2
WORKER = "onestop"
DONE_BUT_WAITING = {WorkflowStatus.WAITING_REVIEW}


class Command(BaseCommand):
    """Starts the run for a brand and shows how it goes on, step by step, with the time each took."""

    help = (
        "Carry a brand from diagnosis to the printed report. BRAND is its id or its exact name. Without a running "
        "worker the steps are done by this command itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("brand", nargs="?", help="id or exact name of the brand")
        parser.add_argument("--steps", nargs="+", choices=list(STEPS), default=[], help="only these steps")
        parser.add_argument("--review", nargs="+", choices=list(STEPS), default=[], help="stop after these steps")
        parser.add_argument("--resume", metavar="WORKFLOW", help="go on with a run that failed or was cancelled")
        parser.add_argument("--language", choices=["ko", "en"], default="ko", help="of the report and of this output")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                workflow = self.resumed(options["resume"]) if options["resume"] else self.started(options)
            except ArtNexError as problem:
                raise CommandError(str(problem.message)) from problem
            self.stdout.write(f"{workflow.label} {workflow.pk}")
            self.follow(workflow)

    def started(self, options: dict[str, Any]) -> Workflow:
        """For the brand's owner, who could have pressed the button as well."""
        brand = find_brand(options["brand"] or "")
        return start_onestop(user=brand.user, brand=brand, steps=options["steps"], review_after=options["review"])

    def resumed(self, workflow_id: str) -> Workflow:
        workflow = Workflow.objects.filter(pk=workflow_id).select_related("user").first()
        if workflow is None:
            raise CommandError(f"There is no workflow {workflow_id}.")
        intervene(workflow=workflow, user=workflow.user, action="retry")
        return workflow

    def follow(self, workflow: Workflow) -> None:
        """Say of each step how it ended; CommandError when the run did not get through."""
        told: set[str] = set()
        own_hands = not live_workers()
        while True:
            if own_hands:
                do_waiting_step(workflow)
            workflow.refresh_from_db()
            for step in workflow.steps.select_related("job").order_by("position"):
                if step.name not in told and step.status in {*DONE_STEP_STATUSES, StepStatus.FAILED}:
                    told.add(step.name)
                    self.stdout.write(line_of(workflow, step))
            if not workflow.is_open or workflow.status in DONE_BUT_WAITING:
                break
            time.sleep(PAUSE)
        self.stdout.write(str(workflow.get_status_display()))
        if workflow.status == WorkflowStatus.FAILED:
            raise CommandError(f"{workflow.error_message} (--resume {workflow.pk})")


def find_brand(text: str) -> Brand:
    """By id or by exact name; CommandError when there is none, or more than one."""
    rows = Brand.objects.select_related("user")
    found = list(rows.filter(pk=int(text)) if text.isascii() and text.isdigit() else rows.filter(brand_name=text)[:2])
    if len(found) != 1:
        raise CommandError(f"There is no brand {text!r}." if not found else f"Several brands are called {text!r}.")
    return found[0]


def do_waiting_step(workflow: Workflow) -> None:
    """Do the step's job here and now."""
    job = Job.objects.filter(workflow_step__workflow=workflow, status=JobStatus.QUEUED).first()
    if job is not None:
        run(job.pk, worker=WORKER)


def line_of(workflow: Workflow, step: WorkflowStep) -> str:
    """The step in words: how it ended, in how many seconds, and what is to be said of it."""
    seconds = ""
    if step.started_at and step.finished_at:
        seconds = f" {(step.finished_at - step.started_at).total_seconds():.1f} s"
    note = f" — {step.note}" if step.note else ""
    return f"  {step_label(workflow.kind, step.name)}: {step.get_status_display()}{seconds}{note}"
