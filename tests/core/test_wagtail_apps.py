"""Wagtail's apps do not load an API that no address leads to, and are otherwise as they come."""

import subprocess
import sys

from django.apps import apps
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.models.reference_index import ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from core import wagtail_apps
from portal.settings.env import ROOT

STARTED = """
import django, sys
django.setup()
print(*sorted(name for name in sys.modules if name == "ninja" or ".api.v3" in name))
from wagtail.api.v3.api import api
print(type(api).__module__)
"""


def test_a_process_that_starts_does_not_load_the_api_and_may_still_import_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, check=True, capture_output=True, text=True
    )

    loaded, kind = done.stdout.splitlines()

    assert loaded == ""
    assert kind == "ninja.main"


def test_each_app_whose_api_is_left_out_is_set_up_otherwise() -> None:
    labels = ("wagtailimages", "wagtaildocs", "wagtailsnippets", "wagtailredirects")
    image = get_image_model()

    assert {type(apps.get_app_config(label)).__module__ for label in labels} == {
        wagtail_apps.__name__
    }
    assert policy_registry.get_by_type(image).model is image
    assert image in ReferenceIndex.tracked_models
    assert post_save.has_listeners(image)
    assert get_snippet_models()
