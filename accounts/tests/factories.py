"""Accounts for tests."""

from datetime import timedelta

import factory
import pyotp
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.enums import Role, SessionKind
from accounts.models import ApiKey, LoginSession, TotpDevice, User
from accounts.services.api_keys import hash_secret
from accounts.services.sessions import TokenPair, open_api_session

PASSWORD = "Correct-horse-7"
NEW_PASSWORD = "Battery-staple-8"
API_SECRET = "s" * 43


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Kim Nr {n}")
    language = "en"
    email_verified_at = factory.LazyFunction(timezone.now)
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self, create, extracted, **_rest):
        role = Role(extracted or Role.MANAGER)
        self.groups.add(Group.objects.get(name=role.value))
        if role == Role.ADMIN:
            self.is_staff = True
            self.save(update_fields=["is_staff"])


class LoginSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LoginSession

    user = factory.SubFactory(UserFactory)
    kind = SessionKind.API
    ip = "192.0.2.1"
    user_agent = "tests"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class ApiKeyFactory(factory.django.DjangoModelFactory):
    """Its text is `key_text(key)`."""

    class Meta:
        model = ApiKey

    user = factory.SubFactory(UserFactory)
    name = "nightly"
    prefix = factory.Sequence(lambda n: f"k{n:07d}")
    secret_hash = hash_secret(API_SECRET)
    scopes = ["read:brand"]


class TotpDeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TotpDevice

    user = factory.SubFactory(UserFactory)
    secret = factory.LazyFunction(pyotp.random_base32)
    confirmed_at = factory.LazyFunction(timezone.now)


def key_text(key: ApiKey) -> str:
    return f"anx_{key.prefix}_{API_SECRET}"


def tokens_of(user: User) -> TokenPair:
    return open_api_session(user=user)


def code_now(device: TotpDevice) -> str:
    return pyotp.TOTP(device.secret).now()
