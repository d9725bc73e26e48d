"""Template tags of the front page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from django import template
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.safestring import SafeString

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.rendering import render_question
from core.works import listings
from core.works.listings import ListedWork
from courses.catalogue.cards import CourseCard, course_cards
from courses.catalogue.models import LessonPage
from courses.catalogue.outline import LessonLine, outline_of
from courses.learning.learner_state import enrolment_records
from news.models import NewsIndexPage, NewsPage

register = template.Library()
SHOWN = 3
# In so many first lessons of a course a question is looked for.
FIRST_LESSONS = 3


@register.simple_tag
def newest() -> list[CourseCard]:
    """Cards of the newest courses; at most three."""
    return course_cards(languages.active())[:SHOWN]


@dataclass(frozen=True)
class Latest:
    """The latest news, and the URL of all of them."""

    entries: tuple[ListedWork, ...]
    url: str


_news: GenerationCache[Latest] = GenerationCache(size=20)


@register.simple_tag
def latest_news() -> Latest:
    """The newest public news, first of all those in the reader's language; undated ones last."""
    language = languages.active()
    return _news.get(language, lambda: _read_news(language))


def _read_news(language: str) -> Latest:
    # As `NewsPage.dated`.
    dated = Coalesce(NullIf("happened_on", Value("")), "published_on")
    rows = NewsPage.objects.visible_to(None).annotate(dated_on=dated).order_by("-dated_on", "pk")
    found = list(rows.values_list("translation_key", "locale__language_code"))
    own = [key for key, code in found if code == language]
    # Each work once, at its first place.
    keys = dict.fromkeys([*own, *(key for key, _code in found)])
    index = NewsIndexPage.objects.visible_to(None).first()
    listed = works.public(index.translation_key) if index else None
    entries = listings.listed_works(list(keys)[:SHOWN], language, None)
    return Latest(entries, listed.url(language) if listed else "")


@register.simple_tag(takes_context=True)
def first_course(context: dict[str, Any]) -> CourseCard | None:
    """The course recommended to the reader: the portal's own, not enrolled yet, preferably in their
    own language, the oldest first."""
    taken = enrolment_records(context["request"].user)
    return recommended_course(
        card for card in course_cards(languages.active()) if card.key not in taken
    )


def recommended_course(newest_first: Iterable[CourseCard]) -> CourseCard | None:
    own = [card for card in newest_first if not card.is_elsewhere]
    return min(reversed(own), key=lambda card: bool(card.lang), default=None)


@dataclass(frozen=True)
class Opening:
    """A question to a reader who has read nothing yet, and the lesson that asks it."""

    lesson: LessonLine
    page: LessonPage
    question: str
    html: SafeString

    def answered(self, answers: list[str]) -> SafeString:
        return render_question(self.page, self.question, answers)


_openings: GenerationCache[Opening | None] = GenerationCache(size=20)


class ShownOpening(TypedDict):
    lesson: LessonLine
    html: SafeString
    page: LessonPage


@register.simple_tag(takes_context=True)
def opening(context: dict[str, Any]) -> ShownOpening | None:
    """The first question of the recommended course, with feedback where the address carries an
    answer; None where no lesson asks one. Nothing is stored."""
    language, asked = languages.active(), context["request"].GET
    found = _openings.get(language, lambda: _find_opening(language))
    if found is None:
        return None
    is_answered = asked.get("q") == found.question
    html = (
        found.answered([one[:500] for one in asked.getlist("a")[:20] if one])
        if is_answered
        else found.html
    )
    return {"lesson": found.lesson, "html": html, "page": found.page}


def _find_opening(language: str) -> Opening | None:
    course = recommended_course(course_cards(language))
    outline = outline_of(UUID(str(course.key)), language) if course else None
    lessons = outline.lessons[:FIRST_LESSONS] if outline else []
    pages = LessonPage.objects.visible_to(None).select_related("locale")
    found = pages.filter(translation_key__in=[lesson.key for lesson in lessons])
    by_version = {(page.translation_key, page.language): page for page in found}
    for lesson in lessons:
        page = by_version.get((lesson.key, lesson.language))
        asked = page.body.blocks_by_name("question") if page else []
        questions = [one for one in asked if not one.value.get("counts")]
        if page and questions:
            first = questions[0].id
            return Opening(lesson, page, first, render_question(page, first))
    return None
