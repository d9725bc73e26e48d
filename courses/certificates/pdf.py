"""Certificate PDF: one page, A4 landscape, tagged (PDF/UA-1), rendered by Typst from plain data."""

import json
import re
import threading
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TypedDict, cast

import fontpkg_amiri
import fontpkg_noto_sans
import typst
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from courses.certificates import strings
from courses.certificates.codes import format_code, qr_drawing

TEMPLATE = Path(__file__).with_name("template.typ")
FONTS = [str(package.ROOT / "files") for package in (fontpkg_noto_sans, fontpkg_amiri)]
INK = "#12303d"
# Joiners, which are spelling. All other format characters (bidi overrides among them) are removed.
JOINERS = "\u200c\u200d"
VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670]")
# What the compiler says of text that its fonts lack, and how it writes signs that do not show.
NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
STRONG = {"L", "R", "AL"}
LETTERS = {"ar": "ARABIC", "el": "GREEK"}
LANGUAGE_OF = {script: language for language, script in LETTERS.items()}

# The compiler is not thread-safe; a run is short, so a lock will do.
_turn = threading.Lock()


class NameMissing(ValueError):
    """The name to print is empty."""


class Unprintable(ValueError):
    """A letter is in none of the fonts: they have Latin, Greek, Cyrillic and Arabic."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        found = NOT_DISPLAYED.search(message)
        self.signs = ESCAPED.sub(lambda one: chr(int(one[1], 16)), found[1]) if found else ""


@dataclass(frozen=True)
class CertificateData:
    """Everything that is printed, frozen as on the day of issue."""

    language: str
    name: str
    name_other: str
    course_title: str
    title_language: str
    minutes: int
    lesson_count: int
    lesson_languages: tuple[str, ...]
    issued_on: date
    corrected_on: date | None
    number: str
    issuer: str
    statement: str
    site_name: str
    tagline: str
    verify_url: str
    # What a person types who checks the paper by hand; empty: it stands in the address.
    code: str = ""


SPECIMEN = CertificateData(
    language="en",
    name="Specimen",
    name_other="",
    course_title="Specimen",
    title_language="en",
    minutes=0,
    lesson_count=1,
    lesson_languages=(),
    issued_on=date(2000, 1, 1),
    corrected_on=None,
    number="0000-0000",
    issuer="",
    statement="",
    site_name="",
    tagline="",
    verify_url="https://example.org/",
)


def render(paper: CertificateData) -> bytes:
    """Render the PDF. Deterministic: the same data give the same bytes.

    Raises NameMissing or Unprintable, both of which are ValueErrors.
    """
    with translation.override(paper.language):
        data = _data(paper)
    changed_on = paper.corrected_on or paper.issued_on
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    try:
        with _turn:
            pdf = _compiler().compile(
                format="pdf",
                pdf_standards=["ua-1"],
                sys_inputs=inputs,
                timestamp=datetime.combine(changed_on, time(), tzinfo=UTC),
            )
    except typst.TypstError as error:
        if "could not be displayed" in error.message:
            raise Unprintable(error.message) from error
        raise
    return cast("bytes", pdf)


def check_name(name: str) -> None:
    """Raises what `render` would raise for this name."""
    render(replace(SPECIMEN, name=name))


class PrintedText(TypedDict):
    """Words with the language that they are read out in."""

    text: str
    language: str
    rtl: bool


class Line(PrintedText):
    """A line of the sentence that the certificate makes."""

    kind: str


class Fact(TypedDict):
    label: PrintedText
    value: PrintedText


class Check(TypedDict):
    """Where the paper is checked, and the code to type there."""

    label: PrintedText
    url: str
    address: str
    code_label: PrintedText
    code: str


class TemplateData(TypedDict):
    """What certificate.typ is given."""

    language: str
    rtl: bool
    title: str
    site_name: PrintedText
    tagline: PrintedText
    lines: list[Line]
    other_name: PrintedText
    study: PrintedText
    facts: list[Fact]
    issuer: Fact
    statement: PrintedText
    check: Check
    qr: str
    qr_alt: str


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process, created at first use: after the server has forked."""
    return typst.Compiler(
        input=str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=FONTS, ignore_system_fonts=True
    )


def _data(paper: CertificateData) -> TemplateData:
    """Template data. Content is decided here, layout in the template."""
    own = paper.language
    name, other = _names(paper)
    course = _text(paper.course_title, paper.title_language)
    marked = {"name": name, "course": course}
    study = strings.study_time(minutes=paper.minutes, languages=paper.lesson_languages)
    return {
        "language": own,
        "rtl": get_language_info(own)["bidi"],
        "title": _("Certificate: %(course)s, %(name)s")
        % {"course": course["text"], "name": name["text"]},
        "site_name": _name_text(paper.site_name, own),
        "tagline": _text(paper.tagline, own),
        "lines": [
            {"kind": kind, **(marked.get(kind) or _text(text, own))}
            for kind, text in strings.certifying_parts(lesson_count=paper.lesson_count)
        ],
        "other_name": other,
        "study": _text(study, own),
        "facts": _facts(paper),
        "issuer": {"label": _text(_("Issued by"), own), "value": _name_text(paper.issuer, own)},
        "statement": _text(paper.statement, own),
        "check": _check(paper),
        "qr": qr_drawing(paper.verify_url, fill=INK, border=0),
        "qr_alt": _("QR code for the web address where this certificate can be checked"),
    }


def _check(paper: CertificateData) -> Check:
    """Where the paper is checked, and the code to type there; the QR code holds both."""
    address = paper.verify_url
    if paper.code:
        address = address.removesuffix(f"{paper.code}/")
    return {
        "label": _text(_("Check this certificate at"), paper.language),
        "url": paper.verify_url,
        "address": address,
        "code_label": _text(_("with the code"), paper.language),
        "code": format_code(paper.code),
    }


def _facts(paper: CertificateData) -> list[Fact]:
    own = paper.language
    issued_on = _text(strings.format_long_date(paper.issued_on), own)
    facts: list[Fact] = [
        {"label": _text(_("Issued on"), own), "value": issued_on},
        {
            "label": _text(_("Number, for correspondence only"), own),
            "value": _name_text(paper.number, own),
        },
    ]
    if paper.corrected_on:
        corrected_on = _text(strings.format_long_date(paper.corrected_on), own)
        facts.append({"label": _text(_("Name corrected on"), own), "value": corrected_on})
    return facts


def _names(paper: CertificateData) -> tuple[PrintedText, PrintedText]:
    """The name to print large and the one beside it: first the one in the certificate's own
    script."""
    name, other = (
        _name_text(paper.name, paper.language),
        _name_text(paper.name_other, paper.language),
    )
    if not name["text"]:
        raise NameMissing("A certificate needs a name.")
    if other["language"] == paper.language != name["language"] and other["text"]:
        return other, name
    return name, other


def _text(text: str, language: str) -> PrintedText:
    """Text of a known language.

    Arabic is printed without vowel signs, as usual in print: with them, programs that read the text
    of a PDF (screen readers, search) get a word's letters out of order. A name keeps its signs.
    """
    return {
        "text": VOWEL_SIGNS.sub("", _clean(text)),
        "language": language,
        "rtl": get_language_info(language)["bidi"],
    }


def _name_text(text: str, language: str) -> PrintedText:
    """A name, which may be in another script than the text around it: its letters decide.

    Names have no language. In the certificate's own script they are read out like its text.
    """
    text = _clean(text)
    first_letter = next((sign for sign in text if unicodedata.bidirectional(sign) in STRONG), "A")
    script = unicodedata.name(first_letter, "LATIN").split()[0]
    own_script = LETTERS.get(language, "LATIN")
    return {
        "text": text,
        "language": language if script == own_script else LANGUAGE_OF.get(script, "en"),
        "rtl": unicodedata.bidirectional(first_letter) != "L",
    }


def _clean(text: str) -> str:
    """One line of visible characters: NFC, white space collapsed.

    Bidi controls are removed, or a name could reorder the words around it; joiners stay.
    """
    one_line = re.sub(r"[^\S\xa0]+", " ", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in one_line if _is_visible(sign)).strip()


def _is_visible(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
