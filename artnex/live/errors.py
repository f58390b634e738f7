"""What can go wrong on the way to a live connection."""

from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError


class LiveUnavailable(ArtNexError):
    code, status = "SERVICE_UNAVAILABLE", 503
    default_message = _("Live connections are not available at the moment. Please try again shortly.")


class UpgradeRequired(ArtNexError):
    code, status = "UPGRADE_REQUIRED", 426
    default_message = _("This address speaks WebSocket only.")
