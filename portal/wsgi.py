"""WSGI entry point for gunicorn: Django, and in front of it the page cache."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from environs import EnvError

# With this code of its worker gunicorn ends; with another it would start one after the other.
GUNICORN_HALTS = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

try:
    django_application = get_wsgi_application()
except (EnvError, ImproperlyConfigured) as error:
    # One line that says what to do; gunicorn would print the way to it.
    sys.stderr.write(f"✗ {error}\n")
    raise SystemExit(GUNICORN_HALTS) from None

# Once there are settings.
from core.caching.front_cache import FrontCache  # noqa: E402

application = FrontCache(django_application)
