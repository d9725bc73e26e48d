from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import mail, records
from core.models import SiteIdentity
from home.models import Feedback


@transaction.atomic
def take_feedback(*, key: Any, language: str, about: str, page: str, words: str, email: str) -> str:
    """Keep a message and tell the portal's contact. Safe to repeat: one key is one message.

    Returns the number that the reader may name.
    """
    message = Feedback(key=key, language=language, about=about, page=page, words=words, email=email)
    if records.insert_once(message, unique=("key",)):
        contact = SiteIdentity.of(language).contact
        if contact:
            subject = _("A reader wrote: %(about)s") % {"about": message.get_about_display()}
            lines = [words, page, email, message.number]
            mail.enqueue(to=contact, subject=subject, text="\n\n".join(filter(None, lines)))
    return message.number
