"""Coming in and going out: sign-up, verification, log-in, log-out, forgotten password."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.forms import CodeForm, EmailForm, LoginForm, NewPasswordForm, SignUpForm
from accounts.models import User
from accounts.services.deletion import keep_account
from accounts.services.lockout import DEVICE_MARK_DAYS, device_mark
from accounts.services.login import begin_log_in, finish_log_in
from accounts.services.passwords import request_password_reset, reset_password, user_of_reset_token
from accounts.services.registration import send_verification, sign_up, verify_email
from accounts.services.sessions import end_browser_session, start_browser_session
from artnex.errors import TokenExpired, TokenInvalid
from artnex.web.pages import ActionView, ConfirmForm, FormPage, Page, go_to, safe_next
from artnex.web.preferences import remember_language, remember_theme
from artnex.web.toasts import toast

DEVICE_COOKIE = "artnex_device"
PENDING = "pending_login"
SENT_TO = "mail_sent_to"


def let_in(request: HttpRequest, user: User, url: str) -> HttpResponse:
    """Begin the session and lead on, in the language and appearance of the account."""
    start_browser_session(request=request, user=user)
    response = go_to(request, url)
    remember_language(response, user.language)
    remember_theme(response, user.theme)
    response.set_cookie(
        DEVICE_COOKIE,
        device_mark(user),
        max_age=DEVICE_MARK_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path=resolve_url("accounts:login"),
    )
    return response


class VisitorPage(FormPage):
    """A page for people who are not logged in; others are led on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(safe_next(request, "/"))
        return super().dispatch(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(next=safe_next(self.request, ""), **extra)


# ── log in, log out ────────────────────────────────────────────────────────────────────────────────
class LoginPage(VisitorPage):
    form_class = LoginForm
    template_name = "accounts/login.html"
    title = _("Log in")
    submit_label = _("Log in")

    def save(self, form: LoginForm) -> HttpResponse | str:
        step = begin_log_in(**form.cleaned_data, device=self.request.COOKIES.get(DEVICE_COOKIE, ""))
        url = safe_next(self.request, "/")
        if step.pending:
            self.request.session[PENDING] = {"pending": step.pending, "next": url}
            return resolve_url("accounts:login_code")
        return let_in(self.request, step.user, url)


class LoginCodePage(VisitorPage):
    """The second step, for those who switched it on."""

    form_class = CodeForm
    template_name = "accounts/login_code.html"
    title = _("Enter your code")
    submit_label = _("Continue")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if PENDING not in request.session and not request.user.is_authenticated:
            return redirect("accounts:login")
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: CodeForm) -> HttpResponse:
        first = self.request.session[PENDING]
        try:
            user = finish_log_in(
                pending=first["pending"],
                otp=form.cleaned_data["otp"],
                device=self.request.COOKIES.get(DEVICE_COOKIE, ""),
            )
        except (TokenInvalid, TokenExpired):
            del self.request.session[PENDING]
            toast(self.request, _("That took too long. Please log in again."), level="warning")
            return redirect("accounts:login")
        del self.request.session[PENDING]
        return let_in(self.request, user, first["next"])


class LogoutView(View):
    """By button only: a link could log people out from another site."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_browser_session(request=request)
        toast(request, _("You are logged out."), level="info")
        return go_to(request, resolve_url("accounts:login"))


# ── sign up ────────────────────────────────────────────────────────────────────────────────────────
class SignUpPage(VisitorPage):
    form_class = SignUpForm
    template_name = "accounts/sign_up.html"
    title = _("Create an account")
    submit_label = _("Create the account")

    def save(self, form: SignUpForm) -> str:
        sign_up(**form.cleaned_data)
        self.request.session[SENT_TO] = form.cleaned_data["email"]
        return resolve_url("accounts:sign_up_sent")


class MailSentPage(Page):
    """ "Look into your mailbox": the same whether the address is known or not."""

    template_name = "accounts/mail_sent.html"
    title = _("Check your mail")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(email=self.request.session.get(SENT_TO, ""), **extra)


class ResetSentPage(MailSentPage):
    template_name = "accounts/reset_sent.html"


class LinkPage(FormPage):
    """Behind a mailed link. Opening it does nothing yet: mail scanners open links, people press the button."""

    form_class = ConfirmForm
    template_name = "accounts/link.html"

    def use(self, token: str) -> User:
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse | str | None:
        try:
            self.use(self.kwargs["token"])
        except (TokenInvalid, TokenExpired):
            return self.render({"form": form, "is_dead": True}, status=410)
        return None

    def get_success_url(self) -> str:
        return resolve_url("web:home" if self.request.user.is_authenticated else "accounts:login")


class VerifyEmailPage(LinkPage):
    title = _("Confirm your e-mail address")
    lead = _("One press, and your account is complete.")
    submit_label = _("Confirm the address")
    success_text = _("Your e-mail address is confirmed.")

    def use(self, token: str) -> User:
        return verify_email(token=token)


class KeepAccountPage(LinkPage):
    title = _("Keep your account")
    lead = _("You asked for your account to be deleted. You can still change your mind.")
    submit_label = _("Keep my account")
    success_text = _("Your account stays. You can log in again.")

    def use(self, token: str) -> User:
        return keep_account(token=token)


class SendVerificationView(ActionView):
    success_url = "accounts:profile"
    success_text = _("We sent the mail again.")

    def act(self) -> None:
        send_verification(user=self.request.user)  # type: ignore[arg-type]


# ── forgotten password ─────────────────────────────────────────────────────────────────────────────
class ForgotPasswordPage(FormPage):
    form_class = EmailForm
    template_name = "accounts/password_forgot.html"
    title = _("Forgot your password?")
    submit_label = _("Send me a link")

    def save(self, form: EmailForm) -> str:
        request_password_reset(email=form.cleaned_data["email"])
        self.request.session[SENT_TO] = form.cleaned_data["email"]
        return resolve_url("accounts:password_sent")


class ResetPasswordPage(FormPage):
    form_class = NewPasswordForm
    template_name = "accounts/password_reset.html"
    title = _("Choose a new password")
    submit_label = _("Set the password")
    success_url = "accounts:login"
    success_text = _("Your new password is set. You can log in with it now.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            user_of_reset_token(self.kwargs["token"])
        except (TokenInvalid, TokenExpired):
            return self.show_dead_link()
        return super().get(request, *args, **kwargs)

    def save(self, form: NewPasswordForm) -> HttpResponse | None:
        try:
            reset_password(token=self.kwargs["token"], new_password=form.cleaned_data["new_password"])
        except (TokenInvalid, TokenExpired):
            return self.show_dead_link()
        return None

    def show_dead_link(self) -> HttpResponse:
        return self.render({"form": None, "is_dead": True}, status=410)
