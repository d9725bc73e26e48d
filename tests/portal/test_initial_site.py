"""Bootstrap of an empty site (`DEMO=0 manage.py prepare`): only where there is nothing."""

import pytest
from django.core.management import call_command

from core.models import SiteIdentity, Topic
from home.models import HomePage
from people.models import User
from tests.server import ROOT


@pytest.fixture
def prepare(db, settings, tmp_path, monkeypatch):
    settings.DEBUG = True  # static files are not joined
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def run() -> None:
        call_command("prepare", verbosity=0)

    return run


@pytest.mark.slow
def test_the_address_of_the_administrator_can_be_given(no_pages, prepare, monkeypatch):
    monkeypatch.setenv("ADMIN_EMAIL", "lucia@example.net")

    prepare()

    assert User.objects.get().email == "lucia@example.net"


def test_a_portal_with_a_life_of_its_own_is_left_alone(home, prepare, tmp_path):
    identities = list(SiteIdentity.objects.order_by("pk").values_list("pk", "site_name"))
    fronts = list(HomePage.objects.order_by("pk").values_list("pk", "title"))

    prepare()

    assert list(HomePage.objects.order_by("pk").values_list("pk", "title")) == fronts
    assert list(SiteIdentity.objects.order_by("pk").values_list("pk", "site_name")) == identities
    assert not User.objects.exists()
    assert not Topic.objects.exists()
    assert not (tmp_path / "first-account.json").exists()


def test_people_without_pages_are_left_alone(no_pages, prepare):
    User.objects.create_superuser("you@example.net")

    prepare()

    assert not HomePage.objects.exists()
    assert User.objects.count() == 1


def test_the_folder_of_the_demonstration_is_the_only_place_that_knows_its_project():
    """Names of the project stand in no file of the product."""
    for path in sorted(ROOT.glob("*/**/*")):
        room = path.relative_to(ROOT).parts[0]
        if room in {"demo", "tests", "docs", "locale", "var"} or room.startswith("."):
            continue
        if path.suffix in {".py", ".html", ".js", ".css", ".txt", ".yaml"} and path.is_file():
            assert "medtown" not in path.read_text("utf-8").lower(), path
