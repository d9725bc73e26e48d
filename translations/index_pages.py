"""Index pages of a new portal: each made once, in every language that has a front page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from core import works
from core.models import BasePage
from people.models import User
from translations.segments import OriginalSegments, translate_strings


@dataclass(frozen=True)
class IndexPage:
    """An index page below the front page."""

    slug: str
    model: type[BasePage]
    label: Any
    in_menu: bool = True

    def titles(self) -> dict[str, str]:
        """Its title by language."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[code] = str(self.label)
        return found


def original_front() -> BasePage | None:
    """The front page in its original language."""
    starts = works.roots()
    first = next(iter(starts.values()), None)
    page = Page.objects.filter(pk=first.page_id).first() if first else None
    original = works.original_of(page) if page else None
    # Wagtail's own welcome page is no front page of ours.
    return original if isinstance(original, BasePage) else None


def create(entry: IndexPage, *, user: User, live: bool) -> BasePage | None:
    """Create the index page in the language of the front page, and have the worker add the other
    languages. An existing one is kept. None where there is no front page."""
    home = original_front()
    if home is None:
        return None
    # A lock: a button pressed twice creates each page once.
    type(home).objects.select_for_update().get(pk=home.pk)
    page = entry.model.objects.order_by("path").first()
    if page is None:
        page = index_page_below(home, entry, user=user, live=live)
    add_languages.enqueue(page.pk, entry.titles(), user.pk, live)
    return page


def index_page_below(home: BasePage, entry: IndexPage, *, user: User, live: bool) -> BasePage:
    is_free = not home.get_children().filter(slug=entry.slug).exists()
    page = entry.model(
        title=entry.titles()[home.locale.language_code],
        slug=entry.slug if is_free else "",
        locale=home.locale,
        owner=user,
        live=False,
        show_in_menus=entry.in_menu,
    )
    home.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    revision = page.save_revision(user=user, log_action=True)
    if live:
        revision.publish(user=user)
    return page


@task()
def add_languages(page_id: int, titles: Mapping[str, str], user_id: int, live: bool) -> int:
    """Give an index page its versions in all languages that have a front page. Idempotent; one
    that somebody has named otherwise is left to translators. Returns how many it wrote."""
    from people.models import User  # noqa: PLC0415

    page = works.original_of(Page.objects.get(pk=page_id))
    user = User.objects.filter(pk=user_id).first()
    if page.title != titles[page.locale.language_code]:
        return 0
    wanted = [code for code in works.roots() if code != page.locale.language_code]
    return sum(add_language(page, code, titles[code], user=user, live=live) for code in wanted)


@transaction.atomic
def add_language(page: BasePage, code: str, title: str, *, user: User | None, live: bool) -> bool:
    """Add one version, or finish the draft that came with a page below it."""
    locale = Locale.objects.get(language_code=code)
    found = page.get_translation_or_none(locale)
    if found is not None and found.title != page.title:
        return False
    source, _made = TranslationSource.get_or_create_from_instance(page)
    one, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    named = type(page)(title=title, slug=page.slug, locale=locale)
    named.translation_key = page.translation_key
    translate_strings(original=OriginalSegments.of(source, page), version=named, locale=locale)
    one.save_target(user=user, publish=False)
    if live:
        one.get_target_instance().get_latest_revision().publish(user=user)
    return True
