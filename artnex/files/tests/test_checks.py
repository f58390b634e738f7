"""Type by content, limits, and names."""

import contextlib
import io
import random
import unicodedata

import pytest
from PIL import Image

from artnex.errors import ArtNexError, TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.files.checks import check_file
from artnex.files.kinds import ASSET_LIMITS, GENERATED_LIMITS, IMAGE_LIMITS, PHOTO_LIMITS, TABLE_LIMITS, Kind, Limits
from artnex.files.names import display_name
from artnex.files.tests.factories import announced_png, archive, camera_photo, document_pdf, film, picture, workbook

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>'
ACCEPTED = [
    ("a.png", picture("PNG"), Kind.PNG),
    ("a.jpeg", picture("JPEG"), Kind.JPEG),
    ("a.webp", picture("WEBP"), Kind.WEBP),
    ("a.gif", picture("GIF", mode="P"), Kind.GIF),
    ("a.svg", SVG, Kind.SVG),
    ("a.pdf", document_pdf(), Kind.PDF),
    ("a.mp4", film(), Kind.MP4),
    ("a.csv", "이름,값\n가,1\n".encode("cp949"), Kind.CSV),
    ("a.xlsx", workbook(), Kind.XLSX),
    ("a.json", b'{"a": 1}', Kind.JSON),
    ("a.html", b"<!doctype html><title>x</title>", Kind.HTML),
    ("a.zip", archive({"a.txt": "a"}), Kind.ZIP),
]


@pytest.mark.parametrize(("name", "content", "kind"), ACCEPTED, ids=[name for name, *_ in ACCEPTED])
def test_kind_is_told_by_content(name, content, kind):
    assert check_file(content, name, GENERATED_LIMITS).kind is kind
    assert check_file(io.BytesIO(content), "without-extension", GENERATED_LIMITS).kind in {kind, Kind.TEXT}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", picture("JPEG")),
        ("logo.jpg", picture("PNG")),
        ("logo.png", SVG),
        ("logo.svg", picture("PNG")),
        ("logo.png", b"<html><script>alert(1)</script></html>"),
        ("logo.svg", b"<html><svg/></html>"),
        ("logo.png", b"just words"),
        ("logo.png", bytes(range(256))),
        ("report.pdf", archive({"a": "b"})),
        ("logo.exe", picture("PNG")),
        ("film.mp4", picture("GIF", mode="P")),
        ("table.xlsx", archive({"evil.txt": "x"})),
    ],
)
def test_lying_name_is_unsupported(name, content):
    with pytest.raises(UnsupportedMediaType):
        check_file(content, name, GENERATED_LIMITS)


def test_honest_file_of_a_kind_not_accepted_is_unsupported():
    with pytest.raises(UnsupportedMediaType) as caught:
        check_file(document_pdf(), "a.pdf", IMAGE_LIMITS)
    assert "PNG" in str(caught.value.message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture("PNG")[:200]),
        ("a.png", b"\x89PNG\r\n\x1a\nrubbish"),
        ("a.jpg", picture("JPEG", size=(400, 300))[:900]),
        ("a.jpg", b"\xff\xd8\xff\xe0rubbish"),
        ("a.webp", picture("WEBP")[:60]),
        ("a.gif", picture("GIF", mode="P")[:60]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"),
        ("a.pdf", b"%PDF-1.7\nrubbish"),
        ("a.pdf", document_pdf() + b"<script>" + b"x" * 3000),
        ("a.mp4", film()[:60]),
        ("a.xlsx", workbook()[:-30]),
        ("a.xlsx", workbook(**{"xl/vbaProject.bin": "macro"})),
        ("a.json", b"{broken"),
        ("a.png", b""),
    ],
)
def test_damaged_file_is_a_wrong_field(name, content):
    with pytest.raises(ValidationFailed) as caught:
        check_file(content, name, GENERATED_LIMITS)
    assert caught.value.details[0]["field"] == "file"


@pytest.mark.parametrize(("name", "content"), [(name, content) for name, content, _kind in ACCEPTED])
def test_damaged_bytes_never_surprise(name, content):
    chance = random.Random(name)
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 2, 8))):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        with contextlib.suppress(ArtNexError):
            assert check_file(bytes(damaged), name, GENERATED_LIMITS).content


def test_size_limit_reads_no_further_than_needed():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            assert size > 0, "asked for everything"
            self.given += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(TooLarge):
        check_file(stream, "a.png", Limits(frozenset({Kind.PNG}), 1000))
    assert stream.given == 1001


@pytest.mark.parametrize("size", [(10_000, 6_001), (60_000, 60_000), (2**31 - 1, 1)])
def test_too_many_pixels_are_refused_before_decoding(size, monkeypatch):
    decoded = []
    monkeypatch.setattr(Image.Image, "load", lambda self: decoded.append(self))
    with pytest.raises(TooLarge):
        check_file(announced_png(*size), "bomb.png", ASSET_LIMITS)
    assert decoded == []


def test_archive_that_unpacks_without_end_is_refused():
    with pytest.raises(TooLarge):
        check_file(workbook(**{"xl/sheet.xml": b"0" * 40_000_000}), "a.xlsx", TABLE_LIMITS)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_photo_loses_place_and_camera_and_keeps_pixels(format_name):
    original = camera_photo(format_name)
    assert b"SecretCam" in original
    checked = check_file(original, f"a.{format_name.lower()}", PHOTO_LIMITS)
    assert b"SecretCam" not in checked.content
    with Image.open(io.BytesIO(checked.content)) as after, Image.open(io.BytesIO(original)) as before:
        assert not after.getexif()
        assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_photo_is_turned_upright(orientation):
    checked = check_file(camera_photo(orientation=orientation), "a.jpg", PHOTO_LIMITS)
    expected = (120, 80) if orientation == 3 else (80, 120)
    assert (checked.width, checked.height) == expected
    with Image.open(io.BytesIO(checked.content)) as after:
        assert after.size == expected
        assert 0x0112 not in after.getexif()


@pytest.mark.parametrize(("format_name", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("GIF", "P"), ("WEBP", "RGB")])
def test_what_hangs_on_behind_a_picture_is_cut_off(format_name, mode):
    original = picture(format_name, mode=mode) + archive({"evil.html": "<script>"}) + b"<script>alert(1)</script>"
    checked = check_file(original, f"a.{format_name.lower()}", PHOTO_LIMITS)
    assert b"script" not in checked.content
    with Image.open(io.BytesIO(checked.content)) as after, Image.open(io.BytesIO(original)) as before:
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize(("format_name", "extension"), [("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png")])
def test_animation_survives(format_name, extension):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")]
    target = io.BytesIO()
    frames[0].save(target, format_name, save_all=True, append_images=frames[1:], duration=50, loop=0)
    checked = check_file(target.getvalue(), f"a.{extension}", PHOTO_LIMITS)
    with Image.open(io.BytesIO(checked.content)) as after:
        assert after.n_frames == 3
        after.seek(2)
        blue = after.convert("RGB").getpixel((5, 5))
        assert blue[2] > 200
        assert blue[0] < 60


def test_jpeg_that_decoders_forgive_is_mended():
    original = picture("JPEG")
    place = original.index(b"\xff\xdb")
    checked = check_file(original[:place] + b"\0\0\0" + original[place:], "a.jpg", PHOTO_LIMITS)
    assert b"\0\0\0\xff\xdb" not in checked.content
    assert (checked.width, checked.height) == (120, 80)


def test_colour_profile_survives():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for format_name, extension in (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")):
        checked = check_file(picture(format_name, icc_profile=profile), f"a.{extension}", PHOTO_LIMITS)
        with Image.open(io.BytesIO(checked.content)) as after:
            assert after.info["icc_profile"] == profile


def test_film_tells_its_size_and_loses_its_place():
    checked = check_file(film(place=True), "a.mp4", ASSET_LIMITS)
    assert (checked.width, checked.height) == (640, 360)
    assert b"37.5665" not in checked.content
    assert len(checked.content) == len(film(place=True))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\로고 최종.png", "로고 최종.png"),
        (unicodedata.normalize("NFD", "한글 로고.png"), "한글 로고.png"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie_ x.png"),
        ("...", "file"),
        ("", "file"),
        ("이" * 300 + ".png", "이" * 196 + ".png"),
        ('a"b<c>.svg', "a_b_c_.svg"),
    ],
)
def test_names_are_shown_but_harmless(given, shown):
    assert display_name(given) == shown


def test_nul_in_a_name_is_a_wrong_field():
    with pytest.raises(ValidationFailed):
        check_file(picture(), "logo.png\0.exe", PHOTO_LIMITS)
