"""The list of brands, and taking it away as a file."""

from typing import Any

import django_filters
from django.db.models import FloatField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from artnex.web.pages import ListPage, PrivatePage
from artnex.web.tables import Column, Table, TableSpec
from brands.enums import BrandRole
from brands.models import Brand
from brands.queries.registry import categories_of, in_category, in_role, with_role
from brands.services.brand_export import EXPORT_FORMATS, export_brands
from brands.services.brands import MAX_BRANDS, room_for_brands

CELLS = "brands/registry/cells"
KEPT = ("q", "category", "role", "sort")  # what narrows or orders the list narrows the file too
LOWEST = {"followers": -1.0, "engagement_rate": -1.0, "popularity_index": -1.0, "trend_score": -1000.0}


def category_choices(request: HttpRequest | None) -> list[tuple[str, str]]:
    """The categories of the brands this person sees."""
    if request is None:
        return []
    return [(name, name) for name in categories_of(Brand.objects.restrict(request.user, "read"))]


class BrandTableFilter(django_filters.FilterSet):
    category = django_filters.ChoiceFilter(label=_("Category"), choices=(), empty_label=_("All"), method="by_category")
    role = django_filters.ChoiceFilter(
        label=_("My role"), choices=BrandRole.choices, empty_label=_("All"), method="by_role"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["category"].extra["choices"] = category_choices(self.request)

    def by_category(self, rows: Any, _name: str, value: str) -> Any:
        return in_category(rows, value)

    def by_role(self, rows: Any, _name: str, value: str) -> Any:
        return in_role(rows, value)


def role_label(brand: Any) -> Any:
    return BrandRole(brand.my_role).label


def engagement(brand: Any) -> str:
    return "" if brand.engagement_rate is None else f"{brand.engagement_rate:.1%}"


BRAND_TABLE = TableSpec(
    id="brands",
    columns=[
        Column("brand_name", _("Brand"), sort="brand_name", template=f"{CELLS}/name.html", primary=True),
        Column("category", _("Category"), sort="category"),
        Column("keywords", _("Keywords"), template=f"{CELLS}/keywords.html"),
        Column("my_role", _("My role"), value=role_label, shown=False),
        Column("slogan", _("Slogan"), shown=False),
        Column("website", _("Website"), template=f"{CELLS}/website.html", shown=False),
        Column("followers", _("Followers"), sort="followers_sort", numeric=True),
        Column("engagement_rate", _("Engagement"), value=engagement, sort="engagement_rate_sort", numeric=True),
        Column(
            "popularity_index", _("Popularity"), sort="popularity_index_sort", template=f"{CELLS}/number.html",
            numeric=True,
        ),
        Column("trend_score", _("Trend"), sort="trend_score_sort", template=f"{CELLS}/trend.html", numeric=True),
        Column("created_at", _("Registered"), sort="created_at", shown=False),
        Column("updated_at", _("Updated"), sort="updated_at"),
    ],
    search_fields=["search_text"],
    search_label=_("Name, category, slogan or keyword"),
    filterset_class=BrandTableFilter,
    default_sort="-updated_at",
    caption=_("Brands"),
    empty={
        "icon": "brand",
        "title": _("No brands yet"),
        "text": _("Register your first brand in five short steps, or bring a list from a file."),
        "action_url": "brands:new",
        "action_label": _("Register a brand"),
    },
)  # fmt: skip


class BrandRowsMixin:
    """The rows of the table: what this person may see, with their role, sorted with unknown figures last."""

    request: Any

    def get_rows(self) -> Any:
        rows = with_role(Brand.objects.restrict(self.request.user, "read"), self.request.user).select_related("logo")
        lowest = {
            f"{name}_sort": Coalesce(name, Value(value), output_field=FloatField()) for name, value in LOWEST.items()
        }
        return rows.annotate(**lowest)


class BrandListPage(BrandRowsMixin, ListPage):
    model = Brand
    title = _("Brands")
    lead = _("Every brand you own or work on.")
    table = BRAND_TABLE
    template_name = "brands/registry/list.html"
    part_template_name = "brands/registry/list_part.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user = self.request.user
        may_create = user.may("create:brand")
        room = room_for_brands(user) if may_create else 0
        kept = [(name, value) for name in KEPT for value in self.request.GET.getlist(name)]
        return super().get_context(may_create=may_create, room=room, most=MAX_BRANDS, kept=kept, **extra)


class ExportPage(BrandRowsMixin, PrivatePage):
    """The ticked brands (`ids`), or all that match the list's search and filters, as CSV or XLSX."""

    permission = "read:brand"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Table(BRAND_TABLE, self.get_rows(), request).rows
        ticked = [int(pk) for pk in request.GET.getlist("ids") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        if ticked:
            rows = rows.filter(pk__in=ticked)
        kind = request.GET.get("format", "")
        file = export_brands(rows, kind if kind in EXPORT_FORMATS else "xlsx", translated=True)
        response = HttpResponse(file.content, content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return response
