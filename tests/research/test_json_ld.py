"""JSON-LD of publications, read back."""

from dataclasses import replace

import pytest

from research.citations import Citation
from research.export import json_ld
from tests.research.records import OFFICE, PERSON, RECORDS, WORK, json_ld_of


def test_json_ld_comes_back(record):
    data = json_ld_of(record)
    whole = data.get("isPartOf", {})
    identifiers = {one["propertyID"]: one["value"] for one in data.get("identifier", [])}

    assert data["name"] == record.title
    assert data.get("inLanguage", "") == record.language
    assert data.get("datePublished", "") == str(record.year or "")
    assert data.get("publisher", {}).get("name", "") == record.publisher
    assert whole.get("isPartOf", whole).get("name", "") == record.container
    assert record.number == next(
        (
            one[n]
            for one in (whole, data)
            for n in ("issueNumber", "reportNumber", "position")
            if n in one
        ),
        "",
    )
    assert data.get("pagination", "") == record.pages
    assert identifiers.get("DOI", "") == record.doi
    assert identifiers.get("ISBN", "") == record.isbn
    assert record.url in [*data.get("sameAs", []), ""]


def test_json_ld_creators_come_back(record):
    creators = json_ld_of(record).get("author", [])

    assert [
        (one.get("familyName", ""), one.get("givenName", ""), one["name"]) for one in creators
    ] == [(one.family, one.given, one.written) for one in record.creators]


def test_json_ld_of_an_organisation_and_of_a_person_with_orcid():
    person = replace(PERSON, orcid="0000-0002-1825-0097", organisation="Universidad")

    data = json_ld_of(replace(RECORDS["organisation"], creators=(OFFICE, person)))

    assert data["author"] == [
        {"@type": "Organization", "name": OFFICE.organisation},
        {
            "@type": "Person",
            "name": "Federico José García Lorca",
            "givenName": "Federico José",
            "familyName": "García Lorca",
            "sameAs": "https://orcid.org/0000-0002-1825-0097",
            "affiliation": {"@type": "Organization", "name": "Universidad"},
        },
    ]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("study", "Report"),
        ("guide", "Book"),
        ("article", "ScholarlyArticle"),
        ("chapter", "Chapter"),
    ],
)
def test_json_ld_types(kind, word):
    assert json_ld_of(Citation(WORK, kind, "T"))["@type"] == word


def test_json_ld_licence_is_an_address():
    data = json_ld_of(replace(RECORDS["thin"], licence="CC-BY-4.0"))

    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_json_ld_tells_translations_at_the_published_version():
    others = [json_ld.PublicationVersion("Plan (fr)", "fr"), json_ld.PublicationVersion("", "ar")]

    data = json_ld_of(RECORDS["no year"], others=others)

    assert data["workTranslation"] == [
        {"@type": "Report", "name": "Plan (fr)", "inLanguage": "fr"},
        {"@type": "Report", "inLanguage": "ar"},
    ]
    assert "translationOfWork" not in data


def test_json_ld_of_a_translation_names_what_it_translates():
    told = json_ld.PublicationVersion("Plan (fr)", "fr")

    data = json_ld.write(RECORDS["no year"], version=told)

    assert (data["name"], data["inLanguage"]) == ("Plan (fr)", "fr")
    assert data["translationOfWork"] == {"@type": "Report", "name": "Plan", "inLanguage": "en"}
    assert "workTranslation" not in data
