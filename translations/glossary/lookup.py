"""The words of the portal in six languages, read once a generation and told in order."""

import unicodedata
from dataclasses import dataclass

from core.caching.generation import GenerationCache
from core.l10n import languages
from translations.models import TermWording

ARTICLE = "ال"
# Letters that stand with another in the order of the alphabet; ñ has a place of its own, after n.
ARABIC = str.maketrans("أإآٱؤئىة", "ااااوييه", "ءـ")
SPANISH = str.maketrans({"ñ": "n\uffff"})


@dataclass(frozen=True)
class GlossaryEntry:
    """A term with its wordings by language, in the order in which the portal names languages."""

    slug: str
    in_texts: bool
    wordings: dict[str, TermWording]

    def best(self, language: str) -> TermWording | None:
        """The wording in that language, else in any."""
        return self.wordings.get(language) or next(iter(self.wordings.values()), None)


_entries: GenerationCache[tuple[GlossaryEntry, ...]] = GenerationCache(size=1)


def entries() -> tuple[GlossaryEntry, ...]:
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
    """Where the portal names this language among the others; one that it left comes last."""
    return languages.CODES.index(language) if language in languages.CODES else 99


def address(language: str, slug: str = "") -> str:
    """The glossary for readers of that language, at a term."""
    return f"/{language}/glossary/" + (f"#{slug}" if slug else "")


def fold(text: str) -> str:
    """The text without case, accents, vowel signs, or variants of an Arabic letter."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(ARABIC)
    apart = unicodedata.normalize("NFD", composed)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")


def order(text: str, language: str) -> str:
    """What a word is sorted by in that language: the Arabic article does not count."""
    if language == "es":
        text = unicodedata.normalize("NFC", text).casefold().translate(SPANISH)
    folded = fold(text)
    return folded.removeprefix(ARTICLE) if language == "ar" else folded


def meets(entry: GlossaryEntry, words: str) -> bool:
    """Whether all these words stand in the entry, in any language, in whatever accents."""
    rows = entry.wordings.values()
    text = fold(" ".join(f"{row.text} {row.also} {row.meaning}" for row in rows))
    return all(word in text for word in fold(words).split())
