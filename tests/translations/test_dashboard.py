"""The translation dashboard: what is not up to date, assigned, confirmed and undone."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry

from core.counts import counting
from core.counts.counting import Event
from tests.editor import send
from tests.factories.people import UserFactory, signed_in
from tests.translations.versions import (
    FIRST,
    address_of,
    edit,
    french_of,
    original,
    state,
)
from translations import review
from translations.models import Assignment, Following, Freshness, Wish


def count_reads(page, language: str, number: int) -> None:
    counting.store(
        {Event(timezone.localdate(), "read", language, str(page.translation_key)): number}
    )


@pytest.mark.database
def test_the_dashboard_lists_filters_and_exports(page, machine_draft):
    _user, client = signed_in("editor")
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


def test_the_dashboard_costs_the_same_however_many_works(page, machine_draft):
    _user, client = signed_in("editor")

    def queries() -> int:
        client.get("/admin/translations/")
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/admin/translations/").status_code == 200
        return len(counted)

    few = queries()
    for number in range(20):
        original(page.get_parent(), slug=f"page-{number}")

    assert queries() == few


def test_what_hurts_readers_most_comes_first(page, machine_draft, clock):
    """Days behind times reads; of machine drafts, those that are read the most."""
    _user, client = signed_in("editor")
    rows = {"long": (40, 1), "read": (2, 50), "both": (10, 20), "never": (90, 0)}
    for name, (days, number) in rows.items():
        other = original(page.get_parent(), slug=name)
        french_of(other)
        review.mark_machine(key=other.translation_key, locale=machine_draft.locale)
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


def test_learners_and_other_languages_stay_out(page, machine_draft):
    _learner = Client()
    _learner.force_login(UserFactory())
    _nour, arabic = signed_in("translator-ar")

    assert _learner.get("/admin/translations/").status_code in {302, 403}
    assert arabic.get("/admin/translations/").status_code == 200
    refused = arabic.get(address_of(page, "fr"))
    assert refused.status_code in {302, 403}
    assert arabic.post(address_of(page, "fr"), {"confirm": ""}).status_code in {302, 403}
    check = f"/ar/versions/{page.translation_key}/fr/check/"
    assert arabic.get(check).status_code == 403


def test_asked_by_mail_in_the_translators_own_language(page, machine_draft, settings):
    settings.ALLOWED_HOSTS = ["*"]
    editor, client = signed_in("editor", display_name="Carmen")
    translator, theirs = signed_in("translator-fr", language="fr", display_name="Nadia")
    edit(page, "We meet on Tuesday.")

    for _time in range(2):
        sent = {"assign": translator.pk, "note": "Before Friday, please"}
        assert client.post(address_of(page), sent, HTTP_HOST="evil.example").status_code == 302

    assert Assignment.objects.get().assigned_by == editor
    assert [one.subject for one in mail.outbox] == ["Une traduction vous attend"]
    assert mail.outbox[0].to == [translator.email]
    assert "Before Friday, please" in mail.outbox[0].body
    assert settings.WAGTAILADMIN_BASE_URL + address_of(page) in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body
    queue = theirs.get("/admin/translations/").context["queue"]
    assert [(one.row.key, one.cell.note) for one in queue] == [
        (page.translation_key, "Before Friday, please")
    ]
    assert "1 traduction vous attend." in theirs.get("/admin/").content.decode()


def test_a_translation_is_assigned_by_an_editor_and_to_a_translator_of_its_language(
    page, machine_draft
):
    translator, theirs = signed_in("translator-fr")
    other, _theirs = signed_in("translator-ar")
    _editor, client = signed_in("editor")

    theirs.post(address_of(page), {"assign": translator.pk})
    client.post(address_of(page), {"assign": other.pk})
    assert not Assignment.objects.exists()
    assert mail.outbox == []

    client.post(address_of(page), {"assign": translator.pk})
    theirs.post(address_of(page), {"assign": ""})
    assert Assignment.objects.get().translator == translator
    client.post(address_of(page), {"assign": ""})
    assert not Assignment.objects.exists()


def test_only_who_may_publish_everywhere_says_which_version_is_the_original(page, machine_draft):
    _user, client = signed_in("translator-fr")

    client.post(address_of(page), {"original": ""})

    assert state(page, "en").freshness == "original"
    assert not PageLogEntry.objects.filter(action="translations.original").exists()


def test_nothing_is_confirmed_or_undone_of_what_nobody_reads(page, machine_draft):
    """Of a version that is not published, and by the number of another work's confirmation."""
    _user, client = signed_in("translator-fr")
    other = original(page.get_parent(), slug="other")
    french_of(other)
    edit(other, "We meet on Monday!")
    client.post(address_of(other), {"confirm": ""})
    kept = Following.objects.filter(translation_key=other.translation_key).latest("pk")

    assert client.post(address_of(page), {"undo": kept.pk}).status_code == 404
    machine_draft.unpublish()
    client.post(address_of(page), {"confirm": ""})

    kept.refresh_from_db()
    assert kept.undone_at is None
    assert not PageLogEntry.objects.filter(
        page=machine_draft.pk, action__startswith="translations."
    )


@pytest.mark.database
def test_still_right_is_logged_with_a_name_and_undone(page, machine_draft):
    user, client = signed_in("translator-fr", language="fr")
    edit(page, "We meet on Monday!")
    assert f'value="body.{FIRST}"' in client.get(address_of(page)).content.decode()

    client.post(address_of(page), {"confirm": f"body.{FIRST}"})

    assert state(page).freshness == "fresh"
    entry = PageLogEntry.objects.get(page=machine_draft.pk, action="translations.confirmed")
    assert entry.user == user
    shown = client.get(address_of(page))
    undo = shown.context["log"][0].pk
    assert f'name="undo" value="{undo}"' in shown.content.decode()
    client.post(address_of(page), {"undo": undo})
    assert state(page).freshness == "behind"


@pytest.mark.slow
def test_a_minor_edit_is_published_from_the_editor(page, machine_draft):
    user, client = signed_in("editor")
    address = f"/admin/pages/{page.pk}/edit/"
    assert 'name="action-publish" value="minor"' in client.get(address).content.decode()

    send(client, address, title="A page, mended", **{"action-publish": "minor"})

    assert state(page).freshness == "fresh"
    assert state(page).minor_changes["title"] == "words"
    assert PageLogEntry.objects.get(page=page.pk, action="translations.minor").user == user
    queue = client.get("/admin/translations/?language=fr").context["queue"]
    assert [one.row.key for one in queue] == [page.translation_key]


@pytest.mark.database
def test_the_matrix_counts_days(page, machine_draft, clock):
    edit(page, "We meet on Tuesday.")
    Freshness.objects.filter(translation_key=page.translation_key, is_original=False).update(
        behind_since=timezone.now() - timedelta(days=12)
    )
    _user, client = signed_in("editor")

    found = client.get("/admin/translations/?language=fr").context["hurting"]

    assert [one.cell.days_behind for one in found if one.row.key == page.translation_key] == [12]
