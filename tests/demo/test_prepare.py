"""The demonstration stays out of a portal that people use."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from demo.management.commands.demo import has_own_content
from demo.streams import key_of
from home.models import HomePage
from people.models import User

pytestmark = pytest.mark.database


def test_an_empty_database_is_nobodys(no_pages):
    assert not has_own_content()


def test_the_demonstration_is_loaded_again_over_itself(home):
    Page.objects.filter(pk=home.pk).update(translation_key=key_of("home"))
    User.objects.create_user("salma@example.org")

    assert not has_own_content()


def test_the_demonstration_stays_out_of_a_portal_that_people_use(roots, settings, capsys):
    settings.DEBUG = True  # static files are not joined

    call_command("prepare")

    assert "this portal has content of its own" in capsys.readouterr().out
    assert set(HomePage.objects.all()) == set(roots.values())
    assert not User.objects.exists()


def test_a_first_person_is_enough_to_keep_it_out(no_pages):
    User.objects.create_superuser("you@example.org")

    assert has_own_content()
