"""One live connection: what its holder may say, and the messages on their way to them."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from artnex.live.entrance import Pass
from artnex.live.messages import Message, encode

LONGEST_QUEUE = 512
MESSAGES_A_SECOND, BURST = 20, 60
# Close codes 4000–4999 are the application's own; these follow the HTTP status of the same meaning.
UNKNOWN_PERSON, TOO_MUCH, TOO_SLOW = 4401, 4429, 1013


@dataclass(slots=True)
class Subscription:
    """One brand that a connection follows. While missed events are replayed, new ones wait in `held`."""

    brand_id: int
    held: list[tuple[int, str]] | None = None
    replayed: set[int] = field(default_factory=set)


class Client:
    """A connection with its holder, once known, its subscriptions and its queue."""

    def __init__(self, connection: ServerConnection) -> None:
        self.connection = connection
        self.ticket: Pass | None = None
        self.subscriptions: dict[int, Subscription] = {}
        self._queue: asyncio.Queue[str] = asyncio.Queue(LONGEST_QUEUE)
        self._allowance, self._counted_at = float(BURST), time.monotonic()
        self._ending: asyncio.Task[None] | None = None

    @property
    def language(self) -> str:
        return self.ticket.language if self.ticket else "en"

    # ── out ────────────────────────────────────────────────────────────────────────────────────────
    def send(self, message: Message) -> None:
        self.send_text(encode(message))

    def send_text(self, text: str) -> None:
        """Put it into the queue. Who does not read their messages is let go, and may resume."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            self.end(TOO_SLOW, "too slow")

    def send_event(self, brand_id: int, seq: int, text: str) -> None:
        """An event of a brand that this connection follows; none twice, none before those that are being replayed."""
        subscription = self.subscriptions.get(brand_id)
        if subscription is None or seq in subscription.replayed:
            return
        if subscription.held is not None:
            subscription.held.append((seq, text))
        else:
            self.send_text(text)

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self.connection.send(await self._queue.get())

    def end(self, code: int, reason: str, last_words: Message | None = None) -> None:
        """Close the connection, after `last_words`; nothing queued before is waited for."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end(code, reason, last_words))

    async def _end(self, code: int, reason: str, last_words: Message | None) -> None:
        with contextlib.suppress(ConnectionClosed):
            if last_words is not None:
                await self.connection.send(encode(last_words))
        await self.connection.close(code, reason)

    # ── in ─────────────────────────────────────────────────────────────────────────────────────────
    def may_speak(self) -> bool:
        """Count a message; False when there were too many in a short time."""
        now = time.monotonic()
        gained = (now - self._counted_at) * MESSAGES_A_SECOND
        self._allowance, self._counted_at = min(BURST, self._allowance + gained) - 1, now
        return self._allowance >= 0

    def begin_replay(self, brand_id: int) -> Subscription:
        subscription = self.subscriptions[brand_id]
        subscription.held, subscription.replayed = [], set()
        return subscription

    def end_replay(self, subscription: Subscription, texts: list[tuple[int, str]]) -> None:
        """Send what was missed, then what came meanwhile and was not among it."""
        held, subscription.held = subscription.held or [], None
        subscription.replayed = {seq for seq, _text in texts}
        for _seq, text in texts:
            self.send_text(text)
        for seq, text in held:
            self.send_event(subscription.brand_id, seq, text)
