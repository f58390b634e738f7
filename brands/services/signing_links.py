"""Links by which somebody without an account signs: derived, never stored."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from brands.models import ContractSigner

LIFETIME = timedelta(days=14)


def renew_link(signer: ContractSigner) -> None:
    """Give the signer (not saved here) a new link; the one before ends."""
    signer.link_nonce = secrets.token_urlsafe(32)
    signer.token_hash = hash_token(token_of(signer))
    signer.expires_at = timezone.now() + LIFETIME


def token_of(signer: ContractSigner) -> str:
    return salted_hmac("brands.signing", signer.link_nonce, algorithm="sha256").hexdigest()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(signer: ContractSigner) -> str:
    return settings.BASE_URL + reverse("brands:sign", args=[token_of(signer)])
