"""What people type about contracts, and what signers do. Rules live in the services, which the API shares."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import DatePicker, SegmentedSelect
from brands.enums import ContractStatus
from brands.serializers.contracts import LONGEST_CLAUSE, LONGEST_DRAWING

ROWS = 4


class ContractForm(forms.Form):
    contract_name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    counterparty = forms.CharField(label=_("Counterparty"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("Status"), choices=ContractStatus.choices, initial=ContractStatus.DRAFT, widget=SegmentedSelect
    )
    amount = forms.DecimalField(label=_("Amount"), required=False, min_value=0, max_digits=16, decimal_places=2)
    currency = forms.CharField(
        label=_("Currency"),
        initial="KRW",
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Use a three-letter currency code such as KRW."))],
    )
    starts_on = forms.DateField(label=_("Starts on"), required=False, widget=DatePicker)
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=DatePicker)
    file = forms.FileField(
        label=_("Document (PDF)"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
    sensitive_clause = forms.CharField(
        label=_("Sensitive clause"),
        required=False,
        max_length=LONGEST_CLAUSE,
        widget=forms.Textarea(attrs={"rows": ROWS}),
        help_text=_("Stored encrypted; only the owner and editors of the brand can read it."),
    )


class SendForm(forms.Form):
    """A line for each person who signs; empty ones are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            words = {"number": number}
            required = number == 1
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Signer %(number)d: name") % words, max_length=100, required=required
            )
            self.fields[f"email_{number}"] = forms.EmailField(
                label=_("Signer %(number)d: e-mail address") % words, max_length=254, required=required
            )
        self.fields["in_order"] = forms.BooleanField(label=_("One after the other, in this order"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, ROWS + 1):
            if bool(cleaned.get(f"name_{number}")) != bool(cleaned.get(f"email_{number}")):
                missing = "email" if cleaned.get(f"name_{number}") else "name"
                if f"{missing}_{number}" not in self.errors:
                    self.add_error(f"{missing}_{number}", _("Give both name and e-mail address."))
        return cleaned

    def signers(self) -> list[dict[str, Any]]:
        one_by_one = self.cleaned_data["in_order"]
        return [
            {
                "name": self.cleaned_data[f"name_{number}"],
                "email": self.cleaned_data[f"email_{number}"],
                "order": number if one_by_one else 1,
            }
            for number in range(1, ROWS + 1)
            if self.cleaned_data.get(f"name_{number}")
        ]


class SignForm(forms.Form):
    name = forms.CharField(
        label=_("Your name as signature"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    drawing = forms.CharField(
        required=False, max_length=LONGEST_DRAWING, widget=forms.HiddenInput(attrs={"data-signature-value": ""})
    )
    agree = forms.BooleanField(label=_("I have read the document and sign it."))


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you not sign?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
