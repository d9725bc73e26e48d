"""Keeps who may see each work in step with Wagtail's view restrictions and the page tree."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from core.access import restrictions, rules, sync

# What decides where a page hangs; a save that writes none of them leaves access as it is.
PLACE_FIELDS = {"path", "depth", "alias_of", "alias_of_id", "translation_key"}


@receiver(pre_save, sender=PageViewRestriction)
def before_restriction(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Remember what it asked for, and close the work before the row is written."""
    if raw or restrictions.is_mirroring():
        return
    if instance.restriction_type == PageViewRestriction.PASSWORD:
        # No shared passwords: what asks for one is closed to all.
        instance.restriction_type, instance.password = PageViewRestriction.GROUPS, ""
    instance.asked_before = restrictions.asked_by([instance.pk]) if instance.pk else {}
    groups = instance.groups.values_list("pk", flat=True) if instance.pk else []
    rule = rules.of_restriction(instance.restriction_type, groups)
    sync.close_first(instance.page.translation_key, rule)


@receiver(post_save, sender=PageViewRestriction)
def after_restriction(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not restrictions.is_mirroring():
        answer(instance.asked_before, restrictions.asked_by([instance.pk]))


@receiver(pre_delete, sender=PageViewRestriction)
def before_restriction_goes(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Only who deletes a restriction opens anything: one that goes with its page does not."""
    wanted = origin.model if isinstance(origin, QuerySet) else type(origin)
    mine = wanted is PageViewRestriction and not restrictions.is_mirroring()
    instance.asked_before = restrictions.asked_by([instance.pk]) if mine else {}


@receiver(post_delete, sender=PageViewRestriction)
def after_restriction_went(instance: PageViewRestriction, **kwargs: Any) -> None:
    answer(instance.asked_before, {})


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def groups_of_restriction(
    instance: Any,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """The same for the groups of a restriction, written from either side."""
    if restrictions.is_mirroring():
        return
    if action.startswith("post_"):
        answer(instance.asked_before, restrictions.asked_by(instance.asked_before))
    elif not reverse:
        instance.asked_before = restrictions.asked_by([instance.pk])
    else:
        mine = PageViewRestriction.objects.filter(groups=instance).values_list("pk", flat=True)
        instance.asked_before = restrictions.asked_by(pk_set or mine)


def answer(before: restrictions.Asked, after: restrictions.Asked) -> None:
    """Mirror the step of each restriction from what it asked for to what it asks for."""
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
def after_group_went(**kwargs: Any) -> None:
    """Restrictions lost the group without a signal: one that has no group left lets nobody in."""
    sync.settle(None, keep=False)


@receiver(pre_save)
def before_page(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if issubclass(sender, Page) and instance._state.adding and instance.path and not raw:
        sync.before_page_is_added(instance)


@receiver(post_save)
def after_page(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page was added, moved, or cut loose from the page it was an alias of."""
    if raw or not issubclass(sender, Page):
        return
    fields = kwargs.get("update_fields")
    if fields is None or PLACE_FIELDS & set(fields):
        sync.page_changed([instance.translation_key])


@receiver(pre_delete, sender=Page)
def before_page_goes(instance: Page, **kwargs: Any) -> None:
    """Its aliases become pages of their own, without a signal."""
    keys = instance.aliases.values_list("translation_key", flat=True)
    instance.works_touched = {instance.translation_key, *keys}


@receiver(post_delete, sender=Page)
def after_page_went(instance: Page, **kwargs: Any) -> None:
    sync.page_changed(instance.works_touched)
