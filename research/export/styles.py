"""Citation styles: APA 7, Chicago 18 (author-date) and Vancouver.

Written by hand: citeproc-py sets Arabic given names as initials ("حريري, . نزار ."), doubles the
full stop after a question mark, and its styles are a package of 89 MB. Titles keep the
capitalisation they were published with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from research.citations import Citation, Creator
from research.export import words
from research.export.words import Terms

PLAIN, TITLE, LINK = "plain", "title", "link"
# A title may end with its own punctuation; then no full stop follows.
ENDED = (".", "?", "!", "؟", "…", ";")


@dataclass(frozen=True)
class Run:
    """A run of text: plain, a title to set in italics, or a URL."""

    text: str
    kind: str = PLAIN


Runs = list[Run]


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


# --- what the styles share


def sentence(text: str) -> str:
    """End with a full stop, and a space for what follows."""
    if not text:
        return ""
    bare = text.rstrip("”»’ ")
    return f"{text} " if bare.endswith(ENDED) else f"{text}. "


def titled(title: str, then: str = "") -> Runs:
    """A title in italics with what follows it, punctuated as a sentence."""
    return [Run(title, TITLE), Run(sentence(title + then)[len(title) :])]


def initials(given: str, *, point: str, space: str) -> str:
    """J. P. of "Jean Paul", J.-P. of "Jean-Paul"; unabbreviated in a script without capitals."""
    if not has_capitals(given):
        return given
    parts = [part for part in re.split(r"[\s.]+", given) if part]
    hyphen = "-" if point else ""
    return space.join(
        hyphen.join(f"{one[0].upper()}{point}" for one in part.split("-") if one) for part in parts
    )


def has_capitals(text: str) -> bool:
    return text.upper() != text.lower()


def inverted(creator: Creator, given: str, comma: str) -> str:
    """Family name first; an organisation or a name without parts as written."""
    if not creator.family:
        return creator.written
    return comma.join(filter(None, [creator.family, given]))


def joined(names: list[str], word: str, terms: Terms, last: str) -> str:
    """Names with the conjunction `word` before the last one."""
    if len(names) < 2:
        return "".join(names)
    *most, final = names
    return f"{terms.between.join(most)}{last}{word}{final}"


def spanish_and(word: str, last: list[str]) -> str:
    """Spanish "y" becomes "e" before a name that begins with the sound of i."""
    has_i = word == "y " and last and re.match(r"h?[ií](?![ae])", last[0], re.IGNORECASE)
    return "e " if has_i else word


def numbered(number: str, terms: Terms) -> str:
    """No. 23; a number with text of its own is left as it is."""
    return terms.number % number if number.isdecimal() else number


def paged(citation: Citation, terms: Terms) -> str:
    """pp. 81–98; "" where the pages are unknown."""
    if not citation.pages:
        return ""
    text = dashed(citation.pages)
    return (terms.pages if "–" in text else terms.page) % text


def dashed(pages: str) -> str:
    return "–".join(part.strip() for part in pages.replace("–", "-").split("-"))


def series(citation: Citation, terms: Terms) -> str:
    """Series and number: FEMISE MED BRIEF No. 23."""
    parts = [citation.container, numbered(citation.number, terms)]
    return " ".join(filter(None, parts))


def maker(citation: Citation) -> str:
    """The publisher, unless it is the creator already."""
    names = [one.written for one in citation.creators]
    return "" if names == [citation.publisher] else citation.publisher


def ended(runs: Runs) -> Runs:
    """Drop empty runs and the trailing space."""
    kept = [run for run in runs if run.text]
    if kept:
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].kind)
    return kept


# --- APA 7


def apa(citation: Citation) -> Runs:
    terms = words.of(citation.language)
    year = f"({citation.year or terms.no_date}). "
    who = sentence(apa_names(citation.creators, terms)).rstrip()
    if who:
        head = [Run(f"{who} {year}"), *apa_title(citation, terms)]
    else:
        head = [*apa_title(citation, terms), Run(year)]
    return ended([*head, *apa_source(citation, terms), Run(citation.link, LINK)])


def apa_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    names = [
        inverted(one, initials(one.given, point=".", space=" "), terms.comma) for one in creators
    ]
    if len(names) > 20:
        return f"{terms.between.join(names[:19])}{terms.between}… {names[-1]}"
    # Spanish "y" takes no comma before it; & does.
    last = " " if terms.ampersand == terms.and_word and terms.last == " " else terms.between
    return joined(names, spanish_and(terms.ampersand, names[-1:]), terms, last)


def apa_title(citation: Citation, terms: Terms) -> Runs:
    if citation.type in {"article", "chapter"}:
        return [Run(sentence(citation.title))]
    text = series(citation, terms)
    return titled(citation.title, f" ({text})" if text else "")


def apa_source(citation: Citation, terms: Terms) -> Runs:
    if citation.type == "article" and citation.container:
        rest = terms.comma.join(filter(None, [citation.number, dashed(citation.pages)]))
        return titled(citation.container, f"{terms.comma}{rest}" if rest else "")
    source = Run(sentence(maker(citation)))
    if citation.type == "chapter" and citation.container:
        rest = terms.comma.join(
            filter(None, [numbered(citation.number, terms), paged(citation, terms)])
        )
        book = titled(citation.container, f" ({rest})" if rest else "")
        return [Run(f"{terms.within} "), *book, source]
    return [source]


# --- Chicago 18, author-date


def chicago(citation: Citation) -> Runs:
    terms = words.of(citation.language)
    year = sentence(str(citation.year or terms.no_date))
    who = sentence(chicago_names(citation.creators, terms))
    title = chicago_title(citation, terms)
    head = [Run(f"{who}{year}"), *title] if who else [*title, Run(year)]
    link = [Run(citation.link, LINK), Run("." if citation.link else "")]
    return ended([*head, *chicago_source(citation, terms), *link])


def chicago_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    """The first inverted, the others in natural order; three of more than six, then "et al."."""
    first = [inverted(one, one.given, terms.comma) for one in creators[:1]]
    names = [*first, *(one.written for one in creators[1:])]
    if len(names) > 6:
        return f"{terms.between.join(names[:3])}{terms.between}{terms.et_al}"
    return joined(names, spanish_and(terms.and_word, names[-1:]), terms, terms.last)


def chicago_title(citation: Citation, terms: Terms) -> Runs:
    if citation.type in {"article", "chapter"}:
        opening, closing = terms.quotes
        end = "" if citation.title.endswith(ENDED) else "."
        if closing == "”":
            return [Run(f"{opening}{citation.title}{end}{closing} ")]
        return [Run(f"{opening}{citation.title}{closing}{end} ")]
    return titled(citation.title)


def chicago_source(citation: Citation, terms: Terms) -> Runs:
    publisher = Run(sentence(citation.publisher))
    if citation.type == "article" and citation.container:
        number = f" {citation.number}" if citation.number else ""
        pages = f": {dashed(citation.pages)}" if citation.pages else ""
        return titled(citation.container, number + pages)
    if citation.type == "chapter" and citation.container:
        parts = [numbered(citation.number, terms), dashed(citation.pages)]
        rest = "".join(f"{terms.comma}{one}" for one in parts if one)
        return [Run(f"{terms.within} "), *titled(citation.container, rest), publisher]
    return [Run(sentence(series(citation, terms))), publisher]


# --- Vancouver


def vancouver(citation: Citation) -> Runs:
    terms = words.of(citation.language)
    who = sentence(vancouver_names(citation.creators, terms))
    title = sentence(citation.title)
    return ended(
        [Run(f"{who}{title}{vancouver_source(citation, terms)}"), *vancouver_link(citation)]
    )


def vancouver_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    names = [
        inverted(
            one,
            initials(one.given, point="", space=""),
            " " if has_capitals(one.given) else terms.comma,
        )
        for one in creators
    ]
    if len(names) > 6:
        return f"{terms.between.join(names[:6])}{terms.between}{terms.et_al}"
    return terms.between.join(names)


def vancouver_source(citation: Citation, terms: Terms) -> str:
    year = str(citation.year or f"[{terms.date_unknown}]")
    if citation.type == "article" and citation.container:
        number = f";{citation.number}" if citation.number else ""
        pages = f":{citation.pages.replace('–', '-')}" if citation.pages else ""
        return f"{sentence(citation.container)}{year}{number}{pages}. "
    issued = sentence(terms.semicolon.join(filter(None, [citation.publisher, year])))
    if citation.type == "chapter" and citation.container:
        place = [
            numbered(citation.number, terms),
            (terms.page % citation.pages) if citation.pages else "",
        ]
        rest = "".join(sentence(one) for one in place if one)
        return f"{terms.within}: {sentence(citation.container)}{issued}{rest}"
    text = series(citation, terms)
    return f"{issued}({text}). " if text else issued


def vancouver_link(citation: Citation) -> Runs:
    if not citation.link:
        return []
    return [Run(f"{words.of(citation.language).available} "), Run(citation.link, LINK)]


STYLES: dict[str, Callable[[Citation], Runs]] = {
    "APA 7": apa,
    "Chicago 18": chicago,
    "Vancouver": vancouver,
}
