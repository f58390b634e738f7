"""The event table is read from its end, and what is committed late is not lost."""

import threading
import time

import pytest
from django.db import connection, transaction

from artnex.events.models import Event
from artnex.events.registry import register_event
from artnex.events.services import record_event
from artnex.live import tail as tail_module
from artnex.live.tail import Tail, missed

pytestmark = pytest.mark.django_db
register_event("test.happened", "Happened", {})


def happen(brand_id=1, **fields):
    return Event.objects.create(name="test.happened", brand_id=brand_id, **fields)


def numbers(events):
    return [event.pk for event in events]


def test_only_what_is_new_is_read():
    happen()
    tail = Tail()
    tail.start()
    tail.gaps.clear()  # on PostgreSQL, tests before this one have used numbers up and taken them back
    assert tail.read() == []

    first, second = happen(), happen()
    assert numbers(tail.read()) == [first.pk, second.pk]
    assert tail.read() == []
    assert tail.settled == tail.position == second.pk


def test_number_that_appears_late_is_read_then():
    start = happen(pk=1_000_000).pk
    tail = Tail()
    tail.start()
    tail.gaps.clear()
    happen(pk=start + 3)
    assert numbers(tail.read()) == [start + 3]
    assert tail.settled == start

    happen(pk=start + 1)
    assert numbers(tail.read()) == [start + 1]
    assert tail.settled == start + 1


def test_number_skipped_before_the_start_is_waited_for():
    start = happen().pk
    happen(pk=start + 2)
    tail = Tail()
    tail.start()
    happen(pk=start + 1)
    assert numbers(tail.read()) == [start + 1]


def test_number_that_was_taken_back_is_given_up(monkeypatch):
    monkeypatch.setattr(tail_module, "GRACE_SECONDS", -1)
    tail = Tail()
    start = happen().pk
    tail.start()
    happen(pk=start + 2)
    tail.read()
    for _look in range(3):
        tail.read()
    # The test's own transaction is open: on PostgreSQL the number may still be taken by it.
    assert (start + 1 in tail.gaps) == (connection.vendor == "postgresql")


def test_batch_is_bounded_and_the_rest_follows(monkeypatch):
    monkeypatch.setattr(tail_module, "BATCH", 2)
    tail = Tail()
    tail.start()
    made = [happen().pk for _number in range(5)]
    assert [numbers(tail.read()) for _look in range(3)] == [made[:2], made[2:4], made[4:]]


def test_one_look_is_one_statement_when_nothing_was_skipped(django_assert_num_queries):
    tail = Tail()
    tail.start()
    tail.gaps.clear()
    happen()
    with django_assert_num_queries(1):
        tail.read()


def test_missed_events_are_those_of_the_brand_in_order():
    known = happen()
    wanted = [happen().pk, happen().pk]
    happen(brand_id=2)
    assert numbers(missed(1, known.pk, 10)) == wanted
    assert numbers(missed(1, known.pk, 1)) == wanted[:1]


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="transactions at once need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_read_twice_while_many_write_and_take_back(monkeypatch):
    monkeypatch.setattr(tail_module, "GRACE_SECONDS", 0.2)
    tail, kept, lock = Tail(), set(), threading.Lock()
    tail.start()

    def write(number):
        try:
            for step in range(15):
                with transaction.atomic():
                    event = record_event("test.happened", brand_id=1)
                    pause(0.002 * ((number * 7 + step * 3) % 11))
                    if step % 4 == number % 4:
                        transaction.set_rollback(True)
                        continue
                with lock:
                    kept.add(event.pk)
        finally:
            connection.close()

    def write_slowly():
        try:
            with transaction.atomic():
                event = record_event("test.happened", brand_id=1)
                pause(1.5)
            with lock:
                kept.add(event.pk)
        finally:
            connection.close()

    pause = threading.Event().wait
    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    writers.append(threading.Thread(target=write_slowly))
    for writer in writers:
        writer.start()
    found = []
    while any(writer.is_alive() for writer in writers):
        found += numbers(tail.read())
        pause(0.01)
    found += numbers(tail.read())

    assert len(found) == len(set(found))
    assert set(found) == kept
    # A number taken back is settled once no older transaction is open in the whole server, and
    # a test running beside this one may hold one for a while.
    deadline = time.monotonic() + 60
    while tail.gaps and time.monotonic() < deadline:
        assert numbers(tail.read()) == []
        pause(0.1)
    assert tail.gaps == {}
