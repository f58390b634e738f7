"""What an operator should hear at start about files."""

from typing import Any

from django.conf import settings
from django.core import checks

from artnex.files import c2pa_signing


@checks.register("files")
def signing_certificate_is_usable(**_options: Any) -> list[checks.CheckMessage]:
    """C2PA_CERT and C2PA_KEY belong together and can be read."""
    if bool(settings.C2PA_CERT) != bool(settings.C2PA_KEY):
        missing = "C2PA_KEY" if settings.C2PA_CERT else "C2PA_CERT"
        return [checks.Error(f"{missing} is missing: signing files needs both.", id="files.E001")]
    if c2pa_signing.is_configured() and (problem := c2pa_signing.problem_with_keys()):
        return [checks.Error(f"C2PA_CERT and C2PA_KEY cannot be used: {problem}", id="files.E002")]
    return []
