"""Glossary search, with the text analysis of the library."""

from core.caching.generation import GenerationCache
from search.analysis import align
from search.query import Word, clean_query, read_query
from translations.glossary import lookup
from translations.glossary.lookup import GlossaryEntry

_forms: GenerationCache[dict[str, frozenset[str]]] = GenerationCache(size=1)


def find_terms(text: str) -> set[str]:
    """Slugs of the terms that hold all words of the text, in any language."""
    words = read_query(clean_query(text)).words
    return {
        slug
        for slug, forms in _forms.get("all", _read).items()
        if words and all(holds(forms, word) for word in words)
    }


def holds(forms: frozenset[str], word: Word) -> bool:
    """Whether one of the forms is the word, begins with it, or its phrases and parts are there."""
    return (
        not word.forms.isdisjoint(forms)
        or any(form.startswith(word.beginnings) for form in forms if word.beginnings)
        or any(forms.issuperset(phrase) for phrase in word.phrases)
        or (bool(word.parts) and all(holds(forms, part) for part in word.parts))
    )


def _read() -> dict[str, frozenset[str]]:
    return {entry.slug: forms_of(entry) for entry in lookup.all_terms()}


def forms_of(entry: GlossaryEntry) -> frozenset[str]:
    found: set[str] = set()
    for language, row in entry.wordings.items():
        read = align(f"{row.text}\n{row.also}\n{row.meaning}", language)
        found.update(read.words, read.stems, read.more)
    return frozenset(found)
