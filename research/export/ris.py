"""RIS, the tagged format of reference managers: two letters, two spaces, a hyphen, CRLF."""

from research.citations import Citation, Creator

TYPES = {"article": "JOUR", "chapter": "CHAP", "guide": "BOOK", "guidebook": "BOOK"}
ELSE = "RPRT"
END = "\r\n"


def write(citation: Citation) -> str:
    """The publication as one RIS record."""
    first, last = citation.first_and_last_page
    tags = [
        ("TY", TYPES.get(citation.type, ELSE)),
        ("ID", citation.key),
        *(("AU", name(one)) for one in citation.creators),
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
        ("AB", citation.abstract),
    ]
    lines = [f"{tag}  - {value}{END}" for tag, value in tags if value]
    return "".join([*lines, f"ER  - {END}"])


def name(creator: Creator) -> str:
    """`Family, Given`; else as written."""
    if not creator.family:
        return creator.written
    return ", ".join(filter(None, [creator.family, creator.given]))
