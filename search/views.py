"""The library page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.l10n import languages
from search import params, presenters
from search.library import SearchResults, ask
from search.params import FACETS, SearchParams


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Search results, or everything; the same URL shows the same to everybody with the same
    permissions."""
    language, here = languages.active(), request.path
    asked, notices = params.read(request.GET)
    answer = ask(asked, language=language, user=request.user)
    if answer.is_damaged:
        notices.append(
            _(
                "Part of our search is not working: for now only titles are searched, and some "
                "items may not be found. All pages can still be read."
            )
        )
    if answer.page != asked.page:
        notices.append(last_page(answer))
    context = {
        "asked": asked,
        "answer": answer,
        "notices": notices,
        "rows": [presenters.row(hit, language) for hit in answer.hits],
        "facets": presenters.facets(asked, answer.counts),
        "chips": presenters.chips(asked, here),
        "orders": presenters.orders(asked, here),
        "search_hidden": presenters.hidden_fields(asked, FACETS),
        "facet_hidden": presenters.hidden_fields(asked, ["q"]),
        "plain_url": here,
        "unfiltered_url": SearchParams(q=asked.q).url(here),
        **ways(asked, answer, here),
    }
    # hreflang links and language switcher (see portal.context_processors).
    request.addresses = {code: f"/{code}/library/" for code in languages.CODES}  # type: ignore[attr-defined]
    # The plain page contains nothing of the user: see core.caching.page_cache.
    request.is_publicly_cacheable = not answer.is_damaged  # type: ignore[attr-defined]
    return render(request, "search/library.html", context)


def last_page(answer: SearchResults) -> str:
    sentence = ngettext(
        "There is only one page.",
        "There are only %(count)s pages. This is the last one.",
        answer.pages,
    )
    return sentence % {"count": answer.pages}


def ways(asked: SearchParams, answer: SearchResults, here: str) -> dict[str, object]:
    """Navigation from here: other result pages, other words."""
    before = asked.at(answer.page - 1) if answer.page > 1 else None
    after = asked.at(answer.page + 1) if answer.page < answer.pages else None
    suggestion = answer.suggestion
    return {
        "before_url": before.url(here) if before else "",
        "after_url": after.url(here) if after else "",
        "suggestion_url": SearchParams(q=suggestion.q).url(here) if suggestion else "",
        "single_words": [] if answer.hits or suggestion else presenters.single_words(asked, here),
    }
