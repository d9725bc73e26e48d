"""Views of learning: enrol, complete lessons, certificates. Each loads, calls one action,
responds."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.http import content_disposition
from core.l10n import languages
from core.middleware import known_code
from courses.catalogue.outline import LessonLine, lesson_of, outline_of, outlines_of
from courses.certificates import actions as certificate_actions
from courses.certificates.codes import normalise_code
from courses.certificates.forms import NameForm
from courses.certificates.rendering import NotRendered, verify_url
from courses.certificates.rendering import render as render_certificate
from courses.learning import actions
from courses.learning.learner_state import LearnerState, enrolment_records
from courses.models import Certificate, Enrolment
from courses.quizzes.conditions import conditions_of
from people.http import SignedInRequest
from people.limits import consume_rate_limit
from people.models import User
from people.post_replay import replay_post_after_login

# Rate limit: a person with a certificate in hand needs one request; a guessing bot needs millions.
VERIFY_PER_MINUTE = 30
MAX_CODE_LENGTH = 64
METHODS = ["GET", "HEAD", "POST"]
View = Callable[[SignedInRequest, UUID], HttpResponse]


def post_or_back(view: View) -> View:
    """An address of a button is no page: who opens it is led to the lesson or course it acts on,
    where the button is. They come there by Enter in the address bar, or by signing in."""

    @wraps(view)
    def only_post(request: SignedInRequest, key: UUID) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return HttpResponseRedirect(place_of(request, key), status=303)
        return view(request, key) if request.method == "POST" else HttpResponseNotAllowed(METHODS)

    return only_post


def place_of(request: SignedInRequest, key: UUID) -> str:
    """Where a reader finds the course or the lesson; 404 for what is neither, or not for them."""
    outline = outline_of(key, languages.active(), request.user)
    return f"{outline.url}#lessons" if outline else f"{open_lesson(request, key).url}#done"


@replay_post_after_login
@post_or_back
def enrol(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enrol on a course: one click, no approval."""
    outline = outline_of(key, languages.active(), request.user)
    if outline is None:
        raise Http404
    try:
        actions.enrol(learner=request.user, course_key=key)
    except actions.TaughtElsewhere:
        messages.warning(request, _("This course is taught elsewhere: you can enrol on it there."))
        return redirect(outline.url)
    messages.success(request, _("You have joined this course. Your progress will be saved."))
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(f"{outline.url}#lessons")


@replay_post_after_login
@post_or_back
def lesson_done(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Complete a lesson; redirect back to it, with "Next" in the same place."""
    lesson = open_lesson(request, key)
    try:
        done = actions.complete_lesson(learner=request.user, lesson=lesson)
    except actions.NotEnrolled:
        ask_to_join(request)
        return redirect(f"{lesson.url}#done")
    if done.is_first_finish:
        messages.success(
            request, _("You have completed the course. You can now get your certificate.")
        )
    return redirect(f"{lesson.url}#done")


@replay_post_after_login
@post_or_back
def lesson_undo(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Undo a completion."""
    lesson = open_lesson(request, key)
    try:
        actions.undo_lesson(learner=request.user, lesson=lesson)
    except actions.NotEnrolled:
        ask_to_join(request)
    return redirect(f"{lesson.url}#done")


def ask_to_join(request: SignedInRequest) -> None:
    messages.warning(request, _("Join the course first so that your progress can be saved."))


def open_lesson(request: SignedInRequest, key: UUID) -> LessonLine:
    """The lesson as this reader sees it; 404 where it is not visible to them."""
    lesson = lesson_of(key, languages.active(), request.user)
    if lesson is None:
        raise Http404
    return lesson


@login_required
@never_cache
def my_learning(request: SignedInRequest) -> HttpResponse:
    """The learner's courses, certificates and record."""
    records = enrolment_records(request.user)
    found = outlines_of(records, languages.active(), request.user)
    states = [
        LearnerState(found[key], record, is_signed_in=True)
        for key, record in records.items()
        if key in found
    ]
    mine = Certificate.objects.filter(enrolment__learner_id=request.user.pk)
    context = {
        "going": [state for state in states if not state.is_finished],
        "finished": [state for state in states if state.is_finished],
        "gone": [record for key, record in records.items() if key not in found],
        "certificates": mine.order_by("-issued_on", "-pk"),
    }
    return render(request, "courses/my_learning.html", context)


@replay_post_after_login(labels={name: field.label for name, field in NameForm.base_fields.items()})
@never_cache
def certificate_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm the name, then issue the certificate; later requests show the issued one."""
    enrolment = get_object_or_404(Enrolment.objects.visible_to(request.user), pk=pk)
    outline = outline_of(enrolment.course_key, languages.active(), request.user)
    known_one = Certificate.objects.filter(enrolment=enrolment).first()
    if known_one is not None:
        return render(request, "courses/certificate.html", certificate_context(request, known_one))
    if outline is None:
        return redirect("my_learning")  # the course page explains that the course is not available
    if enrolment.completed_at is None:
        messages.warning(request, what_is_missing(enrolment))
        return redirect(outline.url)
    form = NameForm(request.POST or None, learner=enrolment.learner)
    status, is_stuck = 200, False
    if request.method == "POST" and form.is_valid():
        try:
            certificate_actions.issue_certificate(enrolment=enrolment, **form.cleaned_data)
        except NotRendered:
            status, is_stuck = 409, True
        else:
            remember_name(enrolment.learner, form.cleaned_data["name"])
            messages.success(request, _("Your certificate has been issued."))
            return redirect("certificate_name", pk=pk)
    context = {"form": form, "outline": outline, "enrolment": enrolment, "is_stuck": is_stuck}
    status = 400 if form.errors else status
    return render(request, "courses/certificate_name.html", context, status=status)


def what_is_missing(enrolment: Enrolment) -> str:
    """Why there is no certificate yet."""
    asked = conditions_of(enrolment.course_key)
    if actions.open_conditions(enrolment.learner_id, asked):
        return _(
            "You can get the certificate once all lessons are marked as done and the quizzes named"
            " on this page are passed."
        )
    return _("You can get the certificate once all lessons are marked as done.")


def remember_name(user: User, name: str) -> None:
    """Save the confirmed name as the default for the next time."""
    if user.legal_name != name:
        user.legal_name = name
        user.save(update_fields=["legal_name"])


def certificate_context(request: HttpRequest, certificate: Certificate) -> dict[str, Any]:
    """Context of `courses/certificate_card.html` and the pages around it."""
    return {
        "certificate": certificate,
        "verify_url": verify_url(certificate),
        "direction": languages.direction(certificate.title_language),
    }


@login_required
@never_cache
def certificate_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The PDF, rendered from the frozen record: the same number on every download."""
    enrolment = get_object_or_404(Enrolment.objects.visible_to(request.user), pk=pk)
    certificate = get_object_or_404(Certificate, enrolment=enrolment)
    if certificate.revoked_on:
        return redirect("certificate_name", pk=pk)
    try:
        body = render_certificate(certificate)
    except NotRendered as error:
        certificate_actions.tell_contact(certificate, str(error))
        context = certificate_context(request, certificate)
        return render(request, "courses/certificate_stuck.html", context, status=503)
    name = f"{certificate.course_title} {certificate.number}"
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition(name, "pdf", inline=True)},
    )


def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Anybody with the code: is this certificate genuine? Wrong codes all get one answer.

    Without a code in the address there is a field for it; what is typed there leads on to the
    address with the code, which is where tries are counted.
    """
    typed = request.POST.get("code") or request.GET.get("code", "")
    if not code and normalise_code(typed):
        return redirect("verify", code=normalise_code(typed)[:MAX_CODE_LENGTH])
    if code and not consume_rate_limit(request, "verify", per_minute=VERIFY_PER_MINUTE):
        with translation.override(verify_language(request, None)):
            return render(request, "429.html", status=429)
    certificate = Certificate.objects.filter(code=normalise_code(code)).first() if code else None
    language = verify_language(request, certificate)
    with translation.override(language):
        context: dict[str, Any] = {
            "LANGUAGE_CODE": language,
            "robots": "noindex",
            "code": code or typed,
            "is_asked": bool(code or typed),
        }
        if certificate is not None:
            context |= certificate_context(request, certificate)
            context["told"] = certificate.told_in(language)
        status = 200 if certificate or not context["is_asked"] else 404
        response = render(request, "courses/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = language
    return response


def verify_language(request: HttpRequest, certificate: Certificate | None) -> str:
    """The language cookie, else the browser's language, else the certificate's."""
    chosen = known_code(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    if chosen:
        return chosen
    if request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    return certificate.language if certificate else settings.LANGUAGE_CODE
