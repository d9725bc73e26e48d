"""The one door for reading: what a person may see.

Every list, count, facet, feed, search hit and mail goes through `visible_to`. It never shows a
draft: editors use the admin. Restrictions are kept one row a restricted *work* (`WorkAccess`), so
a list costs the same however many there are, and no language version is forgotten.
`core.access` keeps those rows true.
"""

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from wagtail.models import Page

from core.generation import Kept
from core.models.access import AccessRule, WorkAccess

_rules: Kept[list[AccessRule]] = Kept(size=1)
_rule_of: Kept[AccessRule | None] = Kept(size=2000)


def rule_of(key: UUID) -> AccessRule | None:
    """The rule that guards a work, or None where it is open to all."""
    return _rule_of.get(key, lambda: _find_rule(key))


def _find_rule(key: UUID) -> AccessRule | None:
    access = WorkAccess.objects.select_related("rule").filter(translation_key=key).first()
    return access.rule if access else None


def satisfies(user: Any, rule: AccessRule) -> bool:
    """Whether this person meets the rule. Nobody signed out meets any."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    mine = group_ids(user)
    return all(mine & one for one in rule.group_sets)


def group_ids(user: Any) -> set[int]:
    """Ids of the person's groups, read once for each user object."""
    if not hasattr(user, "_group_ids"):
        user._group_ids = set(user.groups.values_list("pk", flat=True))
    return user._group_ids


def hidden_keys(user: Any) -> QuerySet[WorkAccess]:
    """Keys of the works that this person may not see, as a subquery of constant size."""
    rules = _rules.get("all", lambda: list(AccessRule.objects.all()))
    passed = [rule.pk for rule in rules if satisfies(user, rule)]
    return WorkAccess.objects.exclude(rule_id__in=passed).values("translation_key")


def may_see(user: Any, key: UUID) -> bool:
    """Whether this person may see the work. Says nothing about drafts."""
    rule = rule_of(key)
    return rule is None or satisfies(user, rule)


def visible_to(queryset: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The rows of pages, images or documents that this person may see.

    Pages: live, and their work not guarded from the person. Images and documents: by the view
    restrictions of their collection and its ancestors. Raises TypeError for any other model, so
    that a forgotten case shows nothing.
    """
    model: type[Model] = queryset.model
    if issubclass(model, Page):
        return queryset.filter(live=True).exclude(translation_key__in=hidden_keys(user))
    if hasattr(model, "collection"):
        return queryset.exclude(_in_guarded_collection(user))
    raise TypeError(f"visible_to does not know {model.__name__}")


def _in_guarded_collection(user: Any) -> Q:
    """Rows whose collection, or one above it, refuses this person."""
    from wagtail.models import CollectionViewRestriction  # noqa: PLC0415 - needs loaded apps

    guarded = Q(pk__in=[])
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    for restriction in restrictions.prefetch_related("groups"):
        if not _accepts(restriction, user):
            guarded |= Q(collection__path__startswith=restriction.collection.path)
    return guarded


def _accepts(restriction: Any, user: Any) -> bool:
    if user is None or not user.is_authenticated:
        return False
    if user.is_superuser or restriction.restriction_type == restriction.LOGIN:
        return True
    if restriction.restriction_type == restriction.GROUPS:
        return bool(group_ids(user) & {group.pk for group in restriction.groups.all()})
    return False
