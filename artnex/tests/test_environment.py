"""A wrong value in the environment is one clear line that names the variable, and ArtNex does not start."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from artnex import settings as settings_module
from artnex.deploy_checks import check_services

ROOT = settings_module.ROOT
FERNET_KEY = "A" * 43 + "="  # the same in every test process
PRODUCTION = {
    "ARTNEX_ENV": "production",
    "SECRET_KEY": "k3_9vX!qPz7#Lm2$Rw8@Tn5%Yb1^Hc4&Jd6*Gf0(Ks)Ae-Uo+Ii=Zx",
    "ENCRYPTION_KEYS": FERNET_KEY,
    "ALLOWED_HOSTS": "artnex.example.com",
    "DATABASE_URL": "postgres://artnex:secret@127.0.0.1:5432/artnex",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/1",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
}

WRONG_VALUES = [
    ("ARTNEX_ENV", "staging"),
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "70000"),
    ("PORT", "8³"),
    ("ARTNEX_DEMO", "maybe"),
    ("ARTNEX_THROTTLE", "sometimes"),
    ("ARTNEX_SERVER", "apache"),
    ("ARTNEX_HOME", "/proc/nowhere"),
    ("WEB_CONCURRENCY", "0"),
    ("WEB_THREADS", "-4"),
    ("WORKER_CONCURRENCY", "many"),
    ("ENCRYPTION_KEYS", "not-a-key"),
    ("ENCRYPTION_KEYS", f"{FERNET_KEY},short"),
    ("BASE_URL", "artnex.example.com"),
    ("BASE_URL", "https://"),
    ("CORS_ORIGINS", "app.example.com"),
    ("CORS_ORIGINS", "https://app.example.com/path"),
    ("TRUSTED_PROXIES", "9"),
    ("DATABASE_URL", "mysql://root@localhost/artnex"),
    ("DATABASE_URL", "postgres://user@host:port/name"),
    ("DATABASE_URL", "postgres://user@host:5432/"),
    ("DATABASE_URL", "nonsense"),
    ("REDIS_URL", "http://localhost:6379"),
    ("REDIS_URL", "redis://localhost:port/0"),
    ("CELERY_BROKER_URL", "kafka://localhost"),
    ("EMAIL_URL", "pigeon://coop"),
    ("TIME_ZONE", "Asia/Atlantis"),
    ("OPENAI_BASE_URL", "ftp://example.com"),
    ("SENTRY_DSN", "https://example.com"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("RATE_ANONYMOUS", "100"),
    ("RATE_USER", "many/min"),
    ("RATE_BURST", "²/s"),
    ("OUTBOUND_ALLOW", "10.0.0.0:port"),
    ("OUTBOUND_ALLOW", "10.0.0.0/99"),
]
WRONG_IN_PRODUCTION = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("ENCRYPTION_KEYS", ""),
    ("ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", "artnex.example.com,*"),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "sqlite:////tmp/artnex.sqlite3"),
]


def complaint(monkeypatch, tmp_path, environment: dict[str, str]) -> str:
    """What the settings say when they are read with this environment alone."""
    for name in settings_module.env.names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARTNEX_HOME", str(tmp_path / "home"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ending:
        runpy.run_path(str(ROOT / "artnex" / "settings.py"), run_name="tried_settings")
    return str(ending.value.code)


@pytest.mark.parametrize(("variable", "value"), WRONG_VALUES)
def test_wrong_value_is_one_line_naming_the_variable(monkeypatch, tmp_path, variable, value):
    line = complaint(monkeypatch, tmp_path, {variable: value})

    assert line.startswith(f"ArtNex cannot start: {variable} ")
    assert "\n" not in line


@pytest.mark.parametrize(("variable", "value"), WRONG_IN_PRODUCTION)
def test_production_refuses_what_is_missing_or_unsafe(monkeypatch, tmp_path, variable, value):
    line = complaint(monkeypatch, tmp_path, PRODUCTION | {variable: value})

    assert line.startswith(f"ArtNex cannot start: {variable} ")
    assert "\n" not in line


def test_complaint_does_not_repeat_a_secret(monkeypatch, tmp_path):
    line = complaint(monkeypatch, tmp_path, {"DATABASE_URL": "mysql://root:topsecret@localhost/artnex"})

    assert "topsecret" not in line


def manage(environment: dict[str, str], home: Path, *arguments: str) -> subprocess.CompletedProcess:
    ours = {*settings_module.env.names, "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the browser tests set the latter
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | {"ARTNEX_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_program_ends_with_that_line_and_nothing_else(tmp_path):
    done = manage({"PORT": "eighty"}, tmp_path, "check")

    assert done.returncode != 0
    assert done.stderr.strip() == "ArtNex cannot start: PORT must be a whole number from 1 to 65535; it is 'eighty'."


def test_deployment_check_is_clean_in_production_mode(tmp_path):
    done = manage(PRODUCTION, tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_deployment_check_names_what_production_should_have(settings):
    settings.EMAIL_BACKEND = "artnex.web.mail.ConsoleAndFileBackend"
    settings.CELERY_BROKER_URL = "artnex-sqlite:////var/queue.sqlite3"
    settings.REDIS_URL = ""

    warnings = [warning.msg for warning in check_services(None)]
    assert warnings == [f"{name} is not set." for name in ("EMAIL_URL", "CELERY_BROKER_URL", "REDIS_URL")]


def test_local_secrets_are_made_once_and_are_private(monkeypatch, tmp_path):
    monkeypatch.setattr(settings_module, "HOME", tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = [settings_module.local_secret("SECRET_KEY", "a_secret", generate) for generate in (lambda: "1", lambda: "2")]

    assert made == ["1", "1"]
    assert (tmp_path / "a_secret").stat().st_mode & 0o777 == 0o600


def names_in(file_name: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / file_name).read_text(), flags=re.MULTILINE))


TESTS_ONLY = {"TEST_SUFFIX"}


def test_env_example_lists_exactly_what_the_settings_read():
    assert names_in(".env.example", r"^#? ?([A-Z][A-Z0-9_]+)=") == settings_module.env.names - TESTS_ONLY


def test_readme_table_lists_exactly_what_the_settings_read():
    table = "\n".join(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `"))
    first_cells = [line.split("|")[1] for line in table.splitlines()]

    assert set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(first_cells))) == settings_module.env.names - TESTS_ONLY
