"""Concurrent edits in the translators' editor, and earlier wordings that were replaced."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from tests.factories.people import signed_in
from tests.translations.versions import (
    address_of,
    edit,
    publish,
    synchronise,
    translate,
)
from translations.freshness.earlier_wordings import kept_words


def put(client, translation, segment, words, **headers: str):
    return client.put(
        f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
        urlencode({"value": words}),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


@pytest.mark.database
def test_of_two_on_one_piece_the_later_one_sees_both_and_nothing_is_lost(page, machine_draft):
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = StringSegment.objects.get(source=translation.source, string__data="Bring bread.")
    first, one = signed_in("translator-fr", language="fr", display_name="Nadia")
    _second, two = signed_in("translator-fr", language="en", display_name="Anne")
    for client in (one, two):
        assert client.get(f"/admin/pages/{machine_draft.pk}/edit/").status_code == 200

    assert put(one, translation, segment, "Apportez du pain").status_code == 200
    refused = put(two, translation, segment, "Prenez du pain").json()

    assert refused["data"] == "Apportez du pain"
    assert "Prenez du pain" in refused["error"]
    again = put(two, translation, segment, "Prenez du pain").json()
    assert again["data"] == "Prenez du pain"
    assert again["error"] is None
    assert put(two, translation, segment, "Prenez le pain").json()["data"] == "Prenez le pain"

    saved = {"Apportez du pain", "Prenez du pain", "Prenez le pain"}
    reachable = {row.words for row in kept_words(page.translation_key, machine_draft.locale_id)}
    reachable |= set(StringTranslation.objects.values_list("data", flat=True))
    assert saved <= reachable
    shown = two.get(address_of(page)).content.decode()
    assert "Apportez du pain" in shown
    assert first in [
        row.person for row in kept_words(page.translation_key, machine_draft.locale_id)
    ]


def test_who_signs_in_again_replaces_nothing_unseen(page, machine_draft):
    """The page knows since when it is open; the session in which it was noted is over."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = StringSegment.objects.get(source=translation.source, string__data="Bring bread.")
    _first, one = signed_in("translator-fr", language="fr", display_name="Nadia")
    _second, two = signed_in("translator-fr", language="en", display_name="Anne")
    opened = two.get(f"/admin/pages/{machine_draft.pk}/edit/").content.decode()
    moment = re.search(r'data-opened="([^"]+)"', opened)[1]
    assert put(one, translation, segment, "Apportez du pain").status_code == 200
    again = Client()
    again.force_login(_second)

    refused = put(again, translation, segment, "Prenez du pain", **{"X-Opened-At": moment})

    assert refused.json()["data"] == "Apportez du pain"
    assert "Prenez du pain" in refused.json()["error"]
    for nonsense in ("x", "2026-02-30T10:00:00+00:00", "2026-02-03T10:00:00"):
        answer = put(again, translation, segment, "Du pain", **{"X-Opened-At": nonsense})
        assert answer.status_code == 200


def test_words_of_a_block_that_is_gone_are_among_earlier_wordings(page, machine_draft):
    user, client = signed_in("editor")
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)
    publish(page, translate(page, "fr", kind="manual", user=user))
    page.body = "[]"
    page.save_revision().publish()
    synchronise(page)

    words = [row.words for row in kept_words(page.translation_key, machine_draft.locale_id)]

    assert "fr We meet on Tuesday." in words
    assert "fr Bring bread." in words
    assert "fr We meet on Tuesday." in client.get(address_of(page)).content.decode()


def test_pieces_without_words_are_named_before_they_are_published(page, machine_draft):
    _user, client = signed_in("editor")
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)

    shown = client.get(address_of(page)).content.decode()

    assert "Passages without text in this language" in shown
    assert "We meet on Tuesday." in shown
