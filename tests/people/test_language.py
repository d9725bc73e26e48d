"""A person's language is one fact: for the site, for the admin, for every mail."""

from django.core import mail
from django.test import Client
from wagtail.models import GroupApprovalTask, Workflow
from wagtail.users.models import UserProfile

from people import roles
from people.accounts import create_account
from people.models import User
from tests.factories.core import standard_page
from tests.factories.people import UserFactory

SETTINGS = {
    "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
    "locale-current_time_zone": "",
}  # fmt: skip


def admin_language(user: User) -> str:
    return UserProfile.objects.get(user=user).preferred_language


def test_an_account_made_by_a_command_has_its_admin_in_its_language(roots):
    create_account(
        email="nour@example.org", password="x" * 12, display_name="نور", language="ar",
        groups=["translator-ar"],
    )  # fmt: skip
    client = Client(headers={"accept-language": "es"})
    client.force_login(User.objects.get(email="nour@example.org"))

    assert '<html lang="ar"' in client.get("/admin/").content.decode().replace("\n", "")


def test_a_refusal_of_the_admin_is_in_the_language_of_the_account(roots):
    user = UserFactory(language="el")
    roles.give(user, ["translator-el"])
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)

    shown = client.get("/admin/redirects/", follow=True).content.decode()

    assert "Δεν έχετε πρόσβαση στην περιοχή." in shown


def test_the_profile_on_the_site_changes_the_admin(client, roots):
    user = UserFactory(language="en")
    roles.give(user, ["editor"])
    client.force_login(user)

    client.post("/en/accounts/profile/", {"language": "el"})

    assert admin_language(user) == "el"


def test_the_settings_of_the_admin_change_the_site(client, roots):
    user = UserFactory(language="en")
    roles.give(user, ["editor"])
    client.force_login(user)

    client.post("/admin/account/", {**SETTINGS, "locale-preferred_language": "pt"})
    user.refresh_from_db()
    assert user.language == admin_language(user) == "pt"

    client.post("/admin/account/", {**SETTINGS, "locale-preferred_language": ""})
    user.refresh_from_db()
    assert user.language == admin_language(user) == "pt"


def test_accounts_older_than_the_rule_are_put_right(roots):
    user = UserFactory(language="fr")
    roles.give(user, ["editor"])
    UserProfile.objects.filter(user=user).update(preferred_language="")

    roles.ensure_groups()

    assert admin_language(user) == "fr"


def test_learners_get_no_row_of_the_admin(roots):
    user = UserFactory(language="fr")

    assert not UserProfile.objects.filter(user=user).exists()


def test_a_submission_is_one_mail_a_person_in_their_language(
    roots, django_capture_on_commit_callbacks
):
    carmen, nour = UserFactory(language="es"), UserFactory(language="ar")
    admin = User.objects.create_superuser("admin@example.org", language="fr")
    roles.give(carmen, ["editor"])
    roles.give(admin, ["administrator"])
    roles.give(nour, ["researcher"])
    page = standard_page(roots["en"], "Study")
    page.owner = nour
    page.save()
    task = GroupApprovalTask.objects.first()
    workflow = Workflow.objects.filter(active=True).first()
    assert workflow is not None
    assert task is not None
    page.save_revision(user=nour)

    with django_capture_on_commit_callbacks(execute=True):
        workflow.start(page, nour)

    to = {one.to[0]: one for one in mail.outbox}
    assert sorted(one.to[0] for one in mail.outbox) == sorted([carmen.email, admin.email])
    assert "a edición para su publicación" in to[carmen.email].body
    assert "à la rédaction pour publication" in to[admin.email].body
    assert workflow.name not in "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert not any("؀" <= sign <= "ۿ" for one in mail.outbox for sign in one.body)
