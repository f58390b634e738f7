"""manage.py rotate_encryption"""

from typing import Any

from django.core.management.base import BaseCommand

from artnex.crypto import rotate_all


class Command(BaseCommand):
    help = "Encrypt every stored secret anew with the first of ENCRYPTION_KEYS; the older keys may then be removed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rotate_all()} secrets are now encrypted with the newest key.")
