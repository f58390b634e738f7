"""Reads the environment once, and says in one clear line which variable is wrong."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent


def complain(variable: str, problem: str) -> NoReturn:
    """End the program with one line that names the variable."""
    sys.exit(f"ArtNex cannot start: {variable} {problem}")


class Environment:
    """Typed access to environment variables; an `.env` file in the project root fills in what is not set."""

    def __init__(self) -> None:
        self._env = environ.Env()
        if (ROOT / ".env").is_file():
            environ.Env.read_env(ROOT / ".env")

    def text(self, name: str, default: str = "") -> str:
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
        if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
            complain(name, f"must be a whole number from {low} to {high}; it is {value!r}.")
        return int(value)

    def choice(self, name: str, default: str, allowed: set[str]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            complain(name, f"must be one of {', '.join(sorted(allowed))}; it is {value!r}.")
        return value

    def items(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self.text(name)
        return [part.strip() for part in value.split(",") if part.strip()] if value else list(default or [])

    def url(self, name: str, default: str = "", *, schemes: set[str] = frozenset({"http", "https"})) -> str:  # type: ignore[assignment]
        value = self.text(name, default)
        if value and urlsplit(value).scheme not in schemes:
            complain(name, f"must be a URL starting with {' or '.join(sorted(s + '://' for s in schemes))}.")
        return value.rstrip("/") if schemes <= {"http", "https"} else value

    def database(self, name: str, sqlite_path: Path) -> dict[str, Any]:
        value = self.text(name) or f"sqlite:///{sqlite_path}"
        try:
            config = dict(self._env.db_url_config(value))
        except Exception:  # noqa: BLE001 - django-environ raises whatever urlsplit or int() raised
            complain(name, "is not a database URL such as postgres://user:password@host:5432/name.")
        if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
            complain(name, "must start with postgres:// or sqlite:///.")
        return config

    def mail(self, name: str) -> dict[str, Any] | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return dict(self._env.email_url_config(value))
        except Exception:  # noqa: BLE001 - as above
            complain(name, "is not a mail URL such as smtp+tls://user:password@host:587.")
