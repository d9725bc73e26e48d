"""Optimistic locking in the translators' editor: of two people at once the later one sees both
wordings.

wagtail-localize stores whatever comes last. We note when each person opened a translation; words
that somebody else has stored since are not replaced unseen. The editor's page knows that moment,
too, and tells it: the session in which it was noted may have ended.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views import edit_translation

from translations.freshness import earlier_wordings
from translations.sanitise import clean_words

SEEN = "seen_words"
MOST_SEEN = 200


def note_opened(request: HttpRequest, page: Page) -> None:
    """This person sees all words of this version as they stand now."""
    record_seen(request, f"page-{page.pk}")


def record_seen(request: HttpRequest | Request, place: str) -> None:
    session: Any = request.session
    moments = {**session.get(SEEN, {}), place: timezone.now().isoformat()}
    session[SEEN] = dict(list(moments.items())[-MOST_SEEN:])


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_string(request: Request, translation_id: int, string_segment_id: int) -> Any:
    """As upstream does it; words that another person stored meanwhile are answered, and those that
    were sent are kept among the earlier wordings."""
    translation = get_object_or_404(Translation, pk=translation_id)
    segment = get_object_or_404(StringSegment, pk=string_segment_id)
    target = translation.get_target_instance()
    may_edit = edit_translation.user_can_edit_instance(request.user, target)
    theirs = stored_words(translation, segment)
    if request.method == "PUT" and may_edit and is_unseen(request, target, segment, theirs):
        mine = clean_words(request.POST["value"])
        if theirs is not None and mine != theirs.data:
            earlier_wordings.keep(theirs, mine, request.user)
            record_seen(request, f"segment-{segment.pk}")
            return Response(both_wordings(translation, theirs, mine))
    return edit_translation.edit_string_translation(
        request._request, translation_id, string_segment_id
    )


def stored_words(translation: Translation, segment: StringSegment) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
    ).first()


def is_unseen(
    request: Request, target: Page, segment: StringSegment, theirs: StringTranslation | None
) -> bool:
    """Whether another person stored these words after this one opened the editor."""
    if theirs is None or theirs.last_translated_by_id in {None, request.user.pk}:
        return False
    seen = request.session.get(SEEN, {})
    opened = request.headers.get("X-Opened-At") or seen.get(f"page-{target.pk}")
    known = [moment_of(one) for one in (opened, seen.get(f"segment-{segment.pk}")) if one]
    return any(known) and all(one < theirs.updated_at for one in known if one)


def moment_of(text: str) -> datetime | None:
    """None for what is no moment, or one without its time zone."""
    with suppress(ValueError):
        moment = parse_datetime(text)
        return moment if moment and timezone.is_aware(moment) else None
    return None


def both_wordings(translation: Translation, theirs: StringTranslation, mine: str) -> dict[str, Any]:
    """What the editor shows at this segment: their words, and a sentence with mine."""
    context = {"translation_source": translation.source}
    shown = dict(edit_translation.StringTranslationSerializer(theirs, context=context).data)
    sentence = _(
        "Somebody else saved a different wording here in the meantime, and it is shown now."
        " Yours is kept under “Earlier wordings”: %(words)s. Save again to replace what is shown."
    )
    return {**shown, "error": sentence % {"words": strip_tags(mine)}}
