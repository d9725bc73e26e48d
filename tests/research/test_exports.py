"""Round trip of citation exports through parsers that others wrote."""

import json
from dataclasses import replace
from uuid import UUID

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from research.citations import Citation, Creator
from research.export import bibtex, csl, json_ld, ris

WORK = UUID("1b0f2466-16d9-40b1-9589-008862be3095")
PERSON = Creator("García Lorca", "Federico José", "Federico José García Lorca", "", "")
OFFICE = Creator(organisation="Ministry of Labour, Health & Social Security and Family")

RECORDS = {
    "arabic": Citation(
        WORK,
        "report",
        "التعاونيات في لبنان: «قراءة» قانونية",
        "ar",
        (
            Creator("حريري", "نزار", "نزار حريري"),
            Creator("دبّاس", "ليا", "ليا دبّاس"),
        ),
        2024,
        "المفكرة القانونية",
        url="https://legal-agenda.com/a_b?x=1&y=%D8%A9#z",
    ),
    "greek": Citation(
        WORK, "study", "Κοινωνική οικονομία", "el", (Creator("Παπαδάκη", "Ελένη"),), 2020
    ),
    "two Spanish surnames": Citation(
        WORK,
        "article",
        "La economía social: ¿qué es?",
        "es",
        (PERSON, Creator("Núñez y Peña", "Íñigo")),
        2021,
        "Universidad",
        "Revista",
        "12",
        "81-98",
        "10.1234/abc_d(2)",
        "",
        "https://example.org/ley",
        "Un resumen.",
    ),
    "organisation": Citation(
        WORK, "guidebook", "Buying social", "en", (OFFICE,), 2021, isbn="978-3-16-148410-0"
    ),
    "every sign": Citation(
        WORK,
        "brief",
        "100% of {braces} & more: #1_a \\ ~b ^c $5 <d> \"e\" 'f'",
        "en",
        (Creator("O'Neill-Smith", "Zoë"), Creator(name="Plato")),
        2019,
        "A & B {C}",
        "Papers & Notes_1",
        "7",
    ),
    "chapter": Citation(
        WORK, "chapter", "Part", "en", (), 2016, "UNRISD", "Flagship Report", "4", "7"
    ),
    "number of its own": Citation(WORK, "report", "T", "en", (), 2021, "Turku", "", "Report 275"),
    "thin": Citation(WORK, "report", "A title and nothing else"),
    "no year": Citation(WORK, "strategy", "Plan", "en", (OFFICE,)),
    "comma in a name": Citation(WORK, "guide", "T", "en", (Creator("King, Jr.", "Martin"),), 1963),
}


@pytest.fixture(params=RECORDS.values(), ids=RECORDS.keys())
def record(request) -> Citation:
    return request.param


def known(citation: Citation, *names: str) -> dict[str, str]:
    return {name: str(getattr(citation, name) or "") for name in names}


# --- BibTeX


def read_bibtex(text: str) -> dict[str, object]:
    """One entry, its names by parts and its signs decoded; addresses stay as they stand."""
    library = bibtexparser.parse_string(
        text,
        append_middleware=[
            middlewares.SeparateCoAuthors(),
            middlewares.SplitNameParts(),
        ],
    )
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"kind": entry.entry_type, "key": entry.key, **entry.fields_dict}


def decoded(text: str) -> str:
    """As LaTeX shows it; this reader takes the sign ^ for the accent."""
    return LatexNodes2Text().latex_to_text(text).replace("ˆ", "^")


def text_of(entry: dict, *names: str) -> str:
    return decoded(next((entry[name].value for name in names if name in entry), ""))


def written(part: object) -> tuple[str, str]:
    return decoded(" ".join([*part.von, *part.last])), decoded(" ".join(part.first))


def test_bibtex_comes_back(record):
    entry = read_bibtex(bibtex.write(record))

    assert entry["key"] == record.key
    assert text_of(entry, "title") == record.title
    assert text_of(entry, "year") == str(record.year or "")
    assert text_of(entry, "institution", "publisher") == record.publisher
    assert text_of(entry, "journal", "booktitle", "series") == record.container
    assert text_of(entry, "number") == record.number
    assert text_of(entry, "pages").replace("–", "-").replace("--", "-") == record.pages
    assert text_of(entry, "isbn") == record.isbn
    assert text_of(entry, "language") == record.language
    assert text_of(entry, "abstract") == record.abstract


def test_bibtex_names_come_back(record):
    entry = read_bibtex(bibtex.write(record))
    names = [written(one) for one in entry["author"].value] if record.creators else []

    assert names == [
        (one.family, one.given) if one.family else (one.written, "") for one in record.creators
    ]


def test_bibtex_addresses_are_left_as_they_are():
    text = bibtex.write(RECORDS["arabic"])

    assert "  url = {https://legal-agenda.com/a_b?x=1&y=%D8%A9#z},\n" in text
    assert "  doi = {10.1234/abc_d(2)},\n" in bibtex.write(RECORDS["two Spanish surnames"])


def test_bibtex_as_it_is_written():
    assert bibtex.write(RECORDS["every sign"]) == (
        "@techreport{oneillsmith2019-1b0f2466,\n"
        "  author = {O'Neill-Smith, Zoë and {Plato}},\n"
        "  title = {{100\\% of \\{braces\\} \\& more: \\#1\\_a {\\textbackslash}"
        " {\\textasciitilde}b {\\textasciicircum}c \\$5 <d> \"e\" 'f'}},\n"
        "  year = {2019},\n"
        "  series = {Papers \\& Notes\\_1},\n"
        "  number = {7},\n"
        "  institution = {A \\& B \\{C\\}},\n"
        "  language = {en},\n"
        "}\n"
    )


@pytest.mark.parametrize("title", ["a } b", "{ a", "} a {", "{}}", "\\\\{"])
def test_braces_without_their_match_do_not_end_a_field(title):
    text = bibtex.write(Citation(WORK, "report", title, "en"))

    assert text.count("{") == text.count("}")
    assert text_of(read_bibtex(text), "language") == "en"


# --- keys


def test_keys_are_ascii_and_tell_works_apart(record):
    other = replace(record, work=UUID(int=7))

    assert record.key.isascii()
    assert record.key != other.key
    assert record.key == replace(record, abstract="Another").key


def test_key_of_a_title_in_signs_only():
    assert Citation(WORK, "report", "؟!").key == "worknd-1b0f2466"


# --- RIS


def test_ris_comes_back(record):
    (entry,) = rispy.loads(ris.write(record))
    first, last = record.first_and_last_page

    assert entry.get("authors", []) == [
        f"{one.family}, {one.given}" if one.family else one.written for one in record.creators
    ]
    assert {name: entry.get(name, "") for name in ("title", "year", "publisher", "language")} == (
        known(record, "title", "year", "publisher", "language")
    )
    assert entry.get("secondary_title", "") == record.container
    assert entry.get("number", "") == record.number
    assert (entry.get("start_page", ""), entry.get("end_page", "")) == (first, last)
    assert entry.get("doi", "") == record.doi
    assert entry.get("issn", "") == record.isbn
    assert entry.get("abstract", "") == record.abstract
    assert list(entry.get("urls", [])) == [one for one in [record.url] if one]


def test_ris_lines_are_those_of_the_format(record):
    text = ris.write(record)

    assert text.startswith("TY  - ")
    assert text.endswith("\r\nER  - \r\n")
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("kind", "word"),
    [("study", "RPRT"), ("guide", "BOOK"), ("article", "JOUR"), ("chapter", "CHAP")],
)
def test_ris_types(kind, word):
    assert ris.write(Citation(WORK, kind, "T")).startswith(f"TY  - {word}\r\n")


# --- CSL-JSON

# Of csl-data.json (schema 1.0.2): what we write, and what it may be.
CSL_TYPES = {"article-journal", "book", "chapter", "report"}
CSL_TEXTS = {
    "id", "type", "title", "container-title", "collection-title", "collection-number", "issue",
    "chapter-number", "number", "page", "publisher", "DOI", "ISBN", "URL", "language", "abstract",
}  # fmt: skip


def test_csl_is_of_its_schema(record):
    (item,) = json.loads(csl.write(record))

    assert item.keys() <= CSL_TEXTS | {"author", "issued"}
    assert item["type"] in CSL_TYPES
    assert all(isinstance(item[name], str) and item[name] for name in item.keys() & CSL_TEXTS)
    for name in item.get("author", []):
        assert name.keys() in ({"literal"}, {"family"}, {"family", "given"})
    if "issued" in item:
        assert item["issued"] == {"date-parts": [[record.year]]}


def test_csl_comes_back(record):
    (item,) = json.loads(csl.write(record))
    number = next(
        (item[n] for n in ("issue", "chapter-number", "collection-number", "number") if n in item),
        "",
    )

    assert item["title"] == record.title
    assert [
        (one.get("family", ""), one.get("given", ""), one.get("literal", ""))
        for one in item.get("author", [])
    ] == [
        (one.family, one.given, "") if one.family else ("", "", one.written)
        for one in record.creators
    ]
    assert number == record.number
    assert item.get("container-title", item.get("collection-title", "")) == record.container
    for field, value in {
        "page": record.pages,
        "publisher": record.publisher,
        "DOI": record.doi,
        "ISBN": record.isbn,
        "URL": record.url,
        "language": record.language,
        "abstract": record.abstract,
    }.items():
        assert item.get(field, "") == value


def test_csl_is_read_by_citeproc(record):
    read = CiteProcJSON(json.loads(csl.write(record)))[record.key]

    assert str(read["title"]) == record.title
    assert len(read.get("author", [])) == len(record.creators)


# --- JSON-LD


def json_ld_of(record: Citation, **changes) -> dict:
    told = json_ld.Version(record.language, record.title, "")
    return json_ld.write(record, version=told, **changes)


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
    assert data.get("abstract", "") == record.abstract
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
    others = [json_ld.Version("fr", "Plan (fr)", "/fr/plan/")]

    data = json_ld_of(RECORDS["no year"], others=others)

    assert data["workTranslation"] == [
        {"@type": "Report", "name": "Plan (fr)", "inLanguage": "fr", "url": "/fr/plan/"}
    ]
    assert "translationOfWork" not in data


def test_json_ld_of_a_translation_names_what_it_translates():
    told = json_ld.Version("fr", "Plan (fr)", "/fr/plan/")
    others = [json_ld.Version("en", "Plan here", "/en/plan/")]

    data = json_ld.write(RECORDS["no year"], version=told, others=others)

    assert data["name"] == "Plan (fr)"
    assert data["translationOfWork"] == {
        "@type": "Report",
        "name": "Plan",
        "inLanguage": "en",
        "url": "/en/plan/",
    }
