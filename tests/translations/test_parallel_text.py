"""Parallel text: the original of each paragraph, collapsed behind it, for who asks for it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.courses import course, lessons_of, url_of
from tests.factories.quizzes import option, question
from tests.translations.versions import FIRST, SECOND, french_of, paragraph

HEADING = {
    "type": "heading",
    "id": "33333333-3333-4333-8333-333333333333",
    "value": {"text": "Bread & salt", "level": "2", "name": ""},
}


@pytest.fixture
def lesson(home, roots):
    """In English, with two paragraphs and a list in one block, a heading and a question."""
    page = lessons_of(course(lessons=1))[0]
    page.monday = "Is it?"
    check = question("rung", "single", option("asked", right=True), option("told"), counts=False)
    several = "We meet.</p><p>Bring <b>bread</b> &amp; salt.</p><ul><li>One</li><li>Two</li></ul>"
    text = {**paragraph(FIRST, several), "value": f"<p>{several}"}
    page.body = json.dumps([text, HEADING, check])
    page.save_revision().publish()
    return page


def page_at(address: str) -> BeautifulSoup:
    answer = Client().get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser").main


def folds(page: BeautifulSoup) -> list[list[str]]:
    """The lines of each fold."""
    for one in page.select(".original"):
        assert one.div["lang"] == "en"
        assert one.div["dir"] == "ltr"
    return [[line.text for line in one.select("p")] for one in page.select(".original")]


def test_each_paragraph_opens_its_original(lesson):
    french_of(lesson)
    address = url_of(lesson, "fr")
    plain = page_at(address)

    link = plain.find("a", string="Afficher l’original avec chaque paragraphe")
    asked = page_at(address + link["href"])

    assert folds(plain) == []
    assert folds(asked) == [
        ["Lesson 1", "Is it?"],
        ["We meet."],
        ["Bring bread & salt."],
        ["One", "Two"],
        ["Bread & salt"],
        ["Question rung?", "asked", "told"],
    ]
    assert asked.select_one(".rich > p").text == "fr We meet."
    assert asked.select_one(".rich > p + .original summary").text == "L’original (English)"
    assert "Why" not in asked.text
    assert "About" not in asked.text
    # The page itself is the same for all before and after it.
    assert page_at(address) == plain
    assert folds(page_at(f"{url_of(lesson)}?beside")) == []


def test_the_original_is_the_one_of_today(lesson):
    """A changed passage stands beside what it should say; a block with a paragraph more or less has
    one fold; what is the same in both languages has none."""
    french = french_of(lesson)
    lesson.body = json.dumps([paragraph(FIRST, "We meet on Tuesday."), paragraph(SECOND, "New.")])
    lesson.save_revision().publish()
    french.monday = lesson.monday
    french.save_revision().publish()

    shown = page_at(f"{url_of(lesson, 'fr')}?beside")

    assert folds(shown) == [["Lesson 1"], ["We meet on Tuesday."]]
    assert shown.select_one("[data-behind] + .original") is not None


def test_a_version_of_a_withdrawn_original_offers_none(lesson):
    french_of(lesson)
    lesson.unpublish()

    shown = page_at(f"{url_of(lesson, 'fr')}?beside")

    assert folds(shown) == []
    assert "?beside" not in str(shown)
