"""Citation downloads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core import works
from core.access import visibility
from core.http import content_disposition
from core.l10n import languages
from core.works.routing import not_found
from research.export.formats import FORMATS
from research.models import PublicationPage


@require_safe
def cite(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The citation of a publication as a file; 410 or 404 where it is not visible to the user."""
    page = publication(request, key)
    if page is None:
        return not_found(request, key)
    form = FORMATS[ending]
    citation = page.citation.read_on(timezone.localdate())
    response = HttpResponse(form.write(citation), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(citation.title, ending)
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
