"""Tag for delays in the mail queue, on pages that promise a mail."""

from django import template

from core import mail

register = template.Library()
register.simple_tag(mail.minutes_slow)
register.simple_tag(mail.was_refused)
