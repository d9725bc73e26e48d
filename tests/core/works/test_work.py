"""Works: all language versions of one page."""

import pytest
from django.test import Client

from core import works
from core.caching import generation
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


def test_resolve_gives_all_languages_in_one_query(home, roots, django_assert_num_queries):
    page = standard_page(home, "Agreements")
    translated(page, "fr", title="Accords")
    other = standard_page(home, "Other")
    generation.begin()
    works.resolve([page.translation_key], user=None)

    with django_assert_num_queries(1):
        found = works.resolve([page.translation_key, other.translation_key], user=None)

    work = found[page.translation_key]
    assert work.languages == ["en", "fr"]
    assert work.best("fr").title == "Accords"
    assert work.best("ar").title == "Agreements"
    assert work.url("ar") == "/ar/agreements/"


def test_original_may_be_any_language(roots):
    page = standard_page(roots["ar"], "Agreements", slug="agreements")
    english = translated(page, "en", title="Agreements")

    assert works.original_of(english) == page
    assert works.public(page.translation_key).languages == ["ar", "en"]


def test_a_publish_asks_for_the_original_of_a_work_once(roots, django_assert_num_queries):
    key = translated(standard_page(roots["en"], "Agreements"), "fr").translation_key
    generation.begin()
    works.original_language(key)

    with works.originals_looked_up_once(), django_assert_num_queries(1):
        assert works.original_language(key) == "en"
        with works.originals_looked_up_once():
            assert works.original_language(key) == "en"
        assert works.original_language(key) == "en"
    with django_assert_num_queries(1):
        assert works.original_language(key) == "en"


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_work_without_this_language_is_shown_in_the_readers_shell(roots, language):
    standard_page(roots["en"], "Agreements")

    answer = Client().get(f"/{language}/agreements/")

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_draft_is_nowhere(roots):
    page = standard_page(roots["en"], "Agreements")
    page.unpublish()

    assert works.resolve([page.translation_key], user=None) == {}
    assert Client().get("/en/agreements/").status_code == 410
    assert Client().get("/fr/agreements/").status_code == 410
