"""Every page of a running ArtNex, opened in each language, width and theme: what is wrong with it, and its picture.

    .venv/bin/python -m e2e.sweep http://127.0.0.1:8000 --mail hana.kim@… --password … [--out FOLDER] [--only /brands/]

Follows the links from the home page and opens one page of each kind (URL name). Said to be wrong: a status of 400 or
more, a script error, a refused resource, a page wider than the window, a text that was never filled in, and English
sentences in a Korean page. Pictures are put side by side on sheets, to be looked at.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")

WIDTHS = {1280: 800, 390: 844}
NOT_FOLLOWED = ("/admin/", "/api/", "/static/", "/files/", "/logout/", "/metrics", "/l/")
UNFILLED = re.compile(r"%\(\w+\)s|\{\{|\}\}|\bNone\b|\bundefined\b|\bNaN\b")
# Five English words in a row are a sentence; names, codes and example data are shorter.
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?: [a-z]{2,}){4,}")
TEXTS_ON_PAGE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) {
        const node = walker.currentNode
        const holder = node.parentElement
        const left_out = "script,style,template,code,pre,[lang=en],[data-own-words]"
        if (holder && !holder.closest(left_out) && holder.checkVisibility())
            texts.push(node.textContent.trim())
    }
    return texts.filter(Boolean)
}"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width + 1) return ""
    const wide = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1)
    return wide.slice(0, 3).map(one => one.tagName.toLowerCase() + "." + one.className).join(", ") || "?"
}"""


@dataclass(frozen=True)
class Look:
    """One way of looking at the site."""

    language: str
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"


LOOKS = [Look(language, width, theme) for language in ("ko", "en") for width in WIDTHS for theme in ("light", "dark")]


@dataclass
class Findings:
    """What is wrong, and where."""

    rows: list[str] = field(default_factory=list)

    def add(self, look: Look, path: str, problem: str) -> None:
        self.rows.append(f"{look} {path}: {problem}")


def kind_of(path: str) -> str:
    """The URL name a path resolves to: pages of one name look alike."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def links_on(page: Any) -> Iterator[str]:
    """Addresses of pages of this site, without what is downloaded."""
    for href in page.eval_on_selector_all("a[href]:not([download])", "links => links.map(one => one.href)"):
        parts = urlsplit(href)
        same_site = f"{parts.scheme}://{parts.netloc}" == origin_of(page.url)
        if same_site and not parts.path.startswith(NOT_FOLLOWED) and "format=" not in parts.query:
            yield parts.path


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def find_pages(page: Any, start: str = "/", only: str = "") -> list[str]:
    """One path of each kind of page that links lead to; what is only reached by a form is not found."""
    waiting, found = [start], {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in found:
            continue
        response = page.goto(path)
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        found[kind] = path
        waiting += [link for link in links_on(page) if kind_of(link) not in found]
    return sorted(path for path in found.values() if only in path)


def log_in(page: Any, mail: str, password: str) -> None:
    page.goto("/login/")
    page.fill("input[name=email]", mail)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


def check(page: Any, path: str, look: Look, findings: Findings) -> None:
    """Open `path` and note what is wrong with it."""
    response = page.goto(path)
    page.wait_for_load_state("load")
    if response is not None and response.status >= 400:
        findings.add(look, path, f"status {response.status}")
    if too_wide := page.evaluate(TOO_WIDE):
        findings.add(look, path, f"wider than the window: {too_wide}")
    for text in page.evaluate(TEXTS_ON_PAGE):
        if UNFILLED.search(text):
            findings.add(look, path, f"never filled in: {text[:80]!r}")
        if look.language == "ko" and ENGLISH_SENTENCE.search(text):
            findings.add(look, path, f"English: {text[:80]!r}")


def look_at(browser: Any, base: str, look: Look, cookies: list[Any], paths: list[str], out: Path | None) -> Findings:
    findings, here = Findings(), [""]
    context = browser.new_context(
        base_url=base,
        viewport={"width": look.width, "height": WIDTHS[look.width]},
        locale={"ko": "ko-KR", "en": "en-GB"}[look.language],
        color_scheme=look.theme,
        reduced_motion="reduce",
    )
    context.add_cookies([cookie for cookie in cookies if cookie["name"] not in {"artnex_language", "artnex_theme"}])
    context.add_cookies([{"name": "artnex_language", "value": look.language, "url": base}])
    page = context.new_page()
    page.on("pageerror", lambda error: findings.add(look, here[0], f"script: {error}"))
    page.on("console", lambda line: line.type == "error" and findings.add(look, here[0], f"console: {line.text[:160]}"))
    for path in paths:
        here[0] = path
        check(page, path, look, findings)
        if out is not None:
            page.screenshot(path=out / f"{look}{path.replace('/', '_')}.png", full_page=True)
    context.close()
    return findings


def make_sheets(out: Path, look: Look, *, per_sheet: int = 6) -> None:
    """Pictures side by side, each cut to four screens, so that many are looked at in one go."""
    from PIL import Image

    pictures = sorted(out.glob(f"{look}_*.png"))
    per_sheet = 3 if look.width > 1000 else per_sheet
    scale = 0.4 if look.width > 1000 else 0.62
    for number, first in enumerate(range(0, len(pictures), per_sheet)):
        small = []
        for path in pictures[first : first + per_sheet]:
            with Image.open(path) as picture:
                whole = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, 2400)))
                small.append(whole.resize((int(whole.width * scale), int(whole.height * scale))))
        width = sum(picture.width + 8 for picture in small)
        sheet = Image.new("RGB", (width, max(picture.height for picture in small)), "#888")
        left = 0
        for picture in small:
            sheet.paste(picture, (left, 0))
            left += picture.width + 8
        sheet.save(out / f"sheet-{look}-{number:02}.png")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--mail", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--looks", nargs="*", default=[str(look) for look in LOOKS])
    asked = parser.parse_args()
    import django
    from playwright.sync_api import sync_playwright

    django.setup()
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
    wrong = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(base_url=asked.base)
        page = context.new_page()
        log_in(page, asked.mail, asked.password)
        paths = find_pages(page, only=asked.only)
        print(f"{len(paths)} pages")
        for look in LOOKS:
            if str(look) in asked.looks:
                wrong += look_at(browser, urljoin(asked.base, "/"), look, context.cookies(), paths, asked.out).rows
                if asked.out:
                    make_sheets(asked.out, look)
        browser.close()
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
