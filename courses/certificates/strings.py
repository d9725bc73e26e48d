"""Localised texts of a certificate, in the active language. Whole sentences, no layout."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from core.l10n.lists import format_list
from core.l10n.numbers import format_duration

NO_BREAK = "\xa0"
MARK = "\x1f"  # stands in no catalogue
LANGUAGES_OF_STUDY = {
    "en": pgettext_lazy("language of study", "English"),
    "fr": pgettext_lazy("language of study", "French"),
    "es": pgettext_lazy("language of study", "Spanish"),
    "pt": pgettext_lazy("language of study", "Portuguese"),
    "el": pgettext_lazy("language of study", "Greek"),
    "ar": pgettext_lazy("language of study", "Arabic"),
}


def certifying_parts(*, lesson_count: int) -> list[tuple[str, str]]:
    """The certifying sentence in parts: ("words", …), ("name", "") or ("course", "").

    It is one msgid for the translator, who may order its two placeholders freely.
    """
    whole = ngettext(
        "This certifies that %(name)s has marked the only lesson as done in the course %(course)s",
        "This certifies that %(name)s has marked all %(count)s lessons as done in the course"
        " %(course)s",
        lesson_count,
    ) % {"name": f"{MARK}name{MARK}", "count": lesson_count, "course": f"{MARK}course{MARK}"}
    words_and_marks = enumerate(part.strip() for part in whole.split(MARK))
    parts = [(part, "") if place % 2 else ("words", part) for place, part in words_and_marks]
    return [part for part in parts if part != ("words", "")]


def study_time(*, minutes: int, languages: tuple[str, ...]) -> str:
    """Study time and languages; empty where the time is unknown."""
    if not minutes:
        return ""
    if not languages:
        return _("Estimated reading time: %(duration)s") % {"duration": format_duration(minutes)}
    return _("Estimated reading time: %(duration)s (%(languages)s)") % {
        "duration": format_duration(minutes),
        "languages": format_list([str(LANGUAGES_OF_STUDY[code]) for code in languages]),
    }


def format_long_date(day: date) -> str:
    """20 November 2023, with Western digits in every language and non-breaking spaces."""
    return str(date_format(day, "DATE_FORMAT")).replace(" ", NO_BREAK)
