"""`manage.py demo --report`: for each work its words by language, sources and empty fields; missing
versions; claims of the courses without a source; whether right answers can be guessed."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from cases.models import CasePage
from core.models import BasePage
from demo import claims, guessability, manifest
from demo.manifest import ManifestItem
from news.models import EventPage, NewsPage
from research.models import RecommendationPage, ResourcePage, StudyPage
from visits.models import LessonLearnedPage, StudyVisitPage

CODES = [code for code, _name in settings.LANGUAGES]
TAGS = re.compile(r"<[^>]+>")
PUBLICATION = ("creators", "publisher", "year", "abstract", "doi", "licence", "links")
# What a reader may ask of a record, by the names of the files; a record may leave out any of it.
ASKED: dict[type[BasePage], tuple[str, ...]] = {
    CasePage: (
        "place", "starts", "what", "implementer", "who_paid", "rule", "results", "went_wrong",
        "whom_to_ask",
    ),
    StudyVisitPage: (
        "place", "starts", "aim", "host", "visitors", "participants", "spoken", "programme",
    ),
    LessonLearnedPage: ("situation", "done", "took", "went_wrong", "whom_to_ask"),
    StudyPage: PUBLICATION,
    ResourcePage: PUBLICATION,
    RecommendationPage: ("addressee", "source_page", "voiced_at", "voiced_on"),
    EventPage: ("starts_on", "place", "host", "taking_part"),
    NewsPage: ("published_on", "author", "source_title", "source_language", "source_url"),
}  # fmt: skip
# Keys that are not shown as text.
SILENT = {"url", "mark", "href", "icon", "shape", "tone", "name", "level", "work", "evidence"}


def report_lines() -> Iterator[str]:
    """The report, line by line."""
    works = manifest.works()
    yield "Words by work and language; sources"
    yield head() + f"{'sources':>9}"
    yield from (f"{row(item)}{sources_of(item):>9}" for item in works)
    yield ""
    yield "Words by kind, all works together"
    yield head()
    for kind in dict.fromkeys(item.model.__name__ for item in works):
        yield total(kind, [item for item in works if item.model.__name__ == kind])
    yield ""
    yield from empty_fields(works)
    yield ""
    yield from claims.report_lines()
    yield ""
    yield from guessability.report_lines()
    yield ""
    yield from versions(works)


def versions(works: list[ManifestItem]) -> Iterator[str]:
    yield "Missing versions"
    missing = [item for item in works if set(CODES) - set(item.files)]
    for item in missing:
        yield f"  {item.name}: {' '.join(code for code in CODES if code not in item.files)}"
    count = sum(len(item.files) for item in works)
    yield ""
    yield (
        f"{len(works)} works, {count} versions; {len(works) - len(missing)} works are whole in"
        f" {len(CODES)} languages"
    )


def empty_fields(works: list[ManifestItem]) -> Iterator[str]:
    """What is asked of a record and left out; a language is named where it differs from the
    original."""
    yield "Empty fields of records"
    for item in works:
        first = empty(item, item.original)
        if first:
            yield f"  {item.name}: {' '.join(first)}"
        for code in item.files:
            if (other := empty(item, code)) != first:
                yield f"    {code}: {' '.join(other) or 'none'}"


def empty(item: ManifestItem, language: str) -> list[str]:
    said = item.read(language).front
    return [name for name in ASKED.get(item.model, ()) if not said.get(name)]


def sources_of(item: ManifestItem) -> int:
    """How many sources the original cites at its end."""
    parts = item.read(item.original).parts
    return sum(len(part.value) for part in parts if part.name == "sources")


def head() -> str:
    return f"  {'':52}" + "".join(f"{code:>7}" for code in CODES)


def row(item: ManifestItem) -> str:
    counts = [str(words(item, code)) if code in item.files else "-" for code in CODES]
    return f"  {item.name[-50:]:52}" + "".join(f"{count:>7}" for count in counts)


def total(kind: str, items: list[ManifestItem]) -> str:
    sums = [sum(words(item, code) for item in items if code in item.files) for code in CODES]
    name = f"{kind} ({len(items)})"
    return f"  {name:52}" + "".join(f"{count:>7}" for count in sums)


def words(item: ManifestItem, language: str) -> int:
    """Number of words shown to readers of that language, without URLs and markup."""
    source = item.read(language)
    said = {key: text for key, text in source.front.items() if isinstance(text, str)}
    texts = [*said.values(), *(text for part in source.parts for text in iter_text(part.value))]
    return sum(len(TAGS.sub(" ", text).split()) for text in texts)


def iter_text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in SILENT:
                yield from iter_text(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_text(inner)
