"""A full record of a publication, and what a reader sees of a page."""

import json
import re

from django.test import Client

# Signs that keep a name apart from what stands beside it; nobody sees them.
ISOLATES = dict.fromkeys((0x2068, 0x2069))
FULL = {
    "document_type": "article",
    "published_title": "Ley y economía",
    "published_language": "es",
    "creators": [
        {
            "name": "Federico García Lorca",
            "given": "Federico",
            "family": "García Lorca",
            "orcid": "0000-0002-1825-0097",
            "organisation": "Universidad de Granada",
        },
        {"organisation": "European Commission"},
    ],
    "publisher": "Universidad",
    "year": 2021,
    "part_of": "Revista de Derecho",
    "number": "12",
    "pages": "81-98",
    "doi": "10.1234/abc_d",
    "isbn": "978-3-16-148410-0",
    "url": "https://example.org/ley",
    "licence": "CC-BY-4.0",
    "abstract": "What the law says.",
    "countries": ["ES", "PT"],
}


def html(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def words(text: str) -> str:
    """The text of a page without its markup, in one line."""
    plain = re.sub(r"<[^>]+>", " ", text.split("<main", 1)[1])
    return " ".join(plain.translate(ISOLATES).split())


def builds_on(page) -> str:
    return json.dumps([{"type": "work", "value": page.pk}])
