"""Is the service alive, is it ready, what is it: plain JSON without envelope for probes, proxies and people.

`/health` is called often. The database is asked each time; what takes longer (cache, broker, worker) is remembered for
a few seconds, and one request at a time refreshes it.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

OK, DOWN, UNKNOWN = "ok", "down", "unknown"
REMEMBERED_SECONDS = 5
Check = Callable[[], bool]


class RememberedCheck:
    """A check that is carried out at most once in `REMEMBERED_SECONDS`, by whoever comes first."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._answer = UNKNOWN

    def answer(self) -> str:
        """ "ok", "down", or while another request finds out for the first time "unknown"."""
        stale = time.monotonic() - self._asked_at > REMEMBERED_SECONDS
        if stale and self._lock.acquire(blocking=False):
            try:
                self._answer = OK if _succeeds(self._check) else DOWN
                self._asked_at = time.monotonic()
            finally:
                self._lock.release()
        return self._answer


_checks: dict[str, RememberedCheck] = {}


def register_check(name: str, check: Check) -> None:
    """Called at start by the room that owns the thing: `check()` is True when it works, and may raise when not."""
    _checks[name] = RememberedCheck(check)


def _succeeds(check: Check) -> bool:
    try:
        return bool(check())
    except Exception:  # noqa: BLE001 - whatever a driver raises (Redis, AMQP, SQLite), the answer is the same: it is down
        return False


def cache_works() -> bool:
    """True when what is written can be read again."""
    cache.set("health", 1, 30)
    return cache.get("health") == 1


def database_works() -> bool:
    """One `SELECT 1`; a connection that broke in the meantime gets a second try on a new one."""
    for _attempt in (1, 2):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                return cursor.fetchone() == (1,)
        except (DatabaseError, InterfaceError):
            connection.close()
    return False


def migrations_done() -> bool:
    """True when the database has every table that this version of the code needs."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain_json(data: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(orjson.dumps(data), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def overall(checks: dict[str, str]) -> str:
    """One word for all the checks."""
    if checks["database"] == DOWN:
        return "unhealthy"
    return "degraded" if DOWN in checks.values() else "healthy"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """503 when the database is down; "degraded" when something else is, because pages still work."""
    database = database_works()
    checks = {"database": OK if database else DOWN}
    checks |= {name: check.answer() for name, check in _checks.items()}
    answer = {"status": overall(checks), "version": settings.VERSION, "timestamp": now(), "checks": checks}
    return plain_json(answer, 200 if database else 503)


class _Readiness:
    """Once the migrations were seen to be done they stay done for the life of the process."""

    migrated = False


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when traffic may come: the database answers and has all its tables."""
    database = database_works()
    if database and not _Readiness.migrated:
        _Readiness.migrated = migrations_done()
    checks = {"database": OK if database else DOWN, "migrations": OK if _Readiness.migrated else DOWN}
    is_ready = database and _Readiness.migrated
    answer = {"status": "ready" if is_ready else "not ready", "version": settings.VERSION, "timestamp": now()}
    return plain_json(answer | {"checks": checks}, 200 if is_ready else 503)


def service_info(request: HttpRequest) -> HttpResponse:
    """What `GET /` answers to a program that asks for JSON."""
    database = database_works()
    answer = {
        "service": "ArtNex",
        "version": settings.VERSION,
        "status": "running" if database else "unhealthy",
        "openai_configured": bool(settings.OPENAI_API_KEY),
        "database": OK if database else DOWN,
    }
    return plain_json(answer)


register_check("cache", cache_works)
