"""The WSGI application that gunicorn serves."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from environs import EnvError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

try:
    application = get_wsgi_application()
except (EnvError, ImproperlyConfigured) as error:
    # One line that says what to do; gunicorn would print the way to it.
    raise SystemExit(f"✗ {error}") from None
