"""All checks of the project: `bin/test` runs this inside `.venv`, on SQLite always and on PostgreSQL when it answers.

Arguments are handed to pytest; a bare name is a folder (`bin/test accounts`), and then only its tests run.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
SERVICES = {"PostgreSQL": 5432, "Redis": 6379, "RabbitMQ": 5672}
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
COVERAGE_WANTED = 90
APPS = sorted(found.parent.name for found in ROOT.glob("*/apps.py"))
STATIC_CHECKS: dict[str, list[str]] = {
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "types": [str(BIN / "mypy"), "artnex", *APPS],
    "import direction": [str(BIN / "lint-imports")],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}


@dataclass
class Tally:
    """What the test runs counted, and the checks that did not pass."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, report: Path) -> None:
        """Count a pytest run by its JUnit report; a run that left none has failed as a whole."""
        if not report.exists():
            self.failed += 1
            return
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 - pytest has just written it
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += bad
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - bad - skipped


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def clean_environment(home: str) -> dict[str, str]:
    """Nothing an operator may have set (keys, databases) reaches the tests."""
    environment = dict(os.environ)
    for line in (ROOT / ".env.example").read_text().splitlines():
        environment.pop(line.lstrip("# ").partition("=")[0], None)
    environment |= {"ARTNEX_HOME": home, "COVERAGE_FILE": f"{home}/coverage", "PYTEST_VERSION": "bin/test"}
    return environment


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def postgres_url() -> str:
    """Where the tests may make their databases; empty when PostgreSQL is not there or does not let us in."""
    url = os.environ.get("TEST_DATABASE_URL", POSTGRES)
    attempt = f"import psycopg; psycopg.connect({url!r}, connect_timeout=3).execute('select 1')"
    return url if subprocess.run([PYTHON, "-c", attempt], capture_output=True, check=False).returncode == 0 else ""


def timed(name: str, work: Callable[[], str]) -> bool:
    """Print a line with tick and time; `work` returns what is wrong, or nothing."""
    began = time.monotonic()
    problem = work()
    say(f"{'✗' if problem else '✓'} {name} ({time.monotonic() - began:.1f} s)")
    if problem:
        say(problem.rstrip())
    return not problem


def output_on_failure(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr or f"{command[0]} failed"


def static_checks(environment: dict[str, str], tally: Tally) -> None:
    """Everything that needs no running code, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        jobs = {
            name: pool.submit(timed, name, lambda command=command: output_on_failure(command, environment))
            for name, command in STATIC_CHECKS.items()
        }
        tally.broken += [name for name, job in jobs.items() if not job.result()]


def run_tests(name: str, arguments: list[str], environment: dict[str, str], tally: Tally) -> None:
    """One pytest run with its output shown as it comes."""
    say(f"\n── tests: {name} ──")
    report = Path(environment["ARTNEX_HOME"]) / "report.xml"
    report.unlink(missing_ok=True)
    command = [PYTHON, "-m", "pytest", "-q", "--no-header", f"--junitxml={report}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    tally.add(report)
    if code not in (0, 5):  # 5: nothing to run, such as a part without browser tests
        tally.broken.append(f"tests: {name}")


def find_services(tally: Tally) -> str:
    """Say what answers; complain about the rest when it is required. Returns PostgreSQL's address."""
    found = {name: answers(port) for name, port in SERVICES.items()}
    url = postgres_url() if found["PostgreSQL"] or "TEST_DATABASE_URL" in os.environ else ""
    found["PostgreSQL"] = bool(url)
    say("services: " + ", ".join(f"{name} {'answers' if there else 'not there'}" for name, there in found.items()))
    if os.environ.get("ARTNEX_REQUIRE_SERVICES") == "1":
        tally.broken += [f"{name} does not answer" for name, there in found.items() if not there]
    return url


def find_browser() -> str:
    asked = os.environ.get("CHROMIUM", "")
    return asked or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


def every_test(arguments: list[str], environment: dict[str, str], tally: Tally, *, coverage: bool) -> None:
    """SQLite, then PostgreSQL, then the browser."""
    workers = [] if any(a.startswith(("-n", "-p")) for a in arguments) else ["-n", "2"]
    measured = ["--cov", "--cov-report="] if coverage else []
    url = find_services(tally)
    run_tests("SQLite", ["-m", "not browser", *workers, *measured, *arguments], environment, tally)
    if url:
        on_postgres = environment | {"DATABASE_URL": url, "TEST_SUFFIX": f"suite{os.getpid()}"}
        on_postgres["ARTNEX_DATABASE_TESTS_ONLY"] = "1"
        appended = [*measured, "--cov-append"] if coverage else []
        # Real processes keep a database of their own, and the walk over every address asks the same of each database:
        # the first run has shown both.
        marks = ["-m", "not browser and not processes and not walk"]
        run_tests("PostgreSQL", [*marks, *workers, *appended, *arguments], on_postgres, tally)
    browser = find_browser()
    if browser:
        with_browser = environment | {"CHROMIUM": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        run_tests("browser", ["-m", "browser", "-p", "no:xdist", *arguments], with_browser, tally)
    else:
        say("No Chromium found (CHROMIUM names one): the browser tests did not run.")


def coverage_report(environment: dict[str, str], tally: Tally) -> None:
    command = [str(BIN / "coverage"), "report", f"--fail-under={COVERAGE_WANTED}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines() or [done.stderr.strip()]
    say("\ncoverage: " + next((line for line in lines if line.startswith("TOTAL")), lines[-1]))
    if done.returncode:
        say(done.stdout)
        tally.broken.append(f"coverage is below {COVERAGE_WANTED} %")


def main(arguments: list[str]) -> int:
    tally = Tally()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="artnex-test-") as home:
        environment = clean_environment(home)
        if not arguments:
            static_checks(environment, tally)
        every_test(arguments, environment, tally, coverage=not arguments)
        if not arguments:
            coverage_report(environment, tally)
    for problem in tally.broken:
        say(f"✗ {problem}")
    if tally.passed + tally.failed == 0:
        tally.broken.append("no test ran")
        say("✗ no test ran")
    say(f"\n{'✗ not all well' if tally.broken else '✓ all well'} after {time.monotonic() - began:.0f} s")
    say(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.broken or tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
