"""PDF: Korean text, fonts, tags, and nothing read from outside."""

import builtins
import io
import os
import subprocess
import sys
import threading

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from artnex import pdf
from artnex.charts import LineChart, Series
from artnex.errors import NotConfigured, ValidationFailed
from artnex.files.checks import check_file
from artnex.files.kinds import PHOTO_LIMITS, Kind
from artnex.files.pdfium import extract_text, page_count, render_page
from artnex.files.provenance import IPTC_EXTENSION, Provenance, SourceType, find_label
from artnex.files.tests.factories import picture, stored_picture
from artnex.pdf import find_static, read_site_address, render_pdf

PAGE = '<!doctype html><html lang="ko"><head><title>보고서</title></head><body>{}</body></html>'


def make(body, **options):
    return render_pdf(PAGE.format(body), **options)


@pytest.fixture
def outsider():
    """A server that counts who calls."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()


def test_korean_text_can_be_copied_exactly():
    text = "뷁 ㈜아트텍 25 ℃ 220 V — “가격” 1,234,567원 ½ · ①②③ ABC xyz"
    assert text in extract_text(make(f"<p>{text}</p>"))[0].replace("\r\n", " ")


def test_fonts_are_embedded_subsets():
    document = pikepdf.open(io.BytesIO(make("<p>한글 <b>굵게</b> English</p>")))
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
        assert "+" in str(descriptor.FontName)
        assert "Nanum" in str(descriptor.FontName)


def test_document_is_tagged_with_language_title_and_alternatives():
    chart = LineChart(title="매출 추이", labels=["1월", "2월"], series=[Series("매출", [1, 2])])
    document = pikepdf.open(io.BytesIO(make(f"<h1>제목</h1><figure>{chart.svg('print')}</figure>", author="아트텍")))
    assert str(document.Root.Lang) == "ko"
    assert document.Root.MarkInfo.Marked
    assert str(document.docinfo["/Title"]) == "보고서"
    assert str(document.docinfo["/Author"]) == "아트텍"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"

    def alternatives(node):
        if isinstance(node, pikepdf.Array):
            return [alt for child in node for alt in alternatives(child)]
        if not isinstance(node, pikepdf.Dictionary):
            return []
        own = [str(node.Alt)] if "/Alt" in node else []
        return own + (alternatives(node.K) if "/K" in node else [])

    assert alternatives(document.Root.StructTreeRoot.K) == ["매출 추이"]


def test_chart_is_visible_in_its_colours():
    chart = LineChart(title="T", labels=list("abcdef"), series=[Series("S", [1, 5, 2, 8, 3, 9])])
    page = render_page(make(f"<figure>{chart.svg('print')}</figure>"), longer_side=1200)
    blues = sum(count for count, (r, g, b) in page.getcolors(1 << 24) if b > 170 and r < 80 and g < 120)
    assert blues > 500


def test_pages_are_numbered_and_headed():
    body = "<h1>연간 보고서</h1>" + "".join(
        f"<section class='chapter'><h2>{n}장</h2><p>글</p></section>" for n in (1, 2)
    )
    texts = extract_text(make(body))
    assert len(texts) == 3
    assert "3 / 3" in texts[2]
    assert "연간 보고서" in texts[2]


def test_label_of_origin_is_in_the_document():
    origin = Provenance(SourceType.GENERATED, "gpt", "6")
    document = make("<p>글</p>", provenance=origin)
    assert find_label(Kind.PDF, document) == origin
    with pikepdf.open(io.BytesIO(document)).open_metadata() as metadata:
        assert metadata[f"{{{IPTC_EXTENSION}}}DigitalSourceType"] == SourceType.GENERATED.uri
    assert find_label(Kind.PDF, make("<p>글</p>")) is None


def test_nothing_is_read_from_the_network_or_the_disk(outsider, tmp_path):
    address, calls = outsider
    secret = tmp_path / "secret.css"
    secret.write_text("body::after{content:'geheim'}")
    body = (
        f"<link rel=stylesheet href='{address}/a.css'><link rel=stylesheet href='file://{secret}'>"
        f"<img src='{address}/b.png'><img src='file:///etc/passwd'><object data='{address}/c'></object>"
        f"<link rel=attachment href='file:///etc/passwd'>"
        f"<style>@import url({address}/d.css); p{{background:url({address}/e.png)}}"
        f"@font-face{{font-family:x;src:url({address}/f.ttf)}}</style>"
        f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/g.png' width='9' height='9'/></svg>"
        "<p>bleibt</p>"
    )
    document = make(body, base_url=f"{address}/")
    assert calls == []
    assert b"root:" not in document
    assert "geheim" not in extract_text(document)[0]
    assert "bleibt" in extract_text(document)[0]


@pytest.mark.django_db
def test_pictures_come_from_signed_links_static_files_and_data():
    stored = stored_picture(content=picture(size=(50, 40)))
    pixel = "data:image/gif;base64,R0lGODdhAQABAIABAP8AAP///ywAAAAAAQABAAACAkQBADs="
    document = make(f"<img src='{stored.url}'><img src='/files/{stored.pk}?token=1.x'><img src='{pixel}'>")
    opened = pikepdf.open(io.BytesIO(document))
    assert sorted(int(image.Width) for image in opened.pages[0].images.values()) == [1, 50]
    assert read_site_address(f"{settings.BASE_URL}{stored.url}")[1] == "image/png"


@pytest.mark.parametrize(
    "address",
    [
        "http://site.invalid/static/../artnex/settings.py",
        "http://site.invalid/static/%2e%2e/pyproject.toml",
        "http://site.invalid/files/not-a-uuid?token=x",
        "http://site.invalid/admin/",
        "https://example.com/static/css/print.css",
        "file:///etc/passwd",
        "ftp://site.invalid/static/css/print.css",
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(address):
    assert read_site_address(address) is None


def test_static_file_is_found():
    assert find_static("css/print.css").name.startswith("print")
    assert b"@page" in read_site_address("http://site.invalid/static/css/print.css")[0]


def test_missing_system_libraries_are_named(monkeypatch):
    real_import = builtins.__import__

    def without_weasyprint(name, *rest):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *rest)

    pdf._engine.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without_weasyprint)
    assert not pdf.is_available()
    with pytest.raises(NotConfigured) as caught:
        make("<p>x</p>")
    assert "libharfbuzz-subset0" in str(caught.value.message)
    monkeypatch.undo()
    assert pdf.is_available()


def test_importing_the_module_loads_nothing_heavy():
    script = (
        "import django, sys; django.setup(); import artnex.pdf, artnex.files.services;"
        "print([m for m in ('weasyprint', 'c2pa', 'pypdfium2', 'boto3') if m in sys.modules])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "artnex.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=settings.BASE_DIR, env=environment
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_broken_pictures_stay_broken_after_a_document_was_made():
    make("<p>x</p>")
    with pytest.raises(ValidationFailed):
        check_file(picture("JPEG", size=(400, 300))[:900], "a.jpg", PHOTO_LIMITS)


def test_threads_take_turns():
    results = []
    threads = [threading.Thread(target=lambda n=n: results.append((n, make(f"<p>문서 {n}</p>")))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"문서 {n}" in extract_text(document)[0] for n, document in results)
    assert len(results) == 4


def test_picture_of_a_page_is_a_picture():
    document = make("<h1>표지</h1>")
    assert page_count(document) == 1
    assert isinstance(render_page(document, longer_side=300), Image.Image)
