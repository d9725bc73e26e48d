"""The search backend interface: what every backend must do, on each database and on a cluster."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search import library as service
from search.documents import remove_page
from search.engines import database_engine, engine
from search.engines.base import NEWEST, RELEVANCE, TITLE
from search.models import SearchDocument
from search.params import SearchParams
from search.rebuild import rebuild_index
from tests.search.cluster_index import fed

pytestmark = [pytest.mark.database, pytest.mark.elasticsearch]

FITTING = "fts5" if connection.vendor == "sqlite" else "postgres"

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


@pytest.fixture
def ready(db):
    return engine()


@pytest.fixture
def library(ready, make):
    """One work in each language, of its own."""
    return {
        language: make(f"Work {language}", language=language, body=text)
        for language, text in TEXTS.items()
    }


def ask(ready, q="", *, reader="en", sort=RELEVANCE, start=0, size=100, **filters):
    """Counts and what is found, as the engine gives them."""
    fed()
    asked = SearchParams(q=q, filters=filters, sort=sort)
    read = service.interpret_query(asked, ready, reader)
    question = service.question_of(asked, read, language=reader, user=None)
    return ready.search(question, start=start, size=size)


def keys(ready, q="", **more):
    return [one.key for one in ask(ready, q, **more)[1]]


def test_the_engine_is_that_of_the_database_unless_there_is_a_cluster(ready):
    assert database_engine().name == FITTING
    assert ready.name == (settings.SEARCH_ENGINE or FITTING)


def test_every_spelling_finds_the_work_of_its_language(ready, library):
    missed = [
        (language, q)
        for language, q in GOLDEN
        if library[language].translation_key not in keys(ready, q)
    ]

    assert missed == []


def test_a_word_of_no_work_finds_none(ready, library):
    for q in ("zeppelin", "مطار", "αεροπλάνο", '"women signed"'):
        counts, found = ask(ready, q)
        assert (counts.total, found) == (0, [])


def test_no_words_find_everything(ready, library):
    counts, found = ask(ready, sort=NEWEST)

    assert counts.total == len(found) == len(TEXTS)


def test_a_title_counts_more_than_a_summary_and_that_more_than_a_text(ready, make):
    inside = make("Other things", body="A currency is one of the things in here. " * 3)
    title = make("Currency", body="Other words stand in here. " * 3)
    summary = make("More things", summary="The currency of a town.", body="Other words. " * 3)

    assert keys(ready, "currency") == [one.translation_key for one in (title, summary, inside)]


def test_all_words_come_before_some_and_some_before_none(ready, make):
    both = make("Agreements for premises")
    make("Agreements")

    counts, found = ask(ready, "agreements premises")
    assert [one.key for one in found] == [both.translation_key]
    assert counts.covered == 2

    counts, found = ask(ready, "template agreements premises")
    assert [one.key for one in found] == [both.translation_key]
    assert counts.covered == 2


def test_a_question_in_words_finds_the_best_part_of_it(ready, make):
    wanted = make("Time, pay and benefits", body="Volunteers keep what they have.")
    make("Benefits of sorting waste")
    make("How we do things")

    found = keys(ready, "how do I pay volunteers without losing benefits")

    assert found[0] == wanted.translation_key


def test_words_in_quotation_marks_follow_each_other(ready, make):
    page = make("Lisbon", body="The time bank of Lisbon.")
    make("Banks", body="A bank has no time.")

    assert keys(ready, '"time bank"') == [page.translation_key]
    assert len(keys(ready, "time bank")) == 2


@pytest.mark.parametrize("q", ["timebank", "time bank", "time-bank", "time banks"])
@pytest.mark.parametrize("written", ["A timebank", "A time bank", "A time-bank"])
def test_compounds_are_found_however_they_are_written(ready, make, q, written):
    page = make("Hours", body=f"{written} of a town.")

    assert keys(ready, q) == [page.translation_key]


@pytest.mark.parametrize(
    ("q", "language", "written"),
    [
        ("مسئول", "ar", "المسؤول"),
        ("projeto", "pt", "projecto"),
        ("projectos", "pt", "projetos"),
        ("l´économie", "fr", "L’économie"),
        ("symparagogi", "el", "Συμπαραγωγή"),
        ("إربد", "en", "In Irbid"),
        ("bandarush", "ar", "بنداروش"),
    ],
)
def test_people_s_spellings_are_found(ready, make, q, language, written):
    page = make("x", language=language, body=written)

    assert keys(ready, q) == [page.translation_key]


def test_find_says_which_version_holds_the_words(ready, make):
    work = make("Agreements", fr="Accords", ar="اتفاقيات")

    for q, language in [("agreement", "en"), ("accords", "fr"), ("اتفاقيات", "ar")]:
        _counts, (one,) = ask(ready, q)
        assert (one.key, one.language) == (work.translation_key, language)


def test_find_prefers_the_readers_version_then_the_original(ready, make):
    make("Solidarité sociale", language="fr", en="Social solidarité", es="Solidarité social")

    languages = [
        ask(ready, "solidarité", reader=reader)[1][0].language for reader in ("es", "en", "el")
    ]

    assert languages == ["es", "en", "fr"]


def test_find_gives_pages_that_do_not_overlap(ready, make):
    made = {make(f"Study {number}").translation_key for number in range(5)}

    pages = [keys(ready, "study", sort=NEWEST, start=n, size=2) for n in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {key for page in pages for key in page} == made


def test_titles_are_ordered_as_the_reader_sees_them(ready, make):
    first = make("Zebra", fr="Âne").translation_key
    second = make("Apple", fr="Élan").translation_key

    assert keys(ready, sort=TITLE) == [second, first]
    assert keys(ready, sort=TITLE, reader="fr") == [first, second]


def test_counts_of_a_facet_ignore_its_own_filter(ready, make):
    make("One", countries=["JO"])
    make("Two", countries=["JO", "ES"])
    make("Three", countries=["PT"])

    counts, _found = ask(ready, country=("JO",))

    assert counts.total == 2
    assert counts.unfiltered == 3
    assert counts.facets["country"] == {"JO": 2, "ES": 1, "PT": 1}
    assert counts.facets["kind"] == {"page": 2}


def test_counts_are_of_works_not_of_versions(ready, make):
    make("Agreements", fr="Accords", es="Acuerdos")
    make("Agreement on waste")

    counts, _found = ask(ready, "agreement")

    assert counts.total == 2
    assert counts.facets["language"] == {"en": 2, "fr": 1, "es": 1}


def test_filters_of_one_facet_add_up_and_of_two_narrow(ready, make):
    make("One", countries=["JO"])
    make("Two", countries=["ES"], fr="Deux")
    make("Three", countries=["PT"], fr="Trois")

    assert len(keys(ready, country=("JO", "ES"))) == 2
    assert len(keys(ready, country=("JO", "ES"), language=("fr",))) == 1


def test_long_and_joined_queries_are_no_trouble(ready, library):
    for q in (" ".join(f"co-word{n}" for n in range(20)), "-".join("abcdefghij" * 9), "a " * 20):
        assert keys(ready, q) == []


def test_what_is_removed_is_not_found(ready, library):
    assert len(keys(ready, "συμφωνια")) == 1

    remove_page(library["el"].pk)

    assert keys(ready, "συμφωνια") == []


def test_prune_forgets_what_has_no_document(library):
    pk = SearchDocument.objects.get(language="el").pk
    SearchDocument.objects.filter(pk=pk).delete()

    database_engine().prune()

    assert database_engine().texts([pk]) == {}


def test_an_index_beside_the_one_in_use_takes_its_place(library):
    own = database_engine()
    own.drop(list(SearchDocument.objects.values_list("pk", flat=True)))
    assert keys(own, "συμφωνια") == []

    said = []
    assert rebuild_index(lambda done, total: said.append((done, total))) == len(TEXTS)

    assert len(keys(own, "συμφωνια")) == 1
    assert said[-1][0] == said[-1][1]


HOW_IT_IS_STORED = """
SELECT attstorage, reloptions FROM pg_attribute, pg_class WHERE attname = 'vector'
AND attrelid = 'search_postgres'::regclass AND pg_class.oid = 'search_postgres_vector'::regclass"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's own index")
def test_no_search_decompresses_vectors_or_reads_changes_that_are_not_in_the_index(library):
    """Neither in the index of a new portal nor in one that was made anew."""
    found = []
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(HOW_IT_IS_STORED)
            found.append(cursor.fetchone())
        rebuild_index()

    assert found == [("e", ["fastupdate=off"])] * 2


def test_an_engine_that_does_not_exist_is_refused_in_a_clear_sentence(settings):
    settings.SEARCH_ENGINE = "solr"

    with pytest.raises(ImproperlyConfigured, match="there is no such engine"):
        engine()
