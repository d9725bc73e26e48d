"""Feedback from readers: the one write action."""

from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import db, mail
from core.models import SiteIdentity
from people.feedback.models import Feedback


@transaction.atomic
def record_feedback(
    *, key: UUID, language: str, about: str, page: str, words: str, email: str
) -> str:
    """Store a message and notify the portal's contact. Idempotent: the same words from the same
    form are one message; other words, after going back, are a new one and are not lost.

    The e-mail carries nothing that the reader wrote: it would outlive the message. Returns the
    reference number for the reader.
    """
    key = uuid5(key, "\n".join([about, page, words, email]))
    message = Feedback(key=key, language=language, about=about, page=page, words=words, email=email)
    if db.insert_once(message, unique=("key",)):
        contact = SiteIdentity.of(language).contact
        if contact:
            subject = _("Message from a reader: %(about)s") % {"about": message.get_about_display()}
            place = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailsnippets_people_feedback:list")
            text = _("Message %(number)s is waiting to be read here: %(address)s") % {
                "number": message.number,
                "address": place,
            }
            mail.enqueue(to=contact, subject=subject, text=text)
    return message.number
