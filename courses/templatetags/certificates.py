"""The code on a certificate's page."""

from django import template
from django.utils.safestring import SafeString

from courses.certificates.codes import qr_svg

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    """The address as a QR code, drawn in the page."""
    return qr_svg(address)
