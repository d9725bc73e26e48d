"""An empty portal (`DEMO=0 manage.py prepare`) can be used at once."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from wagtail.models import Page, Site
from wagtail_localize.models import Translation

from core.l10n.languages import CODES, direction
from core.models import SiteIdentity, Topic
from home.models import HomePage
from people import roles
from people.models import User
from portal.onboarding import initial_site
from scripts import serve
from tests.factories.people import PASSWORD
from translations import review

# One empty portal for all of them, on one core.
pytestmark = pytest.mark.xdist_group("begun")


@pytest.fixture
def prepare(empty, settings, monkeypatch):
    """Prepare it again."""
    settings.DEBUG = True  # static files are not joined
    monkeypatch.setenv("DEMO", "0")
    return lambda: call_command("prepare", verbosity=0)


def test_each_language_has_its_front_page_of_one_work(client, empty):
    fronts = HomePage.objects.filter(live=True, depth=2)
    assert set(fronts.values_list("locale__language_code", flat=True)) == set(CODES)
    assert fronts.values("translation_key").distinct().count() == 1
    assert Translation.objects.count() == len(CODES) - 1
    assert Page.find_problems() == ([], [], [], [], [])

    for code in CODES:
        page = client.get(f"/{code}/")
        assert page.status_code == 200
        read = BeautifulSoup(page.content, "lxml")
        words = initial_site.words()[code]
        assert (read.html["lang"], read.html["dir"]) == (code, direction(code))
        assert read.h1.text == words["headline"]
        assert words["lead"] in read.main.text
        assert words["site_name"] in read.text
        assert "wagtail" not in read.text.lower()
        assert "demonstration" not in read.text.lower()
        key = HomePage.objects.first().translation_key
        assert not review.is_machine_draft(key, code)


@pytest.mark.parametrize(
    "address", ["/robots.txt", "/healthz", "/en/library/", "/ar/glossary/", "/fr/accounts/login/"]
)
def test_what_needs_no_pages_answers(client, empty, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/en/courses/", "/ar/privacy/", "/en/no-such-page/"])
def test_what_is_not_there_is_told_so(client, empty, address):
    assert client.get(address).status_code == 404


@pytest.mark.database
def test_names_topics_and_roles_stand(empty):
    assert set(SiteIdentity.objects.values_list("language", flat=True)) == set(CODES)
    assert Topic.objects.exists()
    assert Site.objects.get(is_default_site=True).root_page.specific.language == "en"
    editor = User.objects.create_user("editor@example.org")
    roles.give(editor, ["editor"])
    assert roles.writable_languages(editor) == set(CODES)


def test_the_administrator_signs_in_with_what_is_printed(client, empty, tmp_path, capsys):
    path = tmp_path / "first-account.json"
    assert path.stat().st_mode & 0o077 == 0
    row = json.loads(path.read_text(encoding="utf-8"))[0]

    serve.print_addresses("127.0.0.1", 8000)
    assert row["password"] in capsys.readouterr().out

    client.post("/en/accounts/login/", {"login": row["email"], "password": row["password"]})
    assert client.get("/admin/").status_code == 200


def test_who_must_sets_up_a_second_step_as_all_staff_do(client, empty, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(User.objects.get())

    assert client.get("/admin/").headers["Location"] == "/en/accounts/2fa/totp/activate/"


@pytest.mark.database
def test_a_repeat_changes_nothing(empty, prepare):
    def state():
        pages = Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "title")
        return list(pages), list(User.objects.values_list("pk", "password"))

    before = state()

    prepare()

    assert state() == before


def test_a_password_that_was_changed_is_no_longer_kept(empty, prepare, tmp_path):
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()

    prepare()

    assert not (tmp_path / "first-account.json").exists()
    assert serve.sign_ins() == []
