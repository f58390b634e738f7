"""Secrets at rest: encrypted with the newest of `ENCRYPTION_KEYS`, readable with any of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models, transaction

ROTATION_BATCH = 200


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys])


def cipher() -> MultiFernet:
    return _cipher(tuple(settings.ENCRYPTION_KEYS))


def encrypt(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """The text behind `sealed`; a clear complaint when none of the keys fits."""
    try:
        return cipher().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise ImproperlyConfigured(
            "A stored secret cannot be read: ENCRYPTION_KEYS lacks the key that it was written with."
        ) from problem


class EncryptedTextField(models.TextField):
    """Text that only the application can read; the database sees ciphertext.

    The same text encrypts differently each time, so comparing in the database cannot work: every lookup but `isnull`
    is refused.
    """

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return text if text is None or text == "" else encrypt(text)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None or value == "" else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it cannot be searched by {lookup_name}.")
        return super().get_lookup(lookup_name)


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def rotate_all() -> int:
    """Write every stored secret anew with the newest key; returns how many. Old keys may be dropped afterwards."""
    return sum(_rotate(model, field) for model, field in encrypted_fields())


def _rotate(model: type[models.Model], field: EncryptedTextField) -> int:
    """Batch by batch, past the model's `save`: nothing has changed that anybody should hear of."""
    changed, last_pk = 0, None
    while True:
        rows = model._base_manager.exclude(**{f"{field.attname}__isnull": True}).order_by("pk")
        if last_pk is not None:
            rows = rows.filter(pk__gt=last_pk)
        with transaction.atomic():
            batch = list(rows.select_for_update().values_list("pk", field.attname)[:ROTATION_BATCH])
            for pk, text in batch:
                model._base_manager.filter(pk=pk).update(**{field.attname: text})
        if not batch:
            return changed
        changed += len(batch)
        last_pk = batch[-1][0]
