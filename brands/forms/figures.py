"""What people type about KPIs, personas, competitors and products. Rules live in the services, which the API shares."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import DatePicker, SegmentedSelect
from brands.engine.numbers import parse_number
from brands.enums import ProductStatus
from brands.kpi_types import KPI_TYPES, OWN_TYPE, kpi_type
from brands.queries.competitors import COMPARED
from brands.queries.figures import DEFAULT_DAYS

OWN = "own"
RANGES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("own", _("Own dates")))
LONGEST_DAYS = 3660
FIRST_DAY = date(2000, 1, 1)


class NumberField(forms.Field):
    """A number as people write it: 1,234 · 3.5% · 1.2만."""

    def __init__(self, *, label: Any, **options: Any) -> None:
        super().__init__(label=label, **options)

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40})

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        number = parse_number(text)
        if number is None:
            raise forms.ValidationError(_("Enter a number."))
        return number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value


class PeriodForm(forms.Form):
    """Which KPI a chart shows, over which period, and whether beside the period before."""

    kpi = forms.ChoiceField(label=_("KPI"), required=False)
    range = forms.ChoiceField(label=_("Period"), required=False, choices=RANGES, widget=SegmentedSelect)
    start = forms.DateField(label=_("From day"), required=False, widget=DatePicker)
    end = forms.DateField(label=_("Until day"), required=False, widget=DatePicker)
    compare = forms.BooleanField(label=_("Compare with the period before"), required=False)

    def __init__(self, data: Any, *, kpis: list[str], default: str) -> None:
        first = {"kpi": default, "range": str(DEFAULT_DAYS)}
        super().__init__({**first, **{name: value for name, value in data.items() if value}})
        self.fields["kpi"].choices = [(name, kpi_type(name).label) for name in kpis]  # type: ignore[attr-defined, union-attr]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if data.get("range") == "own" and start and end:
            if end < start:
                self.add_error("end", _("The end must not be before the start."))
            elif start < FIRST_DAY or (end - start).days > LONGEST_DAYS:
                self.add_error("start", _("Choose at most ten years."))
        return data

    def period(self) -> tuple[date, date]:
        """The first and the last day; the usual period while the dates make no sense."""
        today = timezone.localdate()
        data = getattr(self, "cleaned_data", {})
        if data.get("range") == "own" and not self.errors:
            end = min(data.get("end") or today, today)
            start = data.get("start") or end - timedelta(days=DEFAULT_DAYS - 1)
            return min(start, end), end
        days = int(data["range"]) if data.get("range") in {"30", "90", "365"} else DEFAULT_DAYS
        return today - timedelta(days=days - 1), today


def kpi_choices() -> list[tuple[str, Any]]:
    return [(kpi.name, kpi.label) for kpi in KPI_TYPES.values()] + [(OWN, _("A KPI of your own"))]


class KpiForm(forms.Form):
    """One value."""

    kpi_type = forms.ChoiceField(label=_("KPI"), choices=kpi_choices)
    own_name = forms.CharField(
        label=_("Name of your own KPI"),
        required=False,
        max_length=40,
        help_text=_("Only for a KPI of your own: small letters, digits and underscores, beginning with x_."),
    )
    value = NumberField(
        label=_("Value"), help_text=_("Such as 12,840 or 12.8k. Write rates as 3.5% or as a fraction, 0.035.")
    )
    measurement_date = forms.DateField(label=_("Day"), widget=DatePicker)

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        initial = {"measurement_date": timezone.localdate(), **(initial or {})}
        if initial.get("kpi_type", "").startswith("x_"):
            initial |= {"own_name": initial["kpi_type"], "kpi_type": OWN}
        super().__init__(*args, **{**kwargs, "initial": initial})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kpi_type") == OWN:
            if not OWN_TYPE.fullmatch(data.get("own_name", "")):
                self.add_error("own_name", _("Begin with x_, then small letters, digits and underscores."))
            else:
                data["kpi_type"] = data["own_name"]
        return data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("kpi_type", "value", "measurement_date")}


class DayForm(forms.Form):
    """All KPIs of one day at once; what is left empty is left alone."""

    measurement_date = forms.DateField(label=_("Day"), widget=DatePicker)

    def __init__(self, *args: Any, own: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measurement_date"].initial = timezone.localdate
        for name in [*KPI_TYPES, *own]:
            kpi = kpi_type(name)
            assert kpi is not None  # noqa: S101 - both lists hold known names only
            text = _("Such as 3.5% or 0.035.") if kpi.unit == "fraction" else ""
            self.fields[name] = NumberField(label=kpi.label, required=False, help_text=text)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.rows():
            raise forms.ValidationError(_("Enter at least one value."))
        return data

    def kpi_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "measurement_date"]

    def rows(self) -> list[dict[str, Any]]:
        day = self.cleaned_data.get("measurement_date")
        return [
            {"kpi_type": name, "value": value, "measurement_date": day}
            for name, value in self.cleaned_data.items()
            if name != "measurement_date" and value is not None
        ]


class KpiImportForm(forms.Form):
    """A file, or cells pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV (UTF-8 or CP949) or XLSX, up to 10 MB and 5,000 values."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("Or paste cells here"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("The first row holds the headings: date, followers, views, or kpi_type, value, measurement_date."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("pasted"):
            raise forms.ValidationError(_("Choose a file or paste some cells."))
        return data


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **options)


def _long_text(label: Any, rows: int = 3) -> forms.CharField:
    return _text(label, 2000, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class PersonaForm(forms.Form):
    persona_name = _text(_("Name"), 100, help_text=_("A name one remembers, such as “Ms Kim, purchasing manager”."))
    age_range = _text(_("Age"), 50, required=False)
    gender = _text(_("Gender"), 50, required=False)
    characteristics = _long_text(_("Characteristics"), 4)
    pain_points = _long_text(_("Pain points"), 4)


class CompetitorForm(forms.Form):
    competitor_name = _text(_("Name"), 200)
    category = _text(_("Category"), 100, required=False)
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    market_share = forms.DecimalField(
        label=_("Market share (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("Your own estimate, from 0 to 100."),
    )
    strengths = _long_text(_("Strengths"))
    weaknesses = _long_text(_("Weaknesses"))
    as_of = forms.DateField(label=_("Figures of the day"), widget=DatePicker, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = timezone.localdate
        for name in COMPARED:
            kpi = kpi_type(name)
            assert kpi is not None  # noqa: S101 - the compared KPIs are known ones
            text = _("Such as 3.5% or 0.035.") if kpi.unit == "fraction" else ""
            self.fields[name] = NumberField(label=kpi.label, required=False, help_text=text)

    def own_fields(self) -> dict[str, Any]:
        names = ("competitor_name", "category", "website", "market_share", "strengths", "weaknesses")
        return {name: self.cleaned_data[name] for name in names}

    def figures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COMPARED}

    def figure_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in COMPARED]


class ProductForm(forms.Form):
    sku = _text(_("SKU"), 64, help_text=_("The number by which you know it; once in a brand."))
    name = _text(_("Name"), 200)
    price = forms.DecimalField(label=_("Price"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="KRW",
        max_length=3,
        error_messages={"invalid": _("Use a three-letter currency code such as KRW.")},
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=ProductStatus.choices, initial=ProductStatus.ACTIVE, widget=SegmentedSelect
    )
    image = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_image = forms.BooleanField(label=_("Remove the picture"), required=False)

    def __init__(self, *args: Any, has_image: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_image:
            del self.fields["remove_image"]

    def own_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("sku", "name", "price", "currency", "status")}
