"""What is typed on the board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    title = forms.CharField(
        label=_("Question in one line"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("Details"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=300, help_text=_("Separated by commas, up to ten.")
    )
    brand_id = forms.TypedChoiceField(
        label=_("Who is asked"), required=False, coerce=int, empty_value=None,
    )  # fmt: skip

    def __init__(self, *args: Any, brands: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if brands is None:
            del self.fields["brand_id"]
        else:
            choice: Any = self.fields["brand_id"]
            teams = [(pk, _("The team of %(brand)s") % {"brand": name}) for pk, name in brands]
            choice.choices = [("", _("Everybody I share a brand with")), *teams]

    def as_fields(self) -> dict[str, Any]:
        data = self.cleaned_data
        tags = [part.strip() for part in data["tags"].split(",") if part.strip()]
        return {"title": data["title"], "body": data["body"], "tags": tags}


class AnswerForm(forms.Form):
    body = forms.CharField(label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
