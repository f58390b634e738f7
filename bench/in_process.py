"""CPU of one endpoint without a server around it: `python bench/in_process.py [path] [--calls]`, after compare.py.

Calls the WSGI application in this process; `--calls` lists where the time goes.
"""

import cProfile
import json
import os
import pstats
import sys
import time
from io import BytesIO
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]
from compare import ENVIRONMENT, FOLDER  # noqa: E402 - found by the line above

ROUNDS, REQUESTS = 5, 1_000


def main() -> None:
    os.environ.update(ENVIRONMENT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the log lines are written, and go nowhere
    from artnex.wsgi import application

    path = next((word for word in sys.argv[1:] if word.startswith("/")), "/api/v1/auth/me")
    token = json.loads((FOLDER / "tokens.json").read_text())[0]

    def ask() -> bytes:
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1", "HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT": "application/json",
            "HTTP_X_FORWARDED_PROTO": "https", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip
        answer = application(environ, lambda _status, _headers: None)
        body = b"".join(answer)
        answer.close()
        return body

    print(ask()[:120])
    for _ in range(300):
        ask()
    best = min(_cpu_of(ask) for _ in range(ROUNDS))
    print(f"{path}: {best * 1000:.3f} ms CPU a request in this process")
    if "--calls" in sys.argv:
        profile = cProfile.Profile()
        profile.runcall(lambda: [ask() for _ in range(REQUESTS)])
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)


def _cpu_of(ask) -> float:
    started = time.process_time()
    for _ in range(REQUESTS):
        ask()
    return (time.process_time() - started) / REQUESTS


if __name__ == "__main__":
    main()
