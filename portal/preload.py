"""Preloading before fork: what every process of a server needs. They share its memory then, and
the first page that each of them renders takes no longer than its second."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.settings.env import ROOT


@cache
def load() -> None:
    """Words and addresses of all languages, and our templates; asks no database. Once a process and
    those forked from it: whoever looks at shared memory again makes a copy of it."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            gettext("Home")
            reverse("account_login")
    for name in templates():
        get_template(name)


def templates() -> list[str]:
    """Names of the templates of our apps."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    return [
        str(path.relative_to(folder))
        for folder in folders
        if folder.parent.parent == ROOT
        for path in sorted(folder.rglob("*.html"))
    ]
