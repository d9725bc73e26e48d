"""Keeping translations true: the dashboard, assigning, checking on a phone, and the tray."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.counts import counting
from core.counts.counting import Event
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
from translations.checking.passages import passages_of
from translations.freshness.tray import kept_words
from translations.models import Assignment, Doubt, Freshness, PieceCheck, Wish


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


def count_reads(page, language: str, number: int) -> None:
    counting.store(
        {Event(timezone.localdate(), "read", language, str(page.translation_key)): number}
    )


def of_work(page, language="fr") -> str:
    return f"/admin/translations/{page.translation_key}/{language}/"


# The dashboard ----------------------------------------------------------------------------------


@pytest.mark.database
def test_the_dashboard_lists_filters_and_exports(page, french):
    _user, client = person("editor")
    Wish.objects.create(
        translation_key=page.translation_key, locale=Locale.objects.get(language_code="ar"),
        person=UserFactory(),
    )  # fmt: skip
    edit(page, "We meet on Tuesday.")

    count_reads(page, "fr", 7)

    shown = client.get("/admin/translations/").content.decode()
    behind = client.get("/admin/translations/?language=fr&state=behind").context["rows"]
    fresh = client.get("/admin/translations/?language=fr&state=fresh&kind=page").context["rows"]
    download = client.get("/admin/translations/?format=csv")
    sheet = download.content

    assert "Not up to date, most urgent first" in shown
    assert "reads in 30 days: 7" in shown
    assert "not up to date since" in shown
    assert "requests: 1" in shown
    assert [row.key for row in behind] == [page.translation_key]
    assert page.translation_key not in [row.key for row in fresh]
    assert download.headers["Content-Disposition"] == 'attachment; filename="Translations.csv"'
    assert sheet.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Title", "Type of content", "Original", "English"]
    assert any(row[0] == "A page" and "1 passage" in row[4] for row in rows)


def test_the_dashboard_costs_the_same_however_many_works(page, french):
    _user, client = person("editor")

    def queries() -> int:
        client.get("/admin/translations/")
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/admin/translations/").status_code == 200
        return len(counted)

    few = queries()
    for number in range(20):
        original(page.get_parent(), slug=f"page-{number}")

    assert queries() == few


def test_what_hurts_readers_most_comes_first(page, french, clock):
    """Days behind times reads; of machine drafts, those that are read the most."""
    _user, client = person("editor")
    rows = {"long": (40, 1), "read": (2, 50), "both": (10, 20), "never": (90, 0)}
    for name, (days, number) in rows.items():
        other = original(page.get_parent(), slug=name)
        french_of(other)
        review.mark_machine(key=other.translation_key, locale=french.locale)
        edit(other, "We meet on Tuesday.")
        since = timezone.now() - timedelta(days=days)
        Freshness.objects.filter(translation_key=other.translation_key, is_original=False).update(
            behind_since=since
        )
        count_reads(other, "fr", number)

    lists = client.get("/admin/translations/?language=fr").context

    def names(which: str) -> list[str]:
        slugs = dict(Page.objects.values_list("translation_key", "slug"))
        return [slugs[one.row.key] for one in lists[which] if slugs[one.row.key] in rows]

    assert names("hurting") == ["both", "read", "long", "never"]
    assert names("unchecked") == ["read", "both", "long", "never"]


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


def test_asked_by_mail_in_the_translators_own_language(page, french, settings):
    settings.ALLOWED_HOSTS = ["*"]
    editor, client = person("editor", name="Carmen")
    translator, theirs = person("translator-fr", "fr", "Nadia")
    edit(page, "We meet on Tuesday.")

    for _time in range(2):
        sent = {"assign": translator.pk, "note": "Before Friday, please"}
        assert client.post(of_work(page), sent, HTTP_HOST="evil.example").status_code == 302

    assert Assignment.objects.get().assigned_by == editor
    assert [one.subject for one in mail.outbox] == ["Une traduction vous attend"]
    assert mail.outbox[0].to == [translator.email]
    assert "Before Friday, please" in mail.outbox[0].body
    assert settings.WAGTAILADMIN_BASE_URL + of_work(page) in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body
    queue = theirs.get("/admin/translations/").context["queue"]
    assert [(one.row.key, one.cell.note) for one in queue] == [
        (page.translation_key, "Before Friday, please")
    ]
    assert "1 traduction vous attend." in theirs.get("/admin/").content.decode()


@pytest.mark.database
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
    user, client = person("editor")
    address = f"/admin/pages/{page.pk}/edit/"
    assert 'name="action-publish" value="minor"' in client.get(address).content.decode()

    send(client, address, title="A page, mended", **{"action-publish": "minor"})

    assert state(page).freshness == "fresh"
    assert state(page).minor_changes["title"] == "words"
    assert PageLogEntry.objects.get(page=page.pk, action="translations.minor").user == user
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


def test_a_doubt_outlasts_what_others_find_until_it_is_settled(
    page, french, django_capture_on_commit_callbacks
):
    """A late "right" does not end the doubt of another: both are told, and whoever doubts or an
    editor decides."""
    nour, doubting = person("translator-fr", "fr", "Nour")
    _ines, agreeing = person("translator-fr", "pt", "Inês")
    _carmen, editing = person("editor", "es", "Carmen")
    first, second, *_rest = passages_of(french)
    for one in (first, second):
        say(doubting, page, one, "doubt", note="Tutoyer ?")

    with django_capture_on_commit_callbacks(execute=True):
        late = [say(agreeing, page, first, "right").json()["answers"] for _time in range(2)]

    assert late == 2 * [{first.id: {"value": "doubt", "counter": 1}}]
    assert (state(page).checked, state(page).doubts) == (0, 2)
    [told] = mail.outbox
    assert told.to == [nour.email]
    assert "Inês" in told.body
    assert first.own.plain in told.body
    shown = agreeing.get(f"/fr/versions/{page.translation_key}/fr/check/?at=1").content.decode()
    assert "Tutoyer ?" in shown
    assert "Nour" in shown
    in_admin = editing.get(of_work(page)).content.decode()
    assert in_admin.count("Tutoyer ?") == 2
    queue = editing.get("/admin/translations/?language=fr&state=doubt").context["queue"]
    assert [one.cell.doubts for one in queue] == [2]

    # What was said meanwhile holds as soon as the doubt is gone.
    say(doubting, page, first, "right")
    assert (state(page).checked, state(page).doubts) == (1, 1)

    with django_capture_on_commit_callbacks(execute=True):
        settled = say(editing, page, second, "right").json()["answers"]

    assert settled == {second.id: {"value": "right", "counter": 1}}
    assert (state(page).checked, state(page).doubts) == (2, 0)
    assert [one.to for one in mail.outbox] == 2 * [[nour.email]]
    assert "Carmen" in mail.outbox[1].body


def test_without_scripts_a_late_right_is_told_too(page, french):
    _nour, doubting = person("translator-fr", "fr", "Nour")
    _ines, agreeing = person("translator-fr", "fr", "Inês")
    first, *_rest = passages_of(french)
    say(doubting, page, first, "doubt")

    sent = {"at": 1, "own": first.own.digest, "verdict": "right"}
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    answer = agreeing.post(address, sent, follow=True).content.decode()

    assert "Votre réponse est enregistrée." in answer


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


def say(client, page, passage, verdict: str, **value: object):
    """As the queue of a device sends it."""
    answer = {
        "attempt": str(uuid4()),
        "question": passage.id,
        "value": {"verdict": verdict, "own": passage.own.digest, **value},
        "counter": 1,
        "idempotency_key": uuid4().hex,
    }
    address = f"/fr/versions/{page.translation_key}/fr/check/answers/"
    return client.post(address, json.dumps(answer), content_type="application/json")


def test_answers_of_a_device_are_kept_once_however_often_they_arrive(
    page, french, django_capture_on_commit_callbacks
):
    _user, client = person("editor", "fr", "Carmen")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    first, second, third, *_rest = passages_of(french)
    [one] = third.editables
    words = {"words": {one.segment_id: "Bring & <b>share"}, "seen": {one.segment_id: one.seen}}
    assert client.get(address).content.decode().count("<template data-passage=") > 1

    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answers = [
                say(client, page, first, "right"),
                say(client, page, second, "doubt", note="Tutoyer ?\x00"),
                say(client, page, third, "mended", **words),
            ]
        assert [one.status_code for one in answers] == [200, 200, 200]
        assert answers[0].json()["answers"] == {first.id: {"value": "right", "counter": 1}}

    checks = {one.path: one.verdict for one in PieceCheck.objects.all()}
    assert checks == {first.path: "right", third.path: "mended"}
    assert [(one.path, one.note) for one in Doubt.objects.all()] == [(second.path, "Tutoyer ?")]
    assert "Bring &amp; <b>share</b>" in Client().get("/fr/a-page/").content.decode()
    assert state(page).checked == 2


def test_a_correction_is_live_only_when_somebody_may_publish_it(
    page, french, django_capture_on_commit_callbacks
):
    _user, client = person("translator-fr", "fr")
    passage = passages_of(french)[2]
    [one] = passage.editables
    words = {"words": {one.segment_id: "Mes mots"}, "seen": {one.segment_id: one.seen}}

    with django_capture_on_commit_callbacks(execute=True):
        assert say(client, page, passage, "mended", **words).status_code == 200

    assert "Mes mots" not in Client().get("/fr/a-page/").content.decode()
    publish(page, Translation.objects.get(source__object_id=page.translation_key))
    assert "Mes mots" in Client().get("/fr/a-page/").content.decode()


def test_an_answer_that_cannot_be_kept_says_why_and_changes_nothing(page, french):
    _user, client = person("translator-fr", "en")
    _other, arabic = person("translator-ar", "en")
    first, _second, third, *_rest = passages_of(french)
    [one] = third.editables
    StringTranslation.objects.filter(
        locale=french.locale, translation_of__data=one.source
    ).update(data="Les mots de l'autre")  # fmt: skip
    mine = {"words": {one.segment_id: "Mes mots"}, "seen": {one.segment_id: one.seen}}
    [theirs] = passages_of(french)[2].editables
    link = {
        "words": {one.segment_id: '<a id="a9">Mes</a> mots'},
        "seen": {one.segment_id: theirs.seen},
    }

    cases = [
        (say(arabic, page, first, "right"), 403, "not-yours"),
        (say(Client(), page, first, "right"), 401, "signed-out"),
        (say(client, page, first, "right", own="0" * 16), 409, "changed"),
        (say(client, page, third, "mended", **mine), 409, "changed"),
        (say(client, page, third, "mended", **link), 422, "unusable"),
        (say(client, page, third, "mended", words={one.segment_id: " "}, seen={}), 422, "unusable"),
        (say(client, page, third, "mended", words=["x"]), 422, "malformed"),
        (say(client, page, third, "perhaps"), 422, "malformed"),
        (say(client, page, replace(first, path="body.gone"), "right"), 409, "gone"),
    ]

    for answer, status, error in cases:
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert answer.json()["words"].endswith(".")
    assert not PieceCheck.objects.exists()
    assert passages_of(french)[2].editables[0].words == "Les mots de l'autre"


# Side by side -----------------------------------------------------------------------------------


def put(client, translation, segment, words, **headers: str):
    return client.put(
        f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
        urlencode({"value": words}),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


@pytest.mark.database
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


def test_who_signs_in_again_replaces_nothing_unseen(page, french):
    """The page knows since when it is open; the session in which it was noted is over."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = StringSegment.objects.get(source=translation.source, string__data="Bring bread.")
    _first, one = person("translator-fr", "fr", "Nadia")
    _second, two = person("translator-fr", "en", "Anne")
    opened = two.get(f"/admin/pages/{french.pk}/edit/").content.decode()
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


@pytest.mark.database
def test_the_matrix_counts_days(page, french, clock):
    edit(page, "We meet on Tuesday.")
    Freshness.objects.filter(translation_key=page.translation_key, is_original=False).update(
        behind_since=timezone.now() - timedelta(days=12)
    )
    _user, client = person("editor")

    found = client.get("/admin/translations/?language=fr").context["hurting"]

    assert [one.cell.days_behind for one in found if one.row.key == page.translation_key] == [12]
