"""Having files of a report made."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.web.pages import ObjectFormPage
from reports.forms.reports import ExportForm
from reports.queries.exports import exports_of
from reports.services.exports import request_export
from reports.views.reports import UnderReport, reading_language


class ExportPage(UnderReport, ObjectFormPage):
    """What the file should be like; beside it, the files made before."""

    title = _("Make a file")
    template_name = "reports/report/export.html"
    form_class = ExportForm
    submit_label = _("Make the file")

    def get_form_kwargs(self) -> dict[str, Any]:
        palette = [str(colour) for colour in self.object.brand.palette or []]
        initial = {"language": reading_language()}
        return super().get_form_kwargs() | {"palette": palette, "initial": initial}

    def save(self, form: ExportForm) -> str:
        job = request_export(
            user=self.request.user,
            report=self.object,
            file_format=form.cleaned_data["format"],
            options=form.options(),
        )
        return job.get_absolute_url()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(exports=exports_of(self.object), **extra)
