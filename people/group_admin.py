"""Group administration: what a role may do, in the language of whoever reads."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet

# Messages of Wagtail's own form.
SPOKEN = {"add": "Add", "change": "Change", "delete": "Delete"}
# A name in the database that no catalogue has.
CUSTOM = gettext_noop("Can submit translations")


class SpokenPermissions(QuerySet[Permission]):
    """Permissions for a form. Their names are in the database, in English, and Wagtail's form has
    those of adding, changing and deleting read aloud as they are."""

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for one in self._result_cache or ():
            if isinstance(one, Permission):
                one.name = spoken(one)


def spoken(permission: Permission) -> str:
    """What a permission allows, in the active language."""
    action, _line, model = permission.codename.partition("_")
    if action not in SPOKEN or model != permission.content_type.model:
        return _(permission.name)
    things = permission.content_type.name
    return f"{_(SPOKEN[action])}: {things}"


class GroupForm(WagtailGroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        field.queryset = SpokenPermissions(Permission, query=field.queryset.query)
        field.label_from_instance = spoken


class GroupViewSet(WagtailGroupViewSet):
    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm
