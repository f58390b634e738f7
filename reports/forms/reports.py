"""What people choose and type about reports. Rules live in the services, which the API shares."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import SegmentedSelect
from reports.export_enums import ExportFormat, ExportLanguage, Frame, Frequency
from reports.models.remarks import LONGEST_COMMENT
from reports.onestop import STEPS, ready_steps
from reports.rendering.options import COLOURS, DEFAULT_COLOUR, LONGEST_WATERMARK, ExportOptions
from reports.services.remarks import LONGEST_PARAGRAPH
from reports.services.schedules import MOST_RECIPIENTS
from reports.services.shares import LONGEST_PASSWORD, SHORTEST_PASSWORD

COLOUR_LABELS = {
    "blue": _("Blue"),
    "navy": _("Navy"),
    "green": _("Green"),
    "teal": _("Teal"),
    "red": _("Red"),
    "orange": _("Orange"),
    "purple": _("Purple"),
    "gray": _("Gray"),
    "black": _("Black"),
}


class ExportForm(forms.Form):
    """`palette` are the brand's own colours, offered first."""

    format = forms.ChoiceField(
        label=_("Format"), choices=ExportFormat.choices, initial=ExportFormat.PDF, widget=SegmentedSelect
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=ExportLanguage.choices, initial=ExportLanguage.KO, widget=SegmentedSelect
    )
    frame = forms.ChoiceField(label=_("Frame"), choices=Frame.choices, initial=Frame.NONE, widget=SegmentedSelect)
    color = forms.ChoiceField(label=_("Colour"))
    watermark = forms.CharField(
        label=_("Watermark"),
        required=False,
        max_length=LONGEST_WATERMARK,
        help_text=_("A word across every page, such as “Confidential”."),
    )
    cover = forms.BooleanField(label=_("With a cover"), required=False, initial=True)

    def __init__(self, *args: Any, palette: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(colour.upper(), colour.upper()) for colour in palette or []]
        usual = [(COLOURS[name], label) for name, label in COLOUR_LABELS.items()]
        field: Any = self.fields["color"]
        field.choices = [(_("Colours of the brand"), own), (_("Usual colours"), usual)] if own else usual
        field.initial = own[0][0] if own else DEFAULT_COLOUR

    def options(self) -> ExportOptions:
        given = self.cleaned_data
        return ExportOptions(
            ExportLanguage(given["language"]), Frame(given["frame"]), given["color"], given["watermark"], given["cover"]
        )


class ShareForm(forms.Form):
    expires_at = forms.DateTimeField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Left empty, the link works until you revoke it."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        min_length=SHORTEST_PASSWORD,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Tell it to the reader by another way than the link."),
    )


class SharePasswordForm(forms.Form):
    """Asked of the reader of a shared report."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class ParagraphForm(forms.Form):
    """A paragraph in both languages; `seen` is the state that was read."""

    ko = forms.CharField(label=_("Korean"), max_length=LONGEST_PARAGRAPH, widget=forms.Textarea(attrs={"rows": 8}))
    en = forms.CharField(label=_("English"), max_length=LONGEST_PARAGRAPH, widget=forms.Textarea(attrs={"rows": 8}))
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Your comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )


class AddressesField(forms.CharField):
    """Mail addresses, separated by commas or line breaks."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value) or ""
        return [part for part in text.replace(",", " ").replace(";", " ").split() if part]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        for address in value:
            try:
                validate_email(address)
            except forms.ValidationError:
                message = _("%(address)s is no e-mail address.")
                raise forms.ValidationError(message, params={"address": address[:100]}) from None

    def run_validators(self, value: Any) -> None:
        if len(value) > MOST_RECIPIENTS:
            message = _("Enter at most %(count)d addresses.")
            raise forms.ValidationError(message, params={"count": MOST_RECIPIENTS})


class ScheduleForm(forms.Form):
    """`brands` are offered for a new schedule, an old one stays with its brand."""

    brand_id = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency.choices, initial=Frequency.MONTHLY, widget=SegmentedSelect
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=ExportFormat.choices, initial=ExportFormat.PDF, widget=SegmentedSelect
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=ExportLanguage.choices, initial=ExportLanguage.KO, widget=SegmentedSelect
    )
    recipients = AddressesField(
        label=_("Recipients"), help_text=_("One e-mail address a line. Everybody gets a mail of their own.")
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, brands: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if brands is None:
            del self.fields["brand_id"]
            return
        field: Any = self.fields["brand_id"]
        field.choices = brands


class OneStopForm(forms.Form):
    """Which steps to take; those whose module is not set up are left out with a note."""

    steps = forms.MultipleChoiceField(
        label=_("Steps"), choices=list(STEPS.items()), initial=list(STEPS), widget=forms.CheckboxSelectMultiple
    )
    stop_for_review = forms.BooleanField(
        label=_("Ask me after every step"),
        required=False,
        help_text=_("The run waits until you approve what a step has made."),
    )

    def missing(self) -> list[Any]:
        """The steps that would be left out at present, in words."""
        ready = ready_steps()
        return [label for name, label in STEPS.items() if name not in ready]
