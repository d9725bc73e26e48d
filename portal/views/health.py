"""Is the process alive, and can it do its work? No secrets in either answer."""

import logging
from datetime import timedelta

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from core.models import WorkerHeartbeat

logger = logging.getLogger("portal.health")

WORKER_SEEN_WITHIN = timedelta(seconds=90)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"process": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, cache, and a worker seen in the last 90 seconds; 503 names what is missing."""
    state = {"database": database(), "cache": "unknown", "worker": "unknown"}
    if state["database"] == "ok":
        state["cache"] = shared_cache()
        state["worker"] = worker()
    ready = all(value == "ok" for value in state.values())
    return JsonResponse(state, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "unreachable"
    return "ok"


def shared_cache() -> str:
    try:
        cache.set("readyz", "ok", 30)
        kept = cache.get("readyz")
    except Exception:  # Each cache's client raises its own; whichever it is, the answer names it.
        logger.exception("the cache does not answer")
        return "unreachable"
    return "ok" if kept == "ok" else "does not keep what is put in"


def worker() -> str:
    try:
        seen = WorkerHeartbeat.objects.filter(pk=1).values_list("last_seen_at", flat=True).first()
    except Error:
        return "unknown: the database is not prepared"
    if seen is None:
        return "never seen"
    return "ok" if timezone.now() - seen < WORKER_SEEN_WITHIN else "not seen for 90 seconds"


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read all but what is personal or for staff."""
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    # /verify/ is not among them: its pages say noindex, which has to be read.
    lines += ["Disallow: /language/", "Disallow: /files/", ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
