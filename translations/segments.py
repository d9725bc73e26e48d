"""Segment alignment: pairs each segment of an original with its translation.

Both versions are built with the same block ids, so wagtail-localize extracts segments with the same
paths from both: segments at the same path belong together.
"""

import json
import re
from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core.models import BasePage


class SegmentMismatch(Exception):
    """Two versions of a page differ in structure; the message names the place."""


A_ID = re.compile(r'(<a id=")(a\d+)(")')


def translate_strings(
    *, source: TranslationSource, original: BasePage, version: BasePage, locale: Locale
) -> int:
    """Store the texts of `version` (unsaved, same block ids) as the translation of `original`.

    Returns how many segments were stored. Raises SegmentMismatch, naming the place, where the two
    differ in structure.
    """
    theirs = by_path(extract_segments(version))
    rows: dict[tuple[int, int], StringTranslation] = {}
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    ours: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in segments.order_by("order"):
        ours[segment.context.path].append(segment)
    check_templates(original, version)
    for path, wanted in ours.items():
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
                data=with_our_links(value, json.loads(segment.attrs) or {}),
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            )
    StringTranslation.objects.filter(
        locale=locale, context_id__in={context for _string, context in rows}
    ).delete()
    StringTranslation.objects.bulk_create(rows.values())
    return len(rows)


def by_path(segments: list[Any]) -> dict[str, list[StringSegmentValue]]:
    found: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in segments:
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found[segment.path].append(segment)
    return found


def check_templates(original: BasePage, version: BasePage) -> None:
    """The HTML around the text must be the same: paragraphs, lists, their order."""

    def templates(page: BasePage) -> dict[str, str]:
        return {
            segment.path: segment.template
            for segment in extract_segments(page)
            if isinstance(segment, TemplateSegmentValue)
        }

    ours, theirs = templates(original), templates(version)
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
