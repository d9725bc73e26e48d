"""Liveness and readiness probes."""

from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from people import roles
from portal import health

# What a proxy adds: a request that has one does not come from this machine itself.
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: the process answers."""
    return JsonResponse({"process": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Readiness: 503 where readers' requests would fail; 200 with a named warning where something
    waits.

    Details are for staff and this machine; others read only whether it is ready.
    """
    found = health.check_all()
    ready = health.is_ready(found)
    if not may_read_details(request, found):
        found = {"portal": "ok" if ready else "not ready"}
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(found, status=200 if ready else 503, headers=headers)


def may_read_details(request: HttpRequest, found: dict[str, str]) -> bool:
    """This machine, or staff; without a database nobody can be told to be staff."""
    return is_from_here(request) or (
        found["database"] == health.OK and roles.may_enter_admin(request.user)
    )


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine and not through a proxy on it."""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    if is_forwarded and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return False
    try:
        return ip_address(get_adapter().get_client_ip(request)).is_loopback
    except (ValueError, ImproperlyConfigured, PermissionDenied):
        return False


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read all but what is personal or for staff."""
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    # /verify/ is not among them: its pages say noindex, which has to be read.
    lines += ["Disallow: /language/", "Disallow: /files/", ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
