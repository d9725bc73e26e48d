"""Previews as others see a page: a visitor, a learner, a reader within another language's frame."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from core.l10n import languages

VISITOR, LEARNER, FRAME = "visitor", "learner", "frame-"


def modes(language: str) -> list[tuple[str, Any]]:
    """The modes offered for a page of this language."""
    others = [code for code in languages.CODES if code != language]
    return [
        ("", _("As you see it")),
        (VISITOR, _("As a visitor sees it")),
        (LEARNER, _("As a learner sees it")),
        *(
            (
                f"{FRAME}{code}",
                _("For readers of: %(language)s") % {"language": languages.NAMES[code]},
            )
            for code in others
        ),
    ]


@contextmanager
def seen_as(request: HttpRequest, mode: str) -> Iterator[None]:
    """The request as it would come from that reader."""
    if mode == VISITOR:
        request.user = AnonymousUser()
    elif mode == LEARNER:
        # Somebody who has just signed up: nobody has this number.
        request.user = get_user_model()(pk=0, is_active=True)
    code = mode.removeprefix(FRAME)
    if not mode.startswith(FRAME) or code not in languages.CODES:
        yield
        return
    with translation.override(code):
        request.LANGUAGE_CODE = code
        yield
