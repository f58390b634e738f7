"""Counters that stay right when several processes count at once: rate limits, lock-out, "at most once a minute".

Each key counts within a window that starts with its first hit. The counters live in Redis when `REDIS_URL` is set,
else in a small SQLite file of their own (`ARTNEX_HOME/counters.sqlite3`), which all processes of this machine share.
When Redis does not answer, the file takes over: limits are then per machine, and the site stays up.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from threading import Lock
from typing import Protocol, TypeVar

import redis
import structlog
from django.conf import settings

log = structlog.get_logger("artnex.counters")
PREFIX = "artnex:count:"
REDIS_PAUSE = 5.0  # seconds without trying Redis again after it failed
PURGE_EVERY = 2_000  # hits between two removals of expired rows


@dataclass(frozen=True, slots=True)
class Count:
    """How often a key was hit in its present window, and in how many seconds that window ends."""

    value: int
    resets_in: int


NOTHING = Count(0, 0)
Hit = tuple[str, int]
Answer = TypeVar("Answer")


class Store(Protocol):
    def hit_all(self, hits: Sequence[Hit]) -> list[Count]: ...
    def peek(self, key: str) -> Count: ...
    def reset(self, key: str) -> None: ...
    def close(self) -> None: ...


def hit(key: str, *, window: int) -> Count:
    """Count one hit of `key` within `window` seconds of its first and return the new state."""
    return hit_all([(key, window)])[0]


def hit_all(hits: Sequence[Hit]) -> list[Count]:
    """Count one hit of each (key, window) in a single round trip; the keys must differ."""
    return _ask(lambda store: store.hit_all(hits))


def peek(key: str) -> Count:
    """The state of `key` without counting."""
    return _ask(lambda store: store.peek(key))


def reset(key: str) -> None:
    """Forget `key`."""
    _ask(lambda store: store.reset(key))


def close() -> None:
    """Give up this process' connections; the next hit opens new ones."""
    while _stores:
        _stores.popitem()[1].close()


class RedisStore:
    """INCR and EXPIRE in one script, so that no counter is left without an end."""

    SCRIPT = """
    local answer = {}
    for i, key in ipairs(KEYS) do
      local value = redis.call('INCR', key)
      local left = redis.call('PTTL', key)
      if left < 0 then
        left = tonumber(ARGV[i]) * 1000
        redis.call('PEXPIRE', key, left)
      end
      answer[#answer + 1] = value
      answer[#answer + 1] = left
    end
    return answer
    """

    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self.script = self.client.register_script(self.SCRIPT)

    def hit_all(self, hits: Sequence[Hit]) -> list[Count]:
        flat = self.script(keys=[PREFIX + key for key, _ in hits], args=[window for _, window in hits])
        return [Count(value, ceil(left / 1000)) for value, left in zip(flat[::2], flat[1::2], strict=True)]

    def peek(self, key: str) -> Count:
        value, left = self.client.get(PREFIX + key), self.client.pttl(PREFIX + key)
        return Count(int(value), ceil(max(left, 0) / 1000)) if value is not None else NOTHING

    def reset(self, key: str) -> None:
        self.client.delete(PREFIX + key)

    def close(self) -> None:
        self.client.close()


class SqliteStore:
    """One row a key. Losing the last moments in a power cut is harmless, hence no fsync."""

    SET_UP = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=200;
    CREATE TABLE IF NOT EXISTS counters
      (key TEXT PRIMARY KEY, value INTEGER NOT NULL, ends_at REAL NOT NULL) WITHOUT ROWID;
    """

    def __init__(self, path: str) -> None:
        self.lock = Lock()
        self.hits = 0
        self.connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._prepare(time.monotonic() + 10)

    def _prepare(self, give_up: float) -> None:
        """Make the table. The change to WAL does not wait for others who make it as well, so it is tried again."""
        while True:
            try:
                self.connection.executescript(self.SET_UP)
            except sqlite3.OperationalError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
            else:
                return

    def hit_all(self, hits: Sequence[Hit]) -> list[Count]:
        now = time.time()
        statement = _upsert(len(hits))
        values: list[str | float] = []
        for key, window in hits:
            values += [key, now + window]
        with self.lock:
            found = self.connection.execute(statement, [*values, now]).fetchall()
            self.hits += 1
            if self.hits % PURGE_EVERY == 0:
                self.connection.execute("DELETE FROM counters WHERE ends_at <= ?", (now,))
        counts = {key: Count(value, ceil(ends_at - now)) for key, value, ends_at in found}
        return [counts[key] for key, _ in hits]

    def peek(self, key: str) -> Count:
        now = time.time()
        with self.lock:
            found = self.connection.execute("SELECT value, ends_at FROM counters WHERE key = ?", (key,)).fetchone()
        return Count(found[0], ceil(found[1] - now)) if found and found[1] > now else NOTHING

    def reset(self, key: str) -> None:
        with self.lock:
            self.connection.execute("DELETE FROM counters WHERE key = ?", (key,))

    def close(self) -> None:
        self.connection.close()


@cache
def _upsert(rows: int) -> str:
    """The statement for so many keys at once: their keys and ends, then the time of day; placeholders only."""
    places = ", ".join(f"(?{2 * row + 1}, 1, ?{2 * row + 2})" for row in range(rows))
    now = f"?{2 * rows + 1}"
    return f"""
    INSERT INTO counters(key, value, ends_at) VALUES {places}
    ON CONFLICT(key) DO UPDATE SET
      value = CASE WHEN ends_at <= {now} THEN 1 ELSE value + 1 END,
      ends_at = CASE WHEN ends_at <= {now} THEN excluded.ends_at ELSE ends_at END
    RETURNING key, value, ends_at
    """  # noqa: S608 - nothing but the numbers of placeholders is put in


_stores: dict[tuple[int, str], Store] = {}  # by process: connections do not survive a fork
_opening = Lock()
_redis_rests_until = 0.0


def _ask(question: Callable[[Store], Answer]) -> Answer:
    """Redis' answer when it is set up and reachable, else the local file's."""
    global _redis_rests_until  # noqa: PLW0603 - one pause for the whole process
    if settings.REDIS_URL and time.monotonic() >= _redis_rests_until:
        try:
            return question(_store(settings.REDIS_URL, RedisStore))
        except redis.RedisError as problem:
            _redis_rests_until = time.monotonic() + REDIS_PAUSE
            log.warning("redis_unavailable", problem=type(problem).__name__)
    return question(_store(str(settings.COUNTERS_FILE), SqliteStore))


def _store(place: str, kind: Callable[[str], Store]) -> Store:
    key = (os.getpid(), place)
    found = _stores.get(key)
    if found is None:
        with _opening:
            found = _stores.get(key) or _stores.setdefault(key, kind(place))
    return found
