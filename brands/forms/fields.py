"""Fields for lists of words and of colours, typed as one line."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.validation import WrongValueError, clean_keywords, clean_palette

SEPARATORS = re.compile(r"[,;\n]+")
SPACES_TOO = re.compile(r"[,;\s]+")


class _ListField(forms.CharField):
    """A list written as text with commas; gives a list."""

    separators = SEPARATORS
    clean_list: Callable[[Any], list[str]]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return list(value)
        words = [word.strip() for word in self.separators.split(str(value or "")) if word.strip()]
        try:
            return type(self).clean_list(words)
        except WrongValueError as wrong:
            raise forms.ValidationError(str(wrong.message)) from wrong

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The rules are those of `clean_list`."""


class KeywordsField(_ListField):
    clean_list = staticmethod(clean_keywords)
    widget = forms.Textarea(attrs={"rows": 2})


class PaletteField(_ListField):
    """Colours as #RRGGBB; with script, drawn as swatches (static/js/palette-editor.js)."""

    separators = SPACES_TOO
    clean_list = staticmethod(clean_palette)
    widget = forms.TextInput(
        attrs={
            "data-colours": "",
            "data-add-label": _("Add a colour"),
            "data-remove-label": _("Remove"),
            "data-colour-label": _("Colour"),
            "spellcheck": "false",
            "placeholder": "#1F3A8A, #F59E0B",
        }
    )
