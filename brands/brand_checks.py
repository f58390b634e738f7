"""What no longer fits a brand after its DNA or palette changed.

A room that keeps designs or content of brands registers a check in its `AppConfig.ready`:

    register_check("designs", _("Designs"), designs_off_brand)

where `designs_off_brand(brand, user)` gives an `OffBrand` for each thing of the brand that `user` may see and that does
not fit (any more). Checks must be cheap: they run when the page is drawn.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from artnex.errors import Message


@dataclass(frozen=True)
class OffBrand:
    """One thing that does not fit: what it is called, where it is, and why in a sentence."""

    title: str
    url: str
    reason: Message


Check = Callable[[Any, Any], Iterable[OffBrand]]


@dataclass(frozen=True)
class CheckResult:
    label: Message
    found: list[OffBrand]


_checks: dict[str, tuple[Message, Check]] = {}


def register_check(name: str, label: Message, check: Check) -> None:
    """Add a check; registering the same name again replaces it."""
    _checks[name] = (label, check)


def run_checks(brand: Any, user: Any) -> list[CheckResult]:
    """A result for each registered check, in the order of registration; none when nothing can be checked yet."""
    return [CheckResult(label, list(check(brand, user))) for label, check in _checks.values()]
