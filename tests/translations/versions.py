"""A page with an original and a French version, translated side by side."""

import json
from typing import Any

from django.test import TestCase
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from tests.factories.core import standard_page, translated
from translations import review

FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def paragraph(block: str, text: str) -> dict[str, Any]:
    return {"type": "text", "id": block, "value": f"<p>{text}</p>"}


def original(home: Any, **fields: Any) -> StandardPage:
    body = [paragraph(FIRST, "We meet on Monday."), paragraph(SECOND, "Bring bread.")]
    return standard_page(home, "A page", body=json.dumps(body), **fields)


def french_of(page: StandardPage) -> StandardPage:
    """The French version, with words of a machine for all of it, published."""
    translated(page, "fr")
    return publish(page, translate(page, "fr"))


def translate(page: StandardPage, language: str, *, kind: str = "machine", user: Any = None) -> Any:
    """Words for whatever lacks them in the tool; returns its translation."""
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )
    for piece in translation.source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=piece.string,
            context=piece.context,
            locale=translation.target_locale,
            defaults={
                "data": f"{language} {piece.string.data}",
                "translation_type": kind,
                "last_translated_by": user,
            },
        )
    return translation


def publish(page: StandardPage, translation: Translation) -> StandardPage:
    """As the translators' tool publishes."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return type(page).objects.get(
        translation_key=page.translation_key, locale=translation.target_locale
    )


def edit(page: StandardPage, first: str, second: str = "Bring bread.") -> StandardPage:
    """The editor publishes other words."""
    page = type(page).objects.get(pk=page.pk)
    page.body = json.dumps([paragraph(FIRST, first), paragraph(SECOND, second)])
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def synchronise(page: StandardPage) -> None:
    TranslationSource.objects.get(
        object_id=page.translation_key, locale_id=page.locale_id
    ).update_from_db()


def state(page: StandardPage, language: str = "fr") -> Any:
    """What the ledger says of a version: freshness, review, changes."""
    return review.of_work(page.translation_key)[language]


def address_of(page: StandardPage, language: str = "fr") -> str:
    """The work's page in the translation dashboard."""
    return f"/admin/translations/{page.translation_key}/{language}/"
