"""What happens to files, as programs hear of it."""

from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event

FILE_STORED = "file.stored"
FILE_DELETED = "file.deleted"


def register() -> None:
    payload = {"purpose": "string", "content_type": "string", "size": "integer", "sha256": "string"}
    register_event(FILE_STORED, _("File stored"), payload, public=False)
    register_event(FILE_DELETED, _("File deleted"), {"purpose": "string"}, public=False)
