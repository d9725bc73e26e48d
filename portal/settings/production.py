"""Production settings: everything from the environment; a missing variable stops the start by name,
and an unsafe value with a sentence (portal/safety.py)."""

from environs import validate

from portal.settings.base import *  # noqa: F403 - settings build on each other
from portal.settings.base import STORAGES
from portal.settings.env import base_url, env, make_data_dir

# A placeholder of the example file counts as missing.
GIVEN = validate.Length(min=1)

make_data_dir()
# What is set but not safe stops the start with a sentence: see portal/safety.py.
REFUSE_UNSAFE = True
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", validate=GIVEN)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", validate=GIVEN)
WAGTAILADMIN_BASE_URL = base_url()
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# The editor shows its preview in a frame of our own pages; strangers may not (frame-ancestors).
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The probes of the machine itself come without https.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("MAIL_HOST", default="localhost")
EMAIL_PORT = env.int("MAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("MAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("MAIL_TLS", default=False)

if redis_url := env.str("REDIS_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            # Nobody waits for a server that does not answer.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        },
        # Pictures are found in the database: no page needs that server.
        "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }

if bucket := env.str("S3_BUCKET", default=""):
    # Only with object storage.
    from botocore.config import Config

    s3 = {
        # Its client would else wait for minutes, and a reader with it. One attempt: "max_attempts"
        # would count those after the first.
        "client_config": Config(
            connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1}
        ),
        "access_key": env.str("S3_ACCESS_KEY"),
        "secret_key": env.str("S3_SECRET_KEY"),
        "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "file_overwrite": False,
    }
    STORAGES = {
        **STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**s3, "bucket_name": bucket, "querystring_auth": False},
        },
        "private": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                **s3,
                "bucket_name": env.str("S3_PRIVATE_BUCKET"),
                "default_acl": "private",
            },
        },
    }
