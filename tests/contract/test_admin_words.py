"""Words of Django and of Wagtail's admin that our catalogues translate in their place.

A message that they have reworded is translated for nobody: take it out, put the new wording in if
their own catalogues lack it in one of our languages, and collect. A message that they now have as
we do, in every language, need not be ours any more: take it out and collect.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from core.admin import upstream_messages as of_wagtail
from core.l10n import upstream_messages as of_django
from scripts.messages import LANGUAGES, catalogue
from tests.contract import where
from tests.server import ROOT

Message = tuple[str | None, str]
PACKAGES = {of_wagtail: ["wagtail", "wagtail_localize"], of_django: ["django"]}
OURS = {
    of_wagtail: [*of_wagtail.WORDS, *of_wagtail.COUNTS],
    of_django: [
        *of_django.MONTHS,
        *of_django.MONTHS_SHORT,
        *of_django.MONTHS_IN_DATES,
        *of_django.MONTHS_ABBREVIATED,
        *of_django.FORMS,
        *of_django.COUNTED,
    ],
}
modules = pytest.mark.parametrize("module", list(OURS), ids=["wagtail", "django"])


def listed(module) -> list[Message]:
    return [message(one) for one in OURS[module]]


def message(one) -> Message:
    """Context and message; lazy ones keep what they were called with."""
    if isinstance(one, str):
        return None, one
    if "singular" in one._kw:
        return None, one._kw["singular"]
    context, text = one._args
    return context, text


def entries(module, language: str) -> Iterator[polib.POEntry]:
    """Entries of the packages' own catalogues."""
    for name in PACKAGES[module]:
        spec = importlib.util.find_spec(name)
        folder = Path(spec.submodule_search_locations[0])
        for path in folder.rglob(f"locale/{language}/LC_MESSAGES/django*.po"):
            yield from polib.pofile(str(path))


def said(found) -> dict[Message, str | dict[int, str]]:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in found
        if not entry.obsolete
    }


@modules
def test_every_word_is_still_one_of_theirs(module):
    known = {(entry.msgctxt, entry.msgid) for entry in entries(module, "en")}

    assert [one for one in listed(module) if one not in known] == [], where(module)


@modules
def test_every_word_is_still_missing_or_other_in_one_language(module):
    needed = set()
    for language in LANGUAGES:
        ours, theirs = said(catalogue(language)), said(entries(module, language))
        needed |= {one for one in listed(module) if ours.get(one) != theirs.get(one)}

    mended = [one for one in listed(module) if one not in needed]
    assert mended == [], f"upstream has mended these since: {where(module)}"


def folder_of(name: str) -> Path:
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
    folder = folder_of(package)
    words = polib.pofile(str(folder / "en" / "LC_MESSAGES" / f"{domain}.po"))
    folders = [str(folder)] if domain == "djangojs" else None
    known = DjangoTranslation(language, domain=domain, localedirs=folders)._catalog._catalogs
    said = {key[0] if isinstance(key, tuple) else key for one in known for key in one if one[key]}

    lacking = [one.msgid for one in words if not one.obsolete and one.msgid not in said]

    assert lacking == []


def test_what_we_add_is_still_a_word_of_theirs():
    known = {entry.msgid for entry in entries(of_wagtail, "en")}
    paths = list((ROOT / "locale" / "upstream").rglob("*.po"))

    assert paths
    for path in paths:
        assert [one.msgid for one in polib.pofile(str(path)) if one.msgid not in known] == [], path
