"""The glossary in texts: the first mention of a term is a link."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.pages.rendering import RenderedBlock
from tests.factories.core import standard_page, translated
from tests.factories.courses import course, lesson
from tests.factories.translations import term
from tests.rooms import texts
from translations.glossary import inflection, linking
from translations.models import Term


def linked(html: str, language: str = "en", kind: str = "text") -> str:
    """The HTML of one block with its terms."""
    return linking.link([RenderedBlock("1", kind, html)], language, language)[0].html


def links_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="term" href="[^"#]*#([^"]+)">([^<]+)</a>', html)


def rich(words: str) -> list[dict]:
    return [{"type": "text", "value": words}]


class Balance(HTMLParser):
    """Whether every element that is opened is closed, in its place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "a" and "a" in self.open:
            self.faults.append("a in a")
        if tag not in linking.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


# In texts --------------------------------------------------------------------------------------


def test_only_the_first_mention_in_a_page_is_a_link(db):
    term("time-bank", en="time bank")
    blocks = [
        RenderedBlock("1", "text", "<p>A time bank.</p>"),
        RenderedBlock("2", "callout", "<p>Time banks.</p>"),
    ]

    done = linking.link(blocks, "en", "en")

    assert links_in("".join(one.html for one in done)) == [("time-bank", "time bank")]
    assert done[1] == blocks[1]


def test_another_wording_of_a_term_is_the_same_term(db):
    term("sse", en={"text": "social and solidarity economy", "also": "SSE\nsolidarity economy"})

    html = linked("<p>The SSE, or social and solidarity economy.</p>")

    assert links_in(html) == [("sse", "SSE")]


def test_the_longest_wording_wins_also_where_it_is_no_link_any_more(db):
    term("procurement", en="public procurement")
    term("srpp", en="socially responsible public procurement")

    html = linked(
        "<p>Socially responsible public procurement; socially responsible public procurement; "
        "public procurement.</p>"
    )

    assert links_in(html) == [
        ("srpp", "Socially responsible public procurement"),
        ("procurement", "public procurement"),
    ]
    assert html.index("#procurement") > html.rindex("socially")


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">a <b>time bank</b></a></p>',
        "<h3>A time bank</h3>",
        "<p><button>time bank</button></p>",
        '<p class="notice__title">Time bank</p>',
        '<p><span lang="fr">time bank</span></p>',
        '<p title="time bank"><img src="time-bank" alt="time bank"></p>',
        "<!-- time bank --><p>time<b> bank</b></p>",
        "<p>my-time bank, timebank, time banker, xtime bank</p>",
    ],
)
def test_what_is_no_plain_text_stays_sign_by_sign(db, html):
    term("time-bank", en="time bank")

    assert linked(html) == html


@pytest.mark.parametrize("kind", ["heading", "question", "case", "links", "sources", ""])
def test_other_blocks_are_left_alone(db, kind):
    term("time-bank", en="time bank")
    blocks = [RenderedBlock("1", kind, "<p>time bank</p>")]

    assert linking.link(blocks, "en", "en") == blocks


def test_html_stays_as_it_was_written_but_for_the_links(db):
    term("time-bank", en={"text": "time bank", "meaning": 'Hours & <b>"help"</b>'})
    html = (
        '<div class="rich"><svg viewBox="0 0 1 1"><use href="#i"/></svg>\n<p data-X=\'1\'>a &amp; b'
        " AT&T &copy 5\n"
        "&nbsp;&#x27;time&nbsp;bank&#39; <br/>&lt;time bank&gt;</p><ul><li>x</li></ul></div>"
    )

    done = linking.link([RenderedBlock("1", "text", html)], "en", "en")

    assert re.sub(r'<a class="term"[^>]+>(.*?)</a>', r"\1", done[0].html) == html
    assert ">time&nbsp;bank</a>" in done[0].html
    assert "<b>" not in done[1].html
    assert "Hours &amp; &lt;b&gt;" in done[1].html
    whole = Balance("".join(one.html for one in done))
    assert (whole.open, whole.faults) == ([], [])


@pytest.mark.parametrize(
    ("language", "wording", "text", "found"),
    [
        ("en", "beneficiary", "Beneficiaries meet.", "Beneficiaries"),
        ("en", "social services", "a social service", "social service"),
        ("en", "co-production", "co‑productions", "co‑productions"),
        ("en", "ToT", "tot and ToT", "ToT"),
        ("fr", "économie sociale", "L’Économie sociale.", "Économie sociale"),
        ("fr", "services sociaux", "un service social", "service social"),
        ("fr", "monnaie locale", "des monnaies locales", "monnaies locales"),
        ("fr", "ESS", "une ess ; l’ESS", "ESS"),
        ("es", "innovación social", "innovaciones sociales", "innovaciones sociales"),
        ("es", "grupos vulnerables", "un grupo vulnerable", "grupo vulnerable"),
        ("pt", "contratação pública", "contratações públicas", "contratações públicas"),
        ("pt", "serviços sociais", "um serviço social", "serviço social"),
        ("el", "κοινωνική καινοτομία", "της κοινωνικής καινοτομίας", "κοινωνικής καινοτομίας"),
        ("el", "Κ.ΑΛ.Ο.", "φορείς Κ.ΑΛ.Ο. και", "Κ.ΑΛ.Ο."),
        ("ar", "بنك الوقت", "في بنك الوقت", "بنك الوقت"),
        ("ar", "بنك الوقت", "وبنك الوقت", "وبنك الوقت"),
        ("ar", "بنك الوقت", "فلبنك الوقت", "فلبنك الوقت"),
        ("ar", "عملة تكميلية", "بالعملة التكميلية", "بالعملة التكميلية"),
        ("ar", "عملة تكميلية", "كعملةٍ تكميليةٍ", "كعملةٍ تكميليةٍ"),
        ("ar", "الإنتاج المشترك", "للإنتاج المشترك", "للإنتاج المشترك"),
        ("ar", "الإنتاج المشترك", "والانتاجُ المشترك", "والانتاجُ المشترك"),
        ("ar", "الاقتصاد الاجتماعي والتضامني", "اقتصاد اجتماعي وتضامني", "اقتصاد اجتماعي وتضامني"),
        ("ar", "الفقر", "الفقراء وفقرات", ""),
    ],
)
def test_forms_of_a_wording(language, wording, text, found):
    match = inflection.pattern_of([wording], language).search(text)

    assert (match[0] if match else "") == found


def test_everyday_words_stand_in_the_glossary_only(db):
    Term.objects.filter(pk=term("lesson", en="lesson").pk).update(in_texts=False)

    assert linked("<p>A lesson.</p>") == "<p>A lesson.</p>"
    assert "A lesson" not in Client().get("/en/glossary/").content.decode()
    assert 'id="lesson"' in Client().get("/en/glossary/").content.decode()


def test_a_lesson_links_and_explains_its_terms(home):
    term("time-bank", en="time bank", fr="banque de temps")
    module = course("Course", lessons=0).get_children().get().specific
    body = [
        {"type": "heading", "value": {"text": "A time bank", "level": "2"}},
        *rich("<p>Time banks count hours.</p>"),
        {"type": "callout", "value": {"tone": "note", "title": "", "text": "<p>time bank</p>"}},
    ]
    lesson(module, "A lesson", body=json.dumps(body))

    html = Client().get("/en/courses/course/understand/a-lesson/").content.decode()

    assert texts(html, "a.term") == ["Time banks"]
    assert texts(html, '[href="/en/glossary/#time-bank"]') == ["Time banks"]
    assert html.count("time bank: what it means") == 1
    assert html.count("<term-notes hidden>") == html.count("js/term-notes") == 1


def test_nothing_is_loaded_where_no_term_stands(home):
    term("time-bank", en="time bank")
    standard_page(home, "Plain", body=json.dumps(rich("<p>Nothing to explain.</p>")))

    assert "term-notes" not in Client().get("/en/plain/").content.decode()


def test_a_text_in_another_language_is_explained_in_the_readers(home, roots):
    term("time-bank", en="time bank", ar="بنك الوقت")
    standard_page(home, "Source", body=json.dumps(rich("<p>A time bank.</p>")))

    html = Client().get("/ar/source/").content.decode()

    assert texts(html, 'a.term[href="/ar/glossary/#time-bank"]') == ["time bank"]
    assert texts(html, "term-notes[hidden][lang=ar][dir=rtl]")
    assert "<strong>بنك الوقت</strong>" in html


def test_a_term_that_the_reader_has_no_words_for_is_explained_in_others(home, roots):
    term("time-bank", en="time bank")
    standard_page(home, "Source", body=json.dumps(rich("<p>A time bank.</p>")))

    html = Client().get("/ar/source/").content.decode()

    assert texts(html, "strong[lang=en][dir=ltr]") == ["time bank"]


@pytest.mark.database
def test_a_change_of_a_wording_shows_at_once(home):
    made = term("time-bank", en="time bank")
    standard_page(home, "Source", body=json.dumps(rich("<p>A time bank and an hour bank.</p>")))
    client = Client()
    assert ">time bank</a>" in client.get("/en/source/").content.decode()
    assert client.get("/en/glossary/").status_code == 200

    wording = made.wordings.get()
    wording.text = "hour bank"
    wording.save()

    assert ">hour bank</a>" in client.get("/en/source/").content.decode()
    assert ">time bank</a>" not in client.get("/en/source/").content.decode()
    assert "hour bank</h2>" in client.get("/en/glossary/").content.decode()
    made.delete()
    assert "hour bank</a>" not in client.get("/en/source/").content.decode()


@pytest.mark.database
def test_terms_cost_one_query_after_a_change_and_none_later(home):
    term("time-bank", en="time bank")
    page = standard_page(home, "Source", body=json.dumps(rich("<p>A time bank.</p>")))
    client = Client()

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/source/?x=1")
        return [one["sql"] for one in captured if "termwording" in one["sql"]]

    assert len(queries()) == 1
    assert queries() == []
    page.save_revision().publish()
    assert len(queries()) == 1


def test_translated_texts_link_in_their_own_language(home, roots):
    term("time-bank", en="time bank", fr="banque de temps")
    page = standard_page(home, "Source", body=json.dumps(rich("<p>A time bank.</p>")))
    translated(page, "fr", body=json.dumps(rich("<p>Des banques de temps.</p>")))

    assert ">banques de temps</a>" in Client().get("/fr/source/").content.decode()
