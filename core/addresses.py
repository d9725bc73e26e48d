"""Web addresses that nothing should be cited by: copies, and lists that change."""

import re
from urllib.parse import parse_qsl, urlsplit

# Sites where anybody puts documents of others, by the last two words of their host.
SHARING_SITES = frozenset(
    {
        "coursehero.com", "cupdf.com", "docplayer.es", "docplayer.fr", "docplayer.gr",
        "docplayer.net", "docplayer.pt", "docshare.tips", "dokumen.pub", "dokumen.tips",
        "edoc.pub", "edoc.site", "fdocument.org", "fdocument.pub", "fdocuments.ec",
        "fdocuments.es", "fdocuments.in", "fdocuments.net", "fdocuments.us", "fdocumentos.tips",
        "idoc.pub", "kipdf.com", "kupdf.net", "lawsdocbox.com", "pdfcoffee.com", "pdfslide.net",
        "pdfslide.tips", "scribd.com", "silo.tips", "vbook.pub", "vdocument.in", "vdocuments.co",
        "vdocuments.mx", "vdocuments.net", "vdocuments.site", "vdocuments.us", "yumpu.com",
    }
)  # fmt: skip
# Questions that choose rows of a list: facets (`f[0]=`), the number of a page, words to find.
CHOOSES_ROWS = re.compile(
    r"\w+\[\w*\]|page|keywords?|search|query|q|filter|topic|tag", re.IGNORECASE
)


def is_copy(address: str) -> bool:
    """Whether it lies on a site where anybody puts documents of others."""
    host = urlsplit(address).hostname or ""
    return ".".join(host.split(".")[-2:]) in SHARING_SITES


def is_list(address: str) -> bool:
    """Whether it is a search or a page of a list, which shows something else tomorrow."""
    asked = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return any(CHOOSES_ROWS.fullmatch(name) for name, _value in asked)


def is_citable(address: str) -> bool:
    """Whether a reference may send its readers there."""
    return bool(address) and not is_copy(address) and not is_list(address)
