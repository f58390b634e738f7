import multiprocessing
import os
import socket
import time

import pytest

from artnex import counters


def redis_answers() -> bool:
    try:
        socket.create_connection(("127.0.0.1", 6379), 0.2).close()
    except OSError:
        return False
    return True


@pytest.fixture(params=["file", "redis"])
def store(request, settings):
    """The same promises for both stores."""
    if request.param == "redis":
        if not redis_answers():
            pytest.skip("no Redis on localhost")
        settings.REDIS_URL = "redis://127.0.0.1:6379/9"
        counters._redis_rests_until = 0.0
    return f"test:{os.getpid()}:{time.time_ns()}"


def test_hits_are_counted_within_their_window(store):
    assert counters.hit(store, window=60).value == 1
    second = counters.hit(store, window=60)
    assert second.value == 2
    assert 0 < second.resets_in <= 60


def test_a_window_ends(store):
    counters.hit(store, window=1)
    counters.hit(store, window=1)
    time.sleep(1.05)
    assert counters.peek(store).value == 0
    assert counters.hit(store, window=1).value == 1


def test_a_hit_does_not_prolong_its_window(store):
    counters.hit(store, window=1)
    time.sleep(0.6)
    counters.hit(store, window=1)
    time.sleep(0.5)
    assert counters.hit(store, window=1).value == 1


def test_several_keys_at_once(store):
    counters.hit(f"{store}b", window=5)
    a, b = counters.hit_all([(f"{store}a", 60), (f"{store}b", 5)])
    assert (a.value, b.value) == (1, 2)
    assert a.resets_in > b.resets_in


def test_peek_does_not_count_and_reset_forgets(store):
    counters.hit(store, window=60)
    assert counters.peek(store).value == counters.peek(store).value == 1
    counters.reset(store)
    assert counters.peek(store) == counters.Count(0, 0)


def _count(path: str, redis_url: str, key: str, times: int) -> list[int]:
    from django.conf import settings

    settings.COUNTERS_FILE, settings.REDIS_URL = path, redis_url
    return [counters.hit(key, window=60).value for _ in range(times)]


@pytest.mark.processes
def test_no_hit_is_lost_between_processes(store, settings):
    work = [(str(settings.COUNTERS_FILE), settings.REDIS_URL, store, 200)] * 4
    with multiprocessing.get_context("fork").Pool(4) as pool:
        values = [value for part in pool.starmap(_count, work, chunksize=1) for value in part]
    assert sorted(values) == list(range(1, 801))


def test_a_redis_that_is_down_leaves_counting_to_the_file(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    counters._redis_rests_until = 0.0
    assert [counters.hit("key", window=60).value for _ in range(3)] == [1, 2, 3]
    assert counters._redis_rests_until > time.monotonic()
    counters._redis_rests_until = 0.0


def test_expired_rows_are_removed_now_and_then(settings, monkeypatch):
    monkeypatch.setattr(counters, "PURGE_EVERY", 3)
    settings.COUNTERS_FILE = ":memory:"
    store = counters._store(":memory:", counters.SqliteStore)
    store.connection.execute("INSERT INTO counters VALUES ('old', 1, 0)")
    for _ in range(3):
        counters.hit("new", window=60)
    assert [key for (key,) in store.connection.execute("SELECT key FROM counters")] == ["new"]
