"""iCalendar downloads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import content_disposition
from core.l10n import languages
from core.models import SiteIdentity
from core.works import listings
from core.works.listings import ListedWork
from core.works.routing import not_found
from news.models import EventPage


@require_safe
def all_events(request: HttpRequest) -> HttpResponse:
    """All public events: a calendar client that subscribes is always anonymous."""
    keys = EventPage.objects.visible_to(None).order_by("starts_on", "pk")
    rows = dict.fromkeys(keys.values_list("translation_key", flat=True))
    entries = listings.listed_works(rows, languages.active(), None)
    site = SiteIdentity.of(languages.active()).site_name
    name = _("%(site)s: events") % {"site": site}
    return file(request, list(entries), name=name, language=languages.active())


@require_safe
def one_event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One event, if visible to the user, else 410 or 404; 404 without a date."""
    entries = listings.listed_works([key], languages.active(), request.user)
    entry = next((one for one in entries if isinstance(one.page, EventPage)), None)
    if entry is None:
        return not_found(request, key)
    if not entry.page.starts_on:
        raise Http404
    return file(
        request,
        [entry],
        name=entry.page.title,
        language=entry.page.language,
    )


def file(
    request: HttpRequest, entries: list[ListedWork], *, name: str, language: str
) -> HttpResponse:
    """The calendar file of these events."""
    # The library keeps three megabytes of time zones, in each process that never writes a file.
    from news.ical import ExportedEvent, calendar  # noqa: PLC0415

    events = [
        ExportedEvent(entry.page, request.build_absolute_uri(entry.url))
        for entry in entries
        if isinstance(entry.page, EventPage)
    ]
    content = calendar(events, name=name, language=language)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(name, "ics")
    return response
