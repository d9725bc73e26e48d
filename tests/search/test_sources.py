"""What answers beside the words: the glossary, editors, and what is counted for them."""

import pytest
from django.utils import timezone

from core.counts.models import DailyCount
from core.models import SiteIdentity
from search.failover import ask as search
from search.models import Promotion
from search.params import SearchParams
from tests.factories.core import topic
from tests.factories.people import UserFactory
from tests.search.cluster_index import fed
from translations.models import Term, TermWording

pytestmark = [pytest.mark.database, pytest.mark.elasticsearch]

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}


@pytest.fixture
def cooperative(db):
    """A term in three languages, with another wording."""
    term = Term.objects.create(slug="cooperative")
    texts = {"en": "cooperative", "fr": "coopérative", "ar": "تعاونية"}
    for language, text in texts.items():
        also = "worker-owned firm" if language == "en" else ""
        meaning = f"{text}: what it is"
        TermWording.objects.create(
            term=term, language=language, text=text, also=also, meaning=meaning
        )
    return term


def found(q, reader="en"):
    fed()
    answer = search(SearchParams(q=q), language=reader, user=None)
    return [(hit.version.title, hit.source) for hit in answer.hits]


def test_the_glossary_carries_a_query_into_another_language(make, cooperative, client):
    make("تعاونية النساء", language="ar")
    make("A cooperative of women")

    assert found("cooperatives") == [
        ("A cooperative of women", "words"),
        ("تعاونية النساء", "glossary"),
    ]
    html = client.get("/en/library/?q=cooperatives").content.decode()
    assert 'data-found="glossary"' in html
    assert '<bdi>cooperatives</bdi> → <bdi lang="ar">تعاونية</bdi>' in html


def test_the_glossary_works_both_ways_and_within_a_language(make, cooperative):
    make("A cooperative of women")

    assert found("تعاونيات", reader="ar") == [("A cooperative of women", "glossary")]
    assert found("worker-owned firms") == [("A cooperative of women", "words")]


def test_a_new_wording_works_at_once(make, cooperative, django_capture_on_commit_callbacks):
    make("Συνεταιρισμός γυναικών", language="el")
    assert found("cooperative") == []

    with django_capture_on_commit_callbacks(execute=True):
        cooperative.wordings.add(TermWording(language="el", text="συνεταιρισμός"))
        cooperative.save()

    assert found("cooperative") == [("Συνεταιρισμός γυναικών", "glossary")]


def test_a_term_is_answered_with_its_card(make, cooperative, client):
    make("A cooperative of women")

    html = client.get("/fr/library/?q=cooperatives").content.decode()

    assert '<a href="/fr/glossary/#cooperative">coopérative</a>' in html
    assert "coopérative: what it is" in html


def test_the_glossary_is_searched_as_the_texts_are(cooperative, client):
    page = client.get("/fr/glossary/", {"q": "coopératives"}).content.decode()
    assert 'id="cooperative"' in page
    assert 'id="cooperative"' not in client.get("/fr/glossary/?q=banque").content.decode()


def test_what_editors_recommend_stands_first(make, client):
    make("Time banks")
    page = make("Hours for hours", summary="What you give you get.")
    Promotion.objects.create(words="The time bank", page=page)

    response = client.get("/en/library/?q=time+bank")

    assert [hit.version.title for hit in response.context["answer"].hits] == [
        "Hours for hours",
        "Time banks",
    ]
    assert "Recommended by the editors." in response.content.decode()
    assert found("time bank lisbon")[0][0] == "Time banks"


def counted():
    return list(DailyCount.objects.values_list("language", "subject", "count"))


def test_searches_in_vain_are_counted_without_anybody_in_them(make, client):
    make("Time banks")

    for q in ("Zeppelin", "zeppelin", "someone@example.org", "call 079 555 12 34", "time banks"):
        client.get("/en/library/", {"q": q}, **BROWSER)
    client.get("/en/library/", {"q": "zeppelin"}, HTTP_USER_AGENT="ExampleBot/1.0")

    assert counted() == [("en", "zeppelin", 2)]
    assert DailyCount.objects.get().day == timezone.localdate()


def test_editors_see_what_was_searched_in_vain_and_recommend_a_page(make, client):
    make("Time banks")
    client.get("/en/library/", {"q": "zeppelin"}, **BROWSER)
    client.force_login(UserFactory(is_superuser=True, last_login=timezone.now()))

    report = client.get("/admin/reports/searches/").content.decode()

    address = "/admin/snippets/search/promotion/add/?words=zeppelin&amp;language=en"
    assert address in report
    form = client.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="zeppelin"' in form


def test_completion_names_works_terms_and_topics(make, cooperative, client):
    make("A cooperative of women", fr="Une coopérative")
    topic("coop", en="Cooperatives and work")

    rows = client.get("/en/library/complete/", {"q": "coop"}).json()

    assert rows == [
        {"title": "cooperative", "url": "/en/glossary/#cooperative", "kind": "term"},
        {"title": "Cooperatives and work", "url": "/en/library/?topic=coop", "kind": "topic"},
        {
            "title": "A cooperative of women",
            "url": "/en/a-cooperative-of-women/",
            "kind": "page",
        },
    ]
    for q in ("", "c", '"', "%", "'; --", "women coop", "zeppelin" * 40):
        assert client.get("/en/library/complete/", {"q": q}).status_code == 200


def test_any_search_can_be_followed_by_rss(make, client):
    make("Time banks")
    make("Agreements")

    feed = client.get("/en/library/feed.xml?q=banks").content.decode()

    assert "<title>Time banks</title>" in feed
    assert "Agreements" not in feed
    assert "Agreements" in client.get("/en/library/feed.xml?q=agreements").content.decode()


def test_browsers_are_told_how_to_search(home, client):
    identity, _made = SiteIdentity.objects.get_or_create(language="el")
    identity.site_name = "A\x0b & B"
    identity.save()

    answer = client.get("/el/library/opensearch.xml")

    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://testserver/el/library/?q={searchTerms}"' in answer.content.decode()
    assert "<ShortName>A &amp; B</ShortName>" in answer.content.decode()
