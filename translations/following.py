"""What is not words follows the original: when it is published, its translations take over flags,
dates, numbers, links, pictures, files and order at once, without waiting for a translator.

Words stay as they are translated until somebody syncs them; the checklist says which are behind.
What a translator has overridden for their language stays theirs.
"""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation

from core import works
from core.models import BasePage
from core.tasks import queues
from translations.merging import Merge, Row

ENCODER = DjangoJSONEncoder()


def follow(original: BasePage) -> int:
    """Bring the translations of a page that was just published in line with it; how many changed.

    Nothing for a translation itself, nor inside a bulk load, which brings every version.
    """
    if queues.is_gathering():
        return 0
    if works.original_language(original.translation_key) != original.language:
        return 0
    followed = Translation.objects.filter(
        source__object_id=original.translation_key,
        source__locale_id=original.locale_id,
        enabled=True,
    )
    versions = type(original).objects.filter(
        translation_key=original.translation_key,
        locale_id__in=followed.values("target_locale_id"),
        alias_of=None,
    )
    published = type(original).objects.get(pk=original.pk)
    return sum(brought_in_line(published, version) for version in versions)


def brought_in_line(original: BasePage, version: BasePage) -> bool:
    """Publish what is live anew where it changes; a draft beyond it changes as a draft."""
    kept = overridden(version)
    draft = version.get_latest_revision_as_object() if version.has_unpublished_changes else None
    changed = version.live and take_over(original, version, kept)
    if changed:
        version.save_revision(changed=False).publish()
    if draft is not None and (take_over(original, draft, kept) or changed):
        draft.save_revision()
    return bool(changed)


def overridden(version: BasePage) -> frozenset[str]:
    """Paths of what a translator chose for this language."""
    rows = SegmentOverride.objects.filter(
        locale_id=version.locale_id, context__object_id=version.translation_key
    )
    return frozenset(rows.values_list("context__path", flat=True))


def take_over(original: BasePage, version: BasePage, kept: frozenset[str]) -> bool:
    """Change the version in memory; whether anything differed."""
    changed = False
    for rule in get_translatable_fields(type(original)):
        field = rule.get_field(type(original))
        if rule.field_name in kept or rule.field_name == "slug":
            continue
        if isinstance(field, StreamField):
            merge = Merge(kept) if rule.is_translated(original) else None
            changed |= take_over_stream(original, version, field, merge)
        elif isinstance(field, RichTextField):
            continue
        elif rule.is_synchronized(original) and not rule.is_translated(original):
            changed |= take_over_field(original, version, field)
    return changed


def take_over_stream(
    original: BasePage, version: BasePage, field: StreamField, merge: Merge | None
) -> bool:
    """A stream by its blocks; without `merge` the whole of it."""
    ours, theirs = stored(original, field), stored(version, field)
    new = merge.stream(field.stream_block, ours, theirs, field.name) if merge else ours
    if same(new, theirs):
        return False
    setattr(version, field.name, field.stream_block.to_python(new))
    return True


def stored(page: BasePage, field: StreamField) -> list[Row]:
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


def same(ours: Any, theirs: Any) -> bool:
    """Equal as they are stored: numbers and dates may be objects on one side."""
    return bool(ENCODER.encode(ours) == ENCODER.encode(theirs))
