"""Counters that stay right when several processes count at once: rate limits, lock-out, "at most once a minute".

Each key counts within a window that starts with its first hit. The counters live in Redis when `REDIS_URL` is set,
else in a small file (`ARTNEX_HOME/counters`) that all processes of this machine share. When Redis does not answer, the
file takes over: limits are then per machine, and the site stays up.
"""

import fcntl
import mmap
import os
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil, inf
from threading import Lock
from typing import Protocol, TypeVar

import redis
import structlog
from django.conf import settings

log = structlog.get_logger("artnex.counters")
PREFIX = "artnex:count:"
REDIS_PAUSE = 5.0  # seconds without trying Redis again after it failed


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


class ByteLock:
    """One byte of a file, held against other processes for a block; the kernel frees it when the holder dies."""

    __slots__ = ("file", "place")

    def __init__(self, file: int, place: int) -> None:
        self.file, self.place = file, place

    def __enter__(self) -> None:
        fcntl.lockf(self.file, fcntl.LOCK_EX, 1, self.place)

    def __exit__(self, *_exception: object) -> None:
        fcntl.lockf(self.file, fcntl.LOCK_UN, 1, self.place)


class FileStore:
    """A table of fixed size in a file that all processes of this machine have in memory.

    A key has one of the eight places of its bucket; when all are taken by others, the one that ends first gives way.
    Buckets are locked by byte ranges of the file between processes, and by an ordinary lock between threads. A hit
    costs about 5 µs of CPU where SQLite took 10, and waits far less for other processes.
    """

    PLACE = struct.Struct("<16sdQ")  # digest of the key, end of the window, hits
    PLACES = 8
    BUCKETS = 16_384

    def __init__(self, path: str) -> None:
        self.bucket_size = self.PLACE.size * self.PLACES
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        size = self.bucket_size * self.BUCKETS
        if os.fstat(self.file).st_size < size:
            os.ftruncate(self.file, size)  # zeros: an empty place; harmless when another process did it just now
        self.table = mmap.mmap(self.file, size)
        self.lock = Lock()

    def hit_all(self, hits: Sequence[Hit]) -> list[Count]:
        now = time.time()
        return [self._hit(key, window, now) for key, window in hits]

    def _hit(self, key: str, window: int, now: float) -> Count:
        digest, bucket = self._locate(key)
        with self.lock, ByteLock(self.file, bucket):
            place, ends_at, value = self._find(digest, bucket, now)
            if ends_at <= now:
                ends_at, value = now + window, 0
            self.PLACE.pack_into(self.table, place, digest, ends_at, value + 1)
        return Count(value + 1, ceil(ends_at - now))

    def peek(self, key: str) -> Count:
        now = time.time()
        digest, bucket = self._locate(key)
        with self.lock, ByteLock(self.file, bucket):
            _place, ends_at, value = self._find(digest, bucket, now)
        return Count(value, ceil(ends_at - now)) if ends_at > now else NOTHING

    def reset(self, key: str) -> None:
        digest, bucket = self._locate(key)
        with self.lock, ByteLock(self.file, bucket):
            place, ends_at, _value = self._find(digest, bucket, time.time())
            if ends_at:
                self.PLACE.pack_into(self.table, place, b"", 0.0, 0)

    def close(self) -> None:
        self.table.close()
        os.close(self.file)

    def _locate(self, key: str) -> tuple[bytes, int]:
        """The key's digest, and where its bucket starts."""
        digest = blake2b(key.encode(), digest_size=16).digest()
        return digest, int.from_bytes(digest[:4], "little") % self.BUCKETS * self.bucket_size

    def _find(self, digest: bytes, bucket: int, now: float) -> tuple[int, float, int]:
        """(place, end, hits) of the key; for a new one (place, 0, 0), the place being the one to be given up first."""
        first_to_end, its_end = bucket, inf
        for place in range(bucket, bucket + self.bucket_size, self.PLACE.size):
            known, ends_at, value = self.PLACE.unpack_from(self.table, place)
            if known == digest:
                return place, ends_at, value
            if ends_at < its_end:
                first_to_end, its_end = place, ends_at
        return first_to_end, 0.0, 0


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
    return question(_store(str(settings.COUNTERS_FILE), FileStore))


def _store(place: str, kind: Callable[[str], Store]) -> Store:
    key = (os.getpid(), place)
    found = _stores.get(key)
    if found is None:
        with _opening:
            found = _stores.get(key) or _stores.setdefault(key, kind(place))
    return found
