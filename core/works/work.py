"""The work: all language versions of one page, identified by Wagtail's `translation_key`.

Everything that people do points at a work, never at one language's page row. This module finds the
original, the best version for a reader, the languages a work really has, and its URL.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page, Site
from wagtail_localize.models import TranslationSource

from core.access import visibility
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages


@dataclass(frozen=True)
class Root:
    """The root page of a language's tree."""

    language: str
    page_id: int
    path: str
    url_path: str
    key: UUID


@dataclass(frozen=True)
class Version:
    """One language version of a work."""

    page_id: int
    key: UUID
    language: str
    title: str
    kind: str
    relative_path: str
    is_original: bool

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def url(self) -> str:
        """The URL of this very version."""
        return f"/{self.language}/{self.relative_path}"


@dataclass(frozen=True)
class TitleLink:
    """A work's title that leads to it; `lang` and `dir` where it must be marked as another
    language's."""

    title: str
    url: str
    lang: str = ""
    dir: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Work:
    """A work with the versions that one user may see."""

    key: UUID
    kind: str
    original: str
    versions: dict[str, Version] = field(default_factory=dict)

    def best(self, language: str) -> Version:
        """The version for a reader of `language`: that language, else the original, else any."""
        return (
            self.versions.get(language)
            or self.versions.get(self.original)
            or next(iter(self.versions.values()))
        )

    @property
    def languages(self) -> list[str]:
        """The languages it really has, original first, then in the portal's order."""
        return sorted(
            self.versions, key=lambda code: (code != self.original, languages.CODES.index(code))
        )

    def url(self, language: str) -> str:
        """Its URL for a reader of `language`, below that language's prefix whatever the version
        shown."""
        return f"/{language}/{self.best(language).relative_path}"

    def link(self, language: str) -> TitleLink:
        """A link for a reader of `language`; with `lang` and `dir` where the title is not in
        theirs."""
        version = self.best(language)
        is_foreign = version.language != language
        return TitleLink(
            title=version.title,
            url=self.url(language),
            lang=version.language if is_foreign else "",
            dir=version.direction if is_foreign else "",
            kind=self.kind,
        )


_roots: GenerationCache[dict[str, Root]] = GenerationCache(size=1)
_works: GenerationCache[Work] = GenerationCache(size=1000)
_originals: ContextVar[dict[UUID, str | None] | None] = ContextVar("originals", default=None)


def roots() -> dict[str, Root]:
    """The root page of each language below the default site, read once a generation."""
    return _roots.get("all", _read_roots)


def _read_roots() -> dict[str, Root]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    pages = Page.objects.filter(translation_key=site.root_page.translation_key, alias_of=None)
    found = {}
    for page in pages.select_related("locale"):
        code = page.locale.language_code
        found[code] = Root(code, page.pk, page.path, page.url_path, page.translation_key)
    return found


def kind_of(content_type_id: int) -> str:
    """The kind of a page type; "page" where it has none."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return str(getattr(model, "kind", "page"))


def resolve(keys: Iterable[UUID], *, user: Reader | None) -> dict[UUID, Work]:
    """Works by key, with the live versions that `user` may see; one query.

    A key without such a version is left out: the caller sees no trace of it.
    """
    wanted = set(keys)
    if not wanted:
        return {}
    return among(Page.objects.filter(translation_key__in=wanted), user=user)


def among(pages: QuerySet[Page], *, user: Reader | None) -> dict[UUID, Work]:
    """Works by key, built from those of these pages that are live and that `user` may see; one
    query.

    Only these count as versions: pass all versions of a work that you ask for.
    """
    source = TranslationSource.objects.filter(object_id=OuterRef("translation_key")).order_by("pk")
    rows = (
        visibility.visible_to(pages, user)
        .annotate(original_locale=Subquery(source.values("locale_id")[:1]))
        .order_by("pk")
        .values_list(
            "pk", "translation_key", "locale_id", "title", "url_path", "content_type_id",
            "original_locale",
        )
    )  # fmt: skip
    return _assemble(rows)


def _assemble(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, Work]:
    found: dict[UUID, dict[str, Version]] = {}
    originals: dict[UUID, str] = {}
    starts = roots()
    for pk, key, locale_id, title, url_path, type_id, original_id in rows:
        code = languages.code_of(locale_id)
        root = starts.get(code)
        if root is None or not url_path.startswith(root.url_path):
            continue
        first = originals.setdefault(key, languages.code_of(original_id) if original_id else code)
        found.setdefault(key, {})[code] = Version(
            page_id=pk,
            key=key,
            language=code,
            title=title,
            kind=kind_of(type_id),
            relative_path=url_path[len(root.url_path) :],
            is_original=code == first,
        )
    return {
        key: Work(key, next(iter(versions.values())).kind, originals[key], versions)
        for key, versions in found.items()
    }


def public(key: UUID) -> Work | None:
    """The work as anonymous readers see it, cached for a generation; None where it is
    restricted."""
    return _works.found(key, lambda: resolve([key], user=None).get(key))


def seen_by(key: UUID, user: Reader | None) -> Work | None:
    """The work as this user sees it: the cached public one where it is public.

    The key may come from an address that somebody made up: no miss is cached.
    """
    work = public(key)
    if work is not None or user is None or not user.is_authenticated:
        return work
    return resolve([key], user=user).get(key)


def seen_by_many(keys: Iterable[UUID], user: Reader | None) -> dict[UUID, Work]:
    """The same for many works: one query for public ones that are not cached, one for what only
    this user may see."""
    wanted = list(dict.fromkeys(keys))
    found = _works.many(wanted, lambda missing: resolve(missing, user=None))
    rest = [key for key in wanted if key not in found]
    if rest and user is not None and user.is_authenticated:
        found |= resolve(rest, user=user)
    return found


def original_languages(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The language each work was first written in, live or not; two queries for any number."""
    wanted = set(keys)
    # A translation may be translated further: the first source is the original.
    sources = TranslationSource.objects.filter(object_id__in=wanted).order_by("-pk")
    found = dict(sources.values_list("object_id", "locale_id"))
    rest = wanted - found.keys()
    if rest:
        pages = Page.objects.filter(translation_key__in=rest).order_by("-pk")
        found |= dict(pages.values_list("translation_key", "locale_id"))
    return {key: languages.code_of(locale_id) for key, locale_id in found.items()}


def original_language(key: UUID) -> str | None:
    """The same for one work; None for an unknown key."""
    known = _originals.get()
    if known is None:
        return original_languages([key]).get(key)
    if key not in known:
        known[key] = original_languages([key]).get(key)
    return known[key]


@contextmanager
def originals_looked_up_once() -> Iterator[None]:
    """Inside the block `original_language` asks the database once for a work: for a publish, in
    which several rooms ask for the same and none of them makes another version the original."""
    token = _originals.set({} if (known := _originals.get()) is None else known)
    try:
        yield
    finally:
        _originals.reset(token)


def original_of(page: Page) -> Page:
    """The version that the others were translated from: of any type, as its own class.

    It is the page itself where it has no other version or where the original is gone.
    """
    code = original_language(page.translation_key)
    if code is None or code == page.locale.language_code:
        return page.specific
    found = Page.objects.filter(translation_key=page.translation_key, locale__language_code=code)
    original = found.first()
    return original.specific if original else page.specific
