"""Answers of calls that start a job: 202 and the job, or its result when `Prefer: wait=N` sees it finish."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.exceptions import error_for
from artnex.api.responses import respond
from artnex.errors import InvalidState

LONGEST_WAIT = 5
WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?", re.IGNORECASE)


def seconds_to_wait(request: Request, default: int = 0) -> int:
    """What `Prefer: wait=N` asks for, 5 at most; `default` when it asks for nothing."""
    found = WAIT.search(request.META.get("HTTP_PREFER", ""))
    return min(int(found.group(1)), LONGEST_WAIT) if found else default


def job_response(request: Request, job: Any, *, created: bool = False, default_wait: int = 0) -> Response:
    """Call it outside of any transaction, after the service has started `job`.

    `created`: the result is a new object, so that an answer in time is a 201. A job that fails within the wait
    raises its error, as if the work had been done in the request itself.
    """
    from artnex.jobs.serializers import JobSerializer
    from artnex.jobs.services import wait_for_job

    asked = seconds_to_wait(request, default_wait)
    if asked:
        job = wait_for_job(job, asked)
    headers = {"Location": job.api_url}
    if not asked or job.is_open:
        return respond(JobSerializer(job, context={"request": request}).data, status=202, headers=headers)
    if job.status == "failed":
        raise error_for(job.error_code, job.error_message)
    if job.status == "cancelled":
        raise InvalidState(_("The work was cancelled."))
    headers = {"Location": job.result_url or job.api_url, "Preference-Applied": f"wait={asked}"}
    return respond(job.result, status=201 if created else 200, headers=headers)
