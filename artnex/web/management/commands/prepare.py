"""`manage.py prepare`: everything a new version needs before its processes start. Run it once for each deployment."""

from typing import Any

from django.core.management.base import BaseCommand

from artnex.demo import demo_is_wanted
from artnex.prepare import prepare


class Command(BaseCommand):
    help = "Compile translations, collect static files, migrate, and load the demo company when ARTNEX_DEMO is on."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(say=self.stdout.write, demo=demo_is_wanted())
