"""The forms of a report: the same numbers in all, nothing leaks, nothing breaks, and a reader who listens is served."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pikepdf
import pptx
import pytest

from artnex.ai.facts import Fact as AiFact
from artnex.ai.facts import FactSheet
from artnex.charts.text import width_of
from artnex.files.kinds import Kind
from artnex.files.pdfium import extract_text
from artnex.files.provenance import SourceType, find_label
from artnex.files.tests.factories import stored_picture
from brands.tests.factories import BrandFactory
from reports.content import Bilingual, Paragraph, Statement, TableBlock, TableColumn
from reports.export_enums import ExportFormat, ExportLanguage, Frame
from reports.rendering.columns import ROOM, column_shares
from reports.rendering.document import document_of
from reports.rendering.files import render_file
from reports.rendering.options import DEFAULT_COLOUR, ExportOptions
from reports.rendering.parts import part_of
from reports.rendering.pptx import HEIGHT, WIDTH, fitted, lines_of, pages_of
from reports.rendering.values import cell_text, fact_text
from reports.tests.factories import make_report, make_short_report

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('x')</script>"
RARE = "뷁 ㈜ ℃ — “따옴표” 1,234,567.5"


def drawn(report, file_format, **options):
    given = {"language": ExportLanguage.KO} | options
    return render_file(document_of(report), ExportFormat(file_format), ExportOptions(**given))


def text_of_office(content):
    """All text of a DOCX or PPTX, with the parts of a paragraph joined."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.match(r"(word/document|ppt/slides/slide\d+)\.xml", name):
                xml = archive.read(name).decode()
                texts += [
                    "".join(re.findall(r"<(?:w|a):t(?: [^>]*)?>([^<]*)</(?:w|a):t>", paragraph))
                    for paragraph in re.split(r"</(?:w|a):p>", xml)
                ]
    return "\n".join(texts)


def text_of(content, file_format):
    if file_format == "pdf":
        return re.sub(r"\s+", " ", " ".join(extract_text(content)))
    if file_format == "html":
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", content.decode()))
    return text_of_office(content)


# ── the same in every form ──
@pytest.mark.parametrize("file_format", ["pdf", "html", "docx", "pptx"])
def test_every_value_stands_in_every_form(file_format):
    report = make_short_report()
    part = part_of(document_of(report), "ko")
    text = text_of(drawn(report, file_format), file_format)
    values = [cell for chapter in part.chapters for block in chapter.blocks for row in block.rows for cell in row]
    values += [row.value for row in part.evidence] + [part.overall, part.chapters[0].score]
    assert len(values) > 10
    for value in values:
        assert value in text, value


def test_a_workbook_counts_with_the_same_values():
    report = make_short_report()
    book = openpyxl.load_workbook(io.BytesIO(drawn(report, "xlsx")))
    table = book["제품군별 실적"]
    assert [cell.value for cell in table[2]][1:5] == [1_234_567, 0.1234, 1001, 61]
    assert table["F2"].value.date() == date(2026, 10, 31)
    assert [cell.number_format for cell in table[2]][1:] == ["#,##0", "0.0%", "#,##0", "#,##0.0", "yyyy-mm-dd"]
    chart = book["월별 추이 c1"]
    assert [row[1].value for row in chart.iter_rows(min_row=2)] == [12.5, 14, 13.25, None, 18, 21.75]
    assert book["Overview" if "Overview" in book.sheetnames else book.sheetnames[0]]["B4"].value == 61.3


def test_text_that_would_be_a_formula_is_quoted():
    report = make_short_report()
    book = openpyxl.load_workbook(io.BytesIO(drawn(report, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_slides_hold_charts_that_can_be_edited_with_the_same_numbers():
    deck = pptx.Presentation(io.BytesIO(drawn(make_short_report(), "pptx")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2  # of the areas, and the block's own
    assert list(charts[1].plots[0].series[0].values) == [12.5, 14.0, 13.25, None, 18.0, 21.75]


@pytest.mark.parametrize(
    ("language", "first", "second"), [("en", "Short report", ""), ("both", "짧은 리포트", "Short report")]
)
def test_language_is_chosen_and_both_follow_each_other(language, first, second):
    report = make_short_report()
    for file_format in ("html", "pdf", "docx", "pptx"):
        text = text_of(drawn(report, file_format, language=ExportLanguage(language)), file_format)
        assert first in text
        assert second in text
        assert ("시장" in text) == (language == "both")
    names = openpyxl.load_workbook(io.BytesIO(drawn(report, "xlsx", language=ExportLanguage(language)))).sheetnames
    assert len(names) == (10 if language == "both" else 5)


# ── on paper ──
def structure(document):
    """(element, names of the elements above it) of a tagged document."""
    found = []

    def walk(node, above):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child, above)
        elif isinstance(node, pikepdf.Dictionary):
            found.append((node, above))
            if "/K" in node:
                walk(node.K, [*above, str(node.get("/S", ""))])

    walk(document.Root.StructTreeRoot.K, [])
    return found


def test_pdf_is_tagged_for_readers_who_listen():
    """What PDF/UA-1 asks of a machine: marked, titled, in a language; pictures named, links and cells tagged."""
    document = pikepdf.open(io.BytesIO(drawn(make_report(), "pdf")))
    assert document.Root.MarkInfo.Marked
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.Root.Lang) == "ko"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "한빛정밀 브랜드 진단 리포트"
    elements = structure(document)
    names = [str(node.get("/S", "")) for node, _above in elements]
    assert all(str(node.Alt) for node, _above in elements if str(node.get("/S", "")) == "/Figure")
    assert names.count("/Figure") >= 17
    levels = [int(name[2]) for name in names if re.fullmatch(r"/H\d", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    scopes = {str(node.A.Scope) for node, _above in elements if str(node.get("/S", "")) == "/TH"}
    assert scopes == {"/Column", "/Row"}
    annotations = [note for page in document.pages for note in page.get("/Annots", [])]
    tagged = {node.Obj.objgen: above[-1] for node, above in elements if node.get("/Type") == "/OBJR"}
    assert len(annotations) > 50
    assert {tagged.get(note.objgen) for note in annotations} == {"/Link"}
    assert all("/Contents" in note for note in annotations)


def test_pdf_has_cover_contents_with_page_numbers_heads_and_bookmarks():
    content = drawn(make_report(), "pdf")
    pages = extract_text(content)
    assert len(pages) >= 20
    assert "한빛정밀 브랜드 진단 리포트" in pages[0]
    assert "2 /" not in pages[0]
    contents = pages[1]
    number = int(re.search(r"경쟁사 비교[ .]+(\d+)", contents)[1])
    assert "경쟁사 비교" in pages[number - 1]
    assert f"{number} / {len(pages)}" in pages[number - 1]
    with pikepdf.open(io.BytesIO(content)).open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert titles[1:6] == ["요약", "시장", "경쟁사", "제조 역량", "브랜드"]
    assert "목차" not in titles


def test_rare_characters_print_and_copy_exactly():
    block = Paragraph("p", (Statement(Bilingual(RARE, "plain")),))
    report = make_short_report(blocks=[block])
    content = drawn(report, "pdf")
    assert RARE in text_of(content, "pdf")
    document = pikepdf.open(io.BytesIO(content))
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]
    assert all("+" in str(font.DescendantFonts[0].FontDescriptor.FontName) for font in fonts)


def test_head_of_a_long_table_is_repeated_and_no_row_is_left_alone():
    columns = (TableColumn(Bilingual("항목", "Item")), TableColumn(Bilingual("값", "Value"), "number"))
    rows = tuple((f"줄 {n}", n) for n in range(120))
    report = make_short_report(blocks=[TableBlock("t", Bilingual("긴 표", "Long table"), columns, rows)])
    pages = [page for page in extract_text(drawn(report, "pdf", cover=False)) if "줄 " in page]
    assert len(pages) >= 3
    assert all("항목" in page for page in pages)
    assert len(re.findall(r"줄 \d+", pages[-1])) >= 2


def test_watermark_frame_and_colour_are_printed():
    report = make_short_report()
    plain = drawn(report, "pdf", cover=False)
    marked = drawn(report, "pdf", cover=False, watermark="대외비", frame=Frame.BAND, color="#FFD400")
    assert "대외비" in text_of(marked, "pdf")
    assert "대외비" not in text_of(plain, "pdf")
    assert b"#FFD400" in drawn(report, "html", color="#FFD400")


def test_a_pale_colour_is_darkened_for_text_alone():
    options = ExportOptions(color="#FFD400")
    assert options.color == "#FFD400"
    assert options.ink != "#FFD400"
    assert ExportOptions().ink == DEFAULT_COLOUR


# ── bad input ──
def hostile_report():
    name = "한" * 500
    columns = tuple(TableColumn(Bilingual(f"{SCRIPT}{n}", SCRIPT)) for n in range(8))
    blocks = [
        Paragraph("p", (Statement(Bilingual(f"{SCRIPT}\x07\ufffe {{{{ 7*7 }}}}", SCRIPT)),), edited_by=SCRIPT),
        TableBlock("t", Bilingual(SCRIPT, SCRIPT), columns, ((name, "A" * 500, SCRIPT, None, "", "x", "y", "z"),)),
    ]
    brand = BrandFactory(brand_name=("긴" * 170 + SCRIPT)[:200])
    return make_short_report(brand=brand, blocks=blocks, title_ko=SCRIPT + "가" * 250, title_en=SCRIPT)


@pytest.mark.parametrize("file_format", ["pdf", "html", "docx", "pptx", "xlsx"])
def test_script_and_endless_names_stay_text(file_format):
    content = drawn(hostile_report(), file_format)
    if file_format == "html":
        assert b"<script" not in content
        assert b"&lt;script&gt;" in content
    elif file_format == "pdf":
        assert SCRIPT in text_of(content, "pdf")
        document = pikepdf.open(io.BytesIO(content))
        assert "/JavaScript" not in document.Root.get("/Names", {})
    elif file_format == "xlsx":
        openpyxl.load_workbook(io.BytesIO(content))
    else:
        assert "&lt;script&gt;" in text_of_office(content)


def test_nothing_on_a_page_or_slide_goes_beyond_its_edge():
    report = hostile_report()
    deck = pptx.Presentation(io.BytesIO(drawn(report, "pptx")))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= WIDTH * 914_400 + 1
            assert shape.top + shape.height <= HEIGHT * 914_400 + 1
            if shape.has_text_frame and shape.text_frame.text and shape != slide.shapes.title:
                size = shape.text_frame.paragraphs[0].font.size.pt
                room = shape.height / 914_400 * 72 / (size * 1.3)
                assert lines_of(shape.text_frame.text, size=size, width=shape.width / 914_400) <= room + 1


def test_a_logo_whose_file_is_lost_is_left_out(settings):
    brand = BrandFactory(logo=stored_picture())
    report = make_short_report(brand=brand)
    assert b"data:image/png" in drawn(report, "html")
    brand.logo.path = "lost/logo.png"
    brand.logo.save()
    report.refresh_from_db()
    for file_format in ExportFormat.values:
        assert drawn(report, file_format)


def test_a_report_without_anything_can_be_printed():
    report = make_short_report(blocks=[], facts=[], overall_score=None)
    report.sections.all().delete()
    for file_format in ExportFormat.values:
        assert drawn(report, file_format)


def test_html_file_asks_nobody_for_anything():
    html = drawn(make_report(), "html").decode()
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]+", html)
    assert "url(" not in html
    assert "@import" not in html


# ── origin ──
def test_text_of_an_ai_is_said_to_be_one_on_paper_and_in_the_label():
    report = make_short_report(engine="openai")
    content = drawn(report, "pdf")
    assert "AI(openai, builtin)" in text_of(content, "pdf")
    assert find_label(Kind.PDF, content).source_type == SourceType.COMPOSITE_WITH_GENERATED
    assert find_label(Kind.PDF, drawn(make_short_report(), "pdf")) is None


def test_assumptions_are_marked_and_facts_numbered():
    part = part_of(document_of(make_short_report()), "en")
    fact, assumption, _advice = part.chapters[0].blocks[0].sentences
    assert [row.number for row in fact.evidence] == [1]
    assert assumption.full_text.startswith("(assumption) ")


# ── values ──
def test_values_are_written_as_their_language_writes_them():
    from django.utils import translation

    money = TableColumn(Bilingual("", ""), "money", "KRW")
    share = TableColumn(Bilingual("", ""), "percent", decimals=1)
    with translation.override("ko"):
        assert cell_text(1_234_567, money) == "1,234,567원"
        assert cell_text("2026-10-31", replace(money, kind="date")) == "2026년 10월 31일"
        assert fact_text(True, "") == "예"
    with translation.override("en"):
        assert cell_text(1_234_567, money) == "₩1,234,567"
        assert cell_text(0.1235, share) == "12.4%"
        assert cell_text(-1.5, replace(share, kind="number")) == "−1.5"
        assert cell_text(None, money) == "–"


def test_long_texts_are_divided_between_slides_and_nothing_is_lost():
    text = " ".join(f"낱말{n}" for n in range(600))
    pages = list(pages_of([text, "끝" * 900], size=16, width=11.9, lines=12))
    joined = " ".join(piece for page in pages for piece in page)
    assert joined.replace(" ", "") == text.replace(" ", "") + "끝" * 900
    assert all(sum(lines_of(piece, size=16, width=11.9) for piece in page) <= 12 for page in pages)
    assert lines_of(fitted(text, size=24, width=11.9, lines=1), size=24, width=11.9) == 1


def test_figures_keep_their_room_beside_a_name_of_500_characters():
    name, figure, share = column_shares(
        ["이름", "매출", "비중"], [("한" * 500, "1,234,567,890원", "50%")], [False, True, True]
    )
    assert name > 50
    assert figure * ROOM / 100 > width_of("1,234,567,890원", 8.5)
    assert share > 5
    assert sum(column_shares(["a"] * 9, [("x" * 500,) * 9], [False] * 9)) == pytest.approx(100, abs=0.1)
    assert column_shares([], [("Label", "Text")], [False, False])[1] > 40
    content = drawn(hostile_report(), "pdf")
    assert all(len(line) < 70 for page in extract_text(content)[1:] for line in page.splitlines()[:1])


def test_fact_sheet_of_the_grounding_is_read_and_written_out():
    sheet = FactSheet(
        [
            AiFact("a", "참여율", "Engagement", Decimal("0.0315"), "ratio", "2026-10-31", "kpi"),
            AiFact("b", "순위", "Rank", 2, "rank", source="tracking"),
            AiFact("c", "인증일", "Certified", "2026-03-01", source="product"),
            AiFact("d", "매출", "Revenue", Decimal("1200000"), "KRW"),
        ]
    )
    report = make_short_report(facts=sheet.as_json(), engine="openai")
    korean, english = (part_of(document_of(report), language).evidence for language in ("ko", "en"))
    assert [row.value for row in korean] == ["3.15%", "2위", "2026년 3월 1일", "1,200,000원"]
    assert [row.value for row in english] == ["3.15%", "No. 2", "1 March 2026", "₩1,200,000"]
    assert [row.source for row in english] == ["KPIs entered", "Tracked contents", "Product sheets", ""]
    assert korean[0].source == "입력한 KPI"
