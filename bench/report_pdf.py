"""The PDF of a whole report: our warm worker against headless Chromium. Run: .venv/bin/python bench/report_pdf.py

A report of diagnosis size (sixteen chapters, as many charts and tables) is printed by turns in a warm process of ours
and by a Chromium started for it, from the same HTML and style sheets. Then one process prints fifty reports, and says
how its memory went. Nothing is stored: the report is built in memory.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")

import django  # noqa: E402

django.setup()

from artnex.files.pdfium import page_count  # noqa: E402
from reports.content import Bilingual  # noqa: E402
from reports.rendering.document import Chapter, ReportDocument, fact_from_json  # noqa: E402
from reports.rendering.html import markup_of, read_style  # noqa: E402
from reports.rendering.options import ExportOptions  # noqa: E402
from reports.rendering.pdf import STYLES, render_report_pdf  # noqa: E402
from reports.tests.factories import CHAPTERS, FACTS, actions, section_blocks  # noqa: E402

ROUNDS = 5
REPORTS = 50
SAMPLE_SECONDS = 0.02
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def document() -> ReportDocument:
    """The longest report of the tests, without a database."""
    return ReportDocument(
        title=Bilingual("한빛정밀 브랜드 진단 리포트", "Hanbit Precision brand diagnosis"),
        brand_name="한빛정밀",
        day=date(2026, 11, 28),
        overall_score=62.4,
        chapters=tuple(
            Chapter(name, Bilingual(ko, en), score, tuple(section_blocks(place)))
            for place, (name, ko, en, score) in enumerate(CHAPTERS)
        ),
        actions=tuple(actions()),
        facts=tuple(map(fact_from_json, FACTS)),
        engines=("builtin",),
    )


# ── what a process tree takes ──
def descendants(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def memory_of(pid: int) -> float:
    """Megabytes of a process and its children; what they share is counted once (PSS)."""
    total = 0
    for one in descendants(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


class PeakMemory:
    """Watches a process tree from a thread; `megabytes` is the most it held."""

    def __init__(self, pid: int) -> None:
        self.pid, self.megabytes, self.running = pid, 0.0, True
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while self.running:
            with contextlib.suppress(OSError):
                self.megabytes = max(self.megabytes, memory_of(self.pid))
            time.sleep(SAMPLE_SECONDS)

    def stop(self) -> float:
        self.running = False
        self.thread.join()
        return self.megabytes


# ── the two ways ──
def worker() -> None:
    """A warm worker: prints a report for each line it reads, and answers with seconds of wall and CPU, and pages."""
    given = document()
    render_report_pdf(given, ExportOptions())
    for _line in sys.stdin:
        started, cpu = time.perf_counter(), time.process_time()
        content = render_report_pdf(given, ExportOptions())
        answer = [time.perf_counter() - started, time.process_time() - cpu, page_count(content), len(content)]
        print("RESULT" + json.dumps(answer), flush=True)


def start_worker() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, __file__, "worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ask(process: subprocess.Popen) -> list[float]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    for line in process.stdout:
        if line.startswith("RESULT"):
            return json.loads(line.removeprefix("RESULT"))
    raise RuntimeError("the worker has ended")


def print_by_chromium(page: Path, target: Path) -> list[float]:
    """Seconds of wall and CPU, and peak megabytes, of a Chromium started for this page."""
    before = os.times()
    started = time.perf_counter()
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--hide-scrollbars"]
    process = subprocess.Popen(
        [str(CHROMIUM), *flags, f"--user-data-dir={target.parent}/profile", f"--print-to-pdf={target}", page.as_uri()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = PeakMemory(process.pid)
    process.wait()
    seconds, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return [seconds, cpu, peak.stop()]


def compare(folder: Path) -> None:
    """Both by turns, so that they meet the same noise; medians and ratios at the end."""
    style = "\n".join(map(read_style, STYLES))
    page = folder / "report.html"
    page.write_text(markup_of(document(), ExportOptions(), style=style))
    process = start_worker()
    ask(process)
    rows: dict[str, list[list[float]]] = {"ours": [], "chromium": []}
    print(f"{'':10}{'wall s':>8}{'CPU s':>8}{'MB':>8}{'pages':>7}")
    for _ in range(ROUNDS):
        peak = PeakMemory(process.pid)
        wall, cpu, pages, _size = ask(process)
        rows["ours"].append([wall, cpu, peak.stop()])
        print(f"{'ours':10}{wall:8.2f}{cpu:8.2f}{rows['ours'][-1][2]:8.0f}{pages:7.0f}")
        target = folder / "chromium.pdf"
        found = print_by_chromium(page, target)
        rows["chromium"].append(found)
        print(f"{'chromium':10}{found[0]:8.2f}{found[1]:8.2f}{found[2]:8.0f}{page_count(target.read_bytes()):7.0f}")
    process.terminate()
    ours, theirs = ([statistics.median(column) for column in zip(*rows[name], strict=True)] for name in rows)
    print(f"wall {ours[0] / theirs[0]:.2f} × Chromium (target 1.0), CPU {ours[1] / theirs[1]:.2f} ×, ", end="")
    print(f"memory {ours[2] / theirs[2]:.2f} × (target 0.35)")


def print_fifty() -> None:
    """One worker, fifty reports: the memory after each tenth."""
    process = start_worker()
    marks: list[Any] = []
    for number in range(1, REPORTS + 1):
        ask(process)
        if number % 10 == 0:
            marks.append(round(memory_of(process.pid)))
    process.terminate()
    print(f"memory after {', '.join(str(n) for n in range(10, REPORTS + 1, 10))} reports: {marks} MB")


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        worker()
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder))
        print_fifty()
