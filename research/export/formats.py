"""Citation export formats by file extension."""

from collections.abc import Callable
from dataclasses import dataclass

from research.citations import Citation
from research.export import bibtex, csl, ris


@dataclass(frozen=True)
class Format:
    """How a citation is serialised, and its content type."""

    name: str
    media_type: str
    write: Callable[[Citation], str]


FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex.write),
    "ris": Format("RIS", "application/x-research-info-systems", ris.write),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
}
