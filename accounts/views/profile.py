"""One's own account: profile, data, farewell."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.forms import PasswordForm, ProfileForm
from accounts.services.deletion import request_deletion
from accounts.services.export import JOB_KIND, request_export
from accounts.services.profile import avatar_url, remove_avatar, set_avatar, update_profile
from accounts.services.sessions import end_browser_session
from artnex.errors import TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.jobs.models import Job
from artnex.web.pages import ActionView, ConfirmPage, PrivateFormPage, PrivatePage, go_to
from artnex.web.preferences import remember_language, remember_theme
from artnex.web.toasts import toast


class ProfilePage(PrivateFormPage):
    form_class = ProfileForm
    template_name = "accounts/profile.html"
    title = _("Profile")
    narrow = True

    def get_form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        initial = {"name": user.name, "language": user.language or "ko", "theme": user.theme}
        return super().get_form_kwargs() | {"initial": initial, "has_avatar": user.avatar_id is not None}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(avatar=avatar_url(self.request.user, 200), **extra)  # type: ignore[arg-type]

    def save(self, form: ProfileForm) -> HttpResponse:
        user: Any = self.request.user
        data = form.cleaned_data
        self.save_picture(form)
        update_profile(user=user, name=data["name"], language=data["language"], theme=data["theme"])
        response = redirect("accounts:profile")
        remember_language(response, data["language"])
        remember_theme(response, data["theme"])
        toast(self.request, _("Your profile is saved."))
        return response

    def save_picture(self, form: ProfileForm) -> None:
        user: Any = self.request.user
        picture = form.cleaned_data["avatar"]
        if picture:
            try:
                set_avatar(user=user, content=picture, filename=picture.name)
            except (TooLarge, UnsupportedMediaType, ValidationFailed) as problem:
                words = next((row["message"] for row in problem.details if row.get("message")), problem.message)
                raise ValidationFailed.field("avatar", words) from problem
        elif form.cleaned_data.get("remove_avatar"):
            remove_avatar(user=user)


class DataPage(PrivatePage):
    """A copy of one's data, and leaving."""

    template_name = "accounts/data.html"
    title = _("My data")
    narrow = True

    def get_context(self, **extra: Any) -> dict[str, Any]:
        jobs = Job.objects.restrict(self.request.user).filter(kind=JOB_KIND, user=self.request.user.pk)
        return super().get_context(
            job=jobs.order_by("-created_at").first(), grace_days=settings.ACCOUNT_DELETION_GRACE_DAYS, **extra
        )


class ExportView(ActionView):
    success_url = "accounts:data"
    success_text = _("We are putting your copy together.")

    def act(self) -> None:
        request_export(user=self.request.user)  # type: ignore[arg-type]


class DeleteAccountPage(ConfirmPage):
    form_class = PasswordForm
    title = _("Delete your account?")
    submit_label = _("Delete my account")
    cancel_url = "/account/data/"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _(
            "You are logged out everywhere at once. After %(days)s days everything in your account is deleted for "
            "good; until then the link in the mail we send you brings it back."
        ) % {"days": settings.ACCOUNT_DELETION_GRACE_DAYS}

    def save(self, form: PasswordForm) -> HttpResponse:
        request_deletion(user=self.request.user, password=form.cleaned_data["password"])  # type: ignore[arg-type]
        end_browser_session(request=self.request)
        toast(self.request, _("Your account is closed. We sent you a mail."), level="info")
        return go_to(self.request, "/")


def save_preferences(user: Any, values: Any) -> None:
    """The switches in the top bar change the account too."""
    update_profile(user=user, **values)
