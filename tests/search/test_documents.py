from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from core.models import TopicLabel
from courses.models import LessonPage
from home.models import StandardPage
from search.consistency import check_own
from search.documents import index_page, remove_page
from search.models import SearchDocument, SearchFacet, SearchWord, SearchWork
from search.rebuild import AlreadyRunning, rebuild_index, rebuild_lock
from search.tasks import index_works_of_topic, rebuild_library
from tests.factories.core import add, topic, translated
from tests.factories.courses import course
from tests.factories.search import version

pytestmark = pytest.mark.database


def facets_of(page):
    rows = SearchFacet.objects.filter(work__translation_key=page.translation_key)
    return {(row.name, row.value) for row in rows}


def test_publishing_keeps_a_document(make):
    page = make("Time banks", summary="An hour is an hour.", body="How it began.")

    document = SearchDocument.objects.get(page=page)

    assert document.title == "Time banks"
    assert document.summary == "An hour is an hour."
    assert document.body == "How it began."
    assert document.language == "en"
    assert document.is_original


def test_what_the_page_no_longer_says_is_found_and_mended(make, home):
    page, same = make("Time banks", body="How it began."), make("Same")
    lesson = add(page, StandardPage(title="Below"))
    documents = SearchDocument.objects
    documents.filter(page=page).update(body="Something else.")
    SearchFacet.objects.filter(work__documents__page=lesson, name="part").update(value="gone")

    found = {str(one) for one in check_own()}

    assert found == {f"another state in the index: page {one.pk}" for one in (page, lesson)}
    assert documents.get(page=page).body == "How it began."
    assert ("part", str(page.translation_key)) in facets_of(lesson)
    assert documents.get(page=same).title == "Same"
    assert [*check_own()] == []


def test_a_change_of_a_topic_is_queued_with_it(db, django_capture_on_commit_callbacks, monkeypatch):
    """Whoever is killed right after the commit has not lost it."""
    made, queued = topic("care", en="Care"), []
    monkeypatch.setattr(
        type(index_works_of_topic), "enqueue", lambda task, *args: queued.append(args)
    )

    with django_capture_on_commit_callbacks() as callbacks:
        made.save()

    assert queued == [(made.pk,)]
    assert callbacks == []


def elsewhere(ask):
    """What another process is answered, with a connection of its own."""

    def in_thread():
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(in_thread).result()


def is_at_it(index="database") -> bool:
    try:
        with rebuild_lock(index):
            return False
    except AlreadyRunning:
        return True


def test_only_one_makes_the_index_anew(make):
    make("Time banks")
    others = []

    def ask(done, total):
        others.append((elsewhere(is_at_it), elsewhere(partial(is_at_it, "cluster"))))

    assert rebuild_index(ask) == 1

    assert others == [(True, False)], "the index of a cluster has a lock of its own"
    assert not elsewhere(is_at_it)


def test_who_comes_second_is_told(db, monkeypatch):
    @contextmanager
    def refused(_index):
        raise AlreadyRunning
        yield

    monkeypatch.setattr("search.rebuild.rebuild_lock", refused)

    with pytest.raises(CommandError, match="another process is rebuilding"):
        call_command("rebuild_library")
    assert rebuild_library.call() == 0


def test_publishing_again_replaces_it(make, titles):
    page = make("Time banks")
    page.title = "Local currencies"
    page.save_revision().publish()

    assert titles("currency") == ["Local currencies"]
    assert titles("bank") == []


def test_a_draft_is_not_kept_and_a_draft_of_a_live_page_changes_nothing(make, home, titles):
    page = make("Time banks")
    page.title = "Secret plan"
    page.save_revision()
    home.add_child(instance=StandardPage(title="Secret draft", live=False))

    assert titles("secret") == []
    assert titles("bank") == ["Time banks"]


def test_unpublishing_forgets_the_version_and_with_the_last_one_the_work(make):
    page = make("Time banks", fr="Banques de temps")

    page.get_translations().get().unpublish()
    assert facets_of(page) == {("kind", "page"), ("language", "en")}

    page.unpublish()
    assert not SearchWork.objects.exists()


def test_deleting_a_page_forgets_those_below_it(make, home, titles):
    page = make("Time banks")
    add(page, StandardPage(title="Time below"))

    Page.objects.get(pk=page.pk).delete()

    assert titles("time") == []
    assert not SearchDocument.objects.exists()


def test_a_page_that_is_published_by_a_bulk_update_is_not_shown_as_live(make, titles):
    page = make("Time banks")
    Page.objects.filter(pk=page.pk).update(live=False)

    assert titles("bank") == []


def test_index_pages_are_not_works(home, titles):
    course("Co-producing services", lessons=1)

    assert sorted(titles()) == ["Co-producing services", "Lesson 1"]


def test_a_lesson_knows_its_course(home, ask):
    page = course("Co-producing services", lessons=1)

    (hit,) = ask("lesson").hits

    assert hit.whole.key == page.translation_key


def test_facets_are_those_of_the_original(make):
    page = make("Time banks", countries=["ES", "PT"])
    currency = topic("currency", en="Currencies")
    page.topics.set([currency])
    page.save_revision().publish()
    version(page, "fr", countries=["JO"])

    assert facets_of(page) == {
        ("kind", "page"),
        ("country", "ES"),
        ("country", "PT"),
        ("topic", "currency"),
        ("language", "en"),
        ("language", "fr"),
    }


def test_facets_that_are_gone_are_taken_away(make):
    page = make("Time banks", countries=["ES", "PT"])
    page.countries = ["PT"]
    page.save_revision().publish()

    assert ("country", "ES") not in facets_of(page)
    assert ("country", "PT") in facets_of(page)


def test_a_topic_brings_the_broader_one(make, titles):
    wide = topic("economy", en="Economy")
    narrow = topic("currency", en="Currencies")
    narrow.broader = wide
    narrow.save()
    page = make("Time banks")
    page.topics.set([narrow])
    page.save_revision().publish()

    assert titles(topic="economy") == ["Time banks"]


def test_a_work_is_found_by_the_name_of_its_topic_in_any_language(make, ask):
    currency = topic("currency", en="Social currencies", fr="Monnaies sociales")
    page = make("بنك الوقت", language="ar")
    page.topics.set([currency])
    page.save_revision().publish()

    (hit,) = ask("monnaie", reader="fr").hits

    assert hit.version.title == "بنك الوقت"
    assert hit.found_by_topics == ({"en": "Social currencies", "fr": "Monnaies sociales"},)


def test_a_work_is_found_by_its_country_in_any_language(make, titles):
    make("بنك الوقت", language="ar", countries=["JO"])

    assert titles("Jordan") == ["بنك الوقت"]


def test_a_topic_that_changes_its_name_is_found_by_the_new_one(
    make, titles, django_capture_on_commit_callbacks
):
    currency = topic("currency", en="Currencies")
    page = make("Time banks")
    page.topics.set([currency])
    page.save_revision().publish()

    TopicLabel.objects.filter(topic=currency).update(text="Tokens")
    with django_capture_on_commit_callbacks(execute=True):
        currency.save()

    assert titles("token") == ["Time banks"]
    assert titles("currency") == []


def test_a_topic_that_changes_its_address_word_keeps_its_works(make, titles):
    currency = topic("currency", en="Currencies")
    page = make("Time banks")
    page.topics.set([currency])
    page.save_revision().publish()

    currency.slug = "money"
    currency.save()

    assert titles(topic="money") == ["Time banks"]
    assert SearchFacet.objects.filter(value="currency").count() == 0


def test_topics_that_were_kept_by_id_are_renamed_on_an_upgrade(make, titles):
    """Also where one topic is called as another's id is."""
    currency = topic("currency", en="Currencies")
    number = topic(str(currency.pk), en="A number")
    for title, one in [("Time banks", currency), ("Numbers", number)]:
        page = make(title)
        page.topics.set([one])
        page.save_revision().publish()
    migration = import_module("search.migrations.0002_topics_by_slug")
    migration.name_by_id(apps, None)

    migration.name_by_slug(apps, None)

    assert titles(topic="currency") == ["Time banks"]
    assert titles(topic=number.slug) == ["Numbers"]


def test_a_deleted_topic_is_no_filter_any_more(make):
    currency = topic("currency", en="Currencies")
    page = make("Time banks")
    page.topics.set([currency])
    page.save_revision().publish()

    currency.delete()

    assert SearchFacet.objects.filter(name=SearchFacet.Name.TOPIC).count() == 0


@pytest.mark.parametrize(
    ("year", "dated_on"),
    [(None, date(2024, 5, 6)), (2019, date(2019, 12, 31)), (2024, date(2024, 5, 6))],
)
def test_newest_goes_by_the_years_of_works_and_never_into_the_future(
    make, monkeypatch, year, dated_on
):
    monkeypatch.setattr(StandardPage, "search_year", lambda self: year)
    page = make("Time banks")
    StandardPage.objects.filter(pk=page.pk).update(
        first_published_at=datetime(2024, 5, 6, tzinfo=UTC)
    )

    index_page(StandardPage.objects.get(pk=page.pk))

    assert SearchWork.objects.get().dated_on == dated_on


def test_words_are_remembered_as_they_are_written(make):
    make("Μονάδα χρόνου", language="el")

    words = {(row.word, row.folded, row.language) for row in SearchWord.objects.all()}

    assert words == {("μονάδα", "μοναδα", "el"), ("χρόνου", "χρονου", "el")}


def test_removing_what_is_not_there_is_no_error(home):
    remove_page(4711)


def test_rebuilding_mends_what_has_gone_astray(make, titles, capsys):
    kept = make("Time banks", fr="Banques de temps")
    gone = make("Old thing")
    SearchDocument.objects.filter(page=kept).update(title="Wrong", body="wrong")
    SearchWork.objects.filter(translation_key=kept.translation_key).delete()
    Page.objects.filter(pk=gone.pk).update(live=False)

    call_command("rebuild_library")

    assert capsys.readouterr().out == "2 documents can be found\n"
    assert titles("bank") == ["Time banks"]
    assert SearchDocument.objects.count() == 2
    assert SearchWork.objects.count() == 1


def rows() -> list[tuple[int, str]]:
    """Which documents there are, by the key that they keep: a database may list them in any order
    once they were written anew."""
    return list(SearchDocument.objects.order_by("pk").values_list("pk", "title"))


def test_rebuilding_twice_gives_the_same(make):
    make("Time banks", fr="Banques de temps")
    before = rows()

    assert rebuild_index() == rebuild_index() == 2
    assert rows() == before
    assert [title for _pk, title in before] == ["Time banks", "Banques de temps"]


def test_lessons_are_found_by_their_question_of_monday(home, titles):
    course("Co-producing services", lessons=1)
    lesson = LessonPage.objects.get()
    lesson.monday = "Is our survey co-production?"
    lesson.save_revision().publish()

    assert titles("survey") == ["Lesson 1"]


def test_a_translation_made_by_an_editor_is_kept_as_a_translation(make, ask):
    page = make("Time banks", language="fr")
    translated(page, "en", title="Time banks in English")

    (hit,) = ask().hits

    assert hit.work.original == "fr"
    assert hit.version.title == "Time banks in English"
    assert set(SearchDocument.objects.values_list("language", "is_original")) == {
        ("fr", True),
        ("en", False),
    }


def test_a_lesson_that_moves_belongs_to_its_new_course(
    home, ask, django_capture_on_commit_callbacks
):
    course("Old course", lessons=1)
    new = course("New course", lessons=0)
    lesson = LessonPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        lesson.move(new.get_children().get(), pos="last-child")

    (hit,) = ask("lesson").hits
    assert hit.whole.key == new.translation_key


def test_a_country_that_nobody_can_filter_by_is_no_facet(make):
    page = make("Time banks", countries=["JO", "XX"])

    assert {value for name, value in facets_of(page) if name == "country"} == {"JO"}
