"""Public pages of publications and recommendations, with known and unknown facts."""

import gzip
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from core.models import PortalDocument, PublicCollection
from people.models import User
from tests.factories.core import translated
from tests.factories.research import (
    file,
    link,
    recommendation,
    recommendation_list,
    research,
    resource,
    study,
)
from tests.research.seen import FULL, builds_on, html, words
from tests.rooms import language_of, texts


@pytest.fixture
def public_pdf(home) -> PortalDocument:
    collection = Collection.get_first_root_node().add_child(name="Public")
    PublicCollection.objects.create(collection=collection)
    made = PortalDocument(title="Text", collection=collection, language="en")
    made.file.save("text.pdf", ContentFile(b"%PDF-1.4 " + b"x" * 2000))
    made.get_file_size()
    return made


@pytest.fixture
def private_pdf(home) -> PortalDocument:
    made = PortalDocument(title="Secret", collection=Collection.get_first_root_node())
    made.file.save("text.pdf", ContentFile(b"%PDF-1.4 x"))
    return made


# --- a publication


def test_a_full_record_tells_all(roots):
    study("Law and economy", **FULL)

    page = html("/en/research/law-and-economy/")
    text = words(page)

    assert "Ley y economía" in texts(page, "cite[lang=es][dir=ltr]")
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in page
    assert 'href="https://doi.org/10.1234/abc_d"' in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    for part in ["Federico García Lorca", "Universidad de Granada", "European Commission"]:
        assert part in text
    assert "Revista de Derecho Number: 12 Pages: 81-98" in text
    assert "978-3-16-148410-0" in text
    assert "Spain · Portugal" in text
    assert "not recorded" not in text.replace("language not recorded", "")


def test_a_thin_record_says_what_is_not_known(roots):
    study("Thin")

    text = words(html("/en/research/thin/"))

    assert "author not recorded" in text
    assert "year not recorded" in text
    assert "Publisher not recorded" in text
    assert "DOI not recorded" in text
    assert "not stated" in text
    assert "We do not know of anywhere the text itself can be read." in text


def test_a_title_in_other_signs_is_not_told_twice(roots):
    study("L’économie", published_title="L'Économie", published_language="fr")

    page = html("/en/research/leconomie/")

    assert "Published as" not in page
    assert "L'Économie" in texts(page, "cite[lang=fr][dir=ltr]")


def test_links_tell_their_language_in_itself(roots):
    resource("Guide", files=[link("https://www.example.org/a", "ar", 12), link("https://b.org/")])

    page = html("/en/research/guide/")

    assert texts(page, "a > span[lang=ar][dir=rtl]") == ["العربية"]
    assert "at www.example.org 12 pages written from right to left" in words(page)
    assert "language not recorded" in page


def test_a_file_tells_size_and_pages(roots, public_pdf):
    study("Kept", files=[file(public_pdf, "en", 1)])

    page = html("/en/research/kept/")

    assert "English PDF 2 kB 1 page written from left to right" in words(page)
    assert f'content="http://testserver{public_pdf.url}"' in page


def test_a_file_that_is_not_open_is_not_named(roots, private_pdf):
    study("Kept", files=[file(private_pdf)])

    page = html("/en/research/kept/")

    assert str(private_pdf.file_id) not in page
    assert "citation_pdf_url" not in page


def test_in_another_language_only(roots):
    """Interface words in the reader's language, the text's in its own, marked."""
    study("Law", **FULL)

    page = html("/ar/research/law/")

    assert language_of(page, "main") == ("en", "ltr")
    assert texts(page, "meta[name=robots][content=noindex]")
    assert texts(page, "meta[name=citation_language][content=es]")
    assert "<h1>Law</h1>" in page


def test_the_reference_runs_as_the_readers_language_and_its_title_as_its_own(roots):
    study(
        "Cooperatives",
        published_title="التعاونيات",
        published_language="ar",
        creators=[{"name": "نزار حريري", "given": "نزار", "family": "حريري"}],
    )

    page = html("/en/research/cooperatives/")

    assert (
        '<dd><bdi>حريري، نزار</bdi>. (n.d.). <cite lang="ar" dir="rtl">التعاونيات</cite>.</dd>'
    ) in page


COPY = "https://dokumen.tips/documents/a-study.html"


def test_a_copy_is_marked_and_never_comes_first(roots):
    resource("Guide", url=COPY, files=[link(COPY, "en"), link("https://publisher.org/", "es")])

    page = html("/en/research/guide/")
    text = words(page)

    assert page.index("https://publisher.org/") < page.index(COPY)
    assert texts(page, f'a[href="{COPY}"][rel=nofollow][hreflang=en]')
    assert "A copy on a document-sharing site. Look for the publisher’s page" in text
    assert "Announced at" not in text
    assert page.count(COPY) == 1


def test_where_only_a_copy_is_known_the_first_button_cites(roots):
    resource("Guide", files=[link("https://library.example.org/a", "en", copy=True)])

    head = html("/en/research/guide/").split("<header", 2)[2].split("</header>", 1)[0]

    assert re.findall(r'<a class="([^"]*)" href="([^"]*)">', head) == [
        ("button", "#cite"),
        ("button", "#texts"),
    ]
    assert "Read the text" not in head


def test_an_address_of_a_list_says_that_it_is_one(roots):
    resource("Guide", url="https://enicbcmed.eu/deliverables?f%5B0%5D=keyword%3ASocial")

    text = words(html("/en/research/guide/"))

    assert "See the list it appears in" in text
    assert "enicbcmed.eu in a list: look for the title" in text


# --- the head


def tags(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="citation_([a-z_]+)" content="([^"]*)">', page)


def test_citation_tags_in_order(roots):
    study("Law", **FULL)

    assert tags(html("/en/research/law/")) == [
        ("title", "Ley y economía"),
        ("author", "Federico García Lorca"),
        ("author", "European Commission"),
        ("publication_date", "2021"),
        ("language", "es"),
        ("doi", "10.1234/abc_d"),
        ("isbn", "978-3-16-148410-0"),
        ("journal_title", "Revista de Derecho"),
        ("issue", "12"),
        ("firstpage", "81"),
        ("lastpage", "98"),
        ("publisher", "Universidad"),
        ("abstract_html_url", "http://testserver/en/research/law/"),
    ]


def test_citation_title_is_as_published_in_its_own_language(roots):
    page = study("Law", **FULL)
    translated(page, "es", title="La ley")

    told = dict(tags(html("/es/research/law/")))

    assert told["title"] == "Ley y economía"
    assert told["language"] == "es"
    assert told["abstract_html_url"] == "http://testserver/es/research/law/"


def test_a_thin_record_has_no_empty_tag(roots):
    study("Thin", publisher="MedTOWN")

    assert tags(html("/en/research/thin/")) == [
        ("title", "Thin"),
        ("language", "en"),
        ("technical_report_institution", "MedTOWN"),
        ("abstract_html_url", "http://testserver/en/research/thin/"),
    ]


# --- the room


@pytest.mark.database
def test_the_room_counts_and_groups(roots):
    research(announced=13)
    for number in range(4):
        study(f"Study {number}")
    resource("Ours", of_project=True, document_type="guidebook", year=2022)
    resource("Theirs", creators=[{"name": "Tallie Hausser"}], files=[link("https://a.org/", "fr")])
    recommendation_list(announced=42)
    recommendation("One")
    recommendation("Voiced", voiced_at="A meeting")

    page = html("/en/research/")
    text = words(page)

    assert "4 studies are recorded here; 13 were announced." in text
    assert "They are linked here, not hosted" in text
    assert text.index("Guides and reports by the project") < text.index(
        "Publications from elsewhere"
    )
    assert "Guidebook Ours 2022 author not recorded no link to the text" in text
    assert "Theirs year not recorded Tallie Hausser Français" in text
    assert "1 recommendation is recorded here one by one; 42 were announced." in text
    assert "1 idea was voiced at an event." in text
    assert 'href="/en/research/recommendations/"' in page


def test_a_long_list_of_creators_is_cut_in_a_row(roots):
    study("Many", creators=[{"name": f"Ana <b>{number}"} for number in range(5)])

    text = words(html("/en/research/"))

    assert "Ana &lt;b&gt;0, Ana &lt;b&gt;1, Ana &lt;b&gt;2 and others" in text
    assert "Ana &lt;b&gt;3" not in text


def test_an_empty_room_says_so(roots):
    research()

    text = words(html("/en/research/"))

    assert "No studies yet" in text
    assert "0 studies are recorded here." in text


# --- what a page costs


@pytest.fixture
def signed_in(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("salma@example.org", "a long password"))
    return client


def costs(client: Client, path: str, publish) -> tuple[int, int, int]:
    """Queries right after a publish and after that, and the bytes of the page as it is sent."""
    client.get(path)
    publish()
    with CaptureQueriesContext(connection) as first:
        body = client.get(path).content
    with CaptureQueriesContext(connection) as second:
        client.get(path)
    return len(first), len(second), len(gzip.compress(body, 6))


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_the_room_costs_the_same(roots, signed_in, count):
    """Generation, session, user."""
    recommendation_list()
    for number in range(count):
        made = study(f"Study {number}", **FULL)
        resource(f"Guide {number}", **FULL)
        recommendation(f"Do {number}", builds_on=builds_on(made))

    for path in ["/en/research/", "/en/research/recommendations/"]:
        first, second, weight = costs(signed_in, path, made.save_revision().publish)

        assert first <= 30
        assert second == 3
        assert weight <= 60_000


def test_a_publication_costs_little(roots, signed_in, public_pdf):
    """As above: the page itself is cached."""
    made = study("Law", files=[file(public_pdf)], **FULL)

    for path in ["/en/research/law/", "/fr/research/law/"]:
        first, second, weight = costs(signed_in, path, made.save_revision().publish)

        assert first <= 30
        assert second == 3
        assert weight <= 60_000
