"""`manage.py demo` loads the demo company, `manage.py demo --remove` takes it away again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from artnex.demo import load_demo, remove_demo


class Command(BaseCommand):
    help = "Load the demo company (repeatable), or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete the demo company")

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        if remove:
            remove_demo()
            self.stdout.write("The demo company is gone.")
        else:
            load_demo(say=self.stdout.write)
            self.stdout.write("The demo company is there.")
