"""What people type about Brand DNA and presets. Ranges and versions are the services' to judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.engine.dna import AXES
from brands.models import DnaPreset

AXIS_LABELS = {
    "density": _("Density"),
    "warmth": _("Warmth"),
    "playfulness": _("Playfulness"),
    "sophistication": _("Sophistication"),
    "energy": _("Energy"),
}
# What an axis means at 0 and at 1.
AXIS_ENDS = {
    "density": (_("airy"), _("dense")),
    "warmth": (_("cool"), _("warm")),
    "playfulness": (_("serious"), _("playful")),
    "sophistication": (_("plain"), _("refined")),
    "energy": (_("calm"), _("lively")),
}


def axis_input(axis: str) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"})
    return forms.FloatField(label=AXIS_LABELS[axis], min_value=0.0, max_value=1.0, widget=widget)


class DnaForm(forms.Form):
    """The whole editor: name, five axes, a note, and the version all this was based on."""

    name = forms.CharField(label=_("Name"), max_length=200)
    note = forms.CharField(
        label=_("What did you change, and why?"), max_length=500, required=False, help_text=_("Kept with the version.")
    )
    version = forms.IntegerField(min_value=1, max_value=10**9 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in AXES:
            self.fields[axis] = axis_input(axis)

    @property
    def axes(self) -> dict[str, float]:
        """The axes that were typed and are right."""
        return {axis: self.cleaned_data[axis] for axis in AXES if axis in self.cleaned_data}


class NewDnaForm(forms.Form):
    """A name and the preset to start from."""

    name = forms.CharField(label=_("Name"), max_length=200)
    preset = forms.ModelChoiceField(
        label=_("Start from"), queryset=DnaPreset.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, presets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].queryset = presets  # type: ignore[attr-defined]


class DnaCommentForm(forms.Form):
    body = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class PresetForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_shared = forms.BooleanField(
        label=_("Share with everybody"),
        required=False,
        help_text=_("Everybody with an account on this ArtNex sees it and can start from it. Nobody else changes it."),
    )
