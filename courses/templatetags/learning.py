"""Template tags about one learner. Pages themselves contain no user data, so they can be cached."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.http import Reader
from core.l10n import languages
from core.l10n.numbers import format_duration, format_file_size
from core.ui.cards import CardFact
from courses.catalogue.outline import LessonLine, Outline, course_key_of, outline_of
from courses.learning.learner_state import LearnerState, enrolment_records
from courses.models import CoursePage, LessonPage

register = template.Library()


@register.simple_tag(takes_context=True)
def course_outline(context: dict[str, Any], page: CoursePage | LessonPage) -> Outline | None:
    """The outline of this page's course, with nothing of the user; None where the course is not
    visible to them."""
    return _outline(page, context["request"].user)


def _outline(page: CoursePage | LessonPage, user: Reader) -> Outline | None:
    key = page.translation_key
    course_key = course_key_of(key) if isinstance(page, LessonPage) else key
    return outline_of(course_key, languages.active(), user) if course_key else None


@register.simple_tag(takes_context=True)
def learner_state(context: dict[str, Any], page: CoursePage | LessonPage) -> LearnerState | None:
    """The course of this page with the user's state; None where the course is not visible to
    them. Read once a request, however many parts of the page ask."""
    request = context["request"]
    states = request.__dict__.setdefault("learner_states", {})
    if page.pk not in states:
        states[page.pk] = _state(page, request.user)
    found: LearnerState | None = states[page.pk]
    return found


def _state(page: CoursePage | LessonPage, user: Reader) -> LearnerState | None:
    outline = _outline(page, user)
    if outline is None:
        return None
    here = page.translation_key if isinstance(page, LessonPage) else None
    record = enrolment_records(user, outline.key).get(outline.key)
    return LearnerState(outline, record, user.is_authenticated, here)


@register.simple_tag(takes_context=True)
def continue_learning(context: dict[str, Any]) -> LearnerState | None:
    """The course to resume: the latest unfinished enrolment; else a finished course whose
    certificate has not been issued; else one that has a certificate."""
    user = context["request"].user
    records = enrolment_records(user).values()
    going = [one for one in records if one.completed_at is None]
    waiting = [one for one in records if one.completed_at and one.certificate_id is None]
    proved = [one for one in records if one.certificate_id is not None]
    for record in [*going, *waiting, *proved]:
        outline = outline_of(record.course_key, languages.active(), user)
        if outline is not None and outline.lessons:
            return LearnerState(outline, record, is_signed_in=True)
    return None


@register.filter
def place_words(state: LearnerState) -> str:
    """Position of the lesson in its course, in one sentence."""
    lesson = state.lesson
    if lesson is None:
        return ""
    facts = {"number": lesson.number, "total": state.progress.total, "done": state.progress.done}
    if state.is_enrolled:
        return _("Lesson %(number)s of %(total)s, %(done)s done") % facts
    return _("Lesson %(number)s of %(total)s") % facts


@register.filter
def marked_title(line: LessonLine | Outline) -> str:
    """A title inside interface text, with `lang` and `dir` where its language differs."""
    language = line.language
    if language == languages.active():
        return line.title
    direction = languages.direction(language)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, line.title)


@register.filter
def lesson_card_facts(lesson: LessonLine) -> list[CardFact]:
    """Duration and size of a lesson."""
    items = [CardFact(format_duration(lesson.minutes), "clock")]
    if lesson.size_bytes:
        items.append(CardFact(format_file_size(lesson.size_bytes), "download"))
    return items


@register.filter
def continued(url: str) -> str:
    """The lesson's URL with the fragment that restores the reading position on this device."""
    return f"{url}?continue=1"
