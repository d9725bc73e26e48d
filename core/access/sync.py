"""Synchronises `WorkAccess` with Wagtail's view restrictions: who may see each work.

Editors put Wagtail's own view restriction on any version of a work. Two things follow at once:

- *mirrored*: what is set, changed or removed on one version is so on every version.
- *derived*: the rule of a work combines its own restrictions with the rules of the works that
  its versions are below, and of the work it is an alias of. So no page is more open than its
  ancestors, in any language.

Only a change of a restriction itself can open anything. A page that is moved, copied, translated or
detached from its alias source, or that loses a version, keeps the rule it had: what it would lose
it gets as a restriction of its own, for a person to remove.

Writes that send no signal (`QuerySet.update`, `bulk_create`, fixtures, SQL) are not seen here.
`manage.py rebuild_access` takes them in: every version gets what any version has.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import NoViewRestrictionsError, TranslationSource

from core import extensions
from core.access import restrictions, rules
from core.access.models import AccessRule, WorkAccess
from core.access.restrictions import read_restrictions
from core.access.rules import Rule
from core.caching import generation

Links = dict[UUID, set[UUID]]
STEP = Page.steplen
# With more branches than this in one query, the whole tree is read instead.
MANY_BRANCHES = 100


# Events of restrictions and pages; called by `core.access.receivers` --------------------------


@transaction.atomic
def restriction_changed(
    *, pk: int, page_id: int, key: UUID, before: Rule | None, after: Rule | None
) -> None:
    """A restriction was set, changed or removed: mirror it, then derive the rules."""
    if before != after:
        restrictions.mirror(pk=pk, page_id=page_id, key=key, before=before, after=after)
        recalculate([key], keep=False)


def restrict_branch_first(key: UUID, rule: Rule | None) -> None:
    """Restrict a work, and all below it, before the change that requires it is written.

    Django sends its signal after the row is committed; so nothing is open in between.
    """
    if rule is None:
        return
    with transaction.atomic():
        generation.bump()
        before = _stored()
        keys = {key, *keys_of_branch([key]).values_list("translation_key", flat=True)}
        _write(before, {one: rules.combine([before.get(one), rule]) for one in keys})


def before_page_is_added(page: Page) -> None:
    """A new page gets the rules of its future ancestors and of the page it was copied from."""
    around = Page.objects.filter(Q(path=page.path[:-STEP]) | Q(pk=page.alias_of_id))
    sources = Q(translation_key__in=around.values("translation_key"))
    if copied_from := getattr(page, "copied_from", None):
        sources |= Q(translation_key=copied_from)
    restrict_branch_first(page.translation_key, rules.combine(_stored(sources).values()))


@transaction.atomic
def page_changed(keys: Iterable[UUID]) -> None:
    """Pages of these works were added, moved, detached or deleted: nothing becomes more open."""
    generation.bump()
    if nothing_is_restricted():
        return
    for key in keys:
        own = read_restrictions(PageViewRestriction.objects.filter(page__translation_key=key))
        if own:
            restrictions.complete([key])
        if not _is_consistent(key, own):
            recalculate([key])


def nothing_is_restricted() -> bool:
    """Whether every page is open to everybody, so that nothing follows from any of them."""
    return not (WorkAccess.objects.exists() or PageViewRestriction.objects.exists())


def _is_consistent(key: UUID, own: list[restrictions.PageRestriction]) -> bool:
    """Whether the stored rule already follows from the work's neighbours; then so do those below
    it."""
    rows = Page.objects.filter(translation_key=key).values_list("path", "alias_of_id")
    around = Page.objects.filter(
        Q(path__in=[path[:-STEP] for path, _source in rows])
        | Q(pk__in=[source for _path, source in rows if source])
    )
    near = Q(translation_key__in=around.values("translation_key"))
    stored = _stored(near | Q(translation_key=key))
    mine = stored.pop(key, None)
    return mine == rules.combine([*stored.values(), *(one.rule for one in own)])


def sync_view_restrictions(
    _source: TranslationSource, original: Page, translation_page: Page
) -> None:
    """Replaces wagtail-localize's method of this name, which makes the translation as open as its
    original: each gets what the other has, and the page history records it."""
    if not isinstance(original, Page) or not isinstance(translation_page, Page):
        raise NoViewRestrictionsError
    page_changed([original.translation_key])


@transaction.atomic
def rebuild() -> tuple[int, int]:
    """Rebuild everything from the restrictions. Returns how many restrictions were repaired, and
    how many rows of `WorkAccess` changed. Idempotent."""
    generation.bump()
    return restrictions.complete(), recalculate(None, keep=False)


# Rules, derived from the restrictions and the tree -------------------------------------------


@transaction.atomic
def recalculate(keys: Iterable[UUID] | None, *, keep: bool = True) -> int:
    """Recalculate the rules of these works and of all below them; None: of all works.

    With `keep` nothing becomes more open: what a work would lose becomes a restriction of its own.
    Returns how many rows of `WorkAccess` changed.
    """
    generation.bump()  # Its row is the lock: of two concurrent changes, the later sees the earlier.
    asked = set(keys or [])
    pages = Page.objects.all() if keys is None else keys_of_branch(asked)
    own = PageViewRestriction.objects.all()
    if keys is not None:
        own = own.filter(page__in=pages)
    below, depths, outside = _links(pages)
    before = _stored()
    now = {key: before[key] for key in outside if key in before}
    for one in read_restrictions(own):
        if rule := rules.combine([now.get(one.key), one.rule]):
            now[one.key] = rule
    _propagate(now, list(now), below)
    if keep and (lost := _lost(before, now, below, depths)):
        restrictions.complete(lost, extra=lost)
    known = set(before) if keys is None else (asked | set(depths)) & set(before)
    wanted = {key: now.get(key) for key in known | set(depths)}
    return _write(before, wanted)


def keys_of_branch(keys: Iterable[UUID]) -> QuerySet[Page]:
    """All versions and aliases of these works, everything below them, and so on (transitive
    closure)."""
    here = Q(translation_key__in=list(keys))
    tops: set[str] = set()
    while True:
        pages = Page.objects.filter(here)
        same_work = Q(translation_key__in=pages.values("translation_key"))
        linked = Page.objects.filter(same_work | Q(alias_of__in=pages.values("pk")))
        if tops:
            linked = linked.exclude(here)
        wider = _topmost(tops.union(linked.values_list("path", flat=True)))
        if wider == tops:
            return pages
        if len(wider) > MANY_BRANCHES:
            return Page.objects.all()
        tops = wider
        here = Q()
        for path in tops:
            here |= Q(path__startswith=path)


def _topmost(paths: set[str]) -> set[str]:
    """Those of the paths that are below no other of them."""
    return {
        path
        for path in paths
        if not any(path[:end] in paths for end in range(STEP, len(path), STEP))
    }


def _links(pages: QuerySet[Page]) -> tuple[Links, dict[UUID, int], set[UUID]]:
    """The graph of works: children, depths, and the outside works whose rules count."""
    rows = list(pages.values_list("pk", "path", "translation_key", "alias_of_id"))
    by_path = {path: key for _pk, path, key, _source in rows}
    by_pk = {pk: key for pk, _path, key, _source in rows}
    depths: dict[UUID, int] = {}
    for path, key in by_path.items():
        depths[key] = min(len(path), depths.get(key, len(path)))
    parents = {path[:-STEP] for path in by_path if len(path) > STEP} - set(by_path)
    sources = {source for *_row, source in rows if source} - set(by_pk)
    around = Page.objects.filter(Q(path__in=parents) | Q(pk__in=sources))
    outside = set()
    for pk, path, key in around.values_list("pk", "path", "translation_key"):
        by_path[path] = by_pk[pk] = key
        outside.add(key)
    below: Links = {}
    for _pk, path, key, source in rows:
        for above in (by_path.get(path[:-STEP]), by_pk.get(source)):
            if above is not None:
                below.setdefault(above, set()).add(key)
    return below, depths, outside - set(depths)


def _propagate(now: dict[UUID, Rule], changed_keys: list[UUID], below: Links) -> None:
    """Propagate the rules of these works to everything below them."""
    while changed_keys:
        key = changed_keys.pop()
        for child in below.get(key, ()):
            rule = rules.combine([now.get(child), now[key]])
            if rule is not None and rule != now.get(child):
                now[child] = rule
                changed_keys.append(child)


def _lost(
    before: dict[UUID, Rule], now: dict[UUID, Rule], below: Links, depths: dict[UUID, int]
) -> dict[UUID, list[Rule]]:
    """The requirements that works would lose, each at the highest place; `now` then holds them
    again."""
    found: dict[UUID, list[Rule]] = {}
    for key in sorted(depths, key=depths.__getitem__):
        if parts := rules.dropped_requirements(before.get(key), now.get(key)):
            found[key] = parts
            whole = rules.combine([now.get(key), *parts])
            if whole is not None:
                now[key] = whole
                _propagate(now, [key], below)
    return found


def _stored(which: Q | None = None) -> dict[UUID, Rule]:
    rows = WorkAccess.objects.filter(which or Q())
    found = rows.values_list("translation_key", "rule__fingerprint")
    return {key: rules.parse(fingerprint) for key, fingerprint in found}


def _write(before: dict[UUID, Rule], wanted: dict[UUID, Rule | None]) -> int:
    """Bring the table from `before` to `wanted`, with a few statements for each different rule."""
    by_rule: dict[Rule | None, list[UUID]] = {}
    for key, rule in wanted.items():
        if before.get(key) != rule:
            by_rule.setdefault(rule, []).append(key)
    if not by_rule:
        return 0
    for rule, keys in by_rule.items():
        if rule is None:
            WorkAccess.objects.filter(translation_key__in=keys).delete()
            continue
        row, _created = AccessRule.objects.get_or_create(fingerprint=rule.fingerprint)
        held_now = [key for key in keys if key in before]
        WorkAccess.objects.filter(translation_key__in=held_now).update(rule=row)
        WorkAccess.objects.bulk_create(
            WorkAccess(translation_key=key, rule=row) for key in keys if key not in before
        )
    AccessRule.objects.filter(works=None).delete()
    generation.bump()
    extensions.call(extensions.ACCESS_CHANGED, [key for keys in by_rule.values() for key in keys])
    return sum(map(len, by_rule.values()))
