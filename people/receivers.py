"""Answers to what Wagtail's forms and bulk actions do to people."""

from typing import Any

from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from people import roles
from people.models import User


@receiver(m2m_changed, sender=User.groups.through)
def note_staff_for_groups(
    action: str, instance: Any, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Groups of a person have changed: so may have their way into the admin."""
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    users = User.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    for user in users:
        roles.note_staff(user)
