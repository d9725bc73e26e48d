"""The search backend interface, tested with each backend of this database."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search.analysis import read_query
from search.documents import reindex_all
from search.engines import engine
from search.engines.base import NEWEST, RELEVANCE, TITLE, Question
from search.models import SearchDocument

pytestmark = pytest.mark.database

ENGINES = ["fts5", "plain"] if connection.vendor == "sqlite" else ["plain"]

TEXTS = {
    "en": "The agreements of our co-production were signed in 2019 by the municipality’s women.",
    "fr": "Les monnaies de la solidarité et l’économie sociale, avec des travailleuses.",
    "es": "La información sobre los niños y la coproducción de lecciones.",
    "pt": "Informações sobre serviços, acordos e lições de cooperação.",
    "el": "Συμφωνίες και κοινωνικά νομίσματα για τις υπηρεσίες του δήμου.",
    "ar": "وُقِّعت الاتِّفاقيّات والمشاريع في الأردن سنة ٢٠١٩ مع البلديـــات.",
}
QUERIES = {
    "en": "agreement|coproduction|co-producing|AGREEMENTS|munic|2019|woman|signed agreement"
    "|the women of the municipality",
    "fr": "monnaie|solidarite|economie|l'économie|travailleur|SOCIAL|monnaies de solidarité",
    "es": "informacion|nino|coproducir|leccion|niños información|INFORMACIÓN",
    "pt": "informacao|servico|acordo|licao|cooperação|lições",
    "el": "συμφωνια|ΣΥΜΦΩΝΙΑ|κοινωνική|νομισμα|υπηρεσια|δήμος",
    "ar": "اتفاقية|الاتفاقيات|إتفاقيات|مشروع|الاردن|2019 بلدية|البلدية|مشاريع في الأردن",
}
GOLDEN = [(language, q) for language, text in QUERIES.items() for q in text.split("|")]


@pytest.fixture(params=ENGINES)
def ready(request, settings):
    settings.SEARCH_ENGINE = request.param
    return engine()


@pytest.fixture
def library(ready, make):
    """One work in each language, of its own."""
    return {
        language: make(f"Work {language}", language=language, body=text)
        for language, text in TEXTS.items()
    }


def question(q="", *, reader="en", sort=RELEVANCE, **filters):
    return Question(words=read_query(q), filters=filters, language=reader, user=None, sort=sort)


def found(ready, asked):
    return [one.key for one in ready.find(asked, start=0, size=100)]


def test_every_spelling_finds_the_work_of_its_language(ready, library):
    missed = [
        (language, q)
        for language, q in GOLDEN
        if library[language].translation_key not in found(ready, question(q))
    ]

    assert missed == []


def test_a_word_of_no_work_finds_none(ready, library):
    for q in ("zeppelin", "مطار", "αεροπλάνο", "agreement zeppelin"):
        assert ready.count(question(q)).total == 0
        assert found(ready, question(q)) == []


def test_no_words_find_everything(ready, library):
    assert ready.count(question()).total == len(TEXTS)
    assert len(found(ready, question(sort=NEWEST))) == len(TEXTS)


def test_a_title_counts_more_than_a_summary_and_that_more_than_a_text(make, settings):
    if "fts5" not in ENGINES:
        pytest.skip("the simple engine does not rank")
    settings.SEARCH_ENGINE = "fts5"
    inside = make("Other things", body="A currency is one of the things in here. " * 3)
    title = make("Currency", body="Other words stand in here. " * 3)
    summary = make("More things", summary="The currency of a town.", body="Other words. " * 3)
    begins = make("Currencyword", body="Other words.")

    keys = found(engine(), question("currency"))

    assert keys[:3] == [one.translation_key for one in (title, summary, inside)]
    assert keys[3] == begins.translation_key


def test_find_says_which_version_holds_the_words(ready, make):
    work = make("Agreements", fr="Accords", ar="اتفاقيات")

    for q, language in [("agreement", "en"), ("accords", "fr"), ("اتفاقيات", "ar")]:
        (one,) = ready.find(question(q), start=0, size=10)
        assert (one.key, one.language) == (work.translation_key, language)


def test_find_prefers_the_readers_version_then_the_original(ready, make):
    make("Solidarité sociale", language="fr", en="Social solidarité", es="Solidarité social")

    languages = [
        ready.find(question("solidarité", reader=reader), start=0, size=1)[0].language
        for reader in ("es", "en", "el")
    ]

    assert languages == ["es", "en", "fr"]


def test_find_gives_pages_that_do_not_overlap(ready, make):
    keys = {make(f"Study {number}").translation_key for number in range(5)}

    pages = [ready.find(question("study", sort=NEWEST), start=n, size=2) for n in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {one.key for page in pages for one in page} == keys


def test_titles_are_ordered_as_the_reader_sees_them(ready, make):
    first = make("Zebra", fr="Âne").translation_key
    second = make("Apple", fr="Élan").translation_key

    assert found(ready, question(sort=TITLE)) == [second, first]
    assert found(ready, question(sort=TITLE, reader="fr")) == [first, second]


def test_counts_of_a_facet_ignore_its_own_filter(ready, make):
    make("One", countries=["JO"])
    make("Two", countries=["JO", "ES"])
    make("Three", countries=["PT"])

    counts = ready.count(question(country=("JO",)))

    assert counts.total == 2
    assert counts.unfiltered == 3
    assert counts.facets["country"] == {"JO": 2, "ES": 1, "PT": 1}
    assert counts.facets["kind"] == {"page": 2}


def test_counts_are_of_works_not_of_versions(ready, make):
    make("Agreements", fr="Accords", es="Acuerdos")
    make("Agreement on waste")

    counts = ready.count(question("agreement"))

    assert counts.total == 2
    assert counts.facets["language"] == {"en": 2, "fr": 1, "es": 1}


def test_filters_of_one_facet_add_up_and_of_two_narrow(ready, make):
    make("One", countries=["JO"])
    make("Two", countries=["ES"], fr="Deux")
    make("Three", countries=["PT"], fr="Trois")

    assert ready.count(question(country=("JO", "ES"))).total == 2
    assert ready.count(question(country=("JO", "ES"), language=("fr",))).total == 1


def test_long_and_joined_queries_are_no_trouble(ready, library):
    for q in (" ".join(f"co-word{n}" for n in range(20)), "-".join("abcdefghij" * 9), "a " * 20):
        assert ready.count(question(q)).total == 0


def test_what_is_dropped_is_not_found(ready, library):
    document = SearchDocument.objects.get(language="el")

    ready.drop([document.pk])
    if ready.name == "plain":
        document.delete()

    assert ready.count(question("συμφωνια")).total == 0


def test_prune_forgets_what_has_no_document(ready, library):
    SearchDocument.objects.filter(language="el").delete()

    ready.prune()
    reindex_all()

    assert ready.count(question("συμφωνια")).total == 1


def test_an_engine_that_does_not_exist_is_refused_in_a_clear_sentence(settings):
    settings.SEARCH_ENGINE = "elasticsearch"

    with pytest.raises(ImproperlyConfigured, match="there is no such engine"):
        engine()
