"""Keeping translations true: the dashboard, assigning, checking on a phone, and the tray."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from people import roles
from tests.editor import send
from tests.factories.people import UserFactory
from tests.translations.versions import (
    FIRST,
    edit,
    french_of,
    original,
    publish,
    synchronise,
    translate,
)
from translations import review
from translations.dashboard import matrix
from translations.freshness.tray import kept_words
from translations.models import Assignment, Freshness, Wish

pytestmark = pytest.mark.database


@pytest.fixture
def page(home, roots):
    roles.ensure_groups()
    return original(home)


@pytest.fixture
def french(page):
    made = french_of(page)
    review.mark_machine(key=page.translation_key, locale=made.locale)
    return made


def person(role: str, language: str = "en", name: str = ""):
    user = UserFactory(language=language, display_name=name or role)
    roles.give(user, [role])
    client = Client()
    client.force_login(user)
    return user, client


def state(page, language="fr"):
    return review.of_work(page.translation_key)[language]


def of_work(page, language="fr") -> str:
    return f"/admin/translations/{page.translation_key}/{language}/"


# The dashboard ----------------------------------------------------------------------------------


def test_the_dashboard_lists_filters_and_exports(page, french):
    _user, client = person("editor")
    Wish.objects.create(
        translation_key=page.translation_key, locale=Locale.objects.get(language_code="ar"),
        person=UserFactory(),
    )  # fmt: skip
    edit(page, "We meet on Tuesday.")

    shown = client.get("/admin/translations/").content.decode()
    behind = client.get("/admin/translations/?language=fr&state=behind").context["rows"]
    fresh = client.get("/admin/translations/?language=fr&state=fresh&kind=page").context["rows"]
    sheet = client.get("/admin/translations/?format=csv").content

    assert "Not up to date, most urgent first" in shown
    assert "not up to date since" in shown
    assert "requests: 1" in shown
    assert [row.key for row in behind] == [page.translation_key]
    assert page.translation_key not in [row.key for row in fresh]
    assert sheet.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Title", "Type of content", "Original", "English"]
    assert any(row[0] == "A page" and "1 passage" in row[4] for row in rows)


def test_the_matrix_costs_the_same_however_many_works(page, french):
    def queries() -> int:
        matrix.read()
        with CaptureQueriesContext(connection) as counted:
            matrix.read()
        # The generation is read once a request; here there is none.
        return len([one for one in counted if "core_generation" not in one["sql"]])

    few = queries()
    for number in range(20):
        original(page.get_parent(), slug=f"page-{number}")

    assert queries() == few
    assert few <= 8


def test_learners_and_other_languages_stay_out(page, french):
    _learner = Client()
    _learner.force_login(UserFactory())
    _nour, arabic = person("translator-ar")

    assert _learner.get("/admin/translations/").status_code in {302, 403}
    assert arabic.get("/admin/translations/").status_code == 200
    refused = arabic.get(of_work(page, "fr"))
    assert refused.status_code in {302, 403}
    assert arabic.post(of_work(page, "fr"), {"confirm": ""}).status_code in {302, 403}
    check = f"/ar/versions/{page.translation_key}/fr/check/"
    assert arabic.get(check).status_code == 403


def test_asked_by_mail_in_the_translators_own_language(page, french):
    editor, client = person("editor", name="Carmen")
    translator, theirs = person("translator-fr", "fr", "Nadia")
    edit(page, "We meet on Tuesday.")

    for _time in range(2):
        sent = {"assign": translator.pk, "note": "Before Friday, please"}
        assert client.post(of_work(page), sent).status_code == 302

    assert Assignment.objects.get().assigned_by == editor
    assert [one.subject for one in mail.outbox] == ["Une traduction vous attend"]
    assert mail.outbox[0].to == [translator.email]
    assert "Before Friday, please" in mail.outbox[0].body
    assert of_work(page) in mail.outbox[0].body
    queue = theirs.get("/admin/translations/").context["queue"]
    assert [(one.row.key, one.cell.note) for one in queue] == [
        (page.translation_key, "Before Friday, please")
    ]
    assert "1 traduction vous attend." in theirs.get("/admin/").content.decode()


def test_still_right_is_logged_with_a_name_and_undone(page, french):
    user, client = person("translator-fr", "fr")
    edit(page, "We meet on Monday!")
    assert f'value="body.{FIRST}"' in client.get(of_work(page)).content.decode()

    client.post(of_work(page), {"confirm": f"body.{FIRST}"})

    assert state(page).freshness == "fresh"
    entry = PageLogEntry.objects.get(page=french.pk, action="translations.confirmed")
    assert entry.user == user
    shown = client.get(of_work(page))
    undo = shown.context["log"][0].pk
    assert f'name="undo" value="{undo}"' in shown.content.decode()
    client.post(of_work(page), {"undo": undo})
    assert state(page).freshness == "behind"


def test_a_minor_edit_is_published_from_the_editor(page, french):
    _user, client = person("editor")
    address = f"/admin/pages/{page.pk}/edit/"
    assert 'name="action-publish" value="minor"' in client.get(address).content.decode()

    send(client, address, title="A page, mended", **{"action-publish": "minor"})

    assert state(page).freshness == "fresh"
    assert state(page).minor_changes["title"] == "words"
    assert PageLogEntry.objects.filter(page=page.pk, action="translations.minor").count() == 1
    queue = client.get("/admin/translations/?language=fr").context["queue"]
    assert [one.row.key for one in queue] == [page.translation_key]


# Checking ---------------------------------------------------------------------------------------


def test_a_native_checks_passage_by_passage_until_the_label_falls(
    page, french, django_capture_on_commit_callbacks
):
    _editor, client = person("editor", "fr", "Carmen")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    first = client.get(address)
    assert "fr A page" in first.content.decode()
    assert "A page" in first.content.decode()
    total = first.context["total"]

    for number in range(total - 1):
        passage = client.get(address).context["passage"]
        sent = {"at": passage.number, "own": passage.own.digest, "verdict": "right"}
        answer = client.post(address, sent)
        assert answer.status_code == 302
        assert state(page).checked == number + 1
        assert state(page).review == "partly"

    passage = client.get(address).context["passage"]
    words = {f"words-{one.segment_id}": "Apportez du pain." for one in passage.editables}
    seen = {f"seen-{one.segment_id}": one.seen for one in passage.editables}
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"at": passage.number, "verdict": "mended", **words, **seen}
        assert client.post(address, sent).status_code == 302
    done = client.get(address)

    assert done.context["passage"] is None
    assert state(page).review == "checked"
    text = Client().get("/fr/a-page/").content.decode()
    assert "Apportez du pain." in text
    assert "Brouillon" not in text
    client.post(address, {"show_name": "yes"})
    assert "<bdi>Carmen</bdi>" in Client().get("/fr/a-page/").content.decode()
    client.post(address, {"show_name": "no"})
    assert "<bdi>Carmen</bdi>" not in Client().get("/fr/a-page/").content.decode()


def test_a_doubt_is_kept_with_its_word_and_keeps_the_label(page, french):
    _user, client = person("translator-fr", "fr")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    for _number in range(client.get(address).context["total"]):
        passage = client.get(address).context["passage"]
        is_first = passage.number == 1
        sent = {
            "at": passage.number,
            "own": passage.own.digest,
            "verdict": "doubt" if is_first else "right",
            "note": "Tutoyer ?" if is_first else "",
        }
        client.post(address, sent)

    done = client.get(address).content.decode()
    assert "Tutoyer ?" in done
    assert state(page).review == "partly"


def test_who_mends_over_anothers_words_sees_both(page, french):
    _user, client = person("translator-fr", "fr")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    passage = client.get(f"{address}?at=2").context["passage"]
    [one] = passage.editables
    row = StringTranslation.objects.get(
        translation_of__data=one.source, locale=french.locale, context__path=passage.path
    )
    row.data = "Les mots de l'autre"
    row.save()

    sent = {
        "at": 2,
        "verdict": "mended",
        f"words-{one.segment_id}": "Mes mots",
        f"seen-{one.segment_id}": one.seen,
    }
    answer = client.post(address, sent)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Mes mots" in shown
    assert "Les mots de l&#x27;autre" in shown
    row.refresh_from_db()
    assert row.data == "Les mots de l'autre"


# Side by side -----------------------------------------------------------------------------------


def put(client, translation, segment, words):
    return client.put(
        f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
        urlencode({"value": words}),
        content_type="application/x-www-form-urlencoded",
    )


def test_of_two_on_one_piece_the_later_one_sees_both_and_nothing_is_lost(page, french):
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = StringSegment.objects.get(source=translation.source, string__data="Bring bread.")
    first, one = person("translator-fr", "fr", "Nadia")
    _second, two = person("translator-fr", "en", "Anne")
    for client in (one, two):
        assert client.get(f"/admin/pages/{french.pk}/edit/").status_code == 200

    assert put(one, translation, segment, "Apportez du pain").status_code == 200
    refused = put(two, translation, segment, "Prenez du pain").json()

    assert refused["data"] == "Apportez du pain"
    assert "Prenez du pain" in refused["error"]
    again = put(two, translation, segment, "Prenez du pain").json()
    assert again["data"] == "Prenez du pain"
    assert again["error"] is None
    assert put(two, translation, segment, "Prenez le pain").json()["data"] == "Prenez le pain"

    saved = {"Apportez du pain", "Prenez du pain", "Prenez le pain"}
    reachable = {row.words for row in kept_words(page.translation_key, french.locale_id)}
    reachable |= set(StringTranslation.objects.values_list("data", flat=True))
    assert saved <= reachable
    shown = two.get(of_work(page)).content.decode()
    assert "Apportez du pain" in shown
    assert first in [row.person for row in kept_words(page.translation_key, french.locale_id)]


def test_words_of_a_block_that_is_gone_are_in_the_tray(page, french):
    user, client = person("editor")
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)
    publish(page, translate(page, "fr", kind="manual", user=user))
    page.body = "[]"
    page.save_revision().publish()
    synchronise(page)

    words = [row.words for row in kept_words(page.translation_key, french.locale_id)]

    assert "fr We meet on Tuesday." in words
    assert "fr Bring bread." in words
    assert "fr We meet on Tuesday." in client.get(of_work(page)).content.decode()


def test_pieces_without_words_are_named_before_they_are_published(page, french):
    _user, client = person("editor")
    page = edit(page, "We meet on Tuesday.")
    synchronise(page)

    shown = client.get(of_work(page)).content.decode()

    assert "Passages without text in this language" in shown
    assert "We meet on Tuesday." in shown


def test_the_matrix_counts_days(page, french, clock):
    edit(page, "We meet on Tuesday.")
    Freshness.objects.filter(translation_key=page.translation_key, is_original=False).update(
        behind_since=timezone.now() - timedelta(days=12)
    )
    _user, client = person("editor")

    found = client.get("/admin/translations/?language=fr").context["hurting"]

    assert [one.cell.days_behind for one in found if one.row.key == page.translation_key] == [12]
