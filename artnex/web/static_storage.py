"""Static files under names that change with their content."""

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, cached by browsers for ever; a file that was not collected keeps its plain name.

    So pages work before `collectstatic` has run (development, tests), and a forgotten file costs itself, not the page.
    """

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def create_compressor(self, **options: Any) -> Compressor:
        """Brotli takes most of a minute for a few per cent: worth it for a production image, not for a first start."""
        return Compressor(use_brotli=settings.PRODUCTION, **options)
