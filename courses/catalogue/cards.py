"""Course cards of the catalogue."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n.countries import names
from core.l10n.numbers import duration, weight
from core.templatetags.works import language_chips
from courses.catalogue.models import CoursePage
from courses.catalogue.outline import Outline, build_outlines
from translations import review

_cards: GenerationCache[list[dict[str, Any]]] = GenerationCache(size=50)


def course_cards(language: str, user: Any = None) -> list[dict[str, Any]]:
    """Cards of all courses visible to the user, the portal's own first and newest first, each once
    in its best version."""
    passed = visibility.passed(user)
    return _cards.get((language, passed), lambda: _build(language, user))


def _build(language: str, user: Any) -> list[dict[str, Any]]:
    pages = visibility.visible_to(CoursePage.objects.all(), user)
    newest = pages.order_by("-first_published_at", "pk")
    keys = list(dict.fromkeys(newest.values_list("translation_key", flat=True)))
    found = works.resolve(keys, user=user)
    shown = [found[key].best(language).page_id for key in keys if key in found]
    pages_by_id = CoursePage.objects.defer_streamfields().in_bulk(shown)
    outlined = build_outlines(keys, language, user)
    reviews = review.of_works(keys)
    cards = [
        _card(
            found[key],
            pages_by_id[found[key].best(language).page_id],
            outlined.get(key),
            language_chips(found[key], review.notes_of(found[key], reviews.get(key, {}))),
            language,
        )
        for key in keys
        if key in found
    ]
    # Courses taught elsewhere come after the portal's own.
    return sorted(cards, key=lambda card: card["is_elsewhere"])


def _card(
    work: works.Work,
    page: CoursePage,
    outline: Outline | None,
    chips: list[dict[str, Any]],
    language: str,
) -> dict[str, Any]:
    meta = [{"icon": "external", "text": _("taught elsewhere")}] if page.elsewhere else []
    lessons = len(outline.lessons) if outline else 0
    if not page.elsewhere:
        text = ngettext("%(count)s lesson", "%(count)s lessons", lessons) % {"count": lessons}
        meta.append({"icon": "lesson", "text": text})
    if outline and outline.minutes:
        meta.append({"icon": "clock", "text": duration(outline.minutes)})
    if outline and outline.weight:
        meta.append({"icon": "download", "text": weight(outline.weight)})
    countries = names(page.countries)
    if countries:
        meta.append({"icon": "place", "text": " · ".join(countries)})
    version = work.best(language)
    other = version.language != language
    return {
        "key": work.key,
        "kind": work.kind,
        "title": version.title,
        "url": work.url(language),
        "summary": page.summary,
        "meta": meta,
        "languages": chips,
        "lang": version.language if other else "",
        "dir": version.direction if other else "",
        "is_elsewhere": bool(page.elsewhere),
    }
