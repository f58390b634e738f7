"""What keeps others out: password, two-step log-in, sessions, API keys."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.devices import device_name, is_phone
from accounts.forms import ApiKeyForm, ChangePasswordForm, ConfirmTotpForm, PasswordForm
from accounts.models import ApiKey, LoginSession, TotpDevice
from accounts.permissions import PERMISSION_LABELS
from accounts.services.api_keys import create_api_key, open_api_keys, revoke_api_key
from accounts.services.passwords import change_password
from accounts.services.second_factor import (
    confirm_totp,
    disable_totp,
    has_second_factor,
    recovery_codes_left,
    renew_recovery_codes,
    setup_of,
    start_totp,
)
from accounts.services.sessions import (
    browser_session_id,
    keep_browser_session,
    open_sessions,
    revoke_session,
    revoke_sessions,
)
from artnex.access import fetch
from artnex.web.pages import ActionView, ConfirmPage, ObjectConfirmPage, PrivateFormPage, PrivatePage
from artnex.web.toasts import toast

ABOVE = [(_("Security"), "accounts:security")]


class SecurityPage(PrivatePage):
    template_name = "accounts/security.html"
    title = _("Security")
    narrow = True

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context(
            two_step=has_second_factor(user),
            codes_left=recovery_codes_left(user),
            session_count=open_sessions(user).count(),
            **extra,
        )


class ChangePasswordPage(PrivateFormPage):
    form_class = ChangePasswordForm
    title = _("Change your password")
    lead = _("All your other sessions are ended, here you stay logged in.")
    breadcrumbs = ABOVE
    narrow = True
    submit_label = _("Change the password")
    success_url = "accounts:security"
    success_text = _("Your password is changed.")

    def save(self, form: ChangePasswordForm) -> None:
        user: Any = self.request.user
        change_password(user=user, **form.cleaned_data, keep_session=browser_session_id(self.request))
        keep_browser_session(request=self.request, user=user)


# ── two-step log-in ────────────────────────────────────────────────────────────────────────────────
class StartTotpView(ActionView):
    def act(self) -> str:
        start_totp(user=self.request.user)  # type: ignore[arg-type]
        return resolve_url("accounts:totp_set_up")


class SetUpTotpPage(PrivateFormPage):
    """The picture to scan, and the first code as proof that it worked; then the recovery codes, shown once."""

    form_class = ConfirmTotpForm
    template_name = "accounts/totp_set_up.html"
    title = _("Set up two-step log-in")
    breadcrumbs = ABOVE
    narrow = True
    submit_label = _("Switch it on")
    success_url = "accounts:security"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs) if self.device() else redirect("accounts:security")

    def device(self) -> TotpDevice | None:
        return TotpDevice.objects.restrict(self.request.user).filter(confirmed_at__isnull=True).first()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        device = self.device()
        setup = setup_of(device) if device else None
        picture = mark_safe(setup.qr_svg) if setup else ""  # noqa: S308 - drawn by us, holds no text of others
        return super().get_context(setup=setup, picture=picture, **extra)

    def save(self, form: ConfirmTotpForm) -> HttpResponse:
        codes = confirm_totp(user=self.request.user, code=form.cleaned_data["code"])  # type: ignore[arg-type]
        return self.render({"codes": codes, "is_new": True}, template="accounts/recovery_codes.html")


class DisableTotpPage(ConfirmPage):
    form_class = PasswordForm
    title = _("Switch two-step log-in off?")
    lead = _("Your password alone will open your account again. Your recovery codes stop working.")
    submit_label = _("Switch it off")
    cancel_url = "/account/security/"
    success_url = "accounts:security"
    success_text = _("Two-step log-in is off.")

    def save(self, form: PasswordForm) -> None:
        disable_totp(user=self.request.user, password=form.cleaned_data["password"])  # type: ignore[arg-type]


class RenewCodesPage(PrivateFormPage):
    form_class = PasswordForm
    title = _("New recovery codes")
    lead = _("The old ones stop working.")
    breadcrumbs = ABOVE
    narrow = True
    submit_label = _("Make new codes")
    success_url = "accounts:security"

    def save(self, form: PasswordForm) -> HttpResponse:
        codes = renew_recovery_codes(user=self.request.user, password=form.cleaned_data["password"])  # type: ignore[arg-type]
        return self.render({"codes": codes}, template="accounts/recovery_codes.html")


# ── sessions ───────────────────────────────────────────────────────────────────────────────────────
class SessionsPage(PrivatePage):
    template_name = "accounts/sessions.html"
    title = _("Where you are logged in")
    breadcrumbs = ABOVE
    narrow = True

    def get_context(self, **extra: Any) -> dict[str, Any]:
        here = browser_session_id(self.request)
        rows = [
            {
                "session": session,
                "device": device_name(session.user_agent),
                "icon": "phone" if is_phone(session.user_agent) else "device",
                "is_here": session.pk == here,
            }
            for session in open_sessions(self.request.user)  # type: ignore[arg-type]
        ]
        return super().get_context(rows=sorted(rows, key=lambda row: not row["is_here"]), **extra)


class EndSessionView(ActionView):
    success_url = "accounts:sessions"
    success_text = _("The session is ended.")

    def act(self) -> None:
        session = fetch(LoginSession.objects.all(), self.request.user, "delete", pk=self.kwargs["pk"])
        revoke_session(session=session, actor=self.request.user)  # type: ignore[arg-type]


class EndOtherSessionsView(ActionView):
    success_url = "accounts:sessions"
    success_text = _("All other sessions are ended.")

    def act(self) -> None:
        revoke_sessions(user=self.request.user, keep=browser_session_id(self.request))  # type: ignore[arg-type]


# ── API keys ───────────────────────────────────────────────────────────────────────────────────────
class ApiKeysPage(PrivatePage):
    template_name = "accounts/api_keys.html"
    title = _("API keys")
    lead = _("With a key a program works in your name. Give each program its own, with as few rights as it needs.")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        keys = [
            {"key": key, "scopes": [PERMISSION_LABELS.get(scope, scope) for scope in key.scopes]}
            for key in open_api_keys(self.request.user)  # type: ignore[arg-type]
        ]
        return super().get_context(keys=keys, **extra)


class NewApiKeyPage(PrivateFormPage):
    form_class = ApiKeyForm
    title = _("New API key")
    breadcrumbs = [(_("API keys"), "accounts:api_keys")]
    narrow = True
    submit_label = _("Create the key")
    cancel_url = "/account/keys/"
    success_url = "accounts:api_keys"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: ApiKeyForm) -> HttpResponse:
        data = form.cleaned_data
        key, text = create_api_key(
            user=self.request.user,  # type: ignore[arg-type]
            name=data["name"],
            scopes=data["scopes"],
            expires_at=form.expires_at,
        )
        return self.render({"key": key, "text": text}, template="accounts/api_key_made.html")


class RevokeApiKeyPage(ObjectConfirmPage):
    model = ApiKey
    title = _("Revoke this key?")
    submit_label = _("Revoke the key")
    cancel_url = "/account/keys/"
    success_url = "accounts:api_keys"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("Programs that use “%(name)s” stop working at once.") % {"name": self.object.name}

    def get_rows(self) -> Any:
        return ApiKey.objects.filter(revoked_at__isnull=True)

    def save(self, form: Any) -> None:
        revoke_api_key(key=self.object, actor=self.request.user)  # type: ignore[arg-type]
        toast(self.request, _("The key is revoked."))
