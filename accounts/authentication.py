"""How a program shows who it is: a JWT or an API key.

Either way one SQL statement fetches the person with their role, and checks in the same breath that the account is
active and the session or key was not revoked.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.enums import Role
from accounts.models import ApiKey, LoginSession, User
from accounts.services.api_keys import hash_secret
from accounts.services.sessions import browser_session_id, touch_session
from accounts.tokens import read_jwt
from artnex.errors import PermissionDenied, TokenExpired, TokenInvalid
from artnex.prepared import Argument, Prepared

NOTED_EVERY = timedelta(minutes=1)
REALM = 'Bearer realm="artnex"'
RANKS = {rank: role for rank, role in enumerate(Role)}  # noqa: C416 - a lookup, not a copy


@dataclass(frozen=True, slots=True)
class Means:
    """What a request came in with; DRF keeps it as `request.auth`. A browser's session leaves None there."""

    session_id: uuid.UUID | None = None
    api_key_id: uuid.UUID | None = None


# ── JWT ────────────────────────────────────────────────────────────────────────────────────────────
class BearerToken(BaseAuthentication):
    """`Authorization: Bearer <access token>`."""

    def authenticate(self, request: Request) -> tuple[User, Means] | None:
        token = bearer_token(request.META.get("HTTP_AUTHORIZATION", ""))
        return None if token is None else user_of_access_token(token)

    def authenticate_header(self, request: Request) -> str:
        return REALM


def bearer_token(header: str) -> str | None:
    """The token in an Authorization header; None when the header is of another scheme."""
    scheme, _space, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def user_of_access_token(token: str) -> tuple[User, Means]:
    """Who holds this access token, with role. One SQL statement, and a second once a minute for `last_seen_at`.

    The password hash is not fetched. Raises TokenInvalid or TokenExpired.
    """
    claims = read_jwt(token, "access")
    rows = OPEN_SESSIONS.tuples(
        session=claims.session_id, user=claims.user_id, noted_before=timezone.now() - NOTED_EVERY
    )
    if not rows:
        raise TokenInvalid
    is_unnoted, rank, *columns = rows[0]
    user = User.from_db(DEFAULT_DB_ALIAS, USER_COLUMNS, columns)
    settle_role(user, rank)
    if is_unnoted:
        touch_session(claims.session_id)
    return user, Means(session_id=claims.session_id)


USER_COLUMNS = [field.attname for field in User._meta.concrete_fields if field.name != "password"]


def strongest_rank() -> Subquery:
    """The rank of the strongest role of the row's `user_id`."""
    rank = Case(*(When(name=role.value, then=Value(number)) for number, role in RANKS.items()))
    groups = Group.objects.filter(user=OuterRef("user_id"), name__in=Role.values).annotate(rank=rank)
    return Subquery(groups.order_by("rank").values("rank")[:1])


def _open_sessions() -> QuerySet:
    """Active people by a session that was not revoked, with the rank of their role."""
    sessions = LoginSession.objects.filter(
        pk=Argument("session", UUIDField()),
        user_id=Argument("user", BigIntegerField()),
        revoked_at__isnull=True,
        user__is_active=True,
    ).order_by()
    unnoted = Q(last_seen_at__lt=Argument("noted_before", DateTimeField()))
    found = sessions.annotate(is_unnoted=ExpressionWrapper(unnoted, BooleanField()), rank=strongest_rank())
    return found.values("is_unnoted", "rank", *(f"user__{name}" for name in USER_COLUMNS))


OPEN_SESSIONS = Prepared(_open_sessions)


def settle_role(user: User, rank: int | None) -> None:
    """Give `user` the role found along with the row, so that it is not asked for again."""
    user.role = Role.ADMIN if user.is_superuser else RANKS.get(rank, Role.VIEWER)  # type: ignore[arg-type]


# ── API keys ───────────────────────────────────────────────────────────────────────────────────────
class ApiKeyHeader(BaseAuthentication):
    """`X-API-Key: anx_<prefix>_<secret>`. The key's scopes narrow what its owner may do."""

    def authenticate(self, request: Request) -> tuple[User, Means] | None:
        text = request.META.get("HTTP_X_API_KEY")
        return None if text is None else user_of_api_key(text.strip())

    def authenticate_header(self, request: Request) -> str:
        return REALM


def user_of_api_key(text: str) -> tuple[User, Means]:
    """Whose key this is, narrowed to its scopes; notes the use once a minute. TokenInvalid, TokenExpired."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != "anx" or not (prefix.isascii() and prefix.isalnum()):
        raise TokenInvalid
    keys = ApiKey.objects.open().filter(prefix=prefix, user__is_active=True).select_related("user")  # type: ignore[attr-defined]
    key = keys.annotate(rank=strongest_rank()).first()
    # Compared even without a key of that prefix: the time must not tell which prefixes exist.
    if not constant_time_compare(hash_secret(secret), key.secret_hash if key else "") or key is None:
        raise TokenInvalid
    if key.is_expired:
        raise TokenExpired
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    settle_role(key.user, key.rank)  # type: ignore[attr-defined]
    key.user.api_key_scopes = frozenset(key.scopes)
    return key.user, Means(api_key_id=key.pk)


# ── what views ask ─────────────────────────────────────────────────────────────────────────────────
def person_of(request: Request) -> User:
    """Who is logged in, for views that nobody else reaches."""
    return cast("User", request.user)


class NoApiKeys(BasePermission):
    """For what only the person may do: passwords, keys, sessions, the account itself."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, Means) and request.auth.api_key_id:
            raise PermissionDenied
        return True


def session_id_of(request: Request) -> uuid.UUID | None:
    """The login session this API request belongs to; None for an API key."""
    if isinstance(request.auth, Means):
        return request.auth.session_id
    return browser_session_id(request._request) if hasattr(request._request, "session") else None  # noqa: SLF001
