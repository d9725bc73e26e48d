"""Freshness on the portal: an edit marks the translations, and keeping them true takes it off."""

import json
from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from core.caching import generation
from tests.factories.core import standard_page, translated
from tests.factories.people import UserFactory
from tests.translations.versions import (
    FIRST,
    SECOND,
    edit,
    french_of,
    publish,
    state,
    synchronise,
    translate,
)
from translations import originals, review
from translations.freshness import derived, ledger
from translations.models import Following, Freshness, OriginalChange, PublishedOriginal, Wish

pytestmark = pytest.mark.database
FAR_AWAY = datetime(2040, 2, 3, 12, tzinfo=UTC)


def read(address: str) -> str:
    return Client().get(address).content.decode()


def test_an_edit_marks_the_translation_until_it_follows(page, french):
    assert 'data-freshness="original" data-review="own"' in read("/en/a-page/")
    before = read("/fr/a-page/")
    assert 'data-freshness="fresh" data-review="own"' in before
    assert "data-behind" not in before

    page = edit(page, "We meet on Tuesday.")

    behind = read("/fr/a-page/")
    assert 'data-freshness="behind"' in behind
    assert behind.count("data-behind=") == 1
    assert 'data-behind="words"' in behind.split("fr Bring bread.")[0]
    changes = read(f"/fr/versions/{page.translation_key}/fr/")
    assert "<del>Monday.</del>" in changes
    assert "<ins>Tuesday.</ins>" in changes
    assert "fr We meet on Monday." in changes
    assert f'id="b-{FIRST}"' in changes
    assert "data-behind" not in read("/en/a-page/")

    synchronise(page)
    publish(page, translate(page, "fr"))

    after = read("/fr/a-page/")
    assert 'data-freshness="fresh"' in after
    assert "data-behind" not in after
    assert "fr We meet on Tuesday." in after


def test_what_is_published_without_words_for_it_is_not_told_as_translated(page, french):
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)

    publish(page, Translation.objects.get(source__object_id=page.translation_key))

    shown = read("/fr/a-page/")
    assert 'data-behind="added"' in shown
    assert state(page).changes == {f"body.{FIRST}": "added"}


def test_order_is_no_change_and_a_value_is(home, roots):
    table = {
        "type": "table",
        "id": FIRST,
        "value": {
            "caption": "Two ways",
            "header": [{"type": "item", "id": SECOND, "value": "Way"}],
            "rows": [],
        },
    }
    callout = {
        "type": "callout",
        "id": SECOND,
        "value": {"tone": "note", "title": "Mind", "text": "<p>the gap</p>"},
    }
    page = standard_page(home, "A page", body=json.dumps([table, callout]))
    french_of(page)

    page.body = json.dumps([callout, table])
    page.save_revision().publish()
    assert state(page).changes == {}

    Translation.objects.update(enabled=False)  # else it follows at once
    callout["value"]["tone"] = "watch"
    page.body = json.dumps([callout, table])
    page.save_revision().publish()
    assert state(page).changes == {f"body.{SECOND}.tone": "values"}
    assert 'data-behind="values"' in read("/fr/a-page/")


def test_a_draft_of_the_original_is_no_change(page, french):
    page.title = "Another"
    page.save_revision()

    assert state(page).freshness == "fresh"


def test_a_revert_of_the_version_is_behind_again_and_of_both_is_not(page, french):
    first = french.get_latest_revision()
    first_original = page.get_latest_revision()
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)
    publish(page, translate(page, "fr"))
    assert state(page).freshness == "fresh"

    first.publish()
    assert state(page).freshness == "behind"

    first_original.publish()
    assert state(page).freshness == "fresh"


def test_confirmed_as_still_right_and_taken_back(page, french):
    person = UserFactory()
    edit(page, "We meet on Monday!")

    row = ledger.confirm(key=page.translation_key, locale=french.locale, person=person)

    assert row.person == person
    assert state(page).freshness == "fresh"
    assert 'data-freshness="fresh"' in read("/fr/a-page/")
    again = ledger.confirm(key=page.translation_key, locale=french.locale, person=person)
    assert again is None

    ledger.undo_confirmation(row)
    assert state(page).freshness == "behind"


def test_a_confirmation_is_no_mark_once_the_original_is_reverted(page, french):
    first = page.get_latest_revision()
    edit(page, "We meet on Monday!")
    ledger.confirm(key=page.translation_key, locale=french.locale, person=UserFactory())

    first.publish()

    assert state(page).freshness == "fresh"
    edit(page, "We meet on Friday.")
    assert state(page).changes == {f"body.{FIRST}": "words"}


def test_a_minor_edit_is_kept_from_readers_until_it_is_reverted(page, french):
    first = page.get_latest_revision()
    page = edit(page, "We meet on Mondays.")
    ledger.declare_minor(page.translation_key)
    assert state(page).freshness == "fresh"
    assert state(page).minor_changes == {f"body.{FIRST}": "words"}
    assert "data-behind" not in read("/fr/a-page/")
    second = page.get_latest_revision()

    first.publish()
    assert state(page).minor_changes == {}
    second.publish()
    assert state(page).freshness == "behind"


def test_unpublished_deleted_restored(page, french):
    key = page.translation_key
    edit(page, "We meet on Tuesday.")
    french.unpublish()
    assert "fr" not in review.of_work(key)

    french.get_latest_revision().publish()
    assert state(page).freshness == "behind"

    Page.objects.get(pk=french.pk).delete()
    assert "fr" not in review.of_work(key)

    Page.objects.get(pk=page.pk).delete()
    for model in (Freshness, Following, PublishedOriginal, OriginalChange):
        assert not model.objects.filter(translation_key=key).exists()


def test_what_is_told_of_a_version_is_gone_with_its_work(client, page, french):
    told = [f"/fr/versions/{page.translation_key}/{way}/" for way in ("fr", "ask")]
    french.unpublish()
    page.unpublish()

    assert [client.get(address).status_code for address in told] == [410, 410]
    assert client.get(f"/fr/versions/{uuid4()}/fr/").status_code == 404


def test_made_from_a_translation_it_follows_the_original(page, french):
    translated(french, "ar")
    publish(page, translate(page, "ar"))
    assert state(page, "ar").changes == {}

    page = edit(page, "We meet on Tuesday.")

    assert state(page, "ar").changes == {f"body.{FIRST}": "words"}
    assert review.of_work(page.translation_key)["en"].freshness == "original"


def test_what_stood_before_the_ledger_is_read_from_the_tool(page, french):
    """Data of an earlier release: what the translators' tool last saw is what was followed."""
    edit(page, "We meet on Tuesday.")
    for model in (Freshness, Following, PublishedOriginal, OriginalChange):
        model.objects.all().delete()

    for key in derived.unknown_keys():
        ledger.catch_up(key)

    assert state(page).changes == {f"body.{FIRST}": "words"}
    assert page.translation_key not in derived.unknown_keys()


def test_the_command_tells_of_every_language(page, french):
    edit(page, "We meet on Tuesday.")
    out = StringIO()

    call_command("freshness", "https://portal.example/fr/a-page/", "--json", stdout=out)

    found = json.loads(out.getvalue())
    assert found["original"] == "en"
    assert found["versions"]["en"]["freshness"] == "original"
    assert found["versions"]["fr"]["freshness"] == "behind"
    assert found["versions"]["fr"]["behind"] == {f"body.{FIRST}": "words"}
    assert found["versions"]["ar"] == {"freshness": "missing"}
    with pytest.raises(CommandError, match="no published page"):
        call_command("freshness", "/fr/nothing/")

    before = list(Freshness.objects.order_by("pk").values())
    call_command("freshness", "--rebuild", stdout=StringIO())
    assert list(Freshness.objects.order_by("pk").values()) == before


def test_lists_feeds_and_sitemap_say_the_same(page, french):
    review.mark_machine(key=page.translation_key, locale=french.locale)
    edit(page, "We meet on Tuesday.")

    Freshness.objects.filter(locale=french.locale).update(followed_on=FAR_AWAY)
    generation.bump()

    assert 'data-freshness="behind" data-review="machine"' in read("/fr/library/?q=Monday")
    feed = read("/fr/library/feed.xml?q=Monday")
    assert "brouillon automatique, pas à jour" in feed
    places = read("/sitemap-fr.xml").split("</url>")
    [place] = [one for one in places if "/fr/a-page/</loc>" in one]
    assert f"<lastmod>{FAR_AWAY:%Y-%m-%d}" in place


def test_a_reader_asks_for_a_language_once(page, french):
    reader = UserFactory()
    client = Client()
    client.force_login(reader)
    address = f"/ar/versions/{page.translation_key}/ask/"
    assert address in read("/ar/a-page/")
    assert client.get(address).status_code == 200

    for _time in range(2):
        assert client.post(address).status_code == 302

    assert Wish.objects.filter(translation_key=page.translation_key, person=reader).count() == 1
    stranger = Client().get(address)
    assert stranger.status_code == 302
    assert stranger.url.startswith("/ar/feedback/?about=translation")
    assert "A+page" in stranger.url
    assert Client().get(f"/fr/versions/{page.translation_key}/ask/").url == "/fr/a-page/"


def test_pieces_written_by_hand_are_no_machine_draft(page, french):
    person = UserFactory()
    review.mark_machine(key=page.translation_key, locale=french.locale)
    assert state(page).review == "machine"
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)
    publish(page, translate(page, "fr", kind="manual", user=person))

    assert state(page).review == "partly"
    assert state(page).checked == 1
    assert 'data-review="partly"' in read("/fr/a-page/")

    review.mark_reviewed(
        key=page.translation_key, locale=french.locale, reviewer=person, shown_name="Nour"
    )
    assert state(page).review == "checked"
    assert "<bdi>Nour</bdi>" in read("/fr/a-page/")

    page = edit(page, "We meet on Friday.")
    synchronise(page)
    publish(page, translate(page, "fr", kind="machine"))
    assert state(page).review == "partly"


def test_another_version_becomes_the_original(page, french):
    """What followed the same is fresh; the tool holds its words; nothing readers see is changed."""
    translated(page, "es")
    spanish = publish(page, translate(page, "es"))
    page = edit(page, "We meet on Tuesday.")
    assert state(page, "es").freshness == "behind"
    page = edit(page, "We meet on Monday.")

    originals.make_original(french, person=UserFactory())

    states = review.of_work(page.translation_key)
    assert {code: one.freshness for code, one in states.items()} == {
        "fr": "original", "en": "fresh", "es": "fresh"
    }  # fmt: skip
    words = StringTranslation.objects.filter(
        locale=spanish.locale, translation_of__data="fr We meet on Monday."
    )
    assert [one.data for one in words] == ["es We meet on Monday."]

    edit(french, "On se voit mardi.", "fr Bring bread.")
    states = review.of_work(page.translation_key)
    assert states["es"].changes == {f"body.{FIRST}": "words"}
    assert states["en"].freshness == "behind"


def test_a_withdrawn_original_is_shown_to_nobody(page, french):
    page = edit(page, "A secret on Tuesday.")
    page.unpublish()

    changes = read(f"/fr/versions/{page.translation_key}/fr/")

    assert "secret" not in changes
    assert "n’est pas publié" in changes
