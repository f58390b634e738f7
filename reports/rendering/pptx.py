"""The report as slides: one idea a slide, charts and tables that PowerPoint edits, nothing beyond the edge."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from artnex.charts.text import width_of
from reports.content import ChartBlock
from reports.rendering.columns import column_shares
from reports.rendering.document import ReportDocument
from reports.rendering.options import ExportOptions
from reports.rendering.parts import Drawn, DrawnAction, DrawnChapter, Evidence, Part, part_of
from reports.rendering.slide_charts import add_native_chart, can_be_native
from reports.rendering.texts import action_rows, origin_note, without_controls

FONT = "Malgun Gothic"
WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
LEFT, TOP, TEXT_WIDTH, BODY_TOP, BODY_HEIGHT = 0.7, 0.45, 11.93, 1.55, 5.2
INK, GREY = "141822", "616670"
BODY_SIZE, LARGEST_BODY = 16, 22  # points
LINE_HEIGHT = 1.5  # with the space between paragraphs
ROWS_A_SLIDE = 10
COLUMNS_A_SLIDE = 8
POINTS_PER_INCH = 72
TIGHT_LINE = 1.3


def render_pptx(document: ReportDocument, options: ExportOptions) -> bytes:
    """A .pptx file of 16:9 slides."""
    deck = _Deck(document, options)
    parts = [part_of(document, language) for language in options.language.parts]
    if options.cover:
        deck.cover(parts)
    for part in parts:
        with translation.override(part.language):
            deck.part(part)
    return deck.content()


class _Deck:
    """Adds slides to one presentation."""

    def __init__(self, document: ReportDocument, options: ExportOptions) -> None:
        import pptx
        from pptx.util import Inches

        self.document, self.options = document, options
        self.deck = pptx.Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        core = self.deck.core_properties
        core.title, core.author = without_controls(document.title.ko)[:255], without_controls(document.brand_name)[:255]
        if document.provenance is not None:
            core.keywords = document.provenance.source_type.uri

    def content(self) -> bytes:
        stream = io.BytesIO()
        self.deck.save(stream)
        return stream.getvalue()

    # ── slides ──
    def cover(self, parts: Sequence[Part]) -> None:
        """Title in each language, brand, day and overall score."""
        first = parts[0]
        slide = self._blank()
        self._band(slide)
        self._title(slide, first.title, top=2.4, size=36, lines=3)
        others = "\n".join(part.title for part in parts[1:])
        self._text(
            slide, f"{others}\n{first.brand_name} · {first.day}".strip(), top=4.6, height=1.2, size=18, colour=GREY
        )
        if first.overall_value is not None:
            self._text(
                slide, f"{first.overall} / 100", top=5.9, height=0.9, size=32, bold=True, colour=self.options.ink[1:]
            )

    def part(self, part: Part) -> None:
        """The whole report in one language."""
        self._overview(part)
        for chapter in part.chapters:
            self._chapter(chapter)
        self._evidence(part.evidence)

    def _overview(self, part: Part) -> None:
        slide = self._slide(_("Scores at a glance"))
        lines = [f"{_('Overall score')}  {part.overall}"]
        lines += [f"{area.title}  {area.score or '–'}" for area in part.chapters if area.is_area]
        if part.written_by_ai:
            lines.append(origin_note(part.engines))
        areas = [chapter for chapter in part.chapters if chapter.is_area and chapter.score_value is not None]
        half = 5.2 if areas else TEXT_WIDTH
        self._text(slide, "\n".join(lines), width=half, size=20)
        if areas:
            from pptx.chart.data import CategoryChartData
            from pptx.enum.chart import XL_CHART_TYPE

            data = CategoryChartData()
            data.categories = [without_controls(area.title) for area in areas]
            data.add_series(without_controls(part.brand_name), [area.score_value for area in areas])
            kind = XL_CHART_TYPE.RADAR_MARKERS if len(areas) > 2 else XL_CHART_TYPE.BAR_CLUSTERED
            frame = slide.shapes.add_chart(kind, *self._box(LEFT + 5.6, BODY_TOP, 6.3, BODY_HEIGHT), data)
            frame.chart.font.size, frame.chart.font.name = self._points(12), FONT
            frame.chart.has_legend = False

    def _chapter(self, chapter: DrawnChapter) -> None:
        score = f"  {chapter.score}" if chapter.score else ""
        for block in chapter.blocks:
            title = f"{chapter.title}{score}" if not block.title else f"{chapter.title}{score} · {block.title}"
            self._block(title, block)
        for action in chapter.actions:
            self._action(action)

    def _block(self, title: str, block: Drawn) -> None:
        match block.type:
            case "paragraph" | "list":
                texts = [sentence.full_text + _numbers(sentence.evidence) for sentence in block.sentences]
                self._texts(title, texts)
            case "table":
                heads = [column.label for column in block.columns]
                figures = [column.is_figure for column in block.columns]
                self._tables(title, heads, block.rows, figures)
            case "chart":
                self._chart(title, block)

    def _chart(self, title: str, block: Drawn) -> None:
        source = block.source
        if not isinstance(source, ChartBlock) or block.chart is None:
            return
        note = block.note + _numbers(block.evidence)
        if not can_be_native(source):
            head, rows = block.chart.rows()
            self._tables(title, head, rows, [False, *[True] * (len(head) - 1)], note=note)
            return
        slide = self._slide(title)
        box = self._box(LEFT, BODY_TOP, TEXT_WIDTH, BODY_HEIGHT - 0.4)
        add_native_chart(slide, source, translation.get_language() or "ko", box, font=FONT)
        self._text(slide, note, top=BODY_TOP + BODY_HEIGHT - 0.35, height=0.4, size=11, colour=GREY)

    def _action(self, action: DrawnAction) -> None:
        texts = [
            action.reason + _numbers(action.evidence),
            *(f"{label}: {text}" for label, text in action_rows(action)),
        ]
        self._texts(f"{action.rank}. {action.title}", texts)

    def _evidence(self, evidence: Sequence[Evidence]) -> None:
        head = [_("No."), _("Fact"), _("Value"), _("As of"), _("Source")]
        rows = [(str(row.number), row.label, row.value, row.as_of, row.source) for row in evidence]
        if rows:
            self._tables(_("Evidence"), head, rows, [False, False, True, False, False])

    # ── shapes ──
    def _texts(self, title: str, texts: Sequence[str]) -> None:
        """Paragraphs as large as they fit on one slide, or in the usual size on as many as they need."""
        whole = "\n".join(texts)
        sizes = range(LARGEST_BODY, BODY_SIZE, -2)
        fits = (size for size in sizes if lines_of(whole, size=size, width=TEXT_WIDTH) <= lines_a_slide(size))
        size = next(fits, BODY_SIZE)
        for page in pages_of(texts, size=size, width=TEXT_WIDTH, lines=lines_a_slide(size)):
            self._text(self._slide(title), "\n".join(page), size=size)

    def _tables(
        self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool], *, note: str = ""
    ) -> None:
        """A table, on as many slides as its rows and columns need; the first column is on each."""
        for start in range(1, max(len(head), 2), COLUMNS_A_SLIDE - 1):
            chosen = [0, *range(start, min(start + COLUMNS_A_SLIDE - 1, len(head)))]
            for body in row_groups([[row[place] for place in chosen] for row in rows], ROWS_A_SLIDE):
                slide = self._slide(title)
                self._table(slide, [head[place] for place in chosen], body, [figures[place] for place in chosen])
                if note:
                    self._text(slide, note, top=HEIGHT - 0.6, height=0.4, size=11, colour=GREY)

    def _table(self, slide: Any, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool]) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN

        height = 0.42 * (len(rows) + 1)
        table = slide.shapes.add_table(len(rows) + 1, len(head), *self._box(LEFT, BODY_TOP, TEXT_WIDTH, height)).table
        widths = [TEXT_WIDTH * share / 100 for share in column_shares(head, rows, figures)]
        for made, width in zip(table.columns, widths, strict=True):
            (made.width,) = self._box(width)
        for row, texts in enumerate([head, *rows]):
            for column, text in enumerate(texts):
                cell = table.cell(row, column)
                cell.text = fitted(without_controls(text), size=11, width=widths[column] - 0.2, lines=2)
                for paragraph in cell.text_frame.paragraphs:
                    paragraph.font.size, paragraph.font.name = self._points(11), FONT
                    paragraph.alignment = PP_ALIGN.RIGHT if figures[column] else PP_ALIGN.LEFT
                if row == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = RGBColor.from_string(self.options.ink[1:])

    def _slide(self, title: str) -> Any:
        slide = self._blank()
        self._band(slide, thin=True)
        self._title(slide, title, top=TOP, size=24, lines=1)
        if self.options.watermark:
            self._text(slide, self.options.watermark, top=HEIGHT - 0.45, height=0.35, size=10, colour="9A9FA8")
        return slide

    def _blank(self) -> Any:
        return self.deck.slides.add_slide(self.deck.slide_layouts[5])  # a title and nothing else

    def _band(self, slide: Any, *, thin: bool = False) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self._box(0, 0, 0.12 if thin else 0.35, HEIGHT))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(self.options.color[1:])
        shape.line.fill.background()

    def _title(self, slide: Any, text: str, *, top: float, size: int, lines: int) -> None:
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = self._box(LEFT, top, TEXT_WIDTH, 0.3 + lines * size / 55)
        text = fitted(without_controls(text), size=size, width=TEXT_WIDTH, lines=lines)
        self._fill(shape.text_frame, text, size=size, bold=True, colour=INK)

    def _text(
        self,
        slide: Any,
        text: str,
        *,
        top: float = BODY_TOP,
        height: float = BODY_HEIGHT,
        width: float = TEXT_WIDTH,
        size: int,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Text in a box of this height, cut with an ellipsis should it be too long for it."""
        box = slide.shapes.add_textbox(*self._box(LEFT, top, width, height))
        lines = max(1, int(height * POINTS_PER_INCH / (size * TIGHT_LINE)))
        text = fitted(without_controls(text), size=size, width=width, lines=lines)
        self._fill(box.text_frame, text, size=size, bold=bold, colour=colour)

    def _fill(self, frame: Any, text: str, *, size: int, bold: bool, colour: str) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN

        frame.word_wrap = True
        for place, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text, paragraph.alignment = line, PP_ALIGN.LEFT
            paragraph.space_after = self._points(size * 0.4)
            font = paragraph.font
            font.size, font.bold, font.name = self._points(size), bold, FONT
            font.color.rgb = RGBColor.from_string(colour)

    def _points(self, size: float) -> Any:
        from pptx.util import Pt

        return Pt(size)

    def _box(self, *inches: float) -> list[Any]:
        from pptx.util import Inches

        return [Inches(value) for value in inches]


# ── how much fits ──
def lines_a_slide(size: float) -> int:
    """How many lines of this size the body of a slide holds."""
    return int(BODY_HEIGHT * POINTS_PER_INCH / (size * LINE_HEIGHT))


def lines_of(text: str, *, size: float, width: float) -> int:
    """How many lines a text takes in a box `width` inches wide, reckoned generously."""
    room = width * POINTS_PER_INCH * 0.94
    return sum(max(1, -(-int(width_of(line, size) * 1.06) // int(room))) for line in text.split("\n"))


def fitted(text: str, *, size: float, width: float, lines: int) -> str:
    """The text, cut with an ellipsis when it would take more than `lines`; for titles and narrow cells."""
    if lines_of(text, size=size, width=width) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if lines_of(text[:middle] + "…", size=size, width=width) <= lines else (low, middle - 1)
        )
    return text[:low].rstrip() + "…"


def pages_of(texts: Sequence[str], *, size: float, width: float, lines: int) -> Iterator[list[str]]:
    """Texts in groups that fit on a slide; one that is longer than a slide is divided between words."""
    page: list[str] = []
    used = 0
    for text in texts:
        for piece in pieces_of(text, size=size, width=width, lines=lines):
            needed = lines_of(piece, size=size, width=width)
            if page and used + needed > lines:
                yield page
                page, used = [], 0
            page.append(piece)
            used += needed
    if page:
        yield page


def pieces_of(text: str, *, size: float, width: float, lines: int) -> Iterator[str]:
    """The text itself, or parts of it of at most `lines` lines."""
    words = text.split(" ")
    piece = ""
    for word in words:
        longer = f"{piece} {word}" if piece else word
        if piece and lines_of(longer, size=size, width=width) > lines:
            yield piece
            longer = word
        while lines_of(longer, size=size, width=width) > lines:  # a word without an end
            head = fitted(longer, size=size, width=width, lines=lines)[:-1]
            yield head
            longer = longer[len(head) :]
        piece = longer
    yield piece


def row_groups(rows: Sequence[Sequence[str]], size: int) -> Iterator[Sequence[Sequence[str]]]:
    for start in range(0, max(len(rows), 1), size):
        yield rows[start : start + size]


def _numbers(evidence: Sequence[Evidence]) -> str:
    return f" [{', '.join(str(row.number) for row in evidence)}]" if evidence else ""
