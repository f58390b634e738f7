"""Small versions."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from artnex.errors import NotFound
from artnex.files.kinds import GENERATED_LIMITS, Kind
from artnex.files.provenance import Provenance, SourceType, find_label
from artnex.files.tests.factories import document_pdf, picture, stored_picture
from artnex.files.thumbnails import make_thumbnails, thumbnail

pytestmark = pytest.mark.django_db


def opened(path):
    with default_storage.open(path) as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("format_name", "mode"),
    [("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("JPEG", "CMYK"), ("GIF", "P"), ("PNG", "I;16")],
)
def test_every_kind_of_picture_gets_small(format_name, mode):
    image = Image.new("RGB", (900, 600), "teal").convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I;16")
    target = io.BytesIO()
    image.save(target, format_name)
    extension = {"JPEG": "jpg"}.get(format_name, format_name.lower())
    stored = stored_picture(content=target.getvalue(), filename=f"a.{extension}")
    with Image.open(io.BytesIO(opened(thumbnail(stored, 200)))) as small:
        assert small.size == (200, 133)


def test_transparency_stays():
    image = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")
    with Image.open(io.BytesIO(opened(thumbnail(stored_picture(content=target.getvalue()), 64)))) as small:
        assert small.getpixel((10, 10))[3] == 0


def test_small_picture_is_not_blown_up():
    stored = stored_picture(content=picture(size=(100, 50)))
    with Image.open(io.BytesIO(opened(thumbnail(stored, 400)))) as small:
        assert small.size == (100, 50)
    assert len(make_thumbnails(stored)) == 1


def test_label_is_in_every_size():
    origin = Provenance(SourceType.GENERATED, "ideogram", "4.0")
    stored = stored_picture(content=picture(size=(900, 600)), provenance=origin)
    for path in make_thumbnails(stored):
        assert find_label(Kind.WEBP, opened(path)) == origin


def test_first_page_of_a_pdf():
    stored = stored_picture(content=document_pdf(), filename="a.pdf", limits=GENERATED_LIMITS)
    with Image.open(io.BytesIO(opened(thumbnail(stored, 400)))) as small:
        assert small.size == (400, 267)
        assert small.convert("L").getextrema()[0] < 80  # there is ink


def test_second_call_uses_what_is_there(monkeypatch):
    stored = stored_picture(content=picture(size=(900, 600)))
    first = thumbnail(stored, 200)
    monkeypatch.setattr("artnex.files.thumbnails._make", lambda *_: pytest.fail("made again"))
    assert thumbnail(stored, 200) == first


def test_sizes_and_kinds_that_are_not_offered():
    with pytest.raises(NotFound):
        thumbnail(stored_picture(), 123)
    drawing = stored_picture(
        content=b"<svg xmlns='http://www.w3.org/2000/svg'/>", filename="a.svg", limits=GENERATED_LIMITS
    )
    with pytest.raises(NotFound):
        thumbnail(drawing, 200)
    assert drawing.thumbnail_url(200) == drawing.url
