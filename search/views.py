"""The library page."""

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.counts import counting
from core.counts.models import DailyCount
from core.l10n import languages
from core.models import SiteIdentity
from core.text import strip_controls
from search import facets, params, presenters
from search.completions import find_completions
from search.failover import ask
from search.library import SearchResults
from search.params import FACETS, SearchParams

OPENSEARCH = "application/opensearchdescription+xml"
# An e-mail address, or a number long enough to be somebody's.
PERSONAL = re.compile(r"@|(?:\d[ .-]?){6}")


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Search results, or everything; the same URL shows the same to everybody with the same
    permissions."""
    language, here = languages.active(), request.path
    asked, notices = params.read(request.GET)
    answer = ask(asked, language=language, user=request.user)
    notices += notices_of(answer, asked)
    context = {
        "asked": asked,
        "answer": answer,
        "term": presenters.term_card(answer.term, language),
        "searched": answer.corrected or asked.q,
        "notices": notices,
        "rows": [presenters.cached_row(hit, language, answer.carried) for hit in answer.hits],
        "facets": facets.offered_facets(asked, answer.counts),
        "chips": presenters.filter_chips(asked, here),
        "orders": presenters.sort_orders(asked, here),
        "search_hidden": presenters.hidden_fields(asked, FACETS),
        "facet_hidden": presenters.hidden_fields(asked, ["q"]),
        "plain_url": here,
        "unfiltered_url": SearchParams(q=asked.q).url(here),
        **result_navigation(asked, answer, here),
    }
    # hreflang links and language switcher (see portal.context_processors).
    request.addresses = {code: f"/{code}/library/" for code in languages.CODES}  # type: ignore[attr-defined]
    # The plain page contains nothing of the user: see core.caching.page_cache.
    is_as_ever = not (answer.is_damaged or answer.is_fallback)
    request.is_publicly_cacheable = is_as_ever  # type: ignore[attr-defined]
    if asked.q and not answer.counts.unfiltered and not answer.is_damaged:
        count_in_vain(asked.q, language, request)
    response = render(request, "search/library.html", context)
    response.headers["X-Search"] = answer.engine
    return response


def notices_of(answer: SearchResults, asked: SearchParams) -> list[str]:
    """What is not as readers would expect it of these results."""
    found = list[str]()
    if answer.is_damaged:
        found.append(
            _(
                "Part of our search is not working: for now only titles are searched, and some "
                "items may not be found. All pages can still be read."
            )
        )
    if answer.is_fallback:
        found.append(
            _(
                "Our search service is not available at the moment, so these results come from the "
                "portal’s database. No items are missing, but searching may take longer and the "
                "results may be in a different order."
            )
        )
    if answer.page != asked.page:
        found.append(last_page(answer))
    return found


def count_in_vain(q: str, language: str, request: HttpRequest) -> None:
    """Count a search that found nothing, unless it may name somebody: editors need words."""
    if not PERSONAL.search(q):
        counting.add(
            DailyCount.Kind.NOTHING_FOUND,
            language=language,
            subject=q.casefold(),
            user_agent=request.headers.get("User-Agent", ""),
        )


@require_safe
def complete(request: HttpRequest) -> JsonResponse:
    """Works, glossary terms and topics whose names begin with what is being typed."""
    found = find_completions(
        request.GET.get("q", ""), language=languages.active(), user=request.user
    )
    rows = [{"title": one.title, "url": one.url, "kind": one.kind} for one in found]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description, by which browsers offer the library as a search engine."""
    root = f"{request.scheme}://{request.get_host()}"
    context = {
        "library_url": f"{root}{reverse('search:library')}",
        "complete_url": f"{root}{reverse('search:complete')}",
        "site_name": strip_controls(SiteIdentity.of(languages.active()).site_name),
    }
    return render(request, "search/opensearch.xml", context, content_type=OPENSEARCH)


def last_page(answer: SearchResults) -> str:
    sentence = ngettext(
        "There is only one page.",
        "There are only %(count)s pages. This is the last one.",
        answer.pages,
    )
    return sentence % {"count": answer.pages}


def result_navigation(asked: SearchParams, answer: SearchResults, here: str) -> dict[str, object]:
    """Navigation from here: other result pages, other words."""
    before = asked.at(answer.page - 1) if answer.page > 1 else None
    after = asked.at(answer.page + 1) if answer.page < answer.pages else None
    return {
        "before_url": before.url(here) if before else "",
        "after_url": after.url(here) if after else "",
        "feed_url": replace(asked, page=1).url(f"{here}feed.xml"),
        "literal_url": replace(asked, is_literal=True, page=1).url(here),
    }
