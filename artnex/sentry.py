"""Error reports to Sentry when SENTRY_DSN is set, with the same things hidden as in the logs."""

import sys
from typing import Any

import sentry_sdk

from artnex.logs import EventDict, scrubbed


def start_sentry(*, dsn: str, environment: str, release: str) -> None:
    """From now on unhandled errors are reported; no personal data, request bodies or local variables go along."""
    sentry_sdk.init(
        dsn,
        environment=environment,
        release=f"artnex@{release}",
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=before_send,
        before_breadcrumb=lambda crumb, _hint: scrubbed(crumb),
    )


def before_send(event: Any, _hint: dict[str, Any]) -> Any:
    """Last look at a report before it leaves: who it was is gone, what looks secret is hidden."""
    event.pop("user", None)
    request = event.get("request")
    if request:
        for private in ("cookies", "data", "env", "query_string"):
            request.pop(private, None)
    return scrubbed(event)


def report_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: an exception that our code caught and logged is reported like an unhandled one."""
    problem = event.get("exc_info")
    if problem:
        sentry_sdk.capture_exception(problem if isinstance(problem, BaseException) else sys.exc_info()[1])
    return event
