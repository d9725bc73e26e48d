"""Gunicorn configuration: `gunicorn -c portal/gunicorn.py portal.wsgi`."""

import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
# The reverse proxy of deploy/ sets the forwarded headers; nothing else may reach this port.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOGLEVEL", "warning")
max_requests = 20_000
max_requests_jitter = 2_000
