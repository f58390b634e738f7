"""What people type about a tracking. Rules live in the services, which the API shares."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import DatePicker
from insights.services.trackings import LONGEST_WORD
from insights.tracking_enums import TRACKED, Platform

COMMAS, LINES = re.compile(r"[,;\n]+"), re.compile(r"\s+")
INTERVALS = [
    (6, _("every 6 hours")),
    (12, _("twice a day")),
    (24, _("once a day")),
    (72, _("every three days")),
    (168, _("once a week")),
]


class SplitField(forms.CharField):
    """A list typed as one text; gives a list."""

    def __init__(self, *, separators: re.Pattern[str], rows: int = 2, **options: Any) -> None:
        self.separators = separators
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        between = ", " if self.separators is COMMAS else "\n"
        return between.join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return list(value)
        return [word.strip() for word in self.separators.split(str(value or "")) if word.strip()]

    def run_validators(self, value: Any) -> None:
        """The rules are the service's."""


class TrackingForm(forms.Form):
    keyword = forms.CharField(
        label=_("Keyword"),
        max_length=LONGEST_WORD,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    synonyms = SplitField(
        label=_("Synonyms"),
        separators=COMMAS,
        help_text=_("Other spellings that count as well, separated by commas."),
    )
    exclude_words = SplitField(
        label=_("Excluded words"),
        separators=COMMAS,
        help_text=_("Contents with one of these words in the title are left out, also of imports."),
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        choices=[(str(name), name.label) for name in TRACKED],
        initial=[Platform.YOUTUBE, Platform.NAVER],
        widget=forms.CheckboxSelectMultiple,
    )
    feeds = SplitField(label=_("Addresses of feeds"), separators=LINES, help_text=_("RSS or Atom, one a line."))
    links = SplitField(
        label=_("Links of TikTok videos"), separators=LINES, help_text=_("One a line; TikTok cannot be searched.")
    )
    start_date = forms.DateField(label=_("Start date"), required=False, widget=DatePicker)
    end_date = forms.DateField(label=_("End date"), required=False, widget=DatePicker)
    interval_hours = forms.TypedChoiceField(label=_("Crawl"), choices=INTERVALS, coerce=int, initial=24)
    is_active = forms.BooleanField(label=_("Crawl by schedule"), required=False, initial=True)

    def __init__(self, *args: Any, interval: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if interval is not None and interval not in dict(INTERVALS):  # set by the API
            own = (interval, _("every %(hours)s hours") % {"hours": interval})
            self.fields["interval_hours"].choices = [own, *INTERVALS]  # type: ignore[attr-defined]


class ContentFileForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV (UTF-8 or Excel's Korean) or XLSX, up to 10 MB."))
