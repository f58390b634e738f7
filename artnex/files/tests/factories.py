"""People, and files of every kind made on the spot."""

import io
import struct
import zipfile
import zlib

import factory
from django.contrib.auth import get_user_model
from PIL import Image

from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.services import store_file


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")


def picture(format_name="PNG", size=(120, 80), mode="RGB", **save_options):
    """A picture with enough structure that pixels can be compared."""
    image = Image.radial_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    image.save(target, format_name, **save_options)
    return target.getvalue()


def camera_photo(format_name="JPEG", size=(120, 80), orientation=1, gps=True):
    """A photo as a phone writes it: orientation, maker, and the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCam"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 41.0)})
    return picture(format_name, size, exif=exif)


def announced_png(width, height):
    """A PNG of a few bytes whose header announces any size."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def box(name, data):
    return struct.pack(">I4s", len(data) + 8, name) + data


def film(place=False):
    """The skeleton of an MP4 of 640 × 360."""
    header = bytes(76) + struct.pack(">II", 640 << 16, 360 << 16)
    extra = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+37.5665+126.9780/")) if place else b""
    return (
        box(b"ftyp", b"isom\0\0\x02\0isommp42")
        + box(b"moov", box(b"trak", box(b"tkhd", header)) + extra)
        + box(b"mdat", bytes(64))
    )


def archive(members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return target.getvalue()


def workbook(**more):
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"} | more)


def document_pdf(text="Hello"):
    """A PDF of one page, written by hand."""
    stream = f"BT /F1 24 Tf 40 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


def stored_picture(owner=None, **options):
    defaults = {"content": picture(), "filename": "logo.png", "purpose": "logo", "limits": PHOTO_LIMITS}
    return store_file(owner=owner or UserFactory(), **defaults | options)
