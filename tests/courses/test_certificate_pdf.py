import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.utils import translation

from courses.certificates import pdf, strings

ENGLISH = pdf.CertificateData(
    language="en",
    name="Inês",
    name_other="",
    course_title="Co-producing social services",
    title_language="en",
    minutes=110,
    lesson_count=9,
    lesson_languages=("en", "pt"),
    issued_on=date(2023, 11, 20),
    corrected_on=None,
    number="7F3K-2M9Q",
    issuer="The portal's demonstration",
    statement="This is a demonstration: no organisation answers for this paper.",
    site_name="MedTOWN",
    tagline="learning across the Mediterranean",
    verify_url="https://portal.example/verify/a34krb2zyyv9fw09gh3espzwmw/",
)
ARABIC = replace(
    ENGLISH,
    language="ar",
    name="محمد عبد الرحمن بن عبد العزيز",
    course_title="الإنتاج المشترك للخدمات الاجتماعية",
    title_language="ar",
    lesson_languages=("ar", "fr"),
    issuer="نسخة تجريبية من البوابة",
    statement="هذه نسخة تجريبية: لا تضمنها أي منظمة حقيقية.",
    tagline="نتعلم معا حول المتوسط",
)
GREEK = replace(
    ENGLISH,
    language="el",
    name="Ελευθερία Παπαδοπούλου",
    course_title="Συμπαραγωγή κοινωνικών υπηρεσιών",
    title_language="el",
    lesson_languages=("el",),
)
PORTUGUESE = replace(
    ENGLISH,
    language="pt",
    name="João Gonçalves d’Assunção",
    course_title="Coproduzir serviços sociais",
    title_language="pt",
    lesson_languages=("pt",),
)
EIGHTY_LETTERS = "Maria da Conceição Gonçalves de Magalhães e Vasconcelos Guimarães Brandão Teles"
LONG_TITLE = "Co-production, complementary currencies and the social economy in six countries: " * 2


def text_of(pdf: bytes) -> str:
    """The text as a program reads it, shaped Arabic letters folded to plain ones."""
    read = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return unicodedata.normalize("NFKC", read)


def lines_of(pdf: bytes) -> list[str]:
    return [line.strip() for line in text_of(pdf).splitlines()]


def tags_of(pdf: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of the structure, in reading order: its type, and what is said about it."""
    found = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            said = {key: str(node[key]) for key in ("/Lang", "/Alt", "/T") if key in node}
            found.append((str(node.S), said))
            walk(node.get("/K"))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


# What is read --------------------------------------------------------------------------------


def test_paper_says_all_there_is_to_say():
    lines = lines_of(pdf.render(ENGLISH))

    assert lines == [
        "MedTOWN",
        "learning across the Mediterranean",
        "This certifies that",
        "Inês",
        "has marked all 9 lessons as done in the course",
        "Co-producing social services",
        "Estimated reading time: 1 hour 50 minutes (English and Portuguese)",
        "Issued on",
        "20 November 2023",
        "Number, for correspondence only",
        "7F3K-2M9Q",
        "Issued by",
        "The portal's demonstration",
        "This is a demonstration: no",
        "organisation answers for this paper.",
        "Check this certificate at https://portal.example/verify/a34krb2zyyv9fw09gh3espzwmw/",
    ]


@pytest.mark.parametrize("about", [ARABIC, GREEK, PORTUGUESE], ids=lambda about: about.language)
def test_text_is_read_in_its_order_in_bold_and_in_regular(about):
    lines = lines_of(pdf.render(about))

    bold = [about.name, about.course_title]
    regular = [about.tagline, about.issuer]
    assert [line for line in lines if line in bold] == bold
    assert [line for line in lines if line in regular] == regular


def test_name_in_the_letters_of_the_paper_comes_first():
    lines = lines_of(pdf.render(replace(ARABIC, name="Salma", name_other="سلمى")))

    assert "سلمى Salma" in lines


def test_names_stay_in_their_order_where_none_is_in_the_letters_of_the_paper():
    lines = lines_of(pdf.render(replace(GREEK, name="Salma", name_other="سلمى")))

    assert "Salma سلمى" in lines


@pytest.mark.parametrize("about", [ENGLISH, ARABIC], ids=lambda about: about.language)
@pytest.mark.parametrize(
    "name", ["سلمى Salma", "Γιώργος Παπαδόπουλος", "Иван", "Jo محمد عبد الرحمن"]
)
def test_name_in_other_or_in_mixed_letters_keeps_its_words_in_order(about, name):
    text = text_of(pdf.render(replace(about, name=name)))

    # The reader guesses spaces from distances, and wrongly where the direction turns.
    assert name.replace(" ", "") in text.replace(" ", "")


def test_correction_is_dated_and_changes_neither_number_nor_date():
    lines = lines_of(pdf.render(replace(ENGLISH, corrected_on=date(2024, 3, 3))))

    assert lines[7:13] == [
        "Issued on",
        "20 November 2023",
        "Number, for correspondence only",
        "7F3K-2M9Q",
        "Name corrected on",
        "3 March 2024",
    ]


@pytest.mark.parametrize(
    "name",
    ["#panic()", "*Ada* _Lovelace_", "$x^2$ \\ #[b]", '"); #read("/etc/passwd") //', "= A <b>"],
)
def test_markup_in_a_name_is_printed_as_it_is(name):
    assert name in lines_of(pdf.render(replace(ENGLISH, name=name)))


def test_controls_of_direction_in_a_name_do_nothing():
    lines = lines_of(pdf.render(replace(ENGLISH, name="\u202eAda\u2066\n Lovelace\x00")))

    assert "Ada Lovelace" in lines


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "\u200b\u202e", "\x00"])
def test_empty_name_is_refused(name):
    with pytest.raises(pdf.NameMissing):
        pdf.render(replace(ENGLISH, name=name))
    with pytest.raises(pdf.NameMissing):
        pdf.check_name(name)


@pytest.mark.parametrize("name", ["中文", "Ada 😀"])
def test_letters_in_no_font_are_refused_not_printed_as_boxes(name):
    with pytest.raises(pdf.Unprintable):
        pdf.render(replace(ENGLISH, name=name))
    with pytest.raises(pdf.Unprintable):
        pdf.check_name(name)


# The file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about", [ENGLISH, ARABIC, GREEK, PORTUGUESE], ids=lambda about: about.language
)
def test_file_is_tagged_titled_small_and_carries_its_fonts(about):
    made = pdf.render(replace(about, name_other="سلمى Salma"))

    assert len(made) < 60_000
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == 1
        assert [round(edge) for edge in document.pages[0].mediabox] == [0, 0, 842, 595]
        assert str(document.Root.Lang) == about.language
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert about.name in str(document.docinfo.Title)
        assert about.course_title in str(document.docinfo.Title)
        assert document.open_metadata()["pdfuaid:part"] == "1"
        fonts = document.pages[0].Resources.Font.values()
        inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in inner)
        families = {str(d.FontName).split("+")[1].split("-")[0] for d in inner}
        assert families == {"NotoSans", "Amiri"}


def test_tags_say_what_is_what_and_in_which_language():
    course = {"course_title": ARABIC.course_title, "title_language": "ar"}
    tags = tags_of(pdf.render(replace(ENGLISH, **course)))

    headings = [said for kind, said in tags if kind == "/H1"]
    figures = [said for kind, said in tags if kind == "/Figure"]
    assert headings == [{"/Lang": "ar", "/T": ARABIC.course_title}]
    assert figures == [
        {"/Alt": "QR code for the web address where this certificate can be checked"}
    ]
    assert [kind for kind, _said in tags].count("/Link") == 1


@pytest.mark.parametrize("about", [ENGLISH, ARABIC], ids=lambda about: about.language)
@pytest.mark.parametrize(
    "long",
    [
        {"name": EIGHTY_LETTERS, "name_other": EIGHTY_LETTERS},
        {"name": "W" * 80, "name_other": "م" * 80},
        {"name": ARABIC.name * 3, "corrected_on": date(2024, 3, 3)},
        {"course_title": LONG_TITLE, "issuer": "A body " * 22, "statement": "A sentence. " * 40},
        {"verify_url": f"https://portal.example/{'verify/' * 20}"},
    ],
    ids=lambda long: "-".join(long),
)
def test_long_texts_stay_on_one_page(about, long):
    made = pdf.render(replace(about, **long))

    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1


def test_paper_leaves_out_what_is_not_known():
    bare = {"statement": "", "tagline": "", "minutes": 0, "lesson_languages": ()}
    lines = lines_of(pdf.render(replace(ENGLISH, **bare)))

    assert lines[4:6] == ["Co-producing social services", "Issued on"]


def test_same_paper_is_the_same_file_for_all_who_ask_at_once():
    with ThreadPoolExecutor(8) as pool:
        files = set(pool.map(pdf.render, [ENGLISH, ARABIC] * 8))

    assert files == {pdf.render(ENGLISH), pdf.render(ARABIC)}


# Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("lesson_count", [0, 1, 2, 3, 11, 100])
def test_sentence_names_the_learner_and_the_course_in_every_language(language, lesson_count):
    with translation.override(language):
        parts = strings.certifying_parts(lesson_count=lesson_count)

    assert sorted(kind for kind, _text in parts if kind != "words") == ["course", "name"]
    assert "%" not in "".join(text for _kind, text in parts)


@pytest.mark.parametrize(
    ("minutes", "languages", "said"),
    [
        (0, ("en",), ""),
        (1, (), "Estimated reading time: 1 minute"),
        (60, ("el",), "Estimated reading time: 1 hour (Greek)"),
        (135, ("en", "ar"), "Estimated reading time: 2 hours 15 minutes (English and Arabic)"),
        (
            59,
            ("fr", "es", "pt"),
            "Estimated reading time: 59 minutes (French, Spanish and Portuguese)",
        ),
    ],
)
def test_study_says_how_long_and_in_which_languages(minutes, languages, said):
    assert strings.study_time(minutes=minutes, languages=languages) == said


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "3 March 2024"),
        ("fr", "3 mars 2024"),
        ("es", "3 de marzo de 2024"),
        ("pt", "3 de março de 2024"),
        ("el", "3 Μαρτίου 2024"),
        ("ar", "3 آذار/مارس 2024"),
    ],
)
def test_dates_are_long_and_in_western_digits(language, written):
    with translation.override(language):
        assert strings.format_long_date(date(2024, 3, 3)).replace("\xa0", " ") == written
