"""Grouping keywords on a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.errors import ValidationFailed
from artnex.files.checks import check_file
from artnex.files.kinds import TABLE_LIMITS
from artnex.web.pages import ObjectConfirmPage, ObjectPage, PrivateFormPage
from artnex.web.tables import Column, Table, TableSpec
from brands.engine.sheets import UnreadableSheetError, read_sheet
from insights.engine.clustering import distinct_keywords
from insights.forms.keywords import KeywordsForm
from insights.keyword_sources import keywords_from
from insights.models import KeywordClustering
from insights.services.keywords import (
    MOST_KEYWORDS,
    as_csv,
    clearness_in_words,
    delete_clustering,
    keep_clustering,
    keywords_in,
)

MAP_WIDTH, MAP_HEIGHT, MARGIN = 1000, 620, 40
KEPT = TableSpec(
    id="clusterings",
    columns=[
        Column("title", _("Title"), sort="title", primary=True, template="insights/keywords/cells/title.html"),
        Column("keyword_count", _("Keywords"), sort="keyword_count", numeric=True),
        Column("cluster_count", _("Clusters"), sort="cluster_count", numeric=True),
        Column("silhouette", _("Clearness"), sort="silhouette", numeric=True),
        Column("created_at", _("Created"), sort="created_at"),
    ],
    search_fields=["title"],
    default_sort="-created_at",
    caption=_("Kept results"),
)


class KeywordsPage(PrivateFormPage):
    """The form, and what was grouped before."""

    permission = "read:brand"
    form_class = KeywordsForm
    template_name = "insights/keywords/start.html"
    title = _("Keywords")
    lead = _("Groups short keywords by meaning, so that a long list becomes a handful of topics.")
    submit_label = _("Group the keywords")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"keywords": "\n".join(self.given_keywords())}}

    def given_keywords(self) -> list[str]:
        """Those of tracked content, when the address names one (`?tracking=5`)."""
        source_id = self.request.GET.get("tracking", "")
        return keywords_from("tracking", self.request.user, int(source_id)) if source_id.isdigit() else []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = KeywordClustering.objects.restrict(self.request.user, "read").defer("result")
        table = Table(KEPT, rows, self.request) if rows.exists() else None
        return super().get_context(table=table, **extra)

    def save(self, form: KeywordsForm) -> str:
        data = form.cleaned_data
        keywords = distinct_keywords([*keywords_in(data["keywords"]), *_keywords_of_file(data["file"])])
        kept = keep_clustering(
            user=self.request.user, keywords=keywords, clusters=data["clusters"], title=data["title"]
        )
        return reverse("insights:clustering", args=[kept.pk])


def _keywords_of_file(upload: Any) -> list[str]:
    """The first column of a table; ValidationFailed naming `file`."""
    if upload is None:
        return []
    content = check_file(upload, upload.name, TABLE_LIMITS).content
    try:
        rows = read_sheet(content, most_rows=MOST_KEYWORDS + 1)
    except UnreadableSheetError as unreadable:
        raise ValidationFailed.field("file", _("This file cannot be read as a table.")) from unreadable
    words = [row[0] for row in rows if row and row[0]]
    return words[1:] if words and words[0].strip().lower() in {"keyword", "keywords", "키워드"} else words


class ClusteringPage(ObjectPage):
    model = KeywordClustering
    permission = "read:brand"
    template_name = "insights/keywords/result.html"
    breadcrumbs = ((_("Keywords"), "insights:keywords"),)

    def get_title(self) -> str:
        return self.object.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            response = HttpResponse(as_csv(self.object), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = 'attachment; filename="artnex-keywords.csv"'
            return response
        return super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        kept: KeywordClustering = self.object
        rows = KeywordClustering.objects.restrict(self.request.user, "delete")
        return super().get_context(
            clusters=kept.result["clusters"],
            points=[self.on_map(point) for point in kept.result["points"]],
            clearness=clearness_in_words(kept.silhouette),
            may_delete=rows.filter(pk=kept.pk).exists(),
            **extra,
        )

    def on_map(self, point: dict[str, Any]) -> dict[str, Any]:
        """A point in the units of the drawing; its text stands on the side with more room."""
        x = round(MARGIN + point["x"] * (MAP_WIDTH - 2 * MARGIN))
        y = round(MARGIN + point["y"] * (MAP_HEIGHT - 2 * MARGIN))
        at_end = x > MAP_WIDTH * 0.7
        return {
            "keyword": point["keyword"],
            "cluster": point["cluster"],
            "colour": point["cluster"] % 8 + 1,
            "x": x,
            "y": y,
            "text_x": x - 12 if at_end else x + 12,
            "anchor": "end" if at_end else "start",
        }


class DeleteClusteringPage(ObjectConfirmPage):
    model = KeywordClustering
    title = _("Delete this result?")
    lead = _("The keywords and their groups are removed.")
    submit_label = _("Delete")
    success_url = "insights:keywords"
    success_text = _("The result is deleted.")

    def save(self, form: Any) -> None:
        delete_clustering(user=self.request.user, clustering=self.object)
