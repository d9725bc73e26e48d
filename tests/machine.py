"""Settings of `make run` for servers whose static files nobody has collected."""

from portal.settings.local import *  # noqa: F403 - settings build on each other
from portal.settings.local import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
