"""The glossary page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core.caching.generation import GenerationCache
from core.l10n import collation, languages
from translations.glossary import lookup
from translations.glossary.lookup import glossary_url
from translations.models import TermWording

__all__ = ["defined_terms", "glossary_url", "listed_terms"]


@dataclass(frozen=True)
class GlossaryCell:
    """A term's wording in one language; None where there is none yet."""

    code: str
    wording: TermWording | None

    @property
    def name(self) -> str:
        return languages.NAMES[self.code]

    @property
    def dir(self) -> str:
        return languages.direction(self.code)


@dataclass(frozen=True)
class GlossaryRow:
    """A term on the page: in the reader's language, and in the others."""

    slug: str
    wording: TermWording
    foreign: str
    cells: tuple[GlossaryCell, ...]

    @property
    def foreign_dir(self) -> str:
        return languages.direction(self.foreign) if self.foreign else ""


@dataclass(frozen=True)
class LetterGroup:
    """Terms by first letter; `letter` is "" for those of another language."""

    letter: str
    terms: tuple[GlossaryRow, ...]


_groups: GenerationCache[tuple[LetterGroup, ...]] = GenerationCache(size=12)


def listed_terms(language: str, asked: str = "") -> tuple[LetterGroup, ...]:
    """The terms in alphabetical order; filtered by the words `asked` for, if any."""
    if not asked:
        return _groups.get(language, lambda: group_by_letter(lookup.all_terms(), language))
    return group_by_letter(lookup.search(asked), language)


def group_by_letter(
    entries: Iterable[lookup.GlossaryEntry], language: str
) -> tuple[LetterGroup, ...]:
    terms = [present_entry(entry, language) for entry in entries]

    def key(term: GlossaryRow) -> tuple[bool, str]:
        return bool(term.foreign), collation.sort_key(term.wording.text, language)

    def letter(term: GlossaryRow) -> str:
        return "" if term.foreign else key(term)[1][:1].upper()

    by_letter = groupby(sorted(terms, key=key), key=letter)
    return tuple(LetterGroup(sign, tuple(rows)) for sign, rows in by_letter)


def present_entry(entry: lookup.GlossaryEntry, language: str) -> GlossaryRow:
    wording = entry.best(language)
    assert wording is not None  # noqa: S101 - an entry has at least one wording
    foreign = "" if wording.language == language else wording.language
    others = [code for code in languages.CODES if code not in {language, foreign}]
    cells = tuple(GlossaryCell(code, entry.wordings.get(code)) for code in others)
    return GlossaryRow(entry.slug, wording, foreign, cells)


def defined_terms(groups: Iterable[LetterGroup]) -> dict[str, Any]:
    """JSON-LD: a schema.org DefinedTermSet in the reader's language."""
    language = languages.active()
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "url": glossary_url(language),
        "name": _("Glossary"),
        "inLanguage": language,
        "hasDefinedTerm": [
            defined_term(term) for group in groups for term in group.terms if not term.foreign
        ],
    }


def defined_term(term: GlossaryRow) -> dict[str, Any]:
    row: dict[str, Any] = {
        "@type": "DefinedTerm",
        "name": term.wording.text,
        "termCode": term.slug,
        "url": glossary_url(term.wording.language, term.slug),
    }
    if term.wording.meaning:
        row["description"] = term.wording.meaning
    if term.wording.others:
        row["alternateName"] = term.wording.others
    return row
