"""The builder of segments."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import SegmentedSelect
from insights.segment_criteria import GENDERS, LISTS, OLDEST, PRICE_SENSITIVITIES, PURCHASE_ROLES
from insights.services.segments import NAME_LENGTH

SUGGESTED = {
    "regions": _("Seoul, Gyeonggi, Busan, Japan …"),
    "industries": _("Machinery, food, beauty …"),
    "job_roles": _("Purchasing, engineering, management …"),
    "interests": _("Camping, cooking, smart factory …"),
    "channels": _("Instagram, Naver blog, trade fair …"),
}
UNSAID = [("", _("Not said"))]


class SegmentForm(forms.Form):
    """`brands` are those the person may bind a new segment to; an old one stays where it is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    brand_id = forms.TypedChoiceField(
        label=_("Brand"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("With a brand its whole team sees the segment; without one, you alone."),
    )
    age_min = forms.IntegerField(label=_("Youngest age"), required=False, min_value=0, max_value=OLDEST)
    age_max = forms.IntegerField(label=_("Highest age"), required=False, min_value=0, max_value=OLDEST)
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[*UNSAID, *GENDERS.items()], widget=SegmentedSelect
    )
    purchase_role = forms.ChoiceField(
        label=_("Part in the purchase"), required=False, choices=[*UNSAID, *PURCHASE_ROLES.items()]
    )
    price_sensitivity = forms.ChoiceField(
        label=_("Price"), required=False, choices=[*UNSAID, *PRICE_SENSITIVITIES.items()]
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, brands: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in LISTS.items():
            self.fields[key] = forms.CharField(
                label=str(label),
                required=False,
                max_length=1000,
                widget=forms.TextInput(attrs={"placeholder": SUGGESTED[key], "autocomplete": "off"}),
            )
        self.order_fields(
            ["name", "brand_id", "age_min", "age_max", "gender", *LISTS, "purchase_role", "price_sensitivity"]
        )
        if brands is None:
            del self.fields["brand_id"]
        else:
            choice: Any = self.fields["brand_id"]
            choice.choices = [("", _("For me alone")), *brands]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("age_min"), data.get("age_max")
        if low is not None and high is not None and high < low:
            self.add_error("age_max", _("The highest age must not be below the lowest."))
        return data

    def as_fields(self, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the service takes; criteria of a program's own (`kept`) stay."""
        data = self.cleaned_data
        criteria = {key: value for key, value in (kept or {}).items() if key not in self.fields}
        for key in ("age_min", "age_max", "gender", "purchase_role", "price_sensitivity"):
            criteria[key] = data.get(key)
        for key in LISTS:
            criteria[key] = [part.strip() for part in data.get(key, "").split(",") if part.strip()]
        return {"name": data["name"], "description": data["description"], "criteria": criteria}


def initial_of(name: str, description: str, criteria: Mapping[str, Any]) -> dict[str, Any]:
    """A stored segment as the form shows it."""
    shown = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in criteria.items()}
    return shown | {"name": name, "description": description}
