"""Sending to translation and updating translations, within the languages of a role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from core.models import BasePage
from tests.factories.core import root_for, standard_page, translated
from tests.factories.people import UserFactory, signed_in


@pytest.fixture
def french(home) -> Locale:
    return root_for("fr").locale


@pytest.fixture
def arabic(home) -> Locale:
    return root_for("ar").locale


@pytest.fixture
def english(home) -> BasePage:
    return standard_page(home, "The word", slug="word")


def browser_of(*names: str) -> Client:
    return signed_in(*names)[1]


def is_refused(answer) -> bool:
    return answer.status_code == 403 or (
        answer.status_code == 302 and answer.headers["Location"] == "/admin/"
    )


def languages_of(page: BasePage) -> set[str]:
    rows = Page.objects.filter(translation_key=page.translation_key)
    return set(rows.values_list("locale__language_code", flat=True))


def submit(client: Client, page: BasePage, *locales) -> object:
    address = f"/admin/localize/submit/page/{page.pk}/"
    return client.post(address, {"locales": [locale.pk for locale in locales]})


# Sending ------------------------------------------------------------------------------------


def test_an_editor_is_offered_every_language_that_has_a_root(english):
    client = browser_of("editor")

    form = client.get(f"/admin/localize/submit/page/{english.pk}/").context["form"]

    codes = set(form.fields["locales"].queryset.values_list("language_code", flat=True))
    assert codes == {"fr", "es", "pt", "el", "ar"}


def test_who_translates_into_two_languages_is_offered_both(english):
    client = browser_of("translator-ar", "translator-fr")

    form = client.get(f"/admin/localize/submit/page/{english.pk}/").context["form"]

    codes = set(form.fields["locales"].queryset.values_list("language_code", flat=True))
    assert codes == {"ar", "fr"}


def test_one_language_too_many_and_nothing_is_made(english, french, arabic):
    answer = submit(browser_of("translator-ar"), english, arabic, french)

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"locales"}
    assert languages_of(english) == {"en"}


@pytest.mark.parametrize("names", [["researcher"], ["coordinator"], []])
def test_who_does_not_translate_sends_nothing(english, french, names):
    client = browser_of(*names)

    answers = [client.get(f"/admin/localize/submit/page/{english.pk}/")]
    answers.append(submit(client, english, french))

    assert all(map(is_refused, answers))
    assert languages_of(english) == {"en"}


def test_the_right_alone_without_a_language_sends_nothing(english, french):
    """wagtail-localize itself would let whoever has it make a page anywhere."""
    group = Group.objects.create(name="Helpers")
    rights = Permission.objects.filter(codename__in=["access_admin", "submit_translation"])
    group.permissions.set(rights)
    user = UserFactory()
    user.groups.add(group)
    client = Client()
    client.force_login(user)

    assert is_refused(submit(client, english, french))
    assert languages_of(english) == {"en"}


def test_a_page_that_there_is_not_answers_404(home):
    assert browser_of("editor").get("/admin/localize/submit/page/99999/").status_code == 404


# Updating -----------------------------------------------------------------------------------


@pytest.fixture
def source(english) -> TranslationSource:
    """The page with a French version; its title has changed since."""
    translated(english, "fr")
    english.title = "The new word"
    english.save_revision().publish()
    return TranslationSource.objects.get(object_id=english.translation_key)


def french_titles(page: BasePage) -> tuple[str, str]:
    """What readers of the French version see, and what its newest draft says."""
    version = Page.objects.get(
        translation_key=page.translation_key, locale__language_code="fr"
    ).specific
    return version.title, version.get_latest_revision_as_object().title


def update(client: Client, source: TranslationSource, **data: str) -> object:
    return client.post(f"/admin/localize/update/{source.pk}/", data)


def test_an_editor_brings_a_version_up_to_its_source_and_publishes_it(english, source):
    answer = update(browser_of("editor"), source, publish_translations="on")

    assert answer.status_code == 302
    assert french_titles(english)[0] == "The new word"


def test_a_translator_brings_their_own_version_up_but_readers_see_the_old_one(english, source):
    answer = update(browser_of("translator-fr"), source)

    assert answer.status_code == 302
    assert not is_refused(answer)
    assert french_titles(english)[0] == "The word"


def test_a_translator_publishes_nothing_this_way(english, source):
    answer = update(browser_of("translator-fr"), source, publish_translations="on")

    assert is_refused(answer)
    assert french_titles(english) == ("The word", "The word")


def test_a_version_in_one_language_more_is_beyond_a_translator(english, source):
    translated(english, "ar")

    answers = [update(browser_of("translator-fr"), source), update(browser_of("editor"), source)]

    assert [is_refused(answer) for answer in answers] == [True, False]


def test_a_version_that_no_longer_follows_its_source_is_not_asked_about(english, source):
    translated(english, "ar")
    Translation.objects.filter(target_locale__language_code="ar").update(enabled=False)

    assert not is_refused(update(browser_of("translator-fr"), source))


def test_who_may_edit_but_not_publish_one_of_them_publishes_none(english, source):
    group = Group.objects.create(name="French editors")
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root_for(code), permission=permission)
        for code, names in {"fr": ["change", "publish"], "ar": ["change"]}.items()
        for permission in Permission.objects.filter(
            codename__in=[f"{name}_page" for name in names],
            content_type__app_label="wagtailcore",
        )
    )
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "submit_translation"])
    )
    translated(english, "ar")
    user = UserFactory()
    user.groups.add(group)
    client = Client()
    client.force_login(user)

    assert is_refused(update(client, source, publish_translations="on"))
    assert not is_refused(update(client, source))


@pytest.mark.parametrize("names", [["researcher"], ["coordinator"], []])
def test_who_does_not_translate_updates_nothing(english, source, names):
    assert is_refused(update(browser_of(*names), source))
    assert french_titles(english) == ("The word", "The word")


def test_a_source_that_there_is_not_answers_404(home):
    assert browser_of("editor").get("/admin/localize/update/99999/").status_code == 404


# Aliases ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["administrator", "editor", "translator-fr"])
def test_nobody_turns_a_version_into_an_alias(english, source, name):
    version = Page.objects.get(translation_key=english.translation_key, locale__language_code="fr")
    client, address = browser_of(name), f"/admin/localize/page/{version.pk}/convert_to_alias/"

    answers = [client.get(address), client.post(address)]

    assert all(map(is_refused, answers))
    version.refresh_from_db()
    assert version.alias_of is None
    assert Translation.objects.filter(source=source).exists()
