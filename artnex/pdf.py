"""PDF documents from HTML: tagged, with embedded Korean fonts, without a way to the network.

WeasyPrint and its system libraries are loaded with the first document. Fonts, style sheets and what is loaded are kept:
see bench/documents.py for what that saves (a warm worker takes about 30 ms of CPU for a page of text with a chart).
"""

import contextlib
import gc
import io
import mimetypes
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.utils.translation import gettext_lazy as _

from artnex.errors import NotConfigured
from artnex.files.links import token_expiry
from artnex.files.models import HANDED_OUT, StoredFile
from artnex.files.provenance import Provenance, xmp_fields

SITE = "http://site.invalid"  # stands for this site in relative addresses; .invalid never resolves
SYSTEM_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PRINT_STYLES = ("css/print.css",)
RDF_END = b"</rdf:RDF>"
log = structlog.get_logger("artnex.pdf")
_one_at_a_time = threading.Lock()  # fonts and style sheets are shared, and Pango is not made for threads


def render_pdf(
    html: str,
    *,
    base_url: str | None = None,
    stylesheets: Sequence[str] = PRINT_STYLES,
    pdf_variant: str | None = "pdf/ua-1",
    title: str = "",
    author: str = "",
    provenance: Provenance | None = None,
) -> bytes:
    """The document as PDF bytes, PDF/UA unless told otherwise. Title and language come from the HTML.

    `stylesheets` names static files; they are parsed once. Pictures come from static files, `data:` addresses and
    signed links of stored files (`StoredFile.url`); everything else is left out and logged, so a document can never
    read the network or the disk. `base_url` is what relative addresses are relative to, the root of the site by
    default. `title` and `author` override what the HTML says; `provenance` labels a text that an AI wrote.

    Raises NotConfigured when WeasyPrint's system libraries are missing.
    """
    with _one_at_a_time:
        engine = _engine()
        document = engine.weasyprint.HTML(
            string=html, base_url=base_url or f"{SITE}/", url_fetcher=engine.fetcher
        ).render(
            font_config=engine.fonts,
            stylesheets=[engine.style_sheet(name) for name in stylesheets],
            pdf_variant=pdf_variant,
            pdf_tags=True,
        )
        if title:
            document.metadata.title = title
        if author:
            document.metadata.authors = [author]
        document.metadata.generator = "ArtNex"
        return document.write_pdf(pdf_variant=pdf_variant, pdf_tags=True, finisher=_finisher(provenance))


def _finisher(provenance: Provenance | None) -> Any:
    """What is done to the document before it is written: headings of tables say what they head, the origin is named."""
    write_label = _labeller(provenance) if provenance else None

    def finish(document: Any, pdf: Any) -> None:
        give_headings_a_scope(pdf)
        if write_label:
            write_label(document, pdf)

    return finish


def give_headings_a_scope(pdf: Any) -> None:
    """Say of each heading cell whether it heads a column or a row.

    WeasyPrint names headings from the cells below and beside them alone, so one over cells that are headings themselves
    (the corner of a table) would head nothing, which PDF/UA forbids.
    """
    things: list[Any] = [thing for thing in pdf.objects if isinstance(thing, dict)]
    elements = {thing.reference: thing for thing in things if thing.get("Type") == "/StructElem"}
    for cell in elements.values():
        if cell["S"] != "/TH":
            continue
        row = elements.get(cell["P"])
        group = elements.get(row["P"]) if row else None
        cell["A"]["Scope"] = "/Column" if group and group["S"] == "/THead" else "/Row"


def _labeller(provenance: Provenance) -> Any:
    """A finisher that writes the label of origin into the document's XMP."""
    label = (
        '<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="">'
        f"{xmp_fields(provenance)}</rdf:Description>"
    ).encode()

    def write(document: Any, pdf: Any) -> None:
        number = int(pdf.catalog["Metadata"].split()[0])
        metadata = pdf.objects[number]
        metadata.compress = False  # programs that do not read PDFs find the packet all the same
        metadata.stream = [part.replace(RDF_END, label + RDF_END) for part in metadata.stream]

    return write


# ── the engine: loaded once, warmed up once ────────────────────────────────────────────────────────


class _Engine:
    """WeasyPrint with our fonts, our fetcher and parsed style sheets."""

    def __init__(self) -> None:
        write_font_configuration()
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints advice of its own
                import weasyprint
                from PIL import ImageFile
                from weasyprint.text.fonts import FontConfiguration
        except OSError as problem:
            raise NotConfigured(
                _("PDF needs system libraries that are missing here: %(names)s.") % {"names": SYSTEM_LIBRARIES}
            ) from problem
        # WeasyPrint makes Pillow put up with broken pictures everywhere, also where uploads are checked.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        self.weasyprint = weasyprint
        self.fonts = FontConfiguration()
        self.fetcher = _make_fetcher()
        self._sheets: dict[str, tuple[float, Any]] = {}
        weasyprint.HTML(string="<p>가a1</p>").write_pdf(font_config=self.fonts)
        gc.collect()
        gc.freeze()  # what is loaded now stays: the collector need not walk through it again

    def style_sheet(self, name: str) -> Any:
        """The parsed style sheet; read again when the file has changed."""
        path = find_static(name)
        if path is None:
            raise FileNotFoundError(f"static file {name}")
        changed = path.stat().st_mtime
        known = self._sheets.get(name)
        if known is None or known[0] != changed:
            sheet = self.weasyprint.CSS(
                string=path.read_text(),
                base_url=f"{SITE}{settings.STATIC_URL}{name}",
                url_fetcher=self.fetcher,
                font_config=self.fonts,
            )
            known = self._sheets[name] = (changed, sheet)
        return known[1]


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine()


def is_available() -> bool:
    """True when PDFs can be made on this machine; loads the engine."""
    try:
        with _one_at_a_time:
            _engine()
    except NotConfigured:
        return False
    return True


# ── fonts ──────────────────────────────────────────────────────────────────────────────────────────


def font_folder() -> Path | None:
    """The Korean fonts (NanumGothic, SIL Open Font License) that come with a Python package."""
    spec = find_spec("koreanize_matplotlib")  # looked up, not imported: importing would want matplotlib
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places))) / "fonts" if places else None
    return folder if folder and folder.is_dir() else None


def write_font_configuration() -> Path | None:
    """Tell fontconfig of the system's fonts and ours, unless FONTCONFIG_FILE is set; to be called before the import."""
    if os.environ.get("FONTCONFIG_FILE"):
        return None
    folder = font_folder()
    path = settings.HOME / "fonts.conf"
    content = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        + (f"  <dir>{folder}</dir>\n" if folder else "")
        + f"  <cachedir>{settings.HOME / 'font-cache'}</cachedir>\n"
        "  <alias><family>sans-serif</family><prefer><family>NanumGothic</family></prefer></alias>\n"
        "</fontconfig>\n"
    )
    if not path.is_file() or path.read_text() != content:
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(content)
        fresh.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)
    return path


# ── what a document may read ───────────────────────────────────────────────────────────────────────


def _make_fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class SiteFetcher(URLFetcher):  # type: ignore[misc]
        """Static files, stored files by signed link, and data addresses; nothing else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.lower().startswith("data:"):
                return super().fetch(url, headers)
            found = read_site_address(url)
            if found is None:
                log.warning("pdf_address_refused", address=url[:200])
                raise ValueError("a document may read only from this site")
            body, content_type = found
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    return SiteFetcher()


def read_site_address(url: str) -> tuple[bytes, str] | None:
    """(content, content type) of a static file or a stored file with a valid signed link; None for all else."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" not in {SITE, settings.BASE_URL}:
        return None
    path = unquote(parts.path)
    if path.startswith(settings.STATIC_URL):
        file = find_static(path.removeprefix(settings.STATIC_URL))
        if file is None:
            return None
        return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if path.startswith("/files/"):
        return _read_stored(path.removeprefix("/files/"), parse_qs(parts.query).get("token", [""])[0])
    return None


def _read_stored(name: str, token: str) -> tuple[bytes, str] | None:
    try:
        file_id = UUID(name)
    except ValueError:
        return None
    if token_expiry(token, file_id) is None:
        return None
    stored = StoredFile.objects.filter(HANDED_OUT, pk=file_id).first()
    if stored is None:
        return None
    try:
        return stored.read(), stored.content_type
    except FileNotFoundError:
        return None


def find_static(name: str) -> Path | None:
    """Where a static file lies: among the collected ones (hashed or not), else in the source."""
    with contextlib.suppress(SuspiciousFileOperation, ValueError, NotImplementedError):
        collected = Path(staticfiles_storage.path(name))
        if collected.is_file():
            return collected
    with contextlib.suppress(SuspiciousFileOperation, ValueError):
        found = finders.find(name)
        if found:
            return Path(found)
    return None
