"""Settings of `make dev`: as `make run`, with DEBUG, autoreload and no hashed files."""

from portal.settings.local import *  # noqa: F403 - settings build on each other
from portal.settings.local import STORAGES

DEBUG = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
