"""URLs that nothing should be cited by: copies on document-sharing sites, and filtered lists."""

import re
from urllib.parse import parse_qsl, urlsplit

# Where anybody uploads documents of others; by the last two labels of the host name.
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
# Query parameters of a list: facets (`f[0]=`), page numbers, search words.
CHOOSES_ROWS = re.compile(
    r"\w+\[\w*\]|page|keywords?|search|query|q|filter|topic|tag", re.IGNORECASE
)


def is_copy(address: str) -> bool:
    """Whether it is on a known document-sharing site."""
    host = urlsplit(address).hostname or ""
    return ".".join(host.split(".")[-2:]) in SHARING_SITES


def is_list(address: str) -> bool:
    """Whether it is a search or a filtered list, whose content changes."""
    asked = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return any(CHOOSES_ROWS.fullmatch(name) for name, _value in asked)


def is_citable(address: str) -> bool:
    """Whether it may stand in a reference."""
    return bool(address) and not is_copy(address) and not is_list(address)
