"""Protection of log-in against guessing, in three layers.

1. Each address may try to log in so many times a minute, whoever it claims to be.
2. Five failures for one account from one address lock that pair, and each further round locks it longer.
   Somebody elsewhere is not locked out by it.
3. Failures for one account from everywhere together slow down places that the owner never logged in from.
   An attacker with many addresses gains little, and the owner's own places and devices never notice.

Unknown e-mail addresses are counted exactly like known ones. The counters hold keyed hashes of addresses only.
"""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import LoginSession, User, normal_email
from artnex import context, counters
from artnex.errors import RateLimited

FAILURE_WINDOW = 15 * 60
LEVEL_WINDOW = 24 * 3600
FIRST_LOCK = 60
LONGEST_LOCK = 3600
FAILURES_FROM_EVERYWHERE = 50
EVERYWHERE_WINDOW = 3600
STRANGERS_WAIT = 30
TRUST_WINDOW = 24 * 3600
MAILS_PER_PERSON = 3
MAILS_PER_PLACE = 30
DEVICE_MARK_DAYS = 365
DEVICE_SALT = "accounts.device"


def _digest(text: str) -> str:
    return salted_hmac("accounts.lockout", text, algorithm="sha256").hexdigest()[:32]


def place() -> str:
    """The caller's address as far as it tells callers apart: one household holds a whole IPv6 /64."""
    ip = context.current().ip
    if not ip:
        return "unknown"
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else ip


class LoginGuard:
    """Guards the attempts on one account from one place.

    `purpose` keeps different kinds of attempt apart: guessing at log-in does not lock "change password", which is
    asked of somebody who is logged in already.
    """

    def __init__(self, email: str, *, purpose: str = "login", device: str = "") -> None:
        self.email = normal_email(email)
        self.device = device
        account = _digest(self.email)
        pair = _digest(f"{self.email} {place()}")
        self._failures, self._lock, self._level = (f"{purpose}:{kind}:{pair}" for kind in ("failed", "lock", "level"))
        self._everywhere, self._strangers = f"{purpose}:everywhere:{account}", f"{purpose}:strangers:{account}"
        self._trusted = f"login:trusted:{pair}"

    def check(self) -> None:
        """Raise RateLimited while this pair is locked, or while strangers to a besieged account have to wait."""
        locked = counters.peek(self._lock)
        if locked.value:
            raise too_many_attempts(locked.resets_in)
        if counters.peek(self._everywhere).value >= FAILURES_FROM_EVERYWHERE and not self._is_known_here():
            turn = counters.hit(self._strangers, window=STRANGERS_WAIT)
            if turn.value > 1:
                raise too_many_attempts(turn.resets_in)

    def note_failure(self) -> None:
        """Count a failure; RateLimited for those that come after the last one allowed.

        Guesses sent all at once are let through to the password check together, but this count is atomic: at most
        five learn that they were wrong, and a right one that comes after these is refused by `note_success`.
        """
        counters.hit(self._everywhere, window=EVERYWHERE_WINDOW)
        failures = counters.hit(self._failures, window=FAILURE_WINDOW)
        locked = counters.peek(self._lock)
        if locked.value or failures.value > settings.LOGIN_FAILURES_ALLOWED:
            raise too_many_attempts(locked.resets_in)
        if failures.value == settings.LOGIN_FAILURES_ALLOWED:
            level = counters.hit(self._level, window=LEVEL_WINDOW).value
            counters.hit(self._lock, window=min(FIRST_LOCK * 4 ** (level - 1), LONGEST_LOCK))
            counters.reset(self._failures)

    def note_success(self) -> None:
        """Forget this pair's failures. Raises RateLimited when the lock fell while the password was checked."""
        locked = counters.peek(self._lock)
        if locked.value:
            raise too_many_attempts(locked.resets_in)
        counters.reset(self._failures)
        counters.reset(self._level)

    def trust_this_place(self) -> None:
        """After the mailbox was proven: the owner may come in from here even while the account is under attack."""
        counters.hit(self._trusted, window=TRUST_WINDOW)
        counters.reset(self._lock)
        counters.reset(self._failures)

    def _is_known_here(self) -> bool:
        if counters.peek(self._trusted).value or device_belongs_to(self.device, self.email):
            return True
        return LoginSession.objects.filter(user__email=self.email, ip=context.current().ip).exists()


def guard_address() -> None:
    """Raise RateLimited when this address logs in too often, whoever it claims to be."""
    if not settings.THROTTLE_ENABLED:
        return
    limit = settings.LOGIN_RATE_PER_MINUTE
    count = counters.hit(f"login:address:{_digest(place())}", window=60)
    if count.value > limit:
        raise too_many_attempts(count.resets_in, limit=limit)


def too_many_attempts(seconds: int, *, limit: int | None = None) -> RateLimited:
    seconds = max(1, seconds)
    return RateLimited(
        _("Too many attempts. Please wait a moment and try again."),
        retry_after=seconds,
        headers={
            "X-RateLimit-Limit": str(limit or settings.LOGIN_FAILURES_ALLOWED),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(seconds),
        },
    )


def device_mark(user: User) -> str:
    """A value for a long-lived cookie that tells this device is one of the owner's. It opens nothing by itself."""
    return signing.dumps(_digest(user.email), salt=DEVICE_SALT)


def device_belongs_to(mark: str, email: str) -> bool:
    if not mark:
        return False
    try:
        return signing.loads(mark, salt=DEVICE_SALT, max_age=DEVICE_MARK_DAYS * 86_400) == _digest(normal_email(email))
    except signing.BadSignature:
        return False


def guard_mails(purpose: str, email: str) -> bool:
    """Whether another mail of this kind may go to `email`: three an hour, so that nobody is flooded through us.

    Raises RateLimited when this address asks for too many mails altogether, whoever they are for.
    """
    if settings.THROTTLE_ENABLED:
        asked = counters.hit(f"mail:address:{_digest(place())}", window=3600)
        if asked.value > MAILS_PER_PLACE:
            raise too_many_attempts(asked.resets_in, limit=MAILS_PER_PLACE)
    return counters.hit(f"mail:{purpose}:{_digest(normal_email(email))}", window=3600).value <= MAILS_PER_PERSON
