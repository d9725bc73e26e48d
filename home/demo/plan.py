"""Which works the demonstration has, in the order in which they can be made."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from core.models import BasePage
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from home.models import HomePage, StandardPage

FOLDER = Path(__file__).resolve().parent
FIRST_COURSE = "co-producing-social-services.en.md"


@dataclass(frozen=True)
class Item:
    """A work: its name (the file's, below home/demo), its page type, its place in the tree."""

    name: str
    model: type[BasePage]
    parent: str | None
    slug: str
    files: dict[str, Path] = field(default_factory=dict)
    # Whether a first page needs it; the rest is loaded while the portal already runs (D18).
    comes_first: bool = True

    @property
    def fingerprint(self) -> str:
        """Changes when any of its files does. Short enough that a mark fits behind it."""
        digest = hashlib.sha256()
        for language in sorted(self.files):
            digest.update(language.encode() + self.files[language].read_bytes())
        return digest.hexdigest()[:40]


def files_of(name: str) -> dict[str, Path]:
    """The language versions that stand in the folder."""
    found = {code: FOLDER / f"{name}.{code}.md" for code, _label in settings.LANGUAGES}
    return {code: path for code, path in found.items() if path.exists()}


def item(
    name: str, model: type[BasePage], parent: str | None, slug: str, *, comes_first: bool = True
) -> Item:
    return Item(name, model, parent, slug, files_of(name), comes_first)


@cache
def works() -> list[Item]:
    """All works; a parent always stands before its children. The files are listed once."""
    found = [
        item("home", HomePage, None, "home"),
        item("courses", CatalogueIndexPage, "home", "courses"),
        item("project", StandardPage, "home", "project"),
        item("about", StandardPage, "home", "about"),
    ]
    paths = sorted((FOLDER / "courses").glob("*.en.md"), key=lambda path: path.name != FIRST_COURSE)
    for path in paths:
        found += course(path.name.removesuffix(".en.md"), path.name == FIRST_COURSE)
    return found


def course(slug: str, comes_first: bool) -> list[Item]:
    """A course with its modules (`1-understand`) and lessons (`1-2-worth-it-here`: module 1,
    lesson 2)."""
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
    return found


@cache
def by_name() -> dict[str, Item]:
    return {one.name: one for one in works()}


def full_name(link: str) -> str:
    """The name a `work:` link means: courses may be named without their folder."""
    return link if link in by_name() else f"courses/{link}"
