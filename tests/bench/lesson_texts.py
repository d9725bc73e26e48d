"""Prints the benchmark's lesson as JSON: its titles, and its texts as they are rendered."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
django.setup()

from courses.catalogue import outline  # noqa: E402 - Django must be set up
from courses.models import LessonPage  # noqa: E402
from tests.bench.run import LESSON  # noqa: E402


def main() -> None:
    slug = LESSON.rstrip("/").rsplit("/", 1)[-1]
    page = LessonPage.objects.get(slug=slug, locale__language_code="en")
    course = outline.outline_of(outline.course_key_of(page.translation_key), "en")
    modules = [[one.title, [line.title for line in one.lessons]] for one in course.modules]
    texts = [child.render_as_block({"question_id": child.id}) for child in page.body]
    print(json.dumps({"course": course.title, "modules": modules, "texts": texts}))


if __name__ == "__main__":
    main()
