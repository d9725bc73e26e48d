"""Loads the demonstration through wagtail-localize, in one short transaction a version."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Site
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments

from core.caching import generation
from core.http import own_host
from core.models import BasePage, Topic
from demo import example_checks, later_edits
from demo.manifest import ManifestItem, by_name, full_name
from demo.models import DemoItem
from demo.sources import BadSource, Source
from demo.streams import Builder, key_of
from home.models import HomePage
from translations import review
from translations.segments import OriginalSegments, SegmentMismatch, translate_strings

# Suffix of a fingerprint: a linked work was not loaded yet, or loading was interrupted.
WAITING = "+"


def load(item: ManifestItem) -> str:
    """Create or update one work in all its languages; returns a log line, "" for nothing.
    Idempotent.

    Works whose files have not changed, and works that a person has changed since, are skipped. A
    link to a work that has no page yet (`place`) is left out, and set by the next call. Raises
    BadSource for an invalid file.
    """
    known = DemoItem.objects.filter(key=item.name).first()
    if known and known.source_hash == item.fingerprint:
        return ""
    if known and changed_by_person(known):
        return f"{item.name}: changed here since, left as it is"
    first = item.original
    links = Links()
    # Each version is recorded with its revision: an interrupted one is not a person's edit.
    revisions = dict(known.revisions) if known else {}
    with transaction.atomic():
        page = save_original(item, first, links)
        revisions[first] = page.latest_revision_id
        note(item, page, revisions, WAITING)
    others = [language for language in item.files if language != first]
    original: LoadedOriginal | None = None
    for language in others:
        original = original or read_original(item, page)
        with transaction.atomic():
            version = save_version(item, original, language, links)
            revisions[language] = version.latest_revision_id
            note(item, page, revisions, WAITING)
    if original is not None:
        with transaction.atomic():
            if later_edits.change_original(item.name, original.page):
                revisions[first] = original.page.latest_revision_id
        example_checks.mark(item.name, page.translation_key)
    done = {language: revisions[language] for language in item.files}
    note(item, page, done, WAITING * links.is_waiting)
    generation.bump()
    return f"{item.name}: {' '.join(item.files)}"


def note(item: ManifestItem, page: Page, revisions: dict[str, int], mark: str) -> None:
    """Record the loaded versions; a mark makes the next call look at the work again."""
    DemoItem.objects.update_or_create(
        key=item.name,
        defaults={
            "source_hash": item.fingerprint + mark,
            "translation_key": page.translation_key,
            "revisions": revisions,
        },
    )


def is_as_it_was(item: ManifestItem) -> bool:
    """Whether `load` would find nothing to do."""
    return DemoItem.objects.filter(key=item.name, source_hash=item.fingerprint).exists()


def is_settled(item: ManifestItem) -> bool:
    """Whether there is nothing more to load: it is as in its files, or a person has changed it."""
    known = DemoItem.objects.filter(key=item.name).first()
    return known is not None and (known.source_hash == item.fingerprint or changed_by_person(known))


def is_waiting(item: ManifestItem) -> bool:
    """Whether the work has an unresolved link to another work."""
    return DemoItem.objects.filter(key=item.name, source_hash__endswith=WAITING).exists()


def changed_by_person(known: DemoItem) -> bool:
    """Whether a version has a later revision than the loader's, or was deleted."""
    pages = Page.objects.filter(translation_key=known.translation_key).select_related("locale")
    now = {page.locale.language_code: page.latest_revision_id for page in pages}
    return any(now.get(code) != revision for code, revision in known.revisions.items())


class Links:
    """Resolves links to works, and remembers whether one has no page yet."""

    def __init__(self) -> None:
        self.is_waiting = False

    def __call__(self, link: str) -> int | None:
        """The page of a work's original; None while it has none.

        Raises BadSource for a work that the demonstration does not have.
        """
        name = full_name(link)
        if name not in by_name():
            raise BadSource(f"work:{link} is no work of the demonstration")
        pages = Page.objects.filter(translation_key=key_of(name)).order_by("pk")
        found = pages.values_list("pk", flat=True).first()
        self.is_waiting = self.is_waiting or found is None
        return found


def place(item: ManifestItem) -> Page:
    """The original's page; where there is none yet, an empty draft at its place in the tree. So
    whatever is loaded before it can link to it. Raises Page.DoesNotExist where its parent has no
    version in that language."""
    locale = Locale.objects.get(language_code=item.original)
    page = item.model.objects.filter(translation_key=key_of(item.name), locale=locale).first()
    if page is not None:
        return page
    title = item.read(item.original).front["title"]
    page = item.model(
        translation_key=key_of(item.name), locale=locale, slug=item.slug, title=title, live=False
    )
    with transaction.atomic():
        parent_of(item, locale).add_child(instance=page)
        if isinstance(page, HomePage):
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={**own_host(), "root_page": page},
            )
    return page


def save_original(item: ManifestItem, language: str, links: Links) -> Page:
    """Create or update the original, live, at its place in the tree."""
    with transaction.atomic():
        page = place(item)
        fill(page, item, item.read(language), links)
        page.save_revision(clean=False, log_action=True).publish()
    return item.model.objects.get(pk=page.pk)


def parent_of(item: ManifestItem, locale: Locale) -> Page:
    if item.parent is None:
        root = Page.objects.get(depth=1)
        for welcome in root.get_children().exact_type(Page):
            welcome.delete()
        return Page.objects.get(depth=1)
    return Page.objects.get(translation_key=key_of(item.parent), locale=locale)


@dataclass(frozen=True)
class LoadedOriginal:
    """An original as saved, its file, and its segments: read once for all versions."""

    page: Page
    source: TranslationSource
    said: Source
    segments: OriginalSegments


@transaction.atomic
def read_original(item: ManifestItem, page: Page) -> LoadedOriginal:
    source, is_new = TranslationSource.get_or_create_from_instance(page)
    if not is_new:
        source.update_from_db()
    return LoadedOriginal(page, source, item.read(item.original), OriginalSegments.of(source, page))


def save_version(item: ManifestItem, original: LoadedOriginal, language: str, links: Links) -> Page:
    """Create or update a translation as its editor would have: Translation, strings, target."""
    locale = Locale.objects.get(language_code=language)
    page = original.page
    with transaction.atomic():
        translation, _made = Translation.objects.get_or_create(
            source=original.source, target_locale=locale
        )
        version = item.model(
            translation_key=page.translation_key, locale=locale, slug=page.slug, pk=None
        )
        said = item.read(language)
        check_fields(item, original.said, said, language)
        fill(version, item, said, links)
        try:
            translate_strings(original=original.segments, version=version, locale=locale)
        except SegmentMismatch as error:
            raise BadSource(str(error)) from error
        parent = page.get_parent().get_translation_or_none(locale) if item.parent else None
        if parent is not None and not page.has_translation(locale):
            add_version(original, version, parent=parent)
        else:
            translation.save_target(publish=True)
        review.mark_machine(key=page.translation_key, locale=locale)
    return item.model.objects.get(translation_key=page.translation_key, locale=locale)


def add_version(original: LoadedOriginal, version: Page, *, parent: Page) -> None:
    """Create a translation below `parent`, and publish it after the commit: what `save_target` of
    wagtail-localize does, but for a copy of the original, whose words it then replaces: a tenth of
    a load."""
    source, locale = original.source, version.locale
    # Read anew for each version: they are filled with its words, in place.
    blank = source.as_instance()
    copy_synchronised_fields(blank, version)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(blank, version, source.locale, locale, segments)
    version.slug = find_available_slug(parent, slugify(version.slug))
    version.live = False
    parent.add_child(instance=version)
    revision = version.save_revision(log_action=True)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    transaction.on_commit(revision.publish)


def check_fields(item: ManifestItem, original: Source, version: Source, language: str) -> None:
    """Raise BadSource where a field is in only one of the two files."""
    differing = (original.front.keys() ^ version.front.keys()) - ELSEWHERE
    if differing:
        raise BadSource(f"{item.name}: {language} and its original differ: {sorted(differing)}")


# Mapping of the file's fields to page types -----------------------------------------------------


def fill(page: BasePage, item: ManifestItem, source: Source, links: Links) -> None:
    """Set the page's fields from the file."""
    front, builder = source.front, Builder(item.name, links)
    page.title = page.draft_title = front["title"]
    page.show_in_menus = bool(front.get("menu", page.show_in_menus))
    if hasattr(page, "body"):
        page.body = json.dumps(builder.stream(source.parts))
    for name, value in front.items():
        put(page, item, builder, name, value)
    page.topics = Topic.objects.filter(slug__in=front.get("topics", []))
    page.builds_on = json.dumps(builder.pages(front.get("builds_on", [])))


# Keys that are no fields, or that are set by `fill` itself.
ELSEWHERE = {"title", "menu", "topics", "builds_on", "model", "original"}
# Streams of plain lines, and streams of structs: key in the file, our field, the block.
LINES = {"examples": ("examples", "words"), "outcomes": ("teaches", "outcome")}
RECORDS = {
    "programme": ("programme", "day"),
    "participants": ("participants", "group"),
    "creators": ("creators", "creator"),
    "links": ("files", "link"),
}
RENAMED = {"certificate": "certificate_note"}


def put(page: BasePage, item: ManifestItem, builder: Builder, name: str, value: Any) -> None:
    """Set one field from its key in the file. Raises BadSource for an unknown key."""
    if name in ELSEWHERE or value is None:
        return
    if name in LINES:
        field, kind = LINES[name]
        setattr(page, field, json.dumps(builder.words(kind, value)))
        return
    if name in RECORDS:
        field, kind = RECORDS[name]
        setattr(page, field, json.dumps(builder.structs(kind, value)))
        return
    try:
        field = page._meta.get_field(RENAMED.get(name, name))
    except FieldDoesNotExist as error:
        raise BadSource(f"{item.name}: a {page.kind} has no {name}") from error
    setattr(page, field.name, value if name == "countries" else field.to_python(value))
