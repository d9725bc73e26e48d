"""schema.org JSON-LD of a publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from research import licences
from research.citations import Citation, Creator

TYPES = {"article": "ScholarlyArticle", "chapter": "Chapter", "guide": "Book", "guidebook": "Book"}
ELSE = "Report"
CONTAINERS = {"ScholarlyArticle": "Periodical", "Chapter": "Book"}
SERIES = "CreativeWorkSeries"


@dataclass(frozen=True)
class PublicationVersion:
    """The publication in one language; `title` is "" where unknown."""

    title: str
    language: str


def write(
    citation: Citation, *, version: PublicationVersion, others: Sequence[PublicationVersion] = ()
) -> dict[str, Any]:
    """JSON-LD of the publication as the language version `version`; `others` also exist.

    In another language than the publication's it is a translation of it; in the same language the
    `others` are its translations.
    """
    kind = TYPES.get(citation.type, ELSE)
    fields = {
        "@type": kind,
        "name": version.title,
        "inLanguage": version.language,
        "author": [creator(one) for one in citation.creators],
        "datePublished": str(citation.year or ""),
        "publisher": organisation(citation.publisher),
        "isPartOf": container(citation, CONTAINERS.get(kind, SERIES)),
        number_field(citation, kind): citation.number,
        "pagination": citation.pages,
        "isbn": citation.isbn if kind == "Book" else "",
        "identifier": identifiers(citation),
        "sameAs": list(dict.fromkeys(filter(None, [citation.doi_url, citation.url]))),
        "license": licences.url_of(citation.licence),
        **translations(citation, kind, version, others),
    }
    return {field: value for field, value in fields.items() if field and value}


def translations(
    citation: Citation, kind: str, version: PublicationVersion, others: Sequence[PublicationVersion]
) -> dict[str, Any]:
    if version.language == citation.language:
        return {"workTranslation": [version_data(kind, one) for one in others]}
    first = PublicationVersion(citation.title, citation.language)
    return {"translationOfWork": version_data(kind, first)}


def version_data(kind: str, one: PublicationVersion) -> dict[str, str]:
    fields = {"@type": kind, "name": one.title, "inLanguage": one.language}
    return {field: value for field, value in fields.items() if value}


def creator(one: Creator) -> dict[str, Any]:
    if one.is_organisation:
        return {"@type": "Organization", "name": one.organisation}
    fields = {
        "@type": "Person",
        "name": one.written,
        "givenName": one.given,
        "familyName": one.family,
        "sameAs": one.orcid_url,
        "affiliation": organisation(one.organisation),
    }
    return {field: value for field, value in fields.items() if value}


def organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def container(citation: Citation, kind: str) -> dict[str, Any] | None:
    """The journal, book or series; for a journal, the issue where it is known."""
    if not citation.container:
        return None
    whole = {"@type": kind, "name": citation.container}
    if kind != "Periodical" or not citation.number:
        return whole
    return {"@type": "PublicationIssue", "issueNumber": citation.number, "isPartOf": whole}


def number_field(citation: Citation, kind: str) -> str:
    """The property for the publication's own number; an issue's number belongs to the issue."""
    if kind == ELSE:
        return "reportNumber"
    return "" if kind == "ScholarlyArticle" and citation.container else "position"


def identifiers(citation: Citation) -> list[dict[str, str]]:
    found = {"DOI": citation.doi, "ISBN": citation.isbn}
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in found.items()
        if value
    ]
