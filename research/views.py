"""Citation downloads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core import works
from core.access import visibility
from core.l10n import languages
from research.export.formats import FORMATS
from research.models import PublicationPage


@require_safe
def cite(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The citation of a publication as a file; 404 where it is not visible to the user."""
    page = publication(request, key)
    if page is None:
        raise Http404
    form = FORMATS[ending]
    response = HttpResponse(
        form.write(page.citation), content_type=f"{form.media_type}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.{ending}"'
    if visibility.rule_of(key) is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def publication(request: HttpRequest, key: UUID) -> PublicationPage | None:
    """The best version for the reader's language, or None."""
    work = works.seen_by(key, request.user)
    if work is None:
        return None
    version = work.best(languages.active())
    page = Page.objects.get(pk=version.page_id).specific
    return page if isinstance(page, PublicationPage) else None
