"""Checking a machine draft passage by passage, on a page and from a device."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from wagtail_localize.models import StringTranslation, Translation

from tests.factories.people import signed_in
from tests.translations.versions import (
    publish,
    state,
)
from translations.checking.passages import passages_of
from translations.models import Doubt, PieceCheck


@pytest.mark.slow
def test_a_native_checks_passage_by_passage_until_the_label_falls(
    page, machine_draft, django_capture_on_commit_callbacks
):
    _editor, client = signed_in("editor", language="fr", display_name="Carmen")
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


def test_a_doubt_is_kept_with_its_word_and_keeps_the_label(page, machine_draft):
    _user, client = signed_in("translator-fr", language="fr")
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


def test_a_version_that_is_not_published_is_not_checked(page, machine_draft):
    _user, client = signed_in("translator-fr")
    machine_draft.unpublish()

    answer = client.get(f"/fr/versions/{page.translation_key}/fr/check/")

    assert answer.status_code == 404
    assert "We meet on Monday." not in answer.content.decode()


def test_a_doubt_outlasts_what_others_find_until_it_is_settled(
    page, machine_draft, django_capture_on_commit_callbacks
):
    """A late "right" does not end the doubt of another: both are told, and whoever doubts or an
    editor decides."""
    nour, doubting = signed_in("translator-fr", language="fr", display_name="Nour")
    _ines, agreeing = signed_in("translator-fr", language="pt", display_name="Inês")
    _carmen, editing = signed_in("editor", language="es", display_name="Carmen")
    first, second, *_rest = passages_of(machine_draft)
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
    in_admin = editing.get(f"/admin/translations/{page.translation_key}/fr/").content.decode()
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


def test_without_scripts_a_late_right_is_told_too(page, machine_draft):
    _nour, doubting = signed_in("translator-fr", language="fr", display_name="Nour")
    _ines, agreeing = signed_in("translator-fr", language="fr", display_name="Inês")
    first, *_rest = passages_of(machine_draft)
    say(doubting, page, first, "doubt")

    sent = {"at": 1, "own": first.own.digest, "verdict": "right"}
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    answer = agreeing.post(address, sent, follow=True).content.decode()

    assert "Votre réponse est enregistrée." in answer


def test_who_mends_over_anothers_words_sees_both(page, machine_draft):
    _user, client = signed_in("translator-fr", language="fr")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    passage = client.get(f"{address}?at=2").context["passage"]
    [one] = passage.editables
    row = StringTranslation.objects.get(
        translation_of__data=one.source, locale=machine_draft.locale, context__path=passage.path
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
    page, machine_draft, django_capture_on_commit_callbacks
):
    _user, client = signed_in("editor", language="fr", display_name="Carmen")
    address = f"/fr/versions/{page.translation_key}/fr/check/"
    first, second, third, *_rest = passages_of(machine_draft)
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
    page, machine_draft, django_capture_on_commit_callbacks
):
    _user, client = signed_in("translator-fr", language="fr")
    passage = passages_of(machine_draft)[2]
    [one] = passage.editables
    words = {"words": {one.segment_id: "Mes mots"}, "seen": {one.segment_id: one.seen}}

    with django_capture_on_commit_callbacks(execute=True):
        assert say(client, page, passage, "mended", **words).status_code == 200

    assert "Mes mots" not in Client().get("/fr/a-page/").content.decode()
    publish(page, Translation.objects.get(source__object_id=page.translation_key))
    assert "Mes mots" in Client().get("/fr/a-page/").content.decode()


def test_an_answer_that_cannot_be_kept_says_why_and_changes_nothing(page, machine_draft):
    _user, client = signed_in("translator-fr", language="en")
    _other, arabic = signed_in("translator-ar", language="en")
    first, _second, third, *_rest = passages_of(machine_draft)
    [one] = third.editables
    StringTranslation.objects.filter(
        locale=machine_draft.locale, translation_of__data=one.source
    ).update(data="Les mots de l'autre")  # fmt: skip
    mine = {"words": {one.segment_id: "Mes mots"}, "seen": {one.segment_id: one.seen}}
    [theirs] = passages_of(machine_draft)[2].editables
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
    assert passages_of(machine_draft)[2].editables[0].words == "Les mots de l'autre"
