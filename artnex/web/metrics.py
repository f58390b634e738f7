"""Prometheus metrics: what happens in the processes, and what the database knows of jobs and AI calls.

Under `bin/run` each process keeps its counts in a file of the folder PROMETHEUS_MULTIPROC_DIR, and `/metrics` adds them
up, whichever process answers.
"""

import hmac
import os
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

REQUESTS = Counter("artnex_requests_total", "HTTP requests", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "artnex_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
PRIVATE_NETWORKS = [
    ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
Rows = Iterable[tuple[tuple[str, ...], float]]


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request; `route` is the URL pattern and never the address itself, which has no end of values."""
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


class Gauges(Collector):
    """Numbers read at the moment of asking, the same in every process: registered by the rooms that know them."""

    def __init__(self) -> None:
        self._gauges: dict[str, tuple[str, tuple[str, ...], Callable[[], Rows]]] = {}

    def register(self, name: str, meaning: str, labels: tuple[str, ...], read: Callable[[], Rows]) -> None:
        self._gauges[name] = (meaning, labels, read)

    def collect(self) -> Iterable[Metric]:
        for name, (meaning, labels, read) in self._gauges.items():
            family = GaugeMetricFamily(name, meaning, labels=labels)
            try:
                for values, number in read():
                    family.add_metric([str(value) for value in values], float(number))
            except DatabaseError:
                continue  # the metrics of the processes matter most when the database is down
            yield family


gauges = Gauges()


def register_gauge(name: str, meaning: str, labels: tuple[str, ...], read: Callable[[], Rows]) -> None:
    """Offer a number at `/metrics`: `read()` gives ((label values), number) and should be one cheap query."""
    gauges.register(name, meaning, labels, read)


def exposition(*, system: bool = True) -> bytes:
    """The whole answer in Prometheus' text format; without `system` only what the processes counted."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        processes = CollectorRegistry()
        multiprocess.MultiProcessCollector(processes)
    else:
        processes = REGISTRY
    if not system:
        return generate_latest(processes)
    read_now = CollectorRegistry()
    read_now.register(gauges)
    return generate_latest(processes) + generate_latest(read_now)


def may_read_metrics(request: HttpRequest) -> bool:
    """Whoever has METRICS_TOKEN, or asks from this machine or a private network.

    Every hop must be private: a proxy that adds the caller's address to X-Forwarded-For gives the caller away even when
    TRUSTED_PROXIES is wrong, and a made-up header can only make things worse for its sender.
    """
    given = request.META.get("HTTP_AUTHORIZATION", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), expected.encode()):
        return True
    hops = [request.META.get("REMOTE_ADDR", ""), *request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    hops = [hop.strip() for hop in hops if hop.strip()]
    return bool(hops) and all(_is_private(hop) for hop in hops)


def _is_private(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(plain in network for network in PRIVATE_NETWORKS)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 to outsiders, who need not know that there is anything here."""
    if not may_read_metrics(request):
        return HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
