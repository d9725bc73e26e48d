"""Round trip of citation exports through parsers that others wrote."""

import json
from dataclasses import fields, replace
from datetime import date
from unicodedata import category, normalize
from uuid import UUID

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from research.citations import Citation, Creator
from research.export import bibtex, csl, ris
from tests.research.records import RECORDS, WORK, json_ld_of


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
    assert record.key == replace(record, url="https://example.org/another").key


def test_key_of_a_title_in_signs_only():
    assert Citation(WORK, "report", "؟!").key == "worknd-1b0f2466"


# --- RIS


def test_ris_comes_back(record):
    (entry,) = rispy.loads(ris.write(record))
    first, last = record.first_and_last_page

    assert [normalize("NFKC", name) for name in entry.get("authors", [])] == [
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
    assert list(entry.get("urls", [])) == [one for one in [record.url] if one]


def as_zotero_parts(author: str) -> list[str]:
    """How readers of RIS part a name: at each comma."""
    return [part.strip() for part in author.split(",")]


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Labour and Social Affairs, Amman",
        "Université, Faculté de droit, Tunis",
        "UNESCO/ILO",
        "Plato, the philosopher",
    ],
)
def test_ris_never_takes_an_organisation_apart(name):
    for creator in (Creator(organisation=name), Creator(name=name)):
        (entry,) = rispy.loads(ris.write(Citation(WORK, "report", "T", "en", (creator,))))
        (author,) = entry["authors"]

        assert as_zotero_parts(author) == [author]
        assert normalize("NFKC", author) == name


def test_ris_parts_a_name_once():
    (entry,) = rispy.loads(ris.write(RECORDS["comma in a name"]))

    assert [normalize("NFKC", part) for part in as_zotero_parts(entry["authors"][0])] == [
        "King, Jr.",
        "Martin",
    ]


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
    }.items():
        assert item.get(field, "") == value


def test_csl_is_read_by_citeproc(record):
    read = CiteProcJSON(json.loads(csl.write(record)))[record.key]

    assert str(read["title"]) == record.title
    assert len(read.get("author", [])) == len(record.creators)


# --- what is typed may hold anything

HOSTILE = [
    "two\r\nER  - \r\nlines", "a\x0bb\x0cc", "bell\x07 null\x00 escape\x1b[31m", "next\x85line",
    "separators\u2028and\u2029paragraphs", "file\x1cgroup\x1drecord\x1eunit\x1f",
    "delete\x7f c1\x9f", "half \ud800", "none \ufffe \uffff", "  much \t space  ",
    'quotes " and \\ and }{', "@report{x,", "% & # _ $ ^ ~",
    "</script><!--", "مرحبا\u200f\u202e", "AU  - Nobody, No",
]  # fmt: skip
TEXTS = {one.name for one in fields(Citation)} - {"work", "type", "creators", "year", "accessed"}


def hostile(text: str) -> Citation:
    """A record with the same text in every property and in every part of a name."""
    parts = ("family", "given", "name", "organisation", "orcid")
    creators = tuple(Creator(**{part: text}) for part in ("family", "name", "organisation"))
    whole = Creator(**dict.fromkeys(parts, text))
    return Citation(
        WORK, "article", creators=(*creators, whole), year=2020, **dict.fromkeys(TEXTS, text)
    )


def controls(text: str) -> list[str]:
    return [sign for sign in text if category(sign) in {"Cc", "Cs", "Zl", "Zp"}]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_property_ends_a_line_or_breaks_a_file(text):
    record = hostile(text)
    (entry,) = rispy.loads(ris.write(record))
    (item,) = json.loads(csl.write(record))
    library = bibtexparser.parse_string(bibtex.write(record))

    assert set(controls(ris.write(record))) == {"\r", "\n"}
    assert len(ris.write(record).splitlines()) == ris.write(record).count("\r\n")
    assert set(controls(bibtex.write(record))) == {"\n"}
    assert set(controls(csl.write(record))) == {"\n"}
    assert controls(json.dumps(json_ld_of(record), ensure_ascii=False)) == []
    assert entry["title"] == item["title"] == record.title
    assert len(entry["authors"]) == len(record.creators)
    assert library.failed_blocks == []
    assert len(library.entries) == 1
    ris.write(record).encode()


# --- the day of access


def test_an_undated_web_page_is_exported_with_the_day_it_was_read():
    day = date(2026, 11, 30)
    read = replace(RECORDS["no year"], url="https://example.org/plan").read_on(day)
    (entry,) = rispy.loads(ris.write(read))
    (item,) = json.loads(csl.write(read))

    assert entry["access_date"] == "2026/11/30"
    assert item["accessed"] == {"date-parts": [[2026, 11, 30]]}
    assert "  urldate = {2026-11-30},\n" in bibtex.write(read)


@pytest.mark.parametrize("name", ["arabic", "thin", "no year", "two Spanish surnames"])
def test_what_is_dated_or_on_no_page_has_no_day_of_access(name):
    assert RECORDS[name].read_on(date(2026, 11, 30)).accessed is None
