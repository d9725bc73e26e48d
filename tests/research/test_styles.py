"""Citation styles."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from core.l10n.languages import CODES
from research.citations import Citation, Creator
from research.export import strings, styles
from research.export.styles import apa, chicago, plain_text, vancouver

WORK = UUID("1b0f2466-16d9-40b1-9589-008862be3095")
JENKINS = Creator("Jenkins", "Hamish", "Hamish Jenkins")
YI = Creator("Yi", "Ilcheong", "Ilcheong Yi")
LORCA = Creator("García Lorca", "Federico José", "Federico José García Lorca")
IBARRA = Creator("Ibarra", "Íñigo", "Íñigo Ibarra")
OECD = Creator(organisation="OECD")
REPORT = Citation(
    WORK, "report", "Guidelines", "en", (JENKINS, YI), 2021, "UNRISD", url="https://a.org/b"
)
ARTICLE = Citation(
    WORK,
    "article",
    "What is law?",
    "en",
    (JENKINS,),
    2021,
    "P",
    "Law Review",
    "12(3)",
    "81-98",
    "10.1234/x",
)
CHAPTER = Citation(
    WORK, "chapter", "Promoting", "en", (OECD,), 2016, "UNRISD", "Flagship", "4", "81-98"
)
SERIES = Citation(WORK, "brief", "Med", "fr", (YI,), 2021, "FEMISE", "MED BRIEF", "23")
THIN = Citation(WORK, "study", "A study", "en")
ARABIC = Citation(
    WORK,
    "report",
    "التعاونيات",
    "ar",
    (
        Creator("حريري", "نزار", "نزار حريري"),
        Creator("الحايك", "إيلي", "إيلي الحايك"),
        Creator("دبّاس", "ليا", "ليا دبّاس"),
    ),
    2024,
    "المفكرة القانونية",
)


def told(style: Callable[..., styles.Runs], citation: Citation, **more: str) -> str:
    """As a reader of the publication's own language writes it down."""
    return plain_text(style(citation, **{"language": citation.language, **more}))


def crowd(count: int) -> tuple[Creator, ...]:
    return tuple(Creator(f"N{number}", "Ana", f"Ana N{number}") for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (REPORT, "Jenkins, H., & Yi, I. (2021). Guidelines. UNRISD. https://a.org/b"),
        (
            ARTICLE,
            "Jenkins, H. (2021). What is law? Law Review, 12(3), 81–98. https://doi.org/10.1234/x",
        ),
        (CHAPTER, "OECD. (2016). Promoting. In Flagship (No. 4, pp. 81–98). UNRISD."),
        (SERIES, "Yi, I. (2021). Med (MED BRIEF n° 23). FEMISE."),
        (THIN, "A study. (n.d.)."),
        (ARABIC, "حريري، نزار؛ الحايك، إيلي؛ ودبّاس، ليا. (2024). التعاونيات. المفكرة القانونية."),
        (
            replace(REPORT, creators=(OECD,), publisher="OECD"),
            "OECD. (2021). Guidelines. https://a.org/b",
        ),
        (replace(REPORT, creators=()), "Guidelines. (2021). UNRISD. https://a.org/b"),
        (
            replace(THIN, creators=(LORCA, YI), language="es"),
            "García Lorca, F. J. y Yi, I. (s. f.). A study.",
        ),
        (
            replace(THIN, creators=(LORCA, IBARRA), language="es"),
            "García Lorca, F. J. e Ibarra, Í. (s. f.). A study.",
        ),
        (
            replace(THIN, creators=(Creator("Sartre", "Jean-Paul"),)),
            "Sartre, J.-P. (n.d.). A study.",
        ),
        (replace(THIN, creators=(Creator(name="Plato"),)), "Plato. (n.d.). A study."),
        (
            replace(THIN, creators=(Creator("Παπαδάκη", "Ελένη"),), language="el"),
            "Παπαδάκη, Ε. (χ.χ.). A study.",
        ),
        (replace(THIN, title="Is it?"), "Is it? (n.d.)."),
        (replace(THIN, title="He said “go.”"), "He said “go.” (n.d.)."),
    ],
)
def test_apa(citation, said):
    assert told(apa, citation) == said


def test_apa_of_more_than_twenty():
    said = told(apa, replace(THIN, creators=crowd(23)))

    assert said.startswith("N1, A., N2, A., ")
    assert "N19, A., … N23, A. (n.d.)" in said
    assert "N20" not in said


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (REPORT, "Jenkins, Hamish, and Ilcheong Yi. 2021. Guidelines. UNRISD. https://a.org/b."),
        (
            ARTICLE,
            "Jenkins, Hamish. 2021. “What is law?” Law Review 12(3): 81–98. https://doi.org/10.1234/x.",
        ),
        (CHAPTER, "OECD. 2016. “Promoting.” In Flagship, No. 4, 81–98. UNRISD."),
        (SERIES, "Yi, Ilcheong. 2021. Med. MED BRIEF n° 23. FEMISE."),
        (THIN, "A study. n.d."),
        (ARABIC, "حريري، نزار؛ إيلي الحايك؛ وليا دبّاس. 2024. التعاونيات. المفكرة القانونية."),
        (
            replace(THIN, creators=(YI, LORCA), language="es"),
            "Yi, Ilcheong y Federico José García Lorca. s. f. A study.",
        ),
        (
            replace(THIN, creators=(LORCA, YI), language="es"),
            "García Lorca, Federico José e Ilcheong Yi. s. f. A study.",
        ),
        (
            replace(ARTICLE, language="es"),
            "Jenkins, Hamish. 2021. «What is law?» Law Review 12(3): 81–98. https://doi.org/10.1234/x.",
        ),
        (replace(THIN, creators=crowd(7)), "N1, Ana, Ana N2, Ana N3, et al. n.d. A study."),
    ],
)
def test_chicago(citation, said):
    assert told(chicago, citation) == said


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (REPORT, "Jenkins H, Yi I. Guidelines. UNRISD; 2021. Available from: https://a.org/b"),
        (
            ARTICLE,
            "Jenkins H. What is law? Law Review. 2021;12(3):81-98. Available from: https://doi.org/10.1234/x",
        ),
        (CHAPTER, "OECD. Promoting. In: Flagship. UNRISD; 2016. No. 4. p. 81-98."),
        (SERIES, "Yi I. Med. FEMISE; 2021. (MED BRIEF n° 23)."),
        (THIN, "A study. [date unknown]."),
        (ARABIC, "حريري، نزار؛ الحايك، إيلي؛ دبّاس، ليا. التعاونيات. المفكرة القانونية؛ 2024."),
        (
            replace(THIN, creators=(Creator("Sartre", "Jean-Paul"),)),
            "Sartre JP. A study. [date unknown].",
        ),
        (
            replace(THIN, creators=crowd(7)),
            "N1 A, N2 A, N3 A, N4 A, N5 A, N6 A, et al. A study. [date unknown].",
        ),
    ],
)
def test_vancouver(citation, said):
    assert told(vancouver, citation) == said


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("style", styles.STYLES.values(), ids=styles.STYLES.keys())
def test_every_language_has_its_words(style, language):
    said = strings.LANGUAGES[language]

    text = told(style, THIN, language=language)

    assert said.no_date in text or said.date_unknown in text


def test_a_language_without_words_is_told_in_english():
    assert told(apa, THIN, language="de") == "A study. (n.d.)."


@pytest.mark.parametrize("style", styles.STYLES.values(), ids=styles.STYLES.keys())
def test_no_sign_stands_twice(style):
    """Whatever is not known: no empty brackets, no two full stops, no space at an end."""
    for known in [
        {"creators": (), "year": None, "publisher": ""},
        {"number": "", "pages": ""},
        {"container": ""},
        {"publisher": "", "container": ""},
        {"creators": (Creator("Yi"),)},
    ]:
        for citation in [REPORT, ARTICLE, CHAPTER, SERIES, ARABIC]:
            text = told(style, replace(citation, **known))

            for fault in ["..", "()", "  ", " .", " ,", ", .", "?.", "; ;", "[]"]:
                assert fault not in text.replace("s. d..", ""), (text, fault)
            assert text == text.strip()


@pytest.mark.parametrize(
    ("style", "language", "said"),
    [
        (apa, "en", "García Lorca, F. J., & Yi, I. (n.d.). Ley. https://a.org/b"),
        (apa, "es", "García Lorca, F. J. y Yi, I. (s. f.). Ley. https://a.org/b"),
        (apa, "ar", "García Lorca, F. J.؛ وYi, I. (د.ت.). Ley. https://a.org/b"),
        (chicago, "en", "García Lorca, Federico José, and Ilcheong Yi. n.d. Ley. https://a.org/b."),
        (vancouver, "en", "García Lorca FJ, Yi I. Ley. [date unknown]. Available from: https://a.org/b"),
        (vancouver, "fr", "García Lorca FJ, Yi I. Ley. [date inconnue]. Disponible à : https://a.org/b"),
    ],
)  # fmt: skip
def test_words_are_the_readers_whatever_is_cited(style, language, said):
    """A Spanish study, written down in a text in another language."""
    study = Citation(WORK, "study", "Ley", "es", (LORCA, YI), url="https://a.org/b")

    assert told(style, study, language=language) == said


def test_an_arabic_name_keeps_its_comma_in_an_english_text():
    assert told(apa, ARABIC, language="en") == (
        "حريري، نزار, الحايك، إيلي, & دبّاس، ليا. (2024). التعاونيات. المفكرة القانونية."
    )


@pytest.mark.parametrize(
    ("style", "language", "said"),
    [
        (apa, "en", "A study. (n.d.). Retrieved 30 November 2026, from https://a.org/b"),
        (apa, "fr", "A study. (s. d.). Consulté le 30 November 2026, à l’adresse https://a.org/b"),
        (chicago, "en", "A study. n.d. Accessed 30 November 2026. https://a.org/b."),
        (
            vancouver,
            "en",
            "A study. [date unknown] [cited 30 November 2026]. Available from: https://a.org/b",
        ),
    ],
)
def test_the_day_of_access(style, language, said):
    cited = replace(THIN, url="https://a.org/b")

    assert told(style, cited, language=language, seen="30 November 2026") == said


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("style", styles.STYLES.values(), ids=styles.STYLES.keys())
def test_every_language_says_when_it_was_read(style, language):
    assert "DAY" in told(style, replace(THIN, url="https://a.org"), language=language, seen="DAY")


def test_names_and_titles_are_marked():
    """So that each runs in its own direction, inside a sentence in another."""
    runs = [run for run in apa(ARTICLE, language="ar") if run.kind != styles.PLAIN]

    assert [(run.text, run.kind) for run in runs] == [
        ("Jenkins, H.", styles.NAME),
        ("What is law?", styles.QUOTED),
        ("Law Review", styles.TITLE),
        ("https://doi.org/10.1234/x", styles.LINK),
    ]


def test_titles_and_addresses_are_marked():
    runs = [run for run in apa(REPORT, language="en") if run.kind != styles.NAME]

    assert [(run.text, run.kind) for run in runs if run.kind != styles.PLAIN] == [
        ("Guidelines", styles.TITLE),
        ("https://a.org/b", styles.LINK),
    ]
