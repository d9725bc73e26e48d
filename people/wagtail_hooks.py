"""Wagtail hooks of people: feedback in the admin, daily cleanup."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet

from core import extensions, mail
from core.l10n.lists import format_enumeration
from people import page_access, personal_data
from people.feedback.admin import FeedbackViewSet
from people.feedback.models import Feedback
from people.models import User
from people.personal_data import PersonalData

# For how long administrators are told of an account that no mail reaches.
TOLD_FOR = timedelta(days=7)

register_snippet(FeedbackViewSet)
register_permission_policy(Page, page_access.PagePolicy(Page))


@hooks.register("construct_page_chooser_queryset")
def only_what_they_may_read(pages: PageQuerySet, request: HttpRequest) -> Any:
    return pages.filter(pk__in=page_access.readable(request.user).values("pk"))


@hooks.register(extensions.PERSONAL_DATA)
def data_of_people() -> Iterable[PersonalData]:
    return personal_data.of_people()


@hooks.register(extensions.DAILY_CLEANUP)
def delete_outdated_messages() -> None:
    """Delete feedback that is settled, or older than its retention period."""
    Feedback.objects.outdated().delete()


@hooks.register(extensions.STAFF_NOTICE)
def accounts_without_mail(request: HttpRequest) -> str | None:
    """For who looks after accounts: those whose mail server refuses what we send. Addresses
    without an account are left out: anybody may type one."""
    refused = mail.refused_addresses(timezone.now() - TOLD_FOR)
    if not refused or not request.user.has_perm("people.change_user"):
        return None
    theirs = User.objects.filter(email__in=refused).order_by("email")
    addresses = list(theirs.values_list("email", flat=True))
    if not addresses:
        return None
    words = _(
        "Mail servers refuse our emails to these accounts: %(addresses)s. Correct the addresses."
    )
    return words % {"addresses": format_enumeration(addresses)}
