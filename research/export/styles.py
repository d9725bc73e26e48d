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
from research.export.words import Words

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


def joined(names: list[str], word: str, said: Words, last: str) -> str:
    """Names with the conjunction `word` before the last one."""
    if len(names) < 2:
        return "".join(names)
    *most, final = names
    return f"{said.between.join(most)}{last}{word}{final}"


def spanish_and(word: str, last: list[str]) -> str:
    """Spanish "y" becomes "e" before a name that begins with the sound of i."""
    has_i = word == "y " and last and re.match(r"h?[ií](?![ae])", last[0], re.IGNORECASE)
    return "e " if has_i else word


def numbered(number: str, said: Words) -> str:
    """No. 23; a number with text of its own is left as it is."""
    return said.number % number if number.isdecimal() else number


def paged(citation: Citation, said: Words) -> str:
    """pp. 81–98; "" where the pages are unknown."""
    if not citation.pages:
        return ""
    told = dashed(citation.pages)
    return (said.pages if "–" in told else said.page) % told


def dashed(pages: str) -> str:
    return "–".join(part.strip() for part in pages.replace("–", "-").split("-"))


def series(citation: Citation, said: Words) -> str:
    """Series and number: FEMISE MED BRIEF No. 23."""
    parts = [citation.container, numbered(citation.number, said)]
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
    said = words.of(citation.language)
    year = f"({citation.year or said.no_date}). "
    who = sentence(apa_names(citation.creators, said)).rstrip()
    if who:
        head = [Run(f"{who} {year}"), *apa_title(citation, said)]
    else:
        head = [*apa_title(citation, said), Run(year)]
    return ended([*head, *apa_source(citation, said), Run(citation.link, LINK)])


def apa_names(creators: tuple[Creator, ...], said: Words) -> str:
    names = [
        inverted(one, initials(one.given, point=".", space=" "), said.comma) for one in creators
    ]
    if len(names) > 20:
        return f"{said.between.join(names[:19])}{said.between}… {names[-1]}"
    # Spanish "y" takes no comma before it; & does.
    last = " " if said.ampersand == said.and_word and said.last == " " else said.between
    return joined(names, spanish_and(said.ampersand, names[-1:]), said, last)


def apa_title(citation: Citation, said: Words) -> Runs:
    if citation.type in {"article", "chapter"}:
        return [Run(sentence(citation.title))]
    told = series(citation, said)
    return titled(citation.title, f" ({told})" if told else "")


def apa_source(citation: Citation, said: Words) -> Runs:
    if citation.type == "article" and citation.container:
        rest = said.comma.join(filter(None, [citation.number, dashed(citation.pages)]))
        return titled(citation.container, f"{said.comma}{rest}" if rest else "")
    source = Run(sentence(maker(citation)))
    if citation.type == "chapter" and citation.container:
        rest = said.comma.join(
            filter(None, [numbered(citation.number, said), paged(citation, said)])
        )
        book = titled(citation.container, f" ({rest})" if rest else "")
        return [Run(f"{said.within} "), *book, source]
    return [source]


# --- Chicago 18, author-date


def chicago(citation: Citation) -> Runs:
    said = words.of(citation.language)
    year = sentence(str(citation.year or said.no_date))
    who = sentence(chicago_names(citation.creators, said))
    title = chicago_title(citation, said)
    head = [Run(f"{who}{year}"), *title] if who else [*title, Run(year)]
    link = [Run(citation.link, LINK), Run("." if citation.link else "")]
    return ended([*head, *chicago_source(citation, said), *link])


def chicago_names(creators: tuple[Creator, ...], said: Words) -> str:
    """The first inverted, the others in natural order; three of more than six, then "et al."."""
    first = [inverted(one, one.given, said.comma) for one in creators[:1]]
    names = [*first, *(one.written for one in creators[1:])]
    if len(names) > 6:
        return f"{said.between.join(names[:3])}{said.between}{said.et_al}"
    return joined(names, spanish_and(said.and_word, names[-1:]), said, said.last)


def chicago_title(citation: Citation, said: Words) -> Runs:
    if citation.type in {"article", "chapter"}:
        opening, closing = said.quotes
        end = "" if citation.title.endswith(ENDED) else "."
        if closing == "”":
            return [Run(f"{opening}{citation.title}{end}{closing} ")]
        return [Run(f"{opening}{citation.title}{closing}{end} ")]
    return titled(citation.title)


def chicago_source(citation: Citation, said: Words) -> Runs:
    publisher = Run(sentence(citation.publisher))
    if citation.type == "article" and citation.container:
        number = f" {citation.number}" if citation.number else ""
        pages = f": {dashed(citation.pages)}" if citation.pages else ""
        return titled(citation.container, number + pages)
    if citation.type == "chapter" and citation.container:
        parts = [numbered(citation.number, said), dashed(citation.pages)]
        rest = "".join(f"{said.comma}{one}" for one in parts if one)
        return [Run(f"{said.within} "), *titled(citation.container, rest), publisher]
    return [Run(sentence(series(citation, said))), publisher]


# --- Vancouver


def vancouver(citation: Citation) -> Runs:
    said = words.of(citation.language)
    who = sentence(vancouver_names(citation.creators, said))
    title = sentence(citation.title)
    return ended(
        [Run(f"{who}{title}{vancouver_source(citation, said)}"), *vancouver_link(citation)]
    )


def vancouver_names(creators: tuple[Creator, ...], said: Words) -> str:
    names = [
        inverted(
            one,
            initials(one.given, point="", space=""),
            " " if has_capitals(one.given) else said.comma,
        )
        for one in creators
    ]
    if len(names) > 6:
        return f"{said.between.join(names[:6])}{said.between}{said.et_al}"
    return said.between.join(names)


def vancouver_source(citation: Citation, said: Words) -> str:
    year = str(citation.year or f"[{said.date_unknown}]")
    if citation.type == "article" and citation.container:
        number = f";{citation.number}" if citation.number else ""
        pages = f":{citation.pages.replace('–', '-')}" if citation.pages else ""
        return f"{sentence(citation.container)}{year}{number}{pages}. "
    issued = sentence(said.semicolon.join(filter(None, [citation.publisher, year])))
    if citation.type == "chapter" and citation.container:
        place = [
            numbered(citation.number, said),
            (said.page % citation.pages) if citation.pages else "",
        ]
        rest = "".join(sentence(one) for one in place if one)
        return f"{said.within}: {sentence(citation.container)}{issued}{rest}"
    told = series(citation, said)
    return f"{issued}({told}). " if told else issued


def vancouver_link(citation: Citation) -> Runs:
    if not citation.link:
        return []
    return [Run(f"{words.of(citation.language).available} "), Run(citation.link, LINK)]


STYLES: dict[str, Callable[[Citation], Runs]] = {
    "APA 7": apa,
    "Chicago 18": chicago,
    "Vancouver": vancouver,
}
