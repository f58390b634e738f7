"""The form of a review: the texts of a step's result, to change, and a comment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORT_TEXT = 80


class ReviewForm(forms.Form):
    """Offers every text of the result as a field; other values are shown by the page and left as they are."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, result: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {name: text for name, text in (result or {}).items() if isinstance(text, str)}
        for name, text in self.texts.items():
            widget = forms.Textarea(attrs={"rows": 4}) if len(text) > SHORT_TEXT else forms.TextInput()
            self.fields[f"text_{name}"] = forms.CharField(
                label=name.replace("_", " ").capitalize(), initial=text, required=False, widget=widget
            )
        self.order_fields([*(f"text_{name}" for name in self.texts), "comment"])

    def changes(self) -> dict[str, str]:
        """The texts that the reviewer changed."""
        given = {name: self.cleaned_data.get(f"text_{name}", "") for name in self.texts if f"text_{name}" in self.data}
        return {name: text for name, text in given.items() if text != self.texts[name].replace("\r\n", "\n")}
