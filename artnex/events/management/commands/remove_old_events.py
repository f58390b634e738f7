"""Removes events and notifications that are past their time."""

from typing import Any

from django.core.management.base import BaseCommand

from artnex.events.services import remove_old_events


class Command(BaseCommand):
    help = "Remove events older than EVENT_RETENTION_DAYS and notifications older than NOTIFICATION_RETENTION_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = remove_old_events()
        self.stdout.write(f"removed {removed['events']} events and {removed['notifications']} notifications")
