"""Pages of accounts."""

from django.urls import path

from accounts.views import entering, happenings, people, profile, security, usage

app_name = "accounts"
urlpatterns = [
    path("login/", entering.LoginPage.as_view(), name="login"),
    path("login/code/", entering.LoginCodePage.as_view(), name="login_code"),
    path("logout/", entering.LogoutView.as_view(), name="logout"),
    path("signup/", entering.SignUpPage.as_view(), name="sign_up"),
    path("signup/sent/", entering.MailSentPage.as_view(), name="sign_up_sent"),
    path("verify/<str:token>/", entering.VerifyEmailPage.as_view(), name="verify_email"),
    path("keep/<str:token>/", entering.KeepAccountPage.as_view(), name="keep_account"),
    path("password/forgot/", entering.ForgotPasswordPage.as_view(), name="password_forgot"),
    path("password/sent/", entering.ResetSentPage.as_view(), name="password_sent"),
    path("password/reset/<str:token>/", entering.ResetPasswordPage.as_view(), name="password_reset"),
    path("account/", profile.ProfilePage.as_view(), name="profile"),
    path("account/verification/", entering.SendVerificationView.as_view(), name="send_verification"),
    path("account/security/", security.SecurityPage.as_view(), name="security"),
    path("account/security/password/", security.ChangePasswordPage.as_view(), name="password_change"),
    path("account/security/two-step/start/", security.StartTotpView.as_view(), name="totp_start"),
    path("account/security/two-step/", security.SetUpTotpPage.as_view(), name="totp_set_up"),
    path("account/security/two-step/off/", security.DisableTotpPage.as_view(), name="totp_off"),
    path("account/security/codes/", security.RenewCodesPage.as_view(), name="recovery_codes"),
    path("account/security/sessions/", security.SessionsPage.as_view(), name="sessions"),
    path("account/security/sessions/end/", security.EndOtherSessionsView.as_view(), name="sessions_end"),
    path("account/security/sessions/<uuid:pk>/end/", security.EndSessionView.as_view(), name="session_end"),
    path("account/keys/", security.ApiKeysPage.as_view(), name="api_keys"),
    path("account/keys/new/", security.NewApiKeyPage.as_view(), name="api_key_new"),
    path("account/keys/<uuid:pk>/revoke/", security.RevokeApiKeyPage.as_view(), name="api_key_revoke"),
    path("account/notifications/", happenings.NotificationsPage.as_view(), name="notifications"),
    path("account/notifications/read/", happenings.MarkAllReadView.as_view(), name="notifications_read"),
    path("account/notifications/<int:pk>/", happenings.OpenNotificationView.as_view(), name="notification_open"),
    path("account/activity/", happenings.ActivityPage.as_view(), name="activity"),
    path("account/usage/", usage.UsagePage.as_view(), name="usage"),
    path("account/usage/cap/", usage.BudgetPage.as_view(), name="budget"),
    path("account/data/", profile.DataPage.as_view(), name="data"),
    path("account/data/export/", profile.ExportView.as_view(), name="data_export"),
    path("account/data/delete/", profile.DeleteAccountPage.as_view(), name="delete"),
    path("people/", people.PeoplePage.as_view(), name="people"),
    path("people/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/off/", people.SetActivePage.as_view(), name="person_off"),
    path("people/<int:pk>/on/", people.ActivatePage.as_view(), name="person_on"),
]
