"""Write a small database of this version, for later versions to prove that they upgrade it.

Once for each release: `.venv/bin/python -m tests.upgrades.make 0.2.0`. What it holds stands in
`HELD`, which `test_upgrade.py` looks for; a file that has been committed is never made again.
"""

import lzma
import os
import sys
import tempfile
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent
HELD = {
    "learner": "salma@example.org",
    "password": "a long enough phrase",
    "lesson": "Lesson 1",
    "course": "Co-producing",
    "name": "Salma",
}


def fill() -> None:
    """People, a course in two languages, completions, a certificate, a guarded page."""
    from wagtail.models import PageViewRestriction  # noqa: PLC0415 - needs django.setup()

    from courses.certificates.actions import issue_certificate  # noqa: PLC0415
    from courses.learning import actions  # noqa: PLC0415
    from tests.factories.core import make_roots  # noqa: PLC0415
    from tests.factories.courses import course, finish, lessons_of, line_of  # noqa: PLC0415
    from tests.factories.people import UserFactory  # noqa: PLC0415

    make_roots()
    learner = UserFactory(
        email=HELD["learner"], password=HELD["password"], display_name=HELD["name"], country="JO"
    )
    finished = course(HELD["course"], lessons=2)
    actions.enrol(learner=learner, course_key=finished.translation_key)
    enrolment = finish(finished, learner)
    issue_certificate(enrolment=enrolment, name=HELD["name"], language="en")
    begun = course("Begun", lessons=3)
    actions.enrol(learner=learner, course_key=begun.translation_key)
    actions.complete_lesson(learner=learner, lesson=line_of(lessons_of(begun)[0]))
    guarded = course("Guarded", lessons=1)
    PageViewRestriction.objects.create(page=guarded, restriction_type=PageViewRestriction.LOGIN)


def main(version: str) -> None:
    target = FOLDER / f"portal-{version}.sqlite3.xz"
    if target.exists():
        raise SystemExit(f"{target.name} has been made already, and is never made again")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portal.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{path}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        django.setup()

        from django.core.management import call_command  # noqa: PLC0415 - needs django.setup()
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        fill()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        connection.close()
        target.write_bytes(lzma.compress(path.read_bytes(), preset=9))
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
