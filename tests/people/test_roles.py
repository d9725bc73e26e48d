"""Permissions of each role, tried by URL."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail_localize.models import Translation, TranslationSource

from core.l10n.languages import CODES
from people import roles
from tests.factories.core import root_from_english, standard_page, translated
from tests.factories.people import UserFactory


def person(*names: str):
    user = UserFactory()
    roles.give(user, names)
    return user


@pytest.fixture
def groups(roots):
    """Made anew, though tests begin with them."""
    Group.objects.all().delete()
    return roles.ensure_groups()


def rights_of(name: str) -> set[tuple[str, str]]:
    rows = GroupPagePermission.objects.filter(group__name=name)
    return set(rows.values_list("page__locale__language_code", "permission__codename"))


def test_there_is_a_group_for_each_role(groups):
    translators = [f"translator-{code}" for code in CODES]
    expected = {"coordinator", "researcher", "editor", "administrator", *translators}
    assert set(groups) == expected
    assert set(Group.objects.values_list("name", flat=True)) == expected


@pytest.mark.database
def test_rights_over_pages_follow_the_languages(groups):
    assert rights_of("translator-ar") == {("ar", "add_page"), ("ar", "change_page")}
    # Theirs begin at the lists of research: see test_page_access.
    assert rights_of("researcher") == set()
    assert {right for code, right in rights_of("editor") if code == "el"} == {
        "add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page",
    }  # fmt: skip
    assert rights_of("coordinator") == set()
    # Nobody has rights over the whole tree, by which a new language would be open to them.
    assert not GroupPagePermission.objects.filter(page__depth=1).exists()


@pytest.mark.database
def test_repeating_changes_nothing(groups):
    def state():
        return [
            sorted(model.objects.values_list("pk", flat=True))
            for model in (Group, GroupPagePermission, GroupCollectionPermission)
        ]

    before = state()

    roles.ensure_groups()

    assert state() == before


@pytest.mark.database
def test_rights_that_a_role_has_not_are_taken_away(groups, roots):
    group = Group.objects.get(name="translator-ar")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=roots["fr"], permission=publish)
    group.permissions.add(Permission.objects.get(codename="delete_user"))

    roles.ensure_groups()

    assert rights_of("translator-ar") == {("ar", "add_page"), ("ar", "change_page")}
    assert not group.permissions.filter(codename="delete_user").exists()


def test_a_group_of_another_name_is_left_alone(groups):
    own = Group.objects.create(name="Helpers")
    own.permissions.add(Permission.objects.get(codename="access_admin"))

    roles.ensure_groups()

    assert own.permissions.count() == 1


def test_the_command_says_what_it_did(roots):
    said = StringIO()

    call_command("roles", stdout=said)

    assert "translator-ar" in said.getvalue()


@pytest.mark.database
def test_a_language_that_gets_its_root_later_is_reached_by_a_repeat(roots):
    roots["el"].delete()
    roles.ensure_groups()
    assert rights_of("translator-en") == {("en", "add_page"), ("en", "change_page")}
    assert rights_of("translator-el") == set()

    root_from_english("el")
    roles.ensure_groups()

    assert rights_of("translator-el") == {("el", "add_page"), ("el", "change_page")}


@pytest.mark.database
def test_files_by_role(groups):
    def files(name):
        rows = GroupCollectionPermission.objects.filter(group__name=name)
        assert {row.collection_id for row in rows} <= {Collection.get_first_root_node().pk}
        return set(rows.values_list("permission__codename", flat=True))

    assert files("translator-ar") == {
        "add_image", "choose_image", "add_document", "choose_document",
    }  # fmt: skip
    assert "change_image" in files("editor")
    assert files("coordinator") == set()


def test_snippets_and_settings_by_role(groups):
    editor, administrator, translator = (
        person("editor"), person("administrator"), person("translator-ar"),
    )  # fmt: skip

    assert editor.has_perm("core.change_topic")
    assert not editor.has_perm("core.change_siteidentity")
    assert not editor.has_perm("people.change_user")
    assert administrator.has_perm("core.change_siteidentity")
    assert administrator.has_perm("people.change_user")
    assert administrator.has_perm("auth.change_group")
    assert not translator.has_perm("core.change_topic")


def test_editors_approve_what_others_send_in(groups):
    for task in GroupApprovalTask.objects.all():
        names = set(task.groups.values_list("name", flat=True))
        assert names == {"editor", "administrator"}


@pytest.mark.database
def test_is_staff_follows_the_groups(groups):
    user = person("translator-ar")
    assert user.is_staff

    user.groups.clear()
    user.refresh_from_db()
    assert not user.is_staff

    Group.objects.get(name="editor").user_set.add(user)
    user.refresh_from_db()
    assert user.is_staff
    assert not person("coordinator").is_staff


def test_a_role_that_there_is_not_is_refused(groups):
    with pytest.raises(KeyError):
        person("emperor")


def test_roles_have_words(groups):
    assert roles.label("translator-ar") == "Translator: العربية"
    assert roles.label("editor") == "Editor"
    assert roles.label("Helpers") == "Helpers"


# By guessing addresses -----------------------------------------------------------------------


@pytest.fixture
def pages(groups, roots):
    """One work in English, French and Arabic."""
    english = standard_page(roots["en"], "The word K7Q", slug="word")
    return {"en": english, "fr": translated(english, "fr"), "ar": translated(english, "ar")}


@pytest.fixture
def nour(client, pages):
    user = person("translator-ar")
    client.force_login(user)
    return user


def is_refused(answer) -> bool:
    return answer.status_code in {403, 404} or (
        answer.status_code == 302 and answer.headers["Location"] == "/admin/"
    )


def test_a_translator_edits_pages_of_their_language(client, nour, pages):
    assert client.get(f"/admin/pages/{pages['ar'].pk}/edit/").status_code == 200


PATHS_OF_A_PAGE = [
    "pages/{page}/edit/",
    "pages/{page}/delete/",
    "pages/{page}/unpublish/",
    "pages/{page}/copy/",
    "pages/{page}/move/",
    "pages/{page}/history/",
    "pages/{page}/privacy/",
    "pages/add/home/standardpage/{page}/",
    "localize/page/{page}/convert_to_alias/",
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_translator_changes_no_page_of_another_language(client, nour, pages, language):
    page = pages[language]
    revisions = page.revisions.count()

    allowed = []
    for path in PATHS_OF_A_PAGE:
        address = f"/admin/{path.format(page=page.pk)}"
        for answer in (client.get(address), client.post(address, {"title": "Taken"})):
            if not is_refused(answer):
                allowed.append((path, answer.status_code))

    assert allowed == []
    page.refresh_from_db()
    assert (page.title, page.revisions.count()) == ("The word K7Q", revisions)


def test_a_translator_does_not_publish(client, nour, pages):
    rights = pages["ar"].permissions_for_user(nour)
    assert rights.can_edit()
    assert not rights.can_publish()
    translation = Translation.objects.get(target_locale=pages["ar"].locale)

    client.post(f"/admin/pages/{pages['ar'].pk}/edit/", {"action": "publish"})

    revision = pages["ar"].latest_revision_id
    pages["ar"].refresh_from_db()
    assert pages["ar"].live_revision_id == revision
    assert translation.target_locale.language_code == "ar"


def test_a_translator_changes_no_string_of_another_language(client, nour, pages):
    source = TranslationSource.objects.get(object_id=pages["en"].translation_key)
    string = source.stringsegment_set.first()
    answers = {}
    for code in ("fr", "ar"):
        translation = source.translations.get(target_locale__language_code=code)
        answers[code] = client.put(
            f"/admin/localize/translate/{translation.pk}/strings/{string.pk}/edit/",
            "value=Text",
            content_type="application/x-www-form-urlencoded",
        )

    assert answers["ar"].status_code == 201
    assert is_refused(answers["fr"])


def test_a_translator_sends_to_translation_into_their_language_only(client, groups, roots):
    english = standard_page(roots["en"], "Only English")
    client.force_login(person("translator-ar"))
    address = f"/admin/localize/submit/page/{english.pk}/"
    page = client.get(address).content.decode()
    locale = {code: roots[code].locale.pk for code in CODES}

    assert f'value="{locale["ar"]}"' in page
    assert f'value="{locale["fr"]}"' not in page
    client.post(address, {"locales": [locale["fr"]]})
    assert Page.objects.filter(translation_key=english.translation_key).count() == 1
    client.post(address, {"locales": [locale["ar"]]})
    made = Page.objects.filter(translation_key=english.translation_key).exclude(pk=english.pk)
    # The source is live; what a translator makes of it is not.
    assert [(page.locale.language_code, page.live) for page in made] == [("ar", False)]


def test_a_translator_does_not_update_what_others_translate(client, nour, pages):
    source = TranslationSource.objects.get(object_id=pages["en"].translation_key)
    address = f"/admin/localize/update/{source.pk}/"

    answers = [client.get(address), client.post(address, {"publish_translations": "on"})]

    assert all(is_refused(answer) for answer in answers)


@pytest.mark.slow
def test_an_editor_does_all_of_it(client, pages):
    client.force_login(person("editor"))
    source = TranslationSource.objects.get(object_id=pages["en"].translation_key)

    for path in (
        f"pages/{pages['fr'].pk}/edit/",
        f"pages/{pages['en'].pk}/edit/",
        f"localize/submit/page/{pages['en'].pk}/",
        f"localize/update/{source.pk}/",
        "snippets/core/topic/",
    ):
        assert client.get(f"/admin/{path}").status_code == 200, path


FOR_ADMINISTRATORS = [
    "users/", "users/new/", "groups/", "sites/", "locales/", "snippets/core/siteidentity/",
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("editor", []),
        ("translator-ar", []),
        ("researcher", []),
        ("administrator", FOR_ADMINISTRATORS),
    ],
)
def test_only_administrators_see_people_and_settings(client, groups, role, opened):
    client.force_login(person(role))

    answers = {path: client.get(f"/admin/{path}") for path in FOR_ADMINISTRATORS}

    assert [path for path, answer in answers.items() if answer.status_code == 200] == opened
    assert all(is_refused(answer) for path, answer in answers.items() if path not in opened)


@pytest.mark.parametrize("names", [[], ["coordinator"]])
def test_learners_and_coordinators_do_not_enter_the_admin(client, groups, names):
    client.force_login(person(*names))

    answer = client.get("/admin/")

    assert answer.status_code == 403
