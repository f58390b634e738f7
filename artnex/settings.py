"""Settings: everything an operator can change comes from the environment, checked here at start."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from artnex.addresses import parse_allowance
from artnex.administration.theme import UNFOLD  # noqa: F401 - the admin theme reads it here
from artnex.environment import ROOT, Environment, complain
from artnex.logs import configure_logs

env = Environment()
BASE_DIR = ROOT
VERSION = "0.1.0"

# ── mode and home ──────────────────────────────────────────────────────────────────────────────────
PRODUCTION = env.choice("ARTNEX_ENV", "local", {"local", "production"}) == "production"
DEBUG = env.flag("DEBUG") and not PRODUCTION
PORT = env.number("PORT", 8000, low=1, high=65535)
BIND_ADDRESS = env.text("ARTNEX_HOST", "127.0.0.1")
WEB_SERVER = env.choice("ARTNEX_SERVER", "gunicorn", {"gunicorn", "granian"})
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 2, low=1, high=64)
WEB_THREADS = env.number("WEB_THREADS", 4, low=1, high=64)
LIVE_PORT = env.number("LIVE_PORT", 0, low=0, high=65535)  # 0: connections come from the web server alone
LIVE_CONNECTIONS_PER_PERSON = env.number("LIVE_CONNECTIONS_PER_PERSON", 50, low=1, high=100_000)
HOME = Path(env.text("ARTNEX_HOME", str(ROOT / "var"))).expanduser().resolve()
try:
    HOME.mkdir(parents=True, exist_ok=True)
except OSError as problem:
    complain("ARTNEX_HOME", f"must be a folder that can be written: {problem.strerror} ({HOME}).")
if not os.access(HOME, os.W_OK):
    complain("ARTNEX_HOME", f"must be a folder that can be written ({HOME}).")
DEMO = env.flag("ARTNEX_DEMO", default=not PRODUCTION)


def local_secret(variable: str, file_name: str, generate) -> str:
    """From the environment; outside production made once and kept in ARTNEX_HOME."""
    value = env.text(variable)
    if value:
        return value
    if PRODUCTION:
        complain(variable, "is required when ARTNEX_ENV=production.")
    path = HOME / file_name
    if not path.exists():
        draft = path.with_name(f".{file_name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(generate())
        with suppress(FileExistsError):  # of two processes starting together one makes it, the other reads
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


SECRET_KEY = local_secret("SECRET_KEY", "secret_key", get_random_secret_key)
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    complain("SECRET_KEY", "must be at least 50 random characters in production.")
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
CORS_ALLOW_HEADERS = [
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "Prefer",
    "X-API-Key",
    "X-CSRFToken",
    "X-Request-ID",
    "X-Share-Password",
]
CORS_EXPOSE_HEADERS = [
    "X-Request-ID",
    "Content-Disposition",
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
CSRF_FAILURE_VIEW = "artnex.web.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "artnex_language"
X_FRAME_OPTIONS = "DENY"
# Both are there under our own names: SecurityHeadersMiddleware and PageCsrfMiddleware.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]
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
    "artnex.live",
]
PRODUCT_APPS = ["accounts", "brands", "insights", "studio", "reports"]
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.guardian",
    "artnex.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "corsheaders",
    "django_cotton",
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
    "artnex.web.middleware.ApiCorsMiddleware",
    "artnex.web.middleware.PageSessionMiddleware",
    "artnex.web.middleware.PageLocaleMiddleware",
    "artnex.web.middleware.PageCommonMiddleware",
    "artnex.web.middleware.PageCsrfMiddleware",
    "artnex.web.middleware.PageAuthenticationMiddleware",
    "accounts.middleware.BrowserSessionMiddleware",
    "artnex.web.middleware.PageMessageMiddleware",
    "artnex.web.middleware.PageHtmxMiddleware",
    "artnex.web.middleware.PageErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "debug": False,  # its error page cannot place errors inside components and hides them behind one of its own
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
                "artnex.live.context_processors.live",
            ],
        },
    }
]
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its attributes and the request, never the page around it

# ── data ───────────────────────────────────────────────────────────────────────────────────────────
DATABASE_POOLER = env.flag("DATABASE_POOLER")
DATABASES = {"default": env.database("DATABASE_URL", HOME / "artnex.sqlite3")}
USES_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if PRODUCTION and not USES_POSTGRES:
    complain("DATABASE_URL", "must be a PostgreSQL URL (postgres://…) in production.")
if USES_POSTGRES:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False, "DISABLE_SERVER_SIDE_CURSORS": True}
    if not DATABASE_POOLER:  # server-side prepared statements do not survive a transaction pooler
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
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "artnex",
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
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
ACCESS_TOKEN_MINUTES = env.number("ACCESS_TOKEN_MINUTES", 30, low=1, high=1440)
REFRESH_TOKEN_DAYS = env.number("REFRESH_TOKEN_DAYS", 7, low=1, high=90)
ACCOUNT_DELETION_GRACE_DAYS = env.number("ACCOUNT_DELETION_GRACE_DAYS", 14, low=0, high=90)
LOGIN_FAILURES_ALLOWED = env.number("LOGIN_FAILURES_ALLOWED", 5, low=1, high=100)
LOGIN_RATE_PER_MINUTE = env.number("LOGIN_RATE_PER_MINUTE", 10, low=1, high=100_000)

# ── languages ──────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["artnex.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Seoul")

# ── static files, uploads, mail ────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "artnex.web.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = HOME / "media"
AWS_S3_BUCKET = env.text("AWS_S3_BUCKET")
AWS_REGION = env.text("AWS_REGION")
AWS_S3_ENDPOINT_URL = env.url("AWS_S3_ENDPOINT_URL")
CDN_BASE_URL = env.url("CDN_BASE_URL")
STORAGES = {
    "default": {
        "BACKEND": "artnex.files.s3.PrivateS3Storage" if AWS_S3_BUCKET else "artnex.files.storage.PrivateStorage"
    },
    "staticfiles": {"BACKEND": "artnex.web.static_storage.HashedStaticStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "jpeg", "gif", "webp", "ico", "woff", "woff2", "gz", "br"]
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
CELERY_BROKER_URL = (
    env.url("CELERY_BROKER_URL", schemes={"amqp", "amqps", "redis", "rediss", "artnex-sqlite", "memory"})
    or f"artnex-sqlite:///{HOME / 'queue.sqlite3'}"
)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
if CELERY_BROKER_URL.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS["confirm_publish"] = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True  # results live in the Job table
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Nobody uses it, and its queue is named after the machine: a second worker there could not start on RabbitMQ.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 2, low=1, high=64)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False  # what is printed (mail on a fresh machine) is for people, not for the log
QUEUE_PREFIX = env.text("QUEUE_PREFIX")  # lets several installations share one broker
CELERY_TASK_DEFAULT_QUEUE = f"{QUEUE_PREFIX}default"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name)
    for name in (f"{QUEUE_PREFIX}{kind}" for kind in ("high", "default", "crawl"))
]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "beat-schedule")
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30, low=1, high=3600)
JOB_SWEEP_SECONDS = env.number("JOB_SWEEP_SECONDS", 15, low=1, high=600)
JOB_RESEND_SECONDS = env.number("JOB_RESEND_SECONDS", 30, low=1, high=3600)
# Regular work is declared where it lives, by @job(..., every=seconds); the sweeper starts what is due.
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "artnex.sweep_jobs",
        "schedule": JOB_SWEEP_SECONDS,
        "options": {"queue": f"{QUEUE_PREFIX}high", "expires": JOB_SWEEP_SECONDS},
    }
}

# ── API ────────────────────────────────────────────────────────────────────────────────────────────
THROTTLE_ENABLED = env.flag("ARTNEX_THROTTLE", default=True)
COUNTERS_FILE = HOME / "counters"
API_MAX_UPLOAD = 60 * 1024 * 1024
API_FAST_IDENTITY = "accounts.authentication.user_of_access_token"  # (token) -> (person, means), for fast_read
API_RATES = {
    "anonymous": env.rate("RATE_ANONYMOUS", "100/min"),
    "user": env.rate("RATE_USER", "300/min"),
    "burst": env.rate("RATE_BURST", "30/s"),
    "analyze": env.rate("RATE_ANALYZE", "5/min"),
    "generate": env.rate("RATE_GENERATE", "20/min"),
    "sign": env.rate("RATE_SIGN", "30/min"),
}
REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerToken",
        "accounts.authentication.ApiKeyHeader",
        "artnex.api.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["artnex.api.permissions.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["artnex.api.renderers.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["artnex.api.parsers.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "artnex.api.renderers.JsonNegotiation",
    "DEFAULT_PAGINATION_CLASS": "artnex.api.pagination.PageNumbers",
    "DEFAULT_FILTER_BACKENDS": [
        "artnex.api.filters.FieldFilters",
        "artnex.api.filters.Search",
        "artnex.api.filters.Ordering",
    ],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "artnex.api.schema.EnvelopeSchema",
    "EXCEPTION_HANDLER": "artnex.api.exceptions.handle_exception",
    "COERCE_DECIMAL_TO_STRING": False,
    "DATETIME_FORMAT": None,  # the renderer writes moments in UTC
    "DATE_FORMAT": None,
    "TIME_FORMAT": None,
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ],
}

SPECTACULAR_SETTINGS = {
    "TITLE": "ArtNex API",
    "DESCRIPTION": (
        "Brands, design, campaigns and reports for manufacturing companies. Every answer has the same envelope; times "
        "are UTC; fields are snake_case. Log in with a token, an API key or the browser's session."
    ),
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "GET_LIB_DOC_EXCLUDES": "artnex.api.schema.library_classes",
    "POSTPROCESSING_HOOKS": ["artnex.api.schema_parts.complete_document"],
}

# ── outside services (empty key: the built-in engine answers) ──────────────────────────────────────
OPENAI_API_KEY = env.text("OPENAI_API_KEY")
OPENAI_BASE_URL = env.url("OPENAI_BASE_URL", "https://api.openai.com/v1")
OPENAI_TEXT_MODEL = env.text("OPENAI_TEXT_MODEL", "gpt-6.1-terra")
OPENAI_IMAGE_MODEL = env.text("OPENAI_IMAGE_MODEL", "gpt-image-2.5-flare")
IDEOGRAM_API_KEY = env.text("IDEOGRAM_API_KEY")
IDEOGRAM_BASE_URL = env.url("IDEOGRAM_BASE_URL", "https://api.ideogram.ai")
MAGNIFIC_API_KEY = env.text("MAGNIFIC_API_KEY") or env.text("FREEPIK_API_KEY")
MAGNIFIC_BASE_URL = env.url("MAGNIFIC_BASE_URL") or env.url("FREEPIK_BASE_URL", "https://api.magnific.com")
MAGNIFIC_KEY_HEADER = env.text(
    "MAGNIFIC_KEY_HEADER", "x-freepik-api-key" if "api.freepik.com" in MAGNIFIC_BASE_URL else "x-magnific-api-key"
)
# Which engine answers when a request names none: by default the first one that has a key.
AI_TEXT_ENGINE = env.choice("AI_TEXT_ENGINE", "openai" if OPENAI_API_KEY else "builtin", {"builtin", "openai"})
AI_IMAGE_ENGINE = env.choice(
    "AI_IMAGE_ENGINE",
    (OPENAI_API_KEY and "openai") or (IDEOGRAM_API_KEY and "ideogram") or (MAGNIFIC_API_KEY and "freepik") or "builtin",
    {"builtin", "openai", "ideogram", "freepik"},
)
# "default" leaves it to the model; not every model accepts every value ("none" is refused by some).
OPENAI_REASONING_EFFORT = env.choice(
    "OPENAI_REASONING_EFFORT",
    "none",
    {"default", "none", "minimal", "low", "medium", "high", "xhigh", "max"},
)
# Content tracking (empty key: the platform says that it needs one, the others go on).
YOUTUBE_API_KEY = env.text("YOUTUBE_API_KEY")
YOUTUBE_BASE_URL = env.url("YOUTUBE_BASE_URL", "https://youtube.googleapis.com/youtube/v3")
YOUTUBE_DAILY_UNITS = env.number("YOUTUBE_DAILY_UNITS", 10_000, low=1, high=100_000_000)
YOUTUBE_DAILY_SEARCHES = env.number("YOUTUBE_DAILY_SEARCHES", 90, low=0, high=1_000_000)
NAVER_CLIENT_ID = env.text("NAVER_CLIENT_ID")
NAVER_CLIENT_SECRET = env.text("NAVER_CLIENT_SECRET")
NAVER_BASE_URL = env.url("NAVER_BASE_URL", "https://naverapihub.apigw.ntruss.com")
# Keys of developers.naver.com work at openapi.naver.com, with other paths and headers, until 2027-06-30.
NAVER_API = env.choice("NAVER_API", "legacy" if "openapi.naver.com" in NAVER_BASE_URL else "hub", {"hub", "legacy"})
TIKTOK_OEMBED_URL = env.url("TIKTOK_OEMBED_URL", "https://www.tiktok.com/oembed")
OUTBOUND_ALLOW = env.items("OUTBOUND_ALLOW")
for entry in OUTBOUND_ALLOW:
    try:
        parse_allowance(entry)
    except ValueError:
        complain("OUTBOUND_ALLOW", f"must be hosts, host:port or networks such as 10.0.0.0/8; {entry!r} is none.")
C2PA_CERT = env.text("C2PA_CERT")
C2PA_KEY = env.text("C2PA_KEY")

# ── records ────────────────────────────────────────────────────────────────────────────────────────
EVENT_RETENTION_DAYS = env.number("EVENT_RETENTION_DAYS", 730, low=0, high=36_500)  # 0: for ever
NOTIFICATION_RETENTION_DAYS = env.number("NOTIFICATION_RETENTION_DAYS", 180, low=0, high=36_500)
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

# ── logs, metrics, errors ──────────────────────────────────────────────────────────────────────────
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})
LOG_FORMAT = env.choice("LOG_FORMAT", "json" if PRODUCTION else "console", {"json", "console"})
METRICS_TOKEN = env.text("METRICS_TOKEN")
METRICS_PORT = env.number("METRICS_PORT", 0, low=0, high=65535)
SENTRY_DSN = env.url("SENTRY_DSN")
LOG_STEPS = []
if SENTRY_DSN:
    from artnex.sentry import report_exception, start_sentry

    try:
        start_sentry(dsn=SENTRY_DSN, environment="production" if PRODUCTION else "local", release=VERSION)
    except ValueError:
        complain("SENTRY_DSN", "is not the address of a Sentry project (https://key@host/number).")
    LOG_STEPS = [report_exception]
LOGGING = configure_logs(level=LOG_LEVEL, form=LOG_FORMAT, also=LOG_STEPS)
