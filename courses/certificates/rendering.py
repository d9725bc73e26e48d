"""Renders the PDF of a certificate from its frozen record."""

import typst
from django.conf import settings

from courses.certificates import pdf
from courses.certificates.models import Certificate


class NotRendered(Exception):
    """The record contains what the fonts or the template cannot render."""


def render(certificate: Certificate) -> bytes:
    """The PDF of a record, saved or about to be. Raises NotRendered."""
    try:
        return pdf.render(paper_of(certificate))
    except (ValueError, typst.TypstError) as error:
        raise NotRendered(str(error)) from error


def verify_url(certificate: Certificate) -> str:
    """The address printed on it: by the portal's settings, whatever host the request named."""
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
