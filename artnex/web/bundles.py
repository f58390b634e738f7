"""One stylesheet and one script for the browser, from the many small files that people read.

`static/css/*.css` becomes `css/artnex.css`, `static/js/*.js` becomes `js/artnex.js`. No build step: the static files
finder makes them when they are asked for and older than their sources. Files in sub-folders are left alone (a page that
needs one names it), and so are `print.css` (PDF documents) and `admin.css` (the administration).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FIRST = "tokens.css"  # declares the order of the cascade layers
NOT_FOR_PAGES = {"print.css", "admin.css"}


def _style(source: Path) -> str:
    return source.read_text("utf-8")


def _script(source: Path) -> str:
    """Wrapped in braces: what one module declares stays out of the next one's way."""
    return "{\n" + source.read_text("utf-8") + "\n}\n"


BUNDLES = {"css/artnex.css": ("css", _style), "js/artnex.js": ("js", _script)}


def sources_of(bundle: str) -> list[Path]:
    """The files a bundle is made of, in the order they take."""
    folder = settings.BASE_DIR / "static" / BUNDLES[bundle][0]
    found = [path for path in folder.glob(f"*{Path(bundle).suffix}") if path.name not in NOT_FOR_PAGES]
    return sorted(found, key=lambda path: (path.name != FIRST, path.name))


def build(bundle: str) -> Path:
    """The bundle's file, written anew when a source changed, came or went."""
    sources = sources_of(bundle)
    target = settings.HOME / "bundles" / bundle
    newest = max((path.stat().st_mtime_ns for path in [*sources, *{path.parent for path in sources}]), default=0)
    if target.is_file() and target.stat().st_mtime_ns >= newest:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(BUNDLES[bundle][1](path) for path in sources)
    with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as new:
        new.write(text)
    os.chmod(new.name, 0o644)
    Path(new.name).replace(target)  # whole or not at all: several processes may build at once
    return target


class BundleFinder(BaseFinder):
    """Offers the bundles to `collectstatic` and to the development server."""

    def check(self, **options: Any) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **rest: Any) -> Any:
        if path not in BUNDLES:
            return []
        built = str(build(path))
        return [built] if find_all or rest.get("all") else built

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=settings.HOME / "bundles")
        for bundle in BUNDLES:
            build(bundle)
            yield bundle, storage
