"""Changing the source language of a work: another version becomes its original."""

import json
from collections import defaultdict
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments.extract import extract_segments

from core.caching import generation
from core.models import BasePage
from people.models import User
from translations import review
from translations.freshness import ledger
from translations.segments import SegmentMismatch, store_words, strings_of, with_our_links


class NotPublished(Exception):
    """Only a published version can become the original."""


@transaction.atomic
def make_original(page: BasePage, *, person: User) -> None:
    """Make this version the original of its work; the others are its translations from now on.

    What is up to date keeps its words in the translators' editor; what is not is empty there, and
    its words are among the earlier wordings. Raises NotPublished for a draft. Idempotent.
    """
    if not page.live:
        raise NotPublished
    key = page.translation_key
    source, _made = TranslationSource.get_or_create_from_instance(page)
    source.update_from_db()
    others = Page.objects.filter(translation_key=key, alias_of=None).exclude(pk=page.pk)
    for other in others.select_related("locale"):
        Translation.objects.get_or_create(source=source, target_locale=other.locale)
    Translation.objects.filter(source__object_id=key, target_locale=page.locale).delete()
    TranslationSource.objects.filter(object_id=key).exclude(pk=source.pk).delete()
    generation.bump()
    ledger.follow_original(key)
    for other in others.specific():
        carry_words_over(source, other, person)


def carry_words_over(source: TranslationSource, version: Page, person: User) -> None:
    """Give the translators' editor the words of a version wherever they follow the new original."""
    state = review.of_works([source.object_id])[source.object_id].get(version.locale.language_code)
    if state is None:
        return
    segments: dict[str, list[StringSegment]] = defaultdict(list)
    rows = StringSegment.objects.filter(source=source).select_related("context", "string")
    for row in rows.order_by("order"):
        segments[row.context.path].append(row)
    words = strings_of(extract_segments(version))
    for path, wanted in segments.items():
        found = words.get(path, [])
        if path not in state.changes and len(found) == len(wanted):
            for segment, value in zip(wanted, found, strict=True):
                keep(segment, value, version, person)


def keep(segment: StringSegment, value: Any, version: Page, person: User) -> None:
    try:
        words = with_our_links(value, json.loads(segment.attrs) or {})
    except SegmentMismatch:
        return  # A link that the new original does not have: for the translator to see.
    store_words(segment, locale_id=version.locale_id, words=words, person=person)
