"""Objects for the addresses of accounts."""

from django.contrib.auth.models import Group

from accounts.models import ApiKey, LoginSession, RecoveryCode, RefreshToken, TotpDevice, User
from accounts.tests.factories import ApiKeyFactory, LoginSessionFactory, TotpDeviceFactory
from artnex.testing.samples import sample


@sample("pk", under=("api/v1/users/", "people/"), model=User)
def user(owner):
    return owner


@sample("pk", under=("api/v1/auth/api-keys/", "account/keys/"), model=ApiKey)
def api_key(owner):
    return ApiKeyFactory(user=owner)


@sample("pk", under=("api/v1/auth/sessions/", "account/security/sessions/"), model=LoginSession)
def session(owner):
    return LoginSessionFactory(user=owner)


@sample("totpdevice_id", model=TotpDevice)
def totp_device(owner):
    return TotpDeviceFactory(user=owner)


@sample("recoverycode_id", model=RecoveryCode)
def recovery_code(owner):
    return RecoveryCode.objects.create(user=owner, code_hash="0" * 64)


@sample("refreshtoken_id", model=RefreshToken)
def refresh_token(owner):
    login_session = LoginSessionFactory(user=owner)
    return RefreshToken.objects.create(
        session=login_session, jti_hash=login_session.pk.hex, expires_at=login_session.expires_at
    )


@sample("role_id", model=Group)
def role(owner):
    return owner.groups.get()


@sample("token", under=("verify/", "keep/", "password/reset/"), is_object=False)
def token(owner):
    return "no-token-of-ours"
