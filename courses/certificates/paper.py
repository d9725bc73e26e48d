"""From the frozen record to its paper."""

import typst
from django.conf import settings

from courses.certificates import pdf
from courses.certificates.models import Certificate


class NotDrawn(Exception):
    """The record holds what the paper's fonts or its template cannot draw."""


def draw(certificate: Certificate) -> bytes:
    """The PDF of a record, saved or about to be. Raises NotDrawn."""
    try:
        return pdf.render(paper_of(certificate))
    except (ValueError, typst.TypstError) as error:
        raise NotDrawn(str(error)) from error


def verify_url(certificate: Certificate) -> str:
    """The address on the paper: of the portal as it is configured, not as it was called."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/verify/{certificate.code}/"


def paper_of(certificate: Certificate) -> pdf.CertificateData:
    """What is printed, all of it from the record."""
    return pdf.CertificateData(
        language=certificate.language,
        name=certificate.name,
        name_other=certificate.name_other,
        course_title=certificate.course_title,
        title_language=certificate.title_language,
        minutes=certificate.minutes,
        lesson_count=certificate.lesson_count,
        lesson_languages=tuple(certificate.lesson_languages),
        issued_on=certificate.issued_on,
        corrected_on=None,
        number=certificate.number,
        issuer=certificate.issuer,
        statement=certificate.statement,
        site_name=certificate.site_name,
        tagline=certificate.tagline,
        verify_url=verify_url(certificate),
        code=certificate.code,
    )
