"""What is different while the database is migrated."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def listen_for_migrations() -> None:
    """Migrations run unprepared on PostgreSQL: a column that refers to another table is two statements in one call."""
    pre_migrate.connect(_stop_preparing, dispatch_uid="artnex.stop_preparing")
    post_migrate.connect(_prepare_again, dispatch_uid="artnex.prepare_again")


def _stop_preparing(using: str, **_rest: Any) -> None:
    _set_threshold(using, None)


def _prepare_again(using: str, **_rest: Any) -> None:
    options = connections[using].settings_dict["OPTIONS"]
    if "prepare_threshold" in options:
        _set_threshold(using, options["prepare_threshold"])


def _set_threshold(using: str, threshold: int | None) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        connection.connection.prepare_threshold = threshold
