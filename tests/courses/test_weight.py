"""Transfer size of a lesson: the number shown is what a reader really fetches."""

import json

import pytest
from django.test import Client

from core.caching import generation
from core.compression import compress
from courses.catalogue.tasks import measure_lesson_size
from courses.models import LessonPage
from tests.factories.courses import course, lesson, lessons_of, url_of

WORDS = " ".join(f"word{number} of a lesson that is read on a bus" for number in range(120))


def test_size_is_stored_when_a_lesson_is_published(home):
    page = lessons_of(course("Course", lessons=1))[0]

    assert LessonPage.objects.get(pk=page.pk).weight_bytes == measure_lesson_size.call(page.pk)


@pytest.mark.slow
def test_size_is_that_of_the_compressed_page(home):
    """Within a fifth: the frame round the text is a fixed sum."""
    module = course("Course", lessons=8).get_children().get().specific
    body = json.dumps([{"type": "text", "value": f"<p>{WORDS}</p>"}])
    page = lesson(module, "Long", body=body)

    said = LessonPage.objects.get(pk=page.pk).weight_bytes
    sent = len(compress(Client().get(url_of(page)).content))

    assert abs(said - sent) < sent / 5


def test_a_size_that_is_as_it_was_makes_nothing_old(home):
    page = lessons_of(course("Course", lessons=1))[0]
    before = generation.current()

    measure_lesson_size.call(page.pk)

    assert generation.current() == before


def test_a_lesson_that_is_gone_is_no_fault(home):
    assert measure_lesson_size.call(4711) is None
