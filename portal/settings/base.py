"""Base settings. Differences are in local, dev, test and production."""

import os
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import dj_database_url
from django.utils.translation import gettext_lazy as _
from environs import EnvError

from portal.settings.accounts import *  # noqa: F403 - settings build on each other
from portal.settings.elasticsearch import cluster_config
from portal.settings.env import ROOT, data_dir, env
from portal.settings.headers import *  # noqa: F403 - settings build on each other

DATA_DIR = data_dir()
# Whatever road led here: what is written below DATA_DIR is for its owner and group only.
os.umask(0o027)

INSTALLED_APPS = [
    "portal",
    "home",
    "search",
    "cases",
    "courses",
    "news",
    "research",
    "visits",
    "translations",
    "people",
    # Before core: what it writes when a page moves is there when core says that something changed.
    "core.wagtail_apps.RedirectsConfig",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "people.wagtail_users.UsersConfig",
    "core.wagtail_apps.SnippetsConfig",
    "core.wagtail_apps.DocumentsConfig",
    "core.wagtail_apps.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "laces",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

if (ROOT / "demo").is_dir():
    # The demonstration may be deleted: nothing of the portal knows it.
    INSTALLED_APPS.insert(1, "demo")

MIDDLEWARE = [
    "core.middleware.RejectMalformedRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are compressed here, whatever proxy is in front; it pads against BREACH.
    "core.compression.CompressionMiddleware",
    "portal.middleware.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.middleware.OwnErrorPages",
    "core.counts.reads.CountReads",
    "core.caching.page_cache.AnonymousPageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.PrivateByDefault",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.AccountPages",
    "people.middleware.AdminLanguage",
    "people.middleware.StaffSecondFactor",
    "core.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["portal.template_loader.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.frame",
            ],
        },
    }
]

# SQLite, as measured: write-ahead log, the write lock taken at BEGIN (IMMEDIATE), every commit
# synced to disk. No ATOMIC_REQUESTS: with IMMEDIATE each GET would take the write lock.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;"
    ),
}
POSTGRES_OPTIONS = {
    "options": "-c statement_timeout=15000 -c lock_timeout=5000",
    # A server that does not answer at all: nobody waits for it.
    "connect_timeout": 3,
}


def database_config() -> dict[str, object]:
    """The database of DATABASE_URL, or the SQLite file in DATA_DIR."""
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
    try:
        config = dict(dj_database_url.parse(url, conn_max_age=None))
    except ValueError:
        raise EnvError(
            "DATABASE_URL is not understood. Write postgres://user:password@host/name, or leave it"
            " out for SQLite in DATA_DIR."
        ) from None
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = dict(POSTGRES_OPTIONS)
    return config


DATABASES = {"default": database_config()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers: allauth's limits and Wagtail's renditions live here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Django's default of 300 would evict rate-limit counters, in the order of their keys.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Pages that anonymous visitors may read, as rendered: shared by the processes of this machine.
PAGE_STORE: Path | None = DATA_DIR / "pages"
# Seconds after which a process writes down which works were read; 0: only when it ends.
READS_WRITTEN_AFTER = 60

TASKS = {"default": {"BACKEND": "core.tasks.backend.DeduplicatingBackend", "QUEUES": []}}

# Languages -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("el", "Ελληνικά"),
    ("ar", "العربية"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Ours, and what the catalogues of Wagtail and wagtail-localize lack in one of our languages.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "upstream"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "UTC"

# Wagtail -------------------------------------------------------------------------------------

# Without aliases of the machine ("localtime"), which no browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(name for name in available_timezones() if "/" in name)
WAGTAIL_SITE_NAME = "Portal"
WAGTAIL_I18N_ENABLED = True
# Slugs are Latin, whatever the language of the original: they are read aloud, printed, typed.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Administrators are told as members of their group, once; not once more because they may do all.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# No shared passwords: they are stored in clear text, and their form reveals any page.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/language/sign-in/"
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.media.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "pptx", "xlsx", "odt", "ods", "odp", "txt", "csv", "vtt", "srt",
    "mp4", "webm", "mp3", "m4a", "ogg",
]  # fmt: skip
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.admin.search"}}
# A new translation begins as a draft: of a live source it would go live untranslated, also by the
# hand of a translator who may not publish.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_JOBS = {"BACKEND": "translations.jobs.LocalizeJobs"}
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Search --------------------------------------------------------------------------------------

# Empty: the database's own. Another one is asked beside it, and falls back on it.
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="")
ELASTICSEARCH: dict[str, Any] = {**cluster_config(env)} if SEARCH_ENGINE == "elasticsearch" else {}

# Files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    # Renditions of public collections: by hash, for everybody.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Originals and documents: only through /files/.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "core.staticfiles.JoinedManifestStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750
WHITENOISE_MAX_AGE = 3600
# No other site needs them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Mail ----------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="portal@example.org")
EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"one_line": {"()": "portal.logs.OneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        # By our handler only: Django's own would print the traceback beside our line.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # `search.breaker` says in a line that the cluster fails; its client would print a traceback
        # for each attempt.
        "elastic_transport": {"level": "ERROR"},
    },
}

# ISO codes of the countries that a portal is mostly about: forms list them first.
COUNTRIES: list[str] = env.list("COUNTRIES", default=[])
# Licences to choose from; keys are SPDX ids.
LICENCES = [
    ("CC-BY-4.0", "CC BY 4.0"),
    ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
    ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
    ("CC0-1.0", "CC0 1.0"),
    ("not-stated", _("not stated")),
]
