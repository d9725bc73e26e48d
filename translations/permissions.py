"""Permission policy of the glossary.

Editors and administrators may change all of it, as their role's permissions say. Translators may
change the wordings of their languages, and nothing else of a term.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

from core.l10n import languages
from people import roles
from people.models import User
from translations.models import TermWording


def languages_of(user: User | AnonymousUser) -> set[str]:
    """The languages that this user translates into."""
    return roles.writable_languages(user) if user.has_perm(roles.TRANSLATE) else set()


def is_editor(user: Any) -> bool:
    """Whether they write in all languages: then they assign work, and settle doubts."""
    return len(languages_of(user)) == len(languages.CODES)


class WordingPolicy(ModelPermissionPolicy):
    """Wordings can only be changed on their own: they are created and deleted with their term."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        if action not in {"change", "view"}:
            return False
        return super().user_has_permission(user, "change") or bool(languages_of(user))

    def user_has_permission_for_instance(
        self, user: User | AnonymousUser, action: str, instance: TermWording
    ) -> bool:
        if action not in {"change", "view"}:
            return False
        return super().user_has_permission(user, "change") or instance.language in languages_of(
            user
        )

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: list[str]
    ) -> Any:
        rows = TermWording.objects.all()
        if not {"change", "view"} & set(actions):
            return rows.none()
        if super().user_has_permission(user, "change"):
            return rows
        return rows.filter(language__in=languages_of(user))
