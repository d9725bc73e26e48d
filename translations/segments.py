"""Segment alignment: pairs each segment of an original with its translation.

Both versions are built with the same block ids, so wagtail-localize extracts segments with the same
paths from both: segments at the same path belong together.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core.models import BasePage
from people.models import User
from translations.sanitise import clean_words


class SegmentMismatch(Exception):
    """Two versions of a page differ in structure; the message names the place."""


A_ID = re.compile(r'(<a id=")(a\d+)(")')


@dataclass(frozen=True)
class OriginalSegments:
    """What a work's original consists of, read once for all of its versions."""

    strings: dict[str, list[StringSegment]]
    # The HTML around the texts, by path.
    templates: dict[str, str]

    @classmethod
    def of(cls, source: TranslationSource, page: BasePage) -> "OriginalSegments":
        """`source` is up to date with `page`."""
        segments = StringSegment.objects.filter(source=source).select_related("context", "string")
        strings: dict[str, list[StringSegment]] = defaultdict(list)
        for segment in segments.order_by("order"):
            strings[segment.context.path].append(segment)
        return cls(strings, templates_of(extract_segments(page)))


def store_words(
    segment: StringSegment, *, locale_id: int, words: str, person: User
) -> StringTranslation:
    """Store what a person wrote as the translation of a segment. `has_error` says whether no text
    can be made of it."""
    row: StringTranslation
    row, _made = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=locale_id,
        defaults={
            "data": words,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": person,
            "has_error": False,
            "field_error": "",
        },
    )
    return row


def translate_strings(*, original: OriginalSegments, version: BasePage, locale: Locale) -> int:
    """Store the texts of `version` (unsaved, same block ids) as the translation of `original`.

    Returns how many segments were stored. Raises SegmentMismatch, naming the place, where the two
    differ in structure.
    """
    segments = extract_segments(version)
    theirs = strings_of(segments)
    rows: dict[tuple[int, int], StringTranslation] = {}
    check_templates(original.templates, templates_of(segments), version)
    for path, wanted in original.strings.items():
        found = theirs.get(path, [])
        if path == "slug" or (not found and path in {"seo_title", "search_description"}):
            continue
        if len(found) != len(wanted):
            raise SegmentMismatch(
                f"{version.title} ({locale.language_code}): at {path} the original has"
                f" {len(wanted)} pieces, this has {len(found)}: {wanted[0].string.data[:80]}"
            )
        for segment, value in zip(wanted, found, strict=True):
            rows[(segment.string_id, segment.context_id)] = StringTranslation(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale=locale,
                data=clean_words(with_our_links(value, json.loads(segment.attrs) or {})),
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            )
    StringTranslation.objects.filter(
        locale=locale, context_id__in={context for _string, context in rows}
    ).delete()
    StringTranslation.objects.bulk_create(rows.values())
    return len(rows)


def strings_of(segments: list[Any]) -> dict[str, list[StringSegmentValue]]:
    found: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in segments:
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found[segment.path].append(segment)
    return found


def templates_of(segments: list[Any]) -> dict[str, str]:
    return {one.path: one.template for one in segments if isinstance(one, TemplateSegmentValue)}


def check_templates(ours: dict[str, str], theirs: dict[str, str], version: BasePage) -> None:
    """The HTML around the text must be the same: paragraphs, lists, their order."""
    for path in sorted(ours.keys() | theirs.keys()):
        if ours.get(path) != theirs.get(path):
            raise SegmentMismatch(
                f"{version.title}: paragraphs or lists differ from the original at {path}"
            )


def with_our_links(value: StringSegmentValue, attrs: dict[str, dict[str, str]]) -> str:
    """The translated segment with each link under the id that the original has for its URL."""
    by_address: dict[str, list[str]] = defaultdict(list)
    for name, mine in attrs.items():
        by_address[json.dumps(mine, sort_keys=True)].append(name)

    def renamed(match: re.Match[str]) -> str:
        address = json.dumps((value.attrs or {}).get(match[2], {}), sort_keys=True)
        names = by_address.get(address)
        if not names:
            raise SegmentMismatch(f"a link that the original does not have: {address}")
        name = names.pop(0) if len(names) > 1 else names[0]
        return f"{match[1]}{name}{match[3]}"

    return A_ID.sub(renamed, value.string.data)
