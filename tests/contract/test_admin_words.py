"""Words of Wagtail's admin that our catalogues translate in its place.

A message that Wagtail has reworded is translated for nobody: take it out of
`core.admin.upstream_messages`,
put the new wording in if its own catalogues lack it in one of our languages, and collect.
"""

import importlib.util
from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from core.admin import upstream_messages
from tests.contract import where
from tests.server import ROOT

PACKAGES = ["wagtail", "wagtail_localize"]


def messages() -> set[str]:
    """Every message of Wagtail's English catalogues."""
    found = set()
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        folder = Path(spec.submodule_search_locations[0])
        for path in folder.rglob("locale/en/LC_MESSAGES/django*.po"):
            found |= {entry.msgid for entry in polib.pofile(str(path))}
    return found


def test_every_word_is_still_one_of_wagtails():
    known = messages()
    ours = [
        *upstream_messages.WORDS,
        *(words._kw["singular"] for words in upstream_messages.COUNTS),
    ]

    assert [words for words in ours if words not in known] == [], where(upstream_messages)


def catalogue_of(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    return Path(spec.submodule_search_locations[0]) / "locale"


@pytest.mark.parametrize("language", ["fr", "es", "pt", "el", "ar"])
@pytest.mark.parametrize(
    ("package", "domain"),
    [
        ("wagtail_localize", "django"),
        ("wagtail_localize", "djangojs"),
        ("wagtail.admin", "djangojs"),
    ],
)
def test_the_translators_editor_and_scripts_speak_every_language(package, domain, language):
    """In their own catalogues, or in `locale/upstream`, where they lack a word."""
    folder = catalogue_of(package)
    words = polib.pofile(str(folder / "en" / "LC_MESSAGES" / f"{domain}.po"))
    folders = [str(folder)] if domain == "djangojs" else None
    known = DjangoTranslation(language, domain=domain, localedirs=folders)._catalog._catalogs
    said = {key[0] if isinstance(key, tuple) else key for one in known for key in one if one[key]}

    lacking = [one.msgid for one in words if not one.obsolete and one.msgid not in said]

    assert lacking == []


def test_what_we_add_is_still_a_word_of_theirs():
    known = messages()
    paths = list((ROOT / "locale" / "upstream").rglob("*.po"))

    assert paths
    for path in paths:
        assert [one.msgid for one in polib.pofile(str(path)) if one.msgid not in known] == [], path
