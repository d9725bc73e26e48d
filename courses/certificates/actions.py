"""Issuing certificates: one transaction, idempotent."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.l10n import languages
from core.models import SiteIdentity
from courses.catalogue.outline import outline_of
from courses.certificates.codes import new_code, new_number
from courses.certificates.models import Certificate
from courses.learning.models import Enrolment


class NotFinished(Exception):
    """The course is not finished: no certificate can be issued."""


class NoName(Exception):
    """The name to print on the certificate is missing."""


def issue_certificate(
    *, enrolment: Enrolment, name: str, name_other: str = "", language: str
) -> Certificate:
    """Issue a certificate once, frozen: later calls return the same one.

    Raises NoName for a blank name, NotFinished where the course is not finished.
    """
    if not name.strip():
        raise NoName
    with transaction.atomic():
        mine = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if mine.completed_at is None:
            raise NotFinished
        known = Certificate.objects.filter(enrolment=mine).first()
        if known is not None:
            return known
        return write_certificate(mine, name.strip(), name_other.strip(), language)


def write_certificate(mine: Enrolment, name: str, name_other: str, language: str) -> Certificate:
    """Insert the record; retry with another number on a collision."""
    outline = outline_of(mine.course_key, language, mine.learner)
    if outline is None:
        raise NotFinished
    identity = SiteIdentity.of(language)
    facts = {
        "enrolment": mine,
        "name": name,
        "name_other": name_other,
        "course_key": mine.course_key,
        "course_title": outline.title,
        "title_language": outline.language,
        "language": language,
        "lesson_languages": lesson_languages(mine),
        "lesson_count": len(outline.lessons),
        "minutes": outline.minutes,
        "issuer": identity.issuer,
        "statement": identity.statement,
        "site_name": identity.site_name,
        "tagline": identity.tagline,
        "issued_on": timezone.localdate(mine.completed_at),
    }
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Certificate.objects.create(number=new_number(), code=new_code(), **facts)
        except IntegrityError:
            if Certificate.objects.filter(enrolment=mine).exists():
                raise
    raise RuntimeError("five certificate numbers in a row were taken")


def lesson_languages(mine: Enrolment) -> list[str]:
    """Languages in which the learner read the lessons, in the portal's order."""
    read = set(mine.completions.filter(undone_at=None).values_list("language", flat=True))
    return [code for code in languages.CODES if code in read]
