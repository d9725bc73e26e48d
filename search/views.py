from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.l10n import languages
from search import params, presenters
from search.library import Answer, ask
from search.params import FACETS, Asked


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Everything there is to read, in one list; the same address shows the same to all who may."""
    language, here = languages.active(), request.path
    asked, notices = params.read(request.GET)
    answer = ask(asked, language=language, user=request.user)
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
        "unfiltered_url": Asked(q=asked.q).url(here),
        **ways(asked, answer, here),
    }
    # In the frame: this address in each language (see portal.context_processors).
    request.addresses = {code: f"/{code}/library/" for code in languages.CODES}  # type: ignore[attr-defined]
    # Nobody's own words stand on the plain page: see core.caching.page_cache.
    request.may_be_kept = True  # type: ignore[attr-defined]
    return render(request, "search/library.html", context)


def last_page(answer: Answer) -> str:
    sentence = ngettext(
        "There is only one page.",
        "There are only %(count)s pages. This is the last one.",
        answer.pages,
    )
    return sentence % {"count": answer.pages}


def ways(asked: Asked, answer: Answer, here: str) -> dict[str, object]:
    """Where a reader can go from here: other pages, other words."""
    before = asked.at(answer.page - 1) if answer.page > 1 else None
    after = asked.at(answer.page + 1) if answer.page < answer.pages else None
    suggestion = answer.suggestion
    return {
        "before_url": before.url(here) if before else "",
        "after_url": after.url(here) if after else "",
        "suggestion_url": Asked(q=suggestion.q).url(here) if suggestion else "",
        "single_words": [] if answer.hits or suggestion else presenters.single_words(asked, here),
    }
