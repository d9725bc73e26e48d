"""Signal receivers that keep access rules in step with view restrictions and the page tree."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from core.access import restrictions, rules, sync
from core.access.restrictions import RestrictionsById, restrictions_by_id

# Fields that decide a page's place in the tree; a save of none of them leaves access unchanged.
PLACE_FIELDS = {"path", "depth", "alias_of", "alias_of_id", "translation_key"}


@receiver(pre_save, sender=PageViewRestriction)
def before_restriction_save(
    instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    """Remember the old restriction, and restrict the work before the row is written."""
    if raw or restrictions.is_mirroring():
        return
    if instance.restriction_type == PageViewRestriction.PASSWORD:
        # Shared passwords are not supported: such a restriction denies everybody.
        instance.restriction_type, instance.password = PageViewRestriction.GROUPS, ""
    instance.previous_restrictions = restrictions_by_id([instance.pk]) if instance.pk else {}
    groups = instance.groups.values_list("pk", flat=True) if instance.pk else []
    rule = rules.of_restriction(instance.restriction_type, groups)
    sync.restrict_branch_first(instance.page.translation_key, rule)


@receiver(post_save, sender=PageViewRestriction)
def after_restriction_save(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not restrictions.is_mirroring():
        mirror_changes(instance.previous_restrictions, restrictions_by_id([instance.pk]))


@receiver(pre_delete, sender=PageViewRestriction)
def before_restriction_delete(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Only deleting a restriction itself opens anything; one deleted along with its page does
    not."""
    wanted = origin.model if isinstance(origin, QuerySet) else type(origin)
    mine = wanted is PageViewRestriction and not restrictions.is_mirroring()
    instance.previous_restrictions = restrictions_by_id([instance.pk]) if mine else {}


@receiver(post_delete, sender=PageViewRestriction)
def after_restriction_delete(instance: PageViewRestriction, **kwargs: Any) -> None:
    mirror_changes(instance.previous_restrictions, {})


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def on_restriction_groups_changed(
    instance: Any,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """The same for the groups of a restriction, whichever side of the relation is written."""
    if restrictions.is_mirroring():
        return
    if action.startswith("post_"):
        mirror_changes(
            instance.previous_restrictions, restrictions_by_id(instance.previous_restrictions)
        )
    elif not reverse:
        instance.previous_restrictions = restrictions_by_id([instance.pk])
    else:
        mine = PageViewRestriction.objects.filter(groups=instance).values_list("pk", flat=True)
        instance.previous_restrictions = restrictions_by_id(pk_set or mine)


def mirror_changes(before: RestrictionsById, after: RestrictionsById) -> None:
    """Mirror the change of each restriction, from its old rule to its new one."""
    for pk in before.keys() | after.keys():
        was, now = before.get(pk), after.get(pk)
        known = now or was
        if known is not None:
            sync.restriction_changed(
                pk=pk,
                page_id=known.page_id,
                key=known.key,
                before=was.rule if was else None,
                after=now.rule if now else None,
            )


@receiver(post_delete, sender=Group)
def after_group_delete(**kwargs: Any) -> None:
    """Restrictions lost the group without a signal; one that has no group left denies everybody."""
    sync.recalculate(None, keep=False)


@receiver(pre_save)
def before_page_save(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if issubclass(sender, Page) and instance._state.adding and instance.path and not raw:
        sync.before_page_is_added(instance)


@receiver(post_save)
def after_page_save(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page was added, moved, or detached from its alias source."""
    if raw or not issubclass(sender, Page):
        return
    fields = kwargs.get("update_fields")
    if fields is None or PLACE_FIELDS & set(fields):
        sync.page_changed([instance.translation_key])


@receiver(pre_delete, sender=Page)
def before_page_delete(instance: Page, **kwargs: Any) -> None:
    """Remember the affected works: aliases become ordinary pages without a signal."""
    keys = instance.aliases.values_list("translation_key", flat=True)
    instance.works_touched = {instance.translation_key, *keys}


@receiver(post_delete, sender=Page)
def after_page_delete(instance: Page, **kwargs: Any) -> None:
    sync.page_changed(instance.works_touched)
