"""Self-checks: feedback at once, without an account; nothing is stored."""

import json

import pytest
from wagtail_localize.models import Translation

from tests.factories.core import translated
from tests.factories.courses import url_of
from tests.factories.quizzes import (
    one_of_each,
    quiz_lesson,
    uid,
)
from tests.rooms import html_of


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("rung", [uid("asked")], "Your answer: correct"),
        ("who", [uid("users"), uid("carers")], "Why users."),
        ("place", ["thessaloniki"], "Correct"),
        ("share", ["13,01"], "Not correct"),
    ],
)
def test_a_self_check_answers_at_once_by_the_originals_key(home, roots, name, given, says):
    blocks = [one for one in one_of_each() if one["value"]["kind"] != "order"]
    for one in blocks:
        one["value"]["counts"] = False
    page = quiz_lesson(blocks)
    wrong = json.loads(json.dumps(blocks))
    for one in wrong:
        one["value"] |= {"accepted": [], "number": "99"}
        for choice in one["value"]["options"]:
            choice["value"]["right"] = not choice["value"]["right"]
    translated(page, "fr")
    Translation.objects.update(enabled=False)  # else it takes over what the original says
    translated(page, "fr", body=json.dumps(wrong))
    query = "&".join(f"a={value}" for value in given)

    english = html_of(f"{url_of(page)}?q={uid(name)}&{query}")
    french = html_of(f"{url_of(page, 'fr')}?q={uid(name)}&{query}")

    assert says in english
    assert f"About {name}." in french
    assert french.count("badge--good") == english.count("badge--good")
    assert french.count("notice--good") == english.count("notice--good")
    assert "data-quiz" not in english
