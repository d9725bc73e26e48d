"""The preview shows a page as visitors, learners and readers of other languages see it."""

import pytest
from bs4 import BeautifulSoup

from courses.models import LessonPage
from people import roles
from tests.factories.courses import course, lessons_of
from tests.factories.people import UserFactory


@pytest.fixture
def lesson(client, roots) -> LessonPage:
    user = UserFactory(language="en", display_name="Carmen")
    roles.give(user, ["editor"])
    client.force_login(user)
    return lessons_of(course(lessons=1))[0]


def seen(client, page: LessonPage, mode: str) -> BeautifulSoup:
    answer = client.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def test_a_page_is_previewed_as_others_see_it(client, lesson):
    modes = [name for name, _label in lesson.preview_modes]
    assert modes[:3] == ["", "visitor", "learner"]
    assert len(modes) == 8

    assert seen(client, lesson, "").h1.text.strip() == lesson.title
    sign_in = ".header a[aria-label='Sign in']"
    assert seen(client, lesson, "visitor").select(sign_in)
    assert not seen(client, lesson, "learner").select(sign_in)
    arabic = seen(client, lesson, "frame-ar")
    assert (arabic.html["lang"], arabic.html["dir"]) == ("ar", "rtl")
    assert arabic.h1.text.strip() == lesson.title


def test_an_unknown_mode_is_as_oneself(client, lesson):
    assert seen(client, lesson, "frame-xx").html["lang"] == "en"
