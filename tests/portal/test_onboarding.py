"""The administrator's onboarding checklist: state read from the database, one place for each
step."""

from smtplib import SMTPSenderRefused

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from wagtail.users.models import UserProfile

from cases.models import CaseIndexPage
from core.models import SiteIdentity, Topic, WorkerHeartbeat
from home.models import HomePage
from news.models import NewsIndexPage
from people import roles
from people.models import User
from portal import health
from portal.onboarding import content_steps, steps
from tests.factories.core import standard_page
from tests.factories.courses import course
from tests.factories.people import UserFactory
from translations.models import Term

# One empty portal for all of them, on one core.
pytestmark = pytest.mark.xdist_group("onboarding")
ADDRESS = "/admin/first-steps/"


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise SMTPSenderRefused(550, b"not from here", "portal@example.org")


@pytest.fixture
def administrator(client, empty):
    """Of an empty portal."""
    user = User.objects.get()
    client.force_login(user)
    return user


def states(user) -> dict[str, bool]:
    return {step.name: step.is_done for step in steps.all_steps(user)}


def read(client, address=ADDRESS) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


@pytest.mark.slow
def test_an_empty_portal_has_all_to_do_but_the_topics(client, administrator):
    assert {name for name, is_done in states(administrator).items() if is_done} == {"topics"}

    page = read(client)
    assert len(page.select(".first-steps > li")) == 12
    for step in page.select(".first-steps > li"):
        assert step.select_one(".first-steps__state strong").text in {"Done", "To do"}
        assert step.select_one(".first-steps__state svg")
        assert step.select("a, button")


@pytest.mark.slow
def test_each_link_leads_somewhere(client, administrator):
    for link in read(client).select(".first-steps a"):
        assert client.get(link["href"], follow=True).status_code == 200, link["href"]


@pytest.mark.slow
def test_it_speaks_the_administrators_language(client, administrator):
    profile = UserProfile.get_for_user(administrator)
    profile.preferred_language = "ar"
    profile.save()

    assert read(client).html["dir"] == "rtl"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["editor", "translator-ar", "researcher"])
def test_it_is_for_administrators_only(client, administrator, role):
    user = UserFactory()
    roles.give(user, [role])
    client.force_login(user)

    for address in (ADDRESS, f"{ADDRESS}operate.md"):
        # Wagtail leads back to the admin's first page, with a word why.
        assert client.get(address).headers["Location"] == "/admin/"
    assert client.post(ADDRESS, {"do": "index-pages-live"}).headers["Location"] == "/admin/"
    assert not CaseIndexPage.objects.exists()
    assert "Done:" not in read(client, "/admin/").main.text


@pytest.mark.slow
def test_a_role_is_enough(client, administrator):
    user = UserFactory()
    roles.give(user, ["administrator"])
    client.force_login(user)

    read(client)
    client.post(ADDRESS, {"do": "backup"})

    assert states(user)["backup"]


@pytest.mark.slow
def test_the_home_of_the_admin_says_how_far_it_is_until_all_is_done(
    client, administrator, monkeypatch
):
    assert "Done: 1 of 12" in read(client, "/admin/").main.text

    monkeypatch.setattr(steps, "all_steps", lambda user: [])
    assert "Done:" not in read(client, "/admin/").main.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("button", "is_live"), [("index-pages-live", True), ("index-pages-as-drafts", False)]
)
def test_the_index_pages_are_created_once(client, administrator, button, is_live):
    administrator.language = "ar"
    administrator.save()
    said = client.post(ADDRESS, {"do": button}, follow=True)
    assert "الحالات" in BeautifulSoup(said.content, "lxml").select_one(".messages").text
    client.post(ADDRESS, {"do": button})

    home = HomePage.objects.get(locale__language_code="en")
    made = home.get_children().values_list("slug", "title", "live", "show_in_menus")
    assert set(made) == {
        ("courses", "Courses", is_live, True),
        ("cases", "Cases", is_live, True),
        ("visits", "Study visits", is_live, True),
        ("research", "Research", is_live, True),
        ("news", "News", is_live, False),
        ("events", "Events", is_live, False),
    }
    assert states(administrator)["index-pages"] is is_live
    cases = CaseIndexPage.objects.select_related("locale")
    names = {page.locale.language_code: page.title for page in cases}
    assert len(names) == 6
    assert (names["fr"], names["el"], names["ar"]) == ("Cas", "Περιπτώσεις", "الحالات")
    assert all(page.get_latest_revision().user == administrator for page in cases)
    for slug, _title, _live, _menu in made:
        assert client.get(f"/en/{slug}/").status_code == (200 if is_live else 404)
        assert client.get(f"/ar/{slug}/").status_code == (200 if is_live else 404)


@pytest.mark.slow
def test_an_existing_index_page_is_left_as_it_is(client, administrator):
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=NewsIndexPage(title="What is new", slug="new", locale=home.locale))
    standard_page(home, "Cases of ours", slug="cases")

    client.post(ADDRESS, {"do": "index-pages-live"})

    assert NewsIndexPage.objects.get().title == "What is new"
    assert set(CaseIndexPage.objects.values_list("slug", flat=True)) == {"cases-2"}


@pytest.mark.slow
def test_a_mail_that_is_taken(client, administrator, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@medtown.test"

    answer = client.post(ADDRESS, {"do": "mail"}, follow=True)

    assert mail.outbox[-1].to == ["admin@example.org"]
    assert "The mail server accepted the email" in answer.content.decode()
    assert states(administrator)["mail"]


@pytest.mark.slow
def test_a_mail_that_is_refused_is_told_with_the_servers_words(client, administrator, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@medtown.test"
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    answer = client.post(ADDRESS, {"do": "mail"}, follow=True)

    assert "The email was not sent" in answer.content.decode()
    assert "not from here" in answer.content.decode()
    assert not states(administrator)["mail"]


@pytest.mark.slow
def test_a_mail_that_stays_on_the_machine_is_not_told_as_sent(client, administrator, settings):
    settings.EMAIL_BACKEND = "core.mail.ReadableFileBackend"

    answer = client.post(ADDRESS, {"do": "mail"}, follow=True)

    assert "nothing was sent" in answer.content.decode()
    assert not states(administrator)["mail"]


@pytest.mark.slow
def test_steps_are_done_when_they_are_done(client, administrator):
    SiteIdentity.objects.update(site_name="Ours", issuer="We", contact="we@medtown.test")
    home = HomePage.objects.get(locale__language_code="en")
    for page in HomePage.objects.all():
        page.headline = f"Ours {page.pk}"
        page.save_revision().publish()
    for slug in content_steps.RIGHTS:
        standard_page(home, slug.title(), slug=slug)
    roles.give(UserFactory(), ["editor"])
    roles.give(UserFactory(), ["translator-el"])
    Term.objects.create(slug="co-production")
    WorkerHeartbeat.beat()
    administrator.email = "admin@medtown.test"
    administrator.save()
    client.post(ADDRESS, {"do": "index-pages-live"})
    client.post(ADDRESS, {"do": "backup"})
    course()

    assert {name for name, is_done in states(administrator).items() if not is_done} == {"mail"}
    step = {step.name: step for step in steps.all_steps(administrator)}
    assert step["people"].state == "1 editor. Translators into: \u2068Ελληνικά\u2069."
    assert "Admin" in step["backup"].state


@pytest.mark.slow
def test_what_is_open_is_named(administrator):
    SiteIdentity.objects.exclude(language__in=["fr", "ar"]).update(
        site_name="Ours", issuer="We", contact="we@medtown.test"
    )
    Topic.objects.all().delete()
    long_ago = timezone.now() - 2 * health.WORKER_SEEN_WITHIN
    WorkerHeartbeat.objects.create(worker="w", last_seen_at=long_ago)

    step = {step.name: step for step in steps.all_steps(administrator)}

    assert "Français" in step["identity"].state
    assert "Ελληνικά" not in step["identity"].state
    assert not step["topics"].is_done
    assert not step["worker"].is_done
