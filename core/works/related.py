"""Related works: "builds on" is edited at one end and shown at both.

An editor says of a page what it builds on. When any version of the work is published, that is
stored by work (`WorkLink`): so it holds in every language, and survives a change of URL.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from core import works
from core.access import visibility
from core.caching import generation
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages
from core.pages.base import BasePage
from core.works import Work
from core.works.models import WorkLink


@dataclass(frozen=True)
class Related:
    """What a work builds on, and where it is used, as far as one reader may see it."""

    builds_on: tuple[Work, ...]
    used_in: tuple[Work, ...]

    def __bool__(self) -> bool:
        return bool(self.builds_on or self.used_in)


_related: GenerationCache[Related] = GenerationCache(size=2000)


def of_work(key: UUID, user: Reader | None) -> Related:
    """Both ends, as far as this user may see them; cached for a generation."""
    language = languages.active()
    return _related.get(
        (key, language, visibility.met_rule_ids(user)), lambda: _read(key, language, user)
    )


def _read(key: UUID, language: str, user: Reader | None) -> Related:
    links = WorkLink.objects.filter(Q(from_key=key) | Q(to_key=key))
    pairs = list(links.values_list("from_key", "to_key"))
    ahead = [there for here, there in pairs if here == key]
    back = [here for here, there in pairs if there == key]
    found = works.resolve([*ahead, *back], user=user)

    def place(work: Work) -> tuple[str, str]:
        return work.kind, work.best(language).title.casefold()

    return Related(
        builds_on=tuple(found[one] for one in ahead if one in found),
        used_in=tuple(sorted((found[one] for one in back if one in found), key=place)),
    )


@transaction.atomic
def update_links(page: BasePage) -> None:
    """Store what the published page's work builds on. Idempotent.

    The original decides for the work: a translation published later may carry an older list.
    """
    original = works.original_of(page)
    said = original if original.live else page
    ids = [child.value.pk for child in said.builds_on if child.value]
    pages = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    keys = dict.fromkeys(pages[pk] for pk in ids if pk in pages)
    keys.pop(page.translation_key, None)
    rows = WorkLink.objects.filter(from_key=page.translation_key)
    rows.exclude(to_key__in=keys).delete()
    for place, key in enumerate(keys):
        WorkLink.objects.update_or_create(
            from_key=page.translation_key, to_key=key, defaults={"place": place}
        )
    generation.bump()


def delete_links(key: UUID) -> None:
    """Delete the links of a work that was deleted with all its versions."""
    WorkLink.objects.filter(from_key=key).delete()
