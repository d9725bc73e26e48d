"""Factories of roots, pages and translations, as an editor would have created them."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published
from wagtail_localize.models import Translation, TranslationSource

from core.caching import generation
from core.models import BasePage, SiteIdentity, Topic, TopicLabel
from home.models import HomePage, StandardPage


def root_for(language: str) -> HomePage:
    """The root page of a language; the English one is the default site's."""
    return HomePage.objects.get(locale__language_code=language, depth=2)


def make_roots() -> None:
    """The front pages of all languages, live: they stand when a test begins."""
    english_root()
    for code, _name in settings.LANGUAGES:
        if code != "en":
            root_from_english(code)


def root_from_english(language: str) -> HomePage:
    root = root_for("en").copy_for_translation(Locale.objects.get(language_code=language))
    root.save_revision().publish()
    generation.bump()
    return root_for(language)


def english_root() -> HomePage:
    tree = Page.objects.get(depth=1)
    for welcome in tree.get_children():
        welcome.delete()
    tree = Page.objects.get(depth=1)
    root = tree.add_child(
        instance=HomePage(
            title="Home",
            headline="Social services work better together",
            slug="home",
            locale=Locale.objects.get(language_code="en"),
        )
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": root, "site_name": "Test"},
    )
    SiteIdentity.objects.get_or_create(
        language="en",
        defaults={
            "site_name": "MedTOWN",
            "issuer": "Demonstration",
            "contact": "portal@example.org",
            "licence": "CC-BY-SA-4.0",
        },
    )
    generation.bump()
    return HomePage.objects.get(pk=root.pk)


def add(parent: Page, page: BasePage, **fields: Any) -> Any:
    """Put a page below `parent`, in its language, live."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.locale = parent.locale
    parent = Page.objects.get(pk=parent.pk)
    added = parent.add_child(instance=page)
    go_live(added)
    return type(added).objects.get(pk=added.pk)


def go_live(page: BasePage) -> None:
    """Leave a saved page as publishing leaves it, for half the price: live, with its revision,
    and with all that our receivers derive. A test of publishing itself (checks, log, what is
    cleared) calls `page.save_revision().publish()`.
    """
    now = timezone.now()
    revision = page.revisions.create(
        content=page.serializable_data(), object_str=str(page), created_at=now
    )
    published = {
        "live": True,
        "has_unpublished_changes": False,
        "draft_title": page.title,
        "live_revision": revision,
        "latest_revision": revision,
        "latest_revision_created_at": now,
        "first_published_at": page.first_published_at or now,
        "last_published_at": now,
    }
    type(page).objects.filter(pk=page.pk).update(**published)
    for name, value in published.items():
        setattr(page, name, value)
    with generation.bump_once():
        page_published.send(sender=type(page), instance=page, revision=revision)


def standard_page(parent: Page, title: str = "A page", **fields: Any) -> StandardPage:
    return add(parent, StandardPage(title=title, **fields))


def translated(page: BasePage, language: str, **fields: Any) -> Any:
    """A live version of the page in another language, by wagtail-localize; `fields` are set on
    it and published. Parents are translated first where they are not."""
    locale = Locale.objects.get(language_code=language)
    found = type(page).objects.filter(translation_key=page.translation_key, locale=locale).first()
    if found is None:
        parent = page.get_parent().specific
        if not parent.get_translations(inclusive=True).filter(locale=locale).exists():
            translated(parent, language)
        source, _created = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=locale)
        translation.save_target(publish=True)
        found = type(page).objects.get(translation_key=page.translation_key, locale=locale)
    if fields or not found.live:
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        go_live(found)
    return type(page).objects.get(pk=found.pk)


def topic(slug: str, **labels: str) -> Topic:
    made, _created = Topic.objects.get_or_create(slug=slug)
    for language, text in labels.items():
        TopicLabel.objects.update_or_create(topic=made, language=language, defaults={"text": text})
    return made
