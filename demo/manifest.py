"""Manifest of the demonstration: its works, in an order in which they can be created."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from cases.models import CaseIndexPage, CasePage
from core.models import BasePage
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from demo import later_edits, sources
from demo.sources import BadSource, Source
from home.models import HomePage, StandardPage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from research.models import (
    RecommendationIndexPage,
    RecommendationPage,
    ResearchIndexPage,
    ResourcePage,
    StudyPage,
)
from visits.models import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

FOLDER = Path(__file__).resolve().parent
FIRST_COURSE = "co-producing-social-services.en.md"
# Index pages in menu order, with the page types they list and, if any, those below.
INDEX_PAGES: list[tuple[str, type[BasePage], type[BasePage], type[BasePage] | None]] = [
    ("cases", CaseIndexPage, CasePage, None),
    ("visits", StudyVisitIndexPage, StudyVisitPage, LessonLearnedPage),
    ("research", ResearchIndexPage, ResourcePage, RecommendationPage),
    ("news", NewsIndexPage, NewsPage, None),
    ("events", EventIndexPage, EventPage, None),
]
RECOMMENDATIONS = "research/recommendations"
# Explicit page types of records, where an index page lists more than one.
DECLARED_TYPES = {"study": StudyPage, "resource": ResourcePage}
PROJECT = ("training", "toolbox", "complementary-currencies")
RIGHTS = ("sources", "privacy", "cookies", "terms", "accessibility")


@dataclass(frozen=True)
class ManifestItem:
    """A work of the manifest: its name (its file below demo/), its page type, its place in the
    tree."""

    name: str
    model: type[BasePage]
    parent: str | None
    slug: str
    files: dict[str, Path] = field(default_factory=dict)
    # Whether it is loaded before the server starts; the rest is loaded by the worker.
    comes_first: bool = True

    @property
    def fingerprint(self) -> str:
        """A hash of its files, short enough that a mark fits behind it."""
        digest = hashlib.sha256()
        for language in sorted(self.files):
            digest.update(language.encode() + self.files[language].read_bytes())
        digest.update(later_edits.words_of(self.name).encode())
        return digest.hexdigest()[:40]

    def read(self, language: str) -> Source:
        """Parse the file of that language. Raises BadSource for an invalid file."""
        path = self.files[language]
        is_record = path.suffix == ".yaml"
        return sources.read_record(path, language) if is_record else sources.read_source(path)

    @property
    def original(self) -> str:
        """The original language: as the record says, else English."""
        first = next(iter(self.files))
        if self.files[first].suffix == ".yaml":
            said = (sources.yaml_record(self.files[first]).get("same") or {}).get("original")
            if said and said not in self.files:
                raise BadSource(f"{self.name}: its original, {said}, is missing")
            if said:
                return str(said)
        return "en" if "en" in self.files else first


def files_of(name: str) -> dict[str, Path]:
    """Language versions in the folder."""
    record = FOLDER / f"{name}.yaml"
    if record.exists():
        return dict.fromkeys(sources.languages_of(record), record)
    found = {code: FOLDER / f"{name}.{code}.md" for code, _label in settings.LANGUAGES}
    return {code: path for code, path in found.items() if path.exists()}


def item(
    name: str, model: type[BasePage], parent: str | None, slug: str, *, comes_first: bool = True
) -> ManifestItem:
    return ManifestItem(name, model, parent, slug, files_of(name), comes_first)


@cache
def works() -> list[ManifestItem]:
    """All works; a parent always comes before its children. The files are listed once."""
    found = [
        item("home", HomePage, None, "home"),
        item("courses", CatalogueIndexPage, "home", "courses"),
        *(item(name, index_page, "home", name) for name, index_page, _kind, _below in INDEX_PAGES),
        item("project", StandardPage, "home", "project"),
        item("about", StandardPage, "home", "about"),
        *(item(name, StandardPage, "home", name, comes_first=False) for name in (*RIGHTS, "ask")),
        item("about/translations", StandardPage, "about", "translations", comes_first=False),
    ]
    paths = sorted((FOLDER / "courses").glob("*.en.md"), key=lambda path: path.name != FIRST_COURSE)
    for path in paths:
        found += course(path.name.removesuffix(".en.md"), path.name == FIRST_COURSE)
    for name in PROJECT:
        found.append(item(f"project/{name}", StandardPage, "project", name, comes_first=False))
    for name, _model, kind, lower in INDEX_PAGES:
        found += records_of(name, kind, lower)
    return found


def records_of(
    index_page: str, kind: type[BasePage], below: type[BasePage] | None
) -> list[ManifestItem]:
    """Records of an index page's folder, each with those of its own folder below it."""
    found = []
    for path in sorted((FOLDER / index_page).glob("*.yaml")):
        name = f"{index_page}/{path.stem}"
        model = RecommendationIndexPage if name == RECOMMENDATIONS else declared_type(path, kind)
        found.append(item(name, model, index_page, path.stem, comes_first=False))
        found += [
            item(f"{name}/{one.stem}", below, name, one.stem, comes_first=False)
            for one in sorted((FOLDER / name).glob("*.yaml"))
            if below is not None
        ]
    return found


def declared_type(path: Path, kind: type[BasePage]) -> type[BasePage]:
    """The page type that the record names, else the index page's."""
    said = (sources.yaml_record(path).get("same") or {}).get("model")
    if said is not None and said not in DECLARED_TYPES:
        raise BadSource(f"{path.name}: there is no kind of record called {said}")
    return DECLARED_TYPES[said] if said else kind


def course(slug: str, comes_first: bool) -> list[ManifestItem]:
    """A course with its modules (`1-understand`) and lessons (`1-2-worth-it-here`: module 1, lesson
    2)."""
    name = f"courses/{slug}"
    found = [item(name, CoursePage, "courses", slug, comes_first=comes_first)]
    modules: dict[str, str] = {}
    for path in sorted((FOLDER / name).glob("*.en.md")):
        stem = path.name.removesuffix(".en.md")
        module, rest = stem.split("-", 1)
        if not rest[0].isdigit():
            modules[module] = f"{name}/{stem}"
            found.append(item(f"{name}/{stem}", ModulePage, name, rest, comes_first=comes_first))
    for path in sorted((FOLDER / name).glob("*.en.md")):
        stem = path.name.removesuffix(".en.md")
        module, rest = stem.split("-", 1)
        if rest[0].isdigit():
            slug_words = rest.split("-", 1)[1]
            parent = modules[module]
            found.append(
                item(f"{name}/{stem}", LessonPage, parent, slug_words, comes_first=comes_first)
            )
            # A first page shows one lesson; the worker goes on with the others.
            comes_first = False
    return found


@cache
def by_name() -> dict[str, ManifestItem]:
    return {one.name: one for one in works()}


def full_name(link: str) -> str:
    """Resolve a `work:` link: courses may be named without their folder."""
    return link if link in by_name() else f"courses/{link}"
