"""Bulk extraction of an original's segments for wagtail-localize.

Upstream asks for and writes each string, its place and its segment one by one, some fifteen
statements a piece: a lesson took half a second of it at each save. The rows are the same.
"""

import json
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

OF_STRINGS = ("context_id", "order", "string_id", "attrs")
OF_TEMPLATES = ("context_id", "order", "template_id")


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Bring the segments of a source in step with what it says."""
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = contexts_of(source, instance, values)
    strings = [one for one in values if isinstance(one, StringSegmentValue)]
    templates = [one for one in values if isinstance(one, TemplateSegmentValue)]
    write(StringSegment, source, OF_STRINGS, rows_of_strings(source, strings, contexts))
    write(TemplateSegment, source, OF_TEMPLATES, rows_of_templates(templates, contexts))
    # Few: a link to a page, a picture, an address.
    for model, kind in (
        (RelatedObjectSegment, RelatedObjectSegmentValue),
        (OverridableSegment, OverridableSegmentValue),
    ):
        kept = [model.from_value(source, one).pk for one in values if isinstance(one, kind)]
        model.objects.filter(source=source).exclude(pk__in=kept).delete()


def write(model: Any, source: TranslationSource, names: tuple[str, ...], wanted: list[Any]) -> None:
    """Rows of the source with these values of the named fields, and no others."""
    rows = model.objects.filter(source=source)
    known = {tuple(values): pk for pk, *values in rows.values_list("pk", *names)}
    gone = known.keys() - set(wanted)
    if gone:
        rows.filter(pk__in=[known[values] for values in gone]).delete()
    model.objects.bulk_create(
        model(source=source, **dict(zip(names, values, strict=True)))
        for values in dict.fromkeys(wanted)
        if values not in known
    )


def rows_of_strings(
    source: TranslationSource, values: list[StringSegmentValue], contexts: dict[str, int]
) -> list[Any]:
    texts = {String._get_data_hash(one.string.data): one.string.data for one in values}
    rows = String.objects.filter(locale_id=source.locale_id, data_hash__in=texts)
    known = dict(rows.values_list("data_hash", "pk"))
    if texts.keys() - known.keys():
        new = (
            String(locale_id=source.locale_id, data_hash=one, data=texts[one])
            for one in texts
            if one not in known
        )
        String.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(rows.values_list("data_hash", "pk"))
    return [
        (
            contexts[one.path],
            one.order,
            known[String._get_data_hash(one.string.data)],
            json.dumps(one.attrs, cls=DjangoJSONEncoder),
        )
        for one in values
    ]


def rows_of_templates(values: list[TemplateSegmentValue], contexts: dict[str, int]) -> list[Any]:
    texts = {template_id(one): one for one in values}
    rows = Template.objects.filter(uuid__in=texts)
    known = dict(rows.values_list("uuid", "pk"))
    if texts.keys() - known.keys():
        new = (
            Template(
                uuid=key,
                template=one.template,
                template_format=one.format,
                string_count=one.string_count,
            )
            for key, one in texts.items()
            if key not in known
        )
        Template.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(rows.values_list("uuid", "pk"))
    return [(contexts[one.path], one.order, known[template_id(one)]) for one in values]


def template_id(value: TemplateSegmentValue) -> UUID:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def contexts_of(source: TranslationSource, instance: Any, values: Iterable[Any]) -> dict[str, int]:
    """The rows of the places of these segments, by path."""
    paths = dict.fromkeys(one.path for one in values)
    rows = TranslationContext.objects.filter(object_id=source.object_id)
    known = {path: (pk, field) for pk, path, field in rows.values_list("pk", "path", "field_path")}
    unnamed = [known[path][0] for path in paths if path in known and not known[path][1]]
    for context in rows.filter(pk__in=unnamed):
        context.get_field_path(instance)
    new = [path for path in paths if path not in known]
    if new:
        TranslationContext.objects.bulk_create(
            (
                TranslationContext(
                    object_id=source.object_id,
                    path=path,
                    path_id=TranslationContext._get_path_id(path),
                    field_path=field_path(path, instance),
                )
                for path in new
            ),
            ignore_conflicts=True,
        )
    return dict(rows.values_list("path", "pk"))


def field_path(path: str, instance: Any) -> str:
    """As upstream finds it, for a row that is not written yet."""
    place = SimpleNamespace(path=path, field_path="", save=lambda **_kwargs: None)
    found: str = TranslationContext.get_field_path(place, instance)
    return found


def install() -> None:
    """Put it in the place of upstream's own."""
    TranslationSource.refresh_segments = refresh_segments
