"""Settings: everything an operator can change comes from the environment, checked here at start."""

from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from artnex.environment import ROOT, Environment, complain

env = Environment()
BASE_DIR = ROOT
VERSION = "0.1.0"

# ── mode and home ──────────────────────────────────────────────────────────────────────────────────
PRODUCTION = env.choice("ARTNEX_ENV", "local", {"local", "production"}) == "production"
DEBUG = env.flag("DEBUG") and not PRODUCTION
PORT = env.number("PORT", 8000, low=1, high=65535)
HOME = Path(env.text("ARTNEX_HOME", str(ROOT / "var"))).expanduser().resolve()
try:
    HOME.mkdir(parents=True, exist_ok=True)
except OSError as problem:
    complain("ARTNEX_HOME", f"must be a folder that can be written: {problem.strerror} ({HOME}).")
DEMO = env.flag("ARTNEX_DEMO", default=True)


def local_secret(variable: str, file_name: str, generate) -> str:
    """From the environment; outside production made once and kept in ARTNEX_HOME."""
    value = env.text(variable)
    if value:
        return value
    if PRODUCTION:
        complain(variable, "is required when ARTNEX_ENV=production.")
    path = HOME / file_name
    try:
        with path.open("x") as new:  # "x": of two processes starting together one writes, the other reads
            path.chmod(0o600)
            new.write(generate())
    except FileExistsError:
        pass
    return path.read_text().strip()


SECRET_KEY = local_secret("SECRET_KEY", "secret_key", get_random_secret_key)
if PRODUCTION and len(SECRET_KEY) < 50:
    complain("SECRET_KEY", "must be at least 50 characters long in production.")
ENCRYPTION_KEYS = local_secret("ENCRYPTION_KEYS", "encryption_keys", lambda: Fernet.generate_key().decode()).split(",")
for key in ENCRYPTION_KEYS:
    try:
        Fernet(key.strip())
    except ValueError:
        complain("ENCRYPTION_KEYS", "must be Fernet keys (44 characters of URL-safe base64), the newest first.")

# ── hosts and browser security ─────────────────────────────────────────────────────────────────────
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    complain("ALLOWED_HOSTS", "must name the host names of the site in production, and not *.")
BASE_URL = env.url("BASE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else f"http://127.0.0.1:{PORT}")
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host.replace('.', '*.', 1) if host.startswith('.') else host}" for host in ALLOWED_HOSTS]
    if PRODUCTION
    else []
)
CORS_ALLOWED_ORIGINS = env.items("CORS_ORIGINS")
CORS_ALLOW_CREDENTIALS = True
CORS_URLS_REGEX = r"^/api/.*$"
CORS_EXPOSE_HEADERS = [
    "X-Request-ID",
    "Location",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Idempotent-Replayed",
    "Preference-Applied",
]
for origin in CORS_ALLOWED_ORIGINS:
    if not origin.startswith(("http://", "https://")) or origin.count("/") > 2:
        complain("CORS_ORIGINS", f"must be origins such as https://app.example.com; {origin!r} is not.")

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_NAME = "artnex_session"
CSRF_COOKIE_NAME = "artnex_csrf"
LANGUAGE_COOKIE_NAME = "artnex_language"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if PRODUCTION else 0, low=0, high=5)

# ── apps ───────────────────────────────────────────────────────────────────────────────────────────
PLATFORM_APPS = [
    "artnex.web",
    "artnex.api",
    "artnex.events",
    "artnex.jobs",
    "artnex.ai",
    "artnex.files",
    "artnex.charts",
]
PRODUCT_APPS = ["accounts"]
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.guardian",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "corsheaders",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "import_export",
    "rest_framework",
    *PLATFORM_APPS,
    *PRODUCT_APPS,
]
ROOT_URLCONF = "artnex.urls"
WSGI_APPLICATION = "artnex.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The API travels light: middleware that only pages need steps aside for /api/ (see artnex/web/middleware.py).
MIDDLEWARE = [
    "artnex.web.middleware.RequestContextMiddleware",
    "artnex.web.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "artnex.web.middleware.PageSessionMiddleware",
    "artnex.web.middleware.PageLocaleMiddleware",
    "artnex.web.middleware.PageCommonMiddleware",
    "artnex.web.middleware.PageCsrfMiddleware",
    "artnex.web.middleware.PageAuthenticationMiddleware",
    "artnex.web.middleware.PageMessageMiddleware",
    "artnex.web.middleware.PageHtmxMiddleware",
    "artnex.web.middleware.PageErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "artnex.web.context_processors.site",
            ],
        },
    }
]
COTTON_DIR = "components"

# ── data ───────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.database("DATABASE_URL", HOME / "artnex.sqlite3")}
USES_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if PRODUCTION and not USES_POSTGRES:
    complain("DATABASE_URL", "must be a PostgreSQL URL (postgres://…) in production.")
if USES_POSTGRES:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False, "DISABLE_SERVER_SIDE_CURSORS": True}
    if not env.flag("DATABASE_POOLER"):  # server-side prepared statements do not survive a transaction pooler
        DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 0}
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864"
        ),
    }
DATABASES["default"]["TEST"] = {"NAME": f"test_artnex_{env.text('TEST_SUFFIX', 'main')}" if USES_POSTGRES else None}

REDIS_URL = env.url("REDIS_URL", schemes={"redis", "rediss", "unix"})
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "artnex"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "artnex"}
    )
}

# ── people ─────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "guardian.backends.ObjectPermissionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "accounts.validators.LetterAndDigitValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

# ── languages ──────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Seoul")

# ── static files, uploads, mail ────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = HOME / "media"
AWS_S3_BUCKET = env.text("AWS_S3_BUCKET")
AWS_REGION = env.text("AWS_REGION")
AWS_S3_ENDPOINT_URL = env.url("AWS_S3_ENDPOINT_URL")
CDN_BASE_URL = env.url("CDN_BASE_URL")
STORAGES = {
    "default": {"BACKEND": "artnex.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_mail = env.mail("EMAIL_URL")
if _mail:
    for _name in (
        "EMAIL_BACKEND",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_HOST_USER",
        "EMAIL_HOST_PASSWORD",
        "EMAIL_USE_TLS",
        "EMAIL_USE_SSL",
    ):
        if _name in _mail:
            globals()[_name] = _mail[_name]
else:
    EMAIL_BACKEND = "artnex.web.mail.ConsoleAndFileBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "ArtNex <no-reply@localhost>")

# ── jobs ───────────────────────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")

# ── API ────────────────────────────────────────────────────────────────────────────────────────────
THROTTLE_ENABLED = env.flag("ARTNEX_THROTTLE", default=True)
REST_FRAMEWORK = {"UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser"}

# ── outside services (empty key: the built-in engine answers) ──────────────────────────────────────
OPENAI_API_KEY = env.text("OPENAI_API_KEY")
OPENAI_BASE_URL = env.url("OPENAI_BASE_URL", "https://api.openai.com/v1")
OPENAI_TEXT_MODEL = env.text("OPENAI_TEXT_MODEL", "gpt-6.1-terra")
OPENAI_IMAGE_MODEL = env.text("OPENAI_IMAGE_MODEL", "gpt-image-2.5-flare")
IDEOGRAM_API_KEY = env.text("IDEOGRAM_API_KEY")
IDEOGRAM_BASE_URL = env.url("IDEOGRAM_BASE_URL", "https://api.ideogram.ai")
MAGNIFIC_API_KEY = env.text("MAGNIFIC_API_KEY") or env.text("FREEPIK_API_KEY")
MAGNIFIC_BASE_URL = env.url("MAGNIFIC_BASE_URL") or env.url("FREEPIK_BASE_URL")
OUTBOUND_ALLOW = env.items("OUTBOUND_ALLOW")
C2PA_CERT = env.text("C2PA_CERT")
C2PA_KEY = env.text("C2PA_KEY")

# ── logs, metrics, errors ──────────────────────────────────────────────────────────────────────────
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})
LOG_FORMAT = env.choice("LOG_FORMAT", "json" if PRODUCTION else "console", {"json", "console"})
METRICS_TOKEN = env.text("METRICS_TOKEN")
SENTRY_DSN = env.url("SENTRY_DSN")
