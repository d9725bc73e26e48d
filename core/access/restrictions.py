"""Wagtail's view restrictions, read as rules and mirrored to every version of a work.

What is set, changed or removed on one version is so on every version, and on their aliases. Each
mirrored write is logged in the page's history, under the name of the person whose change it was.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction

from core.access import rules
from core.access.rules import Rule

_mirroring: ContextVar[bool] = ContextVar("mirroring", default=False)


@dataclass(frozen=True)
class PageRestriction:
    """One view restriction of a page, with its rule."""

    pk: int
    page_id: int
    key: UUID
    kind: str
    rule: Rule | None


RestrictionsById = dict[int, PageRestriction]


def read_restrictions(restrictions: QuerySet[PageViewRestriction]) -> list[PageRestriction]:
    """The rules of these restrictions, in one query."""
    rows: dict[int, tuple[int, UUID, str, list[int]]] = {}
    fields = ("pk", "page_id", "page__translation_key", "restriction_type", "groups")
    for pk, page_id, key, kind, group in restrictions.order_by("pk").values_list(*fields):
        groups = rows.setdefault(pk, (page_id, key, kind, []))[3]
        if group is not None:
            groups.append(group)
    return [
        PageRestriction(pk, page_id, key, kind, rules.of_restriction(kind, groups))
        for pk, (page_id, key, kind, groups) in rows.items()
    ]


def restrictions_by_id(pks: Iterable[int]) -> RestrictionsById:
    """The current rules of these restrictions, by primary key."""
    rows = PageViewRestriction.objects.filter(pk__in=list(pks))
    return {one.pk: one for one in read_restrictions(rows)}


def is_mirroring() -> bool:
    """Whether the current write is itself a mirrored one."""
    return _mirroring.get()


@contextmanager
def _mirrored() -> Iterator[None]:
    token = _mirroring.set(True)
    try:
        yield
    finally:
        _mirroring.reset(token)


def mirror(*, pk: int, page_id: int, key: UUID, before: Rule | None, after: Rule | None) -> None:
    """Repeat a change of one restriction on all versions of the work.

    `before` is None for a new restriction, `after` for a deleted one.
    """
    family = Q(translation_key=key) | Q(alias_of__translation_key=key)
    pages = set(Page.objects.filter(family).values_list("pk", flat=True))
    others = [
        one
        for one in read_restrictions(PageViewRestriction.objects.filter(page__in=pages))
        if one.pk != pk and one.rule is not None
    ]
    gone = [one for one in others if one.rule == before]
    # Wagtail copies a restriction onto a page that already has its mirror: the newer one stays.
    gone += [one for one in others if one.page_id == page_id and one.rule == after != before]
    _remove(gone)
    if after is not None:
        served = {one.page_id for one in others if one.rule == after} | {page_id}
        _add({page: [after] for page in pages - served})


def _add(wanted: dict[int, list[Rule]]) -> None:
    """Insert restrictions on these pages, one for each single rule; sends no signal."""
    if not wanted:
        return
    pairs = [(page_id, rule) for page_id, parts in wanted.items() for rule in parts]
    rows = [PageViewRestriction(page_id=page, restriction_type=_kind(rule)) for page, rule in pairs]
    PageViewRestriction.objects.bulk_create(rows)
    through = PageViewRestriction.groups.through
    through.objects.bulk_create(
        through(pageviewrestriction_id=row.pk, group_id=group)
        for row, (_page, rule) in zip(rows, pairs, strict=True)
        for group in frozenset().union(*rule.sets)
    )
    _note("wagtail.view_restriction.create", pairs)


def _remove(gone: list[PageRestriction]) -> None:
    if not gone:
        return
    with _mirrored():
        PageViewRestriction.objects.filter(pk__in=[one.pk for one in gone]).delete()
    pairs = [(one.page_id, one.rule) for one in gone if one.rule is not None]
    _note("wagtail.view_restriction.delete", pairs)


def _kind(rule: Rule | None) -> str:
    has_groups = rule is not None and rule.sets
    return str(PageViewRestriction.GROUPS if has_groups else PageViewRestriction.LOGIN)


def _note(action: str, pairs: list[tuple[int, Rule]]) -> None:
    """Log in each page's history that its privacy changed along with another page's."""
    titles = dict(PageViewRestriction.RESTRICTION_CHOICES)
    pages = Page.objects.filter(pk__in={page_id for page_id, _rule in pairs}).specific(defer=True)
    found = {page.pk: page for page in pages}
    for page_id, rule in pairs:
        kind = _kind(rule)
        data = {"restriction": {"type": kind, "title": str(titles[kind])}}
        if page_id in found:
            log(instance=found[page_id], action=action, data=data)


def complete(
    keys: Iterable[UUID] | None = None, extra: dict[UUID, list[Rule]] | None = None
) -> int:
    """Give every version of these works (default: all works) the restrictions that any version has.

    `extra` adds rules that no version has yet. Returns how many restrictions were added or removed;
    only redundant ones are removed, and shared passwords, which become "nobody".
    """
    extra = extra or {}
    restrictions = PageViewRestriction.objects.all()
    if keys is not None:
        restrictions = restrictions.filter(page__translation_key__in=list(keys))
    by_page: dict[int, list[PageRestriction]] = {}
    by_work: dict[UUID, list[Rule | None]] = {key: list(parts) for key, parts in extra.items()}
    for one in read_restrictions(restrictions):
        by_page.setdefault(one.page_id, []).append(one)
        by_work.setdefault(one.key, []).append(one.rule)
    wanted: dict[int, list[Rule]] = {}
    gone: list[PageRestriction] = []
    for page_id, key in _versions(by_work, everything=keys is None):
        whole = rules.combine(by_work[key])
        parts = whole.parts if whole else []
        here = by_page.get(page_id, [])
        fit = [one for one in here if one.rule in parts and one.kind == _kind(one.rule)]
        keepers = {one.rule: one for one in reversed(fit)}
        gone += [one for one in here if one not in keepers.values()]
        if lacking := [part for part in parts if part not in keepers]:
            wanted[page_id] = lacking
    _remove(gone)
    _add(wanted)
    return len(gone) + sum(map(len, wanted.values()))


def _versions(keys: Iterable[UUID], *, everything: bool) -> list[tuple[int, UUID]]:
    pages = Page.objects.all()
    if everything:
        guarded = PageViewRestriction.objects.values("page__translation_key")
        pages = pages.filter(translation_key__in=guarded)
    else:
        pages = pages.filter(translation_key__in=list(keys))
    return list(pages.values_list("pk", "translation_key"))
