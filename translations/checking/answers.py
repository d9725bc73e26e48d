"""JSON endpoint of the review, one passage at a time: see `core.answer_endpoint`.

An answer is about the words that the person saw: where others stand there by the time it arrives,
it is refused, stays on their device and is shown to them again beside the new words.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.answer_endpoint import (
    AnswerReceipt,
    AnswerRefused,
    SentAnswer,
    make_answer_endpoint,
    malformed_response,
)
from core.models import BasePage
from people.http import SignedInRequest
from people.models import User
from translations.checking import actions
from translations.checking.passages import Passage, passages_of
from translations.freshness import ledger
from translations.permissions import languages_of


@make_answer_endpoint
def passage_answer(
    request: SignedInRequest, key: UUID, sent: SentAnswer, code: str
) -> AnswerReceipt:
    """Keep what is said of one passage of a version."""
    if code not in languages_of(request.user):
        words = _("This account may no longer check translations into this language.")
        raise AnswerRefused(403, "not-yours", words)
    page = ledger.live_version(key, code)
    passages = {one.id: one for one in passages_of(page)} if page else {}
    passage = passages.get(sent.question)
    if page is None or passage is None:
        words = _("This passage is no longer part of the text, so there is nothing left to check.")
        raise AnswerRefused(409, "gone", words)
    try:
        verdict = keep(page, passage, sent.value, request.user)
    except actions.ChangedMeanwhile as error:
        words = _("Somebody else has changed this passage in the meantime. Look at it once more.")
        raise AnswerRefused(409, "changed", words) from error
    except actions.UnusableCorrection as error:
        raise AnswerRefused(422, "unusable", str(error)) from error
    return AnswerReceipt(timezone.now(), {sent.question: (verdict, sent.counter)})


def keep(page: BasePage, passage: Passage, value: Any, person: User) -> str:
    """Returns what holds of the passage now."""
    verdict = str(value.get("verdict", "")) if isinstance(value, dict) else ""
    if verdict in actions.JUDGED:
        return actions.judge(
            page=page,
            passage=passage,
            verdict=verdict,
            person=person,
            note=str(value.get("note", "")),
            own=str(value.get("own", "")),
        )
    if verdict != actions.Verdict.MENDED:
        raise malformed_response()
    words, seen = texts(value, "words"), texts(value, "seen")
    actions.mend(page=page, passage=passage, words=words, seen=seen, person=person)
    return verdict


def texts(value: dict[str, Any], name: str) -> dict[int, str]:
    """Texts by the id of their segment."""
    found = value.get(name)
    if not isinstance(found, dict) or not all(str(one).isdecimal() for one in found):
        raise malformed_response()
    return {int(segment): str(text) for segment, text in found.items()}
