"""What people type about a brand: the steps of its registration, and its settings.

The rules live in brands/validation.py.
"""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brands.engine.trades import trade_names
from brands.forms.fields import KeywordsField, PaletteField
from brands.models import Brand
from brands.validation import LENGTHS, NAME_LENGTH, WEBSITE_LENGTH

CATEGORY_LIST = "brand-categories"  # the id of the <datalist> in the templates


def _long(name: str, label: Any, help_text: Any = "", rows: int = 3, placeholder: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "placeholder": placeholder})
    return forms.CharField(label=label, max_length=LENGTHS[name], required=False, help_text=help_text, widget=widget)


class BrandForm(forms.Form):
    """A form about fields of a brand; what is not in it stays as it is."""

    def __init__(self, *args: Any, brand: Brand | None = None, **kwargs: Any) -> None:
        self.brand = brand
        if brand is not None:
            kwargs["initial"] = {name: getattr(brand, name, None) for name in self.base_fields} | (
                kwargs.get("initial") or {}
            )
        super().__init__(*args, **kwargs)

    @property
    def brand_fields(self) -> dict[str, Any]:
        """What was typed into fields that are the brand's own."""
        own = {field.name for field in Brand._meta.concrete_fields} - {"logo"}
        return {name: value for name, value in self.cleaned_data.items() if name in own}

    @property
    def categories(self) -> list[str]:
        """Suggestions for the category, in the language of the page."""
        return trade_names("en" if (get_language() or "ko").startswith("en") else "ko")


class BasicsForm(BrandForm):
    brand_name = forms.CharField(
        label=_("Brand name"),
        min_length=NAME_LENGTH[0],
        max_length=NAME_LENGTH[1],
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    category = forms.CharField(
        label=_("Category"),
        max_length=LENGTHS["category"],
        help_text=_("What you make or sell, in a word or two. Choose from the list or write your own."),
        widget=forms.TextInput(attrs={"list": CATEGORY_LIST, "autocomplete": "off"}),
    )
    website = forms.CharField(
        label=_("Website"),
        max_length=WEBSITE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "www.example.co.kr"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG, WebP or SVG, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.svg"}),
    )


class TargetForm(BrandForm):
    target = _long(
        "target",
        _("Whom is this brand for?"),
        _("Who buys, who decides, what they need. One or two sentences are enough."),
        rows=4,
        placeholder=_("Purchasing teams of mid-sized machine builders that need small lots quickly"),
    )
    persona_name = forms.CharField(
        label=_("A typical customer"),
        max_length=100,
        required=False,
        help_text=_("Such as: Kim, purchasing manager. Add more later on the brand's page."),
    )
    age_range = forms.CharField(label=_("Age"), max_length=50, required=False)
    pain_points = forms.CharField(
        label=_("What bothers them"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("persona_name") and (data.get("age_range") or data.get("pain_points")):
            self.add_error("persona_name", _("Give this customer a name."))
        return data


class CompetitorForm(forms.Form):
    """One rival; a row without a name is no row."""

    competitor_name = forms.CharField(label=_("Competitor"), max_length=200, required=False)
    strengths = forms.CharField(
        label=_("Strengths"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    weaknesses = forms.CharField(
        label=_("Weaknesses"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    market_share = forms.DecimalField(
        label=_("Market share (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
        help_text=_("Your own estimate; leave it empty when you do not know."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rest = (data.get("strengths"), data.get("weaknesses"), data.get("market_share"))
        if not data.get("competitor_name") and any(part not in (None, "") for part in rest):
            self.add_error("competitor_name", _("Give this competitor a name."))
        return data


CompetitorFormSet = forms.formset_factory(CompetitorForm, extra=0, max_num=5, validate_max=True)


class IdentityForm(BrandForm):
    slogan = forms.CharField(label=_("Slogan"), max_length=LENGTHS["slogan"], required=False)
    mission = _long("mission", _("Mission"), _("Why the brand exists."))
    vision = _long("vision", _("Vision"), _("Where it wants to be one day."))
    keywords = KeywordsField(label=_("Keywords"), required=False, help_text=_("Separated by commas, at most 50."))
    voice = _long("voice", _("Voice"), _("How the brand speaks: calm, friendly, precise …"), rows=2)
    palette = PaletteField(
        label=_("Palette"), required=False, help_text=_("Colours as #RRGGBB, separated by commas, at most 12.")
    )


class SettingsForm(BasicsForm, IdentityForm):
    """Everything a brand says of itself, on one page."""

    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    target = _long("target", _("Whom is this brand for?"))
    field_order = ("brand_name", "category", "website", "logo", "remove_logo", "target", "slogan", "mission", "vision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand_name"].widget.attrs.pop("autofocus", None)
        if self.brand is None or self.brand.logo_id is None:
            del self.fields["remove_logo"]


class DeleteBrandForm(forms.Form):
    """Typing the name is the decision."""

    typed_name = forms.CharField(
        label=_("Type the brand's name to confirm"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, brand_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brand_name = brand_name

    def clean_typed_name(self) -> str:
        typed = self.cleaned_data["typed_name"]
        if " ".join(typed.split()) != self.brand_name:
            raise forms.ValidationError(_("This is not the name of the brand."))
        return typed


class ProposalForm(forms.Form):
    """A proposal as it is taken over, changed or not."""

    value = forms.CharField(max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
