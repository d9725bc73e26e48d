"""Every page type, from a title to a published translation, by an editor's own hands.

All of it goes through the admin's views, with the forms as the browser would send them back.
"""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, get_page_models
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, Translation

from cases.models import CaseIndexPage, CasePage
from core.models import BasePage
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from home.models import HomePage, StandardPage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from people import roles
from research.models import (
    RecommendationIndexPage,
    RecommendationPage,
    ResearchIndexPage,
    ResourcePage,
    StudyPage,
)
from tests.editor import edit, opened, send
from tests.factories.core import add
from tests.factories.people import UserFactory
from visits.models import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

# Each page type with those that it stands below, from the front page down.
PLACES: dict[type[BasePage], list[type[BasePage]]] = {
    StandardPage: [],
    CatalogueIndexPage: [],
    CoursePage: [CatalogueIndexPage],
    ModulePage: [CatalogueIndexPage, CoursePage],
    LessonPage: [CatalogueIndexPage, CoursePage, ModulePage],
    CaseIndexPage: [],
    CasePage: [CaseIndexPage],
    NewsIndexPage: [],
    NewsPage: [NewsIndexPage],
    EventIndexPage: [],
    EventPage: [EventIndexPage],
    StudyVisitIndexPage: [],
    StudyVisitPage: [StudyVisitIndexPage],
    LessonLearnedPage: [StudyVisitIndexPage, StudyVisitPage],
    ResearchIndexPage: [],
    StudyPage: [ResearchIndexPage],
    ResourcePage: [ResearchIndexPage],
    RecommendationIndexPage: [ResearchIndexPage],
    RecommendationPage: [ResearchIndexPage, RecommendationIndexPage],
}
# A type that has no page of its own: its address leads on.
LEADS_ON = (ModulePage,)
TITLE = "Nothing but a title"


@pytest.fixture
def editor(roots):
    user = UserFactory(display_name="Carmen")
    roles.give(user, ["editor"])
    return user


@pytest.fixture
def translator(roots):
    user = UserFactory(display_name="Amélie", language="fr")
    roles.give(user, ["translator-fr"])
    return user


def preview(client, page: Page, form: dict[str, object]):
    """What the preview beside this form shows."""
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(url, form).json() == {"is_valid": True, "is_available": True}
    return client.get(url)


def make(client, model: type[BasePage], parent: Page) -> BasePage:
    """A draft with nothing but a title."""
    meta = model._meta
    url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
    send(client, url, title=TITLE)
    return model.objects.get(title=TITLE, locale=parent.locale)


def translate(client, page: Page, language: str) -> None:
    """Send a page to translation into one language."""
    locale = Locale.objects.get(language_code=language)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"locales": [locale.pk]}).status_code == 302


def write_strings(client, page: Page, words: str) -> int:
    """Translate each string as the side by side editor does; says how many there were."""
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    segments = StringSegment.objects.filter(source=translation.source)
    for segment in segments:
        url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        answer = client.put(
            url, urlencode({"value": words}), content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 201
    return len(segments)


def test_each_page_type_has_its_place_here():
    known = {HomePage, *PLACES}
    assert {model for model in get_page_models() if issubclass(model, BasePage)} == known


def shows(answer: HttpResponse, language: str, words: str) -> None:
    assert answer.status_code == 200
    read = BeautifulSoup(answer.content, "lxml")
    assert read.html["lang"] == language
    assert words in read.main.text


def publish(client: Client, version: Page) -> None:
    client.post(edit(version), {"action": "publish"})
    version.refresh_from_db()


def publish_later_then_at_once(client: Client, page: Page, form: dict[str, object]) -> None:
    later = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    send(client, edit(page), form, go_live_at=later, **{"action-publish": "1"})
    page.refresh_from_db()
    assert (page.live, page.scheduled_revision is not None) == (False, True)
    client.post(
        reverse(
            "wagtailadmin_pages:revisions_unschedule", args=[page.pk, page.scheduled_revision.pk]
        )
    )
    send(client, edit(page), go_live_at="", **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.live


@pytest.mark.slow
@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_a_title_is_enough_from_draft_to_translation(
    client, roots, editor, translator, model, django_capture_on_commit_callbacks
):
    parent = roots["en"]
    for number, above in enumerate(PLACES[model]):
        parent = add(parent, above(title=f"Above {number}"))
    client.force_login(editor)

    page = make(client, model, parent)
    assert not page.live

    form = opened(client, edit(page))
    if model in LEADS_ON:
        assert not page.is_previewable()
    else:
        shows(preview(client, page, form), "en", TITLE)

    publish_later_then_at_once(client, page, form)
    assert client.get(page.full_url, follow=True).status_code == 200

    translate(client, page, "fr")
    version = model.objects.get(translation_key=page.translation_key, locale=roots["fr"].locale)
    assert not version.live

    # The translator writes, and may not publish; the editor does.
    client.force_login(translator)
    assert client.get(edit(version)).status_code == 200
    assert write_strings(client, version, "Rien qu’un titre") > 0
    publish(client, version)
    assert not version.live
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        publish(client, version)
    version.refresh_from_db()
    assert (version.live, version.title) == (True, "Rien qu’un titre")
    shows(client.get(version.full_url, follow=True), "fr", "Rien qu’un titre")


def test_a_front_page_is_written_in_the_same_way(client, roots, editor):
    """It comes with the portal: an editor changes it, and nothing of it is required but a title."""
    client.force_login(editor)
    home = roots["en"]

    form = opened(client, edit(home))
    assert preview(client, home, form).status_code == 200
    send(client, edit(home), form, title=TITLE, headline="", **{"action-publish": "1"})

    read = BeautifulSoup(client.get("/en/").content, "lxml")
    assert read.h1.text == TITLE
    assert TITLE in read.title.text


@pytest.mark.slow
@pytest.mark.parametrize("title", ["صفحة بالعربية", "Μια σελίδα"])
def test_a_title_in_any_script_makes_a_latin_address(client, roots, editor, title):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", roots["ar"].pk])

    send(client, url, title=title)

    assert StandardPage.objects.get(title=title).slug.isascii()


@pytest.mark.slow
def test_each_page_can_be_put_in_the_menu(client, roots, editor):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", roots["en"].pk])

    send(client, url, title=TITLE, show_in_menus="on", **{"action-publish": "1"})

    assert TITLE in BeautifulSoup(client.get("/en/").content, "lxml").header.text


def errors_of(client, model: type[BasePage], parent: Page, **fields: str) -> dict[str, list[str]]:
    """What the form of a new page refuses."""
    url = reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )
    answer = client.post(url, {**opened(client, url), "title": TITLE, **fields})
    return {} if answer.status_code == 302 else answer.context["form"].errors


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"starts_on": "2026-12-10", "ends_on": "2026-12-09"}, {"ends_on"}),
        ({"ends_on": "2026-12-09"}, {"starts_on"}),
        ({"starts_on": "2026-12-10", "starts_at": "10:00"}, {"time_zone"}),
        ({"ends_at": "12:00", "time_zone": "Europe/Madrid"}, {"starts_on", "starts_at"}),
        ({"starts_on": "2026-12-10", "time_zone": "Madrid"}, {"time_zone"}),
        ({"starts_on": "2026-12-10", "starts_at": "10:00", "time_zone": "UTC"}, set()),
        ({"starts_on": "2026-12-10", "starts_at": "10:00", "time_zone": "Asia/Amman"}, set()),
    ],
)
def test_days_and_hours_of_an_event_that_cannot_be(client, roots, editor, fields, refused):
    client.force_login(editor)
    index_page = add(roots["en"], EventIndexPage(title="Events"))

    assert set(errors_of(client, EventPage, index_page, **fields)) == refused


@pytest.mark.slow
def test_time_zones_are_chosen_and_one_that_stands_there_stays(client, roots, editor):
    client.force_login(editor)
    index_page = add(roots["en"], EventIndexPage(title="Events"))
    page = add(index_page, EventPage(title="A meeting", time_zone="UTC"))

    form = BeautifulSoup(client.get(edit(page)).content, "lxml")

    field = form.select_one("select[name=time_zone]")
    assert [one["value"] for one in field.select("option[selected]")] == ["UTC"]
    assert field.select_one('optgroup option[value="Europe/Madrid"]')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "above"), [(StudyVisitPage, StudyVisitIndexPage), (CasePage, CaseIndexPage)]
)
def test_a_record_does_not_end_before_it_begins(client, roots, editor, model, above):
    client.force_login(editor)
    index_page = add(roots["en"], above(title="Above"))

    assert set(errors_of(client, model, index_page, starts="2022-03-14", ends="2021")) == {"ends"}
    assert set(errors_of(client, model, index_page, starts="14/03/2022")) == {"starts"}
    assert not errors_of(client, model, index_page, starts="2022-03-14", ends="2022")


def test_sending_to_an_editor_is_said_in_the_language_of_the_admin(client, roots, editor):
    editor.language = "es"
    editor.save()
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "es"})
    client.force_login(editor)
    page = add(roots["es"], StandardPage(title="Una página"))

    foot = BeautifulSoup(client.get(edit(page)).content, "lxml").select_one("form footer")

    assert "Enviar a edición" in foot.text
    assert "Moderators" not in foot.text


def test_words_of_ours_do_not_rename_the_menu():
    """Our catalogues are asked before Wagtail's: the number of pages of a file is another word."""
    with translation.override("ar"):
        assert gettext("Pages") == "الصفحات"
