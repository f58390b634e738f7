import multiprocessing
import os
import socket
import threading
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


def test_a_full_bucket_gives_up_what_ends_first(monkeypatch, tmp_path):
    monkeypatch.setattr(counters.FileStore, "BUCKETS", 1)
    store = counters.FileStore(str(tmp_path / "small"))
    for number in range(counters.FileStore.PLACES):
        store.hit_all([(f"key{number}", 100 + number)])
    store.hit_all([("new", 50)])
    assert store.peek("key0").value == 0
    assert [store.peek(f"key{number}").value for number in range(1, counters.FileStore.PLACES)] == [1] * 7
    store.hit_all([("newer", 50)])
    assert store.peek("new").value == 0
    store.close()


def test_threads_lose_no_hit():
    def work():
        for _ in range(300):
            counters.hit("shared", window=60)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counters.peek("shared").value == 1_200


def test_counts_outlive_the_process_that_made_them(settings):
    counters.hit("kept", window=60)
    counters.close()
    assert counters.hit("kept", window=60).value == 2
