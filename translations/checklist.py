"""Editor's checklist: state of a work's translations."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core.l10n import languages
from core.l10n.lists import enumerated
from core.models import BasePage
from core.pages.checklist import Point
from translations import review
from translations.models import VersionState


def points(page: BasePage) -> Iterator[Point]:
    """Machine drafts of the work, and translations that are behind its published text."""
    reviews = review.of_work(page.translation_key)
    drafts = [code for code, review in reviews.items() if review == VersionState.Review.MACHINE]
    if page.language in drafts:
        yield Point(
            _(
                "Readers are told that this is a machine draft. Mark it as checked once someone"
                " has checked it."
            ),
            is_open=True,
        )
    others = [code for code in drafts if code != page.language]
    if others:
        yield Point(
            _("Machine drafts: %(languages)s.") % {"languages": names(others)}, is_open=True
        )
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id
    ).first()
    if source is None:
        return
    behind = left_behind(page, source)
    if behind:
        yield Point(
            _("Translations out of date: %(languages)s.") % {"languages": names(behind)},
            is_open=True,
        )
    else:
        yield Point(_("The translations are up to date."), is_open=False)


def left_behind(page: BasePage, source: TranslationSource) -> list[str]:
    """Languages whose version lacks strings of the published text, synchronised or not."""
    enabled = Translation.objects.filter(source=source, enabled=True).select_related(
        "target_locale"
    )
    published = type(page).objects.filter(pk=page.pk, live=True).first()
    has_changed = published is not None and translatable_words(published) != stored_words(source)
    found = []
    for one in enabled:
        total, done = one.get_progress()
        if has_changed or done < total:
            found.append(one.target_locale.language_code)
    return found


def translatable_words(page: BasePage) -> set[tuple[str, str]]:
    """Path and text of each translatable string."""
    return {
        (segment.path, segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue) and not segment.is_empty()
    }


def stored_words(source: TranslationSource) -> set[tuple[str, str]]:
    """The same as stored for translators."""
    rows = StringSegment.objects.filter(source=source)
    return set(rows.values_list("context__path", "string__data"))


def names(codes: list[str]) -> str:
    return enumerated([languages.NAMES[code] for code in languages.CODES if code in codes])
