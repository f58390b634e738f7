"""File names as people gave them, fit to be shown and to be sent in a header."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from artnex.errors import ValidationFailed

LONGEST_NAME = 200
LONGEST_EXTENSION = 10
FORBIDDEN_ON_DISKS = re.compile(r'[<>:"|?*]')


def display_name(filename: str) -> str:
    """The last part of `filename` in composed characters, without controls; Korean and spaces stay.

    The name is only ever shown: it has no part in where the file is kept. Raises ValidationFailed on a NUL.
    """
    if "\0" in filename:
        raise ValidationFailed.field("file", _("The file name contains a character that is not allowed."))
    last = filename.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    composed = unicodedata.normalize("NFC", last)  # macOS sends Korean in pieces
    # Controls and formatting marks go: a right-to-left mark makes "gpj.exe" look like "exe.jpg".
    visible = "".join(" " if c.isspace() else c for c in composed if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    name = FORBIDDEN_ON_DISKS.sub("_", " ".join(visible.split())).lstrip(".").strip()
    if not name:
        return "file"
    extension = PurePosixPath(name).suffix[: LONGEST_EXTENSION + 1]
    stem = name[: len(name) - len(extension)] if extension else name
    return stem[: LONGEST_NAME - len(extension)] + extension


def extension_of(name: str) -> str:
    """The extension in small letters without its dot; empty when there is none."""
    return PurePosixPath(name).suffix[1:].lower()
