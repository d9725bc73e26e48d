"""Template budgets: how many nodes and includes a warm page renders.

Rendering templates is most of what a page costs, and unlike a time a number of nodes is the same on
every machine. What is cached renders none.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.template.base import Node, TextNode
from django.template.loader_tags import IncludeNode
from django.test import Client

from courses.learning import actions
from courses.models import LessonPage
from tests.factories.core import root_for, standard_page
from tests.factories.courses import course, lessons_of, url_of

NODES, INCLUDES = "nodes", "includes"


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """The nodes rendered meanwhile, but for plain text, and the includes among them."""
    found: Counter[str] = Counter()
    render = Node.render_annotated

    def count(node: Node, context: object) -> str:
        found[NODES] += not isinstance(node, TextNode)
        found[INCLUDES] += isinstance(node, IncludeNode)
        return render(node, context)

    with monkeypatch.context() as patch:
        patch.setattr(Node, "render_annotated", count)
        yield found


def cost(client: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    for _time in range(2):
        assert client.get(url).status_code == 200
    with counted(monkeypatch) as found:
        client.get(url)
    return found


@pytest.fixture
def lesson(home, roots, learner) -> LessonPage:
    """A lesson of nine, in a course that the learner takes."""
    page = course("Course", lessons=9)
    actions.enrol(learner=learner, course_key=page.translation_key)
    return lessons_of(page)[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "nodes", "includes"),
    [("lesson", 60, 4), ("course", 60, 4), ("catalogue", 10, 0), ("home", 40, 3)],
)
def test_pages_signed_in(lesson, signed_in, monkeypatch, place, nodes, includes):
    """Only what is the reader's own is rendered: their state, and what they are told."""
    found = cost(signed_in, url_of_place(lesson, place), monkeypatch)

    assert found[NODES] <= nodes
    assert found[INCLUDES] <= includes


@pytest.mark.parametrize("place", ["lesson", "course", "catalogue", "home"])
def test_pages_signed_out(lesson, monkeypatch, place):
    """The two lists of languages, the messages, and whether search engines may keep it."""
    found = cost(Client(), f"{url_of_place(lesson, place)}?x=1", monkeypatch)

    assert found[NODES] <= 10
    assert found[INCLUDES] == 0


@pytest.mark.slow
def test_library(lesson, monkeypatch):
    """A page of twenty results, in six languages."""
    for number in range(20):
        standard_page(root_for("en"), f"A page {number}")

    found = cost(Client(), "/en/library/?x=1", monkeypatch)

    assert found[NODES] <= 180
    assert found[INCLUDES] <= 6


def url_of_place(lesson: LessonPage, place: str) -> str:
    places = {"lesson": url_of(lesson), "course": "/en/courses/course/"}
    return places.get(place) or {"catalogue": "/en/courses/", "home": "/en/"}[place]
