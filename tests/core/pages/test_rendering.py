"""Rendered bodies: cached once per publish, with links to works; answered questions rendered
again."""

import json

import pytest
from django.test import Client
from django.utils import translation

from core.caching import generation
from core.pages.rendering import render_body
from core.templatetags.works import our_url
from core.works.rich_text import WorkLinkHandler
from courses.models import LessonPage
from tests.factories.core import standard_page, translated
from tests.factories.courses import course, lesson, lessons_of

QUESTION = {
    "type": "question",
    "id": "11111111-1111-4111-8111-111111111111",
    "value": {
        "text": "Which rung?",
        "options": [
            {
                "type": "item",
                "id": "22222222-2222-4222-8222-222222222222",
                "value": {"text": "Consultation", "right": True, "why": "They were asked once."},
            },
            {
                "type": "item",
                "id": "33333333-3333-4333-8333-333333333333",
                "value": {"text": "Co-design", "right": False, "why": "They planned nothing."},
            },
        ],
    },
}


def lesson_with(body: list) -> LessonPage:
    module = course("Course", lessons=0).get_children().get().specific
    return lesson(module, "A lesson", body=json.dumps(body))


def address(page) -> str:
    return f"/en/courses/course/understand/{page.slug}/"


def test_the_right_answer_is_not_in_the_page_before_it_is_checked(home):
    page = lesson_with([QUESTION])

    html = Client().get(address(page)).content.decode()

    assert "Which rung?" in html
    assert "They were asked once." not in html
    assert "They planned nothing." not in html
    assert "data-is" not in html


def test_an_answer_is_told_why(home):
    page = lesson_with([QUESTION])
    option = QUESTION["value"]["options"][1]["id"]

    html = Client().get(f"{address(page)}?q={QUESTION['id']}&a={option}").content.decode()

    assert "They planned nothing." in html
    assert "They were asked once." not in html


def test_unknown_questions_and_answers_change_nothing(home):
    page = lesson_with([QUESTION])

    html = Client().get(f"{address(page)}?q={QUESTION['id']}&a=nonsense").content.decode()
    other = Client().get(f"{address(page)}?q=nonsense&a=1").content.decode()

    assert "data-is" not in html
    assert "data-is" not in other


def test_a_preview_is_neither_cached_nor_served_from_the_cache(home):
    page = lesson_with([{"type": "heading", "value": {"text": "As published", "level": "2"}}])
    page.save_revision().publish()

    def preview(words: str) -> str:
        draft = LessonPage.objects.get(pk=page.pk)
        draft.body = json.dumps([{"type": "heading", "value": {"text": words, "level": "2"}}])
        return draft.make_preview_request().content.decode()

    assert "First draft" in preview("First draft")
    assert "Second draft" in preview("Second draft")
    assert "As published" in Client().get(address(page)).content.decode()
    assert "Third draft" in preview("Third draft")


def test_links_lead_to_the_work_in_the_readers_language(home, roots):
    target = standard_page(home, "Target")
    translated(target, "fr", title="Cible")
    text = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
    page = standard_page(home, "Source", body=json.dumps([{"type": "text", "value": text}]))
    translated(page, "fr")

    assert '<a href="/en/target/">' in Client().get("/en/source/").content.decode()
    assert '<a href="/fr/target/">' in Client().get("/fr/source/").content.decode()
    assert '<a href="/el/target/">' in Client().get("/el/source/").content.decode()


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org/", "https://example.org/"),
        ("mailto:ask@example.org", "mailto:ask@example.org"),
        ("library/?q=time", "/en/library/?q=time"),
        ("javascript:alert(1)", "/en/javascript:alert(1)"),
        ("javascript://example.org/%0aalert(1)", "/en/javascript://example.org/%0aalert(1)"),
    ],
)
def test_an_address_that_an_editor_writes_is_one_of_the_web_or_ours(written, href):
    with translation.override("en"):
        assert our_url(written) == href


def test_a_link_to_a_draft_leaves_its_words(home):
    target = standard_page(home, "Target")
    target.unpublish()

    assert WorkLinkHandler.expand_db_attributes_many([{"id": str(target.pk)}]) == ["<a>"]


def test_many_links_cost_two_queries(home, django_assert_num_queries):
    pages = [standard_page(home, f"Page {number}") for number in range(6)]
    generation.begin()  # as in a request: the number is read once
    WorkLinkHandler.expand_db_attributes_many([{"id": str(pages[0].pk)}])

    with django_assert_num_queries(2):
        WorkLinkHandler.expand_db_attributes_many([{"id": str(page.pk)} for page in pages])


def test_module_leads_to_its_course(home):
    page = course("Course", lessons=1)

    answer = Client().get("/fr/courses/course/understand/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/fr/courses/course/#lessons"
    assert lessons_of(page)


SOURCES = {"type": "sources", "value": {"items": [{"title": "A charter", "mark": "seen"}]}}
TEXT = {"type": "text", "value": "<p>Read me.</p>"}


def test_what_ends_a_text_is_its_back_matter_and_folded(home):
    terms = {"type": "terms", "value": {"items": [{"term": "Rung", "meaning": "a step"}]}}
    page = lesson_with([TEXT, SOURCES, TEXT, terms, SOURCES])

    text, back = render_body(page, part="text"), render_body(page, part="back")

    assert text.count("Read me.") == 2
    assert text.count("A charter") == 1
    assert "<details" not in text, "sources within the text are open"
    assert "Rung" not in text
    assert back.count('<details class="block fold">') == 2
    assert render_body(page) == text + back


def test_done_stands_between_the_text_and_its_sources(home):
    page = lesson_with([TEXT, SOURCES])

    html = Client().get(address(page)).content.decode()

    assert html.index("Read me.") < html.index('id="done"') < html.index("A charter")
    assert html.index('id="outline"') < html.index("Read me.")
