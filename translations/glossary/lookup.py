"""Glossary entries: terms in six languages, read once a generation, with their collation order."""

from dataclasses import dataclass

from core import extensions
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.l10n.collation import strip_marks
from translations.models import TermWording


@dataclass(frozen=True)
class GlossaryEntry:
    """A term with its wordings by language, in the portal's order of languages."""

    slug: str
    in_texts: bool
    wordings: dict[str, TermWording]

    def best(self, language: str) -> TermWording | None:
        """The wording in that language, else in any."""
        return self.wordings.get(language) or next(iter(self.wordings.values()), None)


_entries: GenerationCache[tuple[GlossaryEntry, ...]] = GenerationCache(size=1)


def all_terms() -> tuple[GlossaryEntry, ...]:
    """All terms; one query a generation, for all pages and languages."""
    return _entries.get("all", _read)


def _read() -> tuple[GlossaryEntry, ...]:
    found: dict[int, list[TermWording]] = {}
    for wording in TermWording.objects.select_related("term").order_by("term__slug"):
        found.setdefault(wording.term_id, []).append(wording)
    return tuple(
        GlossaryEntry(
            rows[0].term.slug,
            rows[0].term.in_texts,
            {row.language: row for row in sorted(rows, key=lambda row: place(row.language))},
        )
        for rows in found.values()
    )


def place(language: str) -> int:
    """Sort position of a language; a removed one comes last."""
    return languages.CODES.index(language) if language in languages.CODES else 99


def glossary_url(language: str, slug: str = "") -> str:
    """URL of the glossary in that language, at a term."""
    return f"/{language}/glossary/" + (f"#{slug}" if slug else "")


def search(text: str) -> list[GlossaryEntry]:
    """The terms that hold all these words, in any language: by the analysis of the library where
    there is one, else as they are written."""
    slugs = extensions.call(extensions.FIND_TERMS, text)
    if slugs:
        return [entry for entry in all_terms() if any(entry.slug in found for found in slugs)]
    return [entry for entry in all_terms() if meets(entry, text)]


def meets(entry: GlossaryEntry, words: str) -> bool:
    """Whether all these words occur in the entry, in any language, accents ignored."""
    rows = entry.wordings.values()
    text = strip_marks(" ".join(f"{row.text} {row.also} {row.meaning}" for row in rows))
    return all(word in text for word in strip_marks(words).split())
