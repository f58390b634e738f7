"""Labels of origin: written, read back, kept, signed."""

import datetime as dt
import io
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.checks import run_checks
from PIL import Image

from artnex.errors import NotConfigured
from artnex.files import c2pa_signing
from artnex.files.checks import check_file
from artnex.files.kinds import GENERATED_LIMITS, PHOTO_LIMITS, Kind
from artnex.files.provenance import Provenance, SourceType, find_label, label
from artnex.files.tests.factories import camera_photo, document_pdf, film, picture, stored_picture

ORIGIN = Provenance(SourceType.GENERATED, "gpt-image <2.5> & flare", "2026-05")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
SAMPLES = [
    (Kind.PNG, picture("PNG")),
    (Kind.PNG, picture("PNG", mode="P")),
    (Kind.JPEG, picture("JPEG")),
    (Kind.JPEG, picture("JPEG", progressive=True)),
    (Kind.WEBP, picture("WEBP")),
    (Kind.WEBP, picture("WEBP", lossless=True)),
    (Kind.WEBP, picture("WEBP", mode="RGBA")),
    (Kind.GIF, picture("GIF", mode="P")),
]


@pytest.mark.parametrize(("kind", "content"), SAMPLES)
def test_label_is_read_back_and_pixels_are_untouched(kind, content):
    labelled = label(kind, content, ORIGIN)
    assert find_label(kind, labelled) == ORIGIN
    with Image.open(io.BytesIO(labelled)) as after, Image.open(io.BytesIO(content)) as before:
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()
    again = label(kind, labelled, Provenance(SourceType.ALGORITHMIC))
    assert find_label(kind, again).source_type is SourceType.ALGORITHMIC
    assert again.count(b"</Iptc4xmpExt:DigitalSourceType>") == 1


@pytest.mark.parametrize(("kind", "content"), [(Kind.SVG, SVG), (Kind.SVG, b"<svg/>"), (Kind.MP4, film())])
def test_label_of_drawing_and_film(kind, content):
    labelled = label(kind, content, ORIGIN)
    assert find_label(kind, labelled) == ORIGIN
    assert check_file(labelled, f"a.{kind.extension}", GENERATED_LIMITS).provenance == ORIGIN


def test_pillow_reads_our_label():
    with Image.open(io.BytesIO(label(Kind.JPEG, picture("JPEG"), ORIGIN))) as image:
        description = image.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert description["DigitalSourceType"] == SourceType.GENERATED.uri


@pytest.mark.parametrize(("kind", "content"), SAMPLES)
def test_label_found_in_an_upload_is_kept(kind, content):
    checked = check_file(label(kind, content, ORIGIN), f"a.{kind.extension}", PHOTO_LIMITS)
    assert checked.provenance == ORIGIN
    assert find_label(kind, checked.content) == ORIGIN


@pytest.mark.parametrize("packet", [b"<x:xmpmeta", b"<x:xmpmeta><y></x:xmpmeta>", b"\xff\xfe", b""])
def test_broken_label_is_ignored(packet):
    assert check_file(picture("JPEG", xmp=packet), "a.jpg", PHOTO_LIMITS).provenance is None


def test_label_written_as_attribute_is_read():
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        b'i:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    found = check_file(picture("JPEG", xmp=packet), "a.jpg", PHOTO_LIMITS).provenance
    assert found == Provenance(SourceType.GENERATED)


def test_provenance_survives_json():
    assert Provenance.from_json(json.loads(json.dumps(ORIGIN.as_json()))) == ORIGIN
    assert Provenance.from_json({}) is None
    assert ORIGIN.is_ai
    assert not Provenance(SourceType.ALGORITHMIC).is_ai


# ── signed manifests ───────────────────────────────────────────────────────────────────────────────


USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def certificate(subject, issuer, key, issuer_key, *, is_root):
    name = lambda text: x509.Name(  # noqa: E731
        [x509.NameAttribute(NameOID.COMMON_NAME, text), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ArtNex test")]
    )
    now = dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(USAGES, False)
    usage["key_cert_sign" if is_root else "digital_signature"] = True
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def chain():
    """(certificates, key, root) of a signer that nobody else trusts."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate("root", "root", root_key, root_key, is_root=True)
    leaf = certificate("signer", "root", key, root_key, is_root=False)
    key_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return leaf + root, key_pem, root


@pytest.fixture
def signing(settings, chain):
    settings.C2PA_CERT, settings.C2PA_KEY = chain[0], chain[1].replace("\n", "\\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture("PNG")),
        ("a.jpg", picture("JPEG")),
        ("a.webp", picture("WEBP")),
        ("a.svg", SVG),
        ("a.pdf", document_pdf()),
    ],
)
def test_generated_file_is_labelled_then_signed(signing, name, content, chain):
    import c2pa

    stored = stored_picture(content=content, filename=name, provenance=ORIGIN, limits=GENERATED_LIMITS)
    body = stored.read()
    assert stored.provenance["signed"] is True
    found = c2pa_signing.find_manifest(stored.kind, body)
    assert (found.source_type, found.system, found.signed) == (ORIGIN.source_type, ORIGIN.system, True)
    if stored.kind is not Kind.PDF:
        assert find_label(stored.kind, body) == ORIGIN
    trust = c2pa.Context.from_dict({"verify": {"verify_trust": True}, "trust": {"trust_anchors": chain[2]}})
    report = json.loads(c2pa.Reader(stored.content_type, io.BytesIO(body), context=trust).json())
    assert report["validation_state"] == "Trusted"


@pytest.mark.django_db
def test_signed_upload_stays_as_it_is_and_a_changed_one_loses_its_manifest(signing):
    signed = stored_picture(content=picture("JPEG"), filename="a.jpg", provenance=ORIGIN).read()
    kept = check_file(signed, "a.jpg", PHOTO_LIMITS)
    assert kept.content == signed
    assert kept.provenance.signed
    appended = check_file(signed + b"<script>", "a.jpg", PHOTO_LIMITS)
    assert not c2pa_signing.may_hold_manifest(appended.content)
    assert appended.provenance == ORIGIN  # the plain label is still believed


@pytest.mark.django_db
def test_signed_photo_with_a_place_loses_both_and_keeps_the_label(signing):
    photo = c2pa_signing.sign(Kind.JPEG, camera_photo(), ORIGIN, title="photo")
    checked = check_file(photo, "a.jpg", PHOTO_LIMITS)
    assert b"SecretCam" not in checked.content
    assert not c2pa_signing.may_hold_manifest(checked.content)
    assert checked.provenance.source_type is SourceType.GENERATED
    assert not checked.provenance.signed


def test_unusable_certificate_is_a_clear_error(settings, chain):
    settings.C2PA_CERT, settings.C2PA_KEY = "-----BEGIN rubbish", chain[1]
    with pytest.raises(NotConfigured):
        c2pa_signing.sign(Kind.PNG, picture(), ORIGIN, title="x")
    assert [problem.id for problem in run_checks(tags=["files"])] == ["files.E002"]
    settings.C2PA_KEY = ""
    assert [problem.id for problem in run_checks(tags=["files"])] == ["files.E001"]


def test_key_and_certificate_may_be_files(settings, chain, tmp_path):
    (tmp_path / "cert.pem").write_text(chain[0])
    (tmp_path / "key.pem").write_text(chain[1])
    settings.C2PA_CERT, settings.C2PA_KEY = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    assert run_checks(tags=["files"]) == []
    assert c2pa_signing.may_hold_manifest(c2pa_signing.sign(Kind.PNG, picture(), ORIGIN, title="x"))
