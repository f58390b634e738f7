"""What is typed to ask about a brand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.ai.providers import TEXT_PROVIDERS
from insights.enums import AnalysisType
from insights.services.ask import LONGEST, SHORTEST


class FollowUpForm(forms.Form):
    content = forms.CharField(
        label=_("Ask further"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    prompt = forms.CharField(
        label=_("Your question"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In Korean or English; the answer comes in the language of the question."),
    )
    analysis_type = forms.ChoiceField(
        label=_("Mainly about"),
        required=False,
        choices=[("", _("What the question says")), *AnalysisType.choices],
    )
    engine = forms.ChoiceField(label=_("Engine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [name for name, provider in TEXT_PROVIDERS.items() if provider.is_configured()]
        choices = [("", _("Automatic")), ("builtin", _("Built in")), *((name, name.label) for name in ready)]
        field: Any = self.fields["engine"]
        field.choices = choices
        if not ready:
            del self.fields["engine"]
