"""Doubts about a passage: whoever has one is asked or told before it ends.

A doubt stays until the person who has it finds the passage right or corrects it, until an editor
finds it right, or until other words are published there. What anybody else says is kept beside it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import mail
from core.l10n import languages
from core.models import BasePage
from people.models import User
from translations.checking.passages import Passage
from translations.models import Doubt
from translations.permissions import is_editor

LONGEST_NOTE = 500
# What whoever is not sure of a passage is told of what others do.
STILL_OPEN = gettext_lazy(
    "Another checker finds a passage right that you were not sure of. It stays in doubt until you"
    " or an editor decides. If you agree, open it and choose “Right”."
)
SETTLED = gettext_lazy(
    "An editor has looked at a passage that you were not sure of, and finds it right."
)
CORRECTED = gettext_lazy(
    "A passage that you were not sure of has been corrected. Readers see the new wording once it is"
    " published."
)


def still_open() -> str:
    """For who finds right what somebody else is not sure of."""
    return _(
        "Your answer is saved. Another checker is not sure of this passage: it stays in doubt until"
        " that person or an editor decides."
    )


def raise_doubt(page: BasePage, passage: Passage, person: User, note: str) -> None:
    """Keep that this person is not sure. Safe to repeat."""
    Doubt.objects.update_or_create(
        **of(page, passage),
        person=person,
        defaults={
            "own": passage.own.digest,
            "note": note.replace("\x00", "")[:LONGEST_NOTE],
            "at": timezone.now(),
        },
    )


def withdraw(page: BasePage, passage: Passage, person: User) -> list[Doubt]:
    """This person is sure now. Returns the doubts of others."""
    for doubt in Doubt.objects.filter(**of(page, passage), person=person):
        doubt.delete()
    return [one for one in passage.doubts if one.person_id != person.pk]


def correct(page: BasePage, passage: Passage, person: User) -> None:
    """This person has corrected the passage: others who were not sure of it are told. Their doubts
    are about the words that stand there until the new ones are published."""
    tell(page, passage, withdraw(page, passage, person), person, CORRECTED)


def confirm_despite_doubt(page: BasePage, passage: Passage, person: User, *, is_new: bool) -> bool:
    """Somebody finds the passage right: whether a doubt of another person is still open then. Those
    are told, if the answer is new to them; an editor's answer settles theirs."""
    others = withdraw(page, passage, person)
    if is_editor(person):
        for doubt in others:
            doubt.delete()
        tell(page, passage, others, person, SETTLED)
        return False
    if is_new:
        tell(page, passage, others, person, STILL_OPEN)
    return bool(others)


def of(page: BasePage, passage: Passage) -> dict[str, Any]:
    return {
        "translation_key": page.translation_key,
        "locale_id": page.locale_id,
        "path": passage.path,
    }


def tell(page: BasePage, passage: Passage, doubts: Iterable[Doubt], by: Any, what: Promise) -> None:
    """A mail to each person who was not sure, in their language."""
    for person in [one.person for one in doubts if one.person and one.person.is_active]:
        with translation.override(person.language):
            mail.enqueue(
                to=person.email,
                subject=_("A passage that you were not sure of"),
                text=mail_text(page, passage, by, what),
            )


def mail_text(page: BasePage, passage: Passage, by: Any, what: Promise) -> str:
    address = reverse("versions:check", args=[page.translation_key, page.language])
    lines = [
        str(what),
        f"{page.title} ({languages.NAMES[page.language]})",
        passage.own.plain,
        _("By: %(name)s") % {"name": by.get_short_name()},
        # Whatever host the request named.
        f"{settings.WAGTAILADMIN_BASE_URL}{address}?at={passage.number}",
    ]
    return "\n\n".join(lines)
