"""Gunicorn configuration: `gunicorn -c portal/gunicorn.py portal.wsgi`."""

import gc
import os

from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
# The portal is imported once, and its processes share what they do not change.
preload_app = True
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
# The reverse proxy of deploy/ sets the forwarded headers; nothing else may reach this port.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
# Nobody steers a running server through a socket: it would lie in the home folder of the account,
# one for all portals of it.
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOGLEVEL", "warning")
max_requests = 20_000
max_requests_jitter = 2_000
# A longer line gets gunicorn's bare English refusal. A text pasted into the search box, in Arabic
# six bytes a sign, still comes through, and the portal answers it itself (core.middleware).
message.MAX_REQUEST_LINE = 64 * 1024
limit_request_line = message.MAX_REQUEST_LINE - 1


def when_ready(server: Arbiter) -> None:
    """Before the processes are forked. The collector would else write into pages of memory that
    they share."""
    # Django can be used from here on.
    from core.caching import page_store  # noqa: PLC0415
    from portal import preload  # noqa: PLC0415

    # Rendered by other code, perhaps, and under other settings.
    page_store.clear()
    preload.load()
    gc.collect()
    gc.freeze()


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """What this process has counted since it last wrote is not lost when it ends in order."""
    from core.counts import reads  # noqa: PLC0415

    reads.tally.write()
