"""Oneself: profile, password, sessions, API keys, two-step log-in, a copy of one's data."""

from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts import refresh_cookie
from accounts.authentication import NoApiKeys, person_of, session_id_of
from accounts.models import ApiKey, LoginSession, User
from accounts.serializers import (
    ApiKeySerializer,
    ChangePasswordSerializer,
    CodeSerializer,
    CreateApiKeySerializer,
    NewApiKeySerializer,
    PasswordSerializer,
    ProfileSerializer,
    RecoveryCodesSerializer,
    SecondFactorSerializer,
    SessionSerializer,
    TotpSetupSerializer,
    UserSerializer,
    present_user,
)
from accounts.services.api_keys import create_api_key, revoke_api_key
from accounts.services.deletion import request_deletion
from accounts.services.export import request_export
from accounts.services.passwords import change_password
from accounts.services.profile import remove_avatar, set_avatar, update_profile
from accounts.services.registration import send_verification
from accounts.services.second_factor import (
    confirm_totp,
    disable_totp,
    has_second_factor,
    recovery_codes_left,
    renew_recovery_codes,
    start_totp,
)
from accounts.services.sessions import keep_browser_session, revoke_session
from artnex.access import RestrictedQuerySet
from artnex.api.fast_read import FastCall
from artnex.api.long_work import job_response
from artnex.api.parsers import JsonParser, UploadParser
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import Deleting, Listing
from artnex.jobs.serializers import JobSerializer


class PersonalView(ApiView):
    """Only the person may do this; API keys get a 403 for everything but looking."""

    def get_permissions(self) -> list[Any]:
        extra = [] if self.request.method in {"GET", "HEAD", "OPTIONS"} else [NoApiKeys()]
        return [*super().get_permissions(), *extra]

    def read(self, form_class: type[Serializer], request: Request) -> dict[str, Any]:
        form = form_class(data=request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


class SecretView(PersonalView):
    """Not even to be looked at with an API key."""

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), NoApiKeys()]


class MeView(PersonalView):
    parser_classes = [JsonParser, UploadParser]

    @extend_schema(responses=UserSerializer)
    def get(self, request: Request) -> Response:
        """Who the caller is."""
        return respond(present_user(person_of(request)))

    @extend_schema(
        request={"application/json": ProfileSerializer, "multipart/form-data": ProfileSerializer},
        responses=UserSerializer,
    )
    def patch(self, request: Request) -> Response:
        """Change name, language or theme; send `avatar` as multipart form data, or null to remove it."""
        changes = self.read(ProfileSerializer, request)
        has_avatar = "avatar" in changes
        avatar = changes.pop("avatar", None)
        user = update_profile(user=person_of(request), **changes)
        if avatar is not None:
            set_avatar(user=user, content=avatar, filename=avatar.name)
        elif has_avatar:
            remove_avatar(user=user)
        return respond(present_user(user))

    @extend_schema(
        request=ProfileSerializer,
        responses=UserSerializer,
    )
    def put(self, request: Request) -> Response:
        """The same as PATCH: what is not given stays."""
        return self.patch(request)

    @extend_schema(request=PasswordSerializer, responses={204: OpenApiResponse(description="Closed")})
    def delete(self, request: Request) -> Response:
        """Close the account now; it is deleted when the time to think it over is up."""
        request_deletion(user=person_of(request), **self.read(PasswordSerializer, request))
        response = respond(status=204)
        refresh_cookie.delete_cookie(response)
        return response


def read_me(call: FastCall) -> dict[str, Any]:
    """The fast way of `MeView.get`: the caller was fetched by the statement that recognised them."""
    return present_user(call.person)


class ResendVerificationView(PersonalView):
    @extend_schema(request=None, responses={202: OpenApiResponse(description="Accepted")})
    def post(self, request: Request) -> Response:
        """Have the verifying mail sent again."""
        send_verification(user=person_of(request))
        return respond(status=202, message=_("The mail is on its way."))


class ChangePasswordView(PersonalView):
    @extend_schema(request=ChangePasswordSerializer, responses={200: OpenApiResponse(description="Changed")})
    def post(self, request: Request) -> Response:
        """Change the password. Every other session ends."""
        fields = self.read(ChangePasswordSerializer, request)
        change_password(user=person_of(request), keep_session=session_id_of(request), **fields)
        response = respond(message=_("Your password is changed. Other devices were logged out."))
        if request.auth is None:
            page_request = request._request  # noqa: SLF001 - the one that holds the browser's session
            keep_browser_session(request=page_request, user=person_of(request))
            SessionMiddleware(lambda _request: response).process_response(page_request, response)
        return response


class ExportView(PersonalView):
    @extend_schema(request=None, responses={202: JobSerializer})
    def post(self, request: Request) -> Response:
        """Make a copy of all my data, as a ZIP."""
        return job_response(request, request_export(user=person_of(request)))


# ── sessions ───────────────────────────────────────────────────────────────────────────────────────
class SessionViewSet(SecretView, Listing, Deleting):
    """Where the caller is logged in."""

    queryset = LoginSession.objects.all()
    serializer_class = SessionSerializer
    ordering_fields = ("last_seen_at", "created_at")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return LoginSession.objects.open()  # type: ignore[attr-defined]

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "current_session": session_id_of(self.request)}

    def perform_destroy(self, instance: LoginSession) -> None:
        revoke_session(session=instance, actor=person_of(self.request))


# ── API keys ───────────────────────────────────────────────────────────────────────────────────────
class ApiKeyViewSet(SecretView, Listing, Deleting):
    """The caller's API keys."""

    queryset = ApiKey.objects.all()
    serializer_class = ApiKeySerializer
    search_fields = ("name",)
    ordering_fields = ("name", "created_at", "last_used_at")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return ApiKey.objects.open()  # type: ignore[attr-defined]

    @extend_schema(request=CreateApiKeySerializer, responses={201: NewApiKeySerializer})
    def create(self, request: Request) -> Response:
        """Make an API key. The answer holds the key itself, this once."""
        key, text = create_api_key(user=person_of(request), **self.read(CreateApiKeySerializer, request))
        return respond(
            self.get_serializer(key).data | {"key": text},
            status=201,
            message=_("Keep this key safe: it is not shown again."),
            headers={"Location": f"/api/v1/auth/api-keys/{key.pk}"},
        )

    def perform_destroy(self, instance: ApiKey) -> None:
        revoke_api_key(key=instance, actor=person_of(self.request))


# ── two-step log-in ────────────────────────────────────────────────────────────────────────────────
class TotpView(SecretView):
    @extend_schema(responses=SecondFactorSerializer)
    def get(self, request: Request) -> Response:
        """Whether two-step log-in is on."""
        return respond(second_factor_state(person_of(request)))

    @extend_schema(request=None, responses={201: TotpSetupSerializer})
    def post(self, request: Request) -> Response:
        """Begin to switch two-step log-in on; `/auth/totp/confirm` finishes it."""
        setup = start_totp(user=person_of(request))
        data = {"secret": setup.secret, "otpauth_url": setup.uri, "qr_svg": setup.qr_svg}
        return respond(data, status=201)

    @extend_schema(request=PasswordSerializer, responses={204: OpenApiResponse(description="Off")})
    def delete(self, request: Request) -> Response:
        """Switch two-step log-in off."""
        disable_totp(user=person_of(request), **self.read(PasswordSerializer, request))
        return respond(status=204)


class ConfirmTotpView(SecretView):
    @extend_schema(request=CodeSerializer, responses=RecoveryCodesSerializer)
    def post(self, request: Request) -> Response:
        """Switch two-step log-in on by a first code. The recovery codes are shown this once."""
        codes = confirm_totp(user=person_of(request), **self.read(CodeSerializer, request))
        return respond({"recovery_codes": codes}, message=_("Two-step log-in is on. Keep the recovery codes safe."))


class RecoveryCodesView(SecretView):
    @extend_schema(request=PasswordSerializer, responses=RecoveryCodesSerializer)
    def post(self, request: Request) -> Response:
        """Make new recovery codes; the old ones stop working."""
        codes = renew_recovery_codes(user=person_of(request), **self.read(PasswordSerializer, request))
        return respond({"recovery_codes": codes})


def second_factor_state(user: User) -> dict[str, Any]:
    return {"enabled": has_second_factor(user), "recovery_codes_left": recovery_codes_left(user)}
