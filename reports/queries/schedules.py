"""Schedules with how their last sending went."""

from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from reports.models import ReportSchedule, ScheduledRun

RUNS_SHOWN = 10


def with_newest_run(schedules: Any) -> Any:
    """`newest_runs` holds the last sending of each, read for all of them at once."""
    newest = ScheduledRun.objects.filter(schedule=OuterRef("schedule")).values("pk")[:1]
    runs = ScheduledRun.objects.filter(pk=Subquery(newest))
    return schedules.prefetch_related(Prefetch("runs", queryset=runs, to_attr="newest_runs"))


def runs_of(schedule: ReportSchedule) -> list[ScheduledRun]:
    """The last sendings of one schedule."""
    return list(schedule.runs.select_related("report")[:RUNS_SHOWN])
