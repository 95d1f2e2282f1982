"""Django's settings. What differs between installations comes from the environment; docs/reference/settings.md lists it."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from gongkai.config.home import home
from gongkai.secrets import secret

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home()
DEMO = os.environ.get("GONGKAI_DEMO") == "1"
"""The log-in page lists the accounts of the demo county."""
NOW = os.environ.get("GONGKAI_NOW", "")
"""An ISO date or moment that stands for now: for demonstrations and tests only."""

SECRET_KEY = HOME.key("secret_key")
SEALING_KEYS = os.environ.get("GONGKAI_SEALING_KEYS", "")
"""``id:hex,id:hex``, newest first; empty: the one key of the data folder."""
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GONGKAI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GONGKAI_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "gongkai.agencies",
    "gongkai.people",
    "gongkai.files",
    "gongkai.seals",
    "gongkai.severance",
    "gongkai.disclosures",
    "gongkai.applications",
    "gongkai.reporting",
    "gongkai.reminders",
    "gongkai.calendars",
    "gongkai.roster",
    "gongkai.batches",
    "gongkai.ledgers",
    "gongkai.retention",
    "gongkai.zones",
    "gongkai.look",
    "gongkai.portal",
    "gongkai.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.people.middleware.SignedIn",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.look.context.look",
                "gongkai.desk.context.desk",
            ],
            "builtins": ["gongkai.look.templatetags.look"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME.database}", conn_max_age=None, conn_health_checks=True
    )
}
_VENDOR = DATABASES["default"]["ENGINE"].rpartition(".")[2].rstrip("3")
# Django's own backends, told to mark what they write (`gongkai.seals`).
DATABASES["default"]["ENGINE"] = f"gongkai.seals.databases.{_VENDOR}"
if _VENDOR == "sqlite":
    # IMMEDIATE: a transaction that reads and then writes would otherwise fail at once beside another writer.
    # FULL: a registered application must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000;",
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
else:
    # Else the server compiles statements that join much before it runs them, each time anew: half a second for what takes one
    # thousandth of that.
    _OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
    _OPTIONS["options"] = f"{_OPTIONS.get('options', '')} -c jit=off".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ["username", "name"]}),
    )
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "people:login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
"""Hours."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "gongkai.people.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
"""A lock ends when its page said it would, however often somebody knocks on meanwhile."""
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gongkai.look.errors.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("GONGKAI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME.root / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = HOME.files
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_MAX_BYTES = 20_000_000
FILE_MAX_EXPANDED = 200_000_000
FILES_PER_SUBMISSION = 10
# A program that seals a PDF: its words, with {in} and {out} for the files. Blank: letters are stamped on paper.
SEAL_COMMAND = os.environ.get("GONGKAI_SEAL_COMMAND", "")
# Where ClamAV listens: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`. Blank: files are not scanned for viruses.
CLAMD = os.environ.get("GONGKAI_CLAMD", "")

BACKUP_TO = os.environ.get("GONGKAI_BACKUP_TO", "")
"""Public keys (``age1…``) that backups are encrypted for; "" for backups in the clear."""

WITNESS = os.environ.get("GONGKAI_WITNESS", "")
"""Where check values of the log go: absolute paths and addresses, parted by commas; "" where they stay in the house."""

PRIVATE_NETWORKS = [each for each in os.environ.get("GONGKAI_PRIVATE_NETWORKS", "").split(",") if each]
"""Networks of the own house (``10.0.0.0/8``) that channels may call; all others that are not of the open internet are refused."""

COMPLAINT_DAYS = int(os.environ.get("GONGKAI_COMPLAINT_DAYS") or 0)
"""Working days to report on a complaint of which no day was set; 0: the Regulation gives none, and nor do we (decision 0236)."""
COMPLAINT_DAYS_NOTE = os.environ.get("GONGKAI_COMPLAINT_DAYS_NOTE", "")
"""What the length rests on: a document of the locality. Not checked by anybody here."""

EMAIL_HOST = os.environ.get("GONGKAI_SMTP_HOST", "")
"""The server that takes our mails; "" where there is none."""
SMTP_SECURITY = os.environ.get("GONGKAI_SMTP_SECURITY", "starttls").strip().lower()
"""``starttls``, ``tls`` from the first byte, or ``none`` inside one's own house. Another word sends nothing."""
SMTP_CA = os.environ.get("GONGKAI_SMTP_CA", "")
"""A PEM file of the authorities that may vouch for the mail server; "": those of the machine."""
EMAIL_BACKEND = "gongkai.reminders.sending.transport.Backend"
EMAIL_PORT = int(os.environ.get("GONGKAI_SMTP_PORT") or {"tls": 465, "none": 25}.get(SMTP_SECURITY, 587))
EMAIL_HOST_USER = os.environ.get("GONGKAI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = secret("GONGKAI_SMTP_PASSWORD", "GONGKAI_SMTP_PASSWORD_FILE")
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SECURITY == "starttls", SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "gongkai@localhost")
MAIL_RETURN = os.environ.get("GONGKAI_MAIL_RETURN", "")
"""Where mails that cannot be delivered come back to, with ``{token}`` for what says which; "": to the sender."""
RETURNS = os.environ.get("GONGKAI_RETURNS", "")
"""The mailbox they come back into: ``maildir:/path``, ``mbox:/path`` or ``imaps://user@host/INBOX``; "": nobody reads it."""
RETURNS_PASSWORD = secret("GONGKAI_RETURNS_PASSWORD", "GONGKAI_RETURNS_PASSWORD_FILE")
RETURNS_CA = os.environ.get("GONGKAI_RETURNS_CA", "") or SMTP_CA
SMS = os.environ.get("GONGKAI_SMS", "")
"""``file``, or the TOML file that describes a gateway; "" where no short messages are sent."""
ALARM_TO = [each.strip() for each in os.environ.get("GONGKAI_ALARM_TO", "").split(",") if each.strip()]
"""Who is written to by ``gongkai heartbeat`` when the background has stopped."""
HEARTBEAT_MINUTES = int(os.environ.get("GONGKAI_HEARTBEAT_MINUTES") or 30)

ZONE = os.environ.get("GONGKAI_ZONE", "")
"""``public``: takes and stamps only; ``inner``: pulls what was stamped; empty: one installation does both."""
ZONE_OUT, ZONE_IN = os.environ.get("GONGKAI_ZONE_OUT", ""), os.environ.get("GONGKAI_ZONE_IN", "")
"""Folders of packages to and from the other zone; empty: ``zone/out`` and ``zone/in`` of the data folder."""
ZONE_KEEP_DAYS = int(os.environ.get("GONGKAI_ZONE_KEEP_DAYS", "7"))
"""Days after which the public zone erases what the inner zone has acknowledged."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "gongkai": {"handlers": ["console"], "level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING"},
        "axes": {"handlers": ["console"], "level": "WARNING"},
    },
}
