"""What a page that promises a mail says of how mail goes."""

from django import template

from core import mail

register = template.Library()
register.simple_tag(mail.minutes_slow)
register.simple_tag(mail.was_refused)
