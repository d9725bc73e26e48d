"""Signal receivers for changed groups and new authenticators."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest

from people import roles
from people.models import User


@receiver(m2m_changed, sender=User.groups.through)
def sync_is_staff_of_members(
    action: str, instance: Any, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Group membership has changed, and with it possibly access to the admin."""
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    users = User.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    for user in users:
        roles.sync_is_staff(user)


@receiver(authenticator_added)
def record_totp_authentication(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Count setting up TOTP as an authentication with it: recovery codes are shown at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", type="totp", reauthenticated=True)
