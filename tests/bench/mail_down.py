"""Settings of `make run` with a mail server at MAIL_PORT: for the trial in which it is down."""

from portal.settings.env import env
from portal.settings.local import *  # noqa: F403 - settings build on each other

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", env.int("MAIL_PORT", default=25)
