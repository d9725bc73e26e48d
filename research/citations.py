"""Citation data of a publication: the source of every export format and style.

Built from a page's record; independent of the database afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from anyascii import anyascii
from django.utils.text import slugify

from core.text import one_line


@dataclass(frozen=True)
class Creator:
    """A person, by parts of the name and as written; or an organisation."""

    family: str = ""
    given: str = ""
    name: str = ""
    organisation: str = ""
    orcid: str = ""

    def __post_init__(self) -> None:
        put_in_one_line(self)

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
    """Metadata of a publication. Every field but key, type and title may be empty.

    Its texts are free of line breaks and control characters, for every format. Our own summary is
    not among them: it is no abstract by the authors.
    """

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
    licence: str = ""
    accessed: date | None = None

    def __post_init__(self) -> None:
        put_in_one_line(self)

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

    def read_on(self, day: date) -> "Citation":
        """With the date of access, if it is an undated web page."""
        is_undated_page = self.url and not self.year and not self.doi
        return replace(self, accessed=day) if is_undated_page else self

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """Ends of the page range "81-98"; a single page is both."""
        first, _dash, last = self.pages.replace("–", "-").partition("-")
        return first.strip(), (last or first).strip()


class Publication(Protocol):
    """What a citation needs of a page about a publication."""

    translation_key: UUID
    document_type: str
    creators: Iterable[Any]
    year: int | None
    publisher: str
    part_of: str
    number: str
    pages: str
    doi: str
    isbn: str
    licence: str

    @property
    def as_published(self) -> tuple[str, str]: ...
    @property
    def citable_url(self) -> str: ...


def of_page(page: Publication) -> Citation:
    """The citation of a publication.

    Title and language are those of the publication, so they are the same from every version.
    """
    title, language = page.as_published
    return Citation(
        work=page.translation_key,
        type=page.document_type,
        title=title,
        language=language,
        creators=tuple(creator_of(one.value) for one in page.creators),
        year=page.year,
        publisher=page.publisher,
        container=page.part_of,
        number=page.number,
        pages=page.pages,
        doi=page.doi,
        isbn=page.isbn,
        url=page.citable_url,
        licence=page.licence,
    )


def creator_of(value: Any) -> Creator:
    names = ("family", "given", "name", "organisation", "orcid")
    return Creator(**{name: value[name] for name in names})


def put_in_one_line(record: Any) -> None:
    """Normalise every text field of a frozen dataclass."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str):
            object.__setattr__(record, field.name, one_line(value))
