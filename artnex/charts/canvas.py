"""A small SVG writer: shapes carry colours as attributes (for PDF and exports) and classes (for pages).

On a page the rules of static/css/charts.css win over the attributes, so light, dark and print follow the design tokens.
No style attribute is ever written: the Content Security Policy forbids it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Theme = Literal["page", "print"]
Anchor = Literal["start", "middle", "end"]

# The same colours as --chart-1 … --chart-8 in the light theme of static/css/tokens.css (a test compares them).
PALETTE = ("#2251c6", "#df8623", "#018d87", "#c53760", "#61afda", "#6b7e36", "#71367e", "#6e7279")
INK, SOFT, FAINT, RULE, STRONG, SURFACE, SUNKEN = (
    "#141822",
    "#484d57",
    "#616670",
    "#e0e2e6",
    "#82868f",
    "#ffffff",
    "#f5f6f9",
)
PRINT_FONTS = "Pretendard, Noto Sans KR, NanumGothic, sans-serif"
TEXT_COLOURS = {"tick": FAINT, "name": SOFT, "value": INK, "big": INK, "empty": FAINT}
SIZE, BIG = 12, 30


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def points(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)} {number(y)}" for x, y in pairs)


def colour(index: int) -> str:
    return PALETTE[index % len(PALETTE)]


class Canvas:
    """Collects shapes; `finish` gives the drawing."""

    def __init__(self, width: float, height: float, theme: Theme = "page") -> None:
        self.width, self.height, self.theme = width, height, theme
        self._parts: list[str] = []

    def _class(self, name: str) -> str:
        return f' class="{name}"' if self.theme == "page" else ""

    def add(self, markup: str) -> None:
        self._parts.append(markup)

    @contextmanager
    def group(self, name: str, attributes: str = "") -> Iterator[None]:
        """Shapes that share a class and attributes."""
        self.add(f"<g{self._class(name)}{' ' if attributes else ''}{attributes}>")
        yield
        self.add("</g>")

    @contextmanager
    def texts(self, role: str, anchor: Anchor = "start", size: float = SIZE) -> Iterator[None]:
        """Texts of one role: tick, name, value, big or empty."""
        attributes = f'fill="{TEXT_COLOURS[role]}"'
        if anchor != "start":
            attributes += f' text-anchor="{anchor}"'
        if size != SIZE:
            attributes += f' font-size="{number(size)}"'
        if role in {"value", "big"}:
            attributes += ' font-weight="600"'
        with self.group(role, attributes):
            yield

    def text(self, x: float, y: float, content: str) -> None:
        """One line of text with its baseline at y; inside of `texts`."""
        self.add(f'<text x="{number(x)}" y="{number(y)}">{escape(content)}</text>')

    def lines(self, x: float, y: float, rows: Sequence[str], *, height: float = 15) -> None:
        for index, row in enumerate(rows):
            self.text(x, y + index * height, row)

    def grid(self, path: str) -> None:
        """Thin rules, all in one path."""
        if path:
            self.rule("grid", path, f'stroke="{RULE}"')

    def axis(self, path: str) -> None:
        self.rule("axis", path, f'stroke="{STRONG}"')

    def rule(self, name: str, path: str, attributes: str) -> None:
        """A line of no series: `attributes` give its look on paper, the class `name` its look on a page."""
        self.add(f'<path{self._class(name)} d="{path}" fill="none" {attributes}/>')

    def stroke(self, index: int, path: str, *, dashed: bool = False, width: float = 2) -> None:
        """A line in the colour of series `index`."""
        dash = ' stroke-dasharray="2 5"' if dashed else ""
        self.add(
            f'<path{self._class(f"s{index % 8 + 1}")} d="{path}" fill="none" stroke="{colour(index)}" '
            f'stroke-width="{number(width)}" stroke-linejoin="round" stroke-linecap="round"{dash}/>'
        )

    def fill(self, index: int, path: str, *, opacity: float = 1, title: str = "") -> None:
        """An area in the colour of series `index`; `title` shows when the pointer rests on it."""
        faded = f' fill-opacity="{opacity:.2g}"' if opacity < 1 else ""
        self._titled("path", f'{self._class(f"f{index % 8 + 1}")} d="{path}" fill="{colour(index)}"{faded}', title)

    @contextmanager
    def dots(self, index: int, opacity: float = 1) -> Iterator[None]:
        """Points of one series, with a thin rim in the colour of the ground that keeps them apart from their line."""
        faded = f' fill-opacity="{opacity:.2g}"' if opacity < 1 else ""
        with self.group(f"f{index % 8 + 1} dot", f'fill="{colour(index)}" stroke="{SURFACE}"{faded}'):
            yield

    def dot(self, x: float, y: float, radius: float = 3, title: str = "") -> None:
        """One point, inside of `dots`."""
        self._titled("circle", f' cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"', title)

    def _titled(self, tag: str, attributes: str, title: str) -> None:
        if title:
            self.add(f"<{tag}{attributes}><title>{escape(title)}</title></{tag}>")
        else:
            self.add(f"<{tag}{attributes}/>")

    def finish(self, title: str, description: str, *, fluid: bool = False) -> str:
        """The whole drawing, named and described for those who do not see it; `fluid` ones fill their column."""
        fonts = f" font-family={quoteattr(PRINT_FONTS)}" if self.theme == "print" else ""
        width, height = number(self.width), number(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{self._class("chart-svg" + " fluid" * fluid)} '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-size="{SIZE}"{fonts}>'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(self._parts)}</svg>"
        )
