"""Personas, competitors and products of a brand."""

from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from artnex.errors import TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from brands.enums import ProductStatus
from brands.figure_charts import comparison_radar
from brands.forms.figures import CompetitorForm, PersonaForm, ProductForm
from brands.models import Competitor, CompetitorKpi, Persona, Product
from brands.queries.competitors import COMPARED, comparison, competitors_of
from brands.services.children import create_child, delete_child, update_child
from brands.services.competitors import FULL_SHARE, set_competitor_kpis, share_total
from brands.services.products import remove_product_image, set_product_image
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandFormPage, BrandListPage, BrandPage, BrandRowConfirmPage, BrandRowFormPage

register_tab(BrandTab("personas", _("Personas"), "brands:personas", order=30, shows=("persona",)))
register_tab(BrandTab("competitors", _("Competitors"), "brands:competitors", order=40, shows=("competitor", "kpi")))
register_tab(BrandTab("products", _("Products"), "brands:products", order=50, shows=("product",)))


class PersonaPages:
    tab: ClassVar[str] = "personas"
    tab_url_name: ClassVar[str] = "brands:personas"
    model = Persona


class PersonasPage(PersonaPages, BrandPage):
    template_name = "brands/figures/personas.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Persona.objects.restrict(self.request.user, "read").filter(brand=self.brand)
        return super().get_context(personas=rows, **extra)


class NewPersonaPage(PersonaPages, BrandFormPage):
    form_class = PersonaForm
    title = _("Add a persona")
    success_text = _("The persona is added.")

    def save(self, form: PersonaForm) -> None:
        create_child(Persona, user=self.request.user, brand=self.brand, fields=form.cleaned_data)


class EditPersonaPage(PersonaPages, BrandRowFormPage):
    form_class = PersonaForm
    title = _("Change a persona")
    success_text = _("The persona is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": _initial(self.row, PersonaForm)}

    def save(self, form: PersonaForm) -> None:
        update_child(user=self.request.user, child=self.row, fields=form.cleaned_data)


class DeleteChildPage(BrandRowConfirmPage):
    """Asks before a persona, competitor or product goes."""

    def get_title(self) -> str:
        return _("Delete “%(name)s”?") % {"name": self.row}

    def save(self, form: Any) -> None:
        delete_child(user=self.request.user, child=self.row)


class DeletePersonaPage(PersonaPages, DeleteChildPage):
    success_text = _("The persona is deleted.")


class CompetitorPages:
    tab: ClassVar[str] = "competitors"
    tab_url_name: ClassVar[str] = "brands:competitors"
    model = Competitor


class CompetitorsPage(CompetitorPages, BrandPage):
    template_name = "brands/figures/competitors.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = list(competitors_of(self.brand, self.request.user))
        sides = comparison(self.brand, rows)
        total = sum((row.market_share for row in rows if row.market_share is not None), Decimal(0))
        return super().get_context(
            competitors=rows,
            sides=sides,
            compared=COMPARED,
            radar=comparison_radar(sides) if sum(bool(side.figures) for side in sides) > 1 else None,
            share_total=total,
            share_is_impossible=total > FULL_SHARE,
            **extra,
        )


class CompetitorFormPage(CompetitorPages, BrandFormPage):
    """What new and changed competitors have in common."""

    form_class = CompetitorForm
    template_name = "brands/figures/competitor_form.html"

    def note_figures(self, competitor: Competitor, form: CompetitorForm) -> None:
        day = form.cleaned_data["as_of"] or form["as_of"].initial
        values = form.figures()
        set_competitor_kpis(user=self.request.user, competitor=competitor, values=values, day=day)
        total = share_total(self.brand)
        if total > FULL_SHARE:
            message = _("The market shares add up to %(total)s%%. Together they cannot be more than 100%%.")
            toast(self.request, message % {"total": f"{total.normalize():f}"}, level="warning")


class NewCompetitorPage(CompetitorFormPage):
    title = _("Add a competitor")
    success_text = _("The competitor is added.")

    def save(self, form: CompetitorForm) -> None:
        with transaction.atomic():
            row = create_child(Competitor, user=self.request.user, brand=self.brand, fields=form.own_fields())
            self.note_figures(row, form)


class EditCompetitorPage(CompetitorFormPage, BrandRowFormPage):
    title = _("Change a competitor")
    success_text = _("The competitor is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        figures = {kpi.kpi_type: kpi.value for kpi in CompetitorKpi.objects.filter(competitor=self.row)}
        newest = CompetitorKpi.objects.filter(competitor=self.row).aggregate(day=Max("measurement_date"))["day"]
        initial = _initial(self.row, CompetitorForm) | figures | ({"as_of": newest} if newest else {})
        return super().get_form_kwargs() | {"initial": initial}

    def save(self, form: CompetitorForm) -> None:
        with transaction.atomic():
            update_child(user=self.request.user, child=self.row, fields=form.own_fields())
            self.note_figures(self.row, form)


class DeleteCompetitorPage(CompetitorPages, DeleteChildPage):
    success_text = _("The competitor is deleted.")


class ProductFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=ProductStatus.choices, empty_label=_("Everything"))


class ProductPages:
    tab: ClassVar[str] = "products"
    tab_url_name: ClassVar[str] = "brands:products"
    model = Product

    def get_rows(self) -> RestrictedQuerySet[Product]:
        return super().get_rows().select_related("image")  # type: ignore[misc, no-any-return]


class ProductsPage(ProductPages, BrandListPage):
    template_name = "brands/figures/products.html"
    table = TableSpec(
        id="products",
        columns=[
            Column("name", _("Product"), primary=True, sort="name", template="brands/figures/cells/product.html"),
            Column("sku", _("SKU"), sort="sku"),
            Column("price", _("Price"), sort="price", numeric=True, template="brands/figures/cells/product_price.html"),
            Column("currency", _("Currency"), shown=False),
            Column("status", _("Status"), value="get_status_display", sort="status"),
            Column("updated_at", _("Changed"), sort="updated_at", shown=False),
        ],
        search_fields=["sku", "name"],
        search_label=_("Name or SKU"),
        filterset_class=ProductFilter,
        default_sort="sku",
        export_name="artnex-products",
        caption=_("Products"),
        actions_template="brands/figures/cells/product_actions.html",
        empty={
            "icon": "store",
            "title": _("No products yet"),
            "text": _("Add what this brand sells, with picture and price."),
        },
    )

    def get_rows(self) -> QuerySet:  # type: ignore[override]
        self.request.brand_rights = {"may_edit": self.may_edit, "may_delete": self.is_owner}
        return super().get_rows()


class ProductFormPage(ProductPages, BrandFormPage):
    """What new and changed products have in common."""

    form_class = ProductForm

    def save_picture(self, product: Product, form: ProductForm) -> None:
        picture = form.cleaned_data["image"]
        if not picture:
            if form.cleaned_data.get("remove_image"):
                remove_product_image(user=self.request.user, product=product)
            return
        try:
            set_product_image(user=self.request.user, product=product, content=picture, filename=picture.name)
        except (TooLarge, UnsupportedMediaType, ValidationFailed) as problem:
            words = next((row["message"] for row in problem.details if row.get("message")), problem.message)
            raise ValidationFailed.field("image", words) from problem


class NewProductPage(ProductFormPage):
    title = _("Add a product")
    success_text = _("The product is added.")

    def save(self, form: ProductForm) -> None:
        with transaction.atomic():
            row = create_child(Product, user=self.request.user, brand=self.brand, fields=form.own_fields())
            self.save_picture(row, form)


class EditProductPage(ProductFormPage, BrandRowFormPage):
    title = _("Change a product")
    success_text = _("The product is saved.")
    template_name = "brands/figures/product_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = _initial(self.row, ProductForm) | {"image": None}
        return super().get_form_kwargs() | {"initial": initial, "has_image": self.row.image_id is not None}

    def save(self, form: ProductForm) -> None:
        with transaction.atomic():
            update_child(user=self.request.user, child=self.row, fields=form.own_fields())
            self.save_picture(self.row, form)


class DeleteProductPage(ProductPages, DeleteChildPage):
    success_text = _("The product is deleted.")


def _initial(row: Any, form: Any) -> dict[str, Any]:
    """What the form shows of the row."""
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
