"""Data of every released version are upgraded by this one, with nothing lost.

Each file beside this one is a database that a release wrote (`make.py`). It is migrated by this
checkout in processes of its own, and then asked what people would ask.
"""

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT
from tests.upgrades.make import HELD

RELEASES = sorted(Path(__file__).parent.glob("portal-*.sqlite3.xz"))
ASK = """
import json, sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from courses.models import Certificate, Enrolment, LessonCompletion
from people.models import User

learner = User.objects.get(email=sys.argv[1])
certificate = Certificate.objects.get()
stranger, own = Client(), Client()
assert own.login(username=sys.argv[1], password=sys.argv[2])
print(json.dumps({
    "country": learner.country,
    "enrolments": Enrolment.objects.filter(learner=learner).count(),
    "completions": LessonCompletion.objects.filter(undone_at=None).count(),
    "name": certificate.name,
    "verify": stranger.get(f"/verify/{certificate.code}/").content.decode(),
    "mine": own.get("/en/my-learning/").content.decode(),
    "guarded": stranger.get("/en/courses/guarded/").status_code,
}))
"""


def upgraded(release: Path, folder: Path) -> dict[str, object]:
    """The answers of the release's data after migrating them."""
    path = folder / "portal.sqlite3"
    path.write_bytes(lzma.decompress(release.read_bytes()))
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, HELD["learner"], HELD["password"]],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answers


def test_there_is_a_release_to_upgrade():
    assert RELEASES


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name.split("-")[1][:5])
def test_people_completions_and_certificates_survive(release, tmp_path):
    found = upgraded(release, tmp_path)

    assert found["country"] == "JO"
    assert (found["enrolments"], found["completions"]) == (2, 3)
    assert found["name"] == HELD["name"]
    assert HELD["name"] in str(found["verify"])
    assert HELD["course"] in str(found["mine"])
    assert found["guarded"] == 302
