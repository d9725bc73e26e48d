"""CSL-JSON, the input format of citeproc: https://github.com/citation-style-language/schema."""

import json
from typing import Any

from research.citations import Citation, Creator

TYPES = {"article": "article-journal", "chapter": "chapter", "guide": "book", "guidebook": "book"}
ELSE = "report"
# Fields of the container and of the number in it; for the rest it is a series.
CONTAINERS = {"article-journal": "container-title", "chapter": "container-title"}
NUMBERS = {"article-journal": "issue", "chapter": "chapter-number", "book": "collection-number"}


def write(citation: Citation) -> str:
    """A list with one item."""
    return json.dumps([item(citation)], ensure_ascii=False, indent=2) + "\n"


def item(citation: Citation) -> dict[str, Any]:
    kind = TYPES.get(citation.type, ELSE)
    seen = citation.accessed
    issued = {"date-parts": [[citation.year]]} if citation.year else None
    fields = {
        "id": citation.key,
        "type": kind,
        "title": citation.title,
        "author": [format_name(one) for one in citation.creators],
        "issued": issued,
        CONTAINERS.get(kind, "collection-title"): citation.container,
        NUMBERS.get(kind, "number"): citation.number,
        "page": citation.pages,
        "publisher": citation.publisher,
        "DOI": citation.doi,
        "ISBN": citation.isbn,
        "URL": citation.url,
        "language": citation.language,
        "accessed": {"date-parts": [[seen.year, seen.month, seen.day]]} if seen else None,
    }
    return {field: value for field, value in fields.items() if value}


def format_name(creator: Creator) -> dict[str, str]:
    """Family and given names; `literal` for an organisation and for a name without parts."""
    if not creator.family:
        return {"literal": creator.written}
    parts = {"family": creator.family, "given": creator.given}
    return {part: value for part, value in parts.items() if value}
