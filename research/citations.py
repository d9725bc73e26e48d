"""Citation data of a publication: the source of every export format and style.

Built from a page's record; independent of the database afterwards.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anyascii import anyascii
from django.utils.text import slugify


@dataclass(frozen=True)
class Creator:
    """A person, by parts of the name and as written; or an organisation."""

    family: str = ""
    given: str = ""
    name: str = ""
    organisation: str = ""
    orcid: str = ""

    @property
    def is_organisation(self) -> bool:
        return not (self.family or self.name)

    @property
    def written(self) -> str:
        """The name as the publication writes it."""
        return self.name or f"{self.given} {self.family}".strip() or self.organisation

    @property
    def orcid_url(self) -> str:
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""


@dataclass(frozen=True)
class Citation:
    """Metadata of a publication. Every field but key, type and title may be empty."""

    work: UUID
    type: str
    title: str
    language: str = ""
    creators: tuple[Creator, ...] = ()
    year: int | None = None
    publisher: str = ""
    container: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""
    abstract: str = ""
    licence: str = ""

    @property
    def key(self) -> str:
        """A citation key in plain ASCII, unique among all works."""
        first = self.creators[0] if self.creators else Creator()
        name = first.family or first.organisation or first.name or self.publisher or self.title
        word = slugify(anyascii(name)).replace("-", "")[:24] or "work"
        return f"{word}{self.year or 'nd'}-{self.work.hex[:8]}"

    @property
    def doi_url(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def link(self) -> str:
        """The URL for readers: the persistent one (DOI), where there is one."""
        return self.doi_url or self.url

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """Ends of the page range "81-98"; a single page is both."""
        first, _dash, last = self.pages.replace("–", "-").partition("-")
        return first.strip(), (last or first).strip()


def of_page(page: Any) -> Citation:
    """The citation of a publication, with the abstract of this language version.

    Title and language are those of the publication, so they are the same from every version.
    """
    title, language = page.as_published
    return Citation(
        work=page.translation_key,
        type=page.document_type,
        title=one_line(title),
        language=language,
        creators=tuple(creator_of(one.value) for one in page.creators),
        year=page.year,
        publisher=one_line(page.publisher),
        container=one_line(page.part_of),
        number=one_line(page.number),
        pages=one_line(page.pages),
        doi=one_line(page.doi),
        isbn=one_line(page.isbn),
        url=one_line(page.url_of_text),
        abstract=one_line(page.abstract),
        licence=page.licence,
    )


def creator_of(value: Any) -> Creator:
    parts = {name: one_line(value[name]) for name in ("family", "given", "name", "organisation")}
    return Creator(**parts, orcid=value["orcid"])


def one_line(text: str) -> str:
    """Collapse line breaks and white space: they would end a field in some formats."""
    return " ".join(text.split())
