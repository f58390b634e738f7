from django.urls import path

from accounts.api.entrance import (
    ForgotPasswordView,
    LoginView,
    LogoutView,
    RefreshView,
    RegisterView,
    ResetPasswordView,
    VerifyEmailView,
)
from accounts.api.oneself import (
    ApiKeyViewSet,
    ChangePasswordView,
    ConfirmTotpView,
    ExportView,
    MeView,
    RecoveryCodesView,
    ResendVerificationView,
    SessionViewSet,
    TotpView,
    read_me,
)
from accounts.api.people import (
    CheckoutView,
    PlanViewSet,
    PortalView,
    RoleViewSet,
    StripeWebhookView,
    SubscriptionView,
    UserViewSet,
)
from artnex.api.fast_read import fast_get

me = fast_get(MeView.as_view(), read_me)
api_keys = ApiKeyViewSet.as_view({"get": "list", "post": "create"})

urlpatterns = [
    path("auth/register", RegisterView.as_view(), name="auth-register"),
    path("auth/login", LoginView.as_view(), name="auth-login"),
    path("auth/refresh", RefreshView.as_view(), name="auth-refresh"),
    path("auth/logout", LogoutView.as_view(), name="auth-logout"),
    path("auth/me", me, name="auth-me"),
    path("auth/profile", me, name="auth-profile"),
    path("auth/me/export", ExportView.as_view(), name="auth-export"),
    path("auth/verify-email", VerifyEmailView.as_view(), name="auth-verify-email"),
    path("auth/verify-email/resend", ResendVerificationView.as_view(), name="auth-verify-email-resend"),
    path("auth/password/forgot", ForgotPasswordView.as_view(), name="auth-password-forgot"),
    path("auth/password/reset", ResetPasswordView.as_view(), name="auth-password-reset"),
    path("auth/password/change", ChangePasswordView.as_view(), name="auth-password-change"),
    path("auth/totp", TotpView.as_view(), name="auth-totp"),
    path("auth/totp/confirm", ConfirmTotpView.as_view(), name="auth-totp-confirm"),
    path("auth/totp/recovery-codes", RecoveryCodesView.as_view(), name="auth-recovery-codes"),
    path("auth/api-keys", api_keys, name="api-key-list"),
    path("auth/api-key", api_keys, name="api-key-alias"),
    path("auth/api-keys/<uuid:pk>", ApiKeyViewSet.as_view({"delete": "destroy"}), name="api-key-detail"),
    path("auth/sessions", SessionViewSet.as_view({"get": "list"}), name="session-list"),
    path("auth/sessions/<uuid:pk>", SessionViewSet.as_view({"delete": "destroy"}), name="session-detail"),
    path("users", UserViewSet.as_view({"get": "list"}), name="user-list"),
    path(
        "users/<int:pk>",
        UserViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update"}),
        name="user-detail",
    ),
    path("roles", RoleViewSet.as_view({"get": "list"}), name="role-list"),
    path("subscription", SubscriptionView.as_view(), name="subscription"),
    path("subscription/plans", PlanViewSet.as_view({"get": "list"}), name="subscription-plans"),
    path("subscription/checkout", CheckoutView.as_view(), name="subscription-checkout"),
    path("subscription/portal", PortalView.as_view(), name="subscription-portal"),
    path("integrations/stripe/webhook", StripeWebhookView.as_view(), name="stripe-webhook"),
]
