"""`manage.py restore FILE --yes`: puts an archive of `manage.py backup` in the place of what is there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from artnex.backup import read_backup
from artnex.errors import ArtNexError


class Command(BaseCommand):
    help = "Replace database and uploads by those of a backup. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="really replace what is there")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        if not yes:
            raise CommandError("This replaces the database and uploads that are there. Say --yes when you mean it.")
        try:
            read_backup(file)
        except ArtNexError as problem:
            raise CommandError(str(problem.message)) from problem
        self.stdout.write("Restored. Run `manage.py prepare` before the next start.")
