"""All connections of one live process: who follows what, and what reaches whom."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model

from artnex.errors import ArtNexError, NotAuthenticated, NotFound, RateLimited, TokenExpired
from artnex.events.models import Event, Notification
from artnex.events.queries import unread_count
from artnex.jobs.models import Job
from artnex.live.client import TOO_MUCH, UNKNOWN_PERSON, Client
from artnex.live.entrance import Pass, entrance, readable_by_each
from artnex.live.jobs import JobWatch
from artnex.live.messages import encode, error_message, event_message, job_message, notification_message
from artnex.live.presence import Face, Presence
from artnex.live.tail import BATCH, Tail
from artnex.live.work import DATABASE_TROUBLE, in_thread

LOOK_SECONDS = 0.4
CHECK_SECONDS = 0.6
CHECKED_AT_ONCE = 60  # holders whose brands are asked for again at each check; an event asks for its own at once
LEAVE_SECONDS = 1.5  # who goes from page to page is away for a moment only
log = structlog.get_logger("artnex.live")
TellOthers = Callable[[int, Iterable[Face]], None]


class Hub:
    """Knows the connections. Everything but the questions to the database happens in one event loop."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.by_brand: dict[int, set[Client]] = defaultdict(set)
        self.by_user: dict[int, set[Client]] = defaultdict(set)
        self.tail, self.job_watch, self.presence = Tail(), JobWatch(), Presence()
        self.news = asyncio.Event()
        self.tell_others: TellOthers = lambda _brand_id, _faces: None
        self._checked_at = 0.0
        self._turn: list[Client] = []

    # ── coming and going ───────────────────────────────────────────────────────────────────────────
    def admit(self, client: Client, ticket: Pass) -> bool:
        """Note who holds the connection; False, and its end, when the person has too many."""
        if len(self.by_user.get(ticket.user_id, ())) >= settings.LIVE_CONNECTIONS_PER_PERSON:
            last_words = error_message(RateLimited(retry_after=60), language=ticket.language)
            client.end(TOO_MUCH, "too many connections", last_words)
            return False
        client.ticket = ticket
        self.clients.add(client)
        self.by_user[ticket.user_id].add(client)
        return True

    def leave(self, client: Client) -> None:
        """The connection has ended."""
        self.clients.discard(client)
        if client.ticket is None:
            return
        _discard(self.by_user, client.ticket.user_id, client)
        for brand_id in list(client.subscriptions):
            _discard(self.by_brand, brand_id, client)
            asyncio.get_running_loop().call_later(LEAVE_SECONDS, self.count_people, brand_id)
        client.subscriptions.clear()

    def count_people(self, brand_id: int, *, newcomer: Client | None = None) -> None:
        """Tell everybody on the brand but `newcomer` who has come and gone."""
        tickets = {client.ticket for client in self.by_brand.get(brand_id, ()) if client.ticket is not None}
        faces = {ticket.user_id: ticket.face() for ticket in tickets if ticket.is_person}
        if self.presence.set_local(brand_id, faces.values()):
            self.tell_others(brand_id, faces.values())
        self.announce_people(brand_id, newcomer=newcomer)

    def announce_people(self, brand_id: int, *, newcomer: Client | None = None) -> None:
        for action, face in self.presence.changes(brand_id):
            text = encode(self.people_message(brand_id, action, face))
            for client in self.by_brand.get(brand_id, set()) - {newcomer}:
                client.send_text(text)

    def people_message(self, brand_id: int, action: str, face: Face | None) -> dict[str, Any]:
        people = list(self.presence.people(brand_id).values())
        return {"type": "presence", "brand_id": brand_id, "action": action, "user": face, "users": people}

    def drop(self, client: Client, brand_id: int) -> None:
        """The connection follows the brand no more."""
        client.subscriptions.pop(brand_id, None)
        _discard(self.by_brand, brand_id, client)
        self.count_people(brand_id)

    @property
    def subscription_count(self) -> int:
        return sum(len(client.subscriptions) for client in self.clients)

    # ── news ───────────────────────────────────────────────────────────────────────────────────────
    async def run(self) -> None:
        """Look for news and ask again who may be here, until cancelled. Trouble with the database passes."""
        started = False
        while True:
            try:
                if not started:
                    await in_thread(self.tail.start)
                    started = True
                await self.look()
                if time.monotonic() - self._checked_at > CHECK_SECONDS:
                    await self.check()
            except DATABASE_TROUBLE as problem:
                log.warning("live process cannot read", reason=type(problem).__name__)
                await asyncio.sleep(1)
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self.news.wait()
        except TimeoutError:
            return

    async def look(self) -> None:
        """Read new events and bring them, their notifications and the progress of jobs to whom they concern."""
        self.news.clear()
        events = await in_thread(self.tail.read)
        if len(events) >= BATCH:
            self.news.set()
        if not self.clients:
            return
        if events:
            await self._check_those_concerned(events)
            for event in events:
                self._deliver(event)
            await self._notify(events)
        await self._tell_progress([event.subject_id for event in events if event.name.startswith("job.")])

    def _deliver(self, event: Event) -> None:
        followers = self.by_brand.get(event.brand_id) if event.brand_id else None
        if followers:
            text = encode(event_message(event, settled=self.tail.settled))
            for client in list(followers):
                client.send_event(event.brand_id, event.pk, text)  # type: ignore[arg-type]

    async def _notify(self, events: list[Event]) -> None:
        numbers, people = [event.pk for event in events], list(self.by_user)
        for notification, unread in await in_thread(_notifications, numbers, people):
            for client in self.by_user.get(notification.user_id, ()):
                client.send(notification_message(notification, language=client.language, unread=unread))

    async def _tell_progress(self, ended: list[str]) -> None:
        people, brands = list(self.by_user), list(self.by_brand)
        jobs = await in_thread(self.job_watch.read, user_ids=people, brand_ids=brands, ended=ended)
        for job in jobs:
            texts: dict[str, str] = {}
            for client in self._concerned_by(job):
                language = client.language
                if language not in texts:
                    texts[language] = encode(job_message(job, language=language, seq=self.tail.position))
                client.send_text(texts[language])

    def _concerned_by(self, job: Job) -> set[Client]:
        starter = self.by_user.get(job.user_id, set()) if job.user_id else set()
        return starter | (self.by_brand.get(job.brand_id, set()) if job.brand_id else set())

    # ── may they still? ────────────────────────────────────────────────────────────────────────────
    async def _check_those_concerned(self, events: list[Event]) -> None:
        """Before anything is delivered: who follows a brand of these events must be able to read it now.

        What is no brand's may be about people, their sessions or their keys: then everybody is asked for.
        """
        brands = {event.brand_id for event in events if event.brand_id in self.by_brand}
        await self.check_access({client for brand_id in brands for client in self.by_brand[brand_id]})
        person = get_user_model()._meta.model_name
        suspects = {int(event.subject_id) for event in events if event.subject_type == person}
        if suspects:
            await self.check()
            await self.check_access({client for user_id in suspects for client in self.by_user.get(user_id, ())})

    async def check(self) -> None:
        """Close what is held by nobody any more, and ask again for the brands of some, in turn."""
        self._checked_at = time.monotonic()
        tickets = {client.ticket: client for client in self.clients if client.ticket is not None}
        if not tickets:
            return
        good = await in_thread(entrance.still_good, set(tickets))
        now = time.time()
        for client in list(self.clients):
            ticket = client.ticket
            if ticket is None:
                continue
            if ticket.expires_at is not None and ticket.expires_at <= now:
                self.refuse(client, TokenExpired())
            elif ticket in tickets and ticket not in good:
                self.refuse(client, NotAuthenticated())
        self._turn = self._turn or list(self.clients)
        some, self._turn = self._turn[:CHECKED_AT_ONCE], self._turn[CHECKED_AT_ONCE:]
        await self.check_access({client for client in some if client in self.clients})

    def refuse(self, client: Client, error: ArtNexError) -> None:
        """End a connection whose holder is not known, or not any more."""
        last_words = error_message(error, language=client.language)
        self.leave(client)
        client.end(UNKNOWN_PERSON, error.code, last_words)

    async def check_access(self, clients: Iterable[Client]) -> None:
        """Take from these connections the brands that their holders may not read any more."""
        asked: dict[Pass, set[int]] = defaultdict(set)
        for client in clients:
            if client.ticket is not None and client.subscriptions:
                asked[client.ticket].update(client.subscriptions)
        if not asked:
            return
        allowed = await in_thread(readable_by_each, asked)
        for client in [client for ticket in asked for client in self.by_user.get(ticket.user_id, ())]:
            if client.ticket not in asked:
                continue
            for brand_id in (set(client.subscriptions) & asked[client.ticket]) - allowed[client.ticket]:
                client.send(error_message(NotFound(), language=client.language, brand_id=brand_id))
                client.send({"type": "unsubscribed", "brand_id": brand_id})
                self.drop(client, brand_id)


def _discard(groups: dict[int, set[Client]], key: int, client: Client) -> None:
    """Take the client out of a group, and an empty group away."""
    group = groups.get(key)
    if group is not None:
        group.discard(client)
        if not group:
            del groups[key]


def _notifications(events: list[int], people: list[int]) -> list[tuple[Notification, int]]:
    """The notifications of these events for these people, with how many each has not read."""
    rows = Notification.objects.filter(event__in=events, user__in=people).select_related("event", "user")
    return [(row, unread_count(row.user)) for row in rows]
