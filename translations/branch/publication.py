"""Bulk publishing of a branch with its translations, and what of it readers will not see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation

from core.access import visibility
from core.l10n.lists import format_enumeration
from core.pages import publishability
from people.models import User
from people.normalise import bidi_isolate
from translations import review
from translations.branch.tree import BranchRow, BranchVersion


@dataclass(frozen=True)
class UnpublishedVersion:
    """A version that is not published as it stands; why it cannot be, where it cannot."""

    version: BranchVersion
    level: int
    obstacle: str = ""


@dataclass
class Outcome:
    """What a publish has done."""

    published: list[BranchVersion] = field(default_factory=list)
    failed: list[tuple[BranchVersion, str]] = field(default_factory=list)


def items_of(rows: Iterable[BranchRow], user: User) -> list[UnpublishedVersion]:
    """What there is to publish: originals first, then each translation in its order."""
    found = [
        UnpublishedVersion(version, row.level, obstacle(version, user))
        for row in rows
        for version in row.versions.values()
        if version.state != "live"
    ]
    return sorted(found, key=lambda item: (not item.version.is_original, item.version.page.path))


def obstacle(version: BranchVersion, user: User) -> str:
    """Why this person cannot publish this version now; "" where they can."""
    page = version.page
    rights = page.permissions_for_user(user)
    if not rights.can_publish():
        return _("Your role may not publish it.")
    if rights.page_locked():
        return _("It is locked.")
    if version.missing:
        return untranslated_message(version.missing)
    if is_managed(page):
        return ""
    return publishability.complaint(page.get_latest_revision_as_object())


def untranslated_message(count: int) -> str:
    return ngettext(
        "%(count)s segment is not translated yet.",
        "%(count)s segments are not translated yet.",
        count,
    ) % {"count": count}


def is_managed(page: Page) -> bool:
    """Whether its text is made from segments that translators write."""
    return managed_by(page) is not None


def managed_by(page: Page) -> Translation | None:
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )


def publish(versions: Iterable[BranchVersion], user: User) -> Outcome:
    """Publish these versions in their order, each in a transaction of its own.

    Raises PermissionDenied where the user may not publish one of them.
    """
    done = Outcome()
    for version in versions:
        try:
            with transaction.atomic():
                publish_one(version.page, user)
        except ValidationError as error:
            done.failed.append((version, " ".join(error.messages)))
        else:
            done.published.append(version)
    return done


def publish_one(page: Page, user: User) -> None:
    translation = managed_by(page)
    if translation is not None:
        translation.source.update_from_db()
        if missing := len(review.missing_pieces(page)):
            # Its original has just brought words that nobody has translated.
            raise ValidationError(untranslated_message(missing))
        # wagtail-localize would publish after the commit, a page that it read before.
        translation.save_target(user=user, publish=False)
        translation.get_target_instance().get_latest_revision().publish(user=user)
        return
    # Locked and read again: somebody may have saved it since this request began.
    now = type(page).objects.select_for_update().get(pk=page.pk)
    draft = now.get_latest_revision_as_object()
    publishability.clean_blocks(draft)
    draft.save_revision(user=user).publish(user=user)


def unseen_messages(rows: list[BranchRow], live: Collection[int]) -> list[str]:
    """Sentences: which published versions readers do not reach, and why. `live` are the ids of
    the pages that are published, or are about to be."""
    pages = {(row.key, code): version for row in rows for code, version in row.versions.items()}
    found = []
    for (key, _code), version in pages.items():
        if version.page.pk not in live:
            continue
        names = {
            "title": bidi_isolate(version.page.get_admin_display_title()),
            "language": bidi_isolate(version.name),
        }
        parent = version.page.get_parent()
        if not parent.is_root() and parent.pk not in live and not parent.live:
            found.append(
                _(
                    "“%(title)s” (%(language)s): readers will not find it while “%(parent)s”,"
                    " above it, is not published."
                )
                % {**names, "parent": bidi_isolate(parent.get_admin_display_title())}
            )
        elif version.page.needs_original and original_of(key, rows).pk not in live:
            found.append(
                _(
                    "“%(title)s” (%(language)s): readers will not find it while its original is"
                    " not published."
                )
                % names
            )
    return found + restricted_message(rows)


def original_of(key: UUID, rows: Iterable[BranchRow]) -> Page:
    return next(row.original for row in rows if row.key == key)


def restricted_message(rows: Iterable[BranchRow]) -> list[str]:
    """A sentence on those works that are not for everybody."""
    titles = [
        bidi_isolate(row.original.get_admin_display_title())
        for row in rows
        if visibility.rule_of(row.key) is not None
    ]
    if not titles:
        return []
    return [
        _("Not for everyone, because of their privacy: %(names)s.")
        % {"names": format_enumeration(titles)}
    ]
