"""Warnings to editors when learners are affected: before publishing, and before deleting.

A lesson that somebody has completed or answered is not deleted but archived: unpublished in every
language, and kept for the records that name it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import works
from core.pages.checklist import Point
from courses.models import (
    Attempt,
    CoursePage,
    Enrolment,
    LessonCompletion,
    LessonPage,
    ModulePage,
)
from courses.quizzes.content import Quiz
from courses.quizzes.published import draft_quiz, quiz_of
from people.http import SignedInRequest
from people.models import User


@dataclass(frozen=True)
class InvolvedPeople:
    """How many people have to do with some lessons; each counts once."""

    enrolled: int = 0
    completed: int = 0
    inside: int = 0
    finished: int = 0

    @property
    def has_records(self) -> bool:
        return any((self.enrolled, self.completed, self.inside, self.finished))


def count_involved(lesson_keys: list[UUID], course_key: UUID | None = None) -> InvolvedPeople:
    """Who has completed one of the lessons, is in the middle of a quiz, or has a result; with a
    course, who has joined it."""
    attempts = Attempt.objects.filter(lesson_key__in=lesson_keys)
    done = LessonCompletion.objects.filter(lesson_key__in=lesson_keys, undone_at=None)
    open_ones = attempts.filter(finished_at=None)
    marked = attempts.filter(finished_at__isnull=False)
    return InvolvedPeople(
        enrolled=Enrolment.objects.open().on(course_key).count() if course_key else 0,
        completed=done.values("enrolment__learner").distinct().count(),
        inside=open_ones.values("learner").distinct().count(),
        finished=marked.values("learner").distinct().count(),
    )


def points(page: Page) -> Iterator[Point]:
    """Items of the checklist of a lesson with a quiz, drafted or published."""
    if not isinstance(page, LessonPage):
        return
    draft, published = draft_quiz(page), quiz_of(page.translation_key)
    if not draft.questions and not published.questions:
        return
    found = count_involved([page.translation_key])
    yield Point(
        _(
            "People in the middle of this quiz: %(inside)s. People with a result: %(finished)s."
            " People who have completed the lesson: %(completed)s."
        )
        % {
            "inside": found.inside,
            "finished": found.finished,
            "completed": found.completed,
        },
        is_open=False,
    )
    if (
        published.questions
        and page.language == published.language
        and quiz_differs(draft, published)
    ):
        yield Point(
            _(
                "The questions differ from the published ones. Anyone in the middle of the quiz"
                " keeps the questions they began with (%(inside)s), and results stay as they are"
                " (%(finished)s). New attempts get the new questions."
            )
            % {"inside": found.inside, "finished": found.finished},
            is_open=True,
        )


def quiz_differs(draft: Quiz, published: Quiz) -> bool:
    """Whether key or words in the original's language differ."""
    language = published.language
    return draft.questions != published.questions or any(
        draft.words_of(one, language) != published.words_of(one, language)
        for one in draft.questions
    )


def count_involved_in(page: Page) -> InvolvedPeople:
    """Who would be touched if this page went, with all below it: nobody by the loss of one
    translation."""
    page = page.specific
    is_ours = isinstance(page, CoursePage | ModulePage | LessonPage)
    if not is_ours or works.original_language(page.translation_key) != page.language:
        return InvolvedPeople()
    lessons = LessonPage.objects.descendant_of(page, inclusive=True)
    course_key = page.translation_key if isinstance(page, CoursePage) else None
    return count_involved(list(lessons.values_list("translation_key", flat=True)), course_key)


def archive_instead_of_deleting(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Ask in numbers, and archive; nothing where nobody is involved: then Wagtail deletes."""
    found = count_involved_in(page)
    if not found.has_records:
        return None
    if page.live and not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    if request.method == "POST":
        archive(page, request.user)
        words = _("“%(title)s” is archived: unpublished, and kept in the records of learners.")
        messages.success(request, words % {"title": page.title})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(request, "courses/archive_page.html", {"page": page, "involved": found})


def archive(page: Page, user: User) -> None:
    """Unpublish the page in every language, with all below it."""
    versions = page.get_translations(inclusive=True).filter(alias_of=None)
    for version in versions:
        for one in [*version.get_descendants().live(), version]:
            if one.live:
                one.specific.unpublish(user=user)


def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Pages with records are archived one by one, where the numbers are said."""
    if action_type != "delete":
        return None
    kept = [one for one in objects if isinstance(one, Page) and count_involved_in(one).has_records]
    if not kept:
        return None
    words = _(
        "Not deleted, because learners have records of it: “%(title)s”. Delete it on its own."
    )
    for page in kept:
        messages.error(request, words % {"title": page.title})
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)
