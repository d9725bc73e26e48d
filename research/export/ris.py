"""RIS, the tagged format of reference managers: two letters, two spaces, a hyphen, CRLF."""

from research.citations import Citation, Creator

TYPES = {"article": "JOUR", "chapter": "CHAP", "guide": "BOOK", "guidebook": "BOOK"}
ELSE = "RPRT"
END = "\r\n"
# A comma in a name parts family from given names, and nothing escapes it: one that belongs to the
# name is written full-width, which Unicode counts as the same sign (NFKC).
COMMA = str.maketrans({",": "\uff0c"})


def write(citation: Citation) -> str:
    """The publication as one RIS record."""
    first, last = citation.first_and_last_page
    tags = [
        ("TY", TYPES.get(citation.type, ELSE)),
        ("ID", citation.key),
        *(("AU", format_name(one)) for one in citation.creators),
        ("TI", citation.title),
        ("PY", str(citation.year or "")),
        ("T2", citation.container),
        ("IS", citation.number),
        ("SP", first),
        ("EP", last),
        ("PB", citation.publisher),
        ("SN", citation.isbn),
        ("DO", citation.doi),
        ("UR", citation.url),
        ("LA", citation.language),
        ("Y2", f"{citation.accessed:%Y/%m/%d}" if citation.accessed else ""),
    ]
    lines = [f"{tag}  - {value}{END}" for tag, value in tags if value]
    return "".join([*lines, f"ER  - {END}"])


def format_name(creator: Creator) -> str:
    """`Family, Given`; an organisation or a name without parts whole, also where it has commas."""
    parts = [creator.family, creator.given] if creator.family else [creator.written]
    return ", ".join(part.translate(COMMA) for part in parts if part)
