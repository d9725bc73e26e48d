"""Style guide: every component and block with sample data; gallery, fixture and axe target in
one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from core.middleware import known_code
from portal.styleguide import samples


def styleguide(request: HttpRequest) -> HttpResponse:
    """For staff, or with DEBUG; `?language=ar` switches language and direction."""
    if not (settings.DEBUG or (request.user.is_authenticated and request.user.is_staff)):
        raise Http404
    code = known_code(request.GET.get("language")) or "en"
    with translation.override(code):
        return render(request, "styleguide.html", {"samples": samples(), "code": code})
