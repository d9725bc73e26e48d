from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import languages
from search import address, display
from search.address import FACETS, Asked
from search.library import Answer, ask


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Everything there is to read, in one list; the same address shows the same to all who may."""
    language, here = languages.active(), request.path
    asked, notices = address.read(request.GET)
    answer = ask(asked, language=language, user=request.user)
    if answer.page != asked.page:
        notices.append(last_page(answer))
    context = {
        "asked": asked,
        "answer": answer,
        "notices": notices,
        "rows": [display.row(hit, language) for hit in answer.hits],
        "facets": display.facets(asked, answer.counts),
        "chips": display.chips(asked, here),
        "orders": display.orders(asked, here),
        "search_hidden": display.hidden_fields(asked, FACETS),
        "facet_hidden": display.hidden_fields(asked, ["q"]),
        "plain_url": here,
        "unfiltered_url": display.address(here, Asked(q=asked.q)),
        **ways(asked, answer, here),
    }
    # In the frame: this address in each language (see portal.context).
    request.addresses = {code: f"/{code}/library/" for code in languages.CODES}  # type: ignore[attr-defined]
    # Nobody's own words stand on the plain page: it may be kept for others (see core.pagecache).
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
        "before_url": display.address(here, before) if before else "",
        "after_url": display.address(here, after) if after else "",
        "suggestion_url": display.address(here, Asked(q=suggestion.q)) if suggestion else "",
        "single_words": [] if answer.hits or suggestion else display.single_words(asked, here),
    }
