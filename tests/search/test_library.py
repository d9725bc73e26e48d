import pytest
from wagtail.models import Locale

from search.library import PAGE_SIZE
from tests.factories.core import topic
from tests.factories.search import version
from translations.models import VersionState

pytestmark = [pytest.mark.database, pytest.mark.elasticsearch]


def test_a_work_in_four_languages_stands_once(make, ask):
    make("Agreements", fr="Accords", es="Acuerdos", ar="اتفاقيات")

    answer = ask()

    assert answer.counts.total == 1
    assert [hit.work.languages for hit in answer.hits] == [["en", "fr", "es", "ar"]]


@pytest.mark.parametrize(
    ("reader", "shown"),
    [("fr", "Accords"), ("ar", "اتفاقيات"), ("en", "Agreements"), ("el", "Agreements")],
)
def test_the_readers_version_is_shown_else_the_original(make, ask, reader, shown):
    make("Agreements", fr="Accords", ar="اتفاقيات")

    (hit,) = ask("accord", reader=reader).hits

    assert hit.version.title == shown


def test_any_version_is_shown_where_the_original_is_gone(make, titles):
    page = make("Agreements", fr="Accords")
    page.unpublish()

    assert titles() == ["Accords"]


def test_who_asks_for_a_language_is_shown_that_version(make, titles):
    make("Agreements", fr="Accords", ar="اتفاقيات")

    assert titles(language="ar") == ["اتفاقيات"]
    assert titles(language=["ar", "en"]) == ["Agreements"]


def test_words_of_a_version_that_is_not_shown_are_shown_in_its_language(make, ask):
    page = make("Agreements", summary="How to write one.")
    version(page, "fr", title="Accords", body="Une monnaie locale, à Séville.")

    (hit,) = ask("monnaie").hits

    assert hit.version.language == "en"
    assert hit.summary == "How to write one."
    assert hit.excerpt == "Accords · Une <mark>monnaie</mark> locale, à Séville."
    assert hit.excerpt_language == "fr"
    assert not hit.excerpt_is_shown


def test_summary_is_shown_where_it_holds_the_words_else_the_place_in_the_text(make, ask):
    make("One", summary="About a currency.", body="A currency in the text.")
    make("Two", summary="About a thing.", body="One more currency in the text.")

    hits = {hit.version.title: hit for hit in ask("currency").hits}

    assert (hits["One"].summary, hits["One"].excerpt) == ("About a <mark>currency</mark>.", "")
    assert hits["Two"].excerpt == "One more <mark>currency</mark> in the text."
    assert hits["Two"].excerpt_is_shown


def test_what_is_cached_of_a_result_follows_a_publish(make, ask):
    page = make("One", body="A currency in the text.")
    assert ask("currency").hits[0].excerpt == "A <mark>currency</mark> in the text."

    page.body = [("text", "<p>Another currency.</p>")]
    page.save_revision().publish()

    assert ask("currency").hits[0].excerpt == "Another <mark>currency</mark>."


def test_machine_drafts_are_known(make, ask):
    page = make("Agreements", fr="Accords")
    french = Locale.objects.get(language_code="fr")
    VersionState.objects.create(
        translation_key=page.translation_key, locale=french, review="machine"
    )

    (hit,) = ask().hits

    assert hit.states["fr"].review == "machine"


def test_filters_narrow_and_facets_count_works(make, ask):
    currency = topic("currency", en="Currencies")
    for title, countries, others in [
        ("One", ["JO"], {}),
        ("Two", ["JO", "ES"], {"fr": "Deux"}),
        ("Three", ["ES"], {"fr": "Trois", "ar": "ثلاثة"}),
    ]:
        page = make(title, countries=countries, **others)
        page.topics.set([currency] if title != "One" else [])
        page.save_revision().publish()

    answer = ask(country="ES", topic="currency")

    assert answer.counts.total == 2
    assert answer.counts.facets["country"] == {"ES": 2, "JO": 1}
    assert answer.counts.facets["topic"] == {"currency": 2}
    assert answer.counts.facets["language"] == {"en": 2, "fr": 2, "ar": 1}
    assert answer.counts.unfiltered == 3


def test_newest_is_the_order_without_words(make, titles):
    for title in ("First", "Second", "Third"):
        make(title)

    assert titles() == ["Third", "Second", "First"]
    assert titles(sort="newest") == ["Third", "Second", "First"]
    assert titles(sort="title") == ["First", "Second", "Third"]


@pytest.mark.slow
def test_pages_hold_every_work_once_and_the_last_answers_for_those_beyond(make, ask, roots):
    for number in range(PAGE_SIZE + 3):
        make(f"Study {number:02}")

    first, second, beyond = (ask("study", page=page, sort="title") for page in (1, 2, 99))

    assert (first.pages, second.pages, beyond.page) == (2, 2, 2)
    names = [hit.version.title for answer in (first, second) for hit in answer.hits]
    assert names == [f"Study {number:02}" for number in range(PAGE_SIZE + 3)]
    assert [hit.version.title for hit in beyond.hits] == names[PAGE_SIZE:]


@pytest.mark.parametrize(
    ("typed", "meant", "reader"),
    [
        ("social curency", "social currency", "en"),
        ("Socail Currency", "social Currency", "en"),
        ("social curency zzzzzz", "social currency zzzzzz", "en"),
        ("monaie", "monnaie", "fr"),
        ("νομσμα", "νόμισμα", "el"),
        ("اتفاقيه الابردن", "اتفاقيه الأردن", "ar"),
    ],
)
def test_a_mistyped_word_is_put_right(make, ask, typed, meant, reader):
    make(
        "Social currency",
        fr="Monnaie sociale",
        el="Κοινωνικό νόμισμα",
        ar="اتفاقية في الأردن",
    )

    answer = ask(typed, reader=reader)

    assert (answer.corrected, answer.counts.total) == (meant, 1)


def test_one_word_is_put_right_and_no_more(make, ask):
    make("Social currency")

    answer = ask("socail curency")

    assert answer.corrected in {"social curency", "socail currency"}
    assert ask("socail curency", literal=1).counts.total == 0


def test_nothing_is_put_right_where_nothing_is_near(make, ask):
    make("Social currency")

    assert ask("zeppelin").corrected == ""
    assert ask("социальный").corrected == ""


def test_nothing_is_put_right_where_only_the_filters_are_too_narrow(make, ask):
    make("Social currency")

    answer = ask("currency", country="JO")

    assert (answer.counts.total, answer.counts.unfiltered) == (0, 1)
    assert answer.corrected == ""
