"""Reads the environment once, and says in one clear line which variable is wrong."""

import os
import sys
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ

ROOT = Path(__file__).resolve().parent.parent


WEB = frozenset({"http", "https"})


def complain(variable: str, problem: str) -> NoReturn:
    """End the program with one line that names the variable."""
    sys.exit(f"ArtNex cannot start: {variable} {problem}")


class Environment:
    """Typed access to environment variables; an `.env` file in the project root fills in what is not set."""

    def __init__(self) -> None:
        self._env = environ.Env()
        self.names: set[str] = set()  # everything that was asked for: what .env.example must list
        # Tests (pytest sets PYTEST_VERSION) must not meet the keys and databases of whoever runs them.
        if "PYTEST_VERSION" not in os.environ and (ROOT / ".env").is_file():
            environ.Env.read_env(ROOT / ".env")

    def text(self, name: str, default: str = "") -> str:
        self.names.add(name)
        return os.environ.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        complain(name, f"must be 1 or 0, on or off; it is {value!r}.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not value.removeprefix("-").isdecimal() or not low <= int(value) <= high:
            complain(name, f"must be a whole number from {low} to {high}; it is {value!r}.")
        return int(value)

    def rate(self, name: str, default: str) -> tuple[int, int]:
        """ "300/min" as (300, 60): so many in so many seconds."""
        value = self.text(name, default)
        limit, _, unit = value.partition("/")
        seconds = {"s": 1, "min": 60, "h": 3600, "d": 86_400}.get(unit)
        if not limit.isdecimal() or not int(limit) or seconds is None:
            complain(name, f"must be a number per s, min, h or d, such as 300/min; it is {value!r}.")
        return int(limit), seconds

    def choice(self, name: str, default: str, allowed: set[str]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            complain(name, f"must be one of {', '.join(sorted(allowed))}; it is {value!r}.")
        return value

    def items(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self.text(name)
        return [part.strip() for part in value.split(",") if part.strip()] if value else list(default or [])

    def url(self, name: str, default: str = "", *, schemes: Collection[str] = WEB) -> str:
        """A URL of one of the `schemes`; web addresses come without the slash at the end."""
        value = self.text(name, default)
        if not value:
            return ""
        try:
            parts = urlsplit(value)
            is_complete = bool(parts.hostname or parts.path) and (parts.port is None or parts.port > 0)
        except ValueError:
            complain(name, "is not a URL: its host or port cannot be read.")
        if parts.scheme not in schemes:
            complain(name, f"must be a URL starting with {' or '.join(sorted(s + '://' for s in schemes))}.")
        if not is_complete or (parts.scheme in WEB and not parts.hostname):
            complain(name, "is not a complete URL: the host is missing.")
        return value.rstrip("/") if parts.scheme in WEB else value

    def database(self, name: str, sqlite_path: Path) -> dict[str, Any]:
        value = self.text(name) or f"sqlite:///{sqlite_path}"
        try:
            with warnings.catch_warnings(action="ignore"):  # an unknown engine is our complaint below
                config = dict(self._env.db_url_config(value))
        except Exception:  # noqa: BLE001 - django-environ raises whatever urlsplit or int() raised
            complain(name, "is not a database URL such as postgres://user:password@host:5432/name.")
        if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
            complain(name, "must start with postgres:// or sqlite:///.")
        if not config.get("NAME"):
            complain(name, "does not name a database, as in postgres://user:password@host:5432/name.")
        return config

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            complain(name, f"must be a time zone such as Asia/Seoul; {value!r} is none.")
        return value

    def mail(self, name: str) -> dict[str, Any] | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return dict(self._env.email_url_config(value))
        except Exception:  # noqa: BLE001 - as above
            complain(name, "is not a mail URL such as smtp+tls://user:password@host:587.")
