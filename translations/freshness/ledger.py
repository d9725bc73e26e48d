"""Append-only log of what versions follow: written at each publish and confirmation, never in
between.

`note_publication` takes part in the transaction of the publish (see `core.publishing`). The derived
rows of `Freshness` are written along with it, so every process shows the same at its next request.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page

from core import works
from core.l10n import languages
from core.models import BasePage
from people.models import User
from translations.freshness import derived, localize, rules
from translations.freshness.pieces import Pieces, marks_of, pack, pieces_of, unpack
from translations.models import (
    Assignment,
    Doubt,
    Following,
    Freshness,
    OldWords,
    OriginalChange,
    PieceCheck,
    PublishedOriginal,
    Wish,
)

# All that is stored by work.
KEPT: tuple[Any, ...] = (
    PublishedOriginal,
    OriginalChange,
    Following,
    Freshness,
    PieceCheck,
    Doubt,
    Assignment,
    OldWords,
    Wish,
)
# Of a version whose original was never published.
NO_ORIGINAL = rules.OriginalHistory({}, datetime.min.replace(tzinfo=UTC))


@transaction.atomic
def note_publication(page: Page) -> None:
    """A version was published: keep what the original says now, or what this version follows."""
    if not isinstance(page, BasePage) or page.alias_of_id is not None:
        return
    key = page.translation_key
    if works.original_language(key) == page.language:
        note_original(page)
        derived.refresh(key)
    else:
        note_version(page)
        derived.refresh(key, page.locale_id)


def note_original(page: BasePage) -> None:
    """Keep what the original says, and what this publish changed."""
    key, now, moment = page.translation_key, pieces_of(page), published_at(page)
    kept = PublishedOriginal.objects.select_for_update().filter(translation_key=key).first()
    if kept is None:
        start(page, moment)
        note_unknown_versions(key, page.locale_id)
        return
    if kept.locale_id != page.locale_id:
        change_original(kept, page)
        return
    new = rules.differences(unpack(kept.pieces), now)
    if not new:
        return
    log = list(OriginalChange.objects.filter(translation_key=key).order_by("pk"))
    take_back_minor_edits(log, new)
    OriginalChange.objects.create(
        translation_key=key, at=moment, person=current_admin_user(), changes=new
    )
    kept.pieces, kept.published_at = pack(now), moment
    kept.save(update_fields=["pieces", "published_at"])
    if paths := rules.returned_paths([derived.change_of(row) for row in log], new):
        follow_again(page, now, paths)


def follow_again(page: BasePage, now: Pieces, paths: Iterable[str]) -> None:
    """The original has gone back: its versions follow what they did then."""
    key = page.translation_key
    rows = Following.objects.filter(translation_key=key, undone_at=None)
    for locale_id in set(rows.values_list("locale_id", flat=True)) - {page.locale_id}:
        history = derived.history_of(key, locale_id)
        if again := rules.follows_again(history, now, paths):
            record = rules.FollowedPieces(history[0].own, {**history[0].followed, **again})
            keep(key, locale_id, record, published_at(page))


def start(page: BasePage, moment: datetime) -> PublishedOriginal:
    """The first that we know of what an original says."""
    row: PublishedOriginal = PublishedOriginal.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        published_at=moment,
        began_at=moment,
        pieces=pack(pieces_of(page)),
    )
    return row


def note_unknown_versions(key: UUID, original_locale: int | None) -> None:
    """Versions that were published before anything was stored of them."""
    known = Following.objects.filter(translation_key=key).values("locale_id")
    pages = Page.objects.filter(translation_key=key, live=True, alias_of=None)
    others = pages.exclude(locale_id=original_locale).exclude(locale_id__in=known)
    for page in others.specific():
        if isinstance(page, BasePage):
            note_version(page)


def take_back_minor_edits(
    rows: Sequence[OriginalChange], new: Mapping[str, tuple[str, str]]
) -> None:
    for index, paths in rules.undone_minor_edits(
        [derived.change_of(row) for row in rows], new
    ).items():
        rows[index].minor = [path for path in rows[index].minor if path not in paths]
        rows[index].save(update_fields=["minor"])


def note_version(page: BasePage) -> None:
    """Keep what a version follows that was just published."""
    original = original_of(page.translation_key)
    own = marks_of(pieces_of(page))
    history = derived.history_of(page.translation_key, page.locale_id)
    offered = localize.offered_for(page)
    followed = rules.followed_after_publish(
        own, derived.original_of(original) if original else NO_ORIGINAL, history, offered
    )
    new = rules.FollowedPieces(own, followed)
    if not history or history[0] != new:
        keep(page.translation_key, page.locale_id, new, published_at(page))
    localize.note_hands(page, own, history[0].own if history else {})


@transaction.atomic
def note_values(
    page: BasePage, current: rules.FollowedPieces, original: Pieces, linked: Collection[str]
) -> None:
    """What is not words was taken over from the original, in a version that is about to be
    published or is. `current`: what it followed; `linked`: paths of texts that have the original's
    links.

    Who has checked the words of such a text has checked them still.
    """
    key, locale_id, own = page.translation_key, page.locale_id, marks_of(pieces_of(page))
    new = rules.with_values(current, own, original, linked)
    if new == current:
        return
    keep(key, locale_id, new, timezone.now())
    for path in linked:
        before, after = rules.digest(current.own, path), rules.digest(own, path)
        if before != after:
            said = {"translation_key": key, "locale_id": locale_id, "path": path, "own": before}
            PieceCheck.objects.filter(**said).update(own=after)
            Doubt.objects.filter(**said).update(own=after)
    derived.refresh(key)


def original_of(key: UUID) -> PublishedOriginal | None:
    """What the original says; begun here for works that stood before anything was stored."""
    kept = PublishedOriginal.objects.select_for_update().filter(translation_key=key).first()
    if kept is None:
        page = live_version(key, works.original_language(key))
        kept = start(page, published_at(page)) if page else None
    return kept


def live_version(key: UUID, language: str | None) -> BasePage | None:
    pages = Page.objects.filter(
        translation_key=key, locale__language_code=language, live=True, alias_of=None
    )
    page = pages.first()
    found = page.specific if page else None
    return found if isinstance(found, BasePage) else None


def keep(
    key: UUID,
    locale_id: int,
    record: rules.FollowedPieces,
    at: datetime,
    how: str = Following.How.PUBLISHED,
) -> Following:
    row: Following = Following.objects.create(
        translation_key=key,
        locale_id=locale_id,
        at=at,
        how=how,
        person=current_admin_user(),
        own=pack(record.own),
        followed=pack(record.followed),
    )
    return row


def change_original(kept: PublishedOriginal, page: BasePage) -> None:
    """Another version has become the original: what followed the same is as fresh as it was."""
    key, moment = page.translation_key, timezone.now()
    before, now = unpack(kept.pieces), pieces_of(page)
    current = derived.current_records(key)
    mine = current.pop(page.locale_id, rules.FollowedPieces(marks_of(now), before))
    old = live_version(key, languages.code_of(kept.locale_id))
    records = rules.with_another_original(
        before,
        mine,
        now,
        {str(locale_id): record for locale_id, record in current.items()},
        str(kept.locale_id),
        marks_of(pieces_of(old)) if old else {},
    )
    for locale_id, record in records.items():
        keep(key, int(locale_id), record, moment)
    OriginalChange.objects.filter(translation_key=key).delete()
    kept.locale_id, kept.pieces = page.locale_id, pack(now)
    kept.published_at = kept.began_at = moment
    kept.save()


@transaction.atomic
def follow_original(key: UUID) -> None:
    """Bring the ledger in step after the original of a work was changed, or a page was deleted."""
    page = live_version(key, works.original_language(key))
    kept = PublishedOriginal.objects.select_for_update().filter(translation_key=key).first()
    if page and kept and kept.locale_id != page.locale_id:
        change_original(kept, page)
    derived.refresh(key)


@transaction.atomic
def declare_minor(key: UUID) -> OriginalChange | None:
    """The last change of an original was a minor edit: readers of translations need not know."""
    row = OriginalChange.objects.filter(translation_key=key).order_by("-pk").first()
    if row is not None:
        row.minor = sorted(row.changes)
        row.save(update_fields=["minor"])
        derived.refresh(key)
    return row


@transaction.atomic
def confirm(
    *, key: UUID, locale: Locale, person: User, paths: Iterable[str] | None = None
) -> Following | None:
    """ "Checked, still right": a version, or some of its pieces, follow the original as it is now.

    None where there is nothing to confirm.
    """
    original = original_of(key)
    current = derived.current_records(key).get(locale.pk)
    if original is None or current is None:
        return None
    new = rules.confirm_paths(current, unpack(original.pieces), paths)
    if new == current:
        return None
    row = keep(key, locale.pk, new, timezone.now(), Following.How.CONFIRMED)
    row.person = person
    row.save(update_fields=["person"])
    derived.refresh(key)
    return row


@transaction.atomic
def undo_confirmation(row: Following) -> None:
    """Take a confirmation back, if nothing was stored of the version since. Idempotent."""
    newer = Following.objects.filter(
        translation_key=row.translation_key, locale_id=row.locale_id, pk__gt=row.pk
    )
    if row.how == Following.How.CONFIRMED and not newer.filter(undone_at=None).exists():
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        derived.refresh(row.translation_key)


@transaction.atomic
def catch_up(key: UUID) -> None:
    """Begin the ledger of a work that was published before there was one. Idempotent."""
    original = original_of(key)
    note_unknown_versions(key, original.locale_id if original else None)
    derived.refresh(key)


@transaction.atomic
def forget(key: UUID) -> None:
    """The last version of a work was deleted: nothing is stored of it."""
    for model in KEPT:
        model.objects.filter(translation_key=key).delete()


def published_at(page: BasePage) -> datetime:
    moment: datetime = page.last_published_at or timezone.now()
    return moment


def current_admin_user() -> User | None:
    """The current user of the admin; None elsewhere."""
    return get_active_log_context().user


def original_now(key: UUID) -> rules.OriginalHistory | None:
    """What the original of a work says, and how it came to that."""
    kept = PublishedOriginal.objects.filter(translation_key=key).first()
    return derived.original_of(kept) if kept else None


def original_code(key: UUID) -> str:
    """The language of the original, as published."""
    kept = PublishedOriginal.objects.get(translation_key=key)
    return languages.code_of(kept.locale_id)
