"""What accounts look like in JSON, and what bodies the endpoints read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.enums import Plan, Role, SessionKind, Theme
from accounts.models import ApiKey, LoginSession, User
from accounts.permissions import ALL_PERMISSIONS
from accounts.services.profile import LANGUAGES, avatar_url
from accounts.services.sessions import TokenPair


def present_user(user: User) -> dict[str, Any]:
    """The person as JSON values; written by hand because it answers the most frequent call."""
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "role": user.role.value,
        "permissions": sorted(user.permissions),
        "is_verified": user.is_verified,
        "avatar_url": avatar_url(user),
        "language": user.language or "ko",
        "theme": user.theme,
        "plan": user.plan,
        "created_at": user.created_at,
        "last_login": user.last_login,
    }


class UserSerializer(serializers.Serializer):
    """A person."""

    id = serializers.IntegerField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    permissions = serializers.ListField(child=serializers.CharField())
    is_verified = serializers.BooleanField()
    avatar_url = serializers.CharField(allow_null=True)
    language = serializers.ChoiceField(choices=LANGUAGES)
    theme = serializers.ChoiceField(choices=Theme.choices)
    plan = serializers.ChoiceField(choices=Plan.choices)
    created_at = serializers.DateTimeField()
    last_login = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: User) -> dict[str, Any]:
        return present_user(instance)


class ManagedUserSerializer(UserSerializer):
    """A person as administrators see them."""

    is_active = serializers.BooleanField()
    deletion_requested_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: User) -> dict[str, Any]:
        return present_user(instance) | {
            "is_active": instance.is_active,
            "deletion_requested_at": instance.deletion_requested_at,
        }


class ManageUserSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class RoleSerializer(serializers.Serializer):
    """A role and what it allows."""

    name = serializers.ChoiceField(choices=Role.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    permissions = serializers.ListField(child=serializers.CharField())
    users = serializers.IntegerField(help_text=_("How many active people have this role."))


# ── coming in ──────────────────────────────────────────────────────────────────────────────────────
class SecretField(serializers.CharField):
    """Passwords and tokens: taken as they are, never written out. The longest is bounded, as hashing takes time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"trim_whitespace": False, "write_only": True, "max_length": 1_000} | options))


class RegisterSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    password = SecretField(help_text=_("At least 8 characters with a letter and a digit, and not a common one."))
    name = serializers.CharField(max_length=150)


class LoginSerializer(serializers.Serializer):
    # Any text: an address that cannot exist gets the same answer as one that does not.
    email = serializers.CharField(max_length=254)
    password = SecretField()
    otp = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text=_("The code of the authenticator app, or a recovery code, where two-step log-in is on."),
    )


class TokensSerializer(serializers.Serializer):
    """A pair of tokens and whose they are."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.ChoiceField(choices=["bearer"])
    expires_in = serializers.IntegerField(help_text=_("Seconds until the access token expires."))
    user = UserSerializer()


def present_tokens(pair: TokenPair) -> dict[str, Any]:
    return {
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
        "token_type": "bearer",
        "expires_in": pair.expires_in,
        "user": present_user(pair.user),
    }


class RefreshSerializer(serializers.Serializer):
    refresh_token = SecretField(
        required=False, max_length=4_000, help_text=_("May be left out when the refresh cookie is sent.")
    )


class VerifyEmailSerializer(serializers.Serializer):
    token = SecretField()


class EmailSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)


class ResetPasswordSerializer(serializers.Serializer):
    token = SecretField()
    new_password = SecretField()


class ChangePasswordSerializer(serializers.Serializer):
    current_password = SecretField()
    new_password = SecretField()


class PasswordSerializer(serializers.Serializer):
    password = SecretField()


# ── oneself ────────────────────────────────────────────────────────────────────────────────────────
class ProfileSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=150, required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    avatar = serializers.FileField(
        required=False, allow_null=True, help_text=_("A picture as multipart form data, or null to remove it.")
    )


class SessionSerializer(serializers.ModelSerializer):
    """Where somebody is logged in."""

    kind = serializers.ChoiceField(choices=SessionKind.choices)
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = LoginSession
        fields = ["id", "kind", "ip", "user_agent", "created_at", "last_seen_at", "expires_at", "is_current"]

    def get_is_current(self, session: LoginSession) -> bool:
        return session.pk == self.context.get("current_session")


class ApiKeySerializer(serializers.ModelSerializer):
    """An API key, without its secret."""

    class Meta:
        model = ApiKey
        fields = ["id", "name", "hint", "scopes", "created_at", "expires_at", "last_used_at"]

    hint = serializers.CharField(read_only=True, help_text=_("The beginning of the key, to tell it from others."))
    scopes = serializers.ListField(child=serializers.CharField())


class NewApiKeySerializer(ApiKeySerializer):
    """A new API key; `key` is shown this once."""

    key = serializers.CharField()

    class Meta(ApiKeySerializer.Meta):
        fields = [*ApiKeySerializer.Meta.fields, "key"]


class CreateApiKeySerializer(serializers.Serializer):
    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(ALL_PERMISSIONS)),
        required=False,
        max_length=len(ALL_PERMISSIONS) * 2,
        help_text=_("Permission names. Left out: all that the owner may do now."),
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


# ── two-step log-in ────────────────────────────────────────────────────────────────────────────────
class SecondFactorSerializer(serializers.Serializer):
    """Whether two-step log-in is on."""

    enabled = serializers.BooleanField()
    recovery_codes_left = serializers.IntegerField()


class TotpSetupSerializer(serializers.Serializer):
    """What an authenticator app needs."""

    secret = serializers.CharField()
    otpauth_url = serializers.CharField()
    qr_svg = serializers.CharField()


class CodeSerializer(serializers.Serializer):
    code = SecretField(max_length=20)


class RecoveryCodesSerializer(serializers.Serializer):
    """Recovery codes, shown this once."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


# ── plans ──────────────────────────────────────────────────────────────────────────────────────────
class LimitsSerializer(serializers.Serializer):
    """Null means unlimited."""

    brands = serializers.IntegerField(allow_null=True)
    ai_calls = serializers.IntegerField(allow_null=True)
    designs = serializers.IntegerField(allow_null=True)
    storage_bytes = serializers.IntegerField(allow_null=True)
    seats = serializers.IntegerField(allow_null=True)


class UsedSerializer(serializers.Serializer):
    brands = serializers.IntegerField()
    ai_calls = serializers.IntegerField()
    designs = serializers.IntegerField()
    storage_bytes = serializers.IntegerField()
    seats = serializers.IntegerField()


class SubscriptionSerializer(serializers.Serializer):
    """The plan at hand, and how much of it is used."""

    plan = serializers.ChoiceField(choices=Plan.choices)
    status = serializers.ChoiceField(choices=["active"])
    limits = LimitsSerializer()
    used = UsedSerializer()
    resets_at = serializers.DateTimeField()


class PlanSerializer(serializers.Serializer):
    """A plan on offer."""

    id = serializers.ChoiceField(choices=Plan.choices)
    name = serializers.CharField()
    limits = LimitsSerializer()
    is_current = serializers.BooleanField()


class CheckoutSerializer(serializers.Serializer):
    plan = serializers.ChoiceField(choices=[plan for plan in Plan.choices if plan[0] != Plan.FREE])
