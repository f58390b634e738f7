"""Several live processes as one: hints that there is news, and who is where, over Redis.

Nothing here is needed to get events, which are in the database. Without Redis a second live process would only not know
the people of the first.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Any

import orjson
import redis.asyncio
import structlog
from django.conf import settings
from redis.exceptions import RedisError

from artnex.live.hub import Hub
from artnex.live.presence import Face
from artnex.live.waking import CHANNEL as NEWS

PEOPLE = "artnex:live:people"
TOLD_EVERY = 5.0
PAUSE = 2.0
log = structlog.get_logger("artnex.live")


class Others:
    """This process' line to the others."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self._to_say: asyncio.Queue[bytes] = asyncio.Queue(10_000)
        hub.tell_others = self.tell

    def tell(self, brand_id: int, faces: Iterable[Face]) -> None:
        """Who is on a brand here; said again regularly, so one that is lost does no harm."""
        said = {"process": self.name, "brand_id": brand_id, "people": list(faces)}
        if not self._to_say.full():
            self._to_say.put_nowait(orjson.dumps(said))

    async def run(self) -> None:
        """Listen and speak until cancelled; a Redis that is away comes back."""
        while True:
            client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._listen(client))
                    both.create_task(self._speak(client))
            except* (RedisError, OSError) as trouble:
                log.warning("other live processes not reached", reason=type(trouble.exceptions[0]).__name__)
            finally:
                await client.aclose()
            await asyncio.sleep(PAUSE)

    async def _listen(self, client: Any) -> None:
        async with client.pubsub() as line:
            await line.subscribe(NEWS, PEOPLE)
            self.hub.news.set()
            async for message in line.listen():
                if message["type"] != "message":
                    continue
                if message["channel"] == NEWS.encode():
                    self.hub.news.set()
                else:
                    self._hear(orjson.loads(message["data"]))

    def _hear(self, said: dict[str, Any]) -> None:
        if said["process"] == self.name:
            return
        if said["process"] not in self.hub.presence.others:  # a new one: it should know who is here
            self._tell_all()
        self.hub.presence.hear(said["process"], said["brand_id"], said["people"])
        self.hub.announce_people(said["brand_id"])

    async def _speak(self, client: Any) -> None:
        said_all_at = 0.0
        while True:
            if time.monotonic() - said_all_at > TOLD_EVERY:
                said_all_at = time.monotonic()
                self._tell_all()
                for brand_id in self.hub.presence.forget_silent():
                    self.hub.announce_people(brand_id)
            try:
                async with asyncio.timeout(TOLD_EVERY):
                    await client.publish(PEOPLE, await self._to_say.get())
            except TimeoutError:
                continue

    def _tell_all(self) -> None:
        """Everybody here, and brand 0, which is none: a sign of life even when nobody is here."""
        self.tell(0, ())
        for brand_id, people in self.hub.presence.local.items():
            self.tell(brand_id, people.values())
