"""Coming in: sign-up, log-in, refresh, log-out, verification, forgotten passwords. Open to everyone."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts import refresh_cookie
from accounts.authentication import bearer_token, user_of_access_token
from accounts.models import LoginSession
from accounts.serializers import (
    EmailSerializer,
    LoginSerializer,
    RefreshSerializer,
    RegisterSerializer,
    ResetPasswordSerializer,
    TokensSerializer,
    UserSerializer,
    VerifyEmailSerializer,
    present_tokens,
    present_user,
)
from accounts.services.login import log_in
from accounts.services.passwords import request_password_reset, reset_password
from accounts.services.registration import register_user, verify_email
from accounts.services.sessions import TokenPair, end_session, log_out, open_api_session, refresh_tokens
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.errors import NotAuthenticated, TokenExpired


class EntranceView(ApiView):
    """What a caller came with does not matter here: an expired token must not keep anybody from logging in."""

    open_to_everyone = True
    authentication_classes = []
    serializer_class: type[Serializer]

    def read_body(self, request: Request) -> dict[str, Any]:
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


class RegisterView(EntranceView):
    serializer_class = RegisterSerializer

    @extend_schema(request=RegisterSerializer, responses={201: UserSerializer})
    def post(self, request: Request) -> Response:
        """Sign up. A mail with a link verifies the address; logging in is possible before."""
        user = register_user(**self.read_body(request))
        return respond(
            present_user(user),
            status=201,
            message=_("Welcome. Please confirm your address by the mail we sent."),
            headers={"Location": "/api/v1/auth/me"},
        )


class LoginView(EntranceView):
    serializer_class = LoginSerializer

    @extend_schema(request=LoginSerializer, responses={200: TokensSerializer})
    def post(self, request: Request) -> Response:
        """Log in. Where two-step log-in is on, the first answer is a 401 whose details name the field `otp`."""
        user = log_in(**self.read_body(request))
        return answer_with_tokens(open_api_session(user=user))


class RefreshView(EntranceView):
    serializer_class = RefreshSerializer

    @extend_schema(request=RefreshSerializer, responses={200: TokensSerializer})
    def post(self, request: Request) -> Response:
        """Spend a refresh token for a new pair. A token spent before ends the whole family."""
        token = self.read_body(request).get("refresh_token") or refresh_cookie.token_in_cookie(request)
        if not token:
            raise NotAuthenticated
        return answer_with_tokens(refresh_tokens(refresh_token=token))


class LogoutView(EntranceView):
    serializer_class = RefreshSerializer

    @extend_schema(request=RefreshSerializer, responses={204: OpenApiResponse(description="Logged out")})
    def post(self, request: Request) -> Response:
        """End the session: of the refresh token in body or cookie, else of the access token."""
        token = self.read_body(request).get("refresh_token") or refresh_cookie.token_in_cookie(request)
        access_token = bearer_token(request.META.get("HTTP_AUTHORIZATION", ""))
        if token:
            self._end_by_refresh_token(token)
        elif access_token:
            self._end_by_access_token(access_token)
        else:
            raise NotAuthenticated
        response = respond(status=204)
        refresh_cookie.delete_cookie(response)
        return response

    def _end_by_access_token(self, token: str) -> None:
        user, means = user_of_access_token(token)
        for session in LoginSession.objects.select_related("user").filter(user=user, pk__in=[means.session_id]):
            end_session(session=session)

    def _end_by_refresh_token(self, token: str) -> None:
        try:
            log_out(refresh_token=token)
        except TokenExpired:
            return  # the session it belonged to is over anyway


class VerifyEmailView(EntranceView):
    serializer_class = VerifyEmailSerializer

    @extend_schema(request=VerifyEmailSerializer, responses={200: UserSerializer})
    def post(self, request: Request) -> Response:
        """Prove the address by the token from the mail."""
        user = verify_email(**self.read_body(request))
        return respond(present_user(user), message=_("Your address is confirmed."))


class ForgotPasswordView(EntranceView):
    serializer_class = EmailSerializer

    @extend_schema(request=EmailSerializer, responses={202: OpenApiResponse(description="Accepted")})
    def post(self, request: Request) -> Response:
        """Ask for a mail to set a new password. The answer is the same whether or not there is such an account."""
        request_password_reset(**self.read_body(request))
        return respond(status=202, message=_("If there is an account with this address, a mail is on its way."))


class ResetPasswordView(EntranceView):
    serializer_class = ResetPasswordSerializer

    @extend_schema(request=ResetPasswordSerializer, responses={200: UserSerializer})
    def post(self, request: Request) -> Response:
        """Set a new password by the token from the mail. Ends all sessions."""
        user = reset_password(**self.read_body(request))
        return respond(present_user(user), message=_("Your new password is set. Please log in with it."))


def answer_with_tokens(pair: TokenPair) -> Response:
    response = respond(present_tokens(pair))
    refresh_cookie.set_cookie(response, pair)
    return response
