"""Wagtail hooks of people: feedback in the admin, daily cleanup."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet

from core import extensions
from people import page_access, personal_data
from people.feedback.admin import FeedbackViewSet
from people.feedback.models import Feedback
from people.personal_data import PersonalData

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
