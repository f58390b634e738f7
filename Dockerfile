# syntax=docker/dockerfile:1

# ── what is installed ──
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /app
COPY requirements/uv.lock requirements/run.lock requirements/
RUN pip install --require-hashes --requirement requirements/uv.lock \
 && python -m venv /opt/venv \
 && uv pip sync --no-cache --require-hashes --python /opt/venv/bin/python requirements/run.lock
COPY . .
RUN /opt/venv/bin/python -m artnex.translations compile \
 && /opt/venv/bin/python -m compileall -q artnex accounts

# ── what runs ──
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/artnex artnex \
 && install --directory --owner artnex /var/lib/artnex/media /var/lib/artnex/static
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ARTNEX_ENV=production \
    ARTNEX_HOME=/var/lib/artnex \
    ARTNEX_HOST=0.0.0.0 \
    PORT=8000
USER artnex
VOLUME /var/lib/artnex
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
# `web`, `worker`, `beat` or `live`; nothing runs all of them in one container
CMD ["python", "-m", "artnex.launch", "web"]
