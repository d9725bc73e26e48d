import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from search.engines import engine
from search.library import PAGE_SIZE
from tests.factories.core import add, topic

pytestmark = pytest.mark.database

HOSTILE = [
    '"', "'", '""', '"a', 'a"b', "''", "`", "*", "**", "a*", "*a", "^a", "a^", "-", "--", "-a",
    "+a", "a-", "a--b", "(", ")", "()", "((a)", "a)", ":", "title:a", "title : a", "{title}:a",
    "AND", "OR", "NOT", "NEAR", "a AND", "AND b", "a OR", "NOT a", "a NOT b", "NEAR(a b)",
    "NEAR(a b, 5)", "a NEAR/2 b", "a AND OR b", "rowid:1", "search_index", "%", "_", "a%b", "a_b",
    "\\", "\\'", "a\\", ";", "a;b", "'; DROP TABLE search_index; --", "1 OR 1=1",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% load x %}", "%s", "%(q)s", "{0}", "$1",
    "\u202eabc", "\u200f\u200e", "\ufeff", "\u00ad", "a\u0301" * 90, "\u0301" * 200, "ـ" * 200,
    "💶💶", "🇵🇸", "\U0010ffff", "\ue000", "﷽", "ﷺ", "½", "①", "ß", "İ", "ǆ", "\t", " ", "\r\n",
    "\x01\x02", "a" * 3000, "word " * 300, "word " * 3000, "a-" * 1500, "l'" * 500, "é" * 250,
    "..." * 100, "http://example.org/?a=b&c=d", "../../etc/passwd", "null", "undefined", "0", "-1",
    "1e309", "NaN",
]  # fmt: skip


def refused(client, queries, **more):
    """Those queries that are not answered by a page."""
    answers = [(q, client.get("/en/library/", {"q": q, **more}).status_code) for q in queries]
    return [(q[:30], status) for q, status in answers if status != 200]


def test_no_query_is_an_error(client, make):
    make("Agreements", body="A word and a bank.")

    assert len(HOSTILE) >= 65
    assert refused(client, HOSTILE) == []
    assert refused(client, HOSTILE, sort="title", kind="course") == []


def test_no_query_is_an_error_where_nothing_is(client, home):
    assert refused(client, HOSTILE) == []


@pytest.mark.parametrize("q", ["%00", "a%00b", "%FF", "%ED%A0%80", "%C0%AF", "%E0%80%80", "%"])
def test_no_bytes_are_an_error(client, home, q):
    assert client.get(f"/en/library/?q={q}").status_code in {200, 400}


VALUES = [
    "",
    " ",
    "x",
    "-1",
    "0",
    "1",
    "999999999999999999999999",
    "1.5",
    "1e9",
    "٣",
    "²",
    "'",
    '"',
    "<b>",
]
VALUES += [
    "../",
    "%s",
    "%",
    "\u202e",
    "😀",
    "EN",
    "en",
    "jo",
    "null",
    "[]",
    "a" * 5000,
    "2019",
    "course",
]


@pytest.mark.parametrize("name", ["kind", "topic", "country", "language", "year", "sort", "page"])
def test_no_parameter_is_an_error(client, home, name):
    for value in VALUES:
        assert client.get("/en/library/", {name: value}).status_code == 200
    assert client.get("/en/library/", {name: VALUES * 4}).status_code == 200


@pytest.mark.parametrize(
    ("address", "notice"),
    [
        ("kind=poem", "There is no content type called “poem”. That filter was ignored."),
        ("topic=poem", "There is no topic called “poem”. That filter was ignored."),
        ("country=XX", "No country here has the code “XX”. That filter was ignored."),
        ("language=de", "“de” is not one of our languages. That filter was ignored."),
        ("year=long+ago", "“long ago” is not a year. That filter was ignored."),
        ("sort=size", "There is no sort order called “size”. Best matches are shown first."),
        ("page=two", "“two” is not a page number. This is the first page."),
        ("page=0", "“0” is not a page number. This is the first page."),
        ("page=7", "There is only one page."),
        ("q=%3F%3F", "Your search contains no word or number, so everything is shown."),
        ("q=" + "+".join(["word"] * 25), "only its first 20 words were used."),
    ],
)
def test_what_is_unknown_is_said(client, make, address, notice):
    make("Agreements")

    response = client.get(f"/en/library/?{address}")

    assert response.status_code == 200
    assert any(notice in one for one in response.context["notices"])
    assert notice in response.content.decode()


def test_an_unknown_value_leaves_the_rest_in_force(client, make):
    make("Agreements", countries=["JO"])
    make("Time banks")

    response = client.get("/en/library/?country=XX&country=jo&kind=poem")

    assert response.context["asked"].filters["country"] == ("JO",)
    assert response.context["answer"].counts.total == 1


def test_what_was_typed_stands_escaped_on_the_page(client, make):
    make("<script>alert(1)</script>", summary="<img src=x onerror=y> script", body="</p><b>")

    html = client.get("/en/library/", {"q": "<script>"}).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;<mark>script</mark>&gt;alert(1)" in html


def test_filters_in_use_can_be_taken_away_one_by_one(client, make):
    make("Agreements", countries=["JO", "ES"])

    response = client.get("/en/library/?q=agreement&country=JO&country=ES&sort=title&page=1")

    assert [(chip.text, chip.url) for chip in response.context["chips"]] == [
        ("Jordan", "/en/library/?q=agreement&country=ES&sort=title"),
        ("Spain", "/en/library/?q=agreement&country=JO&sort=title"),
    ]
    assert response.context["unfiltered_url"] == "/en/library/?q=agreement"


def test_forms_carry_along_what_they_do_not_ask_for(client, make):
    make("Agreements", countries=["JO"])
    make("Agreements again")

    response = client.get("/en/library/?q=agreement&country=JO&sort=newest")

    assert response.context["search_hidden"] == [("country", "JO"), ("sort", "newest")]
    assert response.context["facet_hidden"] == [("q", "agreement"), ("sort", "newest")]


def test_facets_show_names_counts_and_what_is_chosen(client, make):
    currency = topic("currency", en="Currencies", fr="Monnaies")
    page = make("Agreements", countries=["JO"], fr="Accords")
    page.topics.set([currency])
    page.save_revision().publish()
    make("Time banks")

    response = client.get("/fr/library/?topic=currency")
    facets = {facet.name: facet for facet in response.context["facets"]}

    (option,) = facets["topic"].options
    assert (option.value, option.label, option.count) == ("currency", "Monnaies", 1)
    assert option.is_chosen
    assert "kind" not in facets


def test_a_work_names_its_languages_and_their_state(client, make):
    make("بنك الوقت", language="ar")

    response = client.get("/en/library/")
    (row,) = response.context["rows"]

    assert (row.lang, row.dir) == ("ar", "rtl")
    assert row.note == "Available only in: Arabic."
    assert row.url == response.context["answer"].hits[0].work.url("en")
    assert [(one.lang, one.is_missing) for one in row.languages] == [("ar", False), ("en", True)]


def test_words_found_in_another_version_are_quoted_in_its_language(client, make):
    make("Agreements", fr="Accords <b>")

    html = client.get("/en/library/?q=accords").content.decode()

    assert (
        'Text found (French): <span lang="fr" dir="ltr"><mark>Accords</mark> &lt;b&gt;</span>'
        in html
    )


def test_nothing_found_offers_a_way_on(client, make):
    make("Social currency")

    html = client.get("/en/library/?q=zeppelin").content.decode()
    assert "mailto:portal@example.org" in html

    html = client.get("/en/library/?q=currency&country=JO").content.decode()
    assert "Without filters there is 1 result" in html


def test_one_word_that_is_misspelt_is_corrected_at_once_and_said(client, make):
    make("Social currency")

    response = client.get("/en/library/?q=social+curency")

    assert response.context["answer"].counts.total == 1
    html = response.content.decode()
    assert "1 result for “<bdi>social currency</bdi>”" in html
    assert "/en/library/?q=social+curency&amp;literal=1" in html
    literal = client.get("/en/library/?q=social+curency&literal=1")
    assert (
        "No text contains all 2 words. These results contain most of them."
        in literal.content.decode()
    )


def test_a_hit_says_how_it_was_found_and_by_which_engine(client, make):
    page = make("Agreements")

    response = client.get("/en/library/?q=agreement")

    assert response.headers["X-Search"] == engine().name
    assert (
        f'<article class="work" data-kind="page" data-key="{page.translation_key}"'
        ' data-found="words">' in response.content.decode()
    )


def test_a_hit_leads_to_its_section(client, home):
    body = [
        {"type": "text", "value": "<p>First.</p>"},
        {
            "type": "heading",
            "value": {"text": "Who pays"},
            "id": "8a5d7c1e-0000-4000-8000-000000000001",
        },
        {"type": "text", "value": "<p>The town pays for the premises.</p>"},
    ]
    page = add(home, StandardPage(title="Agreements"), body=json.dumps(body))

    html = client.get("/en/library/?q=premises").content.decode()

    fragment = "8a5d7c1e-0000-4000-8000-000000000001"
    assert f'<a href="/en/{page.slug}/#{fragment}" lang="en" dir="ltr">Who pays</a>' in html
    assert f'id="{fragment}"' in client.get(page.get_url()).content.decode()


def test_an_empty_library_says_so(client, home):
    assert "Nothing is published yet" in client.get("/en/library/").content.decode()


def test_pages_are_linked(client, make):
    for number in range(PAGE_SIZE * 2 + 1):
        make(f"Study {number}")

    middle = client.get("/en/library/?q=study&page=2")

    assert middle.context["before_url"] == "/en/library/?q=study"
    assert middle.context["after_url"] == "/en/library/?q=study&page=3"
    assert client.get("/en/library/?q=study&page=3").context["after_url"] == ""


def test_answers_to_a_query_are_not_for_other_search_engines(client, make):
    make("Agreements")

    assert (
        '<meta name="robots" content="noindex">' in client.get("/en/library/?q=a").content.decode()
    )
    assert "noindex" not in client.get("/en/library/").content.decode()


def test_signed_out_pages_carry_no_post_form_and_no_script_of_their_own(client, make):
    make("Agreements")

    html = client.get("/en/library/?q=agreement").content.decode()

    assert not re.search(r'method="post"', html, re.I)
    assert re.findall(r"<script[^>]*>", html) == [
        '<script type="module" src="/static/search/js/complete.js">'
    ]
    assert " style=" not in html


def test_only_reading_is_allowed(client, home):
    assert client.post("/en/library/", {"q": "a"}).status_code == 405


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "el", "ar"])
def test_the_library_stands_in_every_language(client, make, language):
    make("Agreements", **{code: "x" for code in [language] if code != "en"})

    response = client.get(f"/{language}/library/?q=agreements&kind=course&kind=poem")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_works(client, make):
    make("Study of one thing", fr="Étude", countries=["JO"])
    one = queries(client, "/en/library/?q=study&country=JO")
    for number in range(2):
        make(f"Study {number}", fr=f"Étude {number}", countries=["JO"])
    three = queries(client, "/en/library/?q=study&country=JO")
    for number in range(27):
        make(f"Study number {number}", countries=["JO"])
    thirty = queries(client, "/en/library/?q=study&country=JO")

    assert one == three == thirty <= 8


def test_a_query_without_hits_is_cheap(client, make):
    make("Social currency")

    assert queries(client, "/en/library/?q=zeppelin") <= 8
    assert queries(client, "/en/library/?q=social+curency") <= 8
