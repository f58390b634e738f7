"""The embedded broker as kombu sees it, in one process and across several."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

import artnex.celery  # noqa: F401 - registers the transport
from artnex.broker import ownership
from artnex.broker.database import Database

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys, time
import artnex.celery
from kombu import Connection
with Connection(sys.argv[1]) as connection:
    queue = connection.SimpleQueue("work")
    queue.get(timeout=5)
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def url(tmp_path):
    return f"artnex-sqlite:///{tmp_path}/queue.sqlite3"


@pytest.fixture
def connect(url):
    opened = []

    def make():
        opened.append(Connection(url))
        return opened[-1]

    yield make
    for connection in opened:
        connection.release()


def rows(tmp_path, question):
    with closing(sqlite3.connect(tmp_path / "queue.sqlite3")) as database:
        return database.execute(question).fetchall()


def next_message(queue):
    return queue.get(timeout=5)


def test_messages_come_in_order_and_are_gone_when_acknowledged(connect, tmp_path):
    sender, receiver = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    for number in range(3):
        sender.put({"n": number})
    messages = [next_message(receiver) for _ in range(3)]
    assert [message.payload["n"] for message in messages] == [0, 1, 2]
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(3,)]
    for message in messages:
        message.ack()
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(0,)]


def test_message_goes_to_one_receiver_only(connect):
    sender, first, second = (connect().SimpleQueue("work") for _ in range(3))
    sender.put("once")
    assert next_message(first).payload == "once"
    with pytest.raises(Empty):
        second.get(timeout=0.1)


def test_rejected_message_comes_back_or_is_gone(connect, tmp_path):
    queue = connect().SimpleQueue("work")
    queue.put("again")
    next_message(queue).reject(requeue=True)
    message = next_message(queue)
    assert (message.payload, message.delivery_info["redelivered"]) == ("again", True)
    message.reject(requeue=False)
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(0,)]


def test_closing_gives_back_what_is_held(connect):
    first, second = connect(), connect().SimpleQueue("work")
    holder = first.SimpleQueue("work")
    holder.put("held")
    next_message(holder)
    first.release()
    assert next_message(second).payload == "held"


def test_messages_outlive_everybody(connect):
    first = connect()
    first.SimpleQueue("work").put("kept")
    first.release()
    assert next_message(connect().SimpleQueue("work")).payload == "kept"


@pytest.mark.processes
def test_message_of_a_killed_process_goes_to_another(connect, url):
    queue = connect().SimpleQueue("work")
    queue.put("survivor")
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Empty):
        queue.get(timeout=0.1)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    began = time.monotonic()
    message = next_message(queue)
    assert (message.payload, message.delivery_info["redelivered"]) == ("survivor", True)
    assert time.monotonic() - began < 3


def test_message_of_a_holder_that_stopped_renewing_goes_to_another(connect, url, tmp_path):
    holder, queue = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    queue.put("stuck")
    stale = next_message(holder)
    with closing(sqlite3.connect(tmp_path / "queue.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE owners SET lease_until = 0 WHERE owner = (SELECT owner FROM messages)")
    message = next_message(queue)
    assert message.payload == "stuck"
    stale.ack()  # too late: it belongs to another
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(1,)]
    message.ack()
    assert rows(tmp_path, "SELECT count(*) FROM messages") == [(0,)]


def test_fanout_reaches_every_listener_and_their_queues_go_with_them(connect, tmp_path):
    news = Exchange("news", type="fanout", durable=False)
    heard, listeners = [], []
    for number in range(2):
        connection = connect()
        queue = Queue(f"listener{number}", news, auto_delete=True, durable=False)
        consumer = connection.Consumer(queue, callbacks=[lambda body, message: heard.append(body)], no_ack=True)
        consumer.consume()
        listeners.append(connection)
    connect().Producer().publish("hello", exchange=news, declare=[news])
    for connection in listeners:
        connection.drain_events(timeout=5)
    assert heard == ["hello", "hello"]
    for connection in listeners:
        connection.release()
    assert rows(tmp_path, "SELECT count(*) FROM queues") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM bindings") == [(0,)]


def test_topic_bindings_choose_by_pattern(connect):
    topics = Exchange("topics", type="topic")
    connection = connect()
    wanted = Queue("wanted", topics, routing_key="task.#")(connection.channel())
    wanted.declare()
    producer = connect().Producer()
    for key in ("task.sent", "worker.online"):
        producer.publish(key, exchange=topics, routing_key=key, declare=[topics])
    assert wanted.get().payload == "task.sent"
    assert wanted.get() is None


def test_prefetch_limit_holds_until_an_acknowledgement(connect):
    connection, got = connect(), []
    queue = Queue("work", Exchange("work"), routing_key="work")
    consumer = connection.Consumer(queue, callbacks=[lambda _body, message: got.append(message)])
    consumer.qos(prefetch_count=1)
    consumer.consume()
    sender = connect().SimpleQueue("work")
    sender.put(1)
    sender.put(2)
    connection.drain_events(timeout=5)
    with pytest.raises(TimeoutError):
        connection.drain_events(timeout=0.1)
    got[0].ack()
    connection.drain_events(timeout=5)
    assert [message.payload for message in got] == [1, 2]


def test_queues_can_be_counted_emptied_and_deleted(connect):
    connection = connect()
    queue = connection.SimpleQueue("work")
    for number in range(3):
        queue.put(number)
    next_message(queue)
    assert queue.qsize() == 2
    assert queue.clear() == 2
    queue.queue.delete()
    with pytest.raises(connection.channel_errors):
        queue.qsize()


def test_folder_that_does_not_exist_is_a_connection_error(tmp_path):
    connection = Connection(f"artnex-sqlite:///{tmp_path}/missing/queue.sqlite3")
    with pytest.raises(connection.connection_errors):
        connection.connect()


def test_child_neither_uses_nor_frees_what_the_parent_holds(connect, url, tmp_path):
    connection = connect()
    queue = connection.SimpleQueue("work")
    queue.put("mine")
    message = next_message(queue)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            connection.release()  # as worker children do with what they inherit
            with Connection(url) as own:
                own.SimpleQueue("from-child").put("hello")
            code = 0
        finally:
            os._exit(code)
    os.waitpid(pid, 0)
    assert rows(tmp_path, "SELECT count(*) FROM messages WHERE owner IS NOT NULL") == [(1,)]
    message.ack()
    assert rows(tmp_path, "SELECT count(*) FROM messages WHERE queue = 'work'") == [(0,)]


def test_no_connection_is_open_across_a_fork(tmp_path):
    database = Database(str(tmp_path / "queue.sqlite3"))
    database.run("SELECT 1")
    pid = os.fork()
    if pid == 0:
        try:
            inherited = database._connection is not None
            database.run("INSERT INTO messages(queue, content) VALUES('q', 'child')")
        finally:
            os._exit(7 if inherited else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert database.run("SELECT content FROM messages") == [("child",)]
    database.close()


def test_owner_whose_process_number_was_given_away_is_gone(tmp_path):
    database = Database(str(tmp_path / "queue.sqlite3"))
    owner = ownership.Owner(database)
    assert not ownership.clean_up_after_the_dead(database)
    place = database.run("SELECT birth FROM owners")[0][0].rpartition("/")[0]
    if place:  # only where /proc tells when a process began
        database.run("UPDATE owners SET birth = ?", (f"{place}/1",))
        assert ownership.clean_up_after_the_dead(database)
        assert database.run("SELECT count(*) FROM owners") == [(0,)]
    owner.end()
    database.close()


def test_owner_elsewhere_is_judged_by_its_lease_alone(tmp_path):
    database = Database(str(tmp_path / "queue.sqlite3"))
    statement = "INSERT INTO owners(owner, pid, birth, lease_until) VALUES('other', 1, 'another-boot/ns/5', ?)"
    database.run(statement, (time.time() + 60,))
    assert not ownership.clean_up_after_the_dead(database)
    database.run("UPDATE owners SET lease_until = ?", (time.time() - 1,))
    assert ownership.clean_up_after_the_dead(database)
    database.close()
