"""RSS feeds, parsed by another library."""

from datetime import UTC, date, datetime
from xml.sax import parseString
from xml.sax.handler import ContentHandler

import feedparser
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from core.caching import generation
from news.models import NewsPage
from people.models import User
from portal.syndication.feeds import ALL, KINDS
from tests.database import forget
from tests.factories.core import standard_page, translated
from tests.factories.courses import course
from tests.factories.home import case
from tests.factories.portal import draft, event, news, restrict
from tests.factories.research import recommendation, study
from tests.factories.visits import visit

NASTY = 'R&D <script>alert("1")</script> ]]> &amp; \x0b\x00\x1f\ufffe'.replace("\x00", "")
CLEAN = 'R&D <script>alert("1")</script> ]]> &amp; '
ARABIC = "اقتصاد اجتماعي: «مدينة» ٢٠٢٢"


def read(address: str = "/en/feeds/all.xml", client: Client | None = None):
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


def pubdates(address: str = "/en/feeds/all.xml") -> list[str]:
    """Of each item, in order; "" for one without."""
    tree = etree.fromstring(Client().get(address).content)
    return [item.findtext("pubDate") or "" for item in tree.iter("item")]


def texts(address: str, path: str) -> list[str]:
    tree = etree.fromstring(Client().get(address).content)
    return tree.xpath(path, namespaces={"dc": "http://purl.org/dc/elements/1.1/"})


def test_every_kind_has_a_feed_in_every_language(roots):
    codes = [code for code, _name in settings.LANGUAGES]
    read_languages = {
        (code, kind): read(f"/{code}/feeds/{kind}.xml").feed.language
        for code in codes
        for kind in (ALL, *KINDS)
    }

    assert len(KINDS) == 10
    assert read_languages == {(code, kind): code for code in codes for kind in (ALL, *KINDS)}


@pytest.mark.parametrize("kind", ["page", "nothing", "News", "all-2"])
def test_an_unknown_kind_is_not_found(home, kind):
    assert Client().get(f"/en/feeds/{kind}.xml").status_code == 404


def test_only_reading_is_answered(home):
    assert Client().post("/en/feeds/all.xml").status_code == 405


def test_what_a_feed_says_of_itself(home):
    feed = read("/en/feeds/news.xml").feed

    assert feed.title == "MedTOWN · News"
    assert feed.link == "http://testserver/en/library/?kind=news"
    assert [link.href for link in feed.links if link.rel == "self"] == [
        "http://testserver/en/feeds/news.xml"
    ]


def test_what_an_item_says(home):
    with time_machine.travel(datetime(2025, 3, 14, 9, 30, tzinfo=UTC), tick=False):
        page = news("Launch", summary="It <began> & went on.", happened_on="2022-03")
    (item,) = read().entries

    assert item.title == "Launch"
    assert item.link == "http://testserver/en/news/launch/"
    assert (item.id, item.guidislink) == (f"urn:uuid:{page.translation_key}", False)
    assert pubdates() == [""]
    assert texts("/en/feeds/all.xml", "//item/dc:date/text()") == ["2022-03"]
    assert texts("/en/feeds/all.xml", "//item/description/text()") == [
        '<p lang="en" dir="ltr">It &lt;began&gt; &amp; went on.</p>'
        '<p lang="en" dir="ltr">Date: March 2022</p>'
    ]
    assert [tag.term for tag in item.tags] == ["News"]


@pytest.mark.parametrize(
    ("make", "published", "told"),
    [
        (lambda: event(starts_on=date(2019, 11, 18)), "Mon, 18 Nov 2019", "Date: 18 November 2019"),
        (lambda: event(starts_on=date(2027, 5, 1)), "Fri, 14 Mar 2025", "Date: 1 May 2027"),
        (lambda: event(), "", "Date: date not recorded"),
        (lambda: news(published_on="2023-12-04"), "Mon, 04 Dec 2023", "Date: 4 December 2023"),
        (lambda: news(happened_on="2022"), "", "Date: 2022"),
        (lambda: visit(starts="2022-03-14"), "Mon, 14 Mar 2022", "Date: 14 March 2022"),
        (lambda: case(starts="2018-12"), "", "Date: December 2018"),
        (lambda: study(year=2010), "", "Date: 2010"),
        (lambda: study(), "", "Date: date not recorded"),
        (lambda: recommendation(voiced_at="Seville", voiced_on="2023-03"), "", "Date: March 2023"),
        (lambda: recommendation(), "", "Date: date not recorded"),
        (lambda: course(lessons=0), "Fri, 14 Mar 2025", ""),
    ],
    ids=[
        "event", "event to come", "event of no day", "news", "news of a year", "visit", "case",
        "study", "study of no year", "voiced", "recommendation", "course",
    ],
)  # fmt: skip
def test_the_date_is_that_of_what_is_told(home, make, published, told):
    """As exactly as it is known; what is still to come was published when we told of it."""
    with time_machine.travel(datetime(2025, 3, 14, 9, 30, tzinfo=UTC), tick=False):
        make()
    (item,) = read().entries

    assert pubdates()[0].startswith(published)
    assert bool(pubdates()[0]) == bool(published)
    assert item.get("summary", "").partition("Date: ")[2].removesuffix("</p>") == told.removeprefix(
        "Date: "
    )


@pytest.mark.database
def test_a_day_that_is_not_known_is_said(home):
    news("Undated")
    event("Some day")

    assert all("date not recorded" in item.summary for item in read().entries)


def test_a_work_only_in_spanish_is_in_the_arabic_feed_and_says_so(roots):
    page = news("Lo social", "es", summary="Un encuentro.")
    (item,) = read("/ar/feeds/news.xml").entries

    assert item.title_detail.language == "es"
    assert item.language == "es"  # by dc:language
    assert item.link == "http://testserver/ar/news/lo-social/"
    (description,) = texts("/ar/feeds/news.xml", "//item/description/text()")
    assert '<p lang="es" dir="ltr">Un encuentro.</p><p lang="ar" dir="rtl">' in description
    assert item.id == f"urn:uuid:{page.translation_key}"
    assert Client().get("/ar/news/lo-social/").status_code == 200


@pytest.mark.database
def test_a_work_stands_once_in_the_version_for_the_reader(roots):
    page = news("Opening")
    translated(page, "ar", title=ARABIC)
    read_titles = {
        code: [(item.title, item.language) for item in read(f"/{code}/feeds/all.xml").entries]
        for code in ("en", "fr", "ar")
    }

    assert read_titles == {
        "en": [("Opening", "en")], "fr": [("Opening", "en")], "ar": [(ARABIC, "ar")]
    }  # fmt: skip


@pytest.mark.slow
def test_the_date_is_that_of_the_first_publication(roots):
    with time_machine.travel(datetime(2025, 1, 1, tzinfo=UTC), tick=False):
        old = course("Old", lessons=0)
    with time_machine.travel(datetime(2025, 2, 1, tzinfo=UTC), tick=False):
        course("New", lessons=0)
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC), tick=False):
        translated(old, "fr", title="Ancien")
        old.save_revision().publish()
    dates = [(item.title, item.published) for item in read("/fr/feeds/course.xml").entries]

    assert dates == [
        ("New", "Sat, 01 Feb 2025 00:00:00 +0000"),
        ("Ancien", "Wed, 01 Jan 2025 00:00:00 +0000"),
    ]


@pytest.mark.slow
@pytest.mark.database
def test_thirty_newest(home):
    for number in range(32):
        news(f"Item {number}")
    titles = [item.title for item in read().entries]

    assert titles == [f"Item {number}" for number in range(31, 1, -1)]


def test_kinds_do_not_mix_and_pages_of_none_stay_out(home):
    standard_page(home, "About")
    news("Told")
    event("Met")
    course("Learned", lessons=1)

    assert {item.title for item in read().entries} == {"Told", "Met", "Learned", "Lesson 1"}
    assert [item.title for item in read("/en/feeds/event.xml").entries] == ["Met"]
    assert [item.title for item in read("/en/feeds/lesson.xml").entries] == ["Lesson 1"]


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("kind", [ALL, "news", "lesson", "course"])
def test_nothing_that_is_not_for_everybody_leaks(roots, kind):
    """Drafts, restricted works and what lies below them, for a member too."""
    draft(news("Canary draft"))
    restrict(news("Canary restricted", summary="Canary summary"))
    restrict(course("Canary course", lessons=2))
    shown = news("Shown")
    draft(translated(shown, "fr", title="Canary version"))
    NewsPage.objects.get(pk=shown.pk).save_revision()
    member = Client()
    member.force_login(User.objects.create_user("member@example.org"))

    for client in (Client(), member):
        for code, _name in settings.LANGUAGES:
            body = client.get(f"/{code}/feeds/{kind}.xml").content.decode()
            assert "anary" not in body
            assert "Lesson 1" not in body


@pytest.mark.database
def test_what_is_restricted_later_is_gone_from_the_next_answer(home):
    page = news("Open at first")
    client = Client()
    before = client.get("/en/feeds/all.xml")
    restrict(page)
    after = client.get("/en/feeds/all.xml", headers={"if-none-match": before.headers["ETag"]})

    assert b"Open at first" in before.content
    assert after.status_code == 200
    assert b"Open at first" not in after.content


def test_titles_and_summaries_that_look_like_markup(home):
    news(NASTY, summary=NASTY)
    (item,) = read().entries

    assert texts("/en/feeds/all.xml", "//item/title/text()") == [CLEAN]
    (description,) = texts("/en/feeds/all.xml", "//item/description/text()")
    assert html.fragment_fromstring(description, create_parent=True).text_content() == (
        f"{CLEAN}Date: date not recorded"
    )
    assert "<script" not in item.summary
    parseString(Client().get("/en/feeds/all.xml").content, ContentHandler())  # noqa: S317 - ours


def test_arabic_comes_through_whole(roots):
    news(ARABIC, "ar", slug="city", summary=ARABIC)
    (item,) = read("/ar/feeds/all.xml").entries

    assert item.title == ARABIC
    (description,) = texts("/ar/feeds/all.xml", "//item/description/text()")
    assert description.startswith(f'<p lang="ar" dir="rtl">{ARABIC}</p>')


def test_a_reader_that_comes_again_is_told_that_nothing_is_new(home):
    news("First")
    client = Client()
    first = client.get("/en/feeds/all.xml")
    again = client.get("/en/feeds/all.xml", headers={"if-none-match": first.headers["ETag"]})
    news("Second")
    later = client.get("/en/feeds/all.xml", headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200


@pytest.mark.slow
def test_queries_stay_the_same(roots):
    """For five and for fifteen works, in two languages each or one; one when it is cached."""
    client, counts = Client(), {ALL: [], "news": []}
    for number in range(15):
        page = news(f"Item {number}")
        if number % 5 == 0:
            translated(page, "fr")
        if number in (4, 14):
            for kind in counts:
                client.get(f"/fr/feeds/{kind}.xml")  # types of content are read once a process
                forget()
                generation.bump()
                with CaptureQueriesContext(connection) as queries:
                    client.get(f"/fr/feeds/{kind}.xml")
                counts[kind].append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        client.get("/fr/feeds/news.xml")

    for few, many in counts.values():
        assert few == many <= 11
    assert len(queries) == 1


def feeds_in_head(address: str) -> list[tuple[str, str]]:
    tree = html.fromstring(Client().get(address).content.decode())
    links = tree.xpath('/html/head/link[@rel="alternate"][@type="application/rss+xml"]')
    return [(link.get("href"), link.get("title")) for link in links]


def test_pages_name_their_feeds(roots):
    news("One")
    everything = ("/en/feeds/all.xml", "New on MedTOWN")

    assert feeds_in_head("/en/") == [everything]
    assert feeds_in_head("/en/library/") == [everything]
    assert feeds_in_head("/en/news/one/") == [everything]
    assert feeds_in_head("/en/news/") == [everything, ("/en/feeds/news.xml", "MedTOWN · News")]
