"""Sitemap, parsed by another library."""

from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from core.caching import generation
from portal.syndication import sitemap
from tests.database import forget
from tests.factories.core import standard_page, translated
from tests.factories.courses import course, lessons_of
from tests.factories.portal import draft, news, restrict

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HERE = "http://testserver"
CODES = [code for code, _name in settings.LANGUAGES]
#: What stands in each language's file, however little there is.
ALWAYS = ["/library/", "/glossary/"]


def tree(address: str) -> etree._Element:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def check_shape(root: etree._Element, outer: str, inner: str) -> None:
    """What the XSD of sitemap 0.9 asks: loc once, then lastmod at most once, then what is of
    other names' spaces."""
    assert root.tag == MAP + outer
    for one in root:
        assert one.tag == MAP + inner
        tags = [child.tag for child in one]
        own = [tag for tag in tags if tag.startswith(MAP)]
        assert own in ([f"{MAP}loc"], [f"{MAP}loc", f"{MAP}lastmod"])
        assert tags == own + [LINK] * (len(tags) - len(own))
        assert one.findtext(f"{MAP}loc").startswith(f"{HERE}/")
        if stamp := one.findtext(f"{MAP}lastmod"):
            assert datetime.fromisoformat(stamp).tzinfo is not None


def files() -> list[str]:
    root = tree("/sitemap.xml")
    check_shape(root, "sitemapindex", "sitemap")
    return [one.findtext(f"{MAP}loc").removeprefix(HERE) for one in root]


def entries(address: str) -> dict[str, dict[str, str]]:
    """Addresses of a file, each with its languages' addresses."""
    root = tree(address)
    check_shape(root, "urlset", "url")
    found = {}
    for one in root:
        links = one.findall(LINK)
        assert all(link.get("rel") == "alternate" for link in links)
        place = one.findtext(f"{MAP}loc")
        assert place not in found
        found[place] = {link.get("hreflang"): link.get("href") for link in links}
    return found


def paths(code: str) -> list[str]:
    """Addresses in a language's file but for those that always stand there."""
    start = f"{HERE}/{code}"
    assert all(place.startswith(f"{start}/") for place in entries(f"/sitemap-{code}.xml"))
    found = [place.removeprefix(start) for place in entries(f"/sitemap-{code}.xml")]
    assert [path for path in found if path in ALWAYS] == ALWAYS
    return [path for path in found if path not in ALWAYS]


def test_the_index_names_a_file_a_language_and_robots_the_index(roots):
    assert files() == [f"/sitemap-{code}.xml" for code in CODES]
    robots = Client().get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {HERE}/sitemap.xml" in robots


@pytest.mark.parametrize("name", ["de", "en-1", "en-2", "EN", "en-x"])
def test_a_file_that_there_is_not(roots, name):
    assert Client().get(f"/sitemap-{name}.xml").status_code == 404


def test_lists_that_stand_in_every_language(roots):
    for code in CODES:
        found = entries(f"/sitemap-{code}.xml")
        for path in ALWAYS:
            expected = {one: f"{HERE}/{one}{path}" for one in CODES}
            expected["x-default"] = f"{HERE}/en{path}"
            assert found[f"{HERE}/{code}{path}"] == expected


def test_a_work_only_in_spanish_stands_only_in_the_spanish_file(roots):
    news("Lo social", "es")
    with_it = [code for code in CODES if "/news/lo-social/" in paths(code)]

    assert with_it == ["es"]
    assert entries("/sitemap-es.xml")[f"{HERE}/es/news/lo-social/"] == {}


def test_versions_name_each_other_and_the_original(roots):
    page = news("Lo social", "es")
    translated(page, "fr")
    draft(translated(page, "pt"))
    versions = {one: f"{HERE}/{one}/news/lo-social/" for one in ("es", "fr")}

    for code in ("es", "fr"):
        found = entries(f"/sitemap-{code}.xml")[versions[code]]
        assert found == {**versions, "x-default": versions["es"]}
    assert "/news/lo-social/" not in paths("pt")


@pytest.mark.slow
def test_every_entry_is_named_by_those_it_names(roots):
    page = course("A course", lessons=3)
    for one in lessons_of(page):
        translated(one, "ar")
    translated(news("Here"), "el")
    standard_page(roots["en"], "About")
    everything = {place: links for address in files() for place, links in entries(address).items()}

    assert len(everything) > 20
    for place, links in everything.items():
        alternates = {code: href for code, href in links.items() if code != "x-default"}
        assert not links or place in alternates.values()
        assert not links or links["x-default"] in alternates.values()
        for href in alternates.values():
            assert everything[href] == links


@pytest.mark.slow
def test_the_map_and_the_head_of_a_page_say_the_same_and_every_address_stands(roots):
    page = course("A course", lessons=1)
    translated(lessons_of(page)[0], "fr")
    translated(news("Aquí", "es"), "en")
    client = Client()

    for address in files():
        for place, links in entries(address).items():
            answer = client.get(place.removeprefix(HERE))
            assert answer.status_code == 200, place
            head = html.fromstring(answer.content).find("head")
            assert head.xpath('link[@rel="canonical"]/@href') == [place]
            assert not head.xpath('meta[@name="robots"]')
            named = head.xpath("link[@hreflang]")
            assert {link.get("hreflang"): link.get("href") for link in named} == links


@pytest.mark.database
def test_nothing_that_is_not_for_everybody_leaks(roots):
    draft(news("Canary draft"))
    restrict(news("Canary restricted"))
    restrict(course("Canary course", lessons=2))
    shown = news("Shown", slug="shown")
    draft(translated(shown, "fr", title="Canary version"))

    for address in ["/sitemap.xml", *files()]:
        assert b"anary" not in Client().get(address).content
        assert b"lesson" not in Client().get(address).content
    assert "/news/shown/" in paths("en")
    assert "/news/shown/" not in paths("fr")


@pytest.mark.database
def test_what_is_restricted_later_is_gone_from_the_next_answer(home):
    page = news("Open at first")
    assert "/news/open-at-first/" in paths("en")

    restrict(page)

    assert "/news/open-at-first/" not in paths("en")


@pytest.mark.database
def test_the_day_of_the_last_publication(home):
    page = news("Changed")
    page.save_revision().publish()
    page.refresh_from_db()
    day = page.last_published_at.isoformat(timespec="seconds")
    root = tree("/sitemap-en.xml")
    stamps = {one.findtext(f"{MAP}loc"): one.findtext(f"{MAP}lastmod") for one in root}

    assert stamps[f"{HERE}/en/news/changed/"] == day
    assert tree("/sitemap.xml")[0].findtext(f"{MAP}lastmod") == day


def test_many_works_are_cut_in_files(roots, monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_URLS", 4)
    for number in range(6):
        news(f"Item {number}")
    english = [address for address in files() if address.startswith("/sitemap-en")]
    parts = [list(entries(address)) for address in english]

    assert english == ["/sitemap-en.xml", "/sitemap-en-2.xml", "/sitemap-en-3.xml"]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert len({place for part in parts for place in part}) == 10


def test_a_search_engine_that_comes_again_is_told_that_nothing_is_new(home):
    first = Client().get("/sitemap-en.xml")
    again = Client().get("/sitemap-en.xml", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert not first.cookies


@pytest.mark.slow
def test_queries_stay_the_same(roots):
    """For five works and for fifteen; none but the generation when it is cached."""
    client, counts = Client(), []
    for number in range(15):
        page = news(f"Item {number}")
        if number % 5 == 0:
            translated(page, "fr")
        if number in (4, 14):
            client.get("/sitemap-en.xml")  # types of content are read once a process
            forget()
            generation.bump()
            with CaptureQueriesContext(connection) as queries:
                client.get("/sitemap-fr.xml")
            counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemap-fr.xml")

    assert counts[0] == counts[1] <= 8
    assert len(queries) == 1


def test_a_title_that_is_no_xml_harms_no_file(home):
    news("R&D <b> \x0b", slug="r-and-d")

    assert "/news/r-and-d/" in paths("en")
