"""Making a branch ready to be translated: each page has a version, its segments are the newest."""

from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from people.models import User
from translations.branch.tree import originals


def prepare(top: Page, locale: Locale, user: User) -> int:
    """Give every page of the branch a version in that language, as a draft, and bring the segments
    of all to what stands in the originals. Idempotent; returns how many versions are new.

    Parents come first, each page in a transaction of its own: see `translations.jobs`.
    """
    return sum(prepare_page(page, locale, user) for page in originals(top))


def prepare_page(page: Page, locale: Locale, user: User) -> bool:
    """The same for one page; returns whether its version is new."""
    if page.locale_id == locale.pk:
        return False
    if page.has_translation(locale):
        refresh(page)
        return False
    translate_object(page.specific, [locale], user=user)
    return True


def refresh(page: Page) -> None:
    """The stored segments of an original become those of its text; nothing else is written."""
    source = TranslationSource.objects.get_for_instance_or_none(page.specific)
    if source is not None and source.translations.filter(enabled=True).exists():
        source.update_from_db()
