"""Making the guideline as a document."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from artnex.files.kinds import GENERATED_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from artnex.pdf import render_pdf
from brands.models import Brand
from brands.queries.guideline import PURPOSE, guideline_of

JOB_KIND = "brand.guideline"


def request_guideline(*, user: Any, brand: Brand, language: str) -> Job:
    """Start a job that makes the PDF in "ko" or "en"; an open one for the same brand and language is given back."""
    params = {"brand_id": brand.pk, "language": language}
    unique_key = f"{user.pk}:{brand.pk}:{language}"
    return enqueue_job(JOB_KIND, user=user, params=params, brand_id=brand.pk, unique_key=unique_key)


def build_guideline(*, brand: Brand, language: str) -> bytes:
    """The PDF, printed in the given language."""
    with translation.override(language):
        context = guideline_of(brand) | {"language": language, "today": timezone.localdate()}
        return render_pdf(render_to_string("brands/guideline/document.html", context))


def store_guideline(*, user: Any, brand: Brand, language: str, content: bytes) -> StoredFile:
    """Keep the document with the brand; its team may download it."""
    with translation.override(language):
        name = _("%(brand)s guideline") % {"brand": brand.brand_name}
    return store_file(
        content=content,
        filename=f"{name}.pdf",
        owner=user,
        purpose=PURPOSE,
        limits=GENERATED_LIMITS,
        brand_id=brand.pk,
    )
