"""Forbidden wordings: found where they stand, in the language that they belong to, and nowhere
else."""

import pytest

from scripts import wordings
from scripts.wordings import CatalogueText

LISTED = [
    wordings.parse_wording(
        {
            "language": "en",
            "wording": "SSE actor",
            "instead": "SSE organisation",
            "reason": "one thing, one word",
            "allowed": ["Policies with SSE actors"],
        }
    ),
    wordings.parse_wording(
        {
            "language": "ar",
            "pattern": r"(?<!/)\bمايو\b",
            "instead": "أيار/مايو",
            "reason": "double form",
        }
    ),
]


def test_a_bad_text_is_named_with_what_should_stand_there():
    said = [
        CatalogueText("en", "demo/home.en.md:3", "An sse actor pays."),
        CatalogueText("ar", "demo/cases/one.yaml: ar what", "بدأ العمل في مايو 2023."),
    ]

    assert list(wordings.find_faults(LISTED, said)) == [
        "demo/home.en.md:3: “sse actor”. Instead: SSE organisation (one thing, one word)",
        "demo/cases/one.yaml: ar what: “مايو”. Instead: أيار/مايو (double form)",
    ]


def test_titles_other_languages_and_the_right_wording_are_left_alone():
    said = [
        CatalogueText("en", "a title", "“Policies with SSE actors” is the name."),
        CatalogueText("fr", "another language", "SSE actor"),
        CatalogueText("ar", "the double form", "بدأ العمل في أيار/مايو 2023."),
    ]

    assert list(wordings.find_faults(LISTED, said)) == []


def test_a_record_gives_its_texts_by_language_without_what_is_exempt():
    record = {
        "same": {"model": "study"},
        "en": {"title": "One", "body": "Read https://example.org/SSE-actor there."},
        "fr": {"also": ["deux"], "list": ["trois"]},
    }

    assert list(wordings.values(record, "", "demo/glossary.yaml")) == [
        CatalogueText("en", "demo/glossary.yaml: en title", "One"),
        CatalogueText("en", "demo/glossary.yaml: en body", "Read  there."),
        CatalogueText("fr", "demo/glossary.yaml: fr list", "trois"),
    ]


def test_each_entry_of_the_list_has_what_to_write_instead_and_why():
    listed = wordings.read_wordings()

    assert all(one.instead and one.reason for one in listed)
    assert {"en", "fr", "es", "pt", "el", "ar"} == {one.language for one in listed}


@pytest.mark.demo
def test_every_kind_of_text_is_read():
    places = {text.place for text in wordings.texts()}

    assert "demo/glossary.yaml: en meaning" in places
    assert any(place.startswith("locale/ar: ") for place in places)
    assert "demo/home.el.md:1" in places
    assert not any("claims.yaml" in place for place in places)
