"""Synchronised fields follow the original: with its publish, the published translations take over
flags, dates, numbers, links, pictures, files and order, without waiting for a translator.

Words stay as they are translated until somebody translates anew; `translations.freshness` tells
which are behind. What a translator has overridden for their language stays theirs, and a version
whose synchronisation was stopped follows nothing.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation

from core import works
from core.models import BasePage
from core.tasks import queues
from translations.freshness import derived, ledger
from translations.freshness.pieces import NOT_FOR_READERS, Pieces, pieces_of
from translations.freshness.rules import FollowedPieces
from translations.merging import Merge, Row

#: The entry in the history of a version.
FOLLOWED = "translations.follow"
Kept = Mapping[str, Any]
_is_following: ContextVar[bool] = ContextVar("is_following", default=False)


def follow(page: BasePage) -> None:
    """After a publish. Of the original: bring the published versions in line with it. Of a version:
    bring it in line, for the translators' tool publishes the original as it was last synchronised.

    Nothing inside a bulk load, which brings every version.
    """
    if queues.is_gathering() or _is_following.get():
        return
    language = works.original_language(page.translation_key)
    versions = followers(page)
    if page.language != language:
        versions = [one for one in versions if one.pk == page.pk]
    original = published_original(page, language) if versions else None
    if original is None:
        return
    kept, said = overrides_by_language(page), pieces_of(original)
    records = derived.current_records(page.translation_key)
    for version in versions:
        record = records.get(version.locale_id)
        if record is not None and version.pk != original.pk:
            bring_in_line(original, said, version, record, kept.get(version.locale_id, {}))


def followers(page: BasePage) -> list[BasePage]:
    """The published versions of this work that are translated side by side."""
    followed = Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
    # Asked first, for most publishes of an original come before any translation of it.
    locale_ids = list(followed.values_list("target_locale_id", flat=True))
    if not locale_ids:
        return []
    rows = type(page).objects.filter(
        translation_key=page.translation_key,
        locale_id__in=locale_ids,
        alias_of=None,
        live=True,
    )
    return list(rows.order_by("pk"))


def published_original(page: BasePage, language: str | None) -> BasePage | None:
    """The original as it is published, without a draft of it."""
    rows = type(page).objects.filter(
        translation_key=page.translation_key,
        locale__language_code=language,
        alias_of=None,
        live=True,
    )
    found: BasePage | None = rows.first()
    return found


def overrides_by_language(page: BasePage) -> dict[int, dict[str, Any]]:
    """By language: what a translator chose for it, by path."""
    rows = SegmentOverride.objects.filter(context__object_id=page.translation_key)
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows.select_related("context"):
        found[row.locale_id][row.context.path] = row.data
    return found


def bring_in_line(
    original: BasePage, said: Pieces, version: BasePage, record: FollowedPieces, kept: Kept
) -> None:
    """Publish what is live anew where it changes. A draft beyond it stays one, and the latest."""
    merge = Merge(kept, {path: piece.text for path, piece in record.followed.items()})
    draft = version.latest_revision if version.has_unpublished_changes else None
    is_changed = take_over(original, version, merge)
    ledger.note_values(version, record, said, merge.linked)
    if not is_changed:
        return
    publish_again(version)
    if draft is not None:
        newest = draft.as_object()
        take_over(original, newest, merge)
        newest.save_revision(
            user=draft.user, approved_go_live_at=draft.approved_go_live_at, clean=False
        )


def publish_again(version: BasePage) -> None:
    """Its words were checked when they were published: no complaint of today stops the original."""
    token = _is_following.set(True)
    try:
        revision = version.save_revision(changed=False, clean=False)
        revision.publish(changed=False, log_action=FOLLOWED)
    finally:
        _is_following.reset(token)


def take_over(original: BasePage, version: BasePage, merge: Merge) -> bool:
    """Change the version in memory; whether anything differed."""
    is_changed = False
    for rule in get_translatable_fields(type(original)):
        field = rule.get_field(type(original))
        if field.name in merge.kept or field.name in NOT_FOR_READERS:
            continue
        is_translated = rule.is_translated(original)
        if isinstance(field, StreamField):
            new = merge if is_translated else None
            is_changed |= take_over_stream(original, version, field, new)
        elif rule.is_synchronized(original) and not is_translated:
            is_changed |= take_over_field(original, version, field)
    return is_changed


def take_over_stream(
    original: BasePage, version: BasePage, field: StreamField, merge: Merge | None
) -> bool:
    """A stream by its blocks; without `merge` the whole of it."""
    ours, theirs = normalise_stream(original, field), normalise_stream(version, field)
    new = merge.stream(field.stream_block, ours, theirs, field.name) if merge else ours
    if comparable_rows(new) == comparable_rows(theirs):
        return False
    setattr(version, field.name, field.stream_block.to_python(new))
    return True


def comparable_rows(rows: list[Row]) -> str:
    """For comparison: numbers and dates may be objects on one side."""
    return json.dumps(rows, cls=DjangoJSONEncoder, sort_keys=True)


def normalise_stream(page: BasePage, field: StreamField) -> list[Row]:
    """The stream as it would be saved now, with all that its blocks have by default."""
    value = getattr(page, field.name)
    for child in value:
        child.value  # noqa: B018 - reads what is stored into the block of today
    prepared: list[Row] = field.stream_block.get_prep_value(value)
    return prepared


def take_over_field(original: BasePage, version: BasePage, field: Any) -> bool:
    """A column, or topics; other relations have no field that a page of ours uses."""
    if field.many_to_many:
        ours = list(getattr(original, field.name).all())
        if set(ours) == set(getattr(version, field.name).all()):
            return False
        setattr(version, field.name, ours)
        return True
    if not field.concrete:
        return False
    value = getattr(original, field.attname)
    if getattr(version, field.attname) == value:
        return False
    setattr(version, field.attname, value)
    return True
