"""The demo company: an invented manufacturer, so that a fresh installation has something to look at.

Each app adds its part in a module `demo.py` that calls `register_demo`. Loading twice changes nothing; removing takes
away what loading made and nothing else.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

COMPANY = "새결정밀공업"
COMPANY_EN = "Saegyeol Precision"
DOMAIN = "saegyeol.example"  # ".example" belongs to nobody: no mail ever reaches a stranger
LOCAL_PASSWORD = "saegyeol-demo-1"  # noqa: S105 - printed at start, and never used in production

Say = Callable[[str], object]


@dataclass
class DemoRun:
    """What the parts hand on to each other: the password of new people, and what to tell the reader at the end."""

    password: str
    known_as: str  # what to say instead, of people who are there already
    notes: list[str] = field(default_factory=list)


Load = Callable[[DemoRun], None]
Remove = Callable[[], None]
_parts: dict[str, tuple[int, Load, Remove]] = {}


def register_demo(name: str, *, order: int, load: Load, remove: Remove) -> None:
    """Add a part: `load(run)` makes what is missing, `remove()` deletes it. Low orders load first and go last."""
    _parts[name] = (order, load, remove)


def demo_email(name: str) -> str:
    """The address of a person of the demo company."""
    return f"{name}@{DOMAIN}"


def load_demo(*, say: Say) -> None:
    """Load what is missing of every part, in one transaction, and say how to log in.

    In production the people get a password that only the caller sees, once.
    """
    autodiscover_modules("demo")
    if settings.PRODUCTION:
        run = DemoRun(password=secrets.token_urlsafe(16), known_as="the password shown when it was loaded")
    else:
        run = DemoRun(password=LOCAL_PASSWORD, known_as=LOCAL_PASSWORD)
    with transaction.atomic():
        for _order, load, _remove in sorted(_parts.values(), key=lambda part: part[0]):
            load(run)
    removal_note().unlink(missing_ok=True)
    for note in run.notes:
        say(note)


def remove_demo() -> None:
    """Delete the demo company, and remember that it is not wanted: `bin/run` will not load it again by itself."""
    autodiscover_modules("demo")
    with transaction.atomic():
        for _order, _load, remove in sorted(_parts.values(), key=lambda part: -part[0]):
            remove()
    removal_note().touch()


def demo_is_wanted() -> bool:
    """True when a start should load the demo company by itself."""
    return bool(settings.DEMO) and not removal_note().exists()


def removal_note() -> Path:
    """Stands in ARTNEX_HOME after somebody removed the demo company by hand."""
    return Path(settings.HOME) / "demo-removed"
