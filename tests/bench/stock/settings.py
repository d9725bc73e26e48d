"""Settings of the stock site: as `wagtail start` makes them for production, with six languages."""

from stock.settings.production import *  # noqa: F403 - the project's own way

SECRET_KEY = "for a benchmark on this machine only"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "lessons.urls"
INSTALLED_APPS += ["lessons"]  # noqa: F405
MIDDLEWARE.insert(2, "django.middleware.locale.LocaleMiddleware")  # noqa: F405
MIDDLEWARE.insert(1, "django.middleware.gzip.GZipMiddleware")  # noqa: F405
LANGUAGE_CODE = "en"
WAGTAIL_I18N_ENABLED = True
CODES = ("en", "fr", "es", "pt", "el", "ar")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, code) for code in CODES]
DATABASES["default"]["CONN_MAX_AGE"] = None  # noqa: F405
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;"}  # noqa: F405
