"""Brand DNA through time and outside: versions, comparison, restoring, exports, the stylesheet of a preview."""

import re
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from artnex.access import Action
from artnex.errors import NotFound
from artnex.web.pages import ConfirmPage, ListPage, LoginRequired, PrivatePage
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from brands.engine.dna import AXES, as_css, tokens_for
from brands.forms.dna import AXIS_ENDS, AXIS_LABELS
from brands.models import BrandDnaVersion
from brands.queries.dna import EXPORTS, compare_versions, export_dna
from brands.services.dna import restore_version
from brands.views.dna import preview_css
from brands.views.dna_base import DnaMixin

VERSION_COLUMNS = (
    Column("number", gettext_lazy("Version"), sort="number", primary=True),
    Column("name", gettext_lazy("Name"), sort="name"),
    Column("look", gettext_lazy("Look"), value="axes", template="brands/dna/cells/look.html", exported=False),
    Column("note", gettext_lazy("Note")),
    Column("author", gettext_lazy("By"), value="author.name"),
    Column("created_at", gettext_lazy("Saved"), sort="created_at"),
)


class VersionsPage(DnaMixin, ListPage):
    """Every save, the newest first."""

    part = "dna_versions"
    template_name = "brands/dna/list.html"

    @property
    def table(self) -> TableSpec:  # type: ignore[override]
        kind = "editor" if self.may_edit else "viewer"
        return TableSpec(
            columns=VERSION_COLUMNS,
            search_fields=["note", "name"],
            default_sort="-number",
            actions_template=f"brands/dna/cells/version_{kind}.html",
            export_name=f"brand-dna-{self.dna.pk}-versions",
            caption=_("Versions"),
        )

    def get_rows(self) -> Any:
        return self.dna.versions.select_related("author", "dna")


class ComparePage(DnaMixin, PrivatePage):
    """Two versions side by side: axes, tokens, and what they look like."""

    part = "dna_compare"
    template_name = "brands/dna/compare.html"

    @cached_property
    def numbers(self) -> list[int]:
        return list(self.dna.versions.values_list("number", flat=True))

    def version(self, name: str, default: int) -> BrandDnaVersion:
        given = self.request.GET.get(name, "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else default
        version = self.dna.versions.select_related("author").filter(number=number).first()
        if version is None:
            raise NotFound
        return version

    def get_context(self, **extra: Any) -> dict[str, Any]:
        after = self.version("v2", self.dna.version)
        before = self.version("v1", max(after.number - 1, 1))
        difference = compare_versions(before, after)
        return super().get_context(
            before=before,
            after=after,
            numbers=self.numbers,
            changes=difference["changes"],
            axes=[
                {
                    "label": AXIS_LABELS[axis],
                    "ends": AXIS_ENDS[axis],
                    "before": before.axes[axis],
                    "after": after.axes[axis],
                    "difference": difference["diff"][axis],
                }
                for axis in AXES
            ],
            before_css=preview_css(before.axes, "dna-before"),
            after_css=preview_css(after.axes, "dna-after"),
            **extra,
        )


class RestorePage(DnaMixin, ConfirmPage):
    dna_action: ClassVar[Action] = "update"
    submit_label = gettext_lazy("Restore")
    submit_variant = "primary"
    leads_back_to = "dna_versions"

    @cached_property
    def version(self) -> BrandDnaVersion:
        version = self.dna.versions.select_related("dna").filter(number=self.kwargs["number"]).first()
        if version is None:
            raise NotFound
        return version

    def get_title(self) -> str:
        return _("Restore version %(number)d?") % {"number": self.version.number}

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("It comes back as version %(next)d. No version is lost.") % {"next": self.dna.version + 1}

    def save(self, form: Any) -> None:
        dna = restore_version(user=self.request.user, version=self.version)
        toast(self.request, _("Saved as version %(number)d.") % {"number": dna.version})


class ExportPage(DnaMixin, PrivatePage):
    """The present version as texts to copy, or (`?format=css`) as a file."""

    part = "dna_export"
    template_name = "brands/dna/export.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = request.GET.get("format", "")
        return export_dna(self.dna, form).as_response() if form in EXPORTS else super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        labels = {"css": _("CSS variables"), "tokens": _("W3C design tokens"), "json": "JSON"}
        about = {
            "css": _("Put them into your website's stylesheet and use them by var(--color-primary)."),
            "tokens": _("For design programs that read the format of the W3C Design Tokens Community Group."),
            "json": _("Axes and tokens as the API gives them."),
        }
        files = [
            {"form": form, "label": labels[form], "about": about[form], "file": export_dna(self.dna, form)}
            for form in labels
        ]
        return super().get_context(files=files, **extra)


class PreviewCss(LoginRequired, View):
    """The axes in the URL as custom properties of one class, so that a preview is right before any script runs."""

    http_method_names = ["get", "head"]
    SCOPE = re.compile(r"[a-z][a-z-]{0,19}")

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = request.GET.get("scope", "dna-now")
        if not self.SCOPE.fullmatch(scope):
            raise NotFound
        axes = {axis: share_of_one(request.GET.get(axis, "")) for axis in AXES}
        css = as_css(tokens_for(axes)).replace(":root", f".{scope}", 1)
        return HttpResponse(css, content_type="text/css; charset=utf-8")


def share_of_one(text: str) -> float:
    """A number from 0 to 1; the middle for anything that is none."""
    try:
        number = float(text[:30])
    except ValueError:
        return 0.5
    return min(max(number, 0.0), 1.0) if number == number else 0.5
