"""Review of a version by a native speaker, on a phone: one passage at a time.

It brings the next passages along, so that its script can go on offline, and sends each
answer to `translations.checking.answers`. Without the script each answer is a POST to this page.
"""

from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.answer_endpoint import person_of
from core.l10n import languages
from core.models import BasePage
from people.http import SignedInRequest
from translations import review
from translations.checking import actions, doubts
from translations.checking.passages import Passage, passages_of
from translations.freshness import ledger
from translations.permissions import languages_of

# So many passages come along: the work of some twenty minutes offline.
AHEAD = 20


class UpcomingPassage(NamedTuple):
    """A passage that the page brings along, and where "next" leads from it."""

    passage: Passage
    next_url: str


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, key: UUID, code: str) -> HttpResponse:
    """One passage; a POST stores what is said of it and leads to the next."""
    page = checked_page(request, key, code)
    passages = passages_of(page)
    if request.method == "POST" and request.POST.get("show_name"):
        actions.show_name(page, request.user, is_shown=request.POST["show_name"] == "yes")
        return redirect(passage_url(page))
    passage = requested_passage(request, passages)
    if request.method == "POST" and passage is not None:
        return handle_verdict(request, page, passage, passages)
    if passage is None:
        actions.settle(page, request.user)
    return render(request, "translations/check.html", context_of(request, page, passage, passages))


def checked_page(request: SignedInRequest, key: UUID, code: str) -> BasePage:
    """The version, for who translates into its language."""
    page = ledger.live_version(key, code)
    if page is None:
        raise Http404
    if code not in languages_of(request.user):
        raise PermissionDenied
    return page


def requested_passage(request: SignedInRequest, passages: list[Passage]) -> Passage | None:
    """The passage that is asked for, else the first that nothing was said of; None for no such."""
    asked = request.POST.get("at") or request.GET.get("at") or ""
    if asked.isdecimal():
        return next((one for one in passages if one.number == int(asked)), None)
    return next((one for one in passages if not one.verdict), None)


def handle_verdict(
    request: SignedInRequest, page: BasePage, passage: Passage, passages: list[Passage]
) -> HttpResponse:
    """Store the verdict that was sent, and lead to the next passage."""
    verdict = request.POST.get("verdict", "")
    try:
        if verdict in actions.JUDGED:
            judge(request, page, passage, verdict)
        elif verdict == actions.Verdict.MENDED:
            mend(request, page, passage)
    except (actions.ChangedMeanwhile, actions.UnusableCorrection) as error:
        return show_again(request, page, passage, passages, error)
    return redirect(passage_url(page, after(passage, passages)))


def judge(request: SignedInRequest, page: BasePage, passage: Passage, verdict: str) -> None:
    holds = actions.judge(
        page=page,
        passage=passage,
        verdict=verdict,
        person=request.user,
        note=request.POST.get("note", ""),
        own=request.POST.get("own", ""),
    )
    if holds != verdict:
        messages.info(request, doubts.still_open())


def mend(request: SignedInRequest, page: BasePage, passage: Passage) -> None:
    words = typed_words(request, passage)
    seen = {one: request.POST.get(f"seen-{one}", "") for one in words}
    if not actions.mend(page=page, passage=passage, words=words, seen=seen, person=request.user):
        messages.info(request, _("Your correction is saved. An editor will publish it."))


def show_again(
    request: SignedInRequest,
    page: BasePage,
    passage: Passage,
    passages: list[Passage],
    error: actions.ChangedMeanwhile | actions.UnusableCorrection,
) -> HttpResponse:
    """The passage once more, with what was typed, and why it was not stored."""
    context = context_of(request, page, passage, passages) | {
        "typed": typed_words(request, passage)
    }
    if isinstance(error, actions.ChangedMeanwhile):
        context |= {"theirs": error.theirs, "is_changed": True}
        return render(request, "translations/check.html", context, status=409)
    context |= {"unusable": str(error)}
    return render(request, "translations/check.html", context, status=400)


def typed_words(request: SignedInRequest, passage: Passage) -> dict[int, str]:
    """What was typed into the fields of the passage's strings."""
    names = {one.segment_id: f"words-{one.segment_id}" for one in passage.editables}
    return {pk: request.POST[name] for pk, name in names.items() if name in request.POST}


def after(passage: Passage, passages: list[Passage]) -> int | None:
    """The next passage that nothing was said of, after this one; None: the first such."""
    later = [one for one in passages if one.number > passage.number and not one.verdict]
    return later[0].number if later else None


def passage_url(page: BasePage, number: int | None = None) -> str:
    url = reverse("versions:check", args=[page.translation_key, page.language])
    return f"{url}?at={number}" if number else url


def upcoming(page: BasePage, passage: Passage, passages: list[Passage]) -> list[UpcomingPassage]:
    """What comes after this passage and has no answer yet."""
    later = [one for one in passages if one.number > passage.number and not one.verdict][:AHEAD]
    return [UpcomingPassage(one, passage_url(page, after(one, passages))) for one in later]


def context_of(
    request: SignedInRequest, page: BasePage, passage: Passage | None, passages: list[Passage]
) -> dict[str, Any]:
    original = ledger.original_now(page.translation_key)
    code = ledger.original_code(page.translation_key) if original else page.language
    done = sum(one.is_done for one in passages)
    following = next((one for one in passages if passage and one.number > passage.number), None)
    mine = [
        one.check.at for one in passages if one.check and one.check.person_id == request.user.pk
    ]
    return {
        "version": page,
        "version_url": page.url,
        "direction": page.direction,
        "state": review.of_work(page.translation_key).get(page.language),
        "passage": passage,
        "next_url": passage_url(page, following.number) if following else passage_url(page),
        "upcoming": upcoming(page, passage, passages) if passage else [],
        "attempt": uuid5(page.translation_key, page.language),
        "person": person_of(request),
        "kept_at": max(mine, default=None),
        "done": done,
        "total": len(passages),
        "doubted": [one for one in passages if one.doubts],
        "still_open": doubts.still_open(),
        "original_code": code,
        "original_dir": languages.direction(code),
        "original_name": languages.NAMES[code],
    }
