"""Signed manifests (C2PA), when C2PA_CERT and C2PA_KEY are set.

The library is native and does not survive a fork: signer and context are made in the process that uses them.
"""

import io
import json
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from artnex.errors import NotConfigured
from artnex.files.kinds import Kind
from artnex.files.provenance import Provenance, SourceType

SIGNABLE = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF, Kind.SVG, Kind.PDF, Kind.MP4})
MARKS = (b"jumb", b"c2pa:manifest")  # of binary formats, of SVG
_one_at_a_time = threading.Lock()


def is_configured() -> bool:
    return bool(settings.C2PA_CERT and settings.C2PA_KEY)


def _pem(value: str) -> bytes:
    """PEM text, with real or written-out line ends, or the path of a file that holds it."""
    if "-----BEGIN" in value:
        return value.replace("\\n", "\n").encode()
    return Path(value).expanduser().read_bytes()


def algorithm_of(key_pem: bytes) -> bytes:
    """C2PA's name of the signature that fits the private key; raises ValueError for an unusable key."""
    key = serialization.load_pem_private_key(key_pem, password=None)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return b"ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return b"ps256"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        by_curve = {"secp256r1": b"es256", "secp384r1": b"es384", "secp521r1": b"es512"}
        if key.curve.name in by_curve:
            return by_curve[key.curve.name]
    raise ValueError("the key must be Ed25519, RSA, or elliptic on P-256, P-384 or P-521")


def problem_with_keys() -> str:
    """Why certificate and key cannot be read; empty when they can."""
    try:
        algorithm_of(_pem(settings.C2PA_KEY))
        x509.load_pem_x509_certificates(_pem(settings.C2PA_CERT))
    except (ValueError, TypeError, OSError) as problem:
        return str(problem)
    return ""


@lru_cache(maxsize=2)
def _signer(process: int, certificate: str, key: str) -> Any:
    import c2pa

    key_pem = _pem(key)
    return c2pa.Signer.from_info(
        c2pa.C2paSignerInfo(alg=algorithm_of(key_pem), sign_cert=_pem(certificate), private_key=key_pem, ta_url=None)
    )


@lru_cache(maxsize=2)
def _context(process: int) -> Any:
    import c2pa

    return c2pa.Context.from_dict({"builder": {"thumbnail": {"enabled": False}}})


def _manifest(kind: Kind, provenance: Provenance, title: str) -> dict[str, Any]:
    agent = {"name": provenance.system or "ArtNex"}
    if provenance.system_version:
        agent["version"] = provenance.system_version
    action = {"action": "c2pa.created", "digitalSourceType": provenance.source_type.uri, "softwareAgent": agent}
    return {
        "claim_generator_info": [{"name": "ArtNex", "version": settings.VERSION}],
        "format": kind.content_type,
        "title": title,
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }


def sign(kind: Kind, content: bytes, provenance: Provenance, *, title: str) -> bytes:
    """`content` with a signed manifest about its origin. Nothing may be changed afterwards.

    Raises NotConfigured when certificate and key cannot be used together.
    """
    import c2pa

    target = io.BytesIO()
    try:
        with _one_at_a_time:
            signer = _signer(os.getpid(), settings.C2PA_CERT, settings.C2PA_KEY)
            builder = c2pa.Builder(_manifest(kind, provenance, title), context=_context(os.getpid()))
            builder.sign(signer, kind.content_type, io.BytesIO(content), target)
    except (c2pa.C2paError, OSError, ValueError, TypeError) as problem:
        raise NotConfigured(_("The certificate for signing files cannot be used.")) from problem
    return target.getvalue()


def may_hold_manifest(content: bytes) -> bool:
    """A quick look, without loading the library."""
    return any(mark in content for mark in MARKS)


def find_manifest(kind: Kind, content: bytes) -> Provenance | None:
    """What a manifest that fits the content says of its origin; None without one, or when bytes were changed."""
    if kind not in SIGNABLE or not may_hold_manifest(content):
        return None
    import c2pa

    try:
        store = json.loads(c2pa.Reader(kind.content_type, io.BytesIO(content)).json())
    except (c2pa.C2paError, ValueError):
        return None
    if store.get("validation_state") not in {"Valid", "Trusted"}:
        return None
    manifest = store["manifests"][store["active_manifest"]]
    for assertion in manifest.get("assertions", []):
        for action in assertion.get("data", {}).get("actions", ()) if "actions" in assertion["label"] else ():
            term = str(action.get("digitalSourceType", "")).rsplit("/", 1)[-1]
            if term in {source_type.value for source_type in SourceType}:
                agent = action.get("softwareAgent") or ""
                name = agent.get("name", "") if isinstance(agent, dict) else str(agent)
                return Provenance(SourceType(term), name[:200], signed=True)
    return None
