"""Signed links to files.

A link holds an expiry and a signature over file, variant and expiry. The expiry is rounded up to the full hour, so
that the same picture keeps the same address for a while and browsers can keep it.
"""

import time
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

ORIGINAL = ""
LIFETIME = 3600
STEP = 3600


def _signature(file_id: UUID, variant: str, expires: int) -> str:
    return Signer(salt="artnex.files").signature(f"{file_id}:{variant}:{expires}")


def make_token(file_id: UUID, variant: str = ORIGINAL, *, lifetime: int = LIFETIME, now: float | None = None) -> str:
    """A token that opens this variant of this file for at least `lifetime` seconds."""
    moment = time.time() if now is None else now
    expires = -(-int(moment + lifetime) // STEP) * STEP
    return f"{int_to_base36(expires)}.{_signature(file_id, variant, expires)}"


def token_expiry(token: str, file_id: UUID, variant: str = ORIGINAL) -> int | None:
    """When a genuine token that is still valid ends (seconds since 1970), or None."""
    expiry, _, given = token.partition(".")
    try:
        expires = base36_to_int(expiry)
    except ValueError:
        return None
    if not constant_time_compare(given, _signature(file_id, variant, expires)) or expires < time.time():
        return None
    return expires


def signed_path(file_id: UUID, *, variant: str = ORIGINAL, public: bool = False, download: bool = False) -> str:
    """Address of a file or thumbnail on this site; public ones through the CDN when there is one."""
    path = f"/files/{file_id}/{variant}" if variant else f"/files/{file_id}"
    query = [] if public else [f"token={make_token(file_id, variant)}"]
    if download:
        query.append("download=1")
    prefix = settings.CDN_BASE_URL if public else ""
    return f"{prefix}{path}" + (f"?{'&'.join(query)}" if query else "")
