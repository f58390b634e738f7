"""Signed tokens: JWTs for programs, and single-purpose links sent by mail.

Nothing here touches the database: these functions say what a token claims, and services and authentication
decide whether the claim still holds.
"""

import hashlib
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from typing import Any, Literal

import jwt
from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from artnex.errors import TokenExpired, TokenInvalid

ALGORITHM = "HS256"
TokenKind = Literal["access", "refresh"]
LinkPurpose = Literal["verify-email", "reset-password", "keep-account", "finish-login"]
LINK_LIFETIMES: dict[str, timedelta] = {
    "verify-email": timedelta(days=3),
    "reset-password": timedelta(hours=1),
    "finish-login": timedelta(minutes=10),
}


# ── JWT ────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Claims:
    """What a JWT of ours says. `expires_at` is in seconds since 1970."""

    user_id: int
    session_id: uuid.UUID
    jti: str
    kind: TokenKind
    expires_at: int

    @property
    def jti_hash(self) -> str:
        return hashlib.sha256(self.jti.encode()).hexdigest()


@lru_cache(maxsize=4)
def _signing_key(secret_key: str) -> bytes:
    """A key for JWTs alone, so that no other signature made with SECRET_KEY passes for a token."""
    return salted_hmac("accounts.jwt", "signing key", secret=secret_key, algorithm="sha256").digest()


def make_jwt(*, user_id: int, session_id: uuid.UUID, kind: TokenKind, lifetime: timedelta) -> tuple[str, Claims]:
    now = int(time.time())
    claims = Claims(user_id, session_id, uuid.uuid4().hex, kind, now + int(lifetime.total_seconds()))
    payload = {
        "sub": str(user_id),
        "sid": session_id.hex,
        "jti": claims.jti,
        "iat": now,
        "exp": claims.expires_at,
        "typ": kind,
    }
    return jwt.encode(payload, _signing_key(settings.SECRET_KEY), algorithm=ALGORITHM), claims


class VerifiedSignatures:
    """Tokens whose signature this process has checked already, the most recently used ones.

    A signature once right stays right, so this saves work without weakening anything: expiry is compared on every use
    and revocation is asked of the database.
    """

    def __init__(self, size: int) -> None:
        self._size, self._known, self._lock = size, OrderedDict[str, Claims](), Lock()

    def get(self, token: str) -> Claims | None:
        with self._lock:
            claims = self._known.get(token)
            if claims is not None:
                self._known.move_to_end(token)
            return claims

    def add(self, token: str, claims: Claims) -> None:
        with self._lock:
            self._known[token] = claims
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


verified_signatures = VerifiedSignatures(size=10_000)
LONGEST_TOKEN = 2_000


def read_jwt(token: str, kind: TokenKind) -> Claims:
    """The claims of a token of ours; TokenInvalid or TokenExpired otherwise. Says nothing of revocation."""
    claims = verified_signatures.get(token)
    if claims is None:
        claims = _verify(token)
        verified_signatures.add(token, claims)
    if claims.kind != kind:
        raise TokenInvalid
    if claims.expires_at <= time.time():
        raise TokenExpired
    return claims


def _verify(token: str) -> Claims:
    if len(token) > LONGEST_TOKEN:
        raise TokenInvalid
    try:
        payload = jwt.decode(
            token,
            _signing_key(settings.SECRET_KEY),
            algorithms=[ALGORITHM],
            options={"require": ["sub", "sid", "jti", "iat", "exp", "typ"], "verify_exp": False},
        )
        return Claims(
            int(payload["sub"]), uuid.UUID(payload["sid"]), payload["jti"], payload["typ"], int(payload["exp"])
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as problem:
        raise TokenInvalid from problem


# ── links sent by mail ─────────────────────────────────────────────────────────────────────────────
def make_link_token(purpose: LinkPurpose, *, user_id: int, state: str) -> str:
    """A token for one purpose that dies when `state` changes: the password hash, the verified-at time."""
    return signing.dumps({"u": user_id, "f": _fingerprint(purpose, state)}, salt=f"accounts.{purpose}")


def read_link_token(purpose: LinkPurpose, token: str) -> tuple[int, str]:
    """Whose token it is, and the fingerprint to be compared by `state_matches`. TokenInvalid, TokenExpired."""
    lifetime = LINK_LIFETIMES.get(purpose) or timedelta(days=settings.ACCOUNT_DELETION_GRACE_DAYS)
    try:
        content: Any = signing.loads(token, salt=f"accounts.{purpose}", max_age=lifetime)
        return int(content["u"]), str(content["f"])
    except signing.SignatureExpired as problem:
        raise TokenExpired from problem
    except (signing.BadSignature, ValueError, TypeError, KeyError) as problem:
        raise TokenInvalid from problem


def state_matches(purpose: LinkPurpose, fingerprint: str, state: str) -> bool:
    return constant_time_compare(fingerprint, _fingerprint(purpose, state))


def _fingerprint(purpose: str, state: str) -> str:
    return salted_hmac(f"accounts.{purpose}.state", state, algorithm="sha256").hexdigest()[:32]
