"""Sample content for the style guide, which shows every component."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artnex.charts.samples import gallery
from artnex.web.tables import Column, Table, TableSpec
from artnex.web.widgets import DatePicker, SegmentedSelect

TOKENS = {
    _("Paper and ink"): ["paper", "surface", "surface-sunken", "rule", "rule-strong", "ink-faint", "ink-soft", "ink"],
    _("Accent"): ["accent-wash", "accent-rule", "accent", "accent-strong"],
    _("States"): ["good", "good-wash", "warn", "warn-wash", "bad", "bad-wash"],
    _("Charts"): [f"chart-{n}" for n in range(1, 9)],
}


class SampleForm(forms.Form):
    """One field of each kind, some of them wrong when shown."""

    name = forms.CharField(label=_("Brand name"), help_text=_("2 to 200 characters."))
    category = forms.ChoiceField(label=_("Category"), choices=[("", "–"), ("machine", _("Machines"))], required=False)
    story = forms.CharField(label=_("Story"), widget=forms.Textarea, required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    logo = forms.FileField(label=_("Logo"), required=False)
    founded = forms.DateField(label=_("Founded"), required=False, widget=DatePicker)
    tone = forms.ChoiceField(
        label=_("Tone"),
        choices=[("calm", _("Calm")), ("bold", _("Bold")), ("warm", _("Warm"))],
        widget=SegmentedSelect,
        initial="calm",
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=[("naver", "Naver"), ("instagram", "Instagram"), ("youtube", "YouTube")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label=_("Send me a report every month"), required=False)


class SampleRows(list):
    """Rows that need no database."""

    def order_by(self, *fields: str) -> "SampleRows":
        return self


SAMPLE_TABLE = TableSpec(
    id="sample",
    columns=[
        Column("name", _("Brand"), sort="name", primary=True),
        Column("category", _("Category"), sort="category"),
        Column("followers", _("Followers"), sort="followers", numeric=True),
        Column("engagement", _("Engagement"), numeric=True),
    ],
    search_label=_("Search"),
    caption=_("Sample"),
)
SAMPLE_ROWS = [
    ("하나정밀", _("Machines"), 12840, "3.2 %"),
    ("솔바람 차", _("Food"), 4210, "5.8 %"),
    ("온기 세라믹", _("Living"), 980, "7.1 %"),
]


def styleguide_context(request: HttpRequest) -> dict[str, Any]:
    names = ("name", "category", "followers", "engagement")
    rows = SampleRows(SimpleNamespace(**dict(zip(names, row, strict=True))) for row in SAMPLE_ROWS)
    labels = (_("Basics"), _("Target"), _("Competitors"), _("Identity"), _("Improve"))
    steps = [SimpleNamespace(label=label, done=n < 2, current=n == 2, url="") for n, label in enumerate(labels)]
    tabs = [
        SimpleNamespace(label=label, url="#", current=n == 0) for n, label in enumerate((_("Overview"), _("Numbers")))
    ]
    return {
        "title": _("Style guide"),
        "tokens": TOKENS,
        "form": SampleForm(),
        "wrong_form": SampleForm({"name": "", "tone": "loud"}),
        "table": Table(SAMPLE_TABLE, rows, request),  # type: ignore[arg-type]
        "empty_table": Table(SAMPLE_TABLE, SampleRows(), request),  # type: ignore[arg-type]
        "steps": steps,
        "tabs": tabs,
        "levels": ("info", "success", "warning", "error"),
        "variants": ("primary", "secondary", "quiet", "danger"),
        "charts": list(gallery()),
    }
