"""Django's settings, from the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _

import sceau
from sceau.config.logs import logging_settings
from sceau.config.mailserver import mail_server
from sceau.config.metrics import keep_in
from sceau.config.queue import queue_apps, queue_backends
from sceau.config.reading import read
from sceau.config.signing_in import *  # noqa: F403 -- one subject, one file; every name of it is a setting

ENVIRONMENT = read()
PACKAGE = Path(sceau.__file__).parent
HOUSE = ENVIRONMENT.data
BASE_URL = ENVIRONMENT.base_url
MODE = ENVIRONMENT.mode
DEBUG = False  # in every mode: its pages show settings and variables

SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value()
KEK_RING = ENVIRONMENT.kek.get_secret_value()
KEY_DELAY_HOURS = ENVIRONMENT.key_delay_hours
SIGNING_SHARE = ENVIRONMENT.signing_share
INVITATION_DAYS = ENVIRONMENT.invitation_days
ADMIN_EMAIL = ENVIRONMENT.admin_email
METRICS_TOKEN = ENVIRONMENT.metrics_token.get_secret_value()
SCEAU_PORTS = "sceau.config.wiring.ports"

ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts) or [split_domain_port(urlsplit(BASE_URL).netloc)[0]]
if not ENVIRONMENT.in_production:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "sceau.config.urls"
WSGI_APPLICATION = "sceau.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Sceau"

INSTALLED_APPS = [
    "sceau.web",  # first, so that its templates stand before those of Django and of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",  # "Simple": the loaders are named below, once for both
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "csp",
    "django_tasks",
    "sceau.search",
    "sceau.journal",
    "sceau.accounts",
    "sceau.institutions",
    "sceau.frameworks",
    "sceau.keyring",
    "sceau.ledger",
    "sceau.verification",
    "sceau.design",
    "sceau.people",
    "sceau.assessment",
    "sceau.issuing",
    "sceau.jobs",
    "sceau.config",
]

MIDDLEWARE = [
    "sceau.config.middleware.proxies.behind_proxies",
    "sceau.config.middleware.requests.tell_and_count",
    "sceau.config.middleware.headers.close_what_is_open",
    "sceau.web.public.published.keep_public",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "sceau.config.middleware.hosts.answer_under_our_names",
    "sceau.config.middleware.paths.refuse_zeros",
    "sceau.config.middleware.sizes.refuse_heavy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sceau.config.middleware.sizes.refuse_heavy_of_others",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sceau.web.account.directory.gate.DirectoryGate",
]
if MODE == "demo":  # before whatever reads the database
    _sessions = MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")
    MIDDLEWARE.insert(_sessions, "sceau.config.middleware.readiness.wait_until_ready")

LOADERS = ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", LOADERS)])],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sceau.web.context.house",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOUSE / "sceau.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        # 24 MB of changes before they are put in their places: a page that many rows change is put there once. What a
        # statement would take back if it failed stays in memory: a row of many indexes wrote 100 kB of it to a file.
        " PRAGMA journal_size_limit=27103364; PRAGMA wal_autocheckpoint=6000; PRAGMA cache_size=-16000;"
        " PRAGMA temp_store=MEMORY;",
    },
}
_url = ENVIRONMENT.database_url.get_secret_value()
_asked: dict[str, Any] = dict(dj_database_url.parse(_url)) if _url else {}
if not _asked:
    DATABASES: dict[str, Any] = {"default": _SQLITE}
elif "sqlite3" in _asked["ENGINE"]:
    DATABASES = {"default": _SQLITE | {"NAME": _asked["NAME"]}}
else:
    # one connection a thread, and one for whoever comes beside; the pool holds them, Django must not as well
    _pool = {"min_size": 1, "max_size": ENVIRONMENT.threads + 2}
    _options = _asked.get("OPTIONS", {}) | {"pool": _pool}
    DATABASES = {"default": _asked | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "OPTIONS": _options}}

CACHES = {
    "default": {
        # shared by all processes, on both databases: attempts to sign in are counted here
        "BACKEND": "sceau.config.cache.SharedCache",
        "LOCATION": "shared_cache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
INSTALLED_APPS += queue_apps(DATABASES["default"])
TASKS = queue_backends(DATABASES["default"])

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = HOUSE / "static"
# of those who change Sceau: files as they stand; otherwise each under a name that holds its digest, kept for ever
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "development"
WHITENOISE_KEEP_ONLY_HASHED_FILES = MODE != "development"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "development"
        else "sceau.config.statics.NamedByDigest"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # rows: a session is ended by deleting its row
SESSION_COOKIE_AGE = int(timedelta(hours=ENVIRONMENT.session_hours).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.over_tls
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
_LAX: Literal["Lax"] = "Lax"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = _LAX
_host_only = "__Host-" if ENVIRONMENT.over_tls else ""  # RFC 6265bis, 4.1.3.2: nobody else's subdomain sets them
SESSION_COOKIE_NAME = f"{_host_only}sceau"
CSRF_COOKIE_NAME = f"{_host_only}sceau-form"
LANGUAGE_COOKIE_NAME = "sceau-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "sceau.web.errors.csrf_failure"

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.over_tls else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # an address of ours may hold a token
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: frame-ancestors 'none' says it to every browser that is left
    "security.W005",  # HSTS of the other names of a domain is for the owner of the domain to decide,
    "security.W021",  # and so is the list that browsers are shipped with
    "security.W008",  # the middleware of proxies sends to https, and never in a circle
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from or f"Sceau <sceau@{ALLOWED_HOSTS[0].strip('.')}>"
_mail = ENVIRONMENT.mail.get_secret_value()
if _mail:
    _server = mail_server(_mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _server.starttls, _server.implicit_tls
    EMAIL_TIMEOUT = 20  # seconds
else:
    EMAIL_BACKEND = "sceau.config.mailing.FolderBackend"
    EMAIL_FILE_PATH = HOUSE / "mail"

LOGGING_CONFIG = "sceau.config.logs.configure"
LOGGING = logging_settings(
    ENVIRONMENT.log_format or ("json" if ENVIRONMENT.in_production else "console"), ENVIRONMENT.log_level
)
keep_in(HOUSE / "metrics")
