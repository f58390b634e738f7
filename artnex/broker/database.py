"""Connections to the queue file that survive threads and forks."""

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS messages(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    content TEXT NOT NULL,
    owner TEXT,                          -- who it was delivered to; NULL: waiting
    deliveries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS messages_waiting ON messages(queue, id) WHERE owner IS NULL;
CREATE INDEX IF NOT EXISTS messages_held ON messages(owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS owners(
    owner TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    birth TEXT NOT NULL,
    lease_until REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS queues(
    name TEXT PRIMARY KEY,
    owner TEXT                           -- a queue with an owner goes with it (replies, remote control)
);
CREATE TABLE IF NOT EXISTS bindings(
    exchange TEXT NOT NULL,
    routing_key TEXT NOT NULL,
    pattern TEXT NOT NULL,
    queue TEXT NOT NULL,
    PRIMARY KEY(exchange, routing_key, pattern, queue)
);
"""
BUSY_SECONDS = 20.0
OPENING_ATTEMPTS = 50

Rows = list[tuple[Any, ...]]


class Database:
    """One connection, opened when first used, shared by the threads of one process."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._version_seen: int | None = None
        _opened.add(self)

    def run(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """One statement, committed at once unless inside `transaction`; all its rows, so that no read stays open."""
        with self.lock:
            return self._connect().execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several statements as one; the write lock is taken at the start, so nothing read goes stale."""
        with self.lock:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.run("ROLLBACK")
                raise
            self.run("COMMIT")

    def changed_by_others(self) -> bool:
        """True when another connection wrote since the last time this was asked. Costs a few microseconds."""
        version = self.run("PRAGMA data_version")[0][0]
        if version == self._version_seen:
            return False
        self._version_seen = version
        return True

    def close(self) -> None:
        """Close until used again."""
        with self.lock:
            connection, self._connection, self._version_seen = self._connection, None, None
            if connection is not None:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _open(self.path)
        return self._connection


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    for attempt in range(OPENING_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:  # switching to WAL does not wait for others that do the same
            if attempt == OPENING_ATTEMPTS - 1:
                connection.close()
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA journal_size_limit=16777216")
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
    return connection


# SQLite keeps its file locks by process, and believes after a fork that the child still has them. So no connection
# to a queue file is ever open across a fork: they are closed before it and opened again on next use.
_opened: "weakref.WeakSet[Database]" = weakref.WeakSet()
_closed_for_fork: list[Database] = []
_fork_lock = threading.Lock()


def _before_fork() -> None:
    _fork_lock.acquire()
    _closed_for_fork.extend(_opened)
    for database in _closed_for_fork:
        database.lock.acquire()
        database.close()


def _after_fork_in_parent() -> None:
    for database in _closed_for_fork:
        database.lock.release()
    _closed_for_fork.clear()
    _fork_lock.release()


def _after_fork_in_child() -> None:
    global _fork_lock  # noqa: PLW0603 - the locks of the parent are of no use here
    for database in _closed_for_fork:
        database.lock = threading.RLock()
    _closed_for_fork.clear()
    _fork_lock = threading.Lock()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child)
