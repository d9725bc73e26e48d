"""Words of Django and of Wagtail's admin that our catalogues translate in their place.

A message that they have reworded is translated for nobody: take it out, put the new wording in if
their own catalogues lack it in one of our languages, and collect. A message that they now have as
we do, in every language, need not be ours any more: take it out and collect.
"""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple

from core.admin import upstream_messages as of_wagtail
from core.l10n import upstream_messages as of_django
from scripts.messages import LANGUAGES, PLURALS, catalogue
from tests.contract import where
from tests.server import ROOT

Message = tuple[str | None, str]
UPSTREAM = sorted((ROOT / "locale" / "upstream").rglob("*.po"))
PACKAGES = {of_wagtail: ["wagtail", "wagtail_localize"], of_django: ["django"]}
OURS = {
    of_wagtail: [*of_wagtail.WORDS, *of_wagtail.COUNTS],
    of_django: [
        *of_django.MONTHS,
        *of_django.MONTHS_SHORT,
        *of_django.MONTHS_IN_DATES,
        *of_django.MONTHS_ABBREVIATED,
        *of_django.FORMS,
        *of_django.DURATIONS,
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


@pytest.mark.slow
@modules
def test_every_word_is_still_missing_or_other_in_one_language(module):
    needed = set()
    for language in LANGUAGES:
        ours, theirs = said(catalogue(language)), said(entries(module, language))
        needed |= {one for one in listed(module) if ours.get(one) != theirs.get(one)}

    mended = [one for one in listed(module) if one not in needed]
    assert mended == [], f"upstream has mended these since: {where(module)}"


OTHERS = ["fr", "es", "pt", "el", "ar"]
# Placeholders, tags and their attributes.
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+|[\w-]+=\"[^\"]*\"")


def said_by(translation: DjangoTranslation) -> set[str]:
    """What a translation says itself: of counted messages, the singular in English."""
    found: set[str] = set()
    for one in translation._catalog._catalogs:
        found |= {key if isinstance(key, str) else key[0] for key in one if one[key]}
    return found


def english(folder: Path, domain: str) -> list[polib.POEntry]:
    path = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
    return [one for one in polib.pofile(str(path)) if not one.obsolete] if path.exists() else []


def key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid


@pytest.mark.parametrize("language", OTHERS)
def test_the_admin_says_every_message_in_every_language(language):
    """In their own catalogues, in ours, or in `locale/upstream`, where both lack a message."""
    said = said_by(DjangoTranslation(language))
    rooms = [one for one in apps.get_app_configs() if one.name.startswith("wagtail")]
    messages = [one for room in rooms for one in english(Path(room.path) / "locale", "django")]

    assert len(messages) > 1_500
    assert [one.msgid for one in messages if key(one) not in said] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("package", ["wagtail_localize", "wagtail.admin"])
def test_the_scripts_of_the_admin_speak_every_language(package, language):
    spec = importlib.util.find_spec(package)
    folder = Path(spec.submodule_search_locations[0]) / "locale"
    said = said_by(DjangoTranslation(language, domain="djangojs", localedirs=[str(folder)]))

    messages = english(folder, "djangojs")
    assert messages
    assert [one.msgid for one in messages if key(one) not in said] == []


def test_what_we_add_is_still_a_word_of_theirs():
    known = {entry.msgid for entry in entries(of_wagtail, "en")}

    assert UPSTREAM
    for path in UPSTREAM:
        assert [one.msgid for one in polib.pofile(str(path)) if one.msgid not in known] == [], path


@pytest.mark.parametrize("path", UPSTREAM, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_what_we_add_keeps_placeholders_tags_and_plural_forms(path):
    language = path.parts[-3]
    words = polib.pofile(str(path))
    forms = int(words.metadata["Plural-Forms"][len("nplurals=")])

    assert words.metadata["Plural-Forms"] == PLURALS[language]
    for one in words:
        wanted = set(MARKS.findall(one.msgid_plural or one.msgid))
        texts = list(one.msgstr_plural.values()) or [one.msgstr]
        assert len(texts) == (forms if one.msgid_plural else 1), one.msgid
        # The form for one thing may say the number in a word.
        others = texts[1:] or texts
        assert [text for text in others if set(MARKS.findall(text)) != wanted] == [], one.msgid
        assert set(MARKS.findall(texts[0])) <= wanted, one.msgid


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_what_has_just_happened_is_not_counted(language):
    """Wagtail knows it by Django's words for no minutes."""
    with translation.override(language):
        assert timesince_simple(timezone.now()) == translation.gettext("just now")
