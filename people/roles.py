"""Roles: groups with their permissions, per language tree.

The permissions of our roles are defined here and nowhere else: `ensure_groups` gives each group
exactly these. For other permissions create a group of another name. A learner is in no group.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from core import extensions, works
from core.l10n import languages
from core.models import SiteIdentity
from people.models import User

ENTER = "wagtailadmin.access_admin"
TRANSLATE = "wagtail_localize.submit_translation"
PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
FILE_KINDS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
# Created by Wagtail's first migration, with permissions over the whole tree.
STOCK_GROUPS = ("Editors", "Moderators")


@dataclass(frozen=True)
class Role:
    """What the members of a group may do."""

    name: str
    label: Any
    pages: tuple[str, ...] = ()
    languages: tuple[str, ...] = field(default_factory=lambda: tuple(languages.CODES))
    files: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    snippets: bool = False
    everything: bool = False
    approves: bool = False


def translator(language: str) -> str:
    """The name of the translator role of a language."""
    return f"translator-{language}"


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("coordinator", _("Coordinator")),
        Role(
            "researcher",
            _("Researcher"),
            pages=("add",),
            files=("add", "choose"),
            rights=(ENTER,),
        ),
        Role(
            "editor",
            _("Editor"),
            pages=PAGE_RIGHTS,
            files=("add", "change", "choose"),
            rights=(ENTER, TRANSLATE),
            snippets=True,
            approves=True,
        ),
        *(
            Role(
                translator(code),
                pgettext_lazy("role", "Translator"),
                pages=("add", "change"),
                languages=(code,),
                files=("add", "choose"),
                rights=(ENTER, TRANSLATE),
            )
            for code in languages.CODES
        ),
        Role(
            "administrator",
            _("Administrator"),
            pages=PAGE_RIGHTS,
            files=("add", "change", "choose"),
            everything=True,
            approves=True,
        ),
    )
}


def label(name: str) -> str:
    """A role's name in the active language; a group of another name is shown by that."""
    role = ROLES.get(name)
    if role is None:
        return name
    if name.startswith("translator-"):
        return f"{role.label}: {languages.NAMES[role.languages[0]]}"
    return str(role.label)


@transaction.atomic
def ensure_groups() -> list[str]:
    """Create the groups and give each exactly the permissions of its role. Idempotent.

    Page permissions need the root pages: run it again when a language gets its root. Returns the
    names of the groups.
    """
    for role in ROLES.values():
        group, _made = Group.objects.get_or_create(name=role.name)
        group.permissions.set(permissions_of(role))
        set_page_rights(group, role)
        set_file_rights(group, role)
    approvers = Group.objects.filter(name__in=[r.name for r in ROLES.values() if r.approves])
    for task in GroupApprovalTask.objects.all():
        task.groups.set(approvers)
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
    for user in User.objects.filter(groups__isnull=False).distinct():
        sync_is_staff(user)
    for user in User.objects.filter(is_staff=True):
        keep_admin_language(user)
    return list(ROLES)


def permissions_of(role: Role) -> QuerySet[Permission]:
    """Model permissions of a role, as far as the installed apps define them."""
    if role.everything:
        # Importing the admin's URLs makes its views register their permissions.
        import_module("wagtail.admin.urls")
        found = Permission.objects.none()
        for registered in hooks.get_hooks("register_permissions"):
            found = found | registered()
        return found.distinct()
    wanted = list(role.rights)
    if role.snippets:
        # The site identity is printed on certificates: only administrators change it.
        models = [model for model in get_snippet_models() if model is not SiteIdentity]
        wanted += [
            f"{model._meta.app_label}.{action}_{model._meta.model_name}"
            for model in models
            for action in ("add", "change", "delete")
        ]
    found = Permission.objects.none()
    for name in wanted:
        app, _dot, codename = name.partition(".")
        found = found | Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found


def set_page_rights(group: Group, role: Role) -> None:
    """Page permissions below the places where the role works, and nowhere else."""
    pages = places_of(role)
    codenames = [f"{right}_page" for right in role.pages]
    permissions = Permission.objects.filter(
        content_type__app_label=Page._meta.app_label, codename__in=codenames
    )
    wanted = {(page, permission.pk) for page in pages for permission in permissions}
    rows = GroupPagePermission.objects.filter(group=group)
    present = {(row.page_id, row.permission_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted - present.keys())
    )


def renew_page_rights(name: str) -> None:
    """Give one role its page permissions anew, where a place was added in which it works. Nothing
    happens before `ensure_groups` has made its group."""
    group = Group.objects.filter(name=name).first()
    if group is not None:
        set_page_rights(group, ROLES[name])


def places_of(role: Role) -> list[int]:
    """The pages below which a role works: the roots of its languages, or the pages of the type
    that a room above has named for it."""
    for places in extensions.call(extensions.ROLE_PLACES):
        if role.name in places:
            found = places[role.name].objects.filter(locale__language_code__in=role.languages)
            return list(found.values_list("pk", flat=True))
    starts = works.roots()
    return [starts[code].page_id for code in role.languages if code in starts]


def set_file_rights(group: Group, role: Role) -> None:
    """Permissions on images and documents, from the root collection down."""
    root = Collection.get_first_root_node()
    wanted = {
        permission.pk
        for app, kind in FILE_KINDS
        for permission in Permission.objects.filter(
            content_type__app_label=app, codename__in=[f"{right}_{kind}" for right in role.files]
        )
    }
    rows = GroupCollectionPermission.objects.filter(group=group)
    rows.exclude(collection=root, permission_id__in=wanted).delete()
    present = set(rows.values_list("permission_id", flat=True))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission_id=permission)
        for permission in sorted(wanted - present)
    )


def give(user: User, names: Iterable[str]) -> None:
    """Add roles to a user. Raises KeyError for an unknown role."""
    wanted = [ROLES[name].name for name in names]
    user.groups.add(*Group.objects.filter(name__in=wanted))


def may_enter_admin(user: User | AnonymousUser) -> bool:
    """Whether the user has access to the admin."""
    return bool(user.is_active and user.has_perm(ENTER))


def sync_is_staff(user: User) -> None:
    """Denormalise access to the admin into `is_staff`, which costs no query to read."""
    is_staff = (
        user.is_superuser
        or user.groups.filter(
            permissions__codename="access_admin",
            permissions__content_type__app_label="wagtailadmin",
        ).exists()
    )
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def keep_admin_language(user: User) -> None:
    """Write the person's language where Wagtail looks for that of its admin and its mails."""
    wanted = {"preferred_language": user.language}
    profiles = UserProfile.objects.filter(user_id=user.pk)
    if not profiles.exclude(**wanted).update(**wanted) and not profiles.exists():
        UserProfile.objects.create(user=user, **wanted)


def writable_languages(user: User | AnonymousUser) -> set[str]:
    """Languages below whose root this user may add pages: asked once for each user object, as
    Django asks for permissions."""
    known: frozenset[str] | None = getattr(user, "_writable_languages", None)
    if known is None:
        known = frozenset(_writable_languages(user))
        user._writable_languages = known  # type: ignore[union-attr]  # where Django keeps its own
    return set(known)


def _writable_languages(user: User | AnonymousUser) -> Iterator[str]:
    roots = works.roots()
    pages = Page.objects.in_bulk([root.page_id for root in roots.values()])
    for code, root in roots.items():
        page = pages.get(root.page_id)
        if page is not None and page.permissions_for_user(user).can_add_subpage():
            yield code
