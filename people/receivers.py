"""Signal receivers for changed groups, new authenticators and a user's language.

A person's language is `User.language`. Wagtail asks its own profile for the language of the admin
and of its emails, so the two are kept in step.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.users.models import UserProfile

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


# A sign-in is among them, for those whose rows are older than this rule.
SAYS_LANGUAGE = {"language", "is_staff", "last_login"}


@receiver(post_save, sender=User)
def language_for_the_admin(instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Users of the admin get it, and Wagtail's emails, in their language."""
    if instance.is_staff and (update_fields is None or SAYS_LANGUAGE & set(update_fields)):
        roles.keep_admin_language(instance)


@receiver(post_save, sender=UserProfile)
def language_from_the_admin(instance: UserProfile, **kwargs: Any) -> None:
    """A language chosen in the admin's own settings becomes the user's everywhere; "the server's"
    changes nothing."""
    user = instance.user
    if not instance.preferred_language:
        roles.keep_admin_language(user)
    elif user.language != instance.preferred_language:
        user.language = instance.preferred_language
        User.objects.filter(pk=user.pk).update(language=user.language)


@receiver(authenticator_added)
def record_totp_authentication(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Count setting up TOTP as an authentication with it: recovery codes are shown at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", type="totp", reauthenticated=True)
