"""`/metrics`: who may read it, and what stands there."""

import os
import subprocess
import sys

import pytest
from django.db import DatabaseError

from artnex.web import metrics

OUTSIDE = "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "forwarded", "allowed"),
    [
        ("127.0.0.1", "", True),
        ("10.2.3.4", "", True),
        ("::1", "", True),
        (OUTSIDE, "", False),
        ("127.0.0.1", OUTSIDE, False),  # a proxy on this machine brings somebody from outside
        (OUTSIDE, "127.0.0.1", False),  # somebody outside claims to be here
        ("10.2.3.4", "192.168.1.7", True),
        ("127.0.0.1", "nonsense", False),
        ("", "", False),
    ],
)
def test_only_this_machine_and_private_networks_read_metrics(client, db, address, forwarded, allowed):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    answer = client.get("/metrics", REMOTE_ADDR=address, headers=headers)

    assert answer.status_code == (200 if allowed else 404)


@pytest.mark.parametrize(
    ("header", "status"),
    [("Bearer scrape-me", 200), ("Bearer wrong", 404), ("scrape-me", 404), ("Bearer ", 404), ("", 404)],
)
def test_token_opens_metrics_from_anywhere(client, db, settings, header, status):
    settings.METRICS_TOKEN = "scrape-me"
    answer = client.get("/metrics", REMOTE_ADDR=OUTSIDE, headers={"authorization": header})

    assert answer.status_code == status


def test_empty_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", REMOTE_ADDR=OUTSIDE, headers={"authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_and_never_by_address(client, db):
    client.get("/health")
    client.get("/no/such/page/no-such-place", headers={"accept": "application/json"})
    text = client.get("/metrics").content.decode()

    assert 'artnex_requests_total{method="GET",route="/health",status="200"}' in text
    assert 'route="unmatched"' in text
    assert "no-such-place" not in text


def test_gauge_whose_table_is_missing_is_left_out(monkeypatch):
    def no_table():
        raise DatabaseError("no such table")

    gauges = metrics.Gauges()
    gauges.register("artnex_broken", "never readable", (), no_table)
    gauges.register("artnex_whole", "always readable", ("queue",), lambda: [(("high",), 3)])

    assert [(family.name, len(family.samples)) for family in gauges.collect()] == [("artnex_whole", 1)]


def test_counts_of_all_processes_are_added_up(tmp_path):
    """Two processes that count, and a third that is asked."""
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "ARTNEX_HOME": str(tmp_path / "home")}
    count = "from artnex.web.metrics import observe_request; observe_request('GET', '/x', 200, 0.01)"
    for _process in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, check=True, timeout=30)
    ask = "from artnex.web.metrics import exposition; print(exposition(system=False).decode())"
    answer = subprocess.run(
        [sys.executable, "-c", ask], env=environment, check=True, capture_output=True, text=True, timeout=30
    )

    assert 'artnex_requests_total{method="GET",route="/x",status="200"} 2.0' in answer.stdout
