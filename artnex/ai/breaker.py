"""A provider that fails again and again is left alone for a while, by all processes together."""

from artnex import counters
from artnex.ai.errors import ProviderFault
from artnex.errors import ArtNexError, ProviderTimeout, ProviderUnavailable

FAILURES_UNTIL_OPEN = 5
WINDOW_SECONDS = 60


def _key(provider: str) -> str:
    return f"ai:failures:{provider}"


def is_left_alone(provider: str) -> bool:
    return counters.peek(_key(provider)).value >= FAILURES_UNTIL_OPEN


def check_provider(provider: str) -> None:
    """Raise ProviderUnavailable at once while the provider is being left alone."""
    if is_left_alone(provider):
        wait = max(1, counters.peek(_key(provider)).resets_in)
        raise ProviderUnavailable(headers={"Retry-After": str(wait)})


def note_failure(provider: str, error: ArtNexError) -> None:
    """Count failures of the provider itself; a refused prompt or a wrong key says nothing about its health."""
    if isinstance(error, ProviderUnavailable | ProviderTimeout | ProviderFault):
        counters.hit(_key(provider), window=WINDOW_SECONDS)


def note_success(provider: str) -> None:
    if counters.peek(_key(provider)).value:
        counters.reset(_key(provider))
