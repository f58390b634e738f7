"""One content with its history, and contents from a file."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from artnex.access import fetch
from artnex.errors import TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.files.services import delete_file
from artnex.web.toasts import toast
from brands.views.base import BrandFormPage, BrandPage, BrandRowMixin
from insights.engine.contents import content_popularity
from insights.forms.tracking import ContentFileForm
from insights.models import Content, Tracking
from insights.queries.tracking import content_history
from insights.services.content_import import (
    COLUMNS,
    fetch_table,
    import_contents,
    keep_table,
    read_contents,
)
from insights.tracking_charts import history_charts

SHOWN_ITEMS = 20
SHOWN_BAD_ROWS = 100


class ContentPage(BrandPage):
    """The numbers of one content over time, and how its popularity comes about."""

    tab = "trackings"
    template_name = "insights/tracking/content.html"

    @property
    def content(self) -> Content:
        if not hasattr(self, "_content"):
            rows = Content.objects.filter(tracking__brand=self.brand).select_related("tracking", "thumbnail")
            self._content: Content = fetch(rows, self.request.user, "read", pk=self.kwargs["pk"])  # type: ignore[arg-type]
        return self._content

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.content.title

    def get_context(self, **extra: Any) -> dict[str, Any]:
        row = self.content
        history = content_history(row)
        age = (row.refreshed_at - row.published_at).total_seconds() / 86_400 if row.published_at else None
        popularity = content_popularity(
            views=row.view_count, likes=row.like_count, comments=row.comment_count, age_days=age
        )
        return super().get_context(
            content=row, history=history, charts=history_charts(row, history), popularity=popularity, **extra
        )


class TrackingRowPages(BrandRowMixin):
    """Pages below a tracking that change it."""

    tab: ClassVar[str] = "trackings"
    model = Tracking

    def get_success_url(self) -> str:
        return self.tracking_url()

    def tracking_url(self) -> str:
        return reverse("insights:tracking", args=[self.brand.pk, self.row.pk])


class ImportContentsPage(TrackingRowPages, BrandFormPage):
    """A table is read and kept, then shown before anything is stored."""

    form_class = ContentFileForm
    template_name = "insights/tracking/import.html"
    title = _("Import contents from a table")
    submit_label = _("Look at it first")

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return self.tracking_url()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(columns=COLUMNS, **extra)

    def save(self, form: Any) -> str:
        try:
            kept = keep_table(user=self.request.user, tracking=self.row, upload=form.cleaned_data["file"])
            read_contents(tracking=self.row, content=kept.read())
        except (TooLarge, UnsupportedMediaType, ValidationFailed) as refused:
            words = next((row["message"] for row in refused.details if row.get("message")), refused.message)
            raise ValidationFailed.field("file", words) from refused
        return reverse("insights:content_import_check", args=[self.brand.pk, self.row.pk, kept.pk])


class CheckContentsPage(TrackingRowPages, BrandPage):
    """What the table holds, every bad row with its reason; stored when the button is pressed."""

    brand_action = "update"
    template_name = "insights/tracking/import_check.html"
    title = _("Check before importing")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        file = fetch_table(user=request.user, tracking=self.row, file_id=self.kwargs["file_id"])
        table = read_contents(tracking=self.row, content=file.read())
        return self.render(
            {
                "found": table,
                "new": len(table.items) - table.known,
                "first_items": table.items[:SHOWN_ITEMS],
                "more_items": max(0, len(table.items) - SHOWN_ITEMS),
                "first_bad": table.bad[:SHOWN_BAD_ROWS],
                "more_bad": max(0, len(table.bad) - SHOWN_BAD_ROWS),
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        file = fetch_table(user=request.user, tracking=self.row, file_id=self.kwargs["file_id"])
        result = import_contents(user=request.user, tracking=self.row, content=file.read())
        delete_file(file=file, actor=request.user)
        count = result["new"] + result["updated"]
        said = ngettext("%(count)d content is imported.", "%(count)d contents are imported.", count)
        toast(request, said % {"count": count})
        return redirect(self.tracking_url())
