"""What people type on accounts pages. Rules live in the services, which pages and API share."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Theme
from accounts.models import User
from accounts.permissions import PERMISSION_LABELS
from artnex.web.widgets import SegmentedSelect

LANGUAGES = [("ko", "한국어"), ("en", "English")]


def _password_rules() -> SafeString:
    return format_html_join("", "<p>{}</p>", ((text,) for text in password_validators_help_texts()))


password_rules = lazy(_password_rules, SafeString)


def _password(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    """Passwords are taken as they are: a space at the end is part of one."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=4096, widget=widget, **options)


class LoginForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    otp = forms.CharField(
        label=_("Code"),
        max_length=32,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class SignUpForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = _password(_("Password"), "new-password", help_text=password_rules())


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class NewPasswordForm(forms.Form):
    new_password = _password(_("New password"), "new-password", help_text=password_rules())


class ChangePasswordForm(forms.Form):
    current_password = _password(_("Present password"), "current-password")
    new_password = _password(_("New password"), "new-password", help_text=password_rules())


class PasswordForm(forms.Form):
    """Proof that it is really you."""

    password = _password(_("Password"), "current-password")


class ConfirmTotpForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the app"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    avatar = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=SegmentedSelect)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices, widget=SegmentedSelect)

    def __init__(self, *args: Any, has_avatar: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_avatar:
            del self.fields["remove_avatar"]


class ApiKeyForm(forms.Form):
    LIFETIMES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("Does not run out")))

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What the key is for, so that you recognise it later.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    lifetime = forms.ChoiceField(label=_("Runs out after"), choices=LIFETIMES, required=False, initial="90")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(name, label) for name, label in PERMISSION_LABELS.items() if user.may(name)]

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lifetime"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class BudgetForm(forms.Form):
    monthly_limit = forms.DecimalField(
        label=_("Cap in US dollars"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
        help_text=_("Leave it empty for no cap."),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=SegmentedSelect)
