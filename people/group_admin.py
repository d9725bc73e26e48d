"""Group administration: what a role may do, in the language of whoever reads."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.models import Page
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet

FORMSETS = (
    GroupImagePermissionFormSet,
    GroupDocumentPermissionFormSet,
    GroupCollectionManagementPermissionFormSet,
)
# Messages of Wagtail's own form.
ACTIONS = {"add": "Add", "change": "Change", "delete": "Delete"}
# A name in the database that no catalogue has.
CUSTOM = gettext_noop("Can submit translations")


class LabelledPermissions(QuerySet[Permission]):
    """Permissions for a form. Their names are in the database, in English, and Wagtail's form has
    those of adding, changing and deleting read aloud as they are."""

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            # Also asked for single values.
            if isinstance(one, Permission):
                one.name = label_of(one)
            yield one


def label_of(permission: Permission) -> str:
    """What a permission allows, in the active language."""
    action, _line, model = permission.codename.partition("_")
    if action not in ACTIONS or model != permission.content_type.model:
        return _(permission.name)
    things = permission.content_type.name
    return f"{_(ACTIONS[action])}: {things}"


class GroupForm(WagtailGroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        field.queryset = LabelledPermissions(Permission, query=field.queryset.query)
        field.label_from_instance = label_of


class GroupViewSet(WagtailGroupViewSet):
    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm


def named_by(types: list[tuple[str, Any, Any]]) -> Callable[[Permission], str]:
    """Labels of permissions by the long names that Wagtail has for them."""
    names = {codename: long for codename, _short, long in types}
    return lambda permission: str(names.get(permission.codename, permission))


def name_page_permissions() -> None:
    fields = PagePermissionsForm.base_fields
    fields["page"].label = gettext_lazy("Page")
    fields["permissions"].label_from_instance = named_by(Page.permission_types)


def name_collection_permissions(formset: Any) -> None:
    """Wagtail translates these labels once, when the process starts."""
    types = [
        (codename, gettext_lazy(short), gettext_lazy(long))
        for codename, short, long in formset.permission_types
    ]
    formset.permission_types = types
    fields = formset.form.base_fields
    fields["collection"].label = gettext_lazy("Collection")
    fields["permissions"].label_from_instance = named_by(types)


def install() -> None:
    name_page_permissions()
    for formset in FORMSETS:
        name_collection_permissions(formset)
