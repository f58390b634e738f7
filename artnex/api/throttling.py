"""Rate limits that hold over all processes, by settings.API_RATES: {bucket: (limit, seconds)}.

Every caller has two buckets: the steady one (`user` or, by address, `anonymous`) and `burst`. A view may name
a further one in `throttle_scope`; views that name the same share it.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from artnex import context, counters
from artnex.errors import RateLimited


@dataclass(frozen=True, slots=True)
class Rate:
    """Where a caller stands in one bucket."""

    limit: int
    remaining: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        """`X-RateLimit-Reset` counts seconds from now, as `Retry-After` does."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.resets_in),
        }


def count_request(user_id: Any, scope: str | None = None) -> Rate | None:
    """Count one API request of this user, or of the address at hand for None.

    Returns the narrowest bucket that is no burst: the scope's, else the steady one. None when limits are off.
    Raises RateLimited when any bucket is full.
    """
    if not settings.THROTTLE_ENABLED:
        return None
    caller = f"user:{user_id}" if user_id is not None else f"ip:{context.current().ip}"
    steady = "anonymous" if user_id is None else "user"
    buckets = ["burst", steady, scope] if scope else ["burst", steady]
    rates = settings.API_RATES
    counts = counters.hit_all([(f"api:{bucket}:{caller}", rates[bucket][1]) for bucket in buckets])
    rate = None
    for bucket, count in zip(buckets, counts, strict=True):
        limit = rates[bucket][0]
        rate = Rate(limit, max(0, limit - count.value), max(1, count.resets_in))
        if count.value > limit:
            raise RateLimited(retry_after=rate.resets_in, headers=rate.headers)
    return rate
