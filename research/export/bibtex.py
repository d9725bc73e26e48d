"""BibTeX in UTF-8 (the format of the `bibtex` program; BibLaTeX and Zotero read it too)."""

from research.citations import Citation, Creator

TYPES = {"article": "article", "chapter": "incollection", "guide": "book", "guidebook": "book"}
ELSE = "techreport"
# The field that holds the container of each type; for the rest it is a series.
CONTAINERS = {"article": "journal", "incollection": "booktitle"}
PUBLISHERS = {"techreport": "institution"}
SIGNS = {
    "\\": r"{\textbackslash}",
    "{": r"\{",
    "}": r"\}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
}
ESCAPED = str.maketrans(SIGNS)
# BibTeX counts braces even after a backslash: unmatched ones are written by name.
ODD_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
ESCAPED_ODD = str.maketrans({**SIGNS, **ODD_BRACES})
# URLs are read verbatim: only characters that would break the file are escaped.
ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(citation: Citation) -> str:
    """The publication as one BibTeX entry."""
    kind = TYPES.get(citation.type, ELSE)
    fields = {
        "author": " and ".join(format_name(one) for one in citation.creators),
        # Double braces: keep the capitals as published, whatever a style does.
        "title": f"{{{escape(citation.title)}}}",
        "year": str(citation.year or ""),
        CONTAINERS.get(kind, "series"): escape(citation.container),
        "number": escape(citation.number),
        "pages": escape("--".join(dict.fromkeys(citation.first_and_last_page))),
        PUBLISHERS.get(kind, "publisher"): escape(citation.publisher),
        "isbn": escape(citation.isbn),
        "doi": citation.doi.translate(ADDRESS),
        "url": citation.url.translate(ADDRESS),
        "language": escape(citation.language),
        "copyright": escape(citation.licence),
        "urldate": citation.accessed.isoformat() if citation.accessed else "",
    }
    lines = [f"  {field} = {{{value}}},\n" for field, value in fields.items() if value]
    return f"@{kind}{{{citation.key},\n{''.join(lines)}}}\n"


def escape(text: str) -> str:
    return text.translate(ESCAPED if braces_match(text) else ESCAPED_ODD)


def braces_match(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def format_name(creator: Creator) -> str:
    """`Family, Given`; in braces as a whole where the parts are unknown, so that none are
    guessed."""
    if not creator.family:
        return f"{{{escape(creator.written)}}}"
    parts = [part(creator.family), part(creator.given)]
    return ", ".join(filter(None, parts))


def part(text: str) -> str:
    """In braces where BibTeX would see a second name part or another person."""
    is_plain = "," not in text and "and" not in text.lower().split()
    return escape(text) if is_plain else f"{{{escape(text)}}}"
