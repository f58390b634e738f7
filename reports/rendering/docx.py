"""The report as a Word document: real headings, a table of contents that Word fills, tables, charts as pictures."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports.rendering.columns import column_shares
from reports.rendering.document import ReportDocument
from reports.rendering.options import ExportOptions
from reports.rendering.parts import Drawn, DrawnAction, DrawnChapter, Evidence, Part, part_of
from reports.rendering.pictures import chart_pictures
from reports.rendering.texts import action_rows, edit_note, origin_note, without_controls

FONT = "Malgun Gothic"  # on every Windows and Mac with Office; others put their own Korean face in its place
GREY = "616670"
TEXT_WIDTH_CM = 16.5
NARROW_CHART_CM = 10.0
LONGEST_PROPERTY = 255  # that an office file can hold


def render_docx(document: ReportDocument, options: ExportOptions) -> bytes:
    """A .docx file; contents and page numbers are fields that Word works out when it opens it."""
    writer = _DocxWriter(document, options)
    parts = [part_of(document, language) for language in options.language.parts]
    if options.cover:
        writer.cover(parts)
    for part in parts:
        with translation.override(part.language):
            writer.part(part)
    return writer.content()


class _DocxWriter:
    """Writes parts into one document."""

    def __init__(self, document: ReportDocument, options: ExportOptions) -> None:
        import docx

        self.document, self.options = document, options
        self.docx = docx.Document()
        self._set_up()

    def content(self) -> bytes:
        stream = io.BytesIO()
        self.docx.save(stream)
        return stream.getvalue()

    # ── the ground ──
    def _set_up(self) -> None:
        from docx.shared import Cm, Pt

        section = self.docx.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
        sizes = {"Normal": 10, "Heading 1": 20, "Heading 2": 15, "Heading 3": 11.5, "Title": 28, "List Bullet": 10}
        for name, size in sizes.items():
            self._set_style(name, size)
        self.docx.styles["Normal"].paragraph_format.space_after = Pt(6)
        self.docx.styles["Normal"].paragraph_format.line_spacing = 1.4
        core = self.docx.core_properties
        core.title = self._plain(self.document.title.ko)[:LONGEST_PROPERTY]
        core.author = self._plain(self.document.brand_name)[:LONGEST_PROPERTY]
        core.language, core.comments = self.options.language.parts[0], ""
        if self.document.provenance is not None:
            core.keywords = self.document.provenance.source_type.uri
        self._number_pages(section.footer.paragraphs[0])
        if self.options.watermark:
            self._watermark(section.header.paragraphs[0])

    def _set_style(self, name: str, size: float) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style: Any = self.docx.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:hAnsi", "w:cs"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        if name.startswith(("Heading", "Title")):
            style.font.bold = True
            style.font.color.rgb = RGBColor.from_string("141822" if name != "Heading 2" else self.options.ink[1:])

    def _field(self, paragraph: Any, instruction: str, placeholder: str) -> None:
        """A field that Word works out: page numbers, the table of contents."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for kind in ("begin", instruction, "separate", placeholder, "end"):
            run = paragraph.add_run()
            if kind in {"begin", "separate", "end"}:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                if kind == "begin" and instruction.startswith("TOC"):
                    mark.set(qn("w:dirty"), "true")
                run._r.append(mark)  # noqa: SLF001 - python-docx has no fields of its own
            elif kind == instruction:
                text = OxmlElement("w:instrText")
                text.set(qn("xml:space"), "preserve")
                text.text = instruction
                run._r.append(text)  # noqa: SLF001
            else:
                run.text = placeholder

    def _number_pages(self, paragraph: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._field(paragraph, "PAGE", "1")
        paragraph.add_run(" / ")
        self._field(paragraph, "NUMPAGES", "1")

    def _watermark(self, paragraph: Any) -> None:
        """Text in the head of every page: drawings behind the text differ between word processors."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, self.options.watermark, size=11, bold=True, colour=GREY)

    # ── the text ──
    def cover(self, parts: Sequence[Part]) -> None:
        """Logo or name, title in each language, day and overall score."""
        from docx.image.exceptions import UnrecognizedImageError
        from docx.shared import Cm, Pt

        first = parts[0]
        if self.document.logo and self.document.logo.content_type in {"image/png", "image/jpeg"}:
            try:
                self.docx.add_picture(io.BytesIO(self.document.logo.content), width=Cm(4.5))
            except UnrecognizedImageError:
                self.docx.add_paragraph(self._plain(first.brand_name))
        else:
            self.docx.add_paragraph(self._plain(first.brand_name))
        gap = self.docx.add_paragraph()
        gap.paragraph_format.space_before = Pt(150)
        self.docx.add_paragraph(self._plain(first.title), style="Title")
        for part in parts[1:]:
            self._run(self.docx.add_paragraph(), part.title, size=15, colour=GREY)
        self._run(self.docx.add_paragraph(), f"{first.brand_name} · {first.day}", colour=GREY)
        if first.overall_value is not None:
            score = self.docx.add_paragraph()
            self._run(score, first.overall, size=40, bold=True, colour=self.options.ink[1:])
            self._run(score, " / 100", colour=GREY)
        self.docx.add_page_break()

    def part(self, part: Part) -> None:
        """The whole report in one language."""
        self.docx.add_heading(self._plain(part.title), 1)
        if part.written_by_ai:
            self._run(self.docx.add_paragraph(), origin_note(part.engines), size=9, colour=GREY)
        contents = self.docx.add_paragraph()
        self._field(contents, 'TOC \\o "2-2" \\h \\z \\u', _("Update this field to see the contents."))
        self.docx.add_page_break()
        self._scores(part)
        charts = [block.chart for chapter in part.chapters for block in chapter.blocks if block.chart]
        pictures = iter(chart_pictures(charts, part.language))
        for chapter in part.chapters:
            self._chapter(chapter, lambda: next(pictures))
        self._evidence(part.evidence)
        self.docx.add_page_break()

    def _scores(self, part: Part) -> None:
        areas = [chapter for chapter in part.chapters if chapter.is_area]
        if part.overall_value is None and not areas:
            return
        self.docx.add_heading(_("Scores at a glance"), 2)
        self.docx.add_paragraph(f"{_('Overall score')} {part.overall}")
        if part.radar:
            self._picture(chart_pictures([part.radar], part.language)[0], NARROW_CHART_CM, part.radar.title)
        rows = [(area.title, area.score or "–") for area in areas]
        self._table([_("Section"), _("Score")], rows, [False, True])

    def _chapter(self, chapter: DrawnChapter, next_picture: Callable[[], bytes]) -> None:
        self.docx.add_heading(self._plain(chapter.title), 2)
        if chapter.score:
            self._run(self.docx.add_paragraph(), f"{_('Score')} {chapter.score} / 100", bold=True)
        for block in chapter.blocks:
            self._block(block, next_picture)
        for action in chapter.actions:
            self._action(action)

    def _block(self, block: Drawn, next_picture: Callable[[], bytes]) -> None:
        if block.title:
            heading = self.docx.add_heading(self._plain(block.title), 3)
            heading.paragraph_format.keep_with_next = True
        match block.type:
            case "paragraph":
                self._sentences(self.docx.add_paragraph(), block)
                if block.edited_by:
                    self._run(self.docx.add_paragraph(), edit_note(block), size=8, colour=GREY)
            case "list":
                for sentence in block.sentences:
                    item = self.docx.add_paragraph(style="List Bullet")
                    self._run(item, sentence.full_text)
                    self._references(item, sentence.evidence)
            case "table":
                figures = [column.is_figure for column in block.columns]
                self._table([column.label for column in block.columns], block.rows, figures)
            case "chart" if block.chart:
                width = TEXT_WIDTH_CM if block.chart.fluid else NARROW_CHART_CM
                alternative = f"{block.title}. {'' if block.chart.is_empty else block.chart.summary()}"
                self._picture(next_picture(), width, alternative)
                if block.note:
                    self._run(self.docx.add_paragraph(), block.note, size=8, colour=GREY)

    def _sentences(self, paragraph: Any, block: Drawn) -> None:
        for place, sentence in enumerate(block.sentences):
            self._run(paragraph, (" " if place else "") + sentence.full_text)
            self._references(paragraph, sentence.evidence)

    def _references(self, paragraph: Any, evidence: Sequence[Evidence]) -> None:
        if evidence:
            run = self._run(paragraph, f"[{', '.join(str(row.number) for row in evidence)}]", size=7, colour=GREY)
            run.font.superscript = True

    def _action(self, action: DrawnAction) -> None:
        self.docx.add_heading(self._plain(f"{action.rank}. {action.title}"), 3)
        reason = self.docx.add_paragraph()
        self._run(reason, action.reason)
        self._references(reason, action.evidence)
        self._table([], action_rows(action), [False, False])

    def _evidence(self, evidence: Sequence[Evidence]) -> None:
        if not evidence:
            return
        self.docx.add_heading(_("Evidence"), 2)
        head = [_("No."), _("Fact"), _("Value"), _("As of"), _("Source")]
        rows = [(str(row.number), row.label, row.value, row.as_of, row.source) for row in evidence]
        self._table(head, rows, [False, False, True, False, False])

    def _picture(self, content: bytes, width: float, alternative: str) -> None:
        from docx.shared import Cm

        shape = self.docx.add_picture(io.BytesIO(content), width=Cm(width))
        shape._inline.docPr.set("descr", self._plain(alternative))  # noqa: SLF001 - what a reader hears

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool]) -> None:
        """A table with a head that is repeated on every page; without one when `head` is empty."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        table = self.docx.add_table(rows=0, cols=len(figures))
        table.autofit = False
        widths = [Cm(TEXT_WIDTH_CM * share / 100) for share in column_shares(head, rows, figures)]
        _rule(table)
        for place, row in enumerate([head, *rows] if head else rows):
            made = table.add_row()
            properties = made._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such setting
            properties.append(OxmlElement("w:cantSplit"))
            if head and place == 0:
                repeated = OxmlElement("w:tblHeader")
                repeated.set(qn("w:val"), "true")
                properties.append(repeated)
            for cell, text, is_figure, width in zip(made.cells, row, figures, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.line_spacing = 1.15
                self._run(paragraph, text, size=9, bold=bool(head) and place == 0)
                if is_figure:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.docx.add_paragraph()

    def _run(self, paragraph: Any, text: str, *, size: float = 0, bold: bool = False, colour: str = "") -> Any:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(self._plain(text))
        if size:
            run.font.size = Pt(size)
        if bold:
            run.bold = True
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        return run

    def _plain(self, text: str) -> str:
        return without_controls(text)


def _rule(table: Any) -> None:
    """Thin rules between rows and room above and below the text, instead of a box around every cell."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="D5D8DE"/>' for side in ("top", "bottom", "insideH"))
    room = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 50), ("bottom", 50)))
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no such setting
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>"))
