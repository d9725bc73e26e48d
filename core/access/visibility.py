"""The single authorisation check for reads: what a user may see.

Every list, count, facet, feed, search result and e-mail goes through `visible_to`. It never shows a
draft: editors use the admin. Restrictions are stored as one row a restricted *work* (`WorkAccess`),
so a list costs the same however many there are, and no language version is forgotten.
`core.access.sync` keeps those rows up to date.

Images and documents follow their collection. It is public only where it, or one above it, is marked
so (`PublicCollection`) and none of these has a view restriction; otherwise it requires at least a
login.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from wagtail.models import Collection, CollectionViewRestriction, Page

from core.access import rules
from core.access.models import AccessRule, PublicCollection, WorkAccess
from core.access.rules import Rule
from core.caching.generation import GenerationCache
from core.http import Reader

_rules: GenerationCache[dict[int, Rule]] = GenerationCache(size=1)
_rule_of: GenerationCache[Rule | None] = GenerationCache(size=2000)
_marks: GenerationCache[dict[int, list[Rule]]] = GenerationCache(size=1)
_public: GenerationCache[frozenset[int]] = GenerationCache(size=1)


def rule_of(key: UUID) -> Rule | None:
    """The access rule of a work, or None where it is public."""
    return _rule_of.get(key, lambda: _find_rule(key))


def _find_rule(key: UUID) -> Rule | None:
    access = WorkAccess.objects.select_related("rule").filter(translation_key=key).first()
    return access.rule.rule if access else None


def satisfies(user: Reader | None, rule: Rule | None) -> bool:
    """Whether the user meets the rule. An anonymous user meets only None."""
    if rule is None:
        return True
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or not rule.sets:
        return True
    mine = group_ids(user)
    return all(mine & one for one in rule.sets)


def group_ids(user: Reader) -> set[int]:
    """Ids of the user's groups, read once for each user object."""
    ids: set[int] | None = getattr(user, "_group_ids", None)
    if ids is None:
        ids = set(user.groups.values_list("pk", flat=True))
        setattr(user, "_group_ids", ids)  # noqa: B010 - a reader's type has no such name
    return ids


def hidden_keys(user: Reader | None) -> QuerySet[WorkAccess, Any]:
    """Keys of the works that this user may not see, as a subquery of constant size."""
    return WorkAccess.objects.exclude(rule_id__in=met_rule_ids(user)).values("translation_key")


def met_rule_ids(user: Reader | None) -> frozenset[int]:
    """Ids of the rules that this user meets: users who meet the same rules see the same works."""
    return frozenset(pk for pk, rule in _rules_by_id().items() if satisfies(user, rule))


def _rules_by_id() -> dict[int, Rule]:
    return _rules.get("all", lambda: {row.pk: row.rule for row in AccessRule.objects.all()})


def all_rules() -> Iterable[Rule]:
    """Every rule that decides what anybody sees: of works, then of collections."""
    yield from _rules_by_id().values()
    for found in _marks.get("all", _read_marks).values():
        yield from found


def may_see(user: Reader | None, key: UUID) -> bool:
    """Whether this user may see the work. Says nothing about drafts."""
    return satisfies(user, rule_of(key))


def visible_to(queryset: QuerySet[Any], user: Reader | None) -> QuerySet[Any]:
    """Filter pages, images or documents to those that this user may see.

    Pages: live, and their work not restricted for the user. Images and documents: by their
    collection. Raises TypeError for any other model, so that a forgotten case shows nothing.
    """
    model: type[Model] = queryset.model
    if issubclass(model, Page):
        return queryset.filter(live=True).exclude(translation_key__in=hidden_keys(user))
    if hasattr(model, "collection"):
        return queryset.filter(collection__in=open_collections(user))
    raise TypeError(f"visible_to does not know {model.__name__}")


def open_collections(user: Reader | None) -> list[int]:
    """Ids of the collections whose images and documents this user may see.

    One query a call: moving a collection sends no signal, so its place is read again.
    """
    public = _public.get("all", _read_public)
    marks = _marks.get("all", _read_marks)
    found: list[int] = []
    at: dict[str, tuple[bool, Rule | None]] = {"": (False, None)}
    for pk, path in Collection.objects.order_by("path").values_list("pk", "path"):
        is_public, above = at.get(path[: -Collection.steplen], (False, rules.NOBODY))
        is_public = is_public or pk in public
        rule = rules.combine([above, *marks.get(pk, [])])
        at[path] = (is_public, rule)
        if satisfies(user, rule if is_public else rules.combine([rule, rules.LOGIN])):
            found.append(pk)
    return found


class _OpenFiles:
    """Ids of the collections that are open to all, read when a text names its first file."""

    @cached_property
    def collections(self) -> frozenset[int]:
        return frozenset(open_collections(None))


_open_files: ContextVar[_OpenFiles | None] = ContextVar("open_files", default=None)


@contextmanager
def files_as_readers_of(key: UUID) -> Iterator[None]:
    """While a work's text is rendered, `is_shown` says which images and files its readers may see:
    on a public work, only public ones. What one reader is shown is cached for the next, so it
    cannot depend on who asks."""
    token = _open_files.set(_OpenFiles() if rule_of(key) is None else None)
    try:
        yield
    finally:
        _open_files.reset(token)


def is_shown(file: Any) -> bool:
    """Whether the text that is being rendered may show this image or file."""
    if file is None:
        return False
    allowed = _open_files.get()
    return allowed is None or file.collection_id in allowed.collections


def _read_public() -> frozenset[int]:
    return frozenset(PublicCollection.objects.values_list("collection_id", flat=True))


def _read_marks() -> dict[int, list[Rule]]:
    """Collection id to the rules of its own view restrictions."""
    found: dict[int, list[Rule]] = {}
    restrictions = CollectionViewRestriction.objects.prefetch_related("groups")
    for one in restrictions:
        groups = [group.pk for group in one.groups.all()]
        if rule := rules.of_restriction(one.restriction_type, groups):
            found.setdefault(one.collection_id, []).append(rule)
    return found
