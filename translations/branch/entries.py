"""Bulk translation of a branch in one form: each original with a field for its translation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from people.models import User
from translations.branch.tree import BranchRow, rows_of
from translations.review import NOT_FOR_READERS
from translations.sanitise import clean_words
from translations.segments import store_words

# Beyond so many letters an entry has a field of several lines.
ONE_LINE = 70


@dataclass
class BranchEntry:
    """An entry of an original, what is written for it, and what is wrong with that."""

    segment: StringSegment
    written: str = ""
    # What stood here when the form was shown.
    seen: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        return f"entry-{self.segment.pk}"

    @property
    def source(self) -> str:
        return str(self.segment.string.data)

    @property
    def is_long(self) -> bool:
        return len(strip_tags(self.source)) > ONE_LINE

    @property
    def has_marks(self) -> bool:
        """Whether it has tags (bold, links) that the translation has to keep."""
        return strip_tags(self.source) != self.source


@dataclass
class PageOfEntries:
    """A page of the branch with its entries, and the version that they make."""

    row: BranchRow
    translation: Translation
    version: Page
    entries: list[BranchEntry] = field(default_factory=list)


def pages_of(top: Page, locale: Locale, user: User) -> list[PageOfEntries]:
    """Pages of the branch whose version in that language is made from entries, as far as this
    person may edit them."""
    rows = rows_of(top)
    managed = Translation.objects.filter(
        source__object_id__in=[row.key for row in rows], target_locale=locale, enabled=True
    )
    by_key = {one.source.object_id: one for one in managed.select_related("source")}
    found = []
    for row in rows:
        version = row.versions.get(locale.language_code)
        if version is None or row.key not in by_key:
            continue
        if version.page.permissions_for_user(user).can_edit():
            found.append(PageOfEntries(row, by_key[row.key], version.page))
    fill(found, locale)
    return found


def fill(pages: Iterable[PageOfEntries], locale: Locale) -> None:
    """Read the entries of all pages, in two queries."""
    by_source = {one.translation.source_id: one for one in pages}
    segments = StringSegment.objects.filter(source__in=by_source).exclude(
        context__path__in=NOT_FOR_READERS
    )
    for segment in segments.select_related("string", "context").order_by("source_id", "order"):
        by_source[segment.source_id].entries.append(BranchEntry(segment))
    entries = [entry for page in by_source.values() for entry in page.entries]
    rows = StringTranslation.objects.filter(
        locale=locale, context_id__in={entry.segment.context_id for entry in entries}
    )
    written = {(row.translation_of_id, row.context_id): row for row in rows}
    for entry in entries:
        row = written.get((entry.segment.string_id, entry.segment.context_id))
        if row is not None:
            entry.written = entry.seen = row.data
            entry.error = row.get_error() or ""


def take(pages: Iterable[PageOfEntries], data: Mapping[str, str], user: User) -> bool:
    """Store what was typed; returns whether all of it is stored and right.

    Only what this person changed is written. Where somebody else has changed the same entry in
    the meantime, theirs stays, and both wordings are shown.
    """
    pages = list(pages)
    for page in pages:
        changed = [entry for entry in page.entries if read(entry, data)]
        with transaction.atomic():
            for entry in changed:
                store(entry, page.translation, user)
        if changed and not page.version.live:
            # Readers see nothing of it; the preview does. A live version changes at publishing.
            draft(page, user)
    return not any(entry.error for page in pages for entry in page.entries)


def read(entry: BranchEntry, data: Mapping[str, str]) -> bool:
    """Take over what was typed for an entry; returns whether there is something to store."""
    if entry.name not in data:
        return False
    typed = clean_words(data[entry.name].replace("\x00", "").strip())
    shown = data.get(f"{entry.name}-seen", "")
    if typed == shown or typed == entry.written:
        return False
    here = entry.written
    entry.written = typed
    entry.seen = here
    entry.error = ""
    if here != shown:
        entry.error = _(
            "Someone else has written “%(words)s” here in the meantime. Save again to replace it."
        ) % {"words": here}
        return False
    return True


def store(entry: BranchEntry, translation: Translation, user: User) -> None:
    segment, locale_id = entry.segment, translation.target_locale_id
    if not entry.written:
        StringTranslation.objects.filter(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=locale_id,
        ).delete()
        return
    row = store_words(segment, locale_id=locale_id, words=entry.written, person=user)
    entry.error = row.get_error() or ""


def draft(page: PageOfEntries, user: User) -> None:
    """Make the draft from the entries; what no field can take is said at the entry."""
    try:
        page.translation.save_target(user=user, publish=False)
    except ValidationError:
        fields = {
            row.context_id: row.field_error
            for row in StringTranslation.objects.filter(
                locale=page.translation.target_locale,
                context_id__in=[entry.segment.context_id for entry in page.entries],
                has_error=True,
            )
        }
        for entry in page.entries:
            entry.error = fields.get(entry.segment.context_id, "") or entry.error
