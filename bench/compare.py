"""Our endpoints beside the same work done by a FastAPI peer and by bare WSGI: see README.md."""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = Path(os.environ.get("BENCH_FOLDER", "/tmp/artnex-bench"))
PEER_BIN = FOLDER / "venv" / "bin"
OUR_BIN = Path(sys.executable).parent
PG_BIN = Path(os.environ.get("PG_BIN", "/usr/lib/postgresql/15/bin"))
PG_PORT, PORT = int(os.environ.get("BENCH_PG_PORT", "55433")), int(os.environ.get("BENCH_PORT", "8190"))
URL = f"127.0.0.1:{PG_PORT}/artnex_bench"
PSQL = ["psql", "-qAt", "-h", "127.0.0.1", "-p", str(PG_PORT), "-U", "artnex"]
TICK = os.sysconf("SC_CLK_TCK")
HIGH = "1000000000/min"
NEW_BRAND = {
    "brand_name": "새 브랜드", "category": "design", "slogan": "예술과 기술", "keywords": ["예술", "브랜드"],
    "mission": "우리는 예술가와 기업을 데이터로 연결한다. " * 4, "vision": "가장 신뢰받는 플랫폼이 된다. " * 4,
}  # fmt: skip
ENVIRONMENT = {
    "BENCH_FOLDER": str(FOLDER),
    "BENCH_URL": f"postgresql://artnex@{URL}",
    "BENCH_ASYNC_URL": f"postgresql+asyncpg://artnex@{URL}",
    "DATABASE_URL": f"postgres://artnex@{URL}",
    "DJANGO_SETTINGS_MODULE": "artnex.settings",
    "ARTNEX_ENV": "production",
    "ARTNEX_HOME": str(FOLDER / "home"),
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": "of-no-use-anywhere-but-in-this-comparison-0123456789abcdef",
    "ENCRYPTION_KEYS": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
    "PROMETHEUS_MULTIPROC_DIR": str(FOLDER / "metrics"),
    "PORT": str(PORT),
    "ACCESS_TOKEN_MINUTES": "1440",
    "RATE_USER": HIGH,
    "RATE_ANONYMOUS": HIGH,
    "RATE_BURST": HIGH,
    "TRUSTED_PROXIES": "0",
}

QUIET = ["--no-access-log", "--log-level", "warning"]
WORKERS = ["--workers", "2"]
BLOCKING = ["--blocking-threads", "4"]
GRANIAN = ["--no-ws", *QUIET, "--host", "127.0.0.1", "--port", str(PORT)]
VARIANTS: dict[str, tuple[dict[str, str], list[str | Path]]] = {
    "fastapi": (
        {"PYTHONPATH": str(HERE / "peers")},
        [PEER_BIN / "uvicorn", "fastapi_app:app", *WORKERS, "--port", str(PORT), *QUIET],
    ),
    "artnex": ({}, [sys.executable, "-m", "artnex.launch", "web"]),
    "artnex-granian": ({"ARTNEX_SERVER": "granian"}, [sys.executable, "-m", "artnex.launch", "web"]),
    "raw": (
        {"PYTHONPATH": str(HERE / "peers")},
        [PEER_BIN / "gunicorn", "raw_app:app", *WORKERS, "-k", "gthread", "--threads", "4", "--keep-alive", "30",
         "-b", f"127.0.0.1:{PORT}", "--log-level", "warning", "--no-control-socket"],
    ),
    "raw-granian": (
        {"PYTHONPATH": str(HERE / "peers")},
        [PEER_BIN / "granian", "--interface", "wsgi", *WORKERS, *BLOCKING, *GRANIAN, "raw_app:app"],
    ),
}  # fmt: skip


def run(command: list, **options) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)


# ── the database and the data ──────────────────────────────────────────────────────────────────────
def as_postgres(command: str) -> None:
    run(["su", "postgres", "-c", command] if os.getuid() == 0 else ["bash", "-c", command], stdout=subprocess.DEVNULL)


def start_postgres() -> int:
    """A PostgreSQL of our own, so that its CPU time is ours alone; returns its process id."""
    place = FOLDER / "pg"
    if not (place / "PG_VERSION").is_file():
        place.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(place, "postgres")
        as_postgres(f"{PG_BIN}/initdb -D {place} -E UTF8 --locale=C.UTF-8 -A trust -U artnex")
        lines = [f"port={PG_PORT}", "listen_addresses='127.0.0.1'", f"unix_socket_directories='{place}'"]
        with (place / "postgresql.conf").open("a") as settings:
            settings.write("\n".join([*lines, "shared_buffers=512MB", "max_connections=200", ""]))
    as_postgres(f"{PG_BIN}/pg_ctl -D {place} status || {PG_BIN}/pg_ctl -D {place} -l {place}/log -w start")
    return int((place / "postmaster.pid").read_text().split()[0])


def prepare() -> None:
    known = subprocess.run([*PSQL, "-l"], capture_output=True, text=True, check=True).stdout
    if "artnex_bench|" not in known:
        run([*PSQL, "-d", "postgres", "-c", "CREATE DATABASE artnex_bench"])
    run([sys.executable, HERE / "prepare.py"], env=os.environ | ENVIRONMENT, cwd=ROOT)
    run([*PSQL, "-d", "artnex_bench", "-c", "VACUUM ANALYZE"])
    if not (PEER_BIN / "uvicorn").exists():
        sys.exit(f"The peers need {PEER_BIN}: see README.md.")


# ── measuring ──────────────────────────────────────────────────────────────────────────────────────
def cpu_of_tree(root: int) -> float:
    """CPU seconds of a process, its descendants, and those it has outlived."""
    parent, spent = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parent[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(map(int, fields[11:15]))
    total = 0
    for process, ticks in spent.items():
        ancestor = process
        while ancestor and ancestor != root:
            ancestor = parent.get(ancestor, 0)
        total += ticks if ancestor == root else 0
    return total / TICK


def start(name: str, path: str, log) -> subprocess.Popen:
    base, *changes = name.split("+")
    extra, command = VARIANTS[base]
    extra = extra | dict(change.split("=", 1) for change in changes)
    shutil.rmtree(FOLDER / "metrics", ignore_errors=True)
    (FOLDER / "metrics").mkdir()
    key = {"BENCH_JWT_KEY": (FOLDER / "jwt_key").read_text()}
    server = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=os.environ | ENVIRONMENT | key | extra,
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    token = json.loads((FOLDER / "tokens.json").read_text())[0]
    url = f"http://127.0.0.1:{PORT}{first_address(path)}"
    ask = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}", "X-Forwarded-Proto": "https"})
    for _ in range(200):
        if server.poll() is not None:
            sys.exit(f"{name} ended: see {FOLDER}/server.log")
        try:
            with urllib.request.urlopen(ask, timeout=2) as answer:
                answer.read()
        except urllib.error.HTTPError as problem:
            stop(server)
            sys.exit(f"{name} {path}: {problem.code} {problem.read()[:300]!r}")
        except OSError:
            time.sleep(0.1)
        else:
            return server
    stop(server)
    sys.exit(f"{name} does not answer: see {FOLDER}/server.log")


def first_address(path: str) -> str:
    """The address asked for the first person: "{brand}" stands for a brand of theirs."""
    return path.replace("{brand}", str(json.loads((FOLDER / "brand_ids.json").read_text())[0])).removeprefix("POST ")


def stop(server: subprocess.Popen) -> None:
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    time.sleep(0.2)


def load(path: str, connections: int, seconds: int) -> dict[str, float]:
    output = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "requests.lua",
         f"http://127.0.0.1:{PORT}"],
        env=os.environ | asked(path), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return json.loads(next(line[5:] for line in output.splitlines() if line.startswith("JSON ")))


def asked(path: str) -> dict[str, str]:
    """What requests.lua sends: a path with "POST " before it stands for creating a brand there."""
    given = {"BENCH_PATH": path.removeprefix("POST "), "BENCH_FOLDER": str(FOLDER)}
    return given | ({"BENCH_BODY": json.dumps(NEW_BRAND)} if path.startswith("POST ") else {})


def make_room(path: str) -> None:
    """An account holds a hundred brands at most: before creating some, those of the people with tokens go."""
    if path.startswith("POST "):
        people = "SELECT id FROM accounts_user ORDER BY id LIMIT 200"
        run([*PSQL, "-d", "artnex_bench", "-c", f"DELETE FROM brands_brand WHERE user_id IN ({people})"])


def measure(server: int, postgres: int, path: str, connections: int, seconds: int) -> dict[str, float]:
    before, before_pg = cpu_of_tree(server), cpu_of_tree(postgres)
    seen = load(path, connections, seconds)
    thousands = seen["n"] / 1000
    own, pg = (cpu_of_tree(server) - before) / thousands, (cpu_of_tree(postgres) - before_pg) / thousands
    return {
        "rps": seen["n"] / seen["us"] * 1e6, "p50": seen["p50"] / 1000, "p95": seen["p95"] / 1000,
        "server": own, "postgres": pg, "cpu": own + pg, "failed": seen["failed"],
    }  # fmt: skip


# ── telling ────────────────────────────────────────────────────────────────────────────────────────
def note(turn: int, name: str, path: str, connections: int, row: dict[str, float]) -> None:
    print(
        f"{turn} {name:15} {path:16} c={connections:<3} {row['rps']:7.0f}/s p95 {row['p95']:6.2f} ms "
        f"server {row['server']:.3f} pg {row['postgres']:.3f} failed {row['failed']:.0f}",
        flush=True,
    )


def tell(results: dict, names: list[str], path: str, connections: int) -> None:
    def median(name: str, what: str) -> float:
        return statistics.median(row[what] for row in results[name, path, connections])

    def ratio(name: str, what: str) -> float:
        pairs = zip(results[name, path, connections], results[names[0], path, connections], strict=True)
        return statistics.median(ours[what] / max(peers[what], 1e-9) for ours, peers in pairs)

    print(f"\n{path}, {connections} connections (CPU in seconds per 1,000 requests; × = against {names[0]})")
    print("| variant | req/s | × | server CPU | PostgreSQL CPU | CPU | × | p50 ms | p95 ms | failed |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in names:
        failed = sum(row["failed"] for row in results[name, path, connections])
        print(
            f"| {name} | {median(name, 'rps'):,.0f} | {ratio(name, 'rps'):.2f} | {median(name, 'server'):.3f} "
            f"| {median(name, 'postgres'):.3f} | {median(name, 'cpu'):.3f} | {ratio(name, 'cpu'):.2f} "
            f"| {median(name, 'p50'):.2f} | {median(name, 'p95'):.2f} | {failed:.0f} |"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    about = "names with commas between; name+VARIABLE=value changes the environment of one"
    options.add_argument("--variants", default=",".join(VARIANTS), help=about)
    options.add_argument("--paths", default="/api/v1/auth/me,/health")
    options.add_argument("--connections", default="1,16,64")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--out", default="")
    chosen = options.parse_args()
    names, paths = chosen.variants.split(","), chosen.paths.split(",")
    crowds = [int(number) for number in chosen.connections.split(",")]
    postgres = start_postgres()
    prepare()
    results: dict[tuple[str, str, int], list[dict[str, float]]] = {}
    with (FOLDER / "server.log").open("ab") as log:
        for turn in range(chosen.rounds):
            for name in names if turn % 2 == 0 else names[::-1]:
                server = start(name, paths[0], log)
                try:
                    for path in paths:
                        make_room(path)
                        load(path, 16, 1)
                        for crowd in crowds:
                            make_room(path)
                            row = measure(server.pid, postgres, path, crowd, chosen.seconds)
                            results.setdefault((name, path, crowd), []).append(row)
                            note(turn, name, path, crowd, row)
                finally:
                    stop(server)
    for path in paths:
        make_room(path)
    for path in paths:
        for crowd in crowds:
            tell(results, names, path, crowd)
    if chosen.out:
        rows = [{"variant": v, "path": p, "connections": c, "rounds": r} for (v, p, c), r in results.items()]
        Path(chosen.out).write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
