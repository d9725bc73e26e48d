"""Review state of language versions, as shown to readers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from translations.models import VersionState

_states: GenerationCache[dict[str, str]] = GenerationCache(size=2000)


def of_work(key: UUID) -> dict[str, str]:
    """Language to review state ("machine", "reviewed") of one work; cached for a generation."""
    return _states.get(key, lambda: of_works([key]).get(key, {}))


def of_works(keys: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """The same for many works, in one query."""
    rows = VersionState.objects.filter(translation_key__in=set(keys))
    found: dict[UUID, dict[str, str]] = {}
    for key, locale_id, review in rows.values_list("translation_key", "locale_id", "review"):
        found.setdefault(key, {})[languages.code_of(locale_id)] = review
    return found


def notes_of(work: works.Work, reviews: dict[str, str]) -> dict[str, str]:
    """Language to a short note: original, machine draft. `reviews` as returned by `of_work`."""
    notes = {code: _("machine draft") for code, review in reviews.items() if review == "machine"}
    if len(work.versions) > 1:
        notes[work.original] = _("original")
    return notes


def is_machine_draft(key: UUID, language: str) -> bool:
    """Whether no person has checked this version yet."""
    return of_work(key).get(language) == VersionState.Review.MACHINE


def mark_machine(*, key: UUID, locale: Locale) -> None:
    """Mark a version as a machine draft. One that a person checked stays checked."""
    VersionState.objects.get_or_create(
        translation_key=key, locale=locale, defaults={"review": VersionState.Review.MACHINE}
    )


def mark_reviewed(*, key: UUID, locale: Locale, reviewer: Any) -> None:
    """Mark a version as checked by this person. Idempotent."""
    VersionState.objects.update_or_create(
        translation_key=key,
        locale=locale,
        defaults={
            "review": VersionState.Review.REVIEWED,
            "reviewer": reviewer,
            "reviewed_at": timezone.now(),
        },
    )
