"""Localised strings of references, in the language of the reader who cites.

Names and titles keep their own: an Arabic name has an Arabic comma, whoever cites it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """Terms and punctuation of one language."""

    no_date: str
    date_unknown: str
    et_al: str
    ampersand: str
    and_word: str
    within: str
    number: str
    page: str
    pages: str
    available: str
    retrieved: str
    accessed: str
    cited: str
    quotes: tuple[str, str]
    comma: str = ", "
    between: str = ", "
    last: str = ", "
    semicolon: str = "; "


LANGUAGES = {
    "en": Terms(
        no_date="n.d.",
        date_unknown="date unknown",
        et_al="et al.",
        ampersand="& ",
        and_word="and ",
        within="In",
        number="No. %s",
        page="p. %s",
        pages="pp. %s",
        available="Available from:",
        retrieved="Retrieved %s, from",
        accessed="Accessed %s",
        cited="[cited %s]",
        quotes=("“", "”"),
    ),
    "fr": Terms(
        no_date="s. d.",
        date_unknown="date inconnue",
        et_al="et al.",
        ampersand="& ",
        and_word="et ",
        within="Dans",
        number="n° %s",
        page="p. %s",
        pages="p. %s",
        available="Disponible à :",
        retrieved="Consulté le %s, à l’adresse",
        accessed="Consulté le %s",
        cited="[consulté le %s]",
        quotes=("« ", " »"),
        last=" ",
    ),
    "es": Terms(
        no_date="s. f.",
        date_unknown="fecha desconocida",
        et_al="et al.",
        ampersand="y ",
        and_word="y ",
        within="En",
        number="n.º %s",
        page="p. %s",
        pages="pp. %s",
        available="Disponible en:",
        retrieved="Recuperado el %s, de",
        accessed="Consultado el %s",
        cited="[consultado el %s]",
        quotes=("«", "»"),
        last=" ",
    ),
    "pt": Terms(
        no_date="s.d.",
        date_unknown="data desconhecida",
        et_al="et al.",
        ampersand="& ",
        and_word="e ",
        within="Em",
        number="n.º %s",
        page="p. %s",
        pages="pp. %s",
        available="Disponível em:",
        retrieved="Obtido em %s, de",
        accessed="Consultado em %s",
        cited="[consultado em %s]",
        quotes=("“", "”"),
        last=" ",
    ),
    "el": Terms(
        no_date="χ.χ.",
        date_unknown="χωρίς χρονολογία",
        et_al="κ.ά.",
        ampersand="& ",
        and_word="και ",
        within="Στο",
        number="αρ. %s",
        page="σ. %s",
        pages="σσ. %s",
        available="Διαθέσιμο στο:",
        retrieved="Ανακτήθηκε: %s, από",
        accessed="Πρόσβαση: %s",
        cited="[πρόσβαση: %s]",
        quotes=("«", "»"),
        last=" ",
    ),
    "ar": Terms(
        no_date="د.ت.",
        date_unknown="تاريخ غير معروف",
        et_al="وآخرون",
        ampersand="و",
        and_word="و",
        within="في",
        number="العدد %s",
        page="ص. %s",
        pages="ص. %s",
        available="متاح على:",
        retrieved="استُرجع في %s، من",
        accessed="اطُّلع عليه في %s",
        cited="[اطُّلع عليه في %s]",
        quotes=("«", "»"),
        comma="، ",
        between="؛ ",
        last="؛ ",
        semicolon="؛ ",
    ),
}


def of(language: str) -> Terms:
    """The terms of a language; English as a fallback."""
    return LANGUAGES.get(language, LANGUAGES["en"])
