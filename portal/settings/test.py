"""Test settings: the real thing with fast password hashing and e-mails in memory."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403 - settings build on each other
from portal.settings.base import STORAGES
from portal.settings.env import env


def folder() -> Path:
    """The one that is given, else one of this process, gone with it."""
    if given := env.str("TEST_DATA_DIR", default=""):
        return Path(given)
    made = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


SECRET_KEY = "only-for-tests"  # noqa: S105 - no data lives behind it
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATA_DIR = folder()
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
# Generations begin again with each test.
PAGE_STORE = None
READS_WRITTEN_AFTER = 0
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STAFF_NEED_SECOND_FACTOR = False
WHITENOISE_AUTOREFRESH = True
