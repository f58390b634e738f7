"""A question about a brand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from insights.services.ask import LONGEST, SHORTEST


class QuestionAboutBrandForm(forms.Form):
    prompt = forms.CharField(
        label=_("Your question"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In Korean or English; the answer comes in the same language."),
    )
