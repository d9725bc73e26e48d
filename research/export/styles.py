"""Citation styles: APA 7, Chicago 18 (author-date) and Vancouver.

The terms are in the reader's language. Names and titles stay as published, in runs of their own,
so that they are isolated from a sentence in the other direction.

Written by hand: citeproc-py sets Arabic given names as initials ("حريري, . نزار ."), doubles the
full stop after a question mark, and its styles are a package of 89 MB. Titles keep the
capitalisation they were published with.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from research.citations import Citation, Creator
from research.export import strings
from research.export.strings import Terms

PLAIN, NAME, QUOTED, TITLE, LINK = "plain", "name", "quoted", "title", "link"
# Around a name inside a text, until the text is cut into runs.
OPENED, CLOSED = "\u2068", "\u2069"
NAMES = re.compile(f"{OPENED}(.*?){CLOSED}")
# A title may end with its own punctuation; then no full stop follows.
ENDED = (".", "?", "!", "؟", "…", ";")


@dataclass(frozen=True)
class TextRun:
    """A run of text: plain, a name, a title in roman or in italics, or a URL."""

    text: str
    kind: str = PLAIN


Runs = list[TextRun]


def plain_text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


# --- what the styles share


def end_sentence(text: str) -> str:
    """End with a full stop, and a space for what follows."""
    if not text:
        return ""
    bare = text.rstrip(f"”»’ {CLOSED}")
    return f"{text} " if bare.endswith(ENDED) else f"{text}. "


def own(name: str) -> str:
    """A name marked as words of its own; nothing for none."""
    return f"{OPENED}{name}{CLOSED}" if name else ""


def close_title(title: str, end: str) -> Runs:
    """A title as it is, with the signs that follow it."""
    return [TextRun(title, QUOTED), TextRun(end)]


def italic_title(title: str, then: str = "") -> Runs:
    """A title in italics with what follows it, punctuated as a sentence."""
    return [TextRun(title, TITLE), TextRun(end_sentence(title + then)[len(title) :])]


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


def invert_name(creator: Creator, given: str, comma: str = "") -> str:
    """Family name first; an organisation or a name without parts as written."""
    if not creator.family:
        return creator.written
    return (comma or comma_in(creator.family)).join(filter(None, [creator.family, given]))


def comma_in(name: str) -> str:
    """The comma of the script that a name is written in."""
    is_arabic = any("\u0600" <= sign <= "\u06ff" for sign in name)
    return "، " if is_arabic else ", "


def join_names(names: list[str], word: str, terms: Terms, last: str) -> str:
    """Names with the conjunction `word` before the last one."""
    if len(names) < 2:
        return own("".join(names))
    *most, final = map(own, names)
    return f"{terms.between.join(most)}{last}{word}{final}"


def spanish_and(word: str, last: list[str]) -> str:
    """Spanish "y" becomes "e" before a name that begins with the sound of i."""
    has_i = word == "y " and last and re.match(r"h?[ií](?![ae])", last[0], re.IGNORECASE)
    return "e " if has_i else word


def format_number(number: str, terms: Terms) -> str:
    """No. 23; a number with text of its own is left as it is."""
    return terms.number % number if number.isdecimal() else number


def format_pages(citation: Citation, terms: Terms) -> str:
    """pp. 81–98; "" where the pages are unknown."""
    if not citation.pages:
        return ""
    text = use_en_dash(citation.pages)
    return (terms.pages if "–" in text else terms.page) % text


def use_en_dash(pages: str) -> str:
    return "–".join(part.strip() for part in pages.replace("–", "-").split("-"))


def series(citation: Citation, terms: Terms) -> str:
    """FEMISE MED BRIEF No. 23."""
    parts = [own(citation.container), format_number(citation.number, terms)]
    return " ".join(filter(None, parts))


def maker(citation: Citation) -> str:
    """The publisher, unless it is the creator already."""
    names = [one.written for one in citation.creators]
    return "" if names == [citation.publisher] else own(citation.publisher)


def trim_runs(runs: Runs) -> Runs:
    """Names as runs of their own; no empty runs, and no space after the last one."""
    kept = [part for run in runs for part in split_run(run) if part.text]
    if kept:
        kept[-1] = TextRun(kept[-1].text.rstrip(), kept[-1].kind)
    return kept


def split_run(run: TextRun) -> Runs:
    """A plain run cut at its names; every other piece of the split is one."""
    if run.kind != PLAIN:
        return [run]
    pieces = NAMES.split(run.text)
    return [TextRun(text, NAME if odd % 2 else PLAIN) for odd, text in enumerate(pieces)]


# --- APA 7


def apa(citation: Citation, *, language: str, seen: str = "") -> Runs:
    """`seen` is the day of access, told; "" where none belongs into the reference."""
    terms = strings.of(language)
    year = f"({citation.year or terms.no_date}). "
    who = end_sentence(apa_names(citation.creators, terms)).rstrip()
    if who:
        head = [TextRun(f"{who} {year}"), *apa_title(citation, terms)]
    else:
        head = [*apa_title(citation, terms), TextRun(year)]
    retrieved = TextRun(f"{terms.retrieved % seen} " if seen else "")
    return trim_runs([*head, *apa_source(citation, terms), retrieved, TextRun(citation.link, LINK)])


def apa_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    names = [invert_name(one, initials(one.given, point=".", space=" ")) for one in creators]
    if len(names) > 20:
        most = terms.between.join(map(own, names[:19]))
        return f"{most}{terms.between}… {own(names[-1])}"
    # Spanish "y" follows no comma; the sign & does.
    last = " " if terms.ampersand == terms.and_word and terms.last == " " else terms.between
    return join_names(names, spanish_and(terms.ampersand, names[-1:]), terms, last)


def apa_title(citation: Citation, terms: Terms) -> Runs:
    if citation.type in {"article", "chapter"}:
        return close_title(citation.title, end_sentence(citation.title)[len(citation.title) :])
    told = series(citation, terms)
    return italic_title(citation.title, f" ({told})" if told else "")


def apa_source(citation: Citation, terms: Terms) -> Runs:
    if citation.type == "article" and citation.container:
        rest = terms.comma.join(filter(None, [citation.number, use_en_dash(citation.pages)]))
        return italic_title(citation.container, f"{terms.comma}{rest}" if rest else "")
    source = TextRun(end_sentence(maker(citation)))
    if citation.type == "chapter" and citation.container:
        rest = terms.comma.join(
            filter(None, [format_number(citation.number, terms), format_pages(citation, terms)])
        )
        book = italic_title(citation.container, f" ({rest})" if rest else "")
        return [TextRun(f"{terms.within} "), *book, source]
    return [source]


# --- Chicago 18, author-date


def chicago(citation: Citation, *, language: str, seen: str = "") -> Runs:
    terms = strings.of(language)
    year = end_sentence(str(citation.year or terms.no_date))
    who = end_sentence(chicago_names(citation.creators, terms))
    title = chicago_title(citation, terms)
    head = [TextRun(f"{who}{year}"), *title] if who else [*title, TextRun(year)]
    accessed = TextRun(end_sentence(terms.accessed % seen) if seen else "")
    link = [accessed, TextRun(citation.link, LINK), TextRun("." if citation.link else "")]
    return trim_runs([*head, *chicago_source(citation, terms), *link])


def chicago_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    """The first inverted, the others as they are spoken; three of more than six."""
    first = [invert_name(one, one.given) for one in creators[:1]]
    names = [*first, *(one.written for one in creators[1:])]
    if len(names) > 6:
        return f"{terms.between.join(map(own, names[:3]))}{terms.between}{terms.et_al}"
    return join_names(names, spanish_and(terms.and_word, names[-1:]), terms, terms.last)


def chicago_title(citation: Citation, terms: Terms) -> Runs:
    if citation.type in {"article", "chapter"}:
        opening, closing = terms.quotes
        end = "" if citation.title.endswith(ENDED) else "."
        after = f"{end}{closing} " if closing == "”" else f"{closing}{end} "
        return [TextRun(opening), *close_title(citation.title, after)]
    return italic_title(citation.title)


def chicago_source(citation: Citation, terms: Terms) -> Runs:
    publisher = TextRun(end_sentence(own(citation.publisher)))
    if citation.type == "article" and citation.container:
        number = f" {citation.number}" if citation.number else ""
        pages = f": {use_en_dash(citation.pages)}" if citation.pages else ""
        return italic_title(citation.container, number + pages)
    if citation.type == "chapter" and citation.container:
        parts = [format_number(citation.number, terms), use_en_dash(citation.pages)]
        rest = "".join(f"{terms.comma}{one}" for one in parts if one)
        return [TextRun(f"{terms.within} "), *italic_title(citation.container, rest), publisher]
    return [TextRun(end_sentence(series(citation, terms))), publisher]


# --- Vancouver


def vancouver(citation: Citation, *, language: str, seen: str = "") -> Runs:
    terms = strings.of(language)
    who = end_sentence(vancouver_names(citation.creators, terms))
    title = close_title(citation.title, end_sentence(citation.title)[len(citation.title) :])
    source = TextRun(vancouver_source(citation, terms, seen))
    return trim_runs([TextRun(who), *title, source, *vancouver_link(citation, terms)])


def vancouver_names(creators: tuple[Creator, ...], terms: Terms) -> str:
    names = [
        invert_name(
            one,
            initials(one.given, point="", space=""),
            " " if has_capitals(one.given) else "",
        )
        for one in creators
    ]
    if len(names) > 6:
        return f"{terms.between.join(map(own, names[:6]))}{terms.between}{terms.et_al}"
    return terms.between.join(map(own, names))


def vancouver_source(citation: Citation, terms: Terms, seen: str) -> str:
    year = str(citation.year or f"[{terms.date_unknown}]")
    if seen:
        year = f"{year} {terms.cited % seen}"
    if citation.type == "article" and citation.container:
        number = f";{citation.number}" if citation.number else ""
        pages = f":{citation.pages.replace('–', '-')}" if citation.pages else ""
        return f"{end_sentence(own(citation.container))}{year}{number}{pages}. "
    issued = end_sentence(terms.semicolon.join(filter(None, [own(citation.publisher), year])))
    if citation.type == "chapter" and citation.container:
        place = [
            format_number(citation.number, terms),
            (terms.page % citation.pages) if citation.pages else "",
        ]
        rest = "".join(end_sentence(one) for one in place if one)
        return f"{terms.within}: {end_sentence(own(citation.container))}{issued}{rest}"
    told = series(citation, terms)
    return f"{issued}({told}). " if told else issued


def vancouver_link(citation: Citation, terms: Terms) -> Runs:
    if not citation.link:
        return []
    return [TextRun(f"{terms.available} "), TextRun(citation.link, LINK)]


class Style(Protocol):
    """How a citation is written in the reader's language, with the day of access where told."""

    def __call__(self, citation: Citation, *, language: str, seen: str = "") -> Runs: ...


STYLES: dict[str, Style] = {
    "APA 7": apa,
    "Chicago 18": chicago,
    "Vancouver": vancouver,
}
