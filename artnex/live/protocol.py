"""What somebody may say over a live connection, and the answers."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import gettext_lazy as _
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from artnex.errors import (
    ArtNexError,
    BadRequest,
    Conflict,
    NotAuthenticated,
    NotFound,
    RateLimited,
    ValidationFailed,
)
from artnex.live.client import TOO_MUCH, Client, Subscription
from artnex.live.entrance import Pass, entrance, readable
from artnex.live.errors import LiveUnavailable
from artnex.live.hub import Hub
from artnex.live.messages import encode, error_message, event_message
from artnex.live.tail import missed
from artnex.live.work import DATABASE_TROUBLE, in_thread

SECONDS_TO_SAY_WHO = 10
MOST_SUBSCRIPTIONS = 50
REPLAYED_AT_ONCE = 500
LONGEST_TOKEN = 2_000
LARGEST_NUMBER = 2**63 - 1


class Conversation:
    """Serves one connection from its first message to its end."""

    def __init__(self, hub: Hub, connection: ServerConnection) -> None:
        self.hub, self.connection = hub, connection
        self.client = Client(connection)
        self.answers: dict[str, Callable[[dict[str, Any]], Awaitable[None]]] = {
            "auth": self.auth,
            "subscribe": self.subscribe,
            "unsubscribe": self.unsubscribe,
            "resume": self.resume,
            "ping": self.ping,
        }

    async def run(self) -> None:
        """Until the other side leaves or is let go."""
        writer = asyncio.create_task(self.client.write())
        deadline = asyncio.get_running_loop().call_later(SECONDS_TO_SAY_WHO, self._require_person)
        try:
            await self._recognise_browser()
            with contextlib.suppress(ConnectionClosed):
                async for frame in self.connection:
                    await self._answer(frame)
        finally:
            deadline.cancel()
            writer.cancel()
            self.hub.leave(self.client)

    def _require_person(self) -> None:
        if self.client.ticket is None:
            self.hub.refuse(self.client, NotAuthenticated())

    async def _recognise_browser(self) -> None:
        """By the session cookie that came with the request; its origin was checked before."""
        request = self.connection.request
        cookies = parse_cookie(request.headers.get("Cookie", "")) if request else {}
        session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
        if session_key:
            with contextlib.suppress(*DATABASE_TROUBLE):
                ticket = await in_thread(entrance.of_cookie, session_key)
                if ticket is not None:
                    self._welcome(ticket)

    def _welcome(self, ticket: Pass) -> None:
        if self.hub.admit(self.client, ticket):
            user = {"id": ticket.user_id, "name": ticket.name}
            self.client.send({"type": "ready", "user": user, "seq": self.hub.tail.position})

    async def _answer(self, frame: str | bytes) -> None:
        """One message. Whatever is wrong with it is said; the connection stays, unless there are far too many."""
        brand_id: int | None = None
        try:
            if not self.client.may_speak():
                self.client.end(TOO_MUCH, "too many messages", self._error(RateLimited(retry_after=5)))
                return
            message = _read(frame)
            answer = self.answers.get(message["type"])
            if answer is None:
                raise BadRequest(_("There is no message of this type."))
            if self.client.ticket is None and message["type"] not in {"auth", "ping"}:
                raise NotAuthenticated
            named = message.get("brand_id")
            brand_id = named if _is_number(named) else None
            await answer(message)
        except ArtNexError as error:
            self.client.send(self._error(error, brand_id))
        except DATABASE_TROUBLE:
            self.client.send(self._error(LiveUnavailable(), brand_id))

    def _error(self, error: ArtNexError, brand_id: int | None = None) -> dict[str, Any]:
        return error_message(error, language=self.client.language, brand_id=brand_id)

    # ── the messages ───────────────────────────────────────────────────────────────────────────────
    async def auth(self, message: dict[str, Any]) -> None:
        """Say who one is; again, with a newer token of the same person, before the old one runs out."""
        token = message.get("token")
        if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or "\0" in token:
            raise ValidationFailed.field("token", _("Please give an access token or an API key."))
        ticket = await in_thread(entrance.of_token, token)
        before = self.client.ticket
        if before is None:
            self._welcome(ticket)
        elif before.user_id != ticket.user_id:
            raise Conflict(_("This connection belongs to somebody else already."))
        else:
            self.client.ticket = ticket
            await self.hub.check_access({self.client})
            user = {"id": ticket.user_id, "name": ticket.name}
            self.client.send({"type": "ready", "user": user, "seq": self.hub.tail.position})

    async def subscribe(self, message: dict[str, Any]) -> None:
        """Follow a brand."""
        brand_id = _brand_id(message)
        await self._follow(brand_id)
        self.client.send({"type": "subscribed", "brand_id": brand_id, "seq": self.hub.tail.settled})
        self._show_people(brand_id)

    async def unsubscribe(self, message: dict[str, Any]) -> None:
        brand_id = _brand_id(message)
        if brand_id in self.client.subscriptions:
            self.hub.drop(self.client, brand_id)
        self.client.send({"type": "unsubscribed", "brand_id": brand_id})

    async def resume(self, message: dict[str, Any]) -> None:
        """Follow a brand again and hear what was missed since event `after`, a bounded number at a time."""
        brand_id, after = _brand_id(message), _number_after(message)
        await self._follow(brand_id)
        subscription = self.client.begin_replay(brand_id)
        texts: list[tuple[int, str]] = []
        try:
            events = await in_thread(missed, brand_id, after, REPLAYED_AT_ONCE + 1)
            texts = [(event.pk, encode(event_message(event))) for event in events[:REPLAYED_AT_ONCE]]
        finally:
            self.client.end_replay(subscription, texts)
        is_complete = len(events) <= REPLAYED_AT_ONCE
        upto = max(after, self.hub.tail.settled) if is_complete else texts[-1][0]
        told = {"type": "resumed", "brand_id": brand_id, "count": len(texts), "complete": is_complete, "seq": upto}
        self.client.send(told)
        self._show_people(brand_id)

    async def ping(self, message: dict[str, Any]) -> None:
        self.client.send({"type": "pong"})

    async def _follow(self, brand_id: int) -> None:
        """Subscribe, if the holder may read the brand; NotFound otherwise, whether it exists or not."""
        ticket, subscriptions = self.client.ticket, self.client.subscriptions
        if ticket is None or brand_id not in await in_thread(readable, ticket, {brand_id}):
            raise NotFound
        if self.client not in self.hub.clients:  # let go while we asked
            raise NotAuthenticated
        if brand_id not in subscriptions and len(subscriptions) >= MOST_SUBSCRIPTIONS:
            raise Conflict(_("One connection can follow up to 50 brands."))
        subscriptions.setdefault(brand_id, Subscription(brand_id))
        self.hub.by_brand[brand_id].add(self.client)

    def _show_people(self, brand_id: int) -> None:
        """Tell the others of the newcomer, and the newcomer who is here."""
        self.hub.count_people(brand_id, newcomer=self.client)
        self.client.send(self.hub.people_message(brand_id, "here", None))


def _read(frame: str | bytes) -> dict[str, Any]:
    """The message in a frame, or BadRequest."""
    if isinstance(frame, bytes):
        raise BadRequest(_("Messages are JSON texts."))
    try:
        message = orjson.loads(frame)
    except orjson.JSONDecodeError:
        raise BadRequest(_("This message is not JSON.")) from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadRequest(_("A message is an object with a type."))
    return message


def _is_number(value: Any, least: int = 1) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST_NUMBER


def _number_after(message: dict[str, Any]) -> int:
    after = message.get("after")
    if not _is_number(after, least=0):
        raise ValidationFailed.field("after", _("Please give the number of the last event you know."))
    return int(after)  # type: ignore[arg-type]


def _brand_id(message: dict[str, Any]) -> int:
    brand_id = message.get("brand_id")
    if not _is_number(brand_id):
        raise ValidationFailed.field("brand_id", _("Please give the number of a brand."))
    return int(brand_id)  # type: ignore[arg-type]
