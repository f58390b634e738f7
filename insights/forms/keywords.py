"""What is typed to group keywords."""

from django import forms
from django.utils.translation import gettext_lazy as _

from insights.engine.clustering import FEWEST_CLUSTERS, MOST_CLUSTERS
from insights.services.keywords import KEYWORD_LENGTH, MOST_KEYWORDS


class KeywordsForm(forms.Form):
    keywords = forms.CharField(
        label=_("Keywords"),
        required=False,
        max_length=MOST_KEYWORDS * (KEYWORD_LENGTH + 1),
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text=_("One a line, or separated by commas. Korean and English may be mixed; up to 2,000."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("CSV (UTF-8 or CP949) or XLSX: the first column is read."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    clusters = forms.IntegerField(
        label=_("Number of clusters"),
        required=False,
        min_value=FEWEST_CLUSTERS,
        max_value=MOST_CLUSTERS,
        help_text=_("Leave it empty and the clearest number is found."),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
