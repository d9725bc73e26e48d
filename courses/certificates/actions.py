"""Certificate actions: issue, reissue, revoke, reinstate. One transaction each, idempotent; what
cannot be rendered is not frozen."""

import logging
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core import mail
from core.l10n import languages
from core.models import SiteIdentity
from courses.catalogue.outline import outline_of
from courses.certificates import rendering
from courses.certificates.codes import new_code, new_number
from courses.certificates.models import Certificate
from courses.certificates.rendering import NotRendered
from courses.learning.models import Enrolment
from people.models import User

logger = logging.getLogger("portal.certificates")
REISSUED = "courses.certificate.reissue"
REVOKED = "courses.certificate.revoke"
REINSTATED = "courses.certificate.reinstate"
PRINTED_FIELDS = (
    "name", "name_other", "course_title", "issuer", "statement", "site_name", "tagline",
)  # fmt: skip
TOLD_FOR_SECONDS = 24 * 3600


class NotFinished(Exception):
    """The course is not finished: no certificate can be issued."""


class NoName(Exception):
    """The name to print on the certificate is missing."""


class StillRenders(Exception):
    """A certificate that can be rendered is never changed."""


class CourseGone(Exception):
    """The course is not open, so that its title cannot be read again."""


def issue_certificate(
    *, enrolment: Enrolment, name: str, name_other: str = "", language: str
) -> Certificate:
    """Issue a certificate once, frozen: later calls return the same one.

    The PDF is rendered first. Raises NoName for a blank name, NotFinished where the course is not
    finished, NotRendered where the PDF cannot be rendered: then nothing is written, and the
    administrators are notified.
    """
    if not name.strip():
        raise NoName
    known = Certificate.objects.filter(enrolment=enrolment.pk).first()
    if known is not None:
        return known
    facts = facts_of(Enrolment.objects.get(pk=enrolment.pk), language)
    facts |= {"name": name.strip(), "name_other": name_other.strip()}
    trial = Certificate(number=new_number(), code=new_code(), **facts)
    try:
        rendering.render(trial)
    except NotRendered as error:
        tell_contact(trial, str(error))
        raise
    return write_certificate(enrolment, facts)


def facts_of(mine: Enrolment, language: str) -> dict[str, Any]:
    """What is frozen beside the name. Raises NotFinished."""
    outline = outline_of(mine.course_key, language, mine.learner)
    if mine.completed_at is None or outline is None:
        raise NotFinished
    return {
        "enrolment": mine,
        "course_key": mine.course_key,
        "course_title": outline.title,
        "title_language": outline.language,
        "language": language,
        "lesson_languages": lesson_languages(mine),
        "lesson_count": len(outline.lessons),
        "minutes": outline.minutes,
        "issued_on": timezone.localdate(mine.completed_at),
        **identity_facts(language),
    }


def identity_facts(language: str) -> dict[str, Any]:
    """Issuer and statement, in the language of the certificate; and for the verify page, in every
    language."""
    identity = SiteIdentity.of(language)
    return {
        "issuer": identity.issuer,
        "statement": identity.statement,
        "site_name": identity.site_name,
        "tagline": identity.tagline,
        "issuer_words": {
            row.language: {"issuer": row.issuer, "statement": row.statement}
            for row in SiteIdentity.objects.all()
        },
    }


@transaction.atomic
def write_certificate(enrolment: Enrolment, facts: dict[str, Any]) -> Certificate:
    """The frozen record; a number that happens to be taken is generated again."""
    mine = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if mine.completed_at is None:
        raise NotFinished
    known = Certificate.objects.filter(enrolment=mine).first()
    if known is not None:
        return known
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Certificate.objects.create(number=new_number(), code=new_code(), **facts)
        except IntegrityError:
            if Certificate.objects.filter(enrolment=mine).exists():
                raise
    raise RuntimeError("five certificate numbers in a row were taken")


@transaction.atomic
def reissue(*, certificate: Certificate, user: User) -> Certificate:
    """Freeze the current title and issuer on a certificate that cannot be rendered.

    Number, code, name, date and what was learned stay; the user is logged. Raises StillRenders for
    one that can be rendered, CourseGone if the course cannot be read, NotRendered if it still
    cannot be rendered.
    """
    record = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not why_not_rendered(record):
        raise StillRenders
    learner = record.enrolment.learner if record.enrolment else None
    outline = outline_of(record.course_key, record.language, learner)
    if outline is None:
        raise CourseGone
    before = {"course_title": record.course_title, "issuer": record.issuer}
    record.course_title, record.title_language = outline.title, outline.language
    for name, value in identity_facts(record.language).items():
        setattr(record, name, value)
    rendering.render(record)
    record.save()
    log(instance=record, action=REISSUED, user=user, data={"before": before})
    return record


@transaction.atomic
def revoke(*, certificate: Certificate, user: User) -> None:
    """Whoever checks the certificate is told that it has been revoked; it is not printed again.
    Repeated it changes nothing. The user is logged."""
    record = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if record.revoked_on is None:
        record.revoked_on = timezone.localdate()
        record.save(update_fields=["revoked_on"])
        log(instance=record, action=REVOKED, user=user)


@transaction.atomic
def reinstate(*, certificate: Certificate, user: User) -> None:
    """Make a revoked certificate valid again. Repeated it changes nothing. The user is logged."""
    record = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if record.revoked_on is not None:
        record.revoked_on = None
        record.save(update_fields=["revoked_on"])
        log(instance=record, action=REINSTATED, user=user)


def printed_text(certificate: Certificate) -> str:
    """All text of the record that is printed."""
    return "\n".join(getattr(certificate, name) for name in PRINTED_FIELDS)


def why_not_rendered(certificate: Certificate) -> str:
    """Why the PDF cannot be rendered; "" where it can."""
    try:
        rendering.render(certificate)
    except NotRendered as error:
        return str(error)
    return ""


def tell_contact(certificate: Certificate, reason: str) -> None:
    """Email the portal's contact address, at most once a day for a course, that a certificate
    failed."""
    title = certificate.course_title
    logger.error("the certificate of the course %r cannot be rendered: %s", title, reason)
    if not cache.add(f"certificate-not-rendered:{certificate.course_key}", 1, TOLD_FOR_SECONDS):
        return
    identity = SiteIdentity.of(settings.LANGUAGE_CODE)
    with translation.override(identity.language):
        place = settings.WAGTAILADMIN_BASE_URL + reverse("certificates_not_rendered")
        text = _(
            "A learner finished the course “%(course)s”, but the certificate cannot be printed. "
            "The cause is shown here: %(address)s"
        ) % {"course": title, "address": place}
        mail.enqueue(to=identity.contact, subject=_("A certificate cannot be printed"), text=text)


def lesson_languages(mine: Enrolment) -> list[str]:
    """Languages in which the learner read the lessons, in the portal's order."""
    read = set(mine.completions.filter(undone_at=None).values_list("language", flat=True))
    return [code for code in languages.CODES if code in read]
