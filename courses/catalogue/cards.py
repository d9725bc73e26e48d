"""Course cards of the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n.countries import names
from core.l10n.numbers import format_duration, format_file_size
from core.ui.cards import CardFact, WorkCard, language_chips, notes_as_facts
from courses.catalogue.models import CoursePage
from courses.catalogue.outline import Outline, build_outlines
from translations import review


@dataclass(frozen=True)
class CourseCard(WorkCard):
    """A course before the click."""

    is_elsewhere: bool = False


_cards: GenerationCache[list[CourseCard]] = GenerationCache(size=50)


def course_cards(language: str, user: Reader | None = None) -> list[CourseCard]:
    """Cards of all courses visible to the user, the portal's own first and newest first, each once
    in its best version."""
    passed = visibility.met_rule_ids(user)
    return _cards.get((language, passed), lambda: _build(language, user))


def _build(language: str, user: Reader | None) -> list[CourseCard]:
    pages = visibility.visible_to(CoursePage.objects.all(), user)
    newest = pages.order_by("-first_published_at", "pk")
    keys = list(dict.fromkeys(newest.values_list("translation_key", flat=True)))
    found = works.resolve(keys, user=user)
    shown = [found[key].best(language).page_id for key in keys if key in found]
    pages_by_id = CoursePage.objects.defer_streamfields().in_bulk(shown)
    outlined = build_outlines(keys, language, user)
    states = review.of_works(keys)
    cards = [
        _card(
            found[key],
            pages_by_id[found[key].best(language).page_id],
            outlined.get(key),
            states.get(key, {}),
            language,
        )
        for key in keys
        if key in found
    ]
    # Courses taught elsewhere come after the portal's own.
    return sorted(cards, key=lambda card: card.is_elsewhere)


def _card(
    work: works.Work,
    page: CoursePage,
    outline: Outline | None,
    states: dict[str, review.PublicState],
    language: str,
) -> CourseCard:
    version = work.best(language)
    other = version.language != language
    state = states.get(version.language)
    return CourseCard(
        key=work.key,
        kind=work.kind,
        title=version.title,
        url=work.url(language),
        summary=page.summary,
        facts=(*_facts(page, outline), *notes_as_facts(state.notes if state else ())),
        languages=language_chips(work, review.notes_of(work, states)),
        lang=version.language if other else "",
        dir=version.direction if other else "",
        said=tuple(state.attributes.items()) if state else (),
        is_elsewhere=bool(page.elsewhere),
    )


def _facts(page: CoursePage, outline: Outline | None) -> Iterator[CardFact]:
    if page.elsewhere:
        yield CardFact(_("taught elsewhere"), "external")
    else:
        lessons = len(outline.lessons) if outline else 0
        text = ngettext("%(count)s lesson", "%(count)s lessons", lessons)
        yield CardFact(text % {"count": lessons}, "lesson")
    if outline and outline.minutes:
        yield CardFact(format_duration(outline.minutes), "clock")
    if outline and outline.size_bytes:
        yield CardFact(format_file_size(outline.size_bytes), "download")
    if countries := names(page.countries):
        yield CardFact(" · ".join(countries), "place")
