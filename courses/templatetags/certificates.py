"""Template tags of certificates."""

from django import template
from django.utils.safestring import SafeString

from courses.certificates.codes import qr_svg

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    """The URL as an inline QR code."""
    return qr_svg(address)
