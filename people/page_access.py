"""Which pages a user sees in the admin.

Translators read all languages, to see what they translate from and how others solved it; they
change only their own. The page chooser, which Wagtail shows to everyone alike, lists drafts and
restricted pages only to users who may read them.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from core.access.visibility import visible_to
from people import roles
from people.models import User


def reads_all(user: User | AnonymousUser) -> bool:
    """Whether this user may read every page in the admin, of any language and state."""
    return bool(user.is_active and user.has_perm(roles.TRANSLATE))


class PagePolicy(PagePermissionPolicy):
    """Wagtail's own; users who may read all pages may also browse every branch."""

    def explorable_instances(self, user: User | AnonymousUser) -> Any:
        return Page.objects.all() if reads_all(user) else super().explorable_instances(user)

    def explorable_root_instance(self, user: User | AnonymousUser) -> Any:
        if reads_all(user):
            return Page.get_first_root_node()
        return super().explorable_root_instance(user)


def readable(user: User | AnonymousUser) -> PageQuerySet:
    """Pages whose titles this user may see: public to them, or theirs to edit."""
    if reads_all(user):
        return Page.objects.all()
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "change")
    shown = visible_to(Page.objects.order_by(), user)
    return Page.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=mine.values("pk")))


class BrowseReadable(chooser.BrowseView):
    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id and not readable(request.user).filter(pk=parent_page_id).exists():
            raise Http404
        return super().get(request, parent_page_id)


class ChosenReadable(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
        found = readable(request.user).filter(pk__in=wanted).values_list("pk", flat=True)
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in found])
        request.GET = query  # type: ignore[assignment]  # a copy of what was asked, made shorter
        return super().get(request)
