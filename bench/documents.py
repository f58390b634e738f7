"""Charts and PDF: what they cost. Run: .venv/bin/python bench/documents.py

Charts: bytes and milliseconds of every sample. PDF: CPU seconds of a report of 20 pages with 12 charts, Korean and
English, in a warm process, against WeasyPrint used plainly (its own fonts and style sheets each time).
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")

import django  # noqa: E402

django.setup()

from django.utils import translation  # noqa: E402

from artnex import pdf  # noqa: E402
from artnex.charts import samples  # noqa: E402
from artnex.files.pdfium import page_count  # noqa: E402

ROUNDS = 7
KOREAN = (
    "감속기와 기어드 모터를 만드는 중소 제조 기업의 브랜드는 기술력에 견주어 덜 알려져 있다. "
    "이 보고서는 지난 열두 달의 자료를 바탕으로 시장, 경쟁사, 제조 역량, 브랜드, 마케팅의 다섯 영역을 살펴본다. "
)
ENGLISH = "What follows is computed from the company's own figures; every number says where it comes from. "


def report() -> str:
    """Twenty pages, twelve charts."""
    drawn = [chart for chart in samples.gallery() if chart.fluid and not chart.is_empty][:12]
    chapters = []
    for number in range(20):
        text = "".join(f"<p>{(KOREAN + ENGLISH) * 3}</p>" for _ in range(3))
        figure = f"<figure>{drawn[number].svg('print')}</figure>" if number < len(drawn) else f"<p>{KOREAN * 8}</p>"
        chapters.append(f'<section class="chapter"><h2>{number + 1}. 장</h2>{text}{figure}</section>')
    return f'<!doctype html><html lang="ko"><title>보고서</title><body>{"".join(chapters)}</body></html>'


def plain_weasyprint(html: str) -> bytes:
    import weasyprint

    sheet = (ROOT / "static/css/print.css").read_text()
    return weasyprint.HTML(string=html).write_pdf(
        stylesheets=[weasyprint.CSS(string=sheet)], pdf_variant="pdf/ua-1", pdf_tags=True
    )


def seconds_of(work: object, *arguments: object) -> float:
    started = time.process_time()
    work(*arguments)  # type: ignore[operator]
    return time.process_time() - started


def measure_charts() -> None:
    print(f"{'chart':20}{'sample':36}{'bytes':>7}{'ms':>8}")
    for chart in samples.gallery():
        times = [seconds_of(chart.svg) for _ in range(40)]
        size = len(chart.svg().encode())
        print(f"{type(chart).__name__:20}{chart.title:36}{size:7}{statistics.median(times) * 1000:8.2f}")


def measure_one(name: str) -> None:
    """Print cold seconds, median warm seconds and peak memory of one way, in a process of its own."""
    work = {"ours": pdf.render_pdf, "plain": plain_weasyprint}[name]
    html = report()
    cold = seconds_of(work, html)
    warm = statistics.median(seconds_of(work, html) for _ in range(ROUNDS))
    content = work(html)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("RESULT", cold, warm, memory, len(content) / 1024, page_count(content))


def measure_pdf() -> None:
    print(f"\n{'PDF':8}{'cold s':>8}{'warm s':>8}{'MB':>7}{'KB':>7}{'pages':>7}")
    warm: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(3):  # in turns: both meet the same noise
        for name, found in warm.items():
            done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
            row = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
            cold, seconds, memory, size, pages = (float(part) for part in row.split()[1:])
            found.append(seconds)
            print(f"{name:8}{cold:8.2f}{seconds:8.2f}{memory:7.0f}{size:7.0f}{pages:7.0f}")
    ratio = statistics.median(warm["ours"]) / statistics.median(warm["plain"])
    print(f"ratio of CPU {ratio:.2f} (target 0.85)")


if __name__ == "__main__":
    with translation.override("ko"):
        if len(sys.argv) > 1:
            measure_one(sys.argv[1])
        else:
            measure_charts()
            measure_pdf()
