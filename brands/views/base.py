"""What all pages of a brand have in common: the brand, the person's role on it, and the tabs.

A page names its `tab` and extends `brands/brand_base.html`; the URL carries `brand_id`. A brand that may not be seen is
404, one that may be seen but not changed 403 (pages with `brand_action = "update"`).
"""

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, RestrictedQuerySet, fetch
from artnex.web.pages import ActionView, ConfirmPage, ListPage, PrivateFormPage, PrivatePage, Text
from brands.enums import BrandRole
from brands.models import Brand
from brands.services.team import role_on
from brands.tabs import tabs_of, things_on


class BrandMixin:
    """`self.brand`, `self.role` and what the shell needs of them."""

    tab: ClassVar[str] = ""
    brand_action: ClassVar[Action] = "read"
    tab_url_name: ClassVar[str] = ""  # where forms and confirmations under the tab lead back to
    cancel_url: str = ""
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def brand(self) -> Brand:
        rows = Brand.objects.select_related("logo")
        return fetch(rows, self.request.user, self.brand_action, pk=self.kwargs["brand_id"])  # type: ignore[arg-type]

    @cached_property
    def role(self) -> BrandRole | None:
        return role_on(self.brand, self.request.user)

    @property
    def may_edit(self) -> bool:
        """Whether buttons that change something are drawn."""
        return self.role in (BrandRole.OWNER, BrandRole.EDITOR) and self.request.user.may("update:brand")

    @property
    def is_owner(self) -> bool:
        return self.role == BrandRole.OWNER

    def check_brand(self) -> Brand:
        """Asked before anything else: whoever may not see the brand learns nothing more."""
        return self.brand

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.check_brand()
            if self.tab_url_name and not self.cancel_url:
                self.cancel_url = self.get_success_url()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs(self) -> list[tuple[Text, str]]:
        return [(_("Brands"), reverse("brands:list"))]

    def get_success_url(self) -> str:
        return reverse(self.tab_url_name, args=[self.brand.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(  # type: ignore[misc]
            brand=self.brand,
            role=self.role,
            may_edit=self.may_edit,
            is_owner=self.is_owner,
            brand_tabs=tabs_of(self.brand.pk, role=self.role, current=self.tab),
            live_nouns=things_on(self.tab),
            **extra,
        )


class BrandTitle:
    """The brand's name is the heading of its tabs; `title` says which tab it is in the browser's own title."""

    title: Text = ""
    brand: Any

    def get_title(self) -> Text:
        return self.title or self.brand.brand_name


class BrandPage(BrandMixin, BrandTitle, PrivatePage):
    """One tab of a brand."""


class BrandListPage(BrandMixin, BrandTitle, ListPage):
    """A tab that is a table of rows with a `brand`."""

    template_name = "brands/brand_list.html"

    def get_rows(self) -> QuerySet:
        return super().get_rows().filter(brand=self.brand)


class BrandRowMixin:
    """`self.row`: the row of `model` under this brand that the URL names by `pk`; another brand's row is 404."""

    model: Any = None
    row_action: ClassVar[Action] = "update"
    brand: Any
    request: Any
    kwargs: dict[str, Any]

    def get_rows(self) -> RestrictedQuerySet:
        return self.model.objects.filter(brand=self.brand)

    @cached_property
    def row(self) -> Any:
        return fetch(self.get_rows(), self.request.user, self.row_action, pk=self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(row=self.row, **extra)  # type: ignore[misc]


class BrandFormPage(BrandMixin, BrandTitle, PrivateFormPage):
    """A form that changes something of a brand."""

    brand_action: ClassVar[Action] = "update"
    template_name = "brands/brand_form.html"


class BrandRowFormPage(BrandRowMixin, BrandFormPage):
    """A form about one row under a brand."""


class BrandConfirmPage(BrandMixin, ConfirmPage):
    """Asks before something happens to a brand."""

    brand_action: ClassVar[Action] = "update"


class BrandRowConfirmPage(BrandRowMixin, BrandConfirmPage):
    """Asks before something happens to one row under a brand."""

    row_action: ClassVar[Action] = "delete"
    title: Text = _("Delete this?")
    submit_label = _("Delete")


class BrandAction(BrandMixin, ActionView):
    """A button that changes something of a brand."""

    brand_action: ClassVar[Action] = "update"
