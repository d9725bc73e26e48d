"""Loads the demonstration through wagtail-localize, one short transaction a version (D18)."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from core import generation
from core.models import Topic
from courses.models import CatalogueIndexPage, CoursePage, LessonPage
from home.demo.build import Builder, key_of
from home.demo.pairs import translate_strings
from home.demo.plan import Item, full_name
from home.demo.reader import Source, read
from home.models import DemoItem, HomePage
from translations import states

Report = Callable[[str], None]


def load(item: Item, *, report: Report = lambda _line: None) -> bool:
    """Make or renew one work in all its languages.

    Safe to repeat: what has not changed in the files, and what a person has changed since, is
    left alone. Returns whether anything was written. Raises BadSource for a file in error.
    """
    known = DemoItem.objects.filter(key=item.name).first()
    if known and known.source_hash == item.fingerprint:
        return False
    if known and changed_by_person(known):
        report(f"{item.name}: changed here since, left as it is")
        return False
    first = original_language(item)
    revisions = {}
    page = save_original(item, first)
    revisions[first] = page.latest_revision_id
    for language in item.files:
        if language != first:
            version = save_version(item, page, language)
            revisions[language] = version.latest_revision_id
    DemoItem.objects.update_or_create(
        key=item.name,
        defaults={
            "source_hash": item.fingerprint,
            "translation_key": page.translation_key,
            "revisions": revisions,
        },
    )
    generation.bump()
    report(f"{item.name}: {' '.join(item.files)}")
    return True


def changed_by_person(known: DemoItem) -> bool:
    """Whether a version has a later revision than the loader's, or is gone."""
    pages = Page.objects.filter(translation_key=known.translation_key).select_related("locale")
    now = {page.locale.language_code: page.latest_revision_id for page in pages}
    return any(now.get(code) != revision for code, revision in known.revisions.items())


def original_language(item: Item) -> str:
    return "en" if "en" in item.files else next(iter(item.files))


def page_id(link: str) -> int | None:
    """The page of a work's original, for a link; None while it has not been loaded."""
    return (
        Page.objects.filter(translation_key=key_of(full_name(link)))
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )


def save_original(item: Item, language: str) -> Page:
    """The work's first version, live; its place in the tree is made with it."""
    locale = Locale.objects.get(language_code=language)
    page = item.model.objects.filter(translation_key=key_of(item.name), locale=locale).first()
    with transaction.atomic():
        is_new = page is None
        if page is None:
            page = item.model(translation_key=key_of(item.name), locale=locale, slug=item.slug)
        fill(page, item, read(item.files[language]))
        if is_new:
            parent = parent_of(item, locale)
            parent.add_child(instance=page)
        page.save_revision(clean=False).publish()
        if isinstance(page, HomePage):
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={"hostname": "localhost", "port": 80, "root_page": page},
            )
    return item.model.objects.get(pk=page.pk)


def parent_of(item: Item, locale: Locale) -> Page:
    if item.parent is None:
        root = Page.objects.get(depth=1)
        for welcome in root.get_children().exact_type(Page):
            welcome.delete()
        return Page.objects.get(depth=1)
    return Page.objects.get(translation_key=key_of(item.parent), locale=locale)


def save_version(item: Item, page: Any, language: str) -> Page:
    """A translation of the work, as its editor would have made it: Translation, strings, target."""
    locale = Locale.objects.get(language_code=language)
    with transaction.atomic():
        source, is_new = TranslationSource.get_or_create_from_instance(page)
        if not is_new:
            source.update_from_db()
        translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
        version = item.model(
            translation_key=page.translation_key, locale=locale, slug=page.slug, pk=None
        )
        fill(version, item, read(item.files[language]))
        translate_strings(source=source, original=page, version=version, locale=locale)
        translation.save_target(publish=True)
        states.mark_machine(key=page.translation_key, locale=locale)
    return item.model.objects.get(translation_key=page.translation_key, locale=locale)


# What each page type takes from its file -------------------------------------------------------


def fill(page: Any, item: Item, source: Source) -> None:
    """Put the file's words into the page's fields."""
    front, builder = source.front, Builder(item.name, page_id)
    page.title = page.draft_title = front["title"]
    page.summary = front.get("summary", "")
    if hasattr(page, "countries"):
        page.countries = front.get("countries", [])
    if hasattr(page, "body"):
        page.body = json.dumps(builder.stream(source.parts))
    if isinstance(page, HomePage):
        page.headline, page.lead = front["headline"], front["lead"]
        page.examples = json.dumps(builder.words("words", front.get("examples", [])))
    elif isinstance(page, CatalogueIndexPage):
        page.lead = front.get("lead", "")
    elif isinstance(page, CoursePage):
        page.audience = front.get("audience", "")
        page.certificate_note = front.get("certificate", "")
        page.teaches = json.dumps(builder.words("outcome", front.get("outcomes", [])))
    elif isinstance(page, LessonPage):
        page.monday, page.minutes = front["monday"], front["minutes"]
    page.topics = Topic.objects.filter(slug__in=front.get("topics", []))
