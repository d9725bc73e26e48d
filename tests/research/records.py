"""Citations of every kind, full and thin."""

from uuid import UUID

from research.citations import Citation, Creator
from research.export import json_ld

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


def json_ld_of(record: Citation, **changes) -> dict:
    told = json_ld.PublicationVersion(record.title, record.language)
    return json_ld.write(record, version=told, **changes)
