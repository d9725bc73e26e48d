"""Review actions, passage by passage: what a person says of one, and when the label goes."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment

from core.models import BasePage
from people.models import User
from translations import review
from translations.checking import doubts
from translations.checking.passages import DOUBT, Passage
from translations.freshness.localize import translation_of
from translations.models import PieceCheck, VersionState
from translations.sanitise import clean_words
from translations.segments import store_words

Verdict = PieceCheck.Verdict
JUDGED = {Verdict.RIGHT, DOUBT}


class ChangedMeanwhile(Exception):
    """Somebody else has changed the passage; `theirs` are the words that stand there now."""

    def __init__(self, theirs: dict[int, str]) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class UnusableCorrection(Exception):
    """A correction that no text can be made of; says why, to who wrote it."""


@transaction.atomic
def judge(
    *, page: BasePage, passage: Passage, verdict: str, person: User, note: str = "", own: str
) -> str:
    """Record what a person says of a passage. Safe to repeat.

    `own` is the hash of the words they saw: if others stand there now, ChangedMeanwhile is raised.
    Returns what holds now: a doubt of somebody else outlasts "right".
    """
    if own != passage.own.digest:
        raise ChangedMeanwhile({})
    if verdict == DOUBT:
        doubts.raise_doubt(page, passage, person, note)
        return DOUBT
    is_new = passage.check is None or values_of_check(passage.check) != (own, verdict, person.pk)
    record(page, passage, own, verdict, person)
    is_open = doubts.confirm_despite_doubt(page, passage, person, is_new=is_new)
    settle(page, person)
    return DOUBT if is_open else verdict


@transaction.atomic
def mend(
    *,
    page: BasePage,
    passage: Passage,
    words: Mapping[int, str],
    seen: Mapping[int, str],
    person: User,
) -> bool:
    """Store better words for the strings of a passage, and publish them if this person may.

    Returns whether they were published. Raises Unusable, and ChangedMeanwhile where somebody else
    has stored others since; nothing is stored then. Safe to repeat.
    """
    translation = translation_of(page)
    better = better_words(passage, words)
    theirs = {
        one.segment_id: one.words
        for one in passage.editables
        if seen.get(one.segment_id) != one.seen and one.words != better[one.segment_id]
    }
    if translation is None or theirs:
        raise ChangedMeanwhile(theirs)
    for segment in StringSegment.objects.filter(pk__in=better):
        store(segment, translation.target_locale_id, better[segment.pk], person)
    record(page, passage, "", Verdict.MENDED, person)
    doubts.correct(page, passage, person)
    if not page.permissions_for_user(person).can_publish():
        # Not even as a draft: wagtail-localize would write it into the live page.
        return False
    try:
        translation.save_target(user=person, publish=True)
    except ValidationError as error:
        raise UnusableCorrection(" ".join(error.messages)) from error
    return True


def better_words(passage: Passage, words: Mapping[int, str]) -> dict[int, str]:
    """The words for each string of the passage, as they are stored."""
    found = {
        one.segment_id: clean_words(words.get(one.segment_id, "").replace("\x00", "").strip())
        for one in passage.editables
    }
    if not found or not all(found.values()):
        raise UnusableCorrection(_("Enter your correction first; nothing has been changed."))
    return found


def store(segment: StringSegment, locale_id: int, words: str, person: User) -> None:
    row = store_words(segment, locale_id=locale_id, words=words, person=person)
    if row.has_error:
        raise UnusableCorrection(
            _("A link in your correction is not in the original. Leave the links as they are.")
        )


def values_of_check(check: PieceCheck) -> tuple[str, str, int | None]:
    return check.own, check.verdict, check.person_id


def record(page: BasePage, passage: Passage, own: str, verdict: str, person: User) -> None:
    PieceCheck.objects.update_or_create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        path=passage.path,
        defaults={
            "own": own,
            "verdict": verdict,
            "person": person,
            "at": timezone.now(),
        },
    )


def settle(page: BasePage, person: User) -> bool:
    """The label falls when all passages are checked, and none lacks words."""
    state = review.of_work(page.translation_key).get(page.language)
    is_checked = state is not None and state.is_draft and 0 < state.pieces == state.checked
    if is_checked and not review.missing_pieces(page):
        review.mark_reviewed(key=page.translation_key, locale=page.locale, reviewer=person)
        return True
    return False


def show_name(page: BasePage, person: User, *, is_shown: bool) -> None:
    """Whether readers see the name of this person, who has checked the version."""
    state = VersionState.objects.filter(
        translation_key=page.translation_key, locale_id=page.locale_id, reviewer=person
    ).first()
    if state is not None:
        state.shown_name = person.get_short_name()[:150] if is_shown else ""
        state.save(update_fields=["shown_name"])
