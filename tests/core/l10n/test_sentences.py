"""Sentences round a name, a language, a day or a place: no article, contraction or case that the
value can break. Each is drawn with a hard value, so that a fault can be read."""

import re

import polib
import pytest
from django.utils import translation

from core.l10n import dates
from scripts.messages import LANGUAGES, catalogue

# Figures, addresses, signs, the end of a span: nothing in front of them depends on what they are.
FIGURES = {
    "add_url", "address", "all", "announced", "count", "counter", "current_version", "done",
    "email", "end", "error", "host", "hours", "id", "left", "licence", "limit_value", "mark",
    "max_upload_size", "min_length", "minutes", "new", "number", "old", "page", "pages",
    "show_value", "signs", "size", "slugs", "total", "url", "value",
}  # fmt: skip
# What stands before a value and changes with its gender, number, first letter or case. Greek names
# change their own form after a preposition, and when somebody is addressed.
BEFORE = {
    "en": "a an",
    "fr": "le la les l’ l' du des au aux de d’ d' un une en que qu’",
    "es": "el la los las del al un una",
    "pt": "o a os as do da dos das no na nos nas ao à aos às um uma",
    "el": "ο η το οι τα τον την τη του της των τους τις στον στην στη στο στους στις στα ένας μία"
    " μια ένα",
    "ar": "بـ لـ كـ الـ وبـ ولـ",
}
# A date is masculine in French and Spanish, whatever the day.
ALWAYS_RIGHT = {("fr", "le", "day"), ("es", "el", "day")}
ADDRESSED = re.compile(r"^\w+,\s*%\(name\)s")
VARIABLE = re.compile(r"(?P<word>[^\s%()«»“”<>\"]+)\s*(?:<[^>]*>)*%(?:\((?P<name>\w+)\))?s")
HARD = {
    "name": "Γιώργος Αλεξίου", "names": "Εύα, Ήρα", "language": "Ελληνικά", "languages": "Ελληνικά",
    "wanted": "العربية", "country": "Ελλάδα", "place": "Αθήνα", "course": "Η άνοιξη",
    "title": "Η άνοιξη", "site": "Ουρανός", "site_name": "Ουρανός", "model_name": "εικόνα",
    "verbose_name": "email", "user_name": "Εύα",
}  # fmt: skip


def forms_of(entry: polib.POEntry, language: str) -> list[str]:
    if language == "en":
        return [entry.msgid, entry.msgid_plural]
    return [entry.msgstr, *entry.msgstr_plural.values()]


def drawn(text: str, language: str) -> str:
    """The text with a hard value for each variable; a day is the first of a month."""
    with translation.override(language):
        values = {**HARD, "day": dates.format_date("2026-11-01")}
    return re.sub(r"%(?:\((\w+)\))?[sd]", lambda found: values.get(found[1] or "site", "1"), text)


def faults(text: str, language: str) -> list[str]:
    found = [
        f"“{match['word']}” before {match['name'] or 'a name'}: {drawn(text, language)}"
        for match in VARIABLE.finditer(text)
        if match["name"] not in FIGURES
        and match["word"].casefold() in BEFORE[language].casefold().split()
        and (language, match["word"].casefold(), match["name"]) not in ALWAYS_RIGHT
    ]
    if language == "el" and ADDRESSED.search(text):
        found.append(f"a name that is addressed: {drawn(text, language)}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_depends_on_the_form_of_what_is_put_into_it(language):
    found = [
        fault
        for entry in catalogue(language)
        for text in forms_of(entry, language)
        for fault in faults(text, language)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("el", "Δημιουργήθηκε στις %(day)s."),
        ("el", "Συνεχίστε, %(name)s"),
        ("el", "Διαβάστε το στα <bdi>%(language)s</bdi>"),
        ("el", "Βεβαιώνεται ότι ο %(name)s"),
        ("fr", "Disponible en %(languages)s."),
        ("pt", "Evento do %(site)s"),
        ("ar", "متاح بـ %(languages)s"),
    ],
)
def test_a_sentence_that_depends_on_it_is_named(language, text):
    assert len(faults(text, language)) == 1
