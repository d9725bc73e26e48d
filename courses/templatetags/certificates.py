"""Template tags of certificates."""

from django import template
from django.utils.safestring import SafeString

from courses.certificates import strings
from courses.certificates.codes import qr_svg
from courses.certificates.models import Certificate

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    """The URL as an inline QR code."""
    return qr_svg(address)


@register.filter
def certifying_sentence(certificate: Certificate) -> list[tuple[str, str]]:
    """The sentence of the PDF in the reader's language: see `strings.certifying_parts`."""
    return strings.certifying_parts(lesson_count=certificate.lesson_count)
