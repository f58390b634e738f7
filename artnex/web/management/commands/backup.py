"""`manage.py backup FILE`: database, uploads and local keys in one archive, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from artnex.backup import write_backup
from artnex.errors import ArtNexError


class Command(BaseCommand):
    help = "Write database, uploads and local keys into one archive (.tar.gz). Keep it safe: it holds everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            write_backup(file)
        except ArtNexError as problem:
            raise CommandError(str(problem.message)) from problem
        self.stdout.write(f"Written: {file} ({file.stat().st_size:,} bytes).")
