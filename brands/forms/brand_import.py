"""The file of an import, and what its columns mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.services.brand_export import WRITABLE
from brands.services.brand_import import REQUIRED

NO_COLUMN = ""
LONGEST_SAMPLE = 60


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8 or CP949) or XLSX, at most 10 MB and 20,000 rows, headings in the first row."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class MappingForm(forms.Form):
    """For each field of a brand the column of the file that holds it."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        guess: Mapping[str, int],
        sample: Sequence[Sequence[str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guess = guess
        columns = [(str(place), heading or str(place + 1)) for place, heading in enumerate(headings)]
        for name, label in WRITABLE.items():
            self.fields[name] = forms.ChoiceField(
                label=str(label),
                required=name in REQUIRED,
                choices=[(NO_COLUMN, _("(not in the file)")), *columns],
                initial=str(guess[name]) if name in guess else NO_COLUMN,
                help_text=_sample(sample, guess.get(name)),
            )

    @property
    def mapping(self) -> dict[str, int]:
        """What was chosen, or before anything was chosen what was guessed."""
        if not self.is_bound:
            return dict(self.guess)
        self.is_valid()
        chosen = self.cleaned_data
        return {name: int(chosen[name]) for name in WRITABLE if chosen.get(name, NO_COLUMN) != NO_COLUMN}


def _sample(rows: Sequence[Sequence[str]], place: int | None) -> str:
    """The first filled cell of a column."""
    if place is None:
        return ""
    found = next((row[place] for row in rows if place < len(row) and row[place]), "")
    return found if len(found) <= LONGEST_SAMPLE else f"{found[:LONGEST_SAMPLE]}…"
