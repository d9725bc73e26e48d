"""Images and documents used on a page, and making them public where they are used."""

from collections.abc import Iterable
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.access import visibility
from core.access.models import PublicCollection
from core.blocks.walk import files_of
from core.http import Reader


def closed_files(page: Page) -> list[Any]:
    """The images and documents of a public page that anonymous readers will not see."""
    if visibility.rule_of(page.translation_key) is not None:
        return []
    public = set(visibility.open_collections(None))
    return [one for one in files_of(page) if one.collection_id not in public]


def may_open(file: Any, user: Reader) -> bool:
    """Whether the user may move this file to another collection."""
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_permission_for_instance(user, "change", file))


def make_public(files: Iterable[Any], user: Reader) -> list[Any]:
    """Move these files to the public collection; those of others stay where they are. Returns the
    moved ones."""
    public = PublicCollection.standard()
    moved = []
    for file in files:
        if may_open(file, user):
            file.collection = public
            file.save(update_fields=["collection"])
            log(instance=file, action="wagtail.edit", user=user)
            moved.append(file)
    return moved
