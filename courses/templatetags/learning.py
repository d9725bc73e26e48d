"""What templates ask about one learner. Pages themselves hold no reader's data."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.l10n import languages
from core.l10n.numbers import duration, weight
from core.ui.cards import Meta
from courses.catalogue import outline as outlines
from courses.catalogue.outline import LessonLine, Outline
from courses.learning import learner_state as learnings
from courses.learning.learner_state import Learning
from courses.models import CoursePage, LessonPage

register = template.Library()


@register.simple_tag(takes_context=True)
def learning(context: dict[str, Any], page: CoursePage | LessonPage) -> Learning | None:
    """The course of this page as the reader stands in it; None where it is not open to them."""
    user = context["request"].user
    is_lesson = isinstance(page, LessonPage)
    key = page.translation_key
    course_key = outlines.course_key_of(key) if is_lesson else key
    outline = outlines.outline(course_key, languages.active(), user) if course_key else None
    if course_key is None or outline is None:
        return None
    record = learnings.records(user, course_key).get(course_key)
    return Learning(outline, record, user.is_authenticated, key if is_lesson else None)


@register.simple_tag(takes_context=True)
def continue_learning(context: dict[str, Any]) -> Learning | None:
    """The course to go on with: the one enrolled in last that is not finished; else one whose
    certificate waits for a name; else one that is proved."""
    user = context["request"].user
    records = learnings.records(user).values()
    going = [one for one in records if one.completed_at is None]
    waiting = [one for one in records if one.completed_at and one.certificate_id is None]
    proved = [one for one in records if one.certificate_id is not None]
    for record in [*going, *waiting, *proved]:
        outline = outlines.outline(record.course_key, languages.active(), user)
        if outline is not None and outline.lessons:
            return Learning(outline, record, is_signed_in=True)
    return None


@register.filter
def place_words(state: Learning) -> str:
    """Where this lesson stands, in one sentence (SW1 AC7)."""
    lesson = state.lesson
    if lesson is None:
        return ""
    facts = {"number": lesson.number, "total": state.progress.total, "done": state.progress.done}
    if state.is_enrolled:
        return _("Lesson %(number)s of %(total)s, %(done)s done") % facts
    return _("Lesson %(number)s of %(total)s") % facts


@register.filter
def marked_title(line: LessonLine | Outline) -> str:
    """A title inside words of the page; where its language is another, it is marked."""
    language = line.language
    if language == languages.active():
        return line.title
    direction = languages.direction(language)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, line.title)


@register.filter
def lesson_meta(lesson: LessonLine) -> list[Meta]:
    """Minutes and size of a lesson."""
    items = [Meta(duration(lesson.minutes), "clock")]
    if lesson.weight:
        items.append(Meta(weight(lesson.weight), "download"))
    return items


@register.filter
def continued(url: str) -> str:
    """The address of a lesson, opened where the reader left off on this device."""
    return f"{url}?continue=1"
