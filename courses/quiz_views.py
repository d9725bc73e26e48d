"""Views of quizzes: one answer from a device, the form without scripts, the result."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from core.answer_endpoint import AnswerReceipt, AnswerRefused, SentAnswer, make_answer_endpoint
from core.l10n import languages
from courses.catalogue.outline import LessonLine, lesson_of
from courses.learning import actions as learning
from courses.learning.learner_state import enrolment_records
from courses.models import Attempt
from courses.quizzes import actions, presenters
from courses.quizzes.attempts import answers_of, quiz_in, tries_of, values_of
from courses.quizzes.grading import BadValue
from courses.quizzes.published import quiz_of
from courses.views import open_lesson, post_or_back
from people.http import SignedInRequest
from people.models import User
from people.post_replay import replay_post_after_login


@dataclass(frozen=True)
class RefusalResponse:
    """HTTP status, error code and message of a refusal."""

    status: int
    error: str
    words: str | Promise


REFUSALS: dict[type[Exception], RefusalResponse] = {
    actions.NotYours: RefusalResponse(
        403,
        "not-yours",
        _("This attempt belongs to another account, or you have not joined the course."),
    ),
    actions.NoQuiz: RefusalResponse(409, "no-quiz", _("This lesson no longer has a quiz.")),
    actions.NotInQuiz: RefusalResponse(
        409,
        "not-in-quiz",
        _("This question is not part of your attempt. Reload the page to see the current ones."),
    ),
    actions.AttemptFinished: RefusalResponse(
        409,
        "finished",
        _("This attempt is already finished, so the answer was not added. You can try again."),
    ),
    actions.MalformedAnswer: RefusalResponse(
        422,
        "malformed",
        _(
            "This answer was damaged in transit and was not saved. Reload the page and"
            " answer again."
        ),
    ),
    BadValue: RefusalResponse(
        422, "value", _("This is not an answer to this question. Please answer it again.")
    ),
}


def may_begin(user: User, key: UUID) -> bool:
    """Whether this person may begin a quiz: they see the lesson and have joined its course."""
    lesson = lesson_of(key, languages.active(), user)
    return lesson is not None and lesson.course_key in enrolment_records(user, lesson.course_key)


@make_answer_endpoint
def answers(request: SignedInRequest, key: UUID, sent: SentAnswer) -> AnswerReceipt:
    """Keep one answer."""
    try:
        taken = actions.keep_answer(
            learner=request.user,
            lesson_key=key,
            sent=sent,
            language=languages.active(),
            may_begin=partial(may_begin, request.user, key),
        )
    except tuple(REFUSALS) as error:
        response = REFUSALS[type(error)]
        raise AnswerRefused(response.status, response.error, str(response.words)) from error
    newest = max(kept.received_at for kept in taken.answers.values())
    held = {question: (kept.value, kept.counter) for question, kept in taken.answers.items()}
    return AnswerReceipt(kept_at=newest, answers=held)


@replay_post_after_login
@post_or_back
def quiz(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The form without scripts: save and go on, or finish."""
    lesson = open_lesson(request, key)
    try:
        open_id = UUID(request.POST.get("attempt", ""))
        seen = int(request.POST.get("seen", ""))
    except ValueError:
        open_id, seen = tries_of(request.user, key).public_id, 0
    try:
        save(request, key, open_id, seen)
        if "finish" in request.POST:
            return finish_and_redirect(request, lesson, open_id)
    except actions.AttemptFinished:
        messages.info(request, str(REFUSALS[actions.AttemptFinished].words))
        return redirect("quiz_result", key, open_id)
    except tuple(REFUSALS) as error:
        messages.error(request, str(REFUSALS[type(error)].words))
        return redirect(f"{lesson.url}#quiz")
    return redirect(f"{lesson.url}#{redirect_to_next(request, key)}")


def save(request: SignedInRequest, key: UUID, open_id: UUID, seen: int) -> None:
    """Keep what the form says; the questions are those of the attempt, else the published."""
    attempt = Attempt.objects.visible_to(request.user).filter(public_id=open_id).first()
    known = quiz_in(attempt.snapshot_id) if attempt else quiz_of(key)
    actions.keep_form(
        learner=request.user,
        lesson_key=key,
        public_id=open_id,
        values=presenters.parse_posted(known, request.POST),
        seen=seen,
        language=languages.active(),
        may_begin=partial(may_begin, request.user, key),
    )


def finish_and_redirect(
    request: SignedInRequest, lesson: LessonLine, open_id: UUID
) -> HttpResponse:
    """Mark the attempt and lead to its result; back to the questions where none is answered."""
    try:
        done = learning.finish_quiz(learner=request.user, lesson=lesson, public_id=open_id)
    except actions.NothingAnswered:
        messages.warning(request, _("Answer at least one question before you finish."))
        return redirect(f"{lesson.url}#quiz")
    if done.is_first_finish:
        messages.success(
            request, _("You have completed the course. You can now get your certificate.")
        )
    return redirect("quiz_result", lesson.key, open_id)


def redirect_to_next(request: SignedInRequest, key: UUID) -> str:
    """Where to go on: the question that was moved in, else the first without an answer."""
    tries = tries_of(request.user, key)
    moved = request.POST.get("move", "").partition(":")[0]
    known = quiz_in(tries.open.snapshot_id) if tries.open else quiz_of(key)
    if moved and known.find(moved):
        return f"q-{moved}"
    rest = [one.id for one in known.questions if one.id not in tries.answers]
    return f"q-{rest[0]}" if rest else "quiz-end"


@login_required
@never_cache
def result(request: SignedInRequest, key: UUID, public_id: UUID) -> HttpResponse:
    """The result of an attempt, with each question as it was."""
    mine = Attempt.objects.visible_to(request.user).filter(lesson_key=key)
    attempt = get_object_or_404(mine, public_id=public_id)
    lesson = lesson_of(key, languages.active(), request.user)
    if attempt.finished_at is None:
        if lesson is None:
            raise Http404
        return HttpResponseRedirect(f"{lesson.url}#quiz")
    values = values_of(answers_of(attempt))
    known = quiz_in(attempt.snapshot_id)
    context = {
        "attempt": attempt,
        "lesson": lesson,
        "best": tries_of(request.user, key).best,
        "questions": presenters.present_quiz(known, values, languages.active(), is_marked=True),
    }
    return render(request, "courses/quiz_result.html", context)
