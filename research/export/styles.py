"""A citation as readers paste it: APA 7, Chicago 18 (author-date) and Vancouver.

Its words are in the language of the reader, who writes a text of their own; names and titles stay
as they are published, each marked, so that a right-to-left reference keeps a Latin name whole.

Written by hand: citeproc-py sets Arabic given names as initials ("حريري, . نزار ."), doubles the
point after a question mark, and brings its styles as 89 MB of files, without Vancouver. Titles keep
the capital letters they were published with.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from research.citations import Citation, Creator
from research.export import words
from research.export.words import Words

PLAIN, NAME, QUOTED, TITLE, LINK = "plain", "name", "quoted", "title", "link"
# Around a name inside a text, until the text is cut into runs.
OPENED, CLOSED = "\u2068", "\u2069"
NAMES = re.compile(f"{OPENED}(.*?){CLOSED}")
# A title may end with its own sign; then no full stop follows.
ENDED = (".", "?", "!", "؟", "…", ";")


@dataclass(frozen=True)
class Run:
    """A stretch of text: plain, a name, a title as it is or in italics, or an address."""

    text: str
    kind: str = PLAIN


Runs = list[Run]


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


# --- what the styles share


def sentence(text: str) -> str:
    """With the full stop that ends it, and a space for what follows."""
    if not text:
        return ""
    bare = text.rstrip(f"”»’ {CLOSED}")
    return f"{text} " if bare.endswith(ENDED) else f"{text}. "


def own(name: str) -> str:
    """A name marked as words of its own; nothing for none."""
    return f"{OPENED}{name}{CLOSED}" if name else ""


def quoted(title: str, end: str) -> Runs:
    """A title as it is, with the signs that follow it."""
    return [Run(title, QUOTED), Run(end)]


def titled(title: str, then: str = "") -> Runs:
    """A title in italics with what follows it, closed as a sentence."""
    return [Run(title, TITLE), Run(sentence(title + then)[len(title) :])]


def initials(given: str, *, point: str, space: str) -> str:
    """J. P. of "Jean Paul", J.-P. of "Jean-Paul"; whole in a script without capital letters."""
    if not has_capitals(given):
        return given
    parts = [part for part in re.split(r"[\s.]+", given) if part]
    hyphen = "-" if point else ""
    return space.join(
        hyphen.join(f"{one[0].upper()}{point}" for one in part.split("-") if one) for part in parts
    )


def has_capitals(text: str) -> bool:
    return text.upper() != text.lower()


def inverted(creator: Creator, given: str, comma: str = "") -> str:
    """Family name first; an organisation or a name without parts as it is written."""
    if not creator.family:
        return creator.written
    return (comma or comma_in(creator.family)).join(filter(None, [creator.family, given]))


def comma_in(name: str) -> str:
    """The comma of the script that a name is written in."""
    is_arabic = any("\u0600" <= sign <= "\u06ff" for sign in name)
    return "، " if is_arabic else ", "


def joined(names: list[str], word: str, said: Words, last: str) -> str:
    """Names with `word` before the last one."""
    if len(names) < 2:
        return own("".join(names))
    *most, final = map(own, names)
    return f"{said.between.join(most)}{last}{word}{final}"


def spanish_and(word: str, last: list[str]) -> str:
    """Spanish "y" is "e" before a name that begins with the sound of i."""
    has_i = word == "y " and last and re.match(r"h?[ií](?![ae])", last[0], re.IGNORECASE)
    return "e " if has_i else word


def numbered(number: str, said: Words) -> str:
    """No. 23; a number with words or signs of its own is left alone."""
    return said.number % number if number.isdecimal() else number


def paged(citation: Citation, said: Words) -> str:
    """pp. 81–98; "" where the pages are not known."""
    if not citation.pages:
        return ""
    told = dashed(citation.pages)
    return (said.pages if "–" in told else said.page) % told


def dashed(pages: str) -> str:
    return "–".join(part.strip() for part in pages.replace("–", "-").split("-"))


def series(citation: Citation, said: Words) -> str:
    """FEMISE MED BRIEF No. 23."""
    parts = [own(citation.container), numbered(citation.number, said)]
    return " ".join(filter(None, parts))


def maker(citation: Citation) -> str:
    """The publisher, but where it is the creator already."""
    names = [one.written for one in citation.creators]
    return "" if names == [citation.publisher] else own(citation.publisher)


def ended(runs: Runs) -> Runs:
    """Names as runs of their own; no empty runs, and no space after the last one."""
    kept = [part for run in runs for part in parted(run) if part.text]
    if kept:
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].kind)
    return kept


def parted(run: Run) -> Runs:
    """A plain run cut at its names; every other piece of the split is one."""
    if run.kind != PLAIN:
        return [run]
    pieces = NAMES.split(run.text)
    return [Run(text, NAME if odd % 2 else PLAIN) for odd, text in enumerate(pieces)]


# --- APA 7


def apa(citation: Citation, *, language: str, seen: str = "") -> Runs:
    """`seen` is the day of access, told; "" where none belongs into the reference."""
    said = words.of(language)
    year = f"({citation.year or said.no_date}). "
    who = sentence(apa_names(citation.creators, said)).rstrip()
    if who:
        head = [Run(f"{who} {year}"), *apa_title(citation, said)]
    else:
        head = [*apa_title(citation, said), Run(year)]
    retrieved = Run(f"{said.retrieved % seen} " if seen else "")
    return ended([*head, *apa_source(citation, said), retrieved, Run(citation.link, LINK)])


def apa_names(creators: tuple[Creator, ...], said: Words) -> str:
    names = [inverted(one, initials(one.given, point=".", space=" ")) for one in creators]
    if len(names) > 20:
        most = said.between.join(map(own, names[:19]))
        return f"{most}{said.between}… {own(names[-1])}"
    # Spanish "y" follows no comma; the sign & does.
    last = " " if said.ampersand == said.and_word and said.last == " " else said.between
    return joined(names, spanish_and(said.ampersand, names[-1:]), said, last)


def apa_title(citation: Citation, said: Words) -> Runs:
    if citation.type in {"article", "chapter"}:
        return quoted(citation.title, sentence(citation.title)[len(citation.title) :])
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


def chicago(citation: Citation, *, language: str, seen: str = "") -> Runs:
    said = words.of(language)
    year = sentence(str(citation.year or said.no_date))
    who = sentence(chicago_names(citation.creators, said))
    title = chicago_title(citation, said)
    head = [Run(f"{who}{year}"), *title] if who else [*title, Run(year)]
    accessed = Run(sentence(said.accessed % seen) if seen else "")
    link = [accessed, Run(citation.link, LINK), Run("." if citation.link else "")]
    return ended([*head, *chicago_source(citation, said), *link])


def chicago_names(creators: tuple[Creator, ...], said: Words) -> str:
    """The first inverted, the others as they are spoken; three of more than six."""
    first = [inverted(one, one.given) for one in creators[:1]]
    names = [*first, *(one.written for one in creators[1:])]
    if len(names) > 6:
        return f"{said.between.join(map(own, names[:3]))}{said.between}{said.et_al}"
    return joined(names, spanish_and(said.and_word, names[-1:]), said, said.last)


def chicago_title(citation: Citation, said: Words) -> Runs:
    if citation.type in {"article", "chapter"}:
        opening, closing = said.quotes
        end = "" if citation.title.endswith(ENDED) else "."
        after = f"{end}{closing} " if closing == "”" else f"{closing}{end} "
        return [Run(opening), *quoted(citation.title, after)]
    return titled(citation.title)


def chicago_source(citation: Citation, said: Words) -> Runs:
    publisher = Run(sentence(own(citation.publisher)))
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


def vancouver(citation: Citation, *, language: str, seen: str = "") -> Runs:
    said = words.of(language)
    who = sentence(vancouver_names(citation.creators, said))
    title = quoted(citation.title, sentence(citation.title)[len(citation.title) :])
    source = Run(vancouver_source(citation, said, seen))
    return ended([Run(who), *title, source, *vancouver_link(citation, said)])


def vancouver_names(creators: tuple[Creator, ...], said: Words) -> str:
    names = [
        inverted(
            one,
            initials(one.given, point="", space=""),
            " " if has_capitals(one.given) else "",
        )
        for one in creators
    ]
    if len(names) > 6:
        return f"{said.between.join(map(own, names[:6]))}{said.between}{said.et_al}"
    return said.between.join(map(own, names))


def vancouver_source(citation: Citation, said: Words, seen: str) -> str:
    year = str(citation.year or f"[{said.date_unknown}]")
    if seen:
        year = f"{year} {said.cited % seen}"
    if citation.type == "article" and citation.container:
        number = f";{citation.number}" if citation.number else ""
        pages = f":{citation.pages.replace('–', '-')}" if citation.pages else ""
        return f"{sentence(own(citation.container))}{year}{number}{pages}. "
    issued = sentence(said.semicolon.join(filter(None, [own(citation.publisher), year])))
    if citation.type == "chapter" and citation.container:
        place = [
            numbered(citation.number, said),
            (said.page % citation.pages) if citation.pages else "",
        ]
        rest = "".join(sentence(one) for one in place if one)
        return f"{said.within}: {sentence(own(citation.container))}{issued}{rest}"
    told = series(citation, said)
    return f"{issued}({told}). " if told else issued


def vancouver_link(citation: Citation, said: Words) -> Runs:
    if not citation.link:
        return []
    return [Run(f"{said.available} "), Run(citation.link, LINK)]


class Style(Protocol):
    """How a citation is written in the reader's language, with the day of access where told."""

    def __call__(self, citation: Citation, *, language: str, seen: str = "") -> Runs: ...


STYLES: dict[str, Style] = {
    "APA 7": apa,
    "Chicago 18": chicago,
    "Vancouver": vancouver,
}
