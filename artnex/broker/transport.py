"""The kombu transport `artnex-sqlite:///path/to/queue.sqlite3`."""

import sqlite3
import time
from queue import Empty
from typing import Any

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

from artnex.broker.database import Database
from artnex.broker.ownership import Owner, clean_up_after_the_dead

SECONDS_BETWEEN_FULL_LOOKS = 1.0
ROW = "artnex_row"  # where a delivered message notes its row in the table

TAKE = """
UPDATE messages SET owner = ?, deliveries = deliveries + 1
WHERE id = (SELECT id FROM messages WHERE queue = ? AND owner IS NULL ORDER BY id LIMIT 1)
RETURNING id, content, deliveries
"""
TAKE_FOR_GOOD = """
DELETE FROM messages
WHERE id = (SELECT id FROM messages WHERE queue = ? AND owner IS NULL ORDER BY id LIMIT 1)
RETURNING id, content, 1
"""


class QoS(virtual.QoS):
    """Counts what a channel holds. Acknowledgements come from other threads than deliveries."""

    def ack(self, delivery_tag: str) -> None:
        message = self._delivered.get(delivery_tag)
        if message is not None:
            self.channel.remove(message)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        message = self._delivered.get(delivery_tag)
        if message is not None:
            if requeue:
                self.channel.give_back(message)
            else:
                self.channel.remove(message)
        self._quick_ack(delivery_tag)


class Channel(virtual.Channel):
    """Messages and bindings live in the file; exchange types in the process, as everyone declares what it uses."""

    QoS = QoS
    supports_fanout = True
    do_restore = False  # `close` gives back everything at once

    def __init__(self, connection: Any, **rest: Any) -> None:
        super().__init__(connection, **rest)
        self.database = Database(connection.path)
        self._owner: Owner | None = None
        self._may_have_messages = True
        self._next_full_look = 0.0
        self._queues_without_ack: set[str] = set()
        self._queues_known: set[str] = set()
        self.database.run("SELECT 1")  # a file that cannot be opened shows now

    @property
    def owner(self) -> Owner:
        if self._owner is None or self._owner.is_inherited:
            self._owner = Owner(self.database)
        return self._owner

    # ── sending ────────────────────────────────────────────────────────────────────────────────────
    def _put(self, queue: str, message: dict[str, Any], **rest: Any) -> None:
        self.database.run("INSERT INTO messages(queue, content) VALUES(?, ?)", (queue, dumps(message)))
        self._may_have_messages = True  # our own writes do not show in changed_by_others

    def _put_fanout(self, exchange: str, message: dict[str, Any], routing_key: str, **rest: Any) -> None:
        for _key, _pattern, queue in self.get_table(exchange):
            self._put(queue, message)

    # ── queues and bindings ────────────────────────────────────────────────────────────────────────
    def _new_queue(self, queue: str, **options: Any) -> None:
        if queue in self._queues_known:
            return
        passing = (
            options.get("auto_delete") or options.get("exclusive") or "x-expires" in (options.get("arguments") or {})
        )
        owner = self.owner.name if passing else None
        self.database.run("INSERT OR IGNORE INTO queues(name, owner) VALUES(?, ?)", (queue, owner))
        if not passing:
            self._queues_known.add(queue)

    def _has_queue(self, queue: str, **rest: Any) -> bool:
        return bool(self.database.run("SELECT 1 FROM queues WHERE name = ?", (queue,)))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        values = (exchange, routing_key or "", pattern or "", queue)
        self.database.run("INSERT OR IGNORE INTO bindings VALUES(?, ?, ?, ?)", values)

    def queue_unbind(
        self, queue: str, exchange: str = "", routing_key: str = "", arguments: Any = None, **rest: Any
    ) -> None:
        self.state.binding_delete(queue, exchange, routing_key)
        self.database.run(
            "DELETE FROM bindings WHERE exchange = ? AND routing_key = ? AND queue = ?", (exchange, routing_key, queue)
        )

    def get_table(self, exchange: str) -> list[tuple[str, str, str]]:
        """Bindings of the exchange, whichever process made them."""
        statement = "SELECT routing_key, pattern, queue FROM bindings WHERE exchange = ?"
        return self.database.run(statement, (exchange,))

    def _delete(self, queue: str, *rest: Any, **options: Any) -> None:
        self._queues_known.discard(queue)
        with self.database.transaction():
            self.database.run("DELETE FROM messages WHERE queue = ?", (queue,))
            self.database.run("DELETE FROM bindings WHERE queue = ?", (queue,))
            self.database.run("DELETE FROM queues WHERE name = ?", (queue,))

    def _size(self, queue: str) -> int:
        return self.database.run("SELECT count(*) FROM messages WHERE queue = ? AND owner IS NULL", (queue,))[0][0]

    def _purge(self, queue: str) -> int:
        return len(self.database.run("DELETE FROM messages WHERE queue = ? AND owner IS NULL RETURNING id", (queue,)))

    # ── receiving ──────────────────────────────────────────────────────────────────────────────────
    def basic_consume(self, queue: str, no_ack: bool, callback: Any, consumer_tag: str, **rest: Any) -> None:
        if no_ack:
            self._queues_without_ack.add(queue)
        else:
            self._queues_without_ack.discard(queue)
        self._may_have_messages = True
        super().basic_consume(queue, no_ack, callback, consumer_tag, **rest)

    def basic_get(self, queue: str, no_ack: bool = False, **rest: Any) -> Any:
        try:
            message = self.Message(self._take(queue, for_good=no_ack), channel=self)
        except Empty:
            return None
        if not no_ack:
            self.qos.append(message, message.delivery_tag)
        return message

    def drain_events(self, timeout: float | None = None, callback: Any = None) -> Any:
        """Deliver one message. When nothing was written since the last look, one cheap question answers that."""
        if not self._consumers or not self.qos.can_consume():
            raise Empty
        now = time.monotonic()
        if now >= self._next_full_look:
            self._next_full_look = now + SECONDS_BETWEEN_FULL_LOOKS
            clean_up_after_the_dead(self.database)
        elif not self.database.changed_by_others() and not self._may_have_messages:
            raise Empty
        try:
            delivered = super().drain_events(timeout=timeout, callback=callback)
        except Empty:
            self._may_have_messages = False
            raise
        self._may_have_messages = True
        return delivered

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        return self._take(queue, for_good=queue in self._queues_without_ack)

    def _take(self, queue: str, *, for_good: bool) -> dict[str, Any]:
        if for_good:
            found = self.database.run(TAKE_FOR_GOOD, (queue,))
        else:
            found = self.database.run(TAKE, (self.owner.name, queue))
        if not found:
            raise Empty
        row, content, deliveries = found[0]
        message = loads(content)
        message["properties"]["delivery_info"] |= {ROW: row, "redelivered": deliveries > 1}
        return message

    def remove(self, message: Any) -> None:
        """It was dealt with; nothing happens when it was taken from us meanwhile."""
        self.database.run(
            "DELETE FROM messages WHERE id = ? AND owner = ?", (message.delivery_info[ROW], self.owner.name)
        )

    def give_back(self, message: Any) -> None:
        """Into its queue again, at its old place."""
        self.database.run(
            "UPDATE messages SET owner = NULL WHERE id = ? AND owner = ?", (message.delivery_info[ROW], self.owner.name)
        )
        self._may_have_messages = True

    _restore = _restore_at_beginning = give_back

    def close(self) -> None:
        if not self.closed:
            super().close()
            if self._owner is not None:
                self._owner.end()
            self.database.close()


class Transport(virtual.Transport):
    """`polling_interval` in the transport options says how often consumers look (seconds)."""

    Channel = Channel
    polling_interval = 0.01
    default_port = None
    driver_type = "sqlite"
    driver_name = "sqlite3"
    implements = virtual.Transport.implements.extend(exchange_type=frozenset(["direct", "topic", "fanout"]))
    connection_errors: tuple[Any, ...] = (*virtual.Transport.connection_errors, sqlite3.OperationalError)
    channel_errors: tuple[Any, ...] = (*virtual.Transport.channel_errors, sqlite3.DatabaseError)

    @property
    def path(self) -> str:
        """The queue file: what follows `artnex-sqlite:///`."""
        return self.client.virtual_host  # type: ignore[union-attr]

    @property
    def default_connection_params(self) -> dict[str, Any]:
        """There is no host and no port."""
        return {}

    def driver_version(self) -> str:
        return sqlite3.sqlite_version
